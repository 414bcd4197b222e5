//! Peers.

use std::fmt;

use ed25519_dalek::SigningKey;
use strict_json::{Decode, Encode, Flaw, Json, hex};

use crate::UniqueId;

/// An Ed25519 public key (SUB-9).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeerId([u8; 32]);

impl PeerId {
    /// The public key of the secret key whose seed is `secret` (SUB-9).
    pub fn of_secret(secret: &UniqueId) -> Self {
        let key = SigningKey::from_bytes(secret.as_bytes());
        Self(key.verifying_key().to_bytes())
    }

    /// The key's bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// Any 32 bytes are read, the encoding of a point or not.
impl Decode for PeerId {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Decode::decode(json).map(Self)
    }
}

impl Encode for PeerId {
    fn encode(&self) -> Json<'_> {
        self.0.encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_of_rfc_8032() {
        let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert_eq!(
            format!("{:?}", PeerId::of_secret(&UniqueId::new(secret))),
            public
        );
    }
}
