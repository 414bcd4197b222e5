//! TDX measurements.

use strict_json::record;

use crate::{
    Fingerprint, Preimage, Result, Rule, UniqueId,
    encoding::{list, sorted},
};

/// A register of TDX.
type Register = [u8; 48];

/// What a confidential machine measures; a register that is not declared differs from one of zeros (ID-15).
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the registers bear the names TDX gives them")]
pub struct Measurements {
    pub mr_td: Register,
    pub mr_config_id: Option<Register>,
    pub mr_owner: Option<Register>,
    pub mr_owner_config: Option<Register>,
    pub rtmr0: Option<Register>,
    pub rtmr1: Option<Register>,
    pub rtmr2: Option<Register>,
    pub rtmr3: Option<Register>,
}

record!(Measurements {
    mr_td,
    mr_config_id,
    mr_owner,
    mr_owner_config,
    rtmr0,
    rtmr1,
    rtmr2,
    rtmr3,
});

impl Fingerprint for Measurements {
    fn check(&self) -> Result<()> {
        Ok(())
    }

    fn fold(&self) -> Result<Preimage> {
        let declared = [
            &self.mr_config_id,
            &self.mr_owner,
            &self.mr_owner_config,
            &self.rtmr0,
            &self.rtmr1,
            &self.rtmr2,
            &self.rtmr3,
        ];
        Ok(Preimage::hash_many()
            .field("tdx")
            .field(self.mr_td)
            .fields(declared.map(|register| register.as_ref().map_or(&[][..], |bytes| bytes))))
    }
}

/// A set of measurements that a clause admits: not empty, none twice (ID-33).
pub fn measurements_set(set: &[Measurements]) -> Result<Preimage> {
    if set.is_empty() {
        return Err(Rule::EmptySet);
    }
    let ids = set.iter().map(Fingerprint::fingerprint);
    let ids: Vec<UniqueId> = ids.collect::<Result<_>>()?;
    Ok(list().fields(sorted(ids, Rule::DuplicateElement)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn measurements(fill: u8) -> Measurements {
        Measurements {
            mr_td: [fill; 48],
            mr_config_id: None,
            mr_owner: None,
            mr_owner_config: None,
            rtmr0: None,
            rtmr1: None,
            rtmr2: None,
            rtmr3: None,
        }
    }

    #[test]
    fn a_zero_register_is_not_an_absent_one() {
        let absent = measurements(1);
        let zero = Measurements {
            rtmr0: Some([0; 48]),
            ..absent.clone()
        };
        assert_ne!(absent.fingerprint(), zero.fingerprint());
    }

    #[test]
    fn a_set_has_no_order() {
        let (a, b) = (measurements(1), measurements(2));
        let set = |set: &[&Measurements]| {
            measurements_set(&set.iter().copied().cloned().collect::<Vec<_>>())
        };
        assert_eq!(set(&[&a, &b]), set(&[&b, &a]));
        assert_eq!(set(&[]), Err(Rule::EmptySet));
        assert_eq!(set(&[&a, &a]), Err(Rule::DuplicateElement));
    }
}
