//! What tickets come to (TICK-2, TICK-10).

pub use coalition::Expiration;
use coalition::Preimage;
use strict_json::choice;

use crate::{Result, Rule, UniqueId};

/// The last second of mosaik's times (TICK-5).
pub(crate) const LAST_SECOND: u64 = 8_210_266_876_799;

/// What a validator says to one ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketOutcome {
    /// It is not taken.
    Refused {},
    /// It is taken.
    Taken {
        /// Until when.
        expiration: Expiration,
    },
}

choice!(TicketOutcome {
    Refused {},
    Taken { expiration },
});

impl TicketOutcome {
    fn expiration(&self) -> Option<Expiration> {
        match self {
            Self::Refused {} => None,
            Self::Taken { expiration } => Some(*expiration),
        }
    }
}

/// How long a peer is admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// For ever: nobody asks it for a ticket.
    Open {},
    /// As long as its tickets are taken.
    Until {
        /// Until when.
        expiration: Expiration,
    },
}

choice!(Admission {
    Open {},
    Until { expiration },
});

/// How long a peer is admitted whose tickets validators take so (TICK-10).
pub fn admit(validators: &[Vec<TicketOutcome>]) -> Result<Admission> {
    let latest = |outcomes: &Vec<TicketOutcome>| {
        let taken = outcomes.iter().filter_map(TicketOutcome::expiration);
        taken.max().ok_or(Rule::InvalidTicket)
    };
    let each = validators.iter().map(latest).collect::<Result<Vec<_>>>()?;
    let earliest = each.into_iter().min();
    Ok(
        earliest.map_or(Admission::Open {}, |expiration| Admission::Until {
            expiration,
        }),
    )
}

/// What hashes to the signature of a validator, or to what a quote binds: fields that derive, one
/// after another, from the id of a text (TICK-8, TICK-9, TICK-15).
pub(crate) fn signature(of: &str, fields: &[Vec<u8>]) -> Preimage {
    let (last, before) = fields.split_last().expect("there are fields");
    let derive = |id: UniqueId, field| id.derive(field);
    let id = before.iter().fold(UniqueId::new(of), derive);
    id.derive_preimage(last)
}

/// What holds, or else the ticket is not taken (TICK-2, TICK-13).
pub(crate) fn demand(holds: bool) -> Result<()> {
    match holds {
        true => Ok(()),
        false => Err(Rule::InvalidTicket),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: TicketOutcome = TicketOutcome::Refused {};

    fn taken(expiration: Expiration) -> TicketOutcome {
        TicketOutcome::Taken { expiration }
    }

    #[test]
    fn the_earliest_of_the_latest() {
        let never = taken(Expiration::Never {});
        let at = |unix_ms| taken(Expiration::At { unix_ms });
        assert_eq!(admit(&[]), Ok(Admission::Open {}));
        for (validators, expiration) in [
            (
                vec![vec![at(1), at(3), at(2)]],
                Expiration::At { unix_ms: 3 },
            ),
            (
                vec![vec![at(3)], vec![at(2), REFUSED]],
                Expiration::At { unix_ms: 2 },
            ),
            (vec![vec![at(u64::MAX), never]], Expiration::Never {}),
            (
                vec![vec![never], vec![at(u64::MAX)]],
                Expiration::At { unix_ms: u64::MAX },
            ),
        ] {
            let admission = Admission::Until { expiration };
            assert_eq!(admit(&validators), Ok(admission), "{validators:?}");
        }
        for validators in [vec![vec![]], vec![vec![at(1)], vec![REFUSED, REFUSED]]] {
            assert_eq!(admit(&validators), Err(Rule::InvalidTicket));
        }
    }
}
