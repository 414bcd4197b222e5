//! A committee of three of whom two sign, as tests have it.

use crate::{
    SignatureScheme,
    committee::{BlsCommittee, commit},
    dealing::{Deal, DealtShare},
    shamir::{Index, Secret, Share, split},
};

pub(crate) fn index(index: u16) -> Index {
    Index::new(index).unwrap()
}

pub(crate) fn secret(value: u16) -> Secret {
    Secret(u64::from(value).into())
}

/// The polynomial of its key.
pub(crate) fn coefficients() -> [Secret; 2] {
    [secret(11), secret(7)]
}

pub(crate) fn shares() -> Vec<Share> {
    split(&coefficients(), 3).unwrap()
}

/// What it publishes.
pub(crate) fn committee(scheme: SignatureScheme) -> BlsCommittee {
    BlsCommittee::of(scheme, 3, &commit(scheme, &coefficients()).unwrap()).unwrap()
}

/// What a member got of these dealers.
pub(crate) fn received(
    deal: impl Fn(u16) -> Deal,
    dealers: impl IntoIterator<Item = u16>,
    member: u16,
) -> Vec<DealtShare> {
    let share = |dealer| DealtShare {
        dealer: index(dealer),
        value: deal(dealer).shares[usize::from(member) - 1].value,
    };
    dealers.into_iter().map(share).collect()
}
