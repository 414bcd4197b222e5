"""A Compute that runs: who wins, told by hand, and what a round costs."""

from __future__ import annotations

import pytest

from coalition.compute import ComputeRequirements
from coalition.runtime.clearing import Offer, is_eligible, is_fresh, winner
from conformance.scenarios import compute
from conformance.scenarios.markets import FIRST, MRTD, SECOND, THIRD, TICK, card, request

#: Who won the rounds that cleared something: the tick, counted from the first, and the provider.
WINNERS = {
    "life": [(1, SECOND)],
    "identities": [(0, FIRST), (1, FIRST), (2, FIRST), (3, FIRST), (4, FIRST)],
    "settlement": [(0, FIRST), (1, FIRST), (2, FIRST), (3, FIRST)],
    "cards-forward": [(2, FIRST)],
    "deregistered": [(0, FIRST), (2, SECOND), (3, FIRST)],
    "provider-retires": [(1, FIRST), (4, SECOND)],
    "stale": [(-1, SECOND), (0, FIRST), (10, FIRST), (11, SECOND), (12, FIRST), (13, SECOND)],
    "order-of-requests": [(0, FIRST), (1, SECOND), (2, FIRST)],
    "deadline": [(0, FIRST), (1, FIRST)],
    "regions": [(0, SECOND), (1, FIRST), (2, FIRST)],
    "tdx": [(0, FIRST), (2, SECOND), (3, FIRST)],
    "rates": [(0, FIRST), (2, SECOND), (3, SECOND), (4, FIRST)],
    "measured": [(0, SECOND), (1, THIRD), (2, THIRD), (3, THIRD)],
    "ranking": [(0, SECOND), (1, FIRST), (2, SECOND), (3, THIRD), (4, SECOND)],
    "registered-longer": [(0, SECOND), (1, SECOND), (3, FIRST), (5, THIRD)],
    "reputation": [(0, SECOND), (1, SECOND), (2, FIRST)],
    "reputation-excludes-nobody": [(0, FIRST), (1, FIRST), (2, FIRST), (3, THIRD)],
}


@pytest.mark.parametrize("name", WINNERS)
def test_who_wins_is_what_the_text_says(name: str) -> None:
    """The scenarios are computed; their winners were worked out by hand, from the text."""
    (collection,) = compute.collections()
    script = next(each for each in collection.scripts if each.id == f"world/compute/{name}")
    pages = [step for step in script.steps if step.operation == "world.read"]
    read = [step.expect["value"] for step in pages if step.params["surface"] == "ClearingRecords"][-1]
    records = [each["record"]["record"] for each in read["entries"] if each["record"]["kind"] == "ClearingRecord"]
    found = [(int(each["round"]) - TICK, each["winning_provider"]) for each in records]
    assert found == [(tick, provider.id.hex()) for tick, provider in WINNERS[name]]


@pytest.mark.parametrize(("now", "fresh"), [(TICK - 1, False), (TICK, True), (TICK + 9, True), (TICK + 10, False)])
def test_a_card_is_fresh_from_its_tick_to_its_greatest_age(now: int, fresh: bool) -> None:
    """Both ends are in (COM-23)."""
    assert is_fresh(card(FIRST, at=TICK, age=9), now) is fresh


def test_each_requirement_excludes_by_itself() -> None:
    """A card that meets all but one is not eligible, and is for who does not ask for that one (COM-24, COM-25)."""
    offered = card(FIRST, rate=100, regions=("eu",), tdx_capable=True, mrtds=(MRTD,))
    met = ComputeRequirements(tdx=True, region="eu", max_rate=100, expected_mrtd=MRTD)
    asked = request(tdx=True, region="eu", max_rate=100, expected_mrtd=MRTD)
    assert asked.requirements == met
    assert is_eligible(asked, offered, TICK)
    assert not is_eligible(request(region="us"), offered, TICK)
    assert not is_eligible(request(max_rate=99), offered, TICK)
    assert not is_eligible(request(tdx=True, expected_mrtd=bytes(48)), offered, TICK)
    assert not is_eligible(request(tdx=True), card(FIRST, tdx_capable=False), TICK)


def test_the_order_in_which_offers_are_listed_decides_nothing() -> None:
    """Rate, reputation and registration rank, in this order (COM-26)."""
    offers = [
        Offer(card(FIRST, rate=5), registered=2, reputation=10),
        Offer(card(SECOND, rate=5), registered=1, reputation=10),
        Offer(card(THIRD, rate=6), registered=0, reputation=10_000),
    ]
    for listed in (offers, offers[::-1]):
        won = winner(request(), listed, TICK)
        assert won is not None
        assert won.card.provider_id == SECOND.id
    assert winner(request(deadline=0, region="nowhere"), offers, TICK) is None
