//! The synchronisation by replay.

use crate::Preimage;

/// The preimage of the signature of `LogReplaySync` (SUB-14).
pub fn log_replay_signature(type_path: &str, batch_size: u64, fetch_timeout_s: u64) -> Preimage {
    Preimage::fold([
        b"mosaik_log_replay_sync",
        type_path.as_bytes(),
        &batch_size.to_le_bytes(),
        &fetch_timeout_s.to_le_bytes(),
    ])
}
