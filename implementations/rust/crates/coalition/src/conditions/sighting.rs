//! Sightings.

use strict_json::record;

use crate::PresentId;

/// An entry as a reader saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The surface it stands on.
    pub log: PresentId,
    /// The Unix time in milliseconds that the reader goes by.
    pub at: u64,
    /// Of whom or what its record tells.
    pub origin: [u8; 20],
    /// How much its record tells of.
    pub amount: u128,
}

record!(Sighting {
    log,
    at,
    origin,
    amount,
});

impl Sighting {
    /// Sightings as they are taken: by their instant, those of one instant in the order given
    /// (COND-1).
    pub(super) fn in_order(given: &[Self]) -> Vec<&Self> {
        let mut taken: Vec<_> = given.iter().collect();
        taken.sort_by_key(|sighting| sighting.at);
        taken
    }
}
