//! Points, keys and signatures on BLS12-381, in both groups (TBLS-1 to TBLS-7).

use blstrs::{Bls12, G1Affine, G1Projective, G2Affine, G2Prepared, G2Projective};
use group::{Curve, Group, prime::PrimeCurveAffine};
use pairing::{MillerLoopResult, MultiMillerLoop};
use strict_json::{Decode, Flaw, Json};

pub use coalition::CurveGroup;

use crate::{Bytes, Result, Rule, polynomial, shamir::Secret};

/// Where signatures are in G1.
pub const G1: CurveGroup = CurveGroup::G1;
/// Where signatures are in G2.
pub const G2: CurveGroup = CurveGroup::G2;

/// A domain separation tag of 1 to 255 bytes (TBLS-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(Vec<u8>);

impl Tag {
    /// The tag, if it has a length that is used here (TBLS-5).
    pub fn new(tag: impl Into<Vec<u8>>) -> Result<Self> {
        let tag = tag.into();
        match tag.len() {
            1..=255 => Ok(Self(tag)),
            _ => Err(Rule::TagLength),
        }
    }

    /// The tag of signatures in this group (TBLS-6).
    pub(crate) fn of_signatures(group: CurveGroup) -> Self {
        Self(match group {
            CurveGroup::G1 => b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_".to_vec(),
            CurveGroup::G2 => b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_".to_vec(),
        })
    }

    /// The tag of proofs of possession in this group (DKG-3).
    pub(crate) fn of_possession(group: CurveGroup) -> Self {
        Self(match group {
            CurveGroup::G1 => b"BLS_POP_BLS12381G1_XMD:SHA-256_SSWU_RO_POP_".to_vec(),
            CurveGroup::G2 => b"BLS_POP_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_".to_vec(),
        })
    }
}

impl Decode for Tag {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let Bytes(tag) = Decode::decode(json)?;
        Ok(Self::new(tag)?)
    }
}

/// A point of one of the groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Of G1.
    G1(G1Projective),
    /// Of G2.
    G2(G2Projective),
}

impl Point {
    /// The generator of a group.
    pub fn generator(group: CurveGroup) -> Self {
        match group {
            CurveGroup::G1 => Self::G1(G1Projective::generator()),
            CurveGroup::G2 => Self::G2(G2Projective::generator()),
        }
    }

    pub(crate) fn identity(group: CurveGroup) -> Self {
        match group {
            CurveGroup::G1 => Self::G1(G1Projective::identity()),
            CurveGroup::G2 => Self::G2(G2Projective::identity()),
        }
    }

    /// The point that a message hashes to (TBLS-5).
    pub fn hash(group: CurveGroup, message: &[u8], tag: &Tag) -> Self {
        match group {
            CurveGroup::G1 => Self::G1(G1Projective::hash_to_curve(message, &tag.0, &[])),
            CurveGroup::G2 => Self::G2(G2Projective::hash_to_curve(message, &tag.0, &[])),
        }
    }

    /// Reads a key, a signature or a commitment (TBLS-1 to TBLS-3).
    pub fn read(group: CurveGroup, bytes: &[u8]) -> Result<Self> {
        if group == G1 && is_of_order_three(bytes) {
            return Err(Rule::PointNotInSubgroup);
        }
        let (point, torsion_free) = match group {
            CurveGroup::G1 => {
                let read = |bytes| G1Affine::from_compressed_unchecked(bytes).into();
                let point: Option<G1Affine> = bytes.try_into().ok().and_then(read);
                let point = point.ok_or(Rule::PointMalformed)?;
                (Self::G1(point.into()), point.is_torsion_free())
            }
            CurveGroup::G2 => {
                let read = |bytes| G2Affine::from_compressed_unchecked(bytes).into();
                let point: Option<G2Affine> = bytes.try_into().ok().and_then(read);
                let point = point.ok_or(Rule::PointMalformed)?;
                (Self::G2(point.into()), point.is_torsion_free())
            }
        };
        // A point has one encoding.
        if point.to_bytes() != bytes {
            return Err(Rule::PointMalformed);
        }
        let point = point.present()?;
        match bool::from(torsion_free) {
            true => Ok(point),
            false => Err(Rule::PointNotInSubgroup),
        }
    }

