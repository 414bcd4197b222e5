//! Texts that are no names.

use super::ruled;
use crate::{Result, Rule};

const MAX_BYTES: usize = 4096;

ruled! {
    /// A host, link or description: at most 4096 bytes of UTF-8 without control characters (ENC-12).
    FreeText(String) as str, check
}

fn check(text: &str) -> Result<()> {
    if text.len() > MAX_BYTES {
        return Err(Rule::TextTooLong);
    }
    if text.chars().any(char::is_control) {
        return Err(Rule::TextHasControl);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_texts() {
        for text in ["", "a|b", "e\u{301}", "\u{200b}", &"x".repeat(4096)] {
            assert_eq!(check(text), Ok(()));
        }
        assert_eq!(check(&"x".repeat(4097)), Err(Rule::TextTooLong));
        for text in ["\0", "\u{1f}", "\u{7f}", "\u{80}", "\u{9f}"] {
            assert_eq!(check(text), Err(Rule::TextHasControl));
        }
        assert_eq!(check("\u{a0}\u{2028}"), Ok(()));
    }
}
