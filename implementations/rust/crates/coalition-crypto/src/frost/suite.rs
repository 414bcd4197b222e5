//! The two suites, and where the text says otherwise than the crates (FROST-1 to FROST-5).

use curve25519_dalek::EdwardsPoint;
use frost_core::{Ciphersuite, Field, GroupError};
pub(crate) use frost_core::{Element, Group, Scalar};
pub(crate) use frost_ed25519::Ed25519Sha512 as Ed25519;
pub(crate) use frost_secp256k1::Secp256K1Sha256 as Secp256k1;
use k256::ProjectivePoint;

use crate::{Bytes, Result, Rule, ed25519::decode};

/// A suite: group, encodings and hashes are the crates'.
pub(crate) trait Suite:
    Ciphersuite<Group: Group<Field: Field<Serialization = [u8; 32], Scalar: From<u64>>>>
{
    /// How many bytes an element has.
    const ELEMENT: usize;
    /// What both sides of a signature's equation are multiplied by (FROST-20).
    const COFACTOR: u64;

    /// Refuses bytes that the crate reads otherwise than the text (FROST-3, FROST-4).
    fn check_form(bytes: &[u8]) -> Result<()>;
    /// The first half of a signature (FROST-20).
    fn read_signature_commitment(bytes: &[u8]) -> Result<Element<Self>>;

    /// A scalar below the order (FROST-2).
    fn read_scalar(bytes: &[u8; 32]) -> Result<Scalar<Self>> {
        <Self::Group as Group>::Field::deserialize(bytes).or(Err(Rule::FrostScalarOutOfRange))
    }

    /// Its 32 bytes (FROST-2).
    fn write_scalar(scalar: &Scalar<Self>) -> [u8; 32] {
        <Self::Group as Group>::Field::serialize(scalar)
    }

    /// An element, which is not the identity (FROST-3 to FROST-5).
    fn read_element(bytes: &[u8]) -> Result<Element<Self>> {
        Self::check_form(bytes)?;
        let bytes = bytes.try_into().or(Err(Rule::FrostElementMalformed))?;
        Self::Group::deserialize(&bytes).map_err(|error| match error {
            GroupError::InvalidIdentityElement => Rule::FrostIdentityElement,
            GroupError::InvalidNonPrimeOrderElement => Rule::FrostElementOrder,
            _ => Rule::FrostElementMalformed,
        })
    }

    /// Its bytes, unless it is the identity (FROST-4).
    fn write_element(element: &Element<Self>) -> Result<Vec<u8>> {
        let bytes = Self::Group::serialize(element).map_err(identity)?;
        Ok(bytes.as_ref().to_vec())
    }

    /// A scalar times the generator (FROST-4).
    fn public(scalar: Scalar<Self>) -> Result<Bytes> {
        Self::write_element(&(Self::Group::generator() * scalar)).map(Bytes)
    }
}

/// What is left for a crate to refuse, once the text's rules are checked: that a sum of elements,
/// which nobody chose, is the identity (FROST-4).
pub(super) fn identity<E>(_: E) -> Rule {
    Rule::FrostIdentityElement
}

impl Suite for Secp256k1 {
    const ELEMENT: usize = 33;
    const COFACTOR: u64 = 1;

    /// The crate takes the compact form of SEC 1 too, and zeros for no point at all.
    fn check_form(bytes: &[u8]) -> Result<()> {
        match bytes.first() {
            Some(2 | 3) => Ok(()),
            _ if bytes == [0; Self::ELEMENT] => Err(Rule::FrostIdentityElement),
            _ => Err(Rule::FrostElementMalformed),
        }
    }

    fn read_signature_commitment(bytes: &[u8]) -> Result<ProjectivePoint> {
        Self::read_element(bytes)
    }
}

impl Suite for Ed25519 {
    const ELEMENT: usize = 32;
    const COFACTOR: u64 = 8;

    /// The crate tells the order of points whose coordinate RFC 8032 does not decode.
    fn check_form(bytes: &[u8]) -> Result<()> {
        Self::read_signature_commitment(bytes).and(Ok(()))
    }

    /// What RFC 8032, section 5.1.3, decodes: the crate takes none but elements.
    fn read_signature_commitment(bytes: &[u8]) -> Result<EdwardsPoint> {
        let point = bytes.try_into().ok().and_then(decode);
        point.ok_or(Rule::FrostElementMalformed)
    }
}
