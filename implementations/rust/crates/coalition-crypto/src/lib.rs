//! The cryptography of coalitions: one module a chapter of the specification.
//!
//! A value that carries a rule by itself is a type here ([`Secret`](shamir::Secret) is no zero,
//! [`Index`](shamir::Index) neither), and cannot be read where it breaks the rule. Whatever else is
//! refused is refused with a [`Rule`] by name (ERR-1). Nothing here draws: randomness is an input.
//!
//! | module | chapter | features |
//! |---|---|---|
//! | [`blake3`] | BLAKE3 | `crypto.blake3` |
//! | [`sealed_box`] | Sealed box | `crypto.sealed-box` |
//! | [`ed25519`] | Ed25519 | `crypto.ed25519`, `crypto.ed25519-flags` |
//! | [`ecvrf`] | ECVRF | `crypto.ecvrf` |
//! | [`shamir`] | Shamir | `crypto.shamir` |
//! | [`bls`], [`committee`] | Threshold BLS | `crypto.bls`, `crypto.threshold-bls` |
//! | [`dkg`], [`committee_key`] | DKG | `crypto.dkg` |
//! | [`frost`] | FROST | `crypto.frost` |
//! | [`ecdsa`] | Threshold ECDSA | `crypto.ecdsa-outcome`, `crypto.ecdsa-dealer` |
//!
//! What the libraries beneath would take or refuse otherwise than the text says is checked here.
//! No operation promises to take the same time for every secret.
#![forbid(unsafe_code)]

pub mod blake3;
pub mod bls;
pub mod committee;
pub mod committee_key;
pub mod dkg;
pub mod ecdsa;
pub mod ecvrf;
pub mod ed25519;
pub mod frost;
mod polynomial;
pub mod sealed_box;
pub mod shamir;

pub use coalition::{Bytes, Preimage, Result, Rule, SignatureScheme, UniqueId};
