//! A signer's share of a signature (FROST-14 to FROST-16).

use frost_core::{
    keys::{KeyPackage, SigningShare},
    round2,
};
use strict_json::record;

use super::{
    commitment::{FrostCommitment, FrostNonces, own, package},
    group::{FrostGroup, members},
    participants::Identifier,
    suite::{Suite, identity},
};
use crate::{Bytes, Result, Rule};

/// A signer's share of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrostShare {
    /// The signer.
    pub identifier: Identifier,
    /// The share.
    pub share: [u8; 32],
}

record!(FrostShare { identifier, share });

/// A signer's part of the second round.
#[derive(Clone, Copy, Debug)]
pub struct Signer<'a> {
    /// The signer.
    pub identifier: Identifier,
    /// Its share of the key.
    pub share: &'a [u8; 32],
    /// Its nonces.
    pub nonces: &'a FrostNonces,
    /// Its commitments of earlier rounds.
    pub spent: &'a [Bytes],
}

impl Signer<'_> {
    /// The share of a signature (FROST-14 to FROST-16).
    pub fn sign(
        &self,
        group: &FrostGroup,
        message: &[u8],
        commitments: &[FrostCommitment],
    ) -> Result<[u8; 32]> {
        by!(group.suite, sign_in(self, group, message, commitments))
    }
}

fn sign_in<S: Suite>(
    signer: &Signer<'_>,
    group: &FrostGroup,
    message: &[u8],
    commitments: &[FrostCommitment],
) -> Result<[u8; 32]> {
    let public = group.read::<S>()?;
    let share = SigningShare::new(S::read_scalar(signer.share)?);
    let nonces = signer.nonces.read()?;
    let package = package(commitments, message)?;
    let own = own(&package, signer.identifier)?;
    members(
        &public,
        group.threshold,
        commitments.iter().map(|entry| entry.identifier),
    )?;
    if own != *nonces.commitments() {
        return Err(Rule::FrostCommitmentAltered);
    }
    for own in [own.hiding(), own.binding()] {
        let own = S::write_element(&own.value())?;
        if signer.spent.iter().any(|spent| spent.0 == own) {
            return Err(Rule::FrostNonceReused);
        }
    }
    let keys = KeyPackage::new(
        signer.identifier.of(),
        share,
        share.into(),
        *public.verifying_key(),
        group.threshold,
    );
    let share = round2::sign(&package, &nonces, &keys).map_err(identity)?;
    Ok(S::write_scalar(&share.share().0))
}
