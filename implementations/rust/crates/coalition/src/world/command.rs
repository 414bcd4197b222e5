//! Commands, and what comes of them.

use strict_json::{choice, record};

use crate::{Name, Observations, RetirementMarker, UniqueId};

/// What a component is told to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// To an Almanac: to tick the present slot (ALM-3).
    Tick {
        /// What the clocks of members showed.
        observed_at: Observations,
    },
    /// To end (WORLD-11).
    Retire {
        /// The last record.
        marker: RetirementMarker,
    },
}

choice!(Command {
    Tick { observed_at },
    Retire { marker },
});

/// A commit on one surface (WORLD-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The surface.
    pub surface: Name,
    /// The number of records before it in the log.
    pub index: u64,
    /// Its hash (SURF-3).
    pub commit: UniqueId,
}

record!(Commit {
    surface,
    index,
    commit,
});

/// A command that was accepted: all it committed, in the order of the surfaces (WORLD-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The commits.
    pub commits: Vec<Commit>,
}

record!(Accepted { commits });
