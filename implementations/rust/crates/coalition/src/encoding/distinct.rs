//! Values of which none stands twice.

use std::{collections::HashSet, hash::Hash};

use crate::{Result, Rule};

/// Whether any of the values stands twice.
pub(crate) fn has_twice<T: Eq + Hash>(values: impl IntoIterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    !values.into_iter().all(|value| seen.insert(value))
}

/// Refuses with `rule` what stands twice.
pub(crate) fn check_distinct<T: Eq + Hash>(
    values: impl IntoIterator<Item = T>,
    rule: Rule,
) -> Result<()> {
    match has_twice(values) {
        true => Err(rule),
        false => Ok(()),
    }
}
