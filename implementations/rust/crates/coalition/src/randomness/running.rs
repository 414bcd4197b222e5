//! A Randomness that runs.

use std::collections::HashMap;

use super::{BeaconProofs, BeaconProviderCard, BeaconTick, TdxCollateral};
use crate::{
    BeaconFamily, Bytes, Fingerprint, PresentId, Refusal, Result, Set, UniqueId, is_signed,
    provider_id,
};

/// A Randomness between two commands: whom it admits, the cards in force, and the last round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Randomness {
    families: Set<BeaconFamily>,
    proofs: &'static dyn BeaconProofs,
    cards: HashMap<PresentId, BeaconProviderCard>,
    /// The number of the last round, and its tick of the Almanac.
    last: Option<(u64, u64)>,
}

/// A round that somebody wants committed (RND-8).
#[derive(Clone, Debug)]
pub(super) struct Round {
    pub(super) provider: PresentId,
    pub(super) number: u64,
    pub(super) proof: Bytes,
    pub(super) committed_at: u64,
    pub(super) collateral: Option<Box<TdxCollateral>>,
}

impl Randomness {
    /// One without providers and rounds (RND-7).
    pub(crate) fn new(families: Set<BeaconFamily>, proofs: &'static dyn BeaconProofs) -> Self {
        Self {
            families,
            proofs,
            cards: HashMap::new(),
            last: None,
        }
    }

    /// Takes a card that its provider signed. Gives its digest (RND-9 to RND-13).
    pub(super) fn register(
        &mut self,
        card: &BeaconProviderCard,
        public_key: &[u8; 32],
        signature: &[u8; 64],
    ) -> Result<UniqueId, Refusal> {
        let digest = card.fingerprint();
        let is_own = provider_id(public_key).id() == *card.provider_id;
        if !is_own || !is_signed(public_key, digest, signature) {
            return Err(Refusal::BeaconSignatureInvalid);
        }
        if !self.families.elements().contains(&card.scheme.family()) {
            return Err(Refusal::FamilyNotAdmitted);
        }
        if !self.proofs.is_usable(&card.scheme) {
            return Err(Refusal::BeaconKeyUnusable);
        }
        let before = self.cards.get(&card.provider_id);
        if before.is_some_and(|before| card.refreshed_at <= before.refreshed_at) {
            return Err(Refusal::BeaconCardOutdated);
        }
        self.cards.insert(card.provider_id, card.clone());
        Ok(digest)
    }

    /// The tick of a round of the module with this address (RND-14 to RND-17). One that comes with
    /// collateral is verified at the present, in whole seconds (RND-23).
    pub(super) fn commit(
        &mut self,
        module: PresentId,
        now: u64,
        round: Round,
    ) -> Result<BeaconTick, Refusal> {
        let card = self.cards.get(&round.provider);
        let card = card.ok_or(Refusal::UnknownBeaconProvider)?;
        if self.last.is_some_and(|(last, _)| round.number <= last) {
            return Err(Refusal::BeaconRoundBackwards);
        }
        if self.last.is_some_and(|(_, tick)| round.committed_at < tick) {
            return Err(Refusal::BeaconTickBackwards);
        }
        let (number, proof) = (round.number, &round.proof);
        let value = match &round.collateral {
            None => self.proofs.value(card, module, number, proof),
            Some(collateral) => {
                let now = now / 1000;
                self.proofs
                    .attested_value(card, module, number, proof, collateral, now)
            }
        };
        let value = value.map_err(|_| Refusal::BeaconRejected)?;
        self.last = Some((round.number, round.committed_at));
        Ok(BeaconTick {
            round: round.number,
            provider: round.provider,
            value,
            proof: round.proof,
            committed_at: round.committed_at,
        })
    }
}
