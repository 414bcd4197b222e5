//! Deployments.

use crate::{Preimage, Result, UniqueId, encoding::check_option};

/// The deployment of a component: its address and its content hash (SURF-1).
pub fn deployment(address: &UniqueId, content_hash: Option<&UniqueId>) -> Result<Preimage> {
    check_option(content_hash)?;
    Ok(Preimage::hash_many()
        .field("deployment")
        .field(address)
        .field(content_hash.unwrap_or(&UniqueId::ZERO)))
}
