//! Names.

use unicode_normalization::is_nfc;

use super::ruled;
use crate::{Result, Rule, unicode};

const MAX_BYTES: usize = 255;

ruled! {
    /// A name (ENC-6 to ENC-10).
    ///
    /// It is 1 to 255 bytes of UTF-8 without `|`, of code points that Unicode 14.0 assigns and that
    /// are no controls, formats, surrogates, private or separators of lines, in Normalization Form C.
    Name(String) as str, check
}

fn check(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Rule::NameEmpty);
    }
    if name.len() > MAX_BYTES {
        return Err(Rule::NameTooLong);
    }
    if name.contains('|') {
        return Err(Rule::NameHasSeparator);
    }
    if name.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) {
        return Ok(());
    }
    if !name.chars().all(unicode::is_assigned) {
        return Err(Rule::NameUnassignedCodePoint);
    }
    if name.chars().any(unicode::is_forbidden) {
        return Err(Rule::NameForbiddenCodePoint);
    }
    if !is_nfc(name) {
        return Err(Rule::NameNotNfc);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in [
            "a",
            "price tick",
            "Ἀθῆναι",
            "日本",
            "a/b",
            "é",
            &"x".repeat(255),
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
        assert_eq!(check(""), Err(Rule::NameEmpty));
        assert_eq!(check(&"é".repeat(128)), Err(Rule::NameTooLong));
        assert_eq!(check("a|b"), Err(Rule::NameHasSeparator));
        assert_eq!(check("\u{378}"), Err(Rule::NameUnassignedCodePoint));
        assert_eq!(check("\u{fffe}"), Err(Rule::NameUnassignedCodePoint));
        for name in [
            "\0", "a\n", "\u{7f}", "\u{ad}", "\u{200b}", "\u{2028}", "\u{2029}", "\u{e000}",
        ] {
            assert_eq!(check(name), Err(Rule::NameForbiddenCodePoint), "{name:?}");
        }
        for name in ["e\u{301}", "\u{212b}", "\u{1100}\u{1161}"] {
            assert_eq!(check(name), Err(Rule::NameNotNfc), "{name:?}");
        }
    }
}
