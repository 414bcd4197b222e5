//! A secret shared among a committee, over the scalar field of BLS12-381 (SHARE).

use std::{collections::BTreeSet, num::NonZeroU16};

use ff::Field;
use strict_json::{Decode, Encode, Flaw, Json, record};

use crate::{
    Result, Rule,
    polynomial::{Lagrange, evaluate},
};

/// A scalar of BLS12-381, below the order (TBLS-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scalar(pub(crate) blstrs::Scalar);

impl Scalar {
    /// Reads 32 bytes, big-endian; none is reduced (TBLS-4).
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self> {
        let scalar: Option<_> = blstrs::Scalar::from_bytes_be(bytes).into();
        scalar.map(Self).ok_or(Rule::ScalarOutOfRange)
    }

    /// The 32 bytes, big-endian.
    pub fn to_bytes(self) -> [u8; 32] {
        self.0.to_bytes_be()
    }
}

impl Decode for Scalar {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::from_bytes(&Decode::decode(json)?)?)
    }
}

impl Encode for Scalar {
    fn encode(&self) -> Json<'_> {
        Json::text(strict_json::hex::encode(&self.to_bytes()))
    }
}

/// A scalar that is not zero: a secret, a share to sign with, a coefficient (TBLS-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret(pub(crate) blstrs::Scalar);

impl Secret {
    /// Reads 32 bytes, big-endian (TBLS-4).
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self> {
        Scalar::from_bytes(bytes)?.try_into()
    }

    /// The scalar.
    pub fn scalar(self) -> Scalar {
        Scalar(self.0)
    }
}

impl TryFrom<Scalar> for Secret {
    type Error = Rule;

    fn try_from(Scalar(scalar): Scalar) -> Result<Self> {
        match bool::from(scalar.is_zero()) {
            true => Err(Rule::ScalarZero),
            false => Ok(Self(scalar)),
        }
    }
}

impl Decode for Secret {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::from_bytes(&Decode::decode(json)?)?)
    }
}

impl Encode for Secret {
    fn encode(&self) -> Json<'_> {
        Json::text(strict_json::hex::encode(&self.0.to_bytes_be()))
    }
}

/// The index of a member, from 1: at 0 the polynomial is the secret (SHARE-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Index(NonZeroU16);

impl Index {
    /// The index, unless it is 0 (SHARE-3).
    pub fn new(index: u16) -> Result<Self> {
        NonZeroU16::new(index).map(Self).ok_or(Rule::IndexZero)
    }

    /// The number.
    pub fn get(self) -> u16 {
        self.0.get()
    }

    /// The indices 1 to `committee_size`.
    pub(crate) fn all(committee_size: u16) -> impl Iterator<Item = Self> {
        (1..=committee_size).filter_map(NonZeroU16::new).map(Self)
    }

    /// The point at which the polynomial is evaluated (SHARE-1).
    pub(crate) fn point(self) -> blstrs::Scalar {
        u64::from(self.get()).into()
    }
}

impl Decode for Index {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(Decode::decode(json)?)?)
    }
}

impl Encode for Index {
    fn encode(&self) -> Json<'_> {
        Json::Unsigned(self.get().into())
    }
}

/// A member's share of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The index of the member.
    pub index: Index,
    /// The value of the polynomial there.
    pub value: Scalar,
}

record!(Share { index, value });

impl Share {
    /// A member's share, which it can sign with (TBLS-4).
    pub(crate) fn present(index: Index, value: blstrs::Scalar) -> Result<Self> {
        let value = Secret::try_from(Scalar(value))?.scalar();
        Ok(Self { index, value })
    }
}

/// A secret, and the coefficients above it (SHARE-1).
#[derive(Clone, Debug)]
pub struct Polynomial(Vec<blstrs::Scalar>);

impl Polynomial {
    /// The polynomial of a committee of this size, whose threshold is the number of coefficients
    /// (SHARE-1, SHARE-2).
    pub fn new(coefficients: &[Secret], committee_size: u16) -> Result<Self> {
        if coefficients.is_empty() || coefficients.len() > usize::from(committee_size) {
            return Err(Rule::ThresholdOutOfRange);
        }
        Ok(Self(coefficients.iter().map(|secret| secret.0).collect()))
    }

    /// The polynomial that shares zero (DKG-14).
    pub(crate) fn of_zero(coefficients: &[Secret]) -> Self {
        let zero = std::iter::once(blstrs::Scalar::ZERO);
        Self(
            zero.chain(coefficients.iter().map(|secret| secret.0))
                .collect(),
        )
    }

    /// The share of one member.
    pub fn share(&self, index: Index) -> Share {
        let value = evaluate(&self.0, index.point(), blstrs::Scalar::ZERO);
        Share {
            index,
            value: Scalar(value),
        }
    }

    /// The shares of all members, by ascending index.
    pub fn shares(&self, committee_size: u16) -> Vec<Share> {
        let shares = Index::all(committee_size).map(|index| self.share(index));
        shares.collect()
    }
}

