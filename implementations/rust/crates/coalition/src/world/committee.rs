//! Committees.

use crate::{CommitteeSignature, Refusal, UniqueId};

/// The members of a component, by their secret keys, in their order (WORLD-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Committee {
    keys: Vec<[u8; 32]>,
}

impl Committee {
    /// Refuses a committee without members.
    pub(super) fn new(keys: &[[u8; 32]]) -> Result<Self, Refusal> {
        match keys.is_empty() {
            true => Err(Refusal::EmptyCommittee),
            false => Ok(Self {
                keys: keys.to_vec(),
            }),
        }
    }

    /// The signatures of its members, in their order.
    pub(super) fn sign(&self, digest: UniqueId) -> Vec<CommitteeSignature> {
        let keys = self.keys.iter();
        keys.map(|key| CommitteeSignature::of(key, digest))
            .collect()
    }
}
