"""Scenarios in which a component reads another of its world: the network reads the one's surface, and brings it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.composite import AdvanceTick, Apply
from coalition.runtime.correlator import ObservePrice
from coalition.runtime.fault import Fault
from coalition.runtime.upstream import clock_event
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId
from conformance.scenarios.almanacs import SLOT, almanac, no_tick, tick
from conformance.scenarios.correlators import ALMANAC
from conformance.scenarios.faults import befalls
from conformance.scenarios.performers import CADENCE, START, advance, as_it_is, deployed, opened, retire, submitted
from conformance.scenarios.playing import (
    DEADLINE,
    Feeds,
    Superchain,
    correlator,
    correlator_content,
    delivered,
    lattices_content,
    ledger,
    log,
    router,
    sealed,
)
from conformance.scenarios.script import Collection, Script
from conformance.scenarios.wires import Wire

FEATURES: Final = ("almanac", "stall", "world")
_TICKS, _CORRELATED, _ROUTED, _SHARED = "Ticks", "Correlations", "RoutedIntents", "SharedRefunds"
_POOL, _REFUNDS = "UnsealedPool", "Refunds"
_CORRELATOR: Final = ("stall.correlator",)
_LATTICES: Final = ("stall.intents", "stall.ledger")


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    found = Collection("scenarios/upstreams.json", FEATURES, chapter="composites")
    for write in (_aligned, _carried, _unread, _delivery, _ends, _rebuilt, _replayed, _composites):
        write(found)
    yield found


def _clock(script: Script, comment: str = "an Almanac") -> tuple[UniqueId, UniqueId, Wire]:
    """A world with an Almanac in it: its deployment, its address, and the wire that reads it."""
    clock = opened(script, ALMANAC, comment=comment)
    return clock, as_it_is(script, clock).address, Wire(script, clock, _TICKS)


def _aligned_to(script: Script, address: UniqueId, name: str = "aligned", *, replay: bool = False) -> UniqueId:
    made = correlator(name, correlator_content(address), replay=replay)
    return deployed(script, made, "a correlator aligned to it", cites=["COMP-1"])


def _second(
    script: Script, feeds: Feeds, idents: Sequence[UniqueId], number: int, places: Sequence[int] = (0, 1)
) -> None:
    """What feeds show in a second."""
    for place in places:
        shown = feeds.tick(place, START + number * CADENCE, 100 * (place + 1) + number)
        for ident in idents:
            delivered(script, ident, feeds.surface(place), shown, comment="a price")


def _goes_on(script: Script, clock: UniqueId, number: int) -> None:
    """The next slot, and its tick."""
    if number:
        advance(script, START + number * CADENCE, "the next slot", cites=["WORLD-18"])
    tick(script, clock, (0, number * CADENCE), comment="the Almanac ticks")


def _aligned(found: Collection) -> None:
    script = found.script(
        "composites/almanac-loses-majority",
        "an Almanac of this world loses its majority: who is aligned to it waits, who is not does not, and both go on",
        features=(*_CORRELATOR, "faults"),
    )
    clock, address, wire = _clock(script)
    first = _aligned_to(script, address)
    second = deployed(script, correlator(), "a correlator with bins of its own", cites=["COMP-1"])
    both, feeds = (first, second), Feeds()
    for number in range(2):
        _goes_on(script, clock, number)
        _second(script, feeds, both, number)
        wire.carries(first, cites=["COMP-26", "COMP-5"])
    log(script, first, _CORRELATED, "the slot that is over", "COMP-26")
    befalls(script, clock, Fault.Crash, 0, comment="one of three goes down", cites=["FLT-3"])
    befalls(script, clock, Fault.Isolate, 2, comment="and one is cut off: there is no majority", cites=["FLT-3"])
    for number in range(2, 5):
        advance(script, START + number * CADENCE, "time passes", cites=["COMP-14"])
        no_tick(script, clock, "NoQuorum", (0, number * CADENCE), comment="no tick")
        _second(script, feeds, both, number)
        wire.carries(first, comment="nothing comes of it", cites=["COMP-26"])
    advance(script, START + 5 * DEADLINE, "a long time", cites=["COMP-14"])
    log(script, first, _CORRELATED, "it waits, and has no deadline", "COMP-14", "COMP-26", "COMP-28")
    log(script, second, _CORRELATED, "who is not aligned has it all", "COMP-14", "COMP-28")
    befalls(script, clock, Fault.Heal, 2, comment="a majority again", cites=["FLT-3"])
    tick(script, clock, (0, 5 * DEADLINE), comment="the present slot, with a gap behind it", cites=["FLT-4", "ALM-3"])
    wire.carries(first, comment="one tick seals all that waited", cites=["COMP-26", "COMP-12"])
    log(script, first, _CORRELATED, "nothing is lost, it is late", "COMP-26", "COMP-15")
    script.go("world.close")


def _carried(found: Collection) -> None:
    script = found.script(
        "composites/almanac-stalls",
        "a router and a ledger carry the ticks of an Almanac of this world; it stalls, and they go on with the last",
        features=(*_LATTICES, "faults"),
    )
    clock, address, wire = _clock(script)
    content = lattices_content(almanac=address)
    first = deployed(script, router(content=content), "a router that names it", cites=["COMP-1"])
    second = deployed(script, ledger(content=content), "a ledger that does", cites=["COMP-1"])
    third = deployed(script, router("other.intents"), "a router that names none", cites=["COMP-1"])
    chain = Superchain()

    def event(number: int, comment: str) -> None:
        slots = chain.event(number)
        for place in range(3):
            for ident in (first, third):
                delivered(script, ident, chain.surface(place, _POOL), slots[place].pool, comment="a pool")
            delivered(script, second, chain.surface(place, _REFUNDS), slots[place].refunds, comment="refunds")
        for ident in (first, second, third):
            submitted(script, ident, Apply(), comment, cites=["COMP-13", "COMP-18"])

    event(0, "before any tick")
    _goes_on(script, clock, 0)
    wire.carries(first, second, cites=["COMP-18", "COMP-5"])
    event(1, "with its tick")
    befalls(script, clock, Fault.Crash, 0, 1, comment="the Almanac loses its majority", cites=["FLT-3"])
    advance(script, START + CADENCE, "the next slot")
    no_tick(script, clock, "NoQuorum", (0, CADENCE), comment="no tick")
    event(2, "nothing waits for it")
    befalls(script, clock, Fault.Restart, 1, comment="it has a majority again", cites=["FLT-3"])
    tick(script, clock, (0, CADENCE), comment="and ticks")
    wire.carries(first, second, cites=["COMP-18", "COMP-5"])
    event(3, "with the next tick")
    log(script, first, _ROUTED, "none, the first twice, the second", "COMP-18", "COMP-28")
    log(script, second, _SHARED, "the same", "COMP-18", "COMP-28")
    log(script, third, _ROUTED, "none, and nothing else is different", "COMP-18", "COMP-28")
    script.go("world.close")


def _unread(found: Collection) -> None:
    script = found.script(
        "composites/nobody-reads",
        "what an Almanac of this world commits shows in no other component until it is brought",
        features=_CORRELATOR,
    )
    clock, address, wire = _clock(script)
    first, second = (_aligned_to(script, address, name) for name in ("aligned", "aligned.too"))
    feeds = Feeds()
    _second(script, feeds, (first, second), 0)
    for number in range(3):
        _goes_on(script, clock, number)
    log(script, first, _CORRELATED, "nothing has been brought", "COMP-26", "COMP-28")
    wire.carries(second, comment="it is brought to the other alone", cites=["COMP-26", "COMP-5"])
    log(script, second, _CORRELATED, "which has its slot", "COMP-26")
    log(script, first, _CORRELATED, "and this one still has not", "COMP-26", "COMP-28")
    Wire(script, clock, _TICKS).carries(first, comment="now it is brought here too", cites=["COMP-26", "COMP-5"])
    log(script, first, _CORRELATED, "the same", "COMP-26", "COMP-15")
    script.go("world.close", cites=["WORLD-16", "COMP-28"])


def _delivery(found: Collection) -> None:
    script = found.script(
        "composites/ticks-lost-and-repeated",
        "between components of one world, too, ticks come late, again, in another order, or not at all",
        features=_CORRELATOR,
    )
    clock, address, wire = _clock(script)
    first = _aligned_to(script, address)
    feeds = Feeds()
    for number in range(4):
        _goes_on(script, clock, number)
        _second(script, feeds, (first,), number, (0, 1) if number else (0,))
    ticks = wire.reads("four ticks")
    wire.brings(first, ticks[2], comment="the third first: two slots are over", cites=["COMP-26", "COMP-12"])
    log(script, first, _CORRELATED, "two slots", "COMP-26")
    wire.brings(first, ticks[1], ticks[1], comment="the second, twice: nothing", cites=["COMP-8", "COMP-26"])
    forged = EvidencePointer(address, clock_event(ticks[0].record), ticks[1].commit)
    script.refuse(
        "world.submit", "UnresolvedEvidence", "the first never came", component=first, command=AdvanceTick(forged)
    )
    wire.brings(first, *ticks[1:], comment="all but the lost one", cites=["COMP-8", "COMP-26"])
    log(script, first, _CORRELATED, "three slots, and the fourth waits", "COMP-26", "COMP-8")
    _second(script, feeds, (first,), 0, (1,))
    log(script, first, _CORRELATED, "what belongs to the first slot is late", "COMP-17")
    script.go("world.close")


def _ends(found: Collection) -> None:
    script = found.script(
        "composites/almanac-retires",
        "the marker of an Almanac of this world is kept: who is aligned to it seals by command alone",
        features=_CORRELATOR,
    )
    clock, address, wire = _clock(script)
    first = _aligned_to(script, address)
    feeds = Feeds()
    for number in range(2):
        _goes_on(script, clock, number)
        _second(script, feeds, (first,), number)
    retire(script, clock, RetirementMarker.retired(RetirementInstant.AtTimestamp(START + 2 * CADENCE)))
    wire.carries(first, comment="two ticks, and the marker", cites=["COMP-10", "COMP-26"])
    no_tick(script, clock, "Retired", (0, CADENCE), comment="it has ended")
    advance(script, START + 5 * DEADLINE, "a long time", cites=["COMP-14"])
    log(script, first, _CORRELATED, "one slot", "COMP-10", "COMP-26")
    wire.carries(first, comment="there is nothing more", cites=["COMP-10"])
    sealed(script, first, SLOT + 1, "by command", "COMP-12")
    log(script, first, _CORRELATED, "and the other", "COMP-12", "COMP-26")
    script.go("world.close")


def _rebuilt(found: Collection) -> None:
    script = found.script(
        "composites/another-almanac",
        "an Almanac of another name is another surface, which who is aligned to the first does not read",
        features=_CORRELATOR,
    )
    clock, address, wire = _clock(script)
    other = deployed(script, almanac("almanac.next"), "the next one")
    first = _aligned_to(script, address)
    second = _aligned_to(script, as_it_is(script, other).address, "aligned.next")
    feeds, heir = Feeds(), Wire(script, other, _TICKS)
    for number in range(2):
        for each in (clock, other):
            tick(script, each, (0, number * CADENCE), comment="both tick")
        _second(script, feeds, (first, second), number)
        if not number:
            advance(script, START + CADENCE, "the next slot")
    old, new = wire.reads("the ticks of the one"), heir.reads("and of the other")
    heir.fails_to_bring(first, "NotSpanned", *new, comment="the other's")
    wire.fails_to_bring(second, "NotSpanned", *old, comment="and the other way round")
    wire.brings(first, *old, comment="to each its own", cites=["COMP-5", "COMP-26"])
    heir.brings(second, *new, comment="to each its own", cites=["COMP-5", "COMP-26"])
    for ident in (first, second):
        log(script, ident, _CORRELATED, "one slot each", "COMP-26", "COMP-28")
    script.go("world.close")


def _replayed(found: Collection) -> None:
    script = found.script(
        "composites/replayed-beside",
        "a replay in the world of what it replays: the same entries, of the same components, come to the same",
        features=_CORRELATOR,
    )
    clock, address, wire = _clock(script)
    runs = _aligned_to(script, address)
    feeds = Feeds()
    prices = []
    for number in range(2):
        _goes_on(script, clock, number)
        shown = feeds.tick(0, START + number * CADENCE, 7 + number)
        prices.append(shown)
        delivered(script, runs, feeds.surface(0), shown, comment="a price")
    ticks = wire.reads()
    wire.brings(runs, *ticks, cites=["COMP-26", "COMP-5"])
    replays = _aligned_to(script, address, "replaying", replay=True)
    wire.brings(replays, *reversed(ticks), comment="all of it is kept", cites=["COMP-27", "COMP-10"])
    delivered(script, replays, feeds.surface(0), *prices, comment="and of the feed", cites=["COMP-27", "COMP-10"])
    log(script, replays, _CORRELATED, "nothing is observed yet", "COMP-27")
    for price in prices:
        pointer = EvidencePointer(feeds.oracles[0].stable_id, clock_event(price.record), price.commit)
        submitted(script, replays, ObservePrice(pointer), "as it was observed", cites=["COMP-11", "COMP-27"])
    for each in ticks:
        command = AdvanceTick(EvidencePointer(address, clock_event(each.record), each.commit))
        submitted(script, replays, command, "as it ticked", cites=["COMP-11", "COMP-27", "COMP-26"])
    for ident in (runs, replays):
        log(script, ident, _CORRELATED, "the same records", "COMP-27")
    script.go("world.close")


def _composites(found: Collection) -> None:
    script = found.script(
        "composites/no-composite-of-composites",
        "what a composite organism of this world commits, or what a module does, is of no span here",
        features=(*_LATTICES, *_CORRELATOR),
    )
    clock, _, wire = _clock(script)
    routes = deployed(script, router(), "a router", cites=["COMP-1"])
    books = deployed(script, ledger(), "a ledger over the same members", cites=["COMP-1"])
    feeds = deployed(script, correlator(), "a correlator", cites=["COMP-1"])
    chain = Superchain()

    def works(number: int) -> None:
        slots = chain.event(number)
        for place in range(3):
            delivered(script, routes, chain.surface(place, _POOL), slots[place].pool, comment="a pool")
            delivered(script, books, chain.surface(place, _REFUNDS), slots[place].refunds, comment="refunds")
        for ident in (routes, books):
            submitted(script, ident, Apply(), "it works", cites=["COMP-13"])

    works(0)
    _goes_on(script, clock, 0)
    routed, shared = Wire(script, routes, _ROUTED), Wire(script, books, _SHARED)
    for each, readers in ((routed, (books, feeds, clock)), (shared, (routes, feeds)), (wire, (routes, books, feeds))):
        entries = each.reads("what it committed")
        for ident in readers:
            each.fails_to_bring(ident, "NotSpanned", *entries, comment="nobody here reads it")
    works(1)
    for ident, name in ((routes, _ROUTED), (books, _SHARED)):
        log(script, ident, name, "two events", "COMP-28", "COMP-5")
    log(script, feeds, _CORRELATED, "and nothing", "COMP-28", "COMP-5")
    script.go("world.close")
