//! What comes out of threshold ECDSA, and presignatures of a dealer to try it with (FECDSA).

use std::collections::{BTreeMap, BTreeSet};

use k256::{
    ProjectivePoint, Scalar,
    ecdsa::{Signature, VerifyingKey, signature::Verifier},
    elliptic_curve::{ops::Reduce, point::AffineCoordinates},
};
use sha2::{Digest, Sha256};
use strict_json::{choice, record};

use crate::{
    Bytes, Result, Rule,
    frost::{self, Identifier, Secp256k1, Suite},
    polynomial::{Lagrange, evaluate},
};

/// Checks a signature of the committee (FECDSA-1 to FECDSA-4).
pub fn signature(public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<()> {
    let key = key(public_key)?;
    if signature.len() != 64 {
        return Err(Rule::EcdsaSignatureMalformed);
    }
    let signature = Signature::from_slice(signature).or(Err(Rule::EcdsaScalarOutOfRange))?;
    if signature.normalize_s().is_some() {
        return Err(Rule::EcdsaHighS);
    }
    key.verify(message, &signature)
        .or(Err(Rule::EcdsaSignatureInvalid))
}

/// A committee's key: 33 bytes, compressed by SEC 1, and nothing else (FECDSA-1).
fn key(public_key: &[u8]) -> Result<VerifyingKey> {
    let compressed = public_key.len() == 33 && matches!(public_key[0], 2 | 3);
    let key = VerifyingKey::from_sec1_bytes(public_key).ok();
    key.filter(|_| compressed).ok_or(Rule::EcdsaKeyMalformed)
}

/// The culprits of an abort, ascending (FECDSA-5).
pub fn abort(participants: &[Identifier], culprits: &[u16]) -> Result<Vec<u16>> {
    frost::distinct(participants.iter().copied())?;
    if culprits.is_empty() {
        return Err(Rule::EcdsaAbortWithoutCulprit);
    }
    let named: BTreeSet<u16> = culprits.iter().copied().collect();
    if named.len() != culprits.len() {
        return Err(Rule::EcdsaCulpritRepeated);
    }
    let took_part = |culprit: &u16| participants.iter().any(|other| other.get() == *culprit);
    match named.iter().all(took_part) {
        true => Ok(named.into_iter().collect()),
        false => Err(Rule::EcdsaCulpritForeign),
    }
}

/// Who made a presignature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum PresignatureOrigin {
    /// One that knows the key and every nonce.
    Dealer {} = 0,
}

choice!(PresignatureOrigin { Dealer {} });

/// What is public of a member's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcdsaMember {
    /// The member.
    pub identifier: Identifier,
    /// Its share of k⁻¹, times the generator.
    pub inverse: Bytes,
    /// Its share of k⁻¹·x, times the generator.
    pub product: Bytes,
}

record!(EcdsaMember {
    identifier,
    inverse,
    product,
});

/// What is public of one presignature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcdsaPresignature {
    /// Who made it.
    pub origin: PresignatureOrigin,
    /// How many sign.
    pub threshold: u16,
    /// The key, times the generator.
    pub public_key: Bytes,
    /// The nonce, times the generator.
    pub nonce: Bytes,
    /// The members.
    pub members: Vec<EcdsaMember>,
}

record!(EcdsaPresignature {
    origin,
    threshold,
    public_key,
    nonce,
    members,
});

/// A member's part of one presignature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EcdsaSecret {
    /// Its share of k⁻¹.
    pub inverse: [u8; 32],
    /// Its share of k⁻¹·x.
    pub product: [u8; 32],
}

record!(EcdsaSecret { inverse, product });

/// A presignature with everybody's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcdsaDealt {
    /// What is public.
    pub presignature: EcdsaPresignature,
    /// The members' parts, in their order.
    pub secrets: Vec<EcdsaSecret>,
}

record!(EcdsaDealt {
    presignature,
    secrets,
});

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

