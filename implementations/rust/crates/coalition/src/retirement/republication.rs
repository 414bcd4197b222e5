//! Republication.

use std::collections::HashMap;

use strict_json::record;

use super::Listing;
use crate::{Result, RetirementPolicy, UniqueId};

/// What a change makes an operator do (RET-5 to RET-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Republication {
    /// The root before the change.
    pub root_before: UniqueId,
    /// The root after it.
    pub root_after: UniqueId,
    /// Whether the two differ: integrators recompile.
    pub root_moves: bool,
    /// Whether the operator publishes the page again.
    pub reissue: bool,
}

record!(Republication {
    root_before,
    root_after,
    root_moves,
    reissue,
});

/// What the change from one listing to another makes the operator do.
///
/// The policy in force is that of the configuration before the change (RET-8).
pub fn republication(before: &Listing, after: &Listing) -> Result<Republication> {
    before.check()?;
    after.check()?;
    let root_before = before.config.fingerprint()?;
    let root_after = after.config.fingerprint()?;
    let root_moves = root_before != root_after;
    let reissue = root_moves
        || match before.config.retirement_policy {
            RetirementPolicy::Conservative => content_moves(before, after),
            RetirementPolicy::Lenient => false,
        };
    Ok(Republication {
        root_before,
        root_after,
        root_moves,
        reissue,
    })
}

/// Whether a component that has an entry before and after has another content hash (RET-6).
fn content_moves(before: &Listing, after: &Listing) -> bool {
    let before: HashMap<_, _> = before
        .contents
        .iter()
        .map(|content| (content.stable_id, content.content_hash))
        .collect();
    after.contents.iter().any(|content| {
        before
            .get(&content.stable_id)
            .is_some_and(|earlier| *earlier != content.content_hash)
    })
}
