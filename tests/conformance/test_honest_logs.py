"""An honest committee is not accused: whatever a composite organism commits follows from what was brought to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from audits_by_the_prose import audited
from hypothesis import example, given
from hypothesis import strategies as st

from coalition.almanac import AlmanacTick
from coalition.composites import StallPolicy
from coalition.json_form import call, encode_as
from coalition.runtime.almanac import TickRecord
from coalition.runtime.component import AnyComponent
from coalition.runtime.composite import Composite
from coalition.runtime.composite_audit import Founded, KeptPage, audit
from coalition.runtime.log import Entry
from coalition.shapes import Bytes32
from coalition.surface import commit, deployment, surface_id
from coalition.unique_id import UniqueId, unique_id
from conformance.audited_composites import Kept
from conformance.entropy import Entropy
from conformance.scenarios import composite_moves, playing
from conformance.scenarios.composite_stage import CompositeStage
from conformance.scenarios.script import Script

Json = Any

_EVENTS: Final = 4
_LATTICES: Final = playing.Superchain()
_SLOTS: Final = tuple(_LATTICES.event(number) for number in range(_EVENTS))
_PARTS: Final = {"UnsealedPool": "pool", "Refunds": "refunds", "Attestation": "attestation"}
_ALMANAC: Final = unique_id("an almanac")
_TICKS: Final = surface_id(_ALMANAC, "Ticks").id()
_FEEDS: Final = playing.Feeds()
#: Two ticks of each feed in each second, the second of which has the greater number.
_PRICES: Final = {
    (place, number): _FEEDS.tick(place, 500 * number, 100 + number, number)
    for number in range(2 * _EVENTS)
    for place in range(2)
}

#: What happens: something is brought, of a member and an event, or everything up to an event is sealed.
Happening = tuple[str, int, int]


def _happenings(*brought: str) -> st.SearchStrategy[list[Happening]]:
    one = st.tuples(st.sampled_from((*brought, "seal")), st.integers(0, 2), st.integers(0, _EVENTS - 1))
    return st.lists(one, min_size=1, max_size=14)


_POLICIES: Final = st.sampled_from(list(StallPolicy))


def _tick(number: int) -> Entry:
    built, record = deployment(_ALMANAC, None).id(), TickRecord(AlmanacTick(number, ()))
    return Entry(number, commit(_TICKS, built, number, record.digest().id()).id(), record)


def _lived(component: AnyComponent, happenings: Sequence[Happening], entry: Callable[[Happening], Any]) -> Kept:
    kept = Kept.begun(component)
    for each in happenings:
        if each[0] == "seal":
            kept.seals(each[2])
        else:
            kept.brings(*entry(each))
    return kept


def _json(params: dict[str, Any]) -> Json:
    shapes = {
        "component": AnyComponent,
        "committee": tuple[Bytes32, ...],
        "pages": tuple[KeptPage, ...],
        "log": tuple[Entry, ...],
        "attestations": tuple[Entry, ...],
    }
    return {name: encode_as(shape, params[name]) for name, shape in shapes.items()}


def _check(kept: Kept) -> None:
    """Nobody is accused, running or retired, by the reference nor by the prose, in whatever order the pages come."""
    for _ in range(2):
        params = kept.params()
        assert audit(**params) == Founded()
        assert audit(**{**params, "pages": params["pages"][::-1]}) == Founded()
        assert audited(_json(params)) == {"kind": "Founded"}
        kept.retires()


def _of_lattices(happening: Happening) -> tuple[UniqueId, Entry]:
    what, place, event = happening
    if what == "tick":
        return _TICKS, _tick(event)
    return _LATTICES.surface(place, what), getattr(_SLOTS[event][place], _PARTS[what])


def _of_feeds(happening: Happening) -> tuple[UniqueId, Entry]:
    what, place, event = happening
    if what == "tick":
        return _TICKS, _tick(event)
    return _FEEDS.surface(place % 2), _PRICES[place % 2, 2 * event + place // 2]


@given(_POLICIES, _happenings("UnsealedPool", "tick"))
def test_an_honest_router_is_not_accused(policy: StallPolicy, happenings: list[Happening]) -> None:
    """Whole events and parts of them, in any order, in time or too late."""
    content = playing.lattices_content(policy, almanac=_ALMANAC)
    _check(_lived(playing.router(content=content), happenings, _of_lattices))


@example(StallPolicy.StallEvent, [("Attestation", 1, 0), ("seal", 0, 0), ("Attestation", 0, 0), ("Refunds", 1, 0)])
@given(_POLICIES, _happenings("Refunds", "Attestation", "tick"))
def test_an_honest_ledger_is_not_accused(policy: StallPolicy, happenings: list[Happening]) -> None:
    """Attestations alone, before their refunds, and behind them."""
    content = playing.lattices_content(policy, almanac=_ALMANAC)
    _check(_lived(playing.ledger(content=content), happenings, _of_lattices))


@given(_POLICIES, st.booleans(), _happenings("prices", "tick"))
def test_an_honest_correlator_is_not_accused(policy: StallPolicy, aligned: bool, happenings: list[Happening]) -> None:
    """Several ticks of a feed in an event; events that an Almanac's ticks seal."""
    content = playing.correlator_content(_ALMANAC if aligned else None, policy)
    brought = [each for each in happenings if aligned or each[0] != "tick"]
    _check(_lived(playing.correlator(content=content), brought, _of_feeds))


@given(st.integers(0, 2), st.integers(0, 2**32), st.integers(1, 13))
def test_nobody_is_accused_of_an_improvised_life(number: int, seed: int, length: int) -> None:
    """Deadlines, quorums lost, replays, markers: whatever a world is asked, each log follows from what was brought."""
    act = (composite_moves.ACT, composite_moves.FAULTS, composite_moves.UPSTREAMS)[number]
    entropy = Entropy(f"honest {seed}")
    stage = CompositeStage(Script("honest", "", act.features), entropy)
    stage.open()
    for _ in range(length):
        entropy.choice((*act.through, *act.refused))(stage)
    for running in stage.those(Composite):
        logs = [tuple(log.entries) for log in running.logs]
        params = {
            "component": encode_as(AnyComponent, stage.configured[running.deployment]),
            "committee": [key.hex() for key in running.committee.members],
            "pages": _brought(stage.script, running),
            "log": encode_as(tuple[Entry, ...], logs[0]),
            "attestations": encode_as(tuple[Entry, ...], logs[1] if len(logs) > 1 else ()),
        }
        assert call(audit, params) == Founded()


def _brought(script: Script, running: Composite) -> list[Json]:
    """Everything that was brought to a component, delivery by delivery."""
    return [
        {name: step.params[name] for name in ("surface", "content_hash", "entries")}
        for step in script.steps
        if step.operation == "world.deliver"
        and step.params["component"] == running.deployment.hex()
        and "refused" not in step.expect["value"]
    ]
