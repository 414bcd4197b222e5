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

    /// Whether `shown` has every register that is declared here, with its value. A register that is
    /// not declared is not compared (BOND-16, ROT-6).
    pub fn admit(&self, shown: &Self) -> bool {
        let mut declared = self.optional().into_iter().zip(shown.optional());
        self.mr_td == shown.mr_td
            && declared.all(|(declared, shown)| declared.is_none() || declared == shown)
    }

    /// The registers that need not be declared, in their order.
    fn optional(&self) -> [Option<&Register>; 7] {
        [
            self.mr_config_id.as_ref(),
            self.mr_owner.as_ref(),
            self.mr_owner_config.as_ref(),
            self.rtmr0.as_ref(),
            self.rtmr1.as_ref(),
            self.rtmr2.as_ref(),
            self.rtmr3.as_ref(),
        ]
    }
}

impl Fingerprint for Measurements {
    fn preimage(&self) -> Preimage {
        let declared = self.optional();
        Preimage::hash_many()
            .field("tdx")
            .field(self.mr_td)
            .fields(declared.map(|register| register.map_or(&[][..], |bytes| bytes)))
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
        assert!(absent.admit(&zero));
        assert!(!zero.admit(&absent));
    }

    #[test]
    fn what_is_not_declared_is_not_compared() {
        let td = Measurements::of_td([1; 48]);
        let owned = |fill| Measurements {
            mr_owner: Some([fill; 48]),
            ..td.clone()
        };
        assert!(td.admit(&td) && td.admit(&owned(0)));
        assert!(owned(0).admit(&owned(0)));
        assert!(!owned(0).admit(&td) && !owned(0).admit(&owned(2)));
        assert!(!td.admit(&Measurements::of_td([2; 48])));
    }
}
