//! Type tags.

use crate::{Result, Rule};

/// Refuses what is not a `TYPE_TAG`: 1 to 255 bytes without 0x7C (ENC-11).
pub fn check_type_tag(tag: &[u8]) -> Result<()> {
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
        assert_eq!(check_type_tag(&[0; 255]), Ok(()));
        assert_eq!(check_type_tag(b""), Err(Rule::TypeTagEmpty));
        assert_eq!(check_type_tag(&[0; 256]), Err(Rule::TypeTagTooLong));
        assert_eq!(check_type_tag(b"a|"), Err(Rule::TypeTagHasSeparator));
    }
}
