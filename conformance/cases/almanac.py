"""Cases of an Almanac's records."""

from __future__ import annotations

from collections.abc import Iterator

from coalition import examples
from coalition.almanac import AlmanacTick, Observation
from coalition.json_form import as_json
from coalition.stable_id import member_id
from conformance.casebook import Casebook

_FIRST, _SECOND = sorted(member_id(each) for each in examples.ETH_SUPERCHAIN.lattices[:2])
_TWO = (Observation(_FIRST, 1_700_000_000_000), Observation(_SECOND, 1_700_000_000_250))


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the records."""
    yield _tick()
    yield _observations()
    yield _observation()


def _tick() -> Casebook:
    book = Casebook("almanac.tick")
    book.accept("two-members", "what two members showed", tick=AlmanacTick(1_700_000_000, _TWO))
    book.accept(
        "other-order", "the order of the observations says nothing", tick=AlmanacTick(1_700_000_000, _TWO[::-1])
    )
    book.accept("no-member", "a tick that observed nobody", tick=AlmanacTick(1_700_000_000, ()))
    book.accept("slot-0", "the first slot", tick=AlmanacTick(0, _TWO[:1]))
    book.accept("greatest", "the last slot", tick=AlmanacTick(2**64 - 1, (Observation(_FIRST, 2**64 - 1),)))
    book.random(3)
    twin = next(test for test in book.tests if test.id == "almanac/tick/two-members").params
    observed = twin["tick"]["observed_at"]
    book.refuse(
        "member-twice",
        "a member that is observed twice",
        "two-members",
        "DuplicateKey",
        {"tick": {**twin["tick"], "observed_at": [*observed, {**observed[0], "at": "0"}]}},
        ["ALM-2"],
    )
    book.spoil_all("two-members")
    return book


def _observations() -> Casebook:
    book = Casebook("almanac.observations")
    book.accept("two-members", "two entries of the map", observed_at=_TWO)
    book.accept("other-order", "the map has no order of its own", observed_at=_TWO[::-1])
    book.accept("none", "an empty map", observed_at=())
    book.random(2)
    listed = [as_json(each) for each in _TWO]
    book.refuse(
        "member-twice",
        "a member that is observed twice",
        "two-members",
        "DuplicateKey",
        {"observed_at": [*listed, {**listed[1], "at": "7"}]},
        ["ALM-2"],
    )
    book.spoil("two-members")
    return book


def _observation() -> Casebook:
    book = Casebook("almanac.observation")
    book.accept("one", "an entry of the map", observation=_TWO[0])
    book.accept("epoch", "a clock that shows the epoch", observation=Observation(_FIRST, 0))
    book.random(2)
    book.spoil_all("one")
    return book
