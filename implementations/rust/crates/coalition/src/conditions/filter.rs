//! Filters.

use strict_json::record;

use super::Sighting;
use crate::PresentId;

/// Which sightings count; an absent member asks nothing (COND-2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The surface they stand on.
    pub log: Option<PresentId>,
    /// Their origin.
    pub origin: Option<[u8; 20]>,
    /// What their amount exceeds.
    pub above: Option<u128>,
}

record!(Filter { log, origin, above });

impl Filter {
    /// Whether a sighting fits every member that is there.
    pub fn passes(&self, sighting: &Sighting) -> bool {
        self.log.is_none_or(|log| sighting.log == log)
            && self.origin.is_none_or(|origin| sighting.origin == origin)
            && self.above.is_none_or(|above| sighting.amount > above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;

    #[test]
    fn every_member_asks_by_itself() {
        let log = hash("log").present().unwrap();
        let other = hash("other").present().unwrap();
        let sighting = Sighting {
            log,
            at: 0,
            origin: [1; 20],
            amount: 5,
        };
        for (log, origin, above, passes) in [
            (None, None, None, true),
            (Some(log), Some([1; 20]), Some(4), true),
            (Some(other), None, None, false),
            (None, Some([2; 20]), None, false),
            (None, None, Some(5), false),
            (None, None, Some(u128::MAX), false),
            (Some(log), Some([1; 20]), Some(5), false),
        ] {
            let filter = Filter { log, origin, above };
            assert_eq!(filter.passes(&sighting), passes, "{filter:?}");
        }
    }
}
