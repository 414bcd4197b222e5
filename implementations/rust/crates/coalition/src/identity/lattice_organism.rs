//! The organisms of a lattice.

use strict_json::choice;

use crate::{Name, Preimage, lattice_root};

/// One of the six organisms of a lattice (ID-43).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum LatticeOrganism {
    Zipnet,
    Unseal,
    Offer,
    Atelier,
    Relay,
    Tally,
}

choice!(LatticeOrganism {
    Zipnet {},
    Unseal {},
    Offer {},
    Atelier {},
    Relay {},
    Tally {},
});

impl LatticeOrganism {
    /// The variant in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zipnet => "zipnet",
            Self::Unseal => "unseal",
            Self::Offer => "offer",
            Self::Atelier => "atelier",
            Self::Relay => "relay",
            Self::Tally => "tally",
        }
    }
}

/// The id of a lattice's organism, derived from the lattice's root (ID-43).
pub fn lattice_organism(
    instance_name: &Name,
    chain_id: u64,
    organism: LatticeOrganism,
) -> Preimage {
    let root = lattice_root(instance_name, chain_id).id();
    root.derive_preimage(organism.name())
}
