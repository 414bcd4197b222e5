//! The consensus of a group.

use strict_json::record;

use crate::{Fingerprint, Preimage};

/// What a group's id folds of its consensus (SUB-12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsensusConfig {
    /// Milliseconds between heartbeats.
    pub heartbeat_interval_ms: u64,
    /// Milliseconds of jitter.
    pub heartbeat_jitter_ms: u64,
    /// How many heartbeats may be missed.
    pub max_missed_heartbeats: u32,
}

record!(ConsensusConfig {
    heartbeat_interval_ms,
    heartbeat_jitter_ms,
    max_missed_heartbeats,
});

impl Fingerprint for ConsensusConfig {
    fn preimage(&self) -> Preimage {
        let wide = |value: u64| u128::from(value).to_le_bytes();
        Preimage::concat()
            .field(wide(self.heartbeat_interval_ms))
            .field(wide(self.heartbeat_jitter_ms))
            .field(wide(self.max_missed_heartbeats.into()))
    }
}
