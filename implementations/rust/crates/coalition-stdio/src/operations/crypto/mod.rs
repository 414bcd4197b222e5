//! Cryptography, chapter by chapter.

mod blake3;

use assay_kit::Adapter;

use super::{broken, bytes};

/// The features `crypto.*` of the registry.
pub(crate) const FEATURES: &[&str] = &[
    "crypto.blake3",
];

pub(super) fn register(adapter: &mut Adapter) {
    blake3::register(adapter);
}
