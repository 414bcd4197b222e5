//! Ids that are there.

use std::collections::HashSet;

use crate::{Result, Rule, UniqueId};

/// Refuses a present id that is `ZERO_ID`, which stands for an absent one (ENC-4).
pub fn check_present(id: &UniqueId) -> Result<()> {
    match *id {
        UniqueId::ZERO => Err(Rule::ZeroId),
        _ => Ok(()),
    }
}

/// Refuses an optional id that is there and `ZERO_ID` (ENC-4).
pub(crate) fn check_option(id: Option<&UniqueId>) -> Result<()> {
    id.map_or(Ok(()), check_present)
}

/// Refuses with `rule` what stands twice.
pub(crate) fn check_distinct<T: Eq + std::hash::Hash>(
    values: impl IntoIterator<Item = T>,
    rule: Rule,
) -> Result<()> {
    let mut seen = HashSet::new();
    match values.into_iter().all(|value| seen.insert(value)) {
        true => Ok(()),
        false => Err(rule),
    }
}
