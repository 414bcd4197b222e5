//! What audits of composite organisms find.

use strict_json::choice;

/// What the audit of a composite organism finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompositeFinding {
    /// Nothing: the log follows.
    Founded,
    /// The first entry of the log that does not follow, or the place of one that is left out
    /// (COMP-30).
    Unfounded {
        /// The entry.
        index: u64,
    },
    /// The first attestation that does not follow, or that no quorum signed (COMP-31).
    Unattested {
        /// The attestation.
        index: u64,
    },
}

choice!(CompositeFinding {
    Founded {},
    Unfounded { index },
    Unattested { index },
});
