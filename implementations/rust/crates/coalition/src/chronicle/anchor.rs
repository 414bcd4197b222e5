//! What anchors are told.

use strict_json::{Bytes, record};

use crate::{Fingerprint, Preimage, PresentId, UniqueId};

/// What an anchor is told of a Chronicle (CHR-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchorStatement {
    /// Its own address.
    pub anchor: Bytes,
    /// The deployment of the Chronicle.
    pub deployment: PresentId,
    /// The number of its entries.
    pub length: u64,
    /// Their running digest (SURF-4).
    pub digest: UniqueId,
}

record!(AnchorStatement {
    anchor,
    deployment,
    length,
    digest,
});

impl Fingerprint for AnchorStatement {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("chronicle-anchor.v1")
            .field(&self.anchor)
            .field(self.deployment)
            .field(self.length.to_le_bytes())
            .field(self.digest)
    }
}

/// What an anchor remembers of a Chronicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnchoredDigest {
    /// The number of its entries.
    pub length: u64,
    /// Their running digest.
    pub digest: UniqueId,
}

record!(AnchoredDigest { length, digest });
