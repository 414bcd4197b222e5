//! Who is admitted.

use strict_json::choice;

use crate::{Encoding, Fingerprint, Measurements, Name, PresentId, Ratio, encoding::variant};

/// Who is admitted (STANCE-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FranchiseScope {
    /// Everyone.
    Open,
    /// Peers of these measurements.
    Attested {
        /// The measurements.
        measurements: Box<Measurements>,
    },
    /// Holders of tickets.
    Ticketed {
        /// The root under which they are issued.
        issuer: PresentId,
    },
    /// Peers with a score.
    Reputed {
        /// The organism that gives it.
        organism: PresentId,
        /// What it reaches.
        floor: Ratio,
    },
    /// Residents of a place.
    Jurisdiction {
        /// The place.
        name: Name,
    },
}

choice!(FranchiseScope {
    Open {},
    Attested { measurements },
    Ticketed { issuer },
    Reputed { organism, floor },
    Jurisdiction { name },
});

impl FranchiseScope {
    /// The encoded variant (ENC-21).
    pub fn encoding(&self) -> Encoding {
        match self {
            Self::Open => vec![0].into(),
            Self::Attested { measurements } => variant(1).field(measurements.fingerprint()).into(),
            Self::Ticketed { issuer } => variant(2).field(issuer).into(),
            Self::Reputed { organism, floor } => variant(3)
                .field(organism)
                .field(floor.basis_points().to_le_bytes())
                .into(),
            Self::Jurisdiction { name } => variant(4).field(name).into(),
        }
    }
}
