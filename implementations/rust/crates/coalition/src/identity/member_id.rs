//! Short ids of members, and ids of providers.

use std::fmt;

use strict_json::{Decode, Encode, Flaw, Json, hex};

use crate::{Preimage, PresentId};

/// The first 20 bytes of a stable id (ID-4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId([u8; 20]);

impl MemberId {
    /// The member with this stable id.
    #[expect(clippy::missing_panics_doc, reason = "it never does")]
    pub fn new(stable_id: PresentId) -> Self {
        let (prefix, _) = stable_id
            .as_bytes()
            .split_first_chunk()
            .expect("20 of 32 bytes");
        Self(*prefix)
    }
}

impl fmt::Debug for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl AsRef<[u8]> for MemberId {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Decode for MemberId {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Decode::decode(json).map(Self)
    }
}

impl Encode for MemberId {
    fn encode(&self) -> Json<'_> {
        self.0.encode()
    }
}

/// What a `ProviderId` hashes: the provider's Ed25519 public key (ID-30).
pub fn provider_id(public_key: &[u8; 32]) -> Preimage {
    Preimage::concat().field(public_key)
}
