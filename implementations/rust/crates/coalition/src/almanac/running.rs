//! An Almanac that runs.

use std::{collections::HashMap, num::NonZeroU64};

use super::{AlmanacTick, Observations};
use crate::{MemberId, PresentId, Refusal, Result};

/// An Almanac between two commands: its slots, and what it has committed of whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Almanac {
    cadence_ms: NonZeroU64,
    /// The slot of the latest tick.
    ticked: Option<u64>,
    /// The members, with the latest committed time of each.
    members: HashMap<MemberId, Option<u64>>,
}

impl Almanac {
    /// The surface it writes, the only one of the class (SURF-2).
    pub const TICKS: &str = "Ticks";

    /// An Almanac that has not ticked yet. One whose slots have no length is refused (ALM-1).
    pub fn new(
        cadence_ms: u64,
        members: impl IntoIterator<Item = PresentId>,
    ) -> Result<Self, Refusal> {
        let cadence_ms = NonZeroU64::new(cadence_ms).ok_or(Refusal::CadenceZero)?;
        let members = members.into_iter().map(|id| (MemberId::new(id), None));
        Ok(Self {
            cadence_ms,
            ticked: None,
            members: members.collect(),
        })
    }

    /// The slot into which a time falls, counted from the Unix epoch (ALM-3).
    pub fn slot(&self, now: u64) -> u64 {
        now / self.cadence_ms
    }

    /// The tick of the present slot.
    ///
    /// A second one in a slot is refused (ALM-3), and so is an observation of one who is no member
    /// (ALM-4), or older than the latest committed one of the same member (ALM-5).
    pub fn tick(&mut self, now: u64, observed_at: Observations) -> Result<AlmanacTick, Refusal> {
        let seq = self.slot(now);
        if self.ticked.is_some_and(|ticked| seq <= ticked) {
            return Err(Refusal::SlotTaken);
        }
        for one in observed_at.as_ref() {
            let latest = self.members.get(&one.member);
            if *latest.ok_or(Refusal::UnknownMember)? > Some(one.at) {
                return Err(Refusal::ObservationBackwards);
            }
        }
        self.ticked = Some(seq);
        let committed = observed_at.as_ref().iter();
        self.members
            .extend(committed.map(|one| (one.member, Some(one.at))));
        Ok(AlmanacTick { seq, observed_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Observation, UniqueId};

    fn id(byte: u8) -> PresentId {
        UniqueId::from_bytes([byte; 32]).present().unwrap()
    }

    fn almanac(cadence_ms: u64) -> Almanac {
        Almanac::new(cadence_ms, [id(1), id(2)]).unwrap()
    }

    fn observed(observations: &[(u8, u64)]) -> Observations {
        let observation = |&(member, at): &(u8, u64)| Observation {
            member: MemberId::new(id(member)),
            at,
        };
        Observations::new(observations.iter().map(observation).collect()).unwrap()
    }

    /// What is refused leaves the Almanac as it was (PROTO-19).
    fn refused(almanac: &mut Almanac, now: u64, observations: &[(u8, u64)]) -> Refusal {
        let before = almanac.clone();
        let refusal = almanac.tick(now, observed(observations)).unwrap_err();
        assert_eq!(*almanac, before);
        refusal
    }

    #[test]
    fn slots_have_a_length() {
        assert_eq!(Almanac::new(0, [id(1)]), Err(Refusal::CadenceZero));
        assert_eq!(almanac(1).slot(u64::MAX), u64::MAX);
        assert_eq!(almanac(u64::MAX).slot(u64::MAX), 1);
        assert_eq!(almanac(u64::MAX).slot(u64::MAX - 1), 0);
        assert_eq!(
            [999, 1000, 1999].map(|now| almanac(1000).slot(now)),
            [0, 1, 1]
        );
    }

    #[test]
    fn a_slot_has_one_tick_and_may_have_none() {
        let mut almanac = almanac(1000);
        let nobody = Observations::default;
        assert_eq!(almanac.tick(0, nobody()).unwrap().seq, 0);
        assert_eq!(refused(&mut almanac, 999, &[]), Refusal::SlotTaken);
        assert_eq!(almanac.tick(5000, nobody()).unwrap().seq, 5);
        assert_eq!(refused(&mut almanac, 5000, &[]), Refusal::SlotTaken);
        assert_eq!(refused(&mut almanac, 4000, &[]), Refusal::SlotTaken);
        assert_eq!(almanac.tick(6000, nobody()).unwrap().seq, 6);
    }

    #[test]
    fn only_members_are_observed() {
        let mut almanac = almanac(1);
        let stranger = &[(1, 5), (3, 5)];
        assert_eq!(refused(&mut almanac, 1, stranger), Refusal::UnknownMember);
        assert_eq!(almanac.tick(1, observed(&[(1, 4)])).unwrap().seq, 1);
    }

    #[test]
    fn no_clock_goes_back() {
        let mut almanac = almanac(1);
        almanac.tick(1, observed(&[(1, 5), (2, u64::MAX)])).unwrap();
        let back = &[(1, 4)];
        assert_eq!(
            refused(&mut almanac, 2, back),
            Refusal::ObservationBackwards
        );
        let back = &[(1, 9), (2, u64::MAX - 1)];
        assert_eq!(
            refused(&mut almanac, 2, back),
            Refusal::ObservationBackwards
        );
        almanac.tick(2, observed(&[(1, 5)])).unwrap();
        almanac.tick(3, observed(&[])).unwrap();
        almanac.tick(4, observed(&[(1, 8), (2, u64::MAX)])).unwrap();
        let back = &[(1, 7)];
        assert_eq!(
            refused(&mut almanac, 5, back),
            Refusal::ObservationBackwards
        );
    }
}
