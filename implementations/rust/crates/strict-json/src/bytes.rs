//! Bytes of any length.

use std::ops::Deref;

use crate::{Decode, Encode, Flaw, Json, hex};

/// Bytes of any length, in JSON lower-case hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(pub Vec<u8>);

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl Decode for Bytes {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        match json {
            Json::Text(digits) => hex::decode(digits).map(Self),
            _ => None,
        }
        .ok_or(Flaw::NotOfType("lower-case hexadecimal digits, two a byte"))
    }
}

impl Encode for Bytes {
    fn encode(&self) -> Json<'_> {
        Json::text(hex::encode(&self.0))
    }
}
