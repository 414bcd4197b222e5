//! Commits.

use crate::{Preimage, PresentId, UniqueId};

/// The hash of an entry's commit, at its index in the log of a deployment (SURF-3).
pub fn commit(surface: PresentId, deployment: PresentId, index: u64, entry: UniqueId) -> Preimage {
    Preimage::hash_many()
        .field("commit")
        .field(surface)
        .field(deployment)
        .field(index.to_le_bytes())
        .field(entry)
}
