//! What composite organisms run.

use strict_json::{choice, record};

use crate::{
    Fingerprint, Preimage, PresentId, TokenPair, UniqueId,
    encoding::{list, option, variant},
};

/// What becomes of an event in which a member is missing (COMP-15, COMP-16).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum StallPolicy {
    /// It is decided with what there is.
    PartialEvidence = 0,
    /// It is not decided, and that is recorded.
    StallEvent = 1,
}

choice!(StallPolicy {
    PartialEvidence {},
    StallEvent {},
});

/// Where the clock of a lattice stands in event 0 (COMP-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatticeSource {
    /// The chain.
    pub chain_id: u64,
    /// The slot of event 0.
    pub first_slot: u64,
}

record!(LatticeSource {
    chain_id,
    first_slot,
});

impl Fingerprint for LatticeSource {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("lattice-source.v1")
            .field(self.chain_id.to_le_bytes())
            .field(self.first_slot.to_le_bytes())
    }
}

/// What a composite organism over lattices runs (COMP-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LatticesContent {
    /// A source for each lattice, in the order of the span.
    pub sources: Vec<LatticeSource>,
    /// What becomes of an event in which a member is missing.
    pub policy: StallPolicy,
    /// How long an event stays open.
    pub deadline_ms: u64,
    /// The Almanac whose ticks the records carry.
    pub almanac: Option<PresentId>,
}

record!(LatticesContent {
    sources,
    policy,
    deadline_ms,
    almanac,
});

impl LatticesContent {
    /// The content of an intent router.
    pub fn intents(&self) -> Preimage {
        self.tagged("intents-content.v1")
    }

    /// The content of a shared ledger.
    pub fn ledger(&self) -> Preimage {
        self.tagged("ledger-content.v1")
    }

    fn tagged(&self, tag: &str) -> Preimage {
        let sources = self.sources.iter().map(Fingerprint::fingerprint);
        Preimage::hash_many()
            .field(tag)
            .field(list().fields(sources).id())
            .field([self.policy as u8])
            .field(self.deadline_ms.to_le_bytes())
            .field(option(self.almanac))
    }
}

/// What an event of a correlator is (COMP-25, COMP-26).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// A slot of an Almanac, whose next tick seals it.
    AlmanacTicks {
        /// The Almanac.
        almanac: PresentId,
        /// The length of its slots.
        cadence_ms: u64,
    },
    /// A span of time.
    TimestampBins {
        /// Its length.
        bin_ms: u64,
        /// How long it stays open.
        deadline_ms: u64,
    },
}

choice!(Alignment {
    AlmanacTicks {
        almanac,
        cadence_ms,
    },
    TimestampBins {
        bin_ms,
        deadline_ms,
    },
});

/// The encoded variant (ENC-21).
impl Fingerprint for Alignment {
    fn preimage(&self) -> Preimage {
        match self {
            Self::AlmanacTicks {
                almanac,
                cadence_ms,
            } => variant(0).field(almanac).field(cadence_ms.to_le_bytes()),
            Self::TimestampBins {
                bin_ms,
                deadline_ms,
            } => variant(1)
                .field(bin_ms.to_le_bytes())
                .field(deadline_ms.to_le_bytes()),
        }
    }
}

/// What a cross-feed correlator runs (COMP-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrelatorContent {
    /// A pair for each organism, in the order of the span.
    pub feeds: Vec<TokenPair>,
    /// What becomes of an event in which a feed is missing.
    pub policy: StallPolicy,
    /// What an event is.
    pub alignment: Alignment,
}

record!(CorrelatorContent {
    feeds,
    policy,
    alignment,
});

impl Fingerprint for CorrelatorContent {
    fn preimage(&self) -> Preimage {
        let feeds: Vec<UniqueId> = self.feeds.iter().map(TokenPair::oriented).collect();
        Preimage::hash_many()
            .field("correlator-content.v1")
            .field(list().fields(feeds).id())
            .field([self.policy as u8])
            .field(self.alignment.fingerprint())
    }
}
