//! What a round derives for everybody (FROST-11 to FROST-13).

use frost_core::{
    Ciphersuite, VerifyingKey, compute_binding_factor_list, compute_group_commitment,
};
use strict_json::record;

use super::{
    FrostSuite,
    commitment::{FrostCommitment, own, package},
    participants::Identifier,
    suite::{Suite, identity},
};
use crate::{Bytes, Result, Rule};

/// A binding factor, and what hashes to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrostBinding {
    /// What is hashed.
    pub input: Bytes,
    /// The factor.
    pub factor: [u8; 32],
}

record!(FrostBinding { input, factor });

/// The binding factor of a participant (FROST-10, FROST-11).
pub fn binding(
    suite: FrostSuite,
    public_key: &[u8],
    commitments: &[FrostCommitment],
    message: &[u8],
    identifier: Identifier,
) -> Result<FrostBinding> {
    by!(
        suite,
        binding_in(public_key, commitments, message, identifier)
    )
}

fn binding_in<S: Suite>(
    public_key: &[u8],
    commitments: &[FrostCommitment],
    message: &[u8],
    identifier: Identifier,
) -> Result<FrostBinding> {
    let public_key = key::<S>(public_key)?;
    let package = package(commitments, message)?;
    own(&package, identifier)?;
    let inputs = package.binding_factor_preimages(&public_key, &[]);
    let mut inputs = inputs.map_err(identity)?.into_iter();
    let input = inputs.find(|(one, _)| *one == identifier.of());
    let (_, input) = input.ok_or(Rule::FrostSignerUnlisted)?;
    Ok(FrostBinding {
        factor: S::write_scalar(&S::H1(&input)),
        input: input.into(),
    })
}

/// The group's commitment (FROST-12).
pub fn group_commitment(
    suite: FrostSuite,
    public_key: &[u8],
    commitments: &[FrostCommitment],
    message: &[u8],
) -> Result<Vec<u8>> {
    by!(suite, group_commitment_in(public_key, commitments, message))
}

fn group_commitment_in<S: Suite>(
    public_key: &[u8],
    commitments: &[FrostCommitment],
    message: &[u8],
) -> Result<Vec<u8>> {
    let public_key = key::<S>(public_key)?;
    let package = package(commitments, message)?;
    let factors = compute_binding_factor_list(&package, &public_key, &[]).map_err(identity)?;
    let sum = compute_group_commitment(&package, &factors).map_err(identity)?;
    S::write_element(&sum.to_element())
}

/// The challenge (FROST-13).
pub fn challenge(
    suite: FrostSuite,
    group_commitment: &[u8],
    public_key: &[u8],
    message: &[u8],
) -> Result<[u8; 32]> {
    by!(suite, challenge_in(group_commitment, public_key, message))
}

fn challenge_in<S: Suite>(
    group_commitment: &[u8],
    public_key: &[u8],
    message: &[u8],
) -> Result<[u8; 32]> {
    let group_commitment = S::read_element(group_commitment)?;
    let public_key = key::<S>(public_key)?;
    let challenge = <S as Ciphersuite>::challenge(&group_commitment, &public_key, message);
    Ok(S::write_scalar(&challenge.map_err(identity)?.to_scalar()))
}

/// A group's key (FROST-3 to FROST-5).
pub(super) fn key<S: Suite>(bytes: &[u8]) -> Result<VerifyingKey<S>> {
    S::read_element(bytes).map(VerifyingKey::new)
}
