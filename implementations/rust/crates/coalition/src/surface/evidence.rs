//! Evidence.

use strict_json::record;

use crate::{Fingerprint, Preimage, PresentId, UniqueId, encoding::list};

/// A fact that a component published (SURF-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EvidencePointer {
    /// The address of the component.
    pub address: PresentId,
    /// The slot, tick or sequence number of the fact there.
    pub clock_event: u64,
    /// The hash of its commit.
    pub commit: PresentId,
}

record!(EvidencePointer {
    address,
    clock_event,
    commit,
});

impl Fingerprint for EvidencePointer {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("evidence-pointer.v1")
            .field(self.address)
            .field(self.clock_event.to_le_bytes())
            .field(self.commit)
    }
}

/// Facts, in the order given (ENC-18).
pub(crate) fn pointers(evidence: &[EvidencePointer]) -> UniqueId {
    list()
        .fields(evidence.iter().map(Fingerprint::fingerprint))
        .id()
}
