//! Lattices.

use strict_json::record;

use crate::{
    Fingerprint, Preimage, Result, UniqueId, check_name, check_present, encoding::check_option,
};

/// A lattice as an organism refers to it (ID-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LatticeConfig {
    /// The name of the deployment, which is not folded.
    pub instance_name: String,
    /// The instance.
    pub stable_id: UniqueId,
    /// What the instance runs, if the reference pins it.
    pub content_hash: Option<UniqueId>,
}

record!(LatticeConfig {
    instance_name,
    stable_id,
    content_hash,
});

impl Fingerprint for LatticeConfig {
    fn check(&self) -> Result<()> {
        check_name(&self.instance_name)?;
        check_present(&self.stable_id)?;
        check_option(self.content_hash.as_ref())
    }

    fn fold(&self) -> Result<Preimage> {
        Ok(Preimage::hash_many()
            .field("lattice-ref")
            .field(self.stable_id)
            .field(self.content_hash.unwrap_or(UniqueId::ZERO)))
    }
}

/// The builder's root of a lattice, which is not its stable id (ID-25).
pub fn lattice_root(instance_name: &str, chain_id: u64) -> Result<Preimage> {
    check_name(instance_name)?;
    Ok(Preimage::concat()
        .field("builder|")
        .field(instance_name)
        .field("|chain=")
        .field(chain_id.to_le_bytes()))
}
