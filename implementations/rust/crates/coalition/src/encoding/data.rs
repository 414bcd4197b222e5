//! Data that is text or bytes.

use strict_json::{Bytes, Decode, Encode, Flaw, Json, Members};

/// Data that is text or bytes; what counts are its bytes, a text's in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Bytes),
}

impl AsRef<[u8]> for Data {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// `{"text": …}` or `{"bytes": …}`, and never both.
impl Decode for Data {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let Json::Object(members) = json else {
            return Err(Flaw::NotOfType("data"));
        };
        if members.first().is_some_and(|(name, _)| name == "bytes") {
            return Ok(Self::Bytes(
                Members::of(json, "data", &["bytes"])?.get("bytes")?,
            ));
        }
        Ok(Self::Text(
            Members::of(json, "data", &["text"])?.get("text")?,
        ))
    }
}

impl Encode for Data {
    fn encode(&self) -> Json<'_> {
        Json::Object(vec![match self {
            Self::Text(text) => ("text".into(), text.encode()),
            Self::Bytes(bytes) => ("bytes".into(), bytes.encode()),
        }])
    }
}
