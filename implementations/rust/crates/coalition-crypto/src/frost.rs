//! Threshold Schnorr signatures in two rounds, by RFC 9591 (FROST).
//!
//! The functions are those of the Zcash Foundation's crates. What is here reads and writes what the
//! text has, and refuses what it refuses.

use strict_json::choice;

/// A ciphersuite (FROST-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum FrostSuite {
    /// FROST(secp256k1, SHA-256).
    Secp256k1 {} = 0,
    /// FROST(Ed25519, SHA-512).
    Ed25519 {} = 1,
}

choice!(FrostSuite {
    Secp256k1 {},
    Ed25519 {},
});

/// Calls a function of the suite that a value says.
macro_rules! by {
    ($suite:expr, $function:ident($($argument:expr),* $(,)?)) => {
        match $suite {
            $crate::frost::FrostSuite::Secp256k1 {} => $function::<$crate::frost::Secp256k1>($($argument),*),
            $crate::frost::FrostSuite::Ed25519 {} => $function::<$crate::frost::Ed25519>($($argument),*),
        }
    };
}

mod commitment;
mod group;
mod participants;
mod round;
mod share;
mod signature;
mod suite;
#[cfg(test)]
mod tests;

pub use self::{
    commitment::{FrostCommitment, FrostNonces, commit, nonce},
    group::{FrostGroup, FrostKeys, FrostMember, deal},
    participants::Identifier,
    round::{FrostBinding, binding, challenge, group_commitment},
    share::{FrostShare, Signer},
    signature::{FrostOutcome, aggregate, verify},
};
pub(crate) use self::{
    participants::{distinct, of_each, signers, threshold, weights},
    suite::{Ed25519, Secp256k1, Suite},
};
