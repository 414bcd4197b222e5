//! What committees sign.

use std::collections::HashSet;

use crate::{CommitteeSignature, Result, Rule, UniqueId, encoding::check_distinct, is_signed};

/// The signatures of a statement by a committee with these secret keys, in their order (CHR-4).
pub fn committee_signatures(
    statement: UniqueId,
    committee: &[[u8; 32]],
) -> Result<Vec<CommitteeSignature>> {
    check_distinct(committee, Rule::DuplicateElement)?;
    let keys = committee.iter();
    Ok(keys
        .map(|key| CommitteeSignature::of(key, statement))
        .collect())
}

/// How many of so many members are a quorum: more than half (CHR-4, FLT-3).
pub fn quorum(members: usize) -> usize {
    members / 2 + 1
}

/// Whether signatures of a statement are a quorum's: by different keys of the committee, and all of
/// them right (CHR-6, COMP-31).
pub(crate) fn is_of_quorum(
    statement: UniqueId,
    committee: &[[u8; 32]],
    signatures: &[CommitteeSignature],
) -> bool {
    let mut signers = HashSet::new();
    signatures.len() >= quorum(committee.len())
        && signatures.iter().all(|one| {
            committee.contains(&one.member)
                && signers.insert(one.member)
                && is_signed(&one.member, statement, &one.signature)
        })
}
