//! What audits find.

use strict_json::{choice, record};

use crate::UniqueId;

/// What an audit finds, in the order in which findings at one index come (CHR-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditFinding {
    /// Nothing.
    Sound,
    /// An entry that does not hold by itself (CHR-6).
    Broken {
        /// The entry.
        index: u64,
    },
    /// An entry that another archive has otherwise (CHR-7).
    Differs {
        /// The entry.
        index: u64,
    },
    /// An entry that is elsewhere and not here (CHR-7, CHR-8).
    Missing {
        /// The entry.
        index: u64,
    },
    /// The first entry that the anchor does not bear out (CHR-8).
    Unanchored {
        /// The entry.
        index: u64,
    },
}

choice!(AuditFinding {
    Sound {},
    Broken { index },
    Differs { index },
    Missing { index },
    Unanchored { index },
});

impl AuditFinding {
    /// The index of what was found.
    pub(super) fn index(self) -> Option<u64> {
        match self {
            Self::Sound => None,
            Self::Broken { index }
            | Self::Differs { index }
            | Self::Missing { index }
            | Self::Unanchored { index } => Some(index),
        }
    }
}

/// What an audit gives (CHR-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audit {
    /// The running digest of the archive.
    pub digest: UniqueId,
    /// What was found first.
    pub finding: AuditFinding,
}

record!(Audit { digest, finding });
