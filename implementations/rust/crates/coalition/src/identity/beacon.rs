//! Families of randomness.

use strict_json::choice;

use crate::Element;

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

impl Element for BeaconFamily {
    fn encoded(&self) -> impl AsRef<[u8]> {
        [*self as u8]
    }
}
