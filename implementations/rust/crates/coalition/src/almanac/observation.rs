//! What the clocks of members showed.

use strict_json::{Decode, Encode, Flaw, Json, record};

use crate::{
    Fingerprint, MemberId, Preimage, Result, Rule,
    encoding::{check_distinct, list},
};

/// The time that a member's clock showed (ALM-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The member.
    pub member: MemberId,
    /// Unix milliseconds.
    pub at: u64,
}

record!(Observation { member, at });

/// The pair of a map (ENC-20).
impl Fingerprint for Observation {
    fn preimage(&self) -> Preimage {
        list().field(self.member).field(self.at.to_le_bytes())
    }
}

/// A map from members to times, kept in ascending byte order of the members, none twice (ALM-2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observations(Vec<Observation>);

impl Observations {
    /// Refuses a member that stands twice (ENC-20).
    pub fn new(mut observations: Vec<Observation>) -> Result<Self> {
        check_distinct(
            observations.iter().map(|one| one.member),
            Rule::DuplicateKey,
        )?;
        observations.sort_unstable_by_key(|one| one.member);
        Ok(Self(observations))
    }
}

/// The observations, in ascending byte order of their members.
impl AsRef<[Observation]> for Observations {
    fn as_ref(&self) -> &[Observation] {
        &self.0
    }
}

impl Fingerprint for Observations {
    fn preimage(&self) -> Preimage {
        list().fields(self.0.iter().map(Fingerprint::fingerprint))
    }
}

impl Decode for Observations {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(Decode::decode(json)?)?)
    }
}

impl Encode for Observations {
    fn encode(&self) -> Json<'_> {
        self.0.encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Pair, Typed, UniqueId};

    fn observation(member: u8, at: u64) -> Observation {
        let stable_id = UniqueId::from_bytes([member; 32]).present().unwrap();
        Observation {
            member: MemberId::new(stable_id),
            at,
        }
    }

    #[test]
    fn the_order_says_nothing() {
        let [one, two] = [observation(1, 9), observation(2, 3)];
        let observations = Observations::new(vec![two, one]).unwrap();
        assert_eq!(observations.as_ref(), [one, two]);
        assert_eq!(Ok(observations), Observations::new(vec![one, two]));
    }

    #[test]
    fn a_member_stands_once() {
        for at in [4, 5] {
            let twice = vec![observation(1, 4), observation(2, 4), observation(1, at)];
            assert_eq!(Observations::new(twice), Err(Rule::DuplicateKey));
        }
    }

    #[test]
    fn they_are_a_map() {
        let pair = |one: &Observation| Pair {
            key: Typed::Bytes {
                value: one.member.as_ref().into(),
            },
            value: Typed::U64 { value: one.at },
        };
        let given = vec![observation(2, 3), observation(1, 9)];
        let entries = given.iter().map(pair).collect();
        let map = Typed::Map { entries }.encoding().unwrap();
        let observations = Observations::new(given).unwrap();
        assert_eq!(map.bytes(), observations.fingerprint().as_bytes());
    }
}
