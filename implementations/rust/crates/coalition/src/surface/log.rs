//! Logs.

use crate::{Preimage, UniqueId};

/// The running digest after one more commit (SURF-4).
pub fn stream_digest(previous: UniqueId, commit: UniqueId) -> Preimage {
    Preimage::hash_many()
        .field("stream")
        .field(previous)
        .field(commit)
}

/// The running digest after all commits, `ZERO_ID` for none (SURF-4).
pub fn log_digest(commits: &[UniqueId]) -> UniqueId {
    commits.iter().fold(UniqueId::ZERO, |previous, commit| {
        stream_digest(previous, *commit).id()
    })
}
