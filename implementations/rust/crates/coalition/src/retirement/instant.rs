//! Instants.

use strict_json::choice;

use crate::{Fingerprint, Preimage, encoding::variant};

/// When a retirement takes effect (RET-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetirementInstant {
    /// At a sequence number of a declared Almanac.
    AtSequence {
        /// The sequence number.
        sequence: u64,
    },
    /// At a time.
    AtTimestamp {
        /// Unix milliseconds.
        timestamp_ms: u64,
    },
}

choice!(RetirementInstant {
    AtSequence { sequence },
    AtTimestamp { timestamp_ms },
});

/// The encoded variant (ENC-21).
impl Fingerprint for RetirementInstant {
    fn preimage(&self) -> Preimage {
        let (number, value) = match *self {
            Self::AtSequence { sequence } => (0, sequence),
            Self::AtTimestamp { timestamp_ms } => (1, timestamp_ms),
        };
        variant(number).field(value.to_le_bytes())
    }
}
