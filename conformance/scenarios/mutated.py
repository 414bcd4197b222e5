"""Deliveries that are mutated, of ticks, prices, refunds and attestations: what must not change does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from coalition.runtime.log import Entry
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy
from conformance.scenarios.almanacs import SLOT, tick
from conformance.scenarios.correlators import ALMANAC
from conformance.scenarios.performers import CADENCE, START, advance, as_it_is, deployed, opened
from conformance.scenarios.playing import (
    DEADLINE,
    FIRST,
    STALL,
    Feeds,
    Superchain,
    correlator,
    correlator_content,
    delivered,
    lattices_content,
    ledger,
    log,
)
from conformance.scenarios.script import Collection, Script, ScriptError
from conformance.scenarios.wires import Wire

FEATURES: Final = ("almanac", "stall", "stall.correlator", "stall.ledger", "world")
_SEED: Final = "mutated deliveries 2"
_EVENTS: Final = 3
_CITES: Final = ("COMP-8", "COMP-15", "COMP-16")


@dataclass(frozen=True)
class Delivery:
    """An entry that is brought: a `price` of a feed, `refunds` or an `attestation` of a tally, or a `tick`.

    `wait` is how long after the one before it, in milliseconds.
    """

    kind: str
    place: int
    event: int
    wait: int = 0


@dataclass(frozen=True)
class Plan:
    """What is brought before the events are sealed, the ticks that seal some of them, and what is brought after."""

    before: tuple[Delivery, ...]
    ticks: tuple[Delivery, ...]
    after: tuple[Delivery, ...] = ()


_PLACES: Final = {"price": 2, "refunds": 3, "attestation": 3}
#: The first tick finds nothing before it, the last seals the last event.
_PLAN: Final = Plan(
    tuple(
        Delivery(kind, place, event)
        for event in range(_EVENTS)
        for kind, places in _PLACES.items()
        for place in range(places)
    ),
    tuple(Delivery("tick", 0, event) for event in range(_EVENTS + 1)),
)

#: The records of each log, in its order.
Logs = Mapping[str, Sequence[Any]]


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    found = Collection("scenarios/mutated.json", FEATURES, chapter="composites")
    for kind, (told, change, judge) in _KINDS.items():
        for number in range(2):
            script = found.script(f"composites/mutated/{kind}-{number}", told)
            entropy = Entropy(f"{_SEED} {kind} {number}")
            plan, changed = change(entropy)
            judge(script, _lived(script, _PLAN), _lived(script, plan), changed)
    yield found


# --- what is changed --------------------------------------------------------------------------------------------------

Changed = tuple[Plan, Delivery | None]


def _shuffled(entropy: Entropy, found: Sequence[Delivery]) -> tuple[Delivery, ...]:
    ranks = {each: entropy.bytes(8) for each in found}
    return tuple(sorted(found, key=lambda each: ranks[each]))


def _reordered(entropy: Entropy) -> Changed:
    return Plan(_shuffled(entropy, _PLAN.before), _shuffled(entropy, _PLAN.ticks)), None


def _repeated(entropy: Entropy) -> Changed:
    again = tuple(entropy.choice((*_PLAN.before, *_PLAN.ticks)) for _ in range(5))
    return Plan(_PLAN.before, _PLAN.ticks, again), None


def _tick_lost(entropy: Entropy) -> Changed:
    lost = entropy.below(_EVENTS)
    return Plan(_PLAN.before, tuple(each for each in _PLAN.ticks if each.event != lost)), None


def _without(*kinds: str) -> Callable[[Entropy], Changed]:
    """One of these is lost."""

    def change(entropy: Entropy) -> Changed:
        lost = entropy.choice([each for each in _PLAN.before if each.kind in kinds])
        return Plan(tuple(each for each in _PLAN.before if each != lost), _PLAN.ticks), lost

    return change


def _shifted(entropy: Entropy) -> Changed:
    """Each comes later; the last of all still before the deadline of the first."""
    longest = DEADLINE // len((*_PLAN.before, *_PLAN.ticks))

    def later(found: Sequence[Delivery]) -> tuple[Delivery, ...]:
        return tuple(replace(each, wait=entropy.below(longest)) for each in found)

    return Plan(later(_PLAN.before), later(_PLAN.ticks)), None


def _too_late(entropy: Entropy) -> Changed:
    plan, late = _without("price", "refunds")(entropy)
    assert late is not None
    return Plan(plan.before, plan.ticks, (late,)), late


# --- what follows from it ---------------------------------------------------------------------------------------------


def _same(script: Script, before: Logs, after: Logs, changed: Delivery | None) -> None:
    del changed
    if before != after:
        raise ScriptError(f"{script.id}: the mutation shows")


def _event_alone(script: Script, before: Logs, after: Logs, changed: Delivery | None) -> None:
    """The event of what was lost or late is another one, in the logs of those that read it; nothing else is."""
    assert changed is not None
    for name in before:
        spared = [_of_others(each[name], changed.event) for each in (before, after)]
        reads = (changed.kind == "price") != (name in ("SharedRefunds", "SharedAttestations"))
        if spared[0] != spared[1] or (before[name] == after[name]) is reads:
            raise ScriptError(f"{script.id}: {name} shows something else")


def _attestation_alone(script: Script, before: Logs, after: Logs, changed: Delivery | None) -> None:
    """One attestation of the ledger is not there, and everything else is."""
    name = "SharedAttestations"
    spared, kept = ({key: value for key, value in each.items() if key != name} for each in (before, after))
    _same(script, spared, kept, None)
    gone = [each for each in before[name] if each not in after[name]]
    if len(gone) != 1 or len(before[name]) != len(after[name]) + 1 or changed is None:
        raise ScriptError(f"{script.id}: {len(gone)} attestations are gone")


def _of_others(records: Sequence[Any], event: int) -> list[Any]:
    """The records of the other events; of an attestation its key alone, for it folds the place of what it attests."""
    seconds = {SLOT + event, *(first + event for first in FIRST)}
    found = []
    for form in records:
        told = next(value for name, value in form.items() if name != "kind")
        clock = int(told["event"] if "event" in told else told["clock"])
        ledgers = event if form["kind"] in ("StallEvent", "LateEvidence") else None
        if clock not in seconds and clock != ledgers:
            found.append((told["member"], clock) if "shared" in told else form)
    return found


_KINDS: Final = {
    "all-reordered": ("whatever order they come in, ticks too, they come to the same", _reordered, _same),
    "shifted": ("what comes later, but in time, changes nothing", _shifted, _same),
    "sealed-repeated": ("what comes again after the seal changes nothing", _repeated, _same),
    "tick-lost": ("a tick that is lost is made good by a later one", _tick_lost, _same),
    "price-or-refunds-lost": ("what is lost costs its event, and no other", _without("price", "refunds"), _event_alone),
    "too-late": ("what comes after the deadline is recorded, and costs its event alone", _too_late, _event_alone),
    "attestation-lost": (
        "an attestation that is lost is missed in its place",
        _without("attestation"),
        _attestation_alone,
    ),
}


# --- a life -----------------------------------------------------------------------------------------------------------


class _Stage:
    """An Almanac that has ticked, who is aligned to it, a correlator and a ledger that give events up."""

    def __init__(self, script: Script) -> None:
        self.script = script
        clock = opened(script, ALMANAC, comment="an Almanac")
        for number in range(_EVENTS + 1):
            if number:
                advance(script, START + number * CADENCE, "the next slot")
            tick(script, clock, (0, number * CADENCE))
        self.wire = Wire(script, clock, "Ticks")
        self.ticks = self.wire.reads("what it ticked")
        made = correlator("aligned", correlator_content(as_it_is(script, clock).address))
        self.aligned = deployed(script, made, "a correlator aligned to it", cites=["COMP-1"])
        self.bins = deployed(script, correlator(content=correlator_content(policy=STALL)), "one that gives bins up")
        self.books = deployed(script, ledger(content=lattices_content(STALL)), "a ledger that gives events up")
        self.feeds, self.chain = Feeds(), Superchain()
        self.prices = [[self.feeds.tick(place, START + event * CADENCE, 7) for place in (0, 1)] for event in range(3)]
        self.slots = [self.chain.event(event) for event in range(_EVENTS)]

    def brings(self, each: Delivery) -> None:
        """Bring an entry to whoever reads it."""
        if each.kind == "tick":
            self.wire.brings(self.aligned, self.ticks[each.event], comment="a tick", cites=["COMP-26", "COMP-8"])
        elif each.kind == "price":
            for ident in (self.aligned, self.bins):
                self._told(ident, self.feeds.surface(each.place), self.prices[each.event][each.place])
        else:
            slot = self.slots[each.event][each.place]
            name, entry = ("Refunds", slot.refunds) if each.kind == "refunds" else ("Attestation", slot.attestation)
            self._told(self.books, self.chain.surface(each.place, name), entry)

    def _told(self, ident: UniqueId, surface: UniqueId, entry: Entry) -> None:
        delivered(self.script, ident, surface, entry, cites=["COMP-8", "COMP-15"])

    def logs(self) -> Logs:
        """What stands on every surface."""
        places = (
            (self.aligned, "Correlations", "aligned"),
            (self.bins, "Correlations", "bins"),
            (self.books, "SharedRefunds", "SharedRefunds"),
            (self.books, "SharedAttestations", "SharedAttestations"),
        )
        pages = {key: log(self.script, ident, name, "what it came to", *_CITES) for ident, name, key in places}
        return {key: [each["record"] for each in page["entries"]] for key, page in pages.items()}


def _lived(script: Script, plan: Plan) -> Logs:
    """A world in which a plan is carried out, and what stands on its surfaces."""
    stage = _Stage(script)
    now = START + _EVENTS * CADENCE
    for each in (*plan.before, *plan.ticks):
        if each.wait:
            now += each.wait
            advance(script, now, "a little later")
        stage.brings(each)
    advance(script, now + DEADLINE, "every bin and every event falls due", cites=["COMP-14", *_CITES])
    for each in plan.after:
        stage.brings(each)
    found = stage.logs()
    script.go("world.close", cites=["WORLD-16", "COMP-15"])
    return found
