//! The signatures of mosaik's validators of TDX tickets (TICK-9).

use coalition::Preimage;
use strict_json::record;

use crate::ticket::signature;

const CRITERIA: &str = "mosaik.tee.tdx.measurements-criteria.v1";
const CLASS: &str = "mosaik.tee.tdx.ticket.v1";
/// The bytes that stand for absent measurements, `mrtd` first.
const ABSENT: [u8; 5] = [9, 1, 2, 3, 4];

/// The measurements that a guest has to have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the registers")]
pub struct TdxCriteria {
    pub mrtd: Option<[u8; 48]>,
    pub rtmr0: Option<[u8; 48]>,
    pub rtmr1: Option<[u8; 48]>,
    pub rtmr2: Option<[u8; 48]>,
    pub rtmr3: Option<[u8; 48]>,
}

record!(TdxCriteria {
    mrtd,
    rtmr0,
    rtmr1,
    rtmr2,
    rtmr3,
});

impl TdxCriteria {
    /// What hashes to the signature.
    pub fn signature(&self) -> Preimage {
        let registers = [
            &self.mrtd,
            &self.rtmr0,
            &self.rtmr1,
            &self.rtmr2,
            &self.rtmr3,
        ];
        let registers = registers.into_iter().zip(ABSENT);
        let fields = registers.map(|(register, absent)| register.unwrap_or([absent; 48]).to_vec());
        signature(CRITERIA, &fields.collect::<Vec<_>>())
    }
}

/// A validator of TDX tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TdxValidator {
    /// What every guest has to have.
    pub baseline: TdxCriteria,
    /// What it has to have besides, one of them.
    pub variants: Vec<TdxCriteria>,
    /// How old a ticket may be, in seconds.
    pub max_age_s: Option<u64>,
    /// When a ticket was made at the earliest, in Unix seconds.
    pub not_before_s: Option<i64>,
    /// How long a ticket may last, in seconds.
    pub max_lifetime_s: Option<u64>,
}

record!(TdxValidator {
    baseline,
    variants,
    max_age_s,
    not_before_s,
    max_lifetime_s,
});

impl TdxValidator {
    /// What hashes to the signature.
    pub fn signature(&self) -> Preimage {
        let criteria = std::iter::once(&self.baseline).chain(&self.variants);
        let criteria = criteria.map(|criteria| criteria.signature().id().as_bytes().to_vec());
        let times = [
            self.max_age_s.unwrap_or_default().to_le_bytes(),
            self.not_before_s.unwrap_or_default().to_le_bytes(),
            self.max_lifetime_s.unwrap_or_default().to_le_bytes(),
        ];
        let times = times.into_iter().map(Vec::from);
        signature(CLASS, &criteria.chain(times).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: TdxCriteria = TdxCriteria {
        mrtd: None,
        rtmr0: None,
        rtmr1: None,
        rtmr2: None,
        rtmr3: None,
    };

    fn validator() -> TdxValidator {
        TdxValidator {
            baseline: NONE,
            variants: vec![],
            max_age_s: None,
            not_before_s: None,
            max_lifetime_s: None,
        }
    }

    /// The examples of the chapter.
    #[test]
    fn nothing_asked() {
        assert_eq!(
            NONE.signature().id().to_string(),
            "3b000e646edb8d04184a929f13bb44c343bfbfb74fde13aa0dd1e058cca552b2"
        );
        assert_eq!(
            validator().signature().id().to_string(),
            "4c641def73856ee5236fe4d9883e509622c47f5aaf6b2e5fc6fdcf1d2b067c30"
        );
    }

    #[test]
    fn what_is_not_told_apart() {
        let nines = TdxCriteria {
            mrtd: Some([9; 48]),
            ..NONE
        };
        assert_eq!(nines.signature(), NONE.signature());
        let zero = TdxValidator {
            not_before_s: Some(0),
            ..validator()
        };
        assert_eq!(zero.signature(), validator().signature());
        let other = TdxValidator {
            variants: vec![NONE],
            ..validator()
        };
        assert_ne!(other.signature(), validator().signature());
    }
}
