//! Ticks.

use strict_json::record;

use super::Observations;
use crate::{Fingerprint, Preimage};

/// A slot that was ticked (ALM-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlmanacTick {
    /// The number of the slot (ALM-3).
    pub seq: u64,
    /// When the clocks of members showed it; advisory.
    pub observed_at: Observations,
}

record!(AlmanacTick { seq, observed_at });

impl Fingerprint for AlmanacTick {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("almanac-tick.v1")
            .field(self.seq.to_le_bytes())
            .field(self.observed_at.fingerprint())
    }
}
