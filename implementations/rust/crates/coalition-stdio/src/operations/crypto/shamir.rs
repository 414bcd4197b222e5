//! Shamir's sharing.

use assay_kit::{Adapter, Answer, operations};
use coalition_crypto::shamir::{Index, Secret, Share, combine, lagrange, split};

use super::broken;

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "crypto.shamir_split"(coefficients: Vec<Secret>, committee_size: u16) =>
            split(&coefficients, committee_size).map(|shares| Answer::new(&shares));
        "crypto.shamir_lagrange"(index: u16, indices: Vec<Index>) =>
            lagrange(index, &indices).map(|coefficient| Answer::new(&coefficient));
        "crypto.shamir_combine"(threshold: u16, shares: Vec<Share>) =>
            combine(threshold, &shares).map(|secret| Answer::new(&secret));
    }
}
