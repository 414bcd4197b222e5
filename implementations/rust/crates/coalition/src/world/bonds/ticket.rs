//! What is shown to be admitted.

use strict_json::{Bytes, choice, record};

use super::BondEvidence;
use crate::UniqueId;

/// A ticket of a class (TICK-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// The class, by which whoever checks it knows it.
    pub of_class: UniqueId,
    /// What it says.
    pub data: Bytes,
}

record!(Ticket { of_class, data });

/// Until when a ticket is taken. None expires later than one that never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expiration {
    /// At a time.
    At {
        /// Unix milliseconds.
        unix_ms: u64,
    },
    /// Never.
    Never {},
}

choice!(Expiration {
    Never {},
    At { unix_ms },
});

impl Expiration {
    /// Whether it has come: at its instant it has (BOND-9).
    pub(super) fn has_come(self, now: u64) -> bool {
        self <= Self::At { unix_ms: now }
    }
}

/// What a side of a bond shows the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::world) struct Shown {
    pub(super) tickets: Vec<Ticket>,
    pub(super) evidence: BondEvidence,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiration_has_come_at_its_instant() {
        let at = |unix_ms| Expiration::At { unix_ms };
        assert!(!at(8).has_come(7));
        assert!(at(8).has_come(8));
        assert!(at(u64::MAX).has_come(u64::MAX));
        assert!(!Expiration::Never {}.has_come(u64::MAX));
    }
}
