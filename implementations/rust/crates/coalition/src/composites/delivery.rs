//! What comes of entries that are brought.

use strict_json::{choice, record};

use crate::{Commit, Entry, UniqueId};

/// Entries of one build of one surface, as they are brought (COMP-5 to COMP-7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The surface.
    pub surface: UniqueId,
    /// The build that committed them.
    pub content_hash: Option<UniqueId>,
    /// The entries.
    pub entries: Vec<Entry>,
}

/// What came of one entry (COMP-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// It was observed.
    Observed,
    /// It had been brought before.
    Repeated,
    /// Its event was sealed.
    Late,
    /// Nothing follows from it, or not yet.
    Kept,
}

choice!(DeliveryOutcome {
    Observed {},
    Repeated {},
    Late {},
    Kept {},
});

/// What came of entries, in their order, and what was committed meanwhile (COMP-10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// What came of each.
    pub outcomes: Vec<DeliveryOutcome>,
    /// What was committed.
    pub commits: Vec<Commit>,
}

record!(Delivered { outcomes, commits });
