//! What atelier and relay publish.

use strict_json::record;

use crate::{EvidencePointer, Fingerprint, Preimage, PresentId, surface::pointers};

/// A block that atelier proposes (LAT-7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockCandidate {
    /// The slot.
    pub slot: u64,
    /// The number of the block.
    pub block_number: u64,
    /// The digest of its header.
    pub header: PresentId,
    /// The orders in it, in the order of the block.
    pub orders: Vec<EvidencePointer>,
}

record!(BlockCandidate {
    slot,
    block_number,
    header,
    orders,
});

impl Fingerprint for BlockCandidate {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("block-candidate.v1")
            .field(self.slot.to_le_bytes())
            .field(self.block_number.to_le_bytes())
            .field(self.header)
            .field(pointers(&self.orders))
    }
}

/// A header that relay accepted (LAT-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptedHeader {
    /// The slot.
    pub slot: u64,
    /// The digest of the header.
    pub header: PresentId,
    /// The candidate it is the header of.
    pub block: EvidencePointer,
}

record!(AcceptedHeader {
    slot,
    header,
    block,
});

impl Fingerprint for AcceptedHeader {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("accepted-header.v1")
            .field(self.slot.to_le_bytes())
            .field(self.header)
            .field(self.block.fingerprint())
    }
}
