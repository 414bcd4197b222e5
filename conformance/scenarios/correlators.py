"""Scenarios of a cross-feed correlator: bins, slots of an Almanac, the latest tick, a feed that stalls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coalition import examples
from coalition.acl import AclComposition
from coalition.almanac import AlmanacTick
from coalition.composites import AlmanacTicks, TimestampBins
from coalition.content_preimages import AlmanacContent
from coalition.reference import OrganismRef
from coalition.runtime.almanac import TickRecord
from coalition.runtime.composite import AdvanceTick, Apply
from coalition.runtime.correlator import ObservePrice
from coalition.runtime.log import Entry
from coalition.runtime.module import Module, identify
from coalition.surface import EvidencePointer, commit, deployment, surface_id
from coalition.unique_id import UniqueId, unique_id
from conformance.pages import changed
from conformance.scenarios.performers import (
    COMMITTEE,
    START,
    advance,
    deployed,
    not_submitted,
    opened,
    submitted,
)
from conformance.scenarios.playing import (
    DEADLINE,
    FEEDS,
    STALL,
    Feeds,
    correlator,
    correlator_content,
    delivered,
    log,
    not_delivered,
    sealed,
)
from conformance.scenarios.script import Collection

FEATURES = ("stall", "stall.correlator", "world")
_LOG = "Correlations"
_SECOND = START // 1_000

#: The Almanac of `ethereum.superchain`, a second a slot.
ALMANAC = Module(examples.ETH_SUPERCHAIN, "almanac", AlmanacContent(1_000, None), None, AclComposition(()))


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    found = Collection("scenarios/correlator.json", FEATURES, chapter="composites")
    for write in (_bins, _oracle_stalls, _stalled, _spans, _latest, _aligned, _pinned, _commands):
        write(found)
    yield found


class Clock:
    """An Almanac that is played: its ticks, one after another."""

    def __init__(self, module: Module = ALMANAC) -> None:
        self.ids = identify(module)
        self.surface = surface_id(self.ids.address, "Ticks").id()
        self.built = deployment(self.ids.address, self.ids.content_hash).id()
        self.length = 0

    @property
    def address(self) -> UniqueId:
        """Its `module_id`."""
        return self.ids.address

    def tick(self, seq: int) -> Entry:
        """The next tick."""
        record = TickRecord(AlmanacTick(seq, ()))
        made = Entry(self.length, commit(self.surface, self.built, self.length, record.digest().id()).id(), record)
        self.length += 1
        return made


def _bins(found: Collection) -> None:
    script = found.script("composites/bins", "ticks of two feeds, in bins of their own time")
    ident, feeds = opened(script, correlator(), comment="a correlator"), Feeds()
    begins = _SECOND * 1_000
    delivered(script, ident, feeds.surface(0), feeds.tick(0, begins, 108), comment="the first instant of a bin")
    delivered(script, ident, feeds.surface(1), feeds.tick(1, begins + 999, 127), comment="its last")
    delivered(script, ident, feeds.surface(0), feeds.tick(0, begins + 1_000, 109), comment="the next bin")
    submitted(script, ident, Apply(), "the first is complete", cites=["COMP-13", "COMP-25"])
    advance(script, START + DEADLINE, "the second falls due", cites=["COMP-14", "COMP-25"])
    log(script, ident, _LOG, "two records and one", "COMP-25", "COMP-15")
    script.go("world.close")


def _oracle_stalls(found: Collection) -> None:
    script = found.script("composites/oracle-stalls", "a feed stalls: the other goes on, and says so")
    ident, feeds = opened(script, correlator()), Feeds()
    for number, places in ((0, (0, 1)), (1, (0,)), (2, (1,)), (3, (1, 0))):
        for place in places:
            at = START + number * 1_000
            delivered(script, ident, feeds.surface(place), feeds.tick(place, at, 100 + number))
        sealed(script, ident, _SECOND + number, "it is sealed", "COMP-15")
    log(script, ident, _LOG, "who was missing is named", "COMP-15", "COMP-25")
    script.go("world.close")


def _stalled(found: Collection) -> None:
    script = found.script("composites/feed-stall-event", "a bin that lacks a feed is given up")
    content = correlator_content(policy=STALL)
    ident, feeds = opened(script, correlator(content=content)), Feeds()
    for number, places in ((0, (0,)), (1, (0, 1))):
        for place in places:
            delivered(script, ident, feeds.surface(place), feeds.tick(place, START + number * 1_000, 100))
    advance(script, START + DEADLINE, "both fall due", cites=["COMP-14", "COMP-16"])
    late = feeds.tick(1, START, 99)
    delivered(script, ident, feeds.surface(1), late, comment="too late", cites=["COMP-17"])
    log(script, ident, _LOG, "a stall, two records, and what came late", "COMP-16", "COMP-17")
    script.go("world.close")


def _spans(found: Collection) -> None:
    script = found.script("composites/feeds", "which correlators can be deployed")
    opened(script, correlator())
    content = correlator_content()
    for comment, refusal, component in (
        (
            "one feed",
            "SpanTooSmall",
            correlator("b", organisms=FEEDS[:1], content=changed(content, feeds=content.feeds[:1])),
        ),
        ("a pair too few", "SpanMismatch", correlator("b", content=changed(content, feeds=content.feeds[:1]))),
        ("a pair too many", "SpanMismatch", correlator("b", content=changed(content, feeds=content.feeds * 2))),
        ("no bins", "LengthZero", correlator("b", content=changed(content, alignment=TimestampBins(0, 1)))),
        ("no time", "LengthZero", correlator("b", content=changed(content, alignment=TimestampBins(1, 0)))),
        (
            "an Almanac without slots",
            "LengthZero",
            correlator("b", content=changed(content, alignment=AlmanacTicks(unique_id("an almanac"), 0))),
        ),
    ):
        script.refuse("world.deploy", refusal, comment, component=component, committee=COMMITTEE)
    script.refuse(
        "world.deploy", "AlreadyDeployed", "a role is no id", component=correlator(name="feeds"), committee=COMMITTEE
    )
    for comment, component in (
        ("with an Almanac", correlator(content=correlator_content(unique_id("an almanac")))),
        ("in another order", correlator(organisms=FEEDS[::-1])),
        ("bins of another length", correlator(content=changed(content, alignment=TimestampBins(1, 1)))),
    ):
        deployed(script, component, comment, cites=["COMP-1", "COMP-2", "COMP-3"])
    script.go("world.close", cites=["WORLD-16", "COMP-1"])


def _latest(found: Collection) -> None:
    script = found.script("composites/latest-tick", "of several ticks of a feed the greatest number stands for it")
    ident, feeds = opened(script, correlator()), Feeds()
    begins = _SECOND * 1_000
    ticks = [feeds.tick(0, begins + offset, 100 + seq, seq) for seq, offset in ((7, 10), (9, 5), (8, 900))]
    for tick in (ticks[1], ticks[0], ticks[2]):
        delivered(script, ident, feeds.surface(0), tick, comment="in any order", cites=["COMP-25"])
    delivered(script, ident, feeds.surface(1), feeds.tick(1, begins, 50, 3))
    sealed(script, ident, _SECOND, "it is sealed", "COMP-25")
    log(script, ident, _LOG, "tick 9, whatever its time", "COMP-25")
    script.go("world.close")


def _aligned(found: Collection) -> None:
    script = found.script("composites/module-stalls", "an Almanac stalls: who is aligned to it waits, others do not")
    clock = Clock()
    aligned = correlator("aligned", correlator_content(clock.address))
    first = opened(script, aligned, comment="aligned to the Almanac")
    second = deployed(script, correlator(), "with bins of its own", cites=["COMP-1"])
    feeds = Feeds()
    for number in range(3):
        for place in range(2):
            tick = feeds.tick(place, START + number * 1_000, 100 * (place + 1) + number)
            for ident in (first, second):
                delivered(script, ident, feeds.surface(place), tick)
    ticks, build = clock.surface, clock.ids.content_hash
    delivered(
        script,
        first,
        ticks,
        clock.tick(_SECOND),
        content_hash=build,
        comment="its slot begins",
        cites=["COMP-26"],
    )
    log(script, first, _LOG, "nothing lies before it", "COMP-26")
    delivered(
        script,
        first,
        ticks,
        clock.tick(_SECOND + 1),
        content_hash=build,
        comment="the slot is over",
        cites=["COMP-26"],
    )
    log(script, first, _LOG, "the first slot", "COMP-26", "COMP-25")
    advance(script, START + 20 * DEADLINE, "no tick for a long time", cites=["COMP-14"])
    log(script, first, _LOG, "nothing new", "COMP-14", "COMP-26")
    log(script, second, _LOG, "all of it, long ago", "COMP-14", "COMP-28")
    not_delivered(script, second, "NotSpanned", ticks, clock.tick(_SECOND + 9), comment="it reads no Almanac")
    clock.length -= 1
    again = clock.tick(_SECOND + 9)
    delivered(script, first, ticks, again, content_hash=build, comment="it is back", cites=["COMP-26"])
    log(script, first, _LOG, "all of it, late", "COMP-26")
    early = clock.tick(_SECOND + 4)
    delivered(script, first, ticks, early, content_hash=build, comment="an older tick seals nothing", cites=["COMP-26"])
    delivered(script, first, feeds.surface(0), feeds.tick(0, START + 8_000, 1), comment="too late", cites=["COMP-17"])
    delivered(script, first, feeds.surface(0), feeds.tick(0, START + 9_000, 2), comment="in time")
    sealed(script, first, _SECOND + 9, "by command too")
    log(script, first, _LOG, "one more", "COMP-26", "COMP-17")
    script.go("world.close")


def _pinned(found: Collection) -> None:
    script = found.script("composites/pinned-feed", "a feed whose build is pinned")
    build = unique_id("a build")
    organisms = (OrganismRef("eur", FEEDS[0].stable_id, build), FEEDS[1])
    ident, feeds = opened(script, correlator(organisms=organisms)), Feeds()
    feeds.oracles[0] = replace(feeds.oracles[0], content_hash=build)
    tick = feeds.tick(0, START, 100)
    not_delivered(script, ident, "PinnedContent", feeds.surface(0), tick, comment="no build is said")
    delivered(script, ident, feeds.surface(0), tick, content_hash=build, comment="the build", cites=["COMP-6"])
    sealed(script, ident, _SECOND, "one of two", "COMP-15")
    log(script, ident, _LOG, "one record", "COMP-6")
    script.go("world.close")


def _commands(found: Collection) -> None:
    script = found.script("composites/ticks-by-command", "a replay observes ticks by command")
    clock = Clock()

    ident, feeds = opened(script, correlator(content=correlator_content(clock.address), replay=True)), Feeds()
    price, tick = feeds.tick(0, START, 100), clock.tick(_SECOND + 1)
    delivered(script, ident, feeds.surface(0), price, comment="it is kept", cites=["COMP-27"])
    delivered(script, ident, clock.surface, tick, content_hash=clock.ids.content_hash, comment="so is this")
    observed = EvidencePointer(FEEDS[0].stable_id, _SECOND, price.commit)
    ticked = EvidencePointer(clock.address, _SECOND + 1, tick.commit)
    not_submitted(script, ident, "UnresolvedEvidence", ObservePrice(ticked), "a tick of the Almanac is no price")
    not_submitted(script, ident, "UnresolvedEvidence", AdvanceTick(observed), "nor the other way round")
    submitted(script, ident, ObservePrice(observed), "a price", cites=["COMP-11", "COMP-27"])
    submitted(script, ident, AdvanceTick(ticked), "the slot is over", cites=["COMP-26", "COMP-27"])
    log(script, ident, _LOG, "one record", "COMP-26", "COMP-15")

    script.go("world.close")
