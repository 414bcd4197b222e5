//! What comes out of threshold ECDSA, and presignatures of a dealer to try it with (FECDSA).

mod outcome;
mod presignature;
mod signature;
#[cfg(test)]
mod tests;

pub use self::{
    outcome::{EcdsaOutcome, EcdsaShare, combine},
    presignature::{
        EcdsaDealt, EcdsaMember, EcdsaPresignature, EcdsaSecret, PresignatureOrigin, deal, sign,
    },
    signature::{abort, signature},
};
