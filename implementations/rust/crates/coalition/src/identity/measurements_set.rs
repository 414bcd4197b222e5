//! Sets of measurements.

use strict_json::{Decode, Encode, Flaw, Json};

use super::Measurements;
use crate::{Fingerprint, Preimage, Result, Rule, Set};

/// Measurements of which a peer's are one: not empty, none twice (ID-33).
///
/// They are kept, and written, in ascending order of their fingerprints (ID-29).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasurementsSet(Set<Measurements>);

impl MeasurementsSet {
    /// Refuses a set that is empty or holds an element twice.
    pub fn new(elements: Vec<Measurements>) -> Result<Self> {
        match elements.is_empty() {
            true => Err(Rule::EmptySet),
            false => Set::new(elements).map(Self),
        }
    }

    /// The elements, in ascending order of their fingerprints.
    pub fn elements(&self) -> &[Measurements] {
        self.0.elements()
    }

    /// Whether one of them admits what is shown; what shows none is not admitted (ROT-6).
    pub fn admit(&self, shown: Option<&Measurements>) -> bool {
        shown.is_some_and(|shown| self.elements().iter().any(|one| one.admit(shown)))
    }
}

impl Fingerprint for MeasurementsSet {
    fn preimage(&self) -> Preimage {
        self.0.preimage()
    }
}

impl Decode for MeasurementsSet {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(Decode::decode(json)?)?)
    }
}

impl Encode for MeasurementsSet {
    fn encode(&self) -> Json<'_> {
        self.0.encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(fills: &[u8]) -> Result<MeasurementsSet> {
        let measurements = |&fill: &u8| Measurements::of_td([fill; 48]);
        MeasurementsSet::new(fills.iter().map(measurements).collect())
    }

    #[test]
    fn a_set_has_no_order() {
        let (one, other) = (set(&[1, 2, 3]).unwrap(), set(&[3, 1, 2]).unwrap());
        assert_eq!(one, other);
        assert_eq!(one.preimage(), other.preimage());
        let ids = one.elements().iter().map(Fingerprint::fingerprint);
        assert!(ids.is_sorted());
        assert_eq!(set(&[]), Err(Rule::EmptySet));
        assert_eq!(set(&[1, 2, 1]), Err(Rule::DuplicateElement));
    }
}
