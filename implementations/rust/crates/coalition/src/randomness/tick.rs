//! Rounds and their ticks.

use strict_json::{Bytes, record};

use crate::{Fingerprint, Preimage, PresentId};

/// What a provider signs or proves for a round (RND-3).
pub fn beacon_round(module: PresentId, provider: PresentId, round: u64) -> Preimage {
    Preimage::hash_many()
        .field("beacon-round.v1")
        .field(module)
        .field(provider)
        .field(round.to_le_bytes())
}

/// The value of a round (RND-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeaconTick {
    /// The round.
    pub round: u64,
    /// Whose round it is.
    pub provider: PresentId,
    /// The value.
    pub value: [u8; 32],
    /// What proves it.
    pub proof: Bytes,
    /// The tick of the Almanac at which it was committed.
    pub committed_at: u64,
}

record!(BeaconTick {
    round,
    provider,
    value,
    proof,
    committed_at,
});

impl Fingerprint for BeaconTick {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("beacon-tick.v1")
            .field(self.round.to_le_bytes())
            .field(self.provider)
            .field(self.value)
            .field(&self.proof)
            .field(self.committed_at.to_le_bytes())
    }
}
