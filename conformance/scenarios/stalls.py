"""Scenarios of several components: whose stall is whose, and deliveries that are mutated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from coalition.reference import LatticeConfig
from coalition.runtime.almanac import Tick
from coalition.runtime.composite import Apply, Seal
from coalition.runtime.fault import Fault
from coalition.runtime.played import PlayedLattice
from coalition.stable_id import derive_stable_id
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy
from conformance.scenarios.correlators import ALMANAC, Clock
from conformance.scenarios.faults import befalls
from conformance.scenarios.performers import (
    START,
    advance,
    deployed,
    not_submitted,
    opened,
    retire,
    status,
    submitted,
    whole,
)
from conformance.scenarios.playing import (
    CHAINS,
    DEADLINE,
    FIRST,
    LATTICES,
    Superchain,
    delivered,
    lattices_content,
    ledger,
    log,
    not_delivered,
    router,
    sealed,
)
from conformance.scenarios.script import Collection, Script, ScriptError

FEATURES = ("stall", "stall.intents", "stall.ledger", "world")
_POOL, _REFUNDS = "UnsealedPool", "Refunds"
_ROUTED, _SHARED = "RoutedIntents", "SharedRefunds"

#: Every mutation of these deliveries comes of this seed.
_SEED: Final = "mutated deliveries 1"
_KINDS: Final = ("shift", "drop", "duplicate", "reorder")


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    found = Collection("scenarios/stalls.json", FEATURES, chapter="composites")
    for write in (_stable_id_moves, _composite_stalls, _coalition_retires, _almanac_tick, _quorum):
        write(found)
    for kind in _KINDS:
        for number in range(2):
            _mutated(found, kind, number)
    yield found


def _brought(script: Script, ident: UniqueId, chain: Superchain, slots: Any, name: str, places: Sequence[int]) -> None:
    for place in places:
        entry = slots[place].pool if name == _POOL else slots[place].refunds
        delivered(script, ident, chain.surface(place, name), entry, comment="what a member committed")


def _stable_id_moves(found: Collection) -> None:
    script = found.script("composites/stable-id-moves", "a member retires: who spans it misses it until redeployed")
    chain = Superchain()
    first = opened(script, router(), comment="over the member of old")
    _brought(script, first, chain, chain.event(0), _POOL, (0, 1, 2))
    submitted(script, first, Apply(), "it is complete", cites=["COMP-13", "COMP-15"])
    heir = LatticeConfig("base.mainnet.v2", derive_stable_id("base.mainnet.v2"))
    second = deployed(
        script, router("superchain.intents.v2", lattices=(*LATTICES[:2], heir)), "over its heir", cites=["COMP-1"]
    )

    old = chain.surface(2, _POOL)
    chain.lattices[2] = PlayedLattice(heir.instance_name, CHAINS[2])
    slots = chain.event(1)
    not_delivered(script, first, "NotSpanned", chain.surface(2, _POOL), slots[2].pool, comment="it knows no heir")
    _brought(script, first, chain, slots, _POOL, (0, 1))
    sealed(script, first, 1, "it goes on without", "COMP-15", "COMP-5")
    _brought(script, second, chain, slots, _POOL, (0, 1, 2))
    submitted(script, second, Apply(), "the other has all", cites=["COMP-13", "COMP-5"])
    not_delivered(script, second, "NotSpanned", old, comment="and knows no elder")
    log(script, first, _ROUTED, "the member is missing", "COMP-15")
    log(script, second, _ROUTED, "nobody is missing", "COMP-15", "COMP-1")
    script.go("world.close")


def _composite_stalls(found: Collection) -> None:
    script = found.script("composites/composite-stalls", "an organism that gets nothing stands still, and nobody else")
    chain = Superchain()
    first, second = (
        opened(script, router()),
        deployed(script, ledger(), "another over the same members", cites=["COMP-1"]),
    )
    slots = [chain.event(number) for number in range(3)]
    for number in range(2):
        _brought(script, second, chain, slots[number], _REFUNDS, (0, 1, 2))
        if number == 0:
            _brought(script, first, chain, slots[0], _POOL, (0, 1, 2))
            submitted(script, first, Apply(), "it works", cites=["COMP-13"])
        submitted(script, second, Apply(), "the other too", cites=["COMP-13", "COMP-28"])
        log(script, first, _ROUTED, "where it stands", "COMP-28")
    advance(script, START + 5 * DEADLINE, "a long time", cites=["COMP-14"])
    log(script, first, _ROUTED, "where it stood: no dummy is committed", "COMP-14", "COMP-28")
    status(script, first, "it is not retired")
    _brought(script, second, chain, slots[2], _REFUNDS, (2,))
    sealed(script, second, 2, "a stall of its own")
    _brought(script, first, chain, slots[2], _POOL, (0, 1, 2))
    _brought(script, first, chain, slots[1], _POOL, (0, 1, 2))
    submitted(script, first, Apply(), "it is back, and nothing is lost", cites=["COMP-13", "COMP-15"])
    log(script, first, _ROUTED, "three events", "COMP-28")
    log(script, second, _SHARED, "three of its own", "COMP-28")
    script.go("world.close")


def _coalition_retires(found: Collection) -> None:
    script = found.script(
        "composites/coalition-retires", "a coalition retires its module; the organism goes on", features=("almanac",)
    )
    chain = Superchain()
    module = opened(script, ALMANAC, comment="a module of the coalition")
    first = deployed(script, router(), "an organism that it references", cites=["COMP-1"])
    submitted(script, module, Tick(()), "it ticks", cites=["WORLD-6", "ALM-3"])
    _brought(script, first, chain, chain.event(0), _POOL, (0, 1, 2))
    submitted(script, first, Apply(), "it works", cites=["COMP-13"])
    not_submitted(script, module, "UnknownCommand", Seal(0), "an Almanac seals nothing", cites=["WORLD-19"])
    retire(script, module)
    not_submitted(script, module, "Retired", Tick(()), "it has stopped")
    not_delivered(script, module, "NotSpanned", chain.surface(0, _POOL), comment="a module reads no member")
    _brought(script, first, chain, chain.event(1), _POOL, (0, 1, 2))
    submitted(script, first, Apply(), "nothing has happened to it", cites=["COMP-13", "COMP-28"])
    whole(script, module, "Ticks", "the marker is the last", cites=["WORLD-11"])
    log(script, first, _ROUTED, "two events", "COMP-28")
    script.go("world.close")


def _almanac_tick(found: Collection) -> None:
    script = found.script("composites/almanac-tick", "the tick of an Almanac is carried, and waited for by nobody")
    chain, clock = Superchain(), Clock()
    content = lattices_content(almanac=clock.address)
    first = opened(script, router(content=content), comment="it names an Almanac")
    second = deployed(script, ledger(content=content), "so does this", cites=["COMP-1"])
    pins = {"content_hash": clock.ids.content_hash}
    slots = [chain.event(number) for number in range(4)]
    ticks = [clock.tick(seq) for seq in (0, 7, 9)]
    for number, brought in ((0, ()), (1, (ticks[0],)), (2, (ticks[2], ticks[1])), (3, ())):
        for ident, name in ((first, _POOL), (second, _REFUNDS)):
            for tick in brought:
                delivered(script, ident, clock.surface, tick, comment="a tick", cites=["COMP-18"], **pins)
            _brought(script, ident, chain, slots[number], name, (number % 3,))
            sealed(script, ident, number, "it is sealed", "COMP-18")
    log(script, first, _ROUTED, "none, 0, 9 and 9", "COMP-18")
    log(script, second, _SHARED, "the same", "COMP-18")
    script.go("world.close")


def _quorum(found: Collection) -> None:
    script = found.script(
        "composites/quorum", "without a majority nothing is taken, and what falls due waits", features=("faults",)
    )
    chain = Superchain()
    first = opened(script, ledger(), comment="a ledger of three")
    slots = [chain.event(number) for number in range(3)]
    other = deployed(script, router(), "a router of three", cites=["COMP-1"])

    def attested(number: int) -> None:
        _brought(script, first, chain, slots[number], _REFUNDS, (0, 1, 2))
        entry = slots[number][1].attestation
        delivered(script, first, chain.surface(1, "Attestation"), entry, comment="an attestation", cites=["COMP-24"])

    attested(0)
    befalls(script, first, Fault.Isolate, 1, comment="one is cut off")
    submitted(script, first, Apply(), "two sign", cites=["COMP-24", "FLT-6"])
    attested(1)
    befalls(script, first, Fault.Crash, 0, comment="one crashes: there is no majority")
    pool = slots[2][0].refunds
    not_delivered(script, first, "NoQuorum", chain.surface(0, _REFUNDS), pool, comment="nothing is taken")
    not_submitted(script, first, "NoQuorum", Apply(), "nothing is decided")
    advance(script, START + DEADLINE + 70, "past the deadline", cites=["FLT-5", "COMP-14", "WORLD-18"])
    log(script, first, _SHARED, "one event", "FLT-5")
    _brought(script, other, chain, slots[0], _POOL, (0, 1, 2))
    submitted(script, other, Apply(), "the router goes on", cites=["COMP-28", "COMP-13"])
    befalls(script, first, Fault.Heal, 1, comment="a majority again: what waited happens", cites=["FLT-5", "COMP-14"])
    log(script, first, _SHARED, "two events", "FLT-5")
    log(script, first, "SharedAttestations", "other two sign", "FLT-6", "COMP-24")
    script.go("world.close")


# --- mutated deliveries -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Delivery:
    """An entry that is brought: of which member, of which event, and how long after the one before."""

    place: int
    event: int
    wait: int = 0


_EVENTS: Final = 2
_BASE: Final = tuple(Delivery(place, event) for event in range(_EVENTS) for place in range(3))


def _changed(kind: str, entropy: Entropy) -> list[Delivery]:
    """The deliveries after a mutation; the events that it may change are those of what is dropped."""
    found = list(_BASE)
    if kind == "shift":
        return [changed_wait(each, entropy.below(DEADLINE // len(found))) for each in found]
    if kind == "drop":
        del found[entropy.below(len(found))]
        return found
    if kind == "duplicate":
        for _ in range(4):
            found.insert(entropy.below(len(found) + 1), entropy.choice(_BASE))
        return found
    ranks = {each: entropy.bytes(8) for each in found}
    return sorted(found, key=lambda each: ranks[each])


def changed_wait(delivery: Delivery, wait: int) -> Delivery:
    """The same, later."""
    return Delivery(delivery.place, delivery.event, wait)


def _mutated(found: Collection, kind: str, number: int) -> None:
    told = {
        "shift": "entries that come later, but in time, change nothing",
        "drop": "an entry that is lost changes its event alone",
        "duplicate": "entries that come twice change nothing",
        "reorder": "entries in another order change nothing",
    }[kind]
    script = found.script(f"composites/mutated/{kind}-{number}", told)
    entropy = Entropy(f"{_SEED} {kind} {number}")
    mutated = _changed(kind, entropy)
    as_it_was = _lived(script, _BASE)
    after = _lived(script, mutated)
    lost = {(each.place, each.event) for each in _BASE} - {(each.place, each.event) for each in mutated}
    spared = {event for event in range(_EVENTS) if event not in {event for _, event in lost}}
    for before, then in zip(as_it_was, after, strict=True):
        if _of(before, spared) != _of(then, spared) or (not lost and before != then):
            raise ScriptError(f"{script.id}: the mutation shows")
        if lost and before == then:
            raise ScriptError(f"{script.id}: the mutation does not show")


def _lived(script: Script, deliveries: Sequence[Delivery]) -> list[Any]:
    """A world in which a router and a ledger get these deliveries, and what stands on their surfaces."""
    chain = Superchain()
    slots = [chain.event(number) for number in range(_EVENTS)]
    first = opened(script, router())
    second = deployed(script, ledger(), "a ledger", cites=["COMP-1"])
    now = START
    cites = ["COMP-8", "COMP-15"]
    for each in deliveries:
        if each.wait:
            now += each.wait
            advance(script, now, "a little later")
        slot = slots[each.event][each.place]
        delivered(script, first, chain.surface(each.place, _POOL), slot.pool, cites=cites)
        delivered(script, second, chain.surface(each.place, _REFUNDS), slot.refunds, cites=cites)
    for ident in (first, second):
        sealed(script, ident, _EVENTS - 1, "all of it", *cites)
    found = [
        log(script, first, _ROUTED, "what is routed", *cites),
        log(script, second, _SHARED, "what is shared", *cites),
    ]
    script.go("world.close", cites=["WORLD-16", "COMP-15"])
    return found


def _of(page: Any, events: set[int]) -> list[Any]:
    """The records of these events, without their places in the log."""
    members = {each.hex(): first for each, first in zip(_members(), FIRST, strict=True)}
    found = []
    for entry in page["entries"]:
        record = next(value for name, value in entry["record"].items() if name != "kind")
        if int(record["clock"]) - members[record["member"]] in events:
            found.append(record)
    return found


def _members() -> list[bytes]:
    return [bytes(each.stable_id)[:20] for each in LATTICES]
