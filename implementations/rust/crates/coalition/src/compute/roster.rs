//! The providers of a market.

use std::{cmp::Reverse, collections::HashMap};

use super::{ComputeProviderCard, ComputeRequirements, ProviderDeregistration};
use crate::{PresentId, Ratio, Refusal};

/// What a market knows of one provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Provider {
    /// Its card, while it is registered.
    card: Option<ComputeProviderCard>,
    /// The number of the registration that its card goes back to.
    since: u64,
    /// The tick of its last card or deregistration.
    spoke: Option<u64>,
    /// Whether it left with a marker.
    retired: bool,
    /// Its last score, and the clock event of it.
    reputation: Option<(u64, Ratio)>,
}

impl Provider {
    /// What a provider says of itself goes forward (COM-15).
    fn check_tick(&self, tick: u64) -> Result<(), Refusal> {
        match self.spoke >= Some(tick) {
            true => Err(Refusal::CardOutdated),
            false => Ok(()),
        }
    }
}

/// All providers that a market has heard of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Roster {
    providers: HashMap<PresentId, Provider>,
    registrations: u64,
}

impl Roster {
    /// Puts a card in the place of the one before (COM-15, COM-17).
    pub(super) fn register(&mut self, card: ComputeProviderCard) -> Result<(), Refusal> {
        if let Some(provider) = self.providers.get(&card.provider_id) {
            if provider.retired {
                return Err(Refusal::ProviderRetired);
            }
            provider.check_tick(card.refreshed_at)?;
        }
        let provider = self.providers.entry(card.provider_id).or_default();
        if provider.card.is_none() {
            provider.since = self.registrations;
            self.registrations += 1;
        }
        provider.spoke = Some(card.refreshed_at);
        provider.card = Some(card);
        Ok(())
    }

    /// Takes a provider's card away, with a marker for good (COM-15 to COM-17).
    pub(super) fn deregister(&mut self, leaving: &ProviderDeregistration) -> Result<(), Refusal> {
        let provider = self.providers.get_mut(&leaving.provider_id);
        let provider = provider
            .filter(|provider| provider.card.is_some())
            .ok_or(Refusal::UnknownProvider)?;
        provider.check_tick(leaving.deregistered_at)?;
        if leaving.is_own_replacement() {
            return Err(Refusal::SelfReplacement);
        }
        provider.spoke = Some(leaving.deregistered_at);
        provider.card = None;
        provider.retired = leaving.marker.is_some();
        Ok(())
    }

    /// The last score of a provider, which need not be registered, counts (COM-27).
    pub(super) fn observe(
        &mut self,
        provider: PresentId,
        clock_event: u64,
        score: Ratio,
    ) -> Result<(), Refusal> {
        let provider = self.providers.entry(provider).or_default();
        match provider.reputation {
            Some((last, _)) if clock_event <= last => Err(Refusal::ReputationBackwards),
            _ => {
                provider.reputation = Some((clock_event, score));
                Ok(())
            }
        }
    }

    /// The card that wins a request in a round: of those that are eligible the one with the lowest
    /// rate, then the higher reputation, then the longer registration (COM-23 to COM-26).
    pub(super) fn winner(
        &self,
        round: u64,
        requirements: &ComputeRequirements,
    ) -> Option<&ComputeProviderCard> {
        let offers = self.providers.values().filter_map(|provider| {
            let card = provider.card.as_ref()?;
            let is_eligible = card.is_fresh(round)
                && requirements.are_met(&card.capabilities, card.declared_rate);
            let score = provider.reputation.map_or(0, |(_, it)| it.basis_points());
            let rank = (card.declared_rate, Reverse(score), provider.since);
            is_eligible.then_some((rank, card))
        });
        let winner = offers.min_by_key(|(rank, _)| *rank);
        winner.map(|(_, card)| card)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ComputeCapabilities, GivenSet, UniqueId};

    fn id(byte: u8) -> PresentId {
        UniqueId::from_bytes([byte; 32]).present().unwrap()
    }

    fn card(provider: u8, rate: u64, refreshed_at: u64) -> ComputeProviderCard {
        ComputeProviderCard {
            provider_id: id(provider),
            tdx_quote: None,
            capabilities: ComputeCapabilities {
                regions: GivenSet::new(vec![]).unwrap(),
                tdx_capable: true,
                max_cpu_millicores: 0,
                max_ram_mib: 0,
                mrtds: GivenSet::new(vec![]).unwrap(),
            },
            declared_rate: rate,
            zipnet_reply: UniqueId::ZERO,
            refreshed_at,
            max_age: 10,
        }
    }

    fn winner(roster: &Roster, round: u64) -> Option<PresentId> {
        let anything = ComputeRequirements {
            tdx: false,
            region: None,
            max_rate: None,
            expected_mrtd: None,
            bearer_pointer: None,
        };
        let winner = roster.winner(round, &anything);
        winner.map(|card| card.provider_id)
    }

    fn leaving(provider: u8, deregistered_at: u64) -> ProviderDeregistration {
        ProviderDeregistration {
            provider_id: id(provider),
            deregistered_at,
            marker: None,
        }
    }

    #[test]
    fn rate_then_reputation_then_registration_decide() {
        let mut roster = Roster::default();
        for (provider, rate) in [(1, 5), (2, 5), (3, 6)] {
            roster.register(card(provider, rate, 1)).unwrap();
        }
        assert_eq!(winner(&roster, 1), Some(id(1)));
        roster
            .observe(id(2), 0, Ratio::new("0.1").unwrap())
            .unwrap();
        roster.observe(id(3), 0, Ratio::new("1").unwrap()).unwrap();
        assert_eq!(winner(&roster, 1), Some(id(2)));
        let again = roster.observe(id(2), 0, Ratio::new("0").unwrap());
        assert_eq!(again, Err(Refusal::ReputationBackwards));
        roster.observe(id(2), 1, Ratio::new("0").unwrap()).unwrap();
        roster.deregister(&leaving(1, 2)).unwrap();
        roster.register(card(1, 5, 3)).unwrap();
        assert_eq!(winner(&roster, 3), Some(id(2)));
        roster.register(card(2, 7, 3)).unwrap();
        assert_eq!(winner(&roster, 3), Some(id(1)));
    }

    #[test]
    fn no_card_wins_before_or_after_its_time() {
        let mut roster = Roster::default();
        roster.register(card(1, 5, 3)).unwrap();
        let rounds = [2, 3, 13, 14].map(|round| winner(&roster, round));
        assert_eq!(rounds, [None, Some(id(1)), Some(id(1)), None]);
    }

    #[test]
    fn what_a_provider_says_goes_forward() {
        let mut roster = Roster::default();
        let nobody = roster.deregister(&leaving(1, 9));
        assert_eq!(nobody, Err(Refusal::UnknownProvider));
        roster.register(card(1, 5, 3)).unwrap();
        let outdated = Err(Refusal::CardOutdated);
        assert_eq!(roster.register(card(1, 5, 3)), outdated);
        assert_eq!(roster.deregister(&leaving(1, 3)), outdated);
        roster.deregister(&leaving(1, 4)).unwrap();
        assert_eq!(roster.register(card(1, 5, 4)), outdated);
        roster.register(card(1, 5, 5)).unwrap();
    }
}
