//! TDX measurements.

use strict_json::record;

use crate::{Element, Fingerprint, Preimage};

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

impl Measurements {
    /// The measurement of a trust domain, and no other register declared.
    pub const fn of_td(mr_td: Register) -> Self {
        Self {
            mr_td,
            mr_config_id: None,
            mr_owner: None,
            mr_owner_config: None,
            rtmr0: None,
            rtmr1: None,
            rtmr2: None,
            rtmr3: None,
        }
    }
}

impl Fingerprint for Measurements {
    fn preimage(&self) -> Preimage {
        let declared = [
            &self.mr_config_id,
            &self.mr_owner,
            &self.mr_owner_config,
            &self.rtmr0,
            &self.rtmr1,
            &self.rtmr2,
            &self.rtmr3,
        ];
        Preimage::hash_many()
            .field("tdx")
            .field(self.mr_td)
            .fields(declared.map(|register| register.as_ref().map_or(&[][..], |bytes| bytes)))
    }
}

/// Measurements enter a set as their fingerprint (ID-33).
impl Element for Measurements {
    fn encoded(&self) -> impl AsRef<[u8]> {
        self.fingerprint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_register_is_not_an_absent_one() {
        let absent = Measurements::of_td([1; 48]);
        let zero = Measurements {
            rtmr0: Some([0; 48]),
            ..absent.clone()
        };
        assert_ne!(absent.fingerprint(), zero.fingerprint());
    }
}
