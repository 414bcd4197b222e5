//! What is recorded of members that are missing or late.

use strict_json::record;

use crate::{
    EvidencePointer, Fingerprint, MemberId, Preimage, UniqueId, encoding::list, surface::pointers,
};

/// An event that was not decided, for somebody was missing (COMP-16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StallEvent {
    /// The event.
    pub event: u64,
    /// Who was missing.
    pub missing: Vec<MemberId>,
    /// What was observed of the others.
    pub evidence: Vec<EvidencePointer>,
}

record!(StallEvent {
    event,
    missing,
    evidence,
});

impl Fingerprint for StallEvent {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("stall-event.v1")
            .field(self.event.to_le_bytes())
            .field(members(&self.missing))
            .field(pointers(&self.evidence))
    }
}

/// What came after its event was sealed (COMP-17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateEvidence {
    /// The member.
    pub member: MemberId,
    /// The event.
    pub event: u64,
    /// What came.
    pub evidence: EvidencePointer,
}

record!(LateEvidence {
    member,
    event,
    evidence,
});

impl Fingerprint for LateEvidence {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("late-evidence.v1")
            .field(self.member)
            .field(self.event.to_le_bytes())
            .field(self.evidence.fingerprint())
    }
}

/// Members, in the order given (ENC-18).
pub(super) fn members(members: &[MemberId]) -> UniqueId {
    list().fields(members).id()
}
