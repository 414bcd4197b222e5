//! Who decides.

use strict_json::{Decode, Encode, Flaw, Json, choice};

use crate::{Encoding, Result, Rule, encoding::variant};

/// The threshold of a supermajority, above one half and at most the whole (STANCE-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supermajority(u16);

impl Supermajority {
    /// Refuses other basis points than 5001 to 10000.
    pub fn new(threshold_bps: u16) -> Result<Self> {
        match threshold_bps {
            5001..=10_000 => Ok(Self(threshold_bps)),
            _ => Err(Rule::SupermajorityOutOfRange),
        }
    }

    /// The basis points.
    pub const fn basis_points(self) -> u16 {
        self.0
    }
}

impl Decode for Supermajority {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(Decode::decode(json)?)?)
    }
}

impl Encode for Supermajority {
    fn encode(&self) -> Json<'_> {
        self.0.encode()
    }
}

/// Who decides (STANCE-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionRule {
    /// More than half of a committee.
    Majority,
    /// A threshold of it.
    Supermajority {
        /// The threshold.
        threshold_bps: Supermajority,
    },
    /// One party.
    Discretion,
}

choice!(DecisionRule {
    Majority {},
    Supermajority { threshold_bps },
    Discretion {},
});

impl DecisionRule {
    /// The encoded variant (ENC-21).
    pub fn encoding(self) -> Encoding {
        match self {
            Self::Majority => vec![0].into(),
            Self::Supermajority { threshold_bps } => variant(1)
                .field(threshold_bps.basis_points().to_le_bytes())
                .into(),
            Self::Discretion => vec![2].into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supermajority_is_more_than_half() {
        for points in [5001, 6667, 10_000] {
            assert_eq!(
                Supermajority::new(points).map(Supermajority::basis_points),
                Ok(points)
            );
        }
        for points in [0, 5000, 10_001, u16::MAX] {
            assert_eq!(
                Supermajority::new(points),
                Err(Rule::SupermajorityOutOfRange)
            );
        }
    }
}
