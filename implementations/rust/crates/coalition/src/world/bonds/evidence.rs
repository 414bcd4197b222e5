//! What others vouch for.

use strict_json::record;

use crate::{
    AttestationLevel, Measurements, OrganismRef, PresentId, Ratio, Result, Rule,
    encoding::check_distinct,
};

/// What a reputation organism thinks of someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReputationCard {
    /// The organism.
    pub organism: PresentId,
    /// The score.
    pub score: Ratio,
}

record!(ReputationCard { organism, score });

/// What a market has committed for someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The market.
    pub market: PresentId,
    /// The pointer.
    pub pointer: PresentId,
}

record!(Settlement { market, pointer });

/// A place in the committee of a signer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Seat {
    /// The signer.
    pub signer: PresentId,
    /// Its build.
    pub content_hash: PresentId,
}

record!(Seat {
    signer,
    content_hash,
});

/// What a side of a bond shows beside its tickets, as facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BondEvidence {
    /// What a quote showed when it was verified.
    pub measurements: Option<Measurements>,
    /// The level of attestation.
    pub level: AttestationLevel,
    /// What reputation organisms say, one card each.
    pub cards: Vec<ReputationCard>,
    /// What markets settled, one pointer each.
    pub settlements: Vec<Settlement>,
    /// The committees of signers it is in, each seat once.
    pub seats: Vec<Seat>,
}

record!(BondEvidence {
    measurements,
    level,
    cards,
    settlements,
    seats,
});

impl BondEvidence {
    /// What shows nothing but these measurements, as a component does by itself (BOND-4).
    pub const fn of_measurements(measurements: Option<Measurements>) -> Self {
        Self {
            measurements,
            level: AttestationLevel::Software,
            cards: vec![],
            settlements: vec![],
            seats: vec![],
        }
    }

    /// Cards and settlements are maps, and seats a set (BOND-2).
    pub(super) fn check(&self) -> Result<()> {
        let organisms = self.cards.iter().map(|card| card.organism);
        check_distinct(organisms, Rule::DuplicateKey)?;
        let markets = self.settlements.iter().map(|settlement| settlement.market);
        check_distinct(markets, Rule::DuplicateKey)?;
        check_distinct(&self.seats, Rule::DuplicateElement)
    }

    /// Whether the organism has a card whose score is the floor or above (BOND-17).
    pub(super) fn reaches(&self, organism: PresentId, floor: Ratio) -> bool {
        let mut cards = self.cards.iter();
        cards.any(|card| card.organism == organism && card.score >= floor)
    }

    /// Whether the market has settled anything (BOND-18).
    pub(super) fn is_settled(&self, market: PresentId) -> bool {
        let mut settlements = self.settlements.iter();
        settlements.any(|settlement| settlement.market == market)
    }

    /// Whether there is a seat of the signer, and of that build if the reference pins one (BOND-21).
    pub(super) fn is_seated(&self, signer: &OrganismRef) -> bool {
        self.seats.iter().any(|seat| {
            seat.signer == signer.stable_id
                && signer
                    .content_hash
                    .is_none_or(|content_hash| content_hash == seat.content_hash)
        })
    }
}
