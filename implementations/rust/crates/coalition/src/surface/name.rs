//! Surfaces.

use crate::{Preimage, Result, UniqueId, check_name};

/// The id of a surface, which stays across rotations (SURF-2).
pub fn surface_id(address: &UniqueId, name: &str) -> Result<Preimage> {
    check_name(name)?;
    Ok(address.derive("surface").derive_preimage(name))
}
