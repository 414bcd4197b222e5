//! Stable ids.

use crate::{Name, Preimage, UNIVERSE, UniqueId};

/// The stable id of the deployment with this instance name (ID-3).
pub fn stable_id(instance_name: &Name) -> UniqueId {
    stable_id_preimage(instance_name).id()
}

/// What [`stable_id`] hashes.
pub fn stable_id_preimage(instance_name: &Name) -> Preimage {
    Preimage::concat()
        .field("instance|")
        .field(instance_name)
        .field("|")
        .field(UNIVERSE)
}
