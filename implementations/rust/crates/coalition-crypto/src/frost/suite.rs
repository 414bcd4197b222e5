//! The two suites (FROST-1 to FROST-5).

use curve25519_dalek::{
    EdwardsPoint,
    traits::{Identity, IsIdentity},
};
use group::Group;
use k256::{
    AffinePoint, EncodedPoint, ProjectivePoint,
    elliptic_curve::{
        PrimeField,
        hash2curve::{ExpandMsgXmd, hash_to_field},
        sec1::{FromEncodedPoint, ToEncodedPoint},
    },
};
use sha2::{Digest, Sha256, Sha512};

use crate::{Result, Rule, ed25519::decode};

/// The group, its encodings and its hashes.
pub(crate) trait Suite: Sized {
    /// An element.
    type Element: Group<Scalar: From<u64>>;

    /// How many bytes an element has.
    const ELEMENT: usize;

    /// A scalar below the order (FROST-2).
    fn read_scalar(bytes: &[u8; 32]) -> Result<Scalar<Self>>;
    /// Its 32 bytes (FROST-2).
    fn write_scalar(scalar: &Scalar<Self>) -> [u8; 32];
    /// An element, which is not the identity (FROST-3 to FROST-5).
    fn read_element(bytes: &[u8]) -> Result<Self::Element>;
    /// Its bytes, unless it is the identity (FROST-4).
    fn write_element(element: &Self::Element) -> Result<Vec<u8>>;
    /// The first half of a signature (FROST-20).
    fn read_signature_commitment(bytes: &[u8]) -> Result<Self::Element>;
    /// Whether the two sides of the equation are equal (FROST-20).
    fn equal_by_cofactor(one: Self::Element, other: Self::Element) -> bool;

    /// For binding factors.
    fn h1(message: &[u8]) -> Scalar<Self>;
    /// For challenges.
    fn h2(message: &[u8]) -> Scalar<Self>;
    /// For nonces.
    fn h3(message: &[u8]) -> Scalar<Self>;
    /// For messages.
    fn h4(message: &[u8]) -> Vec<u8>;
    /// For lists of commitments.
    fn h5(message: &[u8]) -> Vec<u8>;
}

type Scalar<S> = <<S as Suite>::Element as Group>::Scalar;

/// RFC 9591, section 6.5.
pub(crate) struct Secp256k1;

impl Secp256k1 {
    const CONTEXT: &[u8] = b"FROST-secp256k1-SHA256-v1";

    fn scalar(message: &[u8], label: &[u8]) -> k256::Scalar {
        let mut scalar = [k256::Scalar::ZERO];
        let tag = [Self::CONTEXT, label];
        hash_to_field::<ExpandMsgXmd<Sha256>, _>(&[message], &tag, &mut scalar)
            .expect("the tag is neither empty nor long");
        scalar[0]
    }

    fn hash(label: &[u8], message: &[u8]) -> Vec<u8> {
        let hash = Sha256::new().chain_update(Self::CONTEXT);
        hash.chain_update(label)
            .chain_update(message)
            .finalize()
            .to_vec()
    }
}

impl Suite for Secp256k1 {
    type Element = ProjectivePoint;

    const ELEMENT: usize = 33;

    fn read_scalar(bytes: &[u8; 32]) -> Result<k256::Scalar> {
        let scalar: Option<_> = k256::Scalar::from_repr((*bytes).into()).into();
        scalar.ok_or(Rule::FrostScalarOutOfRange)
    }

    fn write_scalar(scalar: &k256::Scalar) -> [u8; 32] {
        scalar.to_bytes().into()
    }

    fn read_element(bytes: &[u8]) -> Result<ProjectivePoint> {
        if bytes == [0; Self::ELEMENT] {
            return Err(Rule::FrostIdentityElement);
        }
        if bytes.len() != Self::ELEMENT || !matches!(bytes[0], 2 | 3) {
            return Err(Rule::FrostElementMalformed);
        }
        let read = |point| Option::from(AffinePoint::from_encoded_point(&point));
        let point: Option<AffinePoint> = EncodedPoint::from_bytes(bytes).ok().and_then(read);
        point
            .map(ProjectivePoint::from)
            .ok_or(Rule::FrostElementMalformed)
    }

