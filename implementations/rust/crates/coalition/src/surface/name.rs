//! Surfaces.

use crate::{Name, Preimage, PresentId};

/// The id of a surface, which stays across rotations (SURF-2).
pub fn surface_id(address: PresentId, name: &Name) -> Preimage {
    address.derive("surface").derive_preimage(name)
}
