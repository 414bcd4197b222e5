//! Texts that are no names.

use crate::{Result, Rule};

const MAX_BYTES: usize = 4096;

/// Refuses a host, link or description that is too long or has a control character (ENC-12).
pub fn check_free_text(text: &str) -> Result<()> {
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
            assert_eq!(check_free_text(text), Ok(()));
        }
        assert_eq!(check_free_text(&"x".repeat(4097)), Err(Rule::TextTooLong));
        for text in ["\0", "\u{1f}", "\u{7f}", "\u{80}", "\u{9f}"] {
            assert_eq!(check_free_text(text), Err(Rule::TextHasControl));
        }
        assert_eq!(check_free_text("\u{a0}\u{2028}"), Ok(()));
    }
}
