//! Hashing.

use crate::{Preimage, UniqueId};

/// `H`: the 32 bytes of BLAKE3, without key and without context (ENC-1).
pub fn hash(bytes: impl AsRef<[u8]>) -> UniqueId {
    UniqueId::from_bytes(*blake3::hash(bytes.as_ref()).as_bytes())
}

/// `H` of the parts, each preceded by its length (ENC-3).
pub fn hash_many<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> UniqueId {
    Preimage::hash_many().fields(parts).id()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_keep_parts_apart() {
        assert_eq!(hash_many::<&str>([]), hash(""));
        assert_ne!(hash_many(["a", "bc"]), hash_many(["ab", "c"]));
        assert_eq!(hash_many(["a"]), hash(b"\x01\0\0\0\0\0\0\0a"));
    }
}