/// Deals one presignature (FECDSA-6).
pub fn deal(
    secret: &[u8; 32],
    nonce: &[u8; 32],
    inverse_coefficients: &[[u8; 32]],
    product_coefficients: &[[u8; 32]],
    size: u16,
) -> Result<EcdsaDealt> {
    let [key, nonce] = [scalar(secret)?, scalar(nonce)?];
    let read = |all: &[[u8; 32]]| all.iter().map(scalar).collect::<Result<Vec<_>>>();
    let above = [read(inverse_coefficients)?, read(product_coefficients)?];
    if above[0].len() != above[1].len() {
        return Err(Rule::EcdsaCoefficientsMismatch);
    }
    let threshold = frost::threshold(above[0].len() + 1, usize::from(size))?;
    let public_key = public(key)?;
    let public_nonce = public(nonce)?;
    if above.iter().flatten().any(|one| bool::from(one.is_zero())) {
        return Err(Rule::FrostIdentityElement);
    }
    let inverse = Option::<Scalar>::from(nonce.invert()).ok_or(Rule::FrostIdentityElement)?;
    let [inverses, products] = [(inverse, &above[0]), (inverse * key, &above[1])]
        .map(|(secret, above)| [&[secret][..], above].concat());
    let mut members = Vec::new();
    let mut secrets = Vec::new();
    for identifier in Identifier::all(size) {
        let share = |polynomial: &[Scalar]| {
            evaluate(
                polynomial,
                Scalar::from(u64::from(identifier.get())),
                Scalar::ZERO,
            )
        };
        let [inverse, product] = [share(&inverses), share(&products)];
        members.push(EcdsaMember {
            identifier,
            inverse: public(inverse)?,
            product: public(product)?,
        });
        secrets.push(EcdsaSecret {
            inverse: Secp256k1::write_scalar(&inverse),
            product: Secp256k1::write_scalar(&product),
        });
    }
    let presignature = EcdsaPresignature {
        origin: PresignatureOrigin::Dealer {},
        threshold,
        public_key,
        nonce: public_nonce,
        members,
    };
    Ok(EcdsaDealt {
        presignature,
        secrets,
    })
}

/// A member's share of s (FECDSA-7, FECDSA-8).
pub fn sign(
    secret: &EcdsaSecret,
    nonce: &[u8],
    message: &[u8],
    spent: &[Bytes],
) -> Result<[u8; 32]> {
    let [inverse, product] = [scalar(&secret.inverse)?, scalar(&secret.product)?];
    let point = Secp256k1::read_element(nonce)?;
    if spent.iter().any(|spent| spent.0 == nonce) {
        return Err(Rule::EcdsaPresignatureReused);
    }
    let share = inverse * hashed(message) + product * abscissa(&point);
    Ok(Secp256k1::write_scalar(&share))
}

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
    frost::signers(
        participants.iter().copied(),
        presignature.threshold,
        |identifier| members.contains_key(&identifier),
    )?;
    let read = |share: &EcdsaShare| Ok((share.identifier, scalar(&share.share)?));
    let shares = shares.iter().map(read).collect::<Result<Vec<_>>>()?;
    let shares = frost::of_each(participants.iter().copied(), shares)?;
    let points = shares
        .keys()
        .map(|one| Scalar::from(u64::from(one.get())))
        .collect();
    let values: Vec<Scalar> = shares.values().copied().collect();
    let [r, s] = [
        abscissa(&nonce),
        Lagrange::among(points).value(&values, Scalar::ZERO),
    ];
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

type Members = BTreeMap<Identifier, (ProjectivePoint, ProjectivePoint)>;

