//! Type tags.

use strict_json::Bytes;

use super::ruled;
use crate::{Result, Rule};

ruled! {
    /// A `TYPE_TAG`: 1 to 255 bytes without 0x7C (ENC-11).
    TypeTag(Bytes) as [u8], check
}

fn check(tag: &[u8]) -> Result<()> {
    match tag {
        [] => Err(Rule::TypeTagEmpty),
        tag if tag.len() > 255 => Err(Rule::TypeTagTooLong),
        tag if tag.contains(&b'|') => Err(Rule::TypeTagHasSeparator),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_tags() {
        assert_eq!(check(&[0; 255]), Ok(()));
        assert_eq!(check(b""), Err(Rule::TypeTagEmpty));
        assert_eq!(check(&[0; 256]), Err(Rule::TypeTagTooLong));
        assert_eq!(check(b"a|"), Err(Rule::TypeTagHasSeparator));
    }
}
