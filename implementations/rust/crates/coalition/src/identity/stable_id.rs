//! Stable ids.

use crate::{Preimage, Result, UNIVERSE, UniqueId, check_name};

/// The stable id of the deployment with this instance name (ID-3).
pub fn stable_id(instance_name: &str) -> Result<UniqueId> {
    Ok(stable_id_preimage(instance_name)?.id())
}

/// What [`stable_id`] hashes.
pub fn stable_id_preimage(instance_name: &str) -> Result<Preimage> {
    check_name(instance_name)?;
    Ok(Preimage::concat()
        .field("instance|")
        .field(instance_name)
        .field("|")
        .field(UNIVERSE))
}
