//! Families of randomness.

use strict_json::choice;

use crate::{
    Preimage, Result, Rule,
    encoding::{list, sorted},
};

/// A family of beacons (ID-44).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum BeaconFamily {
    ThresholdBls = 0,
    Vrf = 1,
    External = 2,
    TdxAttested = 3,
}

choice!(BeaconFamily {
    ThresholdBls {},
    Vrf {},
    External {},
    TdxAttested {},
});

/// The set of a Randomness module's families (ID-44).
pub fn beacon_families(families: &[BeaconFamily]) -> Result<Preimage> {
    let numbers = families.iter().map(|&family| [family as u8]).collect();
    Ok(list().fields(sorted(numbers, Rule::DuplicateElement)?))
}
