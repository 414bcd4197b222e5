//! Cryptography, chapter by chapter.

mod beacon;
mod blake3;
mod bls;
mod dcap;
mod dkg;
mod ecdsa;
mod ecvrf;
mod ed25519;
mod frost;
mod issuer_ticket;
mod mosaik_tickets;
mod randomness;
mod ratls;
mod recipe;
mod refresh;
mod sealed_box;
mod shamir;
mod shuffle;
mod tdx;

use assay_kit::{Adapter, Answer};
use coalition_crypto::{Bytes, bls::Point};

use super::{broken, bytes, derived, folded};

/// The features of cryptography that are claimed, and those that need it.
pub(crate) const FEATURES: &[&str] = &[
    "bonds",
    "crypto.beacon",
    "crypto.blake3",
    "crypto.bls",
    "crypto.dcap",
    "crypto.dkg",
    "crypto.ecdsa-dealer",
    "crypto.ecdsa-outcome",
    "crypto.ecvrf",
    "crypto.ed25519",
    "crypto.ed25519-flags",
    "crypto.frost",
    "crypto.issuer-ticket",
    "crypto.mosaik-tickets",
    "crypto.ra-tls",
    "crypto.recipe",
    "crypto.sealed-box",
    "crypto.shamir",
    "crypto.share-refresh",
    "crypto.shuffle",
    "crypto.tdx-quote",
    "crypto.threshold-bls",
    "randomness",
    "randomness.attested",
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
    refresh::register(adapter);
    beacon::register(adapter);
    randomness::register(adapter);
    shuffle::register(adapter);
    issuer_ticket::register(adapter);
    mosaik_tickets::register(adapter);
    tdx::register(adapter);
    dcap::register(adapter);
    ratls::register(adapter);
    recipe::register(adapter);
}

/// The compressed forms of points.
fn points(points: &[Point]) -> Answer {
    let written = points.iter().map(|point| Bytes(point.to_bytes()));
    Answer::new(&written.collect::<Vec<_>>())
}
