//! What a cross-feed correlator commits.

use strict_json::record;

use super::stall::members;
use crate::{EvidencePointer, Fingerprint, MemberId, Preimage, surface::pointers};

/// The price of a feed in an event, beside those of the others (COMP-25).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correlation {
    /// The member.
    pub member: MemberId,
    /// The event.
    pub clock: u64,
    /// The number of the tick that stands for the feed.
    pub seq: u64,
    /// Its price.
    pub price: u128,
    /// Whose feed was missing.
    pub missing: Vec<MemberId>,
    /// The ticks of all feeds.
    pub evidence: Vec<EvidencePointer>,
}

record!(Correlation {
    member,
    clock,
    seq,
    price,
    missing,
    evidence,
});

impl Fingerprint for Correlation {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("correlation.v1")
            .field(self.member)
            .field(self.clock.to_le_bytes())
            .field(self.seq.to_le_bytes())
            .field(self.price.to_le_bytes())
            .field(members(&self.missing))
            .field(pointers(&self.evidence))
    }
}