    /// The compressed form (TBLS-1).
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::G1(point) => point.to_affine().to_compressed().to_vec(),
            Self::G2(point) => point.to_affine().to_compressed().to_vec(),
        }
    }

    /// The point, unless it is at infinity (TBLS-2).
    pub(crate) fn present(self) -> Result<Self> {
        let identity = match &self {
            Self::G1(point) => point.is_identity(),
            Self::G2(point) => point.is_identity(),
        };
        match bool::from(identity) {
            true => Err(Rule::PointIsIdentity),
            false => Ok(self),
        }
    }

    /// The value, at a point, of the polynomial with these commitments (TBLS-12).
    pub(crate) fn evaluate(group: CurveGroup, commitments: &[Self], at: blstrs::Scalar) -> Self {
        polynomial::evaluate(commitments, at, Point::identity(group))
    }
}

impl std::ops::Mul<blstrs::Scalar> for Point {
    type Output = Self;

    fn mul(self, scalar: blstrs::Scalar) -> Self {
        match self {
            Self::G1(point) => Self::G1(point * scalar),
            Self::G2(point) => Self::G2(point * scalar),
        }
    }
}

impl std::ops::Add for Point {
    type Output = Self;

    /// Panics if the points are of different groups.
    fn add(self, other: Self) -> Self {
        match (self, other) {
            (Self::G1(one), Self::G1(other)) => Self::G1(one + other),
            (Self::G2(one), Self::G2(other)) => Self::G2(one + other),
            _ => panic!("points of different groups have no sum"),
        }
    }
}

/// Whether these are the bytes of (0, ±2), which the library does not take for points (TBLS-3).
///
/// In G2 no point has the x-coordinate 0.
fn is_of_order_three(bytes: &[u8]) -> bool {
    let zero = |rest: &[u8]| rest.len() == 47 && rest.iter().all(|byte| *byte == 0);
    matches!(bytes, [0x80 | 0xa0, rest @ ..] if zero(rest))
}

/// The public key of a secret, in the other group than signatures (TBLS-6).
pub fn public_key(signature_group: CurveGroup, secret: Secret) -> Point {
    Point::generator(signature_group.other()) * secret.0
}

/// The signature of a message (TBLS-6).
pub fn sign(signature_group: CurveGroup, secret: Secret, message: &[u8]) -> Point {
    sign_under(
        &Tag::of_signatures(signature_group),
        signature_group,
        secret,
        message,
    )
}

pub(crate) fn sign_under(
    tag: &Tag,
    signature_group: CurveGroup,
    secret: Secret,
    message: &[u8],
) -> Point {
    Point::hash(signature_group, message, tag) * secret.0
}

