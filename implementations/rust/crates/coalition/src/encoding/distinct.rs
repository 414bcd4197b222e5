//! Values of which none stands twice.

use std::{collections::HashSet, hash::Hash};

use crate::{Result, Rule};

/// Refuses with `rule` what stands twice.
pub(crate) fn check_distinct<T: Eq + Hash>(
    values: impl IntoIterator<Item = T>,
    rule: Rule,
) -> Result<()> {
    let mut seen = HashSet::new();
    match values.into_iter().all(|value| seen.insert(value)) {
        true => Ok(()),
        false => Err(rule),
    }
}
