//! What comes of the shares (FROST-17 to FROST-20).

use std::collections::BTreeMap;

use frost_core::{
    Challenge, CheaterDetection, Error, Signature, aggregate_custom, round2::SignatureShare,
};
use strict_json::choice;

use super::{
    FrostSuite,
    commitment::{FrostCommitment, package},
    group::{FrostGroup, members},
    participants::{Identifier, of_each},
    round::key,
    share::FrostShare,
    suite::{Scalar, Suite, identity},
};
use crate::{Bytes, Result, Rule};

/// What comes of the shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrostOutcome {
    /// A signature that verifies.
    Signature {
        /// The signature.
        signature: Bytes,
    },
    /// None, and whose fault it is.
    Culprits {
        /// Those whose shares are wrong, ascending.
        culprits: Vec<Identifier>,
    },
}

choice!(FrostOutcome {
    Signature { signature },
    Culprits { culprits },
});

/// The signature that the shares add up to, or who is to blame (FROST-17 to FROST-19).
pub fn aggregate(
    group: &FrostGroup,
    message: &[u8],
    commitments: &[FrostCommitment],
    shares: &[FrostShare],
) -> Result<FrostOutcome> {
    by!(
        group.suite,
        aggregate_in(group, message, commitments, shares)
    )
}

fn aggregate_in<S: Suite>(
    group: &FrostGroup,
    message: &[u8],
    commitments: &[FrostCommitment],
    shares: &[FrostShare],
) -> Result<FrostOutcome> {
    let public = group.read::<S>()?;
    let package = package(commitments, message)?;
    let participants = commitments.iter().map(|entry| entry.identifier);
    members(&public, group.threshold, participants.clone())?;
    let read = |share: &FrostShare| {
        let value = SignatureShare::<S>::deserialize(&share.share);
        Ok((
            share.identifier,
            value.or(Err(Rule::FrostScalarOutOfRange))?,
        ))
    };
    let shares = shares.iter().map(read).collect::<Result<Vec<_>>>()?;
    let shares = of_each(participants, shares)?;
    let read = shares.iter().map(|(one, share)| (one.of(), *share));
    let read: BTreeMap<_, _> = read.collect();
    let outcome = aggregate_custom(&package, &read, &public, CheaterDetection::AllCheaters);
    let wrong = match outcome {
        Ok(signature) => {
            let signature = signature.serialize().map_err(identity)?;
            return Ok(FrostOutcome::Signature {
                signature: signature.into(),
            });
        }
        Err(Error::InvalidSignatureShare { culprits }) => culprits,
        Err(Error::InvalidSignature) => Vec::new(),
        Err(other) => return Err(identity(other)),
    };
    let participants = shares.into_keys();
    Ok(FrostOutcome::Culprits {
        culprits: participants
            .filter(|one| wrong.contains(&one.of()))
            .collect(),
    })
}

/// Verifies a signature (FROST-20).
pub fn verify(
    suite: FrostSuite,
    public_key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<()> {
    by!(suite, verify_in(public_key, message, signature))
}

fn verify_in<S: Suite>(public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<()> {
    let key = key::<S>(public_key)?;
    let (commitment, sum) = signature
        .split_at_checked(S::ELEMENT)
        .ok_or(Rule::FrostSignatureMalformed)?;
    let sum = sum.try_into().or(Err(Rule::FrostSignatureMalformed))?;
    let sum = S::read_scalar(sum)?;
    let challenge = S::H2(&[commitment, public_key, message].concat());
    let commitment = S::read_signature_commitment(commitment)?;
    // The crate's own cofactor is 1, since it takes no commitment that is not an element.
    let cofactor = Scalar::<S>::from(S::COFACTOR);
    let signature = Signature::new(commitment * cofactor, sum * cofactor);
    key.verify_prehashed(Challenge::from_scalar(challenge * cofactor), &signature)
        .or(Err(Rule::FrostSignatureInvalid))
}
