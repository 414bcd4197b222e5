//! Cryptography, chapter by chapter.

mod blake3;
mod bls;
mod dkg;
mod ecdsa;
mod ecvrf;
mod ed25519;
mod frost;
mod sealed_box;
mod shamir;

use assay_kit::{Adapter, Answer};
use coalition_crypto::{Bytes, bls::Point};

use super::{broken, bytes, derived};

/// The features of cryptography that are claimed.
pub(crate) const FEATURES: &[&str] = &[
    "crypto.blake3",
    "crypto.bls",
    "crypto.dkg",
    "crypto.ecdsa-dealer",
    "crypto.ecdsa-outcome",
    "crypto.ecvrf",
    "crypto.ed25519",
    "crypto.ed25519-flags",
    "crypto.frost",
    "crypto.sealed-box",
    "crypto.shamir",
    "crypto.threshold-bls",
];

pub(super) fn register(adapter: &mut Adapter) {
    blake3::register(adapter);
    sealed_box::register(adapter);
    ed25519::register(adapter);
    ecvrf::register(adapter);
    shamir::register(adapter);
    bls::register(adapter);
    frost::register(adapter);
    ecdsa::register(adapter);
    dkg::register(adapter);
}

/// The compressed forms of points.
fn points(points: &[Point]) -> Answer {
    let written = points.iter().map(|point| Bytes(point.to_bytes()));
    Answer::new(&written.collect::<Vec<_>>())
}
