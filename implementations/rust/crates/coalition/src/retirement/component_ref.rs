//! References to components of any kind.

use strict_json::{choice, record};

use crate::{
    Fingerprint, Preimage, Result, UniqueId, check_present, encoding::check_option,
    identity::option,
};

/// The kind of a component (RET-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum ComponentKind {
    Lattice = 0,
    Organism = 1,
    Module = 2,
    Coalition = 3,
    Provider = 4,
}

choice!(ComponentKind {
    Lattice {},
    Organism {},
    Module {},
    Coalition {},
    Provider {},
});

/// A component by kind and address, that may pin the content hash (RET-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentRef {
    /// The kind.
    pub kind: ComponentKind,
    /// The stable id of a lattice or organism, the `module_id`, the root or the `ProviderId`.
    pub address: UniqueId,
    /// What the component runs, if the reference pins it.
    pub content_hash: Option<UniqueId>,
}

record!(ComponentRef {
    kind,
    address,
    content_hash,
});

impl Fingerprint for ComponentRef {
    /// The address of a lattice or organism is a stable id, and is not zero (ENC-4).
    fn check(&self) -> Result<()> {
        if let ComponentKind::Lattice | ComponentKind::Organism = self.kind {
            check_present(&self.address)?;
        }
        check_option(self.content_hash.as_ref())
    }

    fn fold(&self) -> Result<Preimage> {
        Ok(Preimage::hash_many()
            .field("component-ref.v1")
            .field([self.kind as u8])
            .field(self.address)
            .field(option(self.content_hash.as_ref())))
    }
}
