//! What comes of the shares of a presignature (FECDSA-9).

use k256::{ProjectivePoint, Scalar, ecdsa::Signature};
use strict_json::{choice, record};

use super::{
    presignature::{EcdsaPresignature, abscissa, hashed, members, scalar},
    signature::{key, signature},
};
use crate::{
    Bytes, Result,
    frost::{Identifier, Secp256k1, Suite, of_each, signers, weights},
};

/// A member's share of s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EcdsaShare {
    /// The member.
    pub identifier: Identifier,
    /// The share.
    pub share: [u8; 32],
}

record!(EcdsaShare { identifier, share });

/// What comes of a signing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EcdsaOutcome {
    /// A signature by FECDSA-1 to FECDSA-4.
    Signature {
        /// Its 64 bytes.
        signature: Bytes,
    },
    /// None, and whose fault it is.
    Abort {
        /// Those whose shares are wrong, ascending.
        culprits: Vec<Identifier>,
    },
}

choice!(EcdsaOutcome {
    Signature { signature },
    Abort { culprits },
});

/// The signature that the shares add up to, or who is to blame (FECDSA-9).
pub fn combine(
    presignature: &EcdsaPresignature,
    message: &[u8],
    participants: &[Identifier],
    shares: &[EcdsaShare],
) -> Result<EcdsaOutcome> {
    let nonce = Secp256k1::read_element(&presignature.nonce)?;
    key(&presignature.public_key)?;
    let members = members(presignature)?;
    signers(
        participants.iter().copied(),
        presignature.threshold,
        |identifier| members.contains_key(&identifier),
    )?;
    let read = |share: &EcdsaShare| Ok((share.identifier, scalar(&share.share)?));
    let shares = shares.iter().map(read).collect::<Result<Vec<_>>>()?;
    let shares = of_each(participants.iter().copied(), shares)?;
    let weights = weights::<Secp256k1>(shares.keys().copied())?;
    let terms = weights.iter().zip(shares.values());
    let s = terms.map(|(weight, share)| weight * share).sum();
    let r = abscissa(&nonce);
    if let Some(bytes) = lower(r, s)
        && signature(&presignature.public_key, message, &bytes).is_ok()
    {
        return Ok(EcdsaOutcome::Signature {
            signature: bytes.into(),
        });
    }
    let e = hashed(message);
    let wrong = |(identifier, share): (&Identifier, &Scalar)| {
        let (inverse, product) = members[identifier];
        let right = inverse * e + product * r;
        (ProjectivePoint::GENERATOR * share != right).then_some(*identifier)
    };
    Ok(EcdsaOutcome::Abort {
        culprits: shares.iter().filter_map(wrong).collect(),
    })
}

/// `r ‖ s` with the lower of s and its negative, unless one of them is zero (FECDSA-2, FECDSA-3).
fn lower(r: Scalar, s: Scalar) -> Option<Vec<u8>> {
    let signature = Signature::from_scalars(r, s).ok()?;
    let signature = signature.normalize_s().unwrap_or(signature);
    Some(signature.to_bytes().to_vec())
}
