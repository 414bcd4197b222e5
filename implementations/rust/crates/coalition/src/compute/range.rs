//! Ranges of ticks.

use strict_json::record;

use crate::{Preimage, Result, Rule, UniqueId};

/// Ticks from `start` to below `end` (COM-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlmanacRange {
    /// The first tick.
    pub start: u64,
    /// The tick after the last one.
    pub end: u64,
}

record!(AlmanacRange { start, end });

impl AlmanacRange {
    /// What [`fingerprint`](Self::fingerprint) hashes. A range that ends before it starts is refused.
    pub fn preimage(&self) -> Result<Preimage> {
        if self.end < self.start {
            return Err(Rule::RangeBackwards);
        }
        Ok(Preimage::hash_many()
            .field("almanac-range.v1")
            .field(self.start.to_le_bytes())
            .field(self.end.to_le_bytes()))
    }

    /// The digest of the range (COM-7).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }
}
