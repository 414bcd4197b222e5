//! Listings.

use std::collections::HashSet;

use strict_json::record;

use crate::{CoalitionConfig, PresentId, Result, Rule, encoding::check_distinct};

/// The content hash that a listed component has in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedContent {
    /// The component.
    pub stable_id: PresentId,
    /// What it runs.
    pub content_hash: PresentId,
}

record!(ListedContent {
    stable_id,
    content_hash,
});

/// A coalition as its page shows it at one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The configuration.
    pub config: CoalitionConfig,
    /// The content hashes in force, pinned by the configuration or not.
    pub contents: Vec<ListedContent>,
}

record!(Listing { config, contents });

impl Listing {
    /// Each entry names a component of the configuration, and none stands twice.
    pub fn check(&self) -> Result<()> {
        self.config.check()?;
        let components: HashSet<_> = self.config.components().collect();
        let mut listed = self.contents.iter().map(|content| &content.stable_id);
        if !listed
            .clone()
            .all(|stable_id| components.contains(stable_id))
        {
            return Err(Rule::UnlistedComponent);
        }
        check_distinct(&mut listed, Rule::DuplicateMember)
    }
}