/// The public parts of the members, each of them once, and enough (FROST-7, FROST-10).
fn members(presignature: &EcdsaPresignature) -> Result<Members> {
    let members = &presignature.members;
    frost::threshold(usize::from(presignature.threshold), members.len())?;
    frost::distinct(members.iter().map(|member| member.identifier))?;
    let read = |member: &EcdsaMember| {
        let inverse = Secp256k1::read_element(&member.inverse)?;
        let product = Secp256k1::read_element(&member.product)?;
        Ok((member.identifier, (inverse, product)))
    };
    members.iter().map(read).collect()
}

/// `r ‖ s` with the lower of s and its negative, unless one of them is zero (FECDSA-2, FECDSA-3).
fn lower(r: Scalar, s: Scalar) -> Option<Vec<u8>> {
    let signature = Signature::from_scalars(r, s).ok()?;
    let signature = signature.normalize_s().unwrap_or(signature);
    Some(signature.to_bytes().to_vec())
}

/// SHA-256 of a message, modulo the order (FECDSA-7).
fn hashed(message: &[u8]) -> Scalar {
    <Scalar as Reduce<k256::U256>>::reduce_bytes(&Sha256::digest(message))
}

/// The x-coordinate of a nonce, modulo the order (FECDSA-7).
fn abscissa(nonce: &ProjectivePoint) -> Scalar {
    <Scalar as Reduce<k256::U256>>::reduce_bytes(&nonce.to_affine().x())
}

fn scalar(bytes: &[u8; 32]) -> Result<Scalar> {
    Secp256k1::read_scalar(bytes)
}

