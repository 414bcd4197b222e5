//! Lattices.

use strict_json::record;

use crate::{Fingerprint, Name, Preimage, PresentId};

/// A lattice as an organism refers to it (ID-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LatticeConfig {
    /// The name of the deployment, which is not folded.
    pub instance_name: Name,
    /// The instance.
    pub stable_id: PresentId,
    /// What the instance runs, if the reference pins it.
    pub content_hash: Option<PresentId>,
}

record!(LatticeConfig {
    instance_name,
    stable_id,
    content_hash,
});

impl Fingerprint for LatticeConfig {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("lattice-ref")
            .field(self.stable_id)
            .field(PresentId::or_zero(self.content_hash))
    }
}

/// The builder's root of a lattice, which is not its stable id (ID-25).
pub fn lattice_root(instance_name: &Name, chain_id: u64) -> Preimage {
    Preimage::concat()
        .field("builder|")
        .field(instance_name)
        .field("|chain=")
        .field(chain_id.to_le_bytes())
}
