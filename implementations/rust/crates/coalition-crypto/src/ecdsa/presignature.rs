//! Presignatures of a dealer, and who signs with them (FECDSA-6 to FECDSA-8).

use std::collections::BTreeMap;

use k256::{
    ProjectivePoint, Scalar,
    elliptic_curve::{ops::Reduce, point::AffineCoordinates},
};
use sha2::{Digest, Sha256};
use strict_json::{choice, record};

use crate::{
    Bytes, Result, Rule,
    frost::{Identifier, Secp256k1, Suite, distinct, threshold},
};

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

pub(super) type Members = BTreeMap<Identifier, (ProjectivePoint, ProjectivePoint)>;

/// The public parts of the members, each of them once, and enough (FROST-7, FROST-10).
pub(super) fn members(presignature: &EcdsaPresignature) -> Result<Members> {
    let members = &presignature.members;
    threshold(usize::from(presignature.threshold), members.len())?;
    distinct(members.iter().map(|member| member.identifier))?;
    let read = |member: &EcdsaMember| {
        let inverse = Secp256k1::read_element(&member.inverse)?;
        let product = Secp256k1::read_element(&member.product)?;
        Ok((member.identifier, (inverse, product)))
    };
    members.iter().map(read).collect()
}

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
    let threshold = threshold(above[0].len() + 1, usize::from(size))?;
    let public_key = Secp256k1::public(key)?;
    let public_nonce = Secp256k1::public(nonce)?;
    if above.iter().flatten().any(|one| bool::from(one.is_zero())) {
        return Err(Rule::FrostIdentityElement);
    }
    let inverse = Option::<Scalar>::from(nonce.invert()).ok_or(Rule::FrostIdentityElement)?;
    let [inverses, products] = [(inverse, &above[0]), (inverse * key, &above[1])]
        .map(|(secret, above)| [&[secret][..], above].concat());
    let mut members = Vec::new();
    let mut secrets = Vec::new();
    for identifier in Identifier::all(size) {
        let [inverse, product] =
            [&inverses, &products].map(|polynomial| identifier.share::<Secp256k1>(polynomial));
        members.push(EcdsaMember {
            identifier,
            inverse: Secp256k1::public(inverse)?,
            product: Secp256k1::public(product)?,
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

/// SHA-256 of a message, modulo the order (FECDSA-7).
pub(super) fn hashed(message: &[u8]) -> Scalar {
    <Scalar as Reduce<k256::U256>>::reduce_bytes(&Sha256::digest(message))
}

/// The x-coordinate of a nonce, modulo the order (FECDSA-7).
pub(super) fn abscissa(nonce: &ProjectivePoint) -> Scalar {
    <Scalar as Reduce<k256::U256>>::reduce_bytes(&nonce.to_affine().x())
}

/// A scalar below the order (FROST-2).
pub(super) fn scalar(bytes: &[u8; 32]) -> Result<Scalar> {
    Secp256k1::read_scalar(bytes)
}
