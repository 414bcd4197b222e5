//! What an intent router commits.

use strict_json::record;

use super::stall::members;
use crate::{
    EvidencePointer, Fingerprint, MemberId, Preimage, PresentId,
    encoding::{list, option},
    surface::pointers,
};

/// A bundle that wants to act on another member (COMP-20).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoutedIntent {
    /// The member in whose pool it is.
    pub source: MemberId,
    /// The digest of the bundle (LAT-1).
    pub bundle_digest: PresentId,
}

record!(RoutedIntent {
    source,
    bundle_digest,
});

impl Fingerprint for RoutedIntent {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("routed-intent.v1")
            .field(self.source)
            .field(self.bundle_digest)
    }
}

/// What is routed to a member in an event (COMP-19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoutedIntents {
    /// The member.
    pub member: MemberId,
    /// Its own slot.
    pub clock: u64,
    /// What is routed to it.
    pub intents: Vec<RoutedIntent>,
    /// Whose pool was missing.
    pub missing: Vec<MemberId>,
    /// The latest tick of the Almanac.
    pub almanac_tick: Option<u64>,
    /// The pools of the event.
    pub evidence: Vec<EvidencePointer>,
}

record!(RoutedIntents {
    member,
    clock,
    intents,
    missing,
    almanac_tick,
    evidence,
});

impl Fingerprint for RoutedIntents {
    fn preimage(&self) -> Preimage {
        let intents = self.intents.iter().map(Fingerprint::fingerprint);
        Preimage::hash_many()
            .field("routed-intents.v1")
            .field(self.member)
            .field(self.clock.to_le_bytes())
            .field(list().fields(intents).id())
            .field(members(&self.missing))
            .field(option(self.almanac_tick.map(u64::to_le_bytes)))
            .field(pointers(&self.evidence))
    }
}