/// Verifies a signature, after its key and itself are found to be points (TBLS-7).
pub fn verify(
    signature_group: CurveGroup,
    public_key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<()> {
    let tag = Tag::of_signatures(signature_group);
    verify_under(&tag, signature_group, public_key, message, signature)
}

pub(crate) fn verify_under(
    tag: &Tag,
    signature_group: CurveGroup,
    public_key: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<()> {
    let public_key = Point::read(signature_group.other(), public_key)?;
    let signature = Point::read(signature_group, signature)?;
    match signs_under(tag, signature_group, &public_key, message, &signature) {
        true => Ok(()),
        false => Err(Rule::BlsSignatureInvalid),
    }
}

/// Whether a point is the signature of a message under a key (TBLS-7).
pub(crate) fn signs(
    group: CurveGroup,
    public_key: &Point,
    message: &[u8],
    signature: &Point,
) -> bool {
    let tag = Tag::of_signatures(group);
    signs_under(&tag, group, public_key, message, signature)
}

/// Whether e(signature, generator) is e(hash, key), or the same with the groups exchanged.
pub(crate) fn signs_under(
    tag: &Tag,
    group: CurveGroup,
    public_key: &Point,
    message: &[u8],
    signature: &Point,
) -> bool {
    match (Point::hash(group, message, tag), public_key, signature) {
        (Point::G1(hash), Point::G2(key), Point::G1(signature)) => cancels(&[
            (signature.to_affine(), -G2Affine::generator()),
            (hash.to_affine(), key.to_affine()),
        ]),
        (Point::G2(hash), Point::G1(key), Point::G2(signature)) => cancels(&[
            (-G1Affine::generator(), signature.to_affine()),
            (key.to_affine(), hash.to_affine()),
        ]),
        _ => false,
    }
}

/// Whether the product of two pairings is one.
fn cancels(pairs: &[(G1Affine, G2Affine); 2]) -> bool {
    let [one, other] = pairs.each_ref().map(|(p, q)| (p, G2Prepared::from(*q)));
    let product = Bls12::multi_miller_loop(&[(one.0, &one.1), (other.0, &other.1)]);
    product.final_exponentiation().is_identity().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(value: u64) -> Secret {
        Secret(value.into())
    }

    #[test]
    fn what_is_signed_verifies_in_both_groups() {
        for group in [G1, G2] {
            let key = public_key(group, secret(5)).to_bytes();
            let signature = sign(group, secret(5), b"m").to_bytes();
            assert_eq!(verify(group, &key, b"m", &signature), Ok(()));
            let other = verify(group, &key, b"n", &signature);
            assert_eq!(other, Err(Rule::BlsSignatureInvalid));
            let exchanged = verify(group.other(), &key, b"m", &signature);
            assert_eq!(exchanged, Err(Rule::PointMalformed));
        }
    }

    #[test]
    fn encodings_of_no_point() {
        for (group, length) in [(G1, 48), (G2, 96)] {
            let right = Point::generator(group).to_bytes();
            assert_eq!(right.len(), length);
            assert_eq!(Point::read(group, &right), Ok(Point::generator(group)));
            let with = |at: usize, byte: u8| {
                let mut bytes = right.clone();
                bytes[at] = byte;
                bytes
            };
            let infinity = |first: u8, last: u8| {
                let mut bytes = vec![0; length];
                (bytes[0], bytes[length - 1]) = (first, last);
                bytes
            };
            let mut above = vec![0xff; length];
            above[0] = 0x9f;
            for bytes in [
                vec![],
                right[1..].to_vec(),
                [&right[..], b"\0"].concat(),
                with(0, right[0] & 0x7f),
                with(0, right[0] | 0x40),
                infinity(0xe0, 0),
                infinity(0xc0, 1),
                infinity(0x40, 0),
                above,
            ] {
                assert_eq!(Point::read(group, &bytes), Err(Rule::PointMalformed));
            }
            let identity = Point::read(group, &infinity(0xc0, 0));
            assert_eq!(identity, Err(Rule::PointIsIdentity));
        }
    }

    #[test]
    fn a_point_outside_the_subgroup() {
        for first in [0x80, 0xa0] {
            let mut bytes = [0; 48];
            bytes[0] = first;
            assert_eq!(Point::read(G1, &bytes), Err(Rule::PointNotInSubgroup));
        }
    }

    #[test]
    fn tags() {
        assert_eq!(Tag::new([]), Err(Rule::TagLength));
        assert_eq!(Tag::new([1; 256]), Err(Rule::TagLength));
        assert!(Tag::new([1]).is_ok() && Tag::new([1; 255]).is_ok());
    }

    #[test]
    fn schemes() {
        use crate::SignatureScheme::{
            BlsAggregateG1, BlsAggregateG2, FrostSchnorrEd25519, LagrangeBls,
        };
        assert_eq!(CurveGroup::of_signatures(BlsAggregateG1), Ok(G1));
        assert_eq!(CurveGroup::of_signatures(BlsAggregateG2), Ok(G2));
        assert_eq!(CurveGroup::of_signatures(LagrangeBls), Ok(G2));
        let other = CurveGroup::of_signatures(FrostSchnorrEd25519);
        assert_eq!(other, Err(Rule::SchemeNotBls));
    }
}