/// Shares a secret among the members 1 to `committee_size` (SHARE-1, SHARE-2).
pub fn split(coefficients: &[Secret], committee_size: u16) -> Result<Vec<Share>> {
    Ok(Polynomial::new(coefficients, committee_size)?.shares(committee_size))
}

/// The Lagrange coefficient at 0 of an index among others (SHARE-3 to SHARE-5).
///
/// An index of 0 is that of no share, and simply not listed.
pub fn lagrange(index: u16, indices: &[Index]) -> Result<Scalar> {
    distinct(indices.iter().copied())?;
    let at = indices.iter().position(|other| other.get() == index);
    let at = at.ok_or(Rule::IndexNotListed)?;
    Ok(Scalar(
        among(indices.iter().copied()).at(blstrs::Scalar::ZERO)[at],
    ))
}

/// The secret that the first `threshold` shares say, and the others confirm (SHARE-3 to SHARE-7).
pub fn combine(threshold: u16, shares: &[Share]) -> Result<Secret> {
    distinct(shares.iter().map(|share| share.index))?;
    if threshold == 0 {
        return Err(Rule::ThresholdOutOfRange);
    }
    let first = usize::from(threshold);
    let (first, others) = shares.split_at_checked(first).ok_or(Rule::TooFewShares)?;
    let lagrange = among(first.iter().map(|share| share.index));
    let values: Vec<_> = first.iter().map(|share| share.value.0).collect();
    let lies = |share: &Share| lagrange.value(&values, share.index.point()) == share.value.0;
    if !others.iter().all(lies) {
        return Err(Rule::SharesInconsistent);
    }
    Scalar(lagrange.value(&values, blstrs::Scalar::ZERO)).try_into()
}

/// No index stands twice (SHARE-4).
pub(crate) fn distinct(indices: impl IntoIterator<Item = Index>) -> Result<()> {
    let mut seen = BTreeSet::new();
    match indices.into_iter().all(|index| seen.insert(index)) {
        true => Ok(()),
        false => Err(Rule::DuplicateIndex),
    }
}

/// The Lagrange coefficients of distinct indices.
pub(crate) fn among(indices: impl Iterator<Item = Index>) -> Lagrange<blstrs::Scalar> {
    Lagrange::among(indices.map(Index::point).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(index: u16) -> Index {
        Index::new(index).unwrap()
    }

    fn secret(value: u64) -> Secret {
        Secret(value.into())
    }

    fn share(at: u16, value: u64) -> Share {
        Share {
            index: index(at),
            value: Scalar(value.into()),
        }
    }

    #[test]
    fn scalars_are_below_the_order_and_secrets_are_not_zero() {
        let order = "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001";
        let mut bytes: [u8; 32] = strict_json::hex::decode_array(order).unwrap();
        assert_eq!(Scalar::from_bytes(&bytes), Err(Rule::ScalarOutOfRange));
        bytes[31] = 0;
        assert_eq!(
            Secret::from_bytes(&bytes).unwrap().scalar().to_bytes(),
            bytes
        );
        assert!(Scalar::from_bytes(&[0; 32]).is_ok());
        assert_eq!(Secret::from_bytes(&[0; 32]), Err(Rule::ScalarZero));
    }

    #[test]
    fn shares_are_values_at_their_indices() {
        let shares = split(&[secret(10), secret(1)], 3).unwrap();
        assert_eq!(shares, [share(1, 11), share(2, 12), share(3, 13)]);
    }

    #[test]
    fn a_threshold_is_from_one_to_the_size() {
        assert_eq!(split(&[], 3), Err(Rule::ThresholdOutOfRange));
        assert_eq!(split(&[secret(1); 4], 3), Err(Rule::ThresholdOutOfRange));
        assert_eq!(split(&[secret(1); 3], 3).unwrap().len(), 3);
        assert_eq!(combine(0, &[]), Err(Rule::ThresholdOutOfRange));
    }

    #[test]
    fn indices() {
        assert_eq!(Index::new(0), Err(Rule::IndexZero));
        let indices = [index(1), index(2), index(2)];
        assert_eq!(lagrange(1, &indices), Err(Rule::DuplicateIndex));
        for other in [0, 3] {
            assert_eq!(lagrange(other, &indices[..2]), Err(Rule::IndexNotListed));
        }
        assert_eq!(lagrange(1, &indices[..2]), Ok(Scalar(2.into())));
    }

    #[test]
    fn combining() {
        let shares = [share(3, 13), share(1, 11), share(2, 12)];
        assert_eq!(combine(2, &shares), Ok(secret(10)));
        assert_eq!(combine(3, &shares), Ok(secret(10)));
        assert_eq!(combine(2, &shares[..1]), Err(Rule::TooFewShares));
        let wrong = [shares[0], shares[1], share(2, 13)];
        assert_eq!(combine(2, &wrong), Err(Rule::SharesInconsistent));
        let twice = [shares[0], shares[0]];
        assert_eq!(combine(2, &twice), Err(Rule::DuplicateIndex));
        let zero = [share(1, 1), share(2, 2)];
        assert_eq!(combine(2, &zero), Err(Rule::ScalarZero));
    }
}
