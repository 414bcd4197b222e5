//! Deployments.

use crate::{Preimage, PresentId};

/// The deployment of a component: its address and its content hash (SURF-1).
pub fn deployment(address: PresentId, content_hash: Option<PresentId>) -> Preimage {
    Preimage::hash_many()
        .field("deployment")
        .field(address)
        .field(PresentId::or_zero(content_hash))
}
