//! Classes of components.

use std::ops::{Deref, DerefMut};

use super::{Command, Desk};
use crate::{
    Almanac, Atlas, Chronicle, ComponentKind, Composite, Compute, Delivery, DeliveryOutcome,
    Denial, Randomness, Refusal, RetirementMarker,
};

/// What the components of a class do that others do not.
///
/// What is refused leaves the component as it was, and has committed nothing (PROTO-19).
pub(crate) trait Class {
    /// The names of its surfaces, in the order of the class (SURF-2).
    fn surfaces(&self) -> &'static [&'static str];

    /// Whether its committee signs, and so has each key once (CHR-9, ATL-6).
    fn signs(&self) -> bool {
        false
    }

    /// Does what a command of its chapter says. Any other is refused (WORLD-19).
    fn submit(&mut self, desk: &mut Desk<'_>, command: Command) -> Result<(), Denial>;

    /// Whether it reads surfaces of other components (COMP-5). A module reads none (COMP-10).
    fn reads(&self) -> bool {
        false
    }

    /// Takes entries of a surface that it reads.
    fn deliver(
        &mut self,
        _desk: &mut Desk<'_>,
        _delivery: &Delivery,
    ) -> Result<Vec<DeliveryOutcome>, Denial> {
        Err(Refusal::NotSpanned.into())
    }

    /// What it commits before its marker, which is right.
    fn retire(&mut self, _desk: &mut Desk<'_>, _marker: &RetirementMarker) -> Result<(), Denial> {
        Ok(())
    }

    /// Whether it has reached a number of its own at `now` (WORLD-14).
    fn has_reached(&self, _sequence: u64, _now: u64) -> bool {
        false
    }

    /// The instant at which the next thing falls due that it does by itself (WORLD-18).
    fn due(&self) -> Option<u64> {
        None
    }

    /// Does that one thing.
    fn elapse(&mut self, _desk: &mut Desk<'_>) {}
}

/// A component of a class that is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Almanac(Almanac),
    Atlas(Atlas),
    Chronicle(Chronicle),
    Composite(Composite),
    Compute(Compute),
    Randomness(Randomness),
}

impl Role {
    /// What a reference to the component calls it (CHAIN-1).
    pub(super) fn kind(&self) -> ComponentKind {
        match self {
            Self::Composite(_) => ComponentKind::Organism,
            Self::Almanac(_)
            | Self::Atlas(_)
            | Self::Chronicle(_)
            | Self::Compute(_)
            | Self::Randomness(_) => ComponentKind::Module,
        }
    }
}

impl Deref for Role {
    type Target = dyn Class;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::Almanac(almanac) => almanac,
            Self::Atlas(atlas) => atlas,
            Self::Chronicle(chronicle) => chronicle,
            Self::Compute(compute) => compute,
            Self::Composite(composite) => composite,
            Self::Randomness(randomness) => randomness,
        }
    }
}

impl DerefMut for Role {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::Almanac(almanac) => almanac,
            Self::Atlas(atlas) => atlas,
            Self::Chronicle(chronicle) => chronicle,
            Self::Compute(compute) => compute,
            Self::Composite(composite) => composite,
            Self::Randomness(randomness) => randomness,
        }
    }
}
