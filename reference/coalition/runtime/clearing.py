"""Who wins a request: which cards are eligible in a round, and which of them comes first (COM-21 to COM-26)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coalition.compute import ComputeProviderCard, ComputeRequest


@dataclass(frozen=True)
class Offer:
    """A provider as a round finds it: its card, the index of its registration, its reputation in basis points."""

    card: ComputeProviderCard
    registered: int
    reputation: int


def winner(request: ComputeRequest, offers: Iterable[Offer], now: int) -> Offer | None:
    """The offer that wins in the round `now`; None where no card is eligible."""
    return min((offer for offer in offers if is_eligible(request, offer.card, now)), key=place, default=None)


def place(offer: Offer) -> tuple[int, int, int]:
    """What ranks an offer, the least first: its rate, then its reputation, then how long it is there (COM-26)."""
    return offer.card.declared_rate, -offer.reputation, offer.registered


def is_eligible(request: ComputeRequest, card: ComputeProviderCard, now: int) -> bool:
    """Whether a card is fresh, and meets all that is asked."""
    return (
        is_fresh(card, now)
        and meets_region(request, card)
        and meets_tdx(request, card)
        and meets_rate(request, card)
        and meets_mrtd(request, card)
    )


def is_open(request: ComputeRequest, now: int) -> bool:
    """Whether a request may still be cleared: in rounds before its deadline (COM-22)."""
    return now < request.deadline


def is_fresh(card: ComputeProviderCard, now: int) -> bool:
    """Whether a card is neither stale nor from a tick that is yet to come (COM-23)."""
    return 0 <= now - card.refreshed_at <= card.max_age


def meets_region(request: ComputeRequest, card: ComputeProviderCard) -> bool:
    """Whether the provider is in the region that is asked for, if one is (COM-24)."""
    region = request.requirements.region
    return region is None or region in card.capabilities.regions


def meets_tdx(request: ComputeRequest, card: ComputeProviderCard) -> bool:
    """Whether the provider has TDX, if it is asked for (COM-24)."""
    return card.capabilities.tdx_capable or not request.requirements.tdx


def meets_rate(request: ComputeRequest, card: ComputeProviderCard) -> bool:
    """Whether the rate is not above the greatest one, if there is one (COM-24)."""
    limit = request.requirements.max_rate
    return limit is None or card.declared_rate <= limit


def meets_mrtd(request: ComputeRequest, card: ComputeProviderCard) -> bool:
    """Whether the provider launches guests as measured, or says nothing of it (COM-25)."""
    expected, listed = request.requirements.expected_mrtd, card.capabilities.mrtds
    return expected is None or not listed or expected in listed
