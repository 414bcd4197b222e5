//! Canonical JSON.

use crate::Json;

impl Json<'_> {
    /// The canonical text by RFC 8785: members in ascending order of their names' UTF-16 code units.
    ///
    /// `None` if the tree holds a number that is not an integer a double holds exactly,
    /// something that was not kept, or a repeated member.
    pub fn canonical(&self) -> Option<String> {
        let mut out = Vec::new();
        self.sorted()?.write(&mut out);
        String::from_utf8(out).ok()
    }

    fn sorted(&self) -> Option<Json<'_>> {
        const EXACT: u64 = 1 << 53;
        match self {
            Self::OtherNumber | Self::TooDeep | Self::Unreadable => None,
            Self::Unsigned(value) if *value > EXACT => None,
            Self::Negative(value) if value.unsigned_abs() > EXACT => None,
            Self::Null => Some(Json::Null),
            Self::Bool(value) => Some(Json::Bool(*value)),
            Self::Unsigned(value) => Some(Json::Unsigned(*value)),
            Self::Negative(value) => Some(Json::Negative(*value)),
            Self::Text(text) => Some(Json::text(text.as_ref())),
            Self::List(items) => {
                let items = items.iter().map(Json::sorted).collect::<Option<_>>()?;
                Some(Json::List(items))
            }
            Self::Object(members) => {
                let mut sorted = members
                    .iter()
                    .map(|(name, value)| Some((name.as_ref().into(), value.sorted()?)))
                    .collect::<Option<Vec<(std::borrow::Cow<'_, str>, _)>>>()?;
                sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
                let repeated = sorted.windows(2).any(|pair| pair[0].0 == pair[1].0);
                (!repeated).then_some(Json::Object(sorted))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Option<String> {
        Json::parse(text).unwrap().canonical()
    }

    #[test]
    fn the_order_is_that_of_utf16() {
        // The example of RFC 8785, section 3.2.3.
        let text = r#"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#;
        let expected = "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}";
        assert_eq!(canonical(text).as_deref(), Some(expected));
    }

    #[test]
    fn strings_are_escaped_only_where_they_must_be() {
        assert_eq!(
            canonical(r#" "\u0000\u001f\b\t\n\f\r\"\\\/\u007f\u2028é" "#).as_deref(),
            Some("\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\u{7f}\u{2028}é\"")
        );
    }

    #[test]
    fn what_is_not_exact_has_no_canonical_text() {
        for text in ["1.0", "-0", "1e3", "9007199254740993", r#"{"a":1,"a":1}"#] {
            assert_eq!(canonical(text), None, "{text}");
        }
        assert_eq!(canonical("[1, -1]").as_deref(), Some("[1,-1]"));
    }
}
