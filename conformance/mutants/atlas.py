"""Mutants of the chapter Atlas."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coalition.atlas import Circular, Ended, Latest, MemberStatus, Unlisted, directory
from coalition.stable_id import member_id
from conformance.mutants.breaking import Mutant, ordered, replaced, rows, unchecked, without


def _first_card(_right: Any) -> Any:
    return lambda cards: {card.stable_id: card for card in reversed(cards)}


def _highest(_right: Any) -> Any:
    """The card of the greatest number is in force, wherever it stands."""
    return lambda cards: {card.stable_id: card for card in sorted(cards, key=lambda card: card.revision)}


def _by_arrival(_right: Any) -> Any:
    """The map is in the order in which members came."""
    return lambda cards: tuple({card.stable_id: card for card in cards}.values())


def _one_hop(right: Any) -> Any:
    def lineage(cards: Any, member: Any) -> Any:
        hint = next((card.successor_hint for card in reversed(cards) if card.stable_id == member), None)
        return right(cards=cards, member=member) if hint is None else Latest(hint)

    return lineage


def _by_short_id(_right: Any) -> Any:
    """Members are told apart by their short ids."""

    def lineage(cards: Any, member: Any) -> Any:
        latest = {member_id(card.stable_id): card for card in cards}
        passed: set[bytes] = set()
        while (short := member_id(member)) not in passed:
            passed.add(short)
            card = latest.get(short)
            if card is None:
                return Unlisted(member)
            if card.successor_hint is None:
                return Ended(member) if card.status is MemberStatus.Retired else Latest(member)
            member = card.successor_hint
        return Circular(member)

    return lineage


def _no_prefix_twice(right: Any) -> Any:
    """Cards that make no map have no lines either."""

    def lineage(cards: Any, member: Any) -> Any:
        directory(cards=cards)
        return right(cards=cards, member=member)

    return lineage


def _endless(right: Any) -> Any:
    """A circle is taken for a member that is not listed."""

    def lineage(cards: Any, member: Any) -> Any:
        found = right(cards=cards, member=member)
        return Unlisted(found.stable_id) if isinstance(found, Circular) else found

    return lineage


def _retired_is_latest(right: Any) -> Any:
    def lineage(cards: Any, member: Any) -> Any:
        found = right(cards=cards, member=member)
        return Latest(found.stable_id) if type(found).__name__ == "Ended" else found

    return lineage


def _at_once(right: Any) -> Any:
    return lambda card, marker, reached: right(card=card, marker=marker, reached=True)


def _any_kind(_right: Any) -> Any:
    return lambda replacement: None if replacement is None else replacement.address


def _reopened(right: Any) -> Any:
    """A retired card retires again."""

    def standing(card: Any, marker: Any, reached: bool) -> Any:
        return right(card=replace(card, status=MemberStatus.Retiring), marker=marker, reached=reached)

    return standing


MUTANTS = (
    Mutant(
        "card-without-revision",
        ("ATL-1",),
        "the number of a card is left out of its digest",
        (rows("atlas.card", without("revision")),),
    ),
    Mutant(
        "card-without-operator",
        ("ATL-1",),
        "the operator's key is left out of a card's digest",
        (rows("atlas.card", without("operator")),),
    ),
    Mutant(
        "card-hints-sorted",
        ("ATL-1",),
        "endpoint hints are sorted",
        (rows("atlas.endpoint_hints", ordered(lambda listed: sorted(listed, key=lambda each: each.data))),),
    ),
    Mutant(
        "card-measurements-as-a-set",
        ("ATL-1",),
        "measurements are a set",
        (rows("atlas.measurements", ordered(lambda listed: sorted(listed, key=lambda each: each.data))),),
    ),
    Mutant(
        "active-with-successor",
        ("ATL-2",),
        "an active member names a successor",
        (unchecked("atlas.check_successor_of_active"),),
    ),
    Mutant("self-successor", ("ATL-2",), "a member succeeds itself", (unchecked("atlas.check_other_successor"),)),
    Mutant(
        "first-card-stays",
        ("ATL-3", "ATL-4"),
        "the first card of a member stays",
        (replaced("atlas.latest_cards", _first_card),),
    ),
    Mutant(
        "greatest-card-counts",
        ("ATL-3",),
        "the card of the greatest number counts",
        (replaced("atlas.latest_cards", _highest),),
    ),
    Mutant(
        "map-by-arrival",
        ("ATL-3",),
        "the map is in the order of arrival",
        (replaced("atlas.directory", _by_arrival),),
    ),
    Mutant("one-hop", ("ATL-4",), "a line has one hop", (replaced("atlas.lineage", _one_hop),)),
    Mutant(
        "line-by-short-id",
        ("ATL-4",),
        "a line goes from short id to short id",
        (replaced("atlas.lineage", _by_short_id),),
    ),
    Mutant(
        "line-of-a-map-alone",
        ("ATL-4",),
        "a line is refused where two members share a short id",
        (replaced("atlas.lineage", _no_prefix_twice),),
    ),
    Mutant(
        "circle-as-stranger",
        ("ATL-4",),
        "a circle is taken for a stranger",
        (replaced("atlas.lineage", _endless),),
    ),
    Mutant(
        "retired-as-latest",
        ("ATL-4",),
        "a retired member is the latest",
        (replaced("atlas.lineage", _retired_is_latest),),
    ),
    Mutant(
        "retired-at-once",
        ("ATL-5",),
        "a member is retired before its instant",
        (replaced("atlas.standing", _at_once),),
    ),
    Mutant(
        "own-build-retires",
        ("ATL-5",),
        "another build of a member retires it",
        (replaced("atlas.stays", lambda _: lambda _card, _replacement: False),),
    ),
    Mutant(
        "successor-of-any-kind",
        ("ATL-5",),
        "a module's address is taken for a stable id",
        (replaced("atlas.successor", _any_kind),),
    ),
    Mutant(
        "retired-again",
        ("ATL-5",),
        "a retired member retires again",
        (replaced("atlas.standing", _reopened),),
    ),
)
