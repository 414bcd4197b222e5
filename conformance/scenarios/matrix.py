"""Scenarios of the matrix of chapter 60: what fails, who reads it, and others that are seen alive before and after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from coalition.composites import LatticeSource
from coalition.oracle import TokenPair
from coalition.reference import LatticeConfig, OrganismRef
from coalition.runtime.component import Component
from coalition.runtime.composite import Apply
from coalition.runtime.fault import Fault
from coalition.runtime.played import PlayedLattice, PlayedOracle, PlayedSlot
from coalition.stable_id import derive_stable_id
from coalition.unique_id import UniqueId, unique_id
from conformance.pages import changed
from conformance.scenarios import corrupted
from conformance.scenarios.faults import befalls
from conformance.scenarios.performers import START, advance, deployed, not_submitted, opened
from conformance.scenarios.playing import (
    CHAINS,
    DEADLINE,
    FEEDS,
    FIRST,
    GBP,
    LATTICES,
    Feeds,
    Superchain,
    correlator,
    correlator_content,
    delivered,
    lattices_content,
    ledger,
    log,
    not_delivered,
    pinned,
    router,
    sealed,
)
from conformance.scenarios.script import Collection
from conformance.scenarios.spanned import ALL, BASE, ETH, POOL, REFUNDS, UNI, applied, brought
from conformance.scenarios.wires import Wire

FEATURES: Final = ("stall", "world")
_ROUTED, _SHARED, _CORRELATED = "RoutedIntents", "SharedRefunds", "Correlations"
_INTENTS, _LEDGER, _CORRELATOR = ("stall.intents",), ("stall.ledger",), ("stall.correlator",)
_CHF: Final = TokenPair("CHF", "USD")


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    found = Collection("scenarios/matrix.json", FEATURES, chapter="composites")
    for write in (_lattice, _tally, _oracle, _stable_id, _content_hash, _composite, *corrupted.SUBJECTS):
        write(found)
    yield found


def _narrow(*places: int, name: str = "narrow.intents") -> Component:
    """A router over some of the lattices alone."""
    sources = tuple(LatticeSource(CHAINS[place], FIRST[place]) for place in places)
    return router(name, lattices=tuple(LATTICES[each] for each in places), content=lattices_content(sources=sources))


def _lattice(found: Collection) -> None:
    script = found.script(
        "matrix/lattice-organism",
        "an unseal stalls: who reads it names it as missing, and who reads other members alone sees nothing of it",
        features=_INTENTS,
    )
    chain = Superchain()
    reader = opened(script, router(), comment="a router over three lattices")
    other = deployed(script, _narrow(ETH, BASE), "a router over the two that go on", cites=["COMP-1"])
    events = []
    for number, there in ((0, ALL), (1, (ETH, BASE)), (2, (ETH, BASE)), (3, ALL)):
        events.append(chain.event(number))
        brought(script, reader, chain, events[number], there)
        brought(script, other, chain, events[number], (ETH, BASE))
        sealed(script, reader, number, f"event {number}", "COMP-15", "COMP-19")
        applied(script, other)
    late = events[1][UNI].pool
    delivered(script, reader, chain.surface(UNI, POOL), late, comment="what was missing comes late", cites=["COMP-17"])
    not_delivered(script, other, "NotSpanned", chain.surface(UNI, POOL), late, comment="and is nothing to the other")
    log(script, reader, _ROUTED, "two events without it, and two with it", "COMP-15", "COMP-17")
    log(script, other, _ROUTED, "four events, of which none lacks anybody", "COMP-15", "COMP-28")
    script.go("world.close")


def _tally(found: Collection) -> None:
    script = found.script(
        "matrix/lattice-organism-of-one-surface",
        "a tally stalls, and its lattice's unseal does not: who reads that one sees nothing of it",
        features=(*_INTENTS, *_LEDGER),
    )
    chain = Superchain()
    reader = opened(script, ledger(), comment="a ledger over three lattices")
    other = deployed(script, router(), "a router over the same", cites=["COMP-1"])
    for number, there in ((0, ALL), (1, (UNI, BASE)), (2, ALL)):
        slots = chain.event(number)
        brought(script, reader, chain, slots, there, REFUNDS)
        brought(script, other, chain, slots, ALL)
        sealed(script, reader, number, f"event {number}", "COMP-15", "COMP-21")
        applied(script, other)
    log(script, reader, _SHARED, "one event has two records", "COMP-15", "COMP-21")
    log(script, other, _ROUTED, "three events, of which none lacks anybody", "COMP-15", "COMP-28")
    script.go("world.close")


def _oracle(found: Collection) -> None:
    script = found.script(
        "matrix/standalone-organism",
        "an oracle stalls: who reads it names it as missing, and who reads the others alone sees nothing of it",
        features=_CORRELATOR,
    )
    stable_id = derive_stable_id("price-feed.chf")
    third = PlayedOracle(stable_id, _CHF)
    content = changed(correlator_content(), feeds=(GBP, _CHF))
    spans = (FEEDS[1], OrganismRef.by_stable_id("chf", stable_id))
    feeds = Feeds()
    reader = opened(script, correlator(), comment="a correlator of two feeds")
    other = deployed(
        script,
        correlator("other.correlator", content, organisms=spans),
        "one of the second and a third",
        cites=["COMP-1"],
    )
    for number, stalls in enumerate((False, True, True, False)):
        at = START + number * 1_000
        if not stalls:
            delivered(script, reader, feeds.surface(0), feeds.tick(0, at, 100 + number), comment="the first feed")
        second = feeds.tick(1, at, 200 + number)
        for ident in (reader, other):
            delivered(script, ident, feeds.surface(1), second, comment="the second feed")
        third, tick = third.tick(at // 1_000, at, 300 + number)
        delivered(script, other, third.surface, tick, comment="the third feed")
        sealed(script, reader, at // 1_000, "its bin", "COMP-15", "COMP-25")
        applied(script, other)
    log(script, reader, _CORRELATED, "two bins without it, and two with it", "COMP-15", "COMP-25")
    log(script, other, _CORRELATED, "four bins, of which none lacks a feed", "COMP-15", "COMP-28")
    script.go("world.close")


def _stable_id(found: Collection) -> None:
    script = found.script(
        "matrix/stable-id",
        "a member gets another stable id: who spans it is deployed anew, and who spans others alone stays",
        features=_INTENTS,
    )
    chain = Superchain()
    reader = opened(script, router(), comment="over the member of old")
    other = deployed(script, _narrow(ETH, UNI), "over the two others", cites=["COMP-1"])
    slots = chain.event(0)
    brought(script, reader, chain, slots, ALL)
    brought(script, other, chain, slots, (ETH, UNI))
    applied(script, reader, other)
    heir = LatticeConfig("base.mainnet.v2", derive_stable_id("base.mainnet.v2"))
    chain.lattices[BASE] = PlayedLattice(heir.instance_name, CHAINS[BASE])
    slots = chain.event(1)
    brought(script, reader, chain, slots, (ETH, UNI))
    brought(script, other, chain, slots, (ETH, UNI))
    applied(script, reader, comment="it waits for the member of old")
    applied(script, other)
    advance(script, START + DEADLINE, "to the deadline", cites=["COMP-14", "COMP-15"])
    anew = router("superchain.intents.v2", lattices=(*LATTICES[:2], heir))
    again = deployed(script, anew, "deployed anew, over the heir", cites=["COMP-1"])
    brought(script, again, chain, slots, ALL)
    slots = chain.event(2)
    brought(script, other, chain, slots, (ETH, UNI))
    applied(script, again, other)
    log(script, reader, _ROUTED, "the member of old is missing", "COMP-15")
    log(script, again, _ROUTED, "nobody is missing", "COMP-15")
    log(script, other, _ROUTED, "three events, of which none lacks anybody", "COMP-15", "COMP-28")
    script.go("world.close")


def _content_hash(found: Collection) -> None:
    script = found.script(
        "matrix/content-hash",
        "a member gets another build: who pinned it is deployed anew, who did not stays, and so does who reads others",
        features=_INTENTS,
    )
    old, new = unique_id("build 1"), unique_id("build 2")
    pinning = router("pinned.intents", lattices=(pinned(LATTICES[ETH], old), *LATTICES[1:]))
    first = opened(script, pinning, comment="it pins the build")
    second = deployed(script, router(), "it pins the stable id alone", cites=["COMP-1"])
    other = deployed(script, _narrow(UNI, BASE), "over the two others", cites=["COMP-1"])
    chain = Superchain((old, None, None))
    slots = chain.event(0)
    for ident in (first, second):
        brought(script, ident, chain, slots, ALL, builds=(old, None, None))
    brought(script, other, chain, slots, (UNI, BASE))
    applied(script, first, second, other)
    chain.lattices[ETH] = PlayedLattice(LATTICES[ETH].instance_name, CHAINS[ETH], new)
    slots = chain.event(1)
    surface, pool = chain.surface(ETH, POOL), slots[ETH].pool
    not_delivered(script, first, "PinnedContent", surface, pool, content_hash=new, comment="another build than its own")
    brought(script, first, chain, slots, (UNI, BASE))
    brought(script, second, chain, slots, ALL, builds=(new, None, None))
    brought(script, other, chain, slots, (UNI, BASE))
    applied(script, second, other)
    sealed(script, first, 1, "without the member", "COMP-6", "COMP-15")
    anew = router("pinned.intents", lattices=(pinned(LATTICES[ETH], new), *LATTICES[1:]))
    again = deployed(script, anew, "deployed anew, with the new pin", cites=["COMP-1", "WORLD-4"])
    brought(script, again, chain, slots, ALL, builds=(new, None, None))
    applied(script, again)
    for ident in (first, second, again, other):
        log(script, ident, _ROUTED, "one lacked the member, and nobody else did", "COMP-6", "COMP-15", "COMP-28")
    script.go("world.close")


def _composite(found: Collection) -> None:
    script = found.script(
        "matrix/composite-organism",
        "a router loses its majority: who reads it sees nothing new, and the members' other readers go on",
        features=(*_INTENTS, *_LEDGER, "faults"),
    )
    chain = Superchain()
    stalls = opened(script, router(), comment="a router that will stall")
    books = deployed(script, ledger(), "a ledger, of the same members", cites=["COMP-1"])
    other = deployed(script, router("other.intents"), "another router over them", cites=["COMP-1"])
    consumer = Wire(script, stalls, _ROUTED)

    def event(number: int, routes: Sequence[UniqueId]) -> Sequence[PlayedSlot]:
        slots = chain.event(number)
        for ident in routes:
            brought(script, ident, chain, slots, ALL)
        brought(script, books, chain, slots, ALL, REFUNDS)
        applied(script, *routes, books)
        return slots

    event(0, (stalls, other))
    consumer.reads("a consumer reads its commits", cites=["COMP-19", "WORLD-8"])
    befalls(script, stalls, Fault.Crash, 0, 2, comment="its majority is lost", cites=["FLT-3"])
    missed = []
    for number in (1, 2):
        slots = event(number, (other,))
        missed.append(slots)
        surface = chain.surface(ETH, POOL)
        not_delivered(script, stalls, "NoQuorum", surface, slots[ETH].pool, comment="it takes nothing")
        consumer.reads("and its consumer sees nothing new", cites=["FLT-3", "WORLD-8"])
    not_submitted(script, stalls, "NoQuorum", Apply(), "it decides nothing")
    advance(script, START + 3 * DEADLINE, "past every deadline", cites=["COMP-14", "FLT-5"])
    consumer.reads("no dummy is committed", cites=["COMP-14", "FLT-3"])
    befalls(script, stalls, Fault.Restart, 0, comment="it has a majority again", cites=["FLT-3"])
    for slots in missed:
        brought(script, stalls, chain, slots, ALL)
    applied(script, stalls, comment="it catches up")
    consumer.reads("its consumer has the rest", cites=["COMP-13", "WORLD-8"])
    event(3, (stalls, other))
    for ident, name in ((stalls, _ROUTED), (other, _ROUTED), (books, _SHARED)):
        log(script, ident, name, "four events, of which none lacks anybody", "COMP-15", "COMP-28")
    script.go("world.close")
