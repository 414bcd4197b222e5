//! References to components of any kind.

use strict_json::{choice, record};

use crate::{Fingerprint, Preimage, PresentId, encoding::option};

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
    pub address: PresentId,
    /// What the component runs, if the reference pins it.
    pub content_hash: Option<PresentId>,
}

record!(ComponentRef {
    kind,
    address,
    content_hash,
});

impl Fingerprint for ComponentRef {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("component-ref.v1")
            .field([self.kind as u8])
            .field(self.address)
            .field(option(self.content_hash))
    }
}