    fn write_element(element: &ProjectivePoint) -> Result<Vec<u8>> {
        match bool::from(Group::is_identity(element)) {
            true => Err(Rule::FrostIdentityElement),
            false => Ok(element.to_encoded_point(true).as_bytes().to_vec()),
        }
    }

    fn read_signature_commitment(bytes: &[u8]) -> Result<ProjectivePoint> {
        Self::read_element(bytes)
    }

    fn equal_by_cofactor(one: ProjectivePoint, other: ProjectivePoint) -> bool {
        one == other
    }

    fn h1(message: &[u8]) -> k256::Scalar {
        Self::scalar(message, b"rho")
    }

    fn h2(message: &[u8]) -> k256::Scalar {
        Self::scalar(message, b"chal")
    }

    fn h3(message: &[u8]) -> k256::Scalar {
        Self::scalar(message, b"nonce")
    }

    fn h4(message: &[u8]) -> Vec<u8> {
        Self::hash(b"msg", message)
    }

    fn h5(message: &[u8]) -> Vec<u8> {
        Self::hash(b"com", message)
    }
}

/// RFC 9591, section 6.1.
pub(crate) struct Ed25519;

impl Ed25519 {
    const CONTEXT: &[u8] = b"FROST-ED25519-SHA512-v1";

    fn hash(label: &[u8], message: &[u8]) -> [u8; 64] {
        let hash = Sha512::new().chain_update(Self::CONTEXT);
        hash.chain_update(label)
            .chain_update(message)
            .finalize()
            .into()
    }

    fn reduce(hash: &[u8; 64]) -> curve25519_dalek::Scalar {
        curve25519_dalek::Scalar::from_bytes_mod_order_wide(hash)
    }
}

impl Suite for Ed25519 {
    type Element = EdwardsPoint;

    const ELEMENT: usize = 32;

    fn read_scalar(bytes: &[u8; 32]) -> Result<curve25519_dalek::Scalar> {
        let scalar: Option<_> = curve25519_dalek::Scalar::from_canonical_bytes(*bytes).into();
        scalar.ok_or(Rule::FrostScalarOutOfRange)
    }

    fn write_scalar(scalar: &curve25519_dalek::Scalar) -> [u8; 32] {
        scalar.to_bytes()
    }

    fn read_element(bytes: &[u8]) -> Result<EdwardsPoint> {
        let point = Self::read_signature_commitment(bytes)?;
        if IsIdentity::is_identity(&point) {
            return Err(Rule::FrostIdentityElement);
        }
        match point.is_torsion_free() {
            true => Ok(point),
            false => Err(Rule::FrostElementOrder),
        }
    }

    fn write_element(element: &EdwardsPoint) -> Result<Vec<u8>> {
        match *element == <EdwardsPoint as Identity>::identity() {
            true => Err(Rule::FrostIdentityElement),
            false => Ok(element.compress().to_bytes().to_vec()),
        }
    }

    /// What RFC 8032, section 5.1.3, decodes.
    fn read_signature_commitment(bytes: &[u8]) -> Result<EdwardsPoint> {
        let point = bytes.try_into().ok().and_then(decode);
        point.ok_or(Rule::FrostElementMalformed)
    }

    fn equal_by_cofactor(one: EdwardsPoint, other: EdwardsPoint) -> bool {
        IsIdentity::is_identity(&(one - other).mul_by_cofactor())
    }

    fn h1(message: &[u8]) -> curve25519_dalek::Scalar {
        Self::reduce(&Self::hash(b"rho", message))
    }

    fn h2(message: &[u8]) -> curve25519_dalek::Scalar {
        Self::reduce(&Sha512::digest(message).into())
    }

    fn h3(message: &[u8]) -> curve25519_dalek::Scalar {
        Self::reduce(&Self::hash(b"nonce", message))
    }

    fn h4(message: &[u8]) -> Vec<u8> {
        Self::hash(b"msg", message).to_vec()
    }

    fn h5(message: &[u8]) -> Vec<u8> {
        Self::hash(b"com", message).to_vec()
    }
}
