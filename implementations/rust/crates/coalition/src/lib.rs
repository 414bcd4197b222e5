//! The identities of coalitions on the mosaik network.
//!
//! The types are those of the specification, one to one, with public members; what is derived from
//! them is derived from their bytes alone. A value that breaks a rule is refused with the [`Rule`],
//! and nothing is derived from it (ERR-1): the types that carry a rule by themselves ([`Name`],
//! [`FreeText`], [`TypeTag`], [`PresentId`], [`Ratio`], [`SchemaVersion`], [`Set`]) have no value that
//! breaks it, and types whose parts can contradict one another are checked when they are folded.
//!
//! ```
//! use coalition::{Fingerprint, Name, OrganismRef, stable_id};
//!
//! let oracle = OrganismRef {
//!     role: Name::new("oracle")?,
//!     stable_id: stable_id(&Name::new("acme.oracle")?).present()?,
//!     content_hash: None,
//! };
//! println!("{}", oracle.fingerprint());
//! # Ok::<(), coalition::Rule>(())
//! ```
//!
//! Every derivation gives its [`Preimage`] too: the bytes whose BLAKE3 hash the id is.
//!
//! Components that run stand in a [`World`], which is a value: time, entropy and commands come from
//! outside, and what it refuses ([`Refusal`]) leaves it as it was.
#![forbid(unsafe_code)]

mod almanac;
mod atlas;
mod chronicle;
mod composites;
mod compute;
mod conditions;
mod encoding;
mod fingerprint;
mod handshake;
mod identity;
mod lattice;
mod randomness;
mod refusal;
mod retirement;
mod rule;
mod signature;
mod stance;
mod substrate;
mod surface;
mod unicode;
mod world;

pub use almanac::*;
pub use atlas::*;
pub use chronicle::*;
pub use composites::*;
pub use compute::*;
pub use conditions::*;
pub use encoding::*;
pub use fingerprint::Fingerprint;
pub use handshake::*;
pub use identity::*;
pub use lattice::*;
pub use randomness::*;
pub use refusal::{Denial, Refusal};
pub use retirement::*;
pub use rule::{Rule, Stage};
pub use signature::{CommitteeSignature, is_signed};
pub use stance::*;
pub use strict_json::Bytes;
pub use substrate::*;
pub use surface::*;
pub use world::*;
use world::{Class, Desk, Replay};

/// The result of a derivation: a rule is broken, or nothing can fail.
pub type Result<T, E = Rule> = std::result::Result<T, E>;
