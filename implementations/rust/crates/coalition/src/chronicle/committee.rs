//! What committees sign.

use crate::{CommitteeSignature, Result, Rule, UniqueId, encoding::check_distinct};

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
