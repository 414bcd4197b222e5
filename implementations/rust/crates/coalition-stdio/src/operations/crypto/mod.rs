//! Cryptography, chapter by chapter.

mod blake3;
mod ed25519;
mod sealed_box;
mod shamir;

use assay_kit::Adapter;

use super::{broken, bytes};

/// The features `crypto.*` of the registry.
pub(crate) const FEATURES: &[&str] = &[
    "crypto.blake3",
    "crypto.ed25519",
    "crypto.ed25519-flags",
    "crypto.sealed-box",
    "crypto.shamir",
];

pub(super) fn register(adapter: &mut Adapter) {
    blake3::register(adapter);
    sealed_box::register(adapter);
    ed25519::register(adapter);
    shamir::register(adapter);
}
