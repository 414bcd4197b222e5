//! Ids.

use std::fmt;

use strict_json::{Decode, Encode, Flaw, Json, hex};

use crate::{Integer, Preimage, hash};

/// 32 bytes, written as 64 lower-case hexadecimal digits and ordered by their bytes (SUB-1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UniqueId([u8; 32]);

impl UniqueId {
    /// 32 zero bytes, which stand for every absent 32-byte value in the preimages of identities (ENC-4).
    pub const ZERO: Self = Self([0; 32]);

    /// 32 bytes as they are (SUB-1).
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The id that text or a slice of bytes makes, and the macro `unique_id!`: decoded if it is
    /// exactly 64 hexadecimal digits of either case, hashed otherwise (SUB-2).
    pub fn new(value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref();
        <&[u8; 64]>::try_from(value)
            .ok()
            .and_then(|digits| {
                hex::decode_array(std::str::from_utf8(&digits.to_ascii_lowercase()).ok()?)
            })
            .map_or_else(|| hash(value), Self)
    }

    /// The hash of concatenated parts, without lengths (SUB-4).
    pub fn from_parts<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> Self {
        Preimage::concat().fields(parts).id()
    }

    /// The integer in the width of its type, little-endian, at the end of 32 bytes (SUB-5).
    pub fn from_integer(integer: Integer) -> Self {
        let integer = integer.to_le_bytes();
        let mut bytes = [0; 32];
        bytes[32 - integer.len()..].copy_from_slice(&integer);
        Self(bytes)
    }

    /// What [`derive`](Self::derive) hashes.
    pub fn derive_preimage(&self, info: impl AsRef<[u8]>) -> Preimage {
        Preimage::concat().field(self).field(info)
    }

    /// `H(id ‖ info)` (SUB-6). The id of a ticket is derived from its class (SUB-10).
    #[must_use]
    pub fn derive(&self, info: impl AsRef<[u8]>) -> Self {
        self.derive_preimage(info).id()
    }

    /// `H(id)` (SUB-7).
    #[must_use]
    pub fn hashed(&self) -> Self {
        self.derive([])
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl AsRef<[u8]> for UniqueId {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for UniqueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for UniqueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Decode for UniqueId {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Decode::decode(json).map(Self)
    }
}

impl Encode for UniqueId {
    fn encode(&self) -> Json<'_> {
        self.0.encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_decoded_and_everything_else_is_hashed() {
        let id = UniqueId::new("coalition.root.v1");
        assert_eq!(id, hash("coalition.root.v1"));
        assert_eq!(UniqueId::new(id.to_string()), id);
        assert_eq!(UniqueId::new(id.to_string().to_uppercase()), id);
        for value in [
            &id.to_string()[1..],
            &format!("{id}0"),
            &format!("g{}", &id.to_string()[1..]),
        ] {
            assert_eq!(UniqueId::new(value), hash(value));
        }
        assert_eq!(UniqueId::new(id), hash(id));
        let multibyte = "é".repeat(32);
        assert_eq!(UniqueId::new(&multibyte), hash(&multibyte));
    }

    #[test]
    fn integers_stand_at_the_end() {
        let id = UniqueId::from_integer(Integer::U16 { value: 0x0102 });
        assert_eq!(id.to_string(), format!("{}0201", "0".repeat(60)));
        let id = UniqueId::from_integer(Integer::I8 { value: -1 });
        assert_eq!(id.to_string(), format!("{}ff", "0".repeat(62)));
    }
}
