//! A shared key, and those who share it (FROST-7, FROST-8, FROST-10).

use std::collections::BTreeMap;

use frost_core::{
    VerifyingKey,
    keys::{PublicKeyPackage, VerifyingShare},
};
use strict_json::record;

use super::{
    FrostSuite,
    participants::{Identifier, distinct, signers, threshold},
    suite::Suite,
};
use crate::{Bytes, Result};

/// A member of a group, and its share times the generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrostMember {
    /// The member.
    pub identifier: Identifier,
    /// Its share times the generator.
    pub verifying_share: Bytes,
}

record!(FrostMember {
    identifier,
    verifying_share,
});

/// What is public of a shared key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrostGroup {
    /// The suite.
    pub suite: FrostSuite,
    /// How many sign.
    pub threshold: u16,
    /// The key.
    pub public_key: Bytes,
    /// The members.
    pub members: Vec<FrostMember>,
}

record!(FrostGroup {
    suite,
    threshold,
    public_key,
    members,
});

impl FrostGroup {
    /// The group as its suite's crate has it: its parts are elements, each member is there once,
    /// and the threshold within (FROST-7, FROST-10).
    pub(super) fn read<S: Suite>(&self) -> Result<PublicKeyPackage<S>> {
        threshold(usize::from(self.threshold), self.members.len())?;
        distinct(self.members.iter().map(|member| member.identifier))?;
        let read = |member: &FrostMember| {
            let share = S::read_element(&member.verifying_share)?;
            Ok((member.identifier.of(), VerifyingShare::new(share)))
        };
        let public_key = VerifyingKey::new(S::read_element(&self.public_key)?);
        let members: BTreeMap<_, _> = self.members.iter().map(read).collect::<Result<_>>()?;
        let threshold = Some(self.threshold);
        Ok(PublicKeyPackage::new(members, public_key, threshold))
    }
}

/// Enough members sign, and nobody else (FROST-14).
pub(super) fn members<S: Suite>(
    public: &PublicKeyPackage<S>,
    threshold: u16,
    participants: impl ExactSizeIterator<Item = Identifier> + Clone,
) -> Result<()> {
    let is_member = |one: Identifier| public.verifying_shares().contains_key(&one.of());
    signers(participants, threshold, is_member)
}

/// What a dealer gives out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrostKeys {
    /// What is public.
    pub group: FrostGroup,
    /// The members' shares, in their order.
    pub shares: Vec<[u8; 32]>,
    /// The secret and the coefficients, times the generator.
    pub commitments: Vec<Bytes>,
}

record!(FrostKeys {
    group,
    shares,
    commitments,
});

/// Shares a key (FROST-7, FROST-8).
pub fn deal(
    suite: FrostSuite,
    secret: &[u8; 32],
    coefficients: &[[u8; 32]],
    size: u16,
) -> Result<FrostKeys> {
    by!(suite, deal_in(suite, secret, coefficients, size))
}

fn deal_in<S: Suite>(
    suite: FrostSuite,
    secret: &[u8; 32],
    coefficients: &[[u8; 32]],
    size: u16,
) -> Result<FrostKeys> {
    let all = std::iter::once(secret).chain(coefficients);
    let polynomial = all.map(S::read_scalar).collect::<Result<Vec<_>>>()?;
    let threshold = threshold(polynomial.len(), usize::from(size))?;
    let commitments = polynomial.iter().copied().map(S::public);
    let commitments = commitments.collect::<Result<Vec<_>>>()?;
    let mut members = Vec::new();
    let mut shares = Vec::new();
    for identifier in Identifier::all(size) {
        let share = identifier.share::<S>(&polynomial);
        members.push(FrostMember {
            identifier,
            verifying_share: S::public(share)?,
        });
        shares.push(S::write_scalar(&share));
    }
    let group = FrostGroup {
        suite,
        threshold,
        public_key: commitments[0].clone(),
        members,
    };
    Ok(FrostKeys {
        group,
        shares,
        commitments,
    })
}
