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
//! | [`dkg`], [`dealing`], [`blame`], [`committee_key`] | DKG | `crypto.dkg` |
//! | [`refresh`], [`reshare`] | DKG | `crypto.share-refresh` |
//! | [`frost`] | FROST | `crypto.frost` |
//! | [`ecdsa`] | Threshold ECDSA | `crypto.ecdsa-outcome`, `crypto.ecdsa-dealer` |
//! | [`beacon`] | Beacons | `crypto.beacon` |
//! | [`randomness`] | Randomness | `randomness`, `randomness.attested` |
//! | [`shuffle`] | Shuffle | `crypto.shuffle` |
//! | [`issuer_ticket`], [`ticket`] | Tickets | `crypto.issuer-ticket` |
//! | [`jwt`], [`tdx_ticket`], [`ticket`] | Tickets | `crypto.mosaik-tickets` |
//! | [`ticket_issuer`] | Bonds | `bonds` |
//! | [`tdx`], [`dcap`] | TDX | `crypto.tdx-quote`, `crypto.dcap` |
//! | [`ratls`] | RA-TLS | `crypto.ra-tls` |
//! | [`recipe`] | Recipe | `crypto.recipe` |
//!
//! What the libraries beneath would take or refuse otherwise than the text says is checked here.
//! No operation promises to take the same time for every secret.
#![forbid(unsafe_code)]

pub mod beacon;
pub mod blake3;
pub mod blame;
pub mod bls;
pub mod committee;
pub mod committee_key;
pub mod dcap;
pub mod dealing;
pub mod dkg;
pub mod ecdsa;
pub mod ecvrf;
pub mod ed25519;
#[cfg(test)]
mod examples;
mod foreign_json;
pub mod frost;
pub mod issuer_ticket;
pub mod jwt;
mod polynomial;
pub mod randomness;
pub mod ratls;
pub mod recipe;
pub mod refresh;
pub mod reshare;
pub mod sealed_box;
pub mod shamir;
pub mod shuffle;
#[cfg(test)]
mod small_committee;
pub mod tdx;
pub mod tdx_ticket;
pub mod ticket;
pub mod ticket_issuer;
mod x509;

pub use coalition::{Bytes, Preimage, Result, Rule, SignatureScheme, UniqueId};