fn public(scalar: Scalar) -> Result<Bytes> {
    Secp256k1::write_element(&(ProjectivePoint::GENERATOR * scalar)).map(Bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(value: u64) -> [u8; 32] {
        Secp256k1::write_scalar(&Scalar::from(value))
    }

    fn identifier(value: u16) -> Identifier {
        Identifier::new(value).unwrap()
    }

    fn dealt() -> EcdsaDealt {
        deal(&bytes(5), &bytes(7), &[bytes(11)], &[bytes(13)], 3).unwrap()
    }

    fn shares(dealt: &EcdsaDealt, signers: &[u16]) -> Vec<EcdsaShare> {
        let share = |signer: &u16| EcdsaShare {
            identifier: identifier(*signer),
            share: sign(
                &dealt.secrets[usize::from(*signer) - 1],
                &dealt.presignature.nonce,
                b"m",
                &[],
            )
            .unwrap(),
        };
        signers.iter().map(share).collect()
    }

    #[test]
    fn shares_add_up_to_a_signature() {
        let dealt = dealt();
        for signers in [vec![1, 3], vec![2, 1], vec![3, 2, 1]] {
            let participants: Vec<_> = signers.iter().map(|one| identifier(*one)).collect();
            let outcome = combine(
                &dealt.presignature,
                b"m",
                &participants,
                &shares(&dealt, &signers),
            );
            let Ok(EcdsaOutcome::Signature { signature: made }) = outcome else {
                panic!("{outcome:?}");
            };
            assert_eq!(
                signature(&dealt.presignature.public_key, b"m", &made),
                Ok(())
            );
            let other = signature(&dealt.presignature.public_key, b"n", &made);
            assert_eq!(other, Err(Rule::EcdsaSignatureInvalid));
            let s = scalar(made[32..].try_into().unwrap()).unwrap();
            let high = [&made[..32], &Secp256k1::write_scalar(&-s)].concat();
            let other = signature(&dealt.presignature.public_key, b"m", &high);
            assert_eq!(other, Err(Rule::EcdsaHighS));
        }
    }

    #[test]
    fn an_abort_names_the_wrong_shares() {
        let dealt = dealt();
        let participants = [3, 1].map(identifier);
        let mut shares = shares(&dealt, &[1, 3]);
        shares[0].share = bytes(1);
        assert_eq!(
            combine(&dealt.presignature, b"m", &participants, &shares),
            Ok(EcdsaOutcome::Abort {
                culprits: vec![identifier(1)]
            })
        );
        let combine = |participants: &[u16], shares: &[EcdsaShare]| {
            let participants: Vec<_> = participants.iter().map(|one| identifier(*one)).collect();
            super::combine(&dealt.presignature, b"m", &participants, shares)
        };
        assert_eq!(combine(&[1], &shares[..1]), Err(Rule::FrostTooFewSigners));
        assert_eq!(combine(&[1, 4], &shares), Err(Rule::FrostSignerUnknown));
        assert_eq!(combine(&[1, 3, 3], &shares), Err(Rule::FrostSignerRepeated));
        assert_eq!(combine(&[1, 2], &shares), Err(Rule::FrostSharesMismatch));
        let keyless = EcdsaPresignature {
            public_key: Bytes(vec![0; 33]),
            ..dealt.presignature.clone()
        };
        let outcome = super::combine(&keyless, b"m", &participants, &shares);
        assert_eq!(outcome, Err(Rule::EcdsaKeyMalformed));
    }

    #[test]
    fn what_is_dealt() {
        let [one, two] = [bytes(1), bytes(2)];
        for (outcome, rule) in [
            (
                deal(&one, &one, &[one], &[], 3),
                Rule::EcdsaCoefficientsMismatch,
            ),
            (deal(&one, &one, &[], &[], 3), Rule::FrostThresholdTooSmall),
            (
                deal(&one, &one, &[two], &[two], 1),
                Rule::FrostGroupTooSmall,
            ),
            (
                deal(&bytes(0), &one, &[two], &[two], 2),
                Rule::FrostIdentityElement,
            ),
            (
                deal(&one, &bytes(0), &[two], &[two], 2),
                Rule::FrostIdentityElement,
            ),
            (
                deal(&one, &two, &[bytes(0)], &[two], 2),
                Rule::FrostIdentityElement,
            ),
            (
                deal(&one, &two, &[two], &[bytes(0)], 2),
                Rule::FrostIdentityElement,
            ),
            (
                deal(&[0xff; 32], &one, &[two], &[two], 2),
                Rule::FrostScalarOutOfRange,
            ),
        ] {
            assert_eq!(outcome, Err(rule));
        }
    }

    #[test]
    fn a_presignature_signs_once() {
        let dealt = dealt();
        let nonce = &dealt.presignature.nonce;
        let again = sign(&dealt.secrets[0], nonce, b"m", std::slice::from_ref(nonce));
        assert_eq!(again, Err(Rule::EcdsaPresignatureReused));
    }

    #[test]
    fn forms_of_a_signature() {
        let dealt = dealt();
        let key = dealt.presignature.public_key;
        let check = |bytes: &[u8]| signature(&key, b"m", bytes);
        assert_eq!(check(&[1; 63]), Err(Rule::EcdsaSignatureMalformed));
        assert_eq!(check(&[0; 64]), Err(Rule::EcdsaScalarOutOfRange));
        assert_eq!(check(&[0xff; 64]), Err(Rule::EcdsaScalarOutOfRange));
        for key in [&[0; 33][..], &[5; 33], &[], &[4; 65]] {
            assert_eq!(signature(key, b"m", &[1; 64]), Err(Rule::EcdsaKeyMalformed));
        }
    }

    #[test]
    fn aborts() {
        let participants = [6, 2, 7].map(identifier);
        assert_eq!(abort(&participants, &[7, 2]).unwrap(), [2, 7]);
        assert_eq!(
            abort(&participants, &[]),
            Err(Rule::EcdsaAbortWithoutCulprit)
        );
        assert_eq!(
            abort(&participants, &[2, 2]),
            Err(Rule::EcdsaCulpritRepeated)
        );
        assert_eq!(abort(&participants, &[3]), Err(Rule::EcdsaCulpritForeign));
        let twice = [6, 6].map(identifier);
        assert_eq!(abort(&twice, &[6]), Err(Rule::FrostSignerRepeated));
    }
}
