//! Who takes part (FROST-6, FROST-7, FROST-10, FROST-14, FROST-18).

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroU16,
};

use frost_core::{compute_lagrange_coefficient, keys::SigningShare};
use strict_json::{Decode, Encode, Flaw, Json};

use super::suite::{Scalar, Suite};
use crate::{Result, Rule};

/// A participant, from 1: the share at 0 is the key itself (FROST-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier(NonZeroU16);

impl Identifier {
    /// The identifier, unless it is 0 (FROST-6).
    pub fn new(identifier: u16) -> Result<Self> {
        let identifier = NonZeroU16::new(identifier).map(Self);
        identifier.ok_or(Rule::FrostIdentifierZero)
    }

    /// The number.
    pub fn get(self) -> u16 {
        self.0.get()
    }

    /// The identifiers 1 to `size`.
    pub(crate) fn all(size: u16) -> impl Iterator<Item = Self> {
        (1..=size).filter_map(NonZeroU16::new).map(Self)
    }

    /// The identifier as a suite's crate has it.
    pub(super) fn of<S: Suite>(self) -> frost_core::Identifier<S> {
        self.get().try_into().expect("it is not zero")
    }

    /// Its share of what a polynomial has at 0 (FROST-8).
    pub(crate) fn share<S: Suite>(self, polynomial: &[Scalar<S>]) -> Scalar<S> {
        SigningShare::<S>::from_coefficients(polynomial, self.of()).to_scalar()
    }
}

impl Decode for Identifier {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(Decode::decode(json)?)?)
    }
}

impl Encode for Identifier {
    fn encode(&self) -> Json<'_> {
        Json::Unsigned(self.get().into())
    }
}

/// The threshold, if it is from 2 to the number of participants (FROST-7).
pub(crate) fn threshold(threshold: usize, participants: usize) -> Result<u16> {
    if threshold < 2 {
        return Err(Rule::FrostThresholdTooSmall);
    }
    let threshold = u16::try_from(threshold).or(Err(Rule::FrostGroupTooSmall))?;
    match usize::from(threshold) <= participants {
        true => Ok(threshold),
        false => Err(Rule::FrostGroupTooSmall),
    }
}

/// No participant stands twice (FROST-10).
pub(crate) fn distinct(participants: impl IntoIterator<Item = Identifier>) -> Result<()> {
    let mut seen = BTreeSet::new();
    match participants.into_iter().all(|one| seen.insert(one)) {
        true => Ok(()),
        false => Err(Rule::FrostSignerRepeated),
    }
}

/// Enough participants, each of them once and a member (FROST-10, FROST-14).
pub(crate) fn signers(
    mut participants: impl ExactSizeIterator<Item = Identifier> + Clone,
    threshold: u16,
    is_member: impl FnMut(Identifier) -> bool,
) -> Result<()> {
    distinct(participants.clone())?;
    if participants.len() < usize::from(threshold) {
        return Err(Rule::FrostTooFewSigners);
    }
    match participants.all(is_member) {
        true => Ok(()),
        false => Err(Rule::FrostSignerUnknown),
    }
}

/// One share of each participant, and none besides (FROST-18).
pub(crate) fn of_each<T>(
    participants: impl IntoIterator<Item = Identifier>,
    shares: Vec<(Identifier, T)>,
) -> Result<BTreeMap<Identifier, T>> {
    let given = shares.len();
    let shares: BTreeMap<_, _> = shares.into_iter().collect();
    let participants: BTreeSet<_> = participants.into_iter().collect();
    match shares.len() == given && shares.keys().eq(&participants) {
        true => Ok(shares),
        false => Err(Rule::FrostSharesMismatch),
    }
}

/// The Lagrange coefficients at 0 of distinct participants, in their order (FROST-15).
pub(crate) fn weights<S: Suite>(
    participants: impl Iterator<Item = Identifier> + Clone,
) -> Result<Vec<Scalar<S>>> {
    let among = participants.clone().map(Identifier::of::<S>).collect();
    let weight = |one: Identifier| compute_lagrange_coefficient(&among, None, one.of());
    let weights: Result<_, frost_core::Error<S>> = participants.map(weight).collect();
    weights.or(Err(Rule::FrostSignerRepeated))
}
