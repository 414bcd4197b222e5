//! The signatures of mosaik's validators of TDX tickets (TICK-9), and what the quotes of such
//! tickets bind (TICK-15).

use coalition::Preimage;
use strict_json::record;

use crate::{
    Result, UniqueId,
    dcap::padded,
    ticket::{Expiration, LAST_SECOND, demand, signature},
};

const CRITERIA: &str = "mosaik.tee.tdx.measurements-criteria.v1";
const CLASS: &str = "mosaik.tee.tdx.ticket.v1";
const EXTRA: &str = "mosaik.tdx.ticket.extra";
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

/// A TDX ticket without its quote: what the report data of that bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TdxTicket {
    /// Whose it is.
    pub peer: [u8; 32],
    /// Where it is shown.
    pub network: UniqueId,
    /// When the peer started, in Unix milliseconds.
    pub started_ms: u64,
    /// When the quote was made, in Unix milliseconds.
    pub quoted_ms: u64,
    /// Until when it lasts.
    pub expiration: Expiration,
}

impl TdxTicket {
    /// The report data of its quote (TICK-15). Of every time they bind the second alone, and never
    /// is the first second of all.
    pub fn report_data(&self) -> Result<[u8; 64]> {
        let expires = match self.expiration {
            Expiration::At { unix_ms } => second(unix_ms)?,
            Expiration::Never {} => 0,
        };
        let times = [second(self.started_ms)?, second(self.quoted_ms)?, expires];
        let whose = [self.peer, *self.network.as_bytes()].map(Vec::from);
        let times = times.map(|time| time.to_le_bytes().to_vec());
        let bound = signature(EXTRA, &[&whose[..], &times].concat());
        Ok(padded(bound.id().as_bytes()))
    }
}

/// The second of a time in milliseconds, which is one of mosaik's.
fn second(unix_ms: u64) -> Result<u64> {
    let second = unix_ms / 1000;
    demand(second <= LAST_SECOND).map(|()| second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rule;

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

    /// A start, a quote, and an end.
    fn bound(started_ms: u64, quoted_ms: u64, end_ms: Option<u64>) -> Result<[u8; 64]> {
        let at = |unix_ms| Expiration::At { unix_ms };
        let ticket = TdxTicket {
            peer: [1; 32],
            network: UniqueId::from_bytes([2; 32]),
            started_ms,
            quoted_ms,
            expiration: end_ms.map_or(Expiration::Never {}, at),
        };
        ticket.report_data()
    }

    #[test]
    fn report_data_bind_the_second_of_each_time() {
        let ticket = bound(1000, 2000, Some(3000)).unwrap();
        assert_eq!(ticket[32..], [0; 32]);
        assert_eq!(bound(1999, 2999, Some(3999)), Ok(ticket));
        for (started, quoted, end) in [
            (2000, 2000, Some(3000)),
            (1000, 1999, Some(3000)),
            (1000, 2000, Some(4000)),
            (2000, 1000, Some(3000)),
            (1000, 2000, None),
        ] {
            assert_ne!(bound(started, quoted, end), Ok(ticket));
        }
        assert_eq!(bound(0, 0, Some(999)), bound(0, 0, None));
        assert_ne!(bound(0, 0, Some(1000)), bound(0, 0, None));
    }

    #[test]
    fn report_data_bind_times_that_mosaik_has() {
        let last = 8_210_266_876_799_999;
        assert!(bound(last, last, Some(last)).is_ok());
        for refused in [
            bound(last + 1, 0, None),
            bound(0, last + 1, None),
            bound(0, 0, Some(last + 1)),
            bound(0, 0, Some(u64::MAX)),
        ] {
            assert_eq!(refused, Err(Rule::InvalidTicket));
        }
    }
}
