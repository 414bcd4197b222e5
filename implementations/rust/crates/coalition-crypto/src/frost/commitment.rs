//! Nonces, and commitments to them (FROST-9, FROST-10).

use std::collections::BTreeMap;

use frost_core::{
    SigningPackage,
    round1::{Nonce, NonceCommitment, SigningCommitments, SigningNonces},
};
use strict_json::record;

use super::{
    FrostSuite,
    participants::{Identifier, distinct},
    suite::Suite,
};
use crate::{Bytes, Result, Rule};

/// A signer's two nonces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrostNonces {
    /// The hiding one.
    pub hiding: [u8; 32],
    /// The binding one.
    pub binding: [u8; 32],
}

record!(FrostNonces { hiding, binding });

impl FrostNonces {
    pub(super) fn read<S: Suite>(&self) -> Result<SigningNonces<S>> {
        let hiding = Nonce::from_scalar(S::read_scalar(&self.hiding)?);
        let binding = Nonce::from_scalar(S::read_scalar(&self.binding)?);
        Ok(SigningNonces::from_nonces(hiding, binding))
    }
}

/// A signer's nonces times the generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrostCommitment {
    /// The signer.
    pub identifier: Identifier,
    /// The commitment to its hiding nonce.
    pub hiding: Bytes,
    /// The commitment to its binding nonce.
    pub binding: Bytes,
}

record!(FrostCommitment {
    identifier,
    hiding,
    binding,
});

impl FrostCommitment {
    fn read<S: Suite>(&self) -> Result<SigningCommitments<S>> {
        let hiding = NonceCommitment::new(S::read_element(&self.hiding)?);
        let binding = NonceCommitment::new(S::read_element(&self.binding)?);
        Ok(SigningCommitments::new(hiding, binding))
    }
}

/// A message and a list of commitments, as a suite's crate signs them (FROST-10).
pub(super) fn package<S: Suite>(
    commitments: &[FrostCommitment],
    message: &[u8],
) -> Result<SigningPackage<S>> {
    distinct(commitments.iter().map(|entry| entry.identifier))?;
    let read = |entry: &FrostCommitment| Ok((entry.identifier.of(), entry.read()?));
    let commitments: BTreeMap<_, _> = commitments.iter().map(read).collect::<Result<_>>()?;
    Ok(SigningPackage::new(commitments, message))
}

/// A participant's own commitments (FROST-11).
pub(super) fn own<S: Suite>(
    package: &SigningPackage<S>,
    identifier: Identifier,
) -> Result<SigningCommitments<S>> {
    let own = package.signing_commitment(&identifier.of());
    own.ok_or(Rule::FrostSignerUnlisted)
}

/// A nonce, of fresh randomness and the signer's share (FROST-9).
pub fn nonce(suite: FrostSuite, randomness: &[u8; 32], share: &[u8; 32]) -> Result<[u8; 32]> {
    by!(suite, nonce_in(randomness, share))
}

fn nonce_in<S: Suite>(randomness: &[u8; 32], share: &[u8; 32]) -> Result<[u8; 32]> {
    S::read_scalar(share)?;
    let nonce = S::H3(&[randomness.as_slice(), share].concat());
    Ok(S::write_scalar(&nonce))
}

/// The commitment to two nonces (FROST-9).
pub fn commit(
    suite: FrostSuite,
    identifier: Identifier,
    nonces: &FrostNonces,
) -> Result<FrostCommitment> {
    by!(suite, commit_in(identifier, nonces))
}

fn commit_in<S: Suite>(identifier: Identifier, nonces: &FrostNonces) -> Result<FrostCommitment> {
    let nonces = nonces.read::<S>()?;
    let [hiding, binding] = [
        nonces.commitments().hiding(),
        nonces.commitments().binding(),
    ]
    .map(|commitment| S::write_element(&commitment.value()).map(Bytes));
    Ok(FrostCommitment {
        identifier,
        hiding: hiding?,
        binding: binding?,
    })
}
