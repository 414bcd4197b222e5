"""The classes that can be deployed, and what is done with each: a table, so that a law of every class is asked of all.

What is done is a list of `Deed`s. Those of `first` commit on each surface of the class. Those of `more` are every
command that the class takes, and what can be brought to it; in the state after `first`, a second later, each of them
is right by itself, and so are all of them in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from coalition.compute import AlmanacRange, request_digest
from coalition.runtime.almanac import Tick
from coalition.runtime.atlas import Atlas
from coalition.runtime.chronicle import Chronicle, CommitAnchor
from coalition.runtime.component import Command, Component, Running
from coalition.runtime.composite import AdvanceTick, Apply, Composite, Seal
from coalition.runtime.compute_records import Clear, CommitGrant, SubmitRequest
from coalition.runtime.correlator import ObservePrice
from coalition.runtime.intents import ObservePool
from coalition.runtime.ledger import ObserveAttestation, ObserveRefunds
from coalition.runtime.log import Entry
from coalition.runtime.played import PlayedBundle, PlayedSlot
from coalition.unique_id import UniqueId
from conformance import beacon_providers
from conformance.cases.chronicle import SAID
from conformance.scenarios import markets
from conformance.scenarios.almanacs import almanac, observed
from conformance.scenarios.atlases import atlas, card, key_of, signed
from conformance.scenarios.beacons import randomness
from conformance.scenarios.chronicles import SIGNERS, appending, chronicle
from conformance.scenarios.correlators import Clock
from conformance.scenarios.deeds import Class, Deed
from conformance.scenarios.markets import compute, request
from conformance.scenarios.performers import CADENCE, START
from conformance.scenarios.playing import (
    MEMBERS,
    SEARCHERS,
    Feeds,
    Superchain,
    correlator,
    correlator_content,
    lattices_content,
    ledger,
    router,
)


def _asks(comment: str, command: Command, *cites: str) -> Deed:
    return Deed(comment, "world.submit", {"command": command}, ("WORLD-6", *cites))


def _brings(comment: str, surface: UniqueId, entry: Entry, *cites: str, content_hash: UniqueId | None = None) -> Deed:
    values = {"surface": surface, "content_hash": content_hash, "entries": (entry,)}
    return Deed(comment, "world.deliver", values, ("COMP-10", *cites))


# --- modules ---------------------------------------------------------------------------------------------------------


def _ticked(_: Running) -> Sequence[Deed]:
    return (_asks("a tick", Tick(observed((0, 0))), "ALM-3"),)


def _ticks(_: Running) -> Sequence[Deed]:
    return (_asks("the tick of the next slot", Tick(observed((0, CADENCE))), "ALM-3"),)


def _carded(_: Atlas) -> Sequence[Deed]:
    return (_publishes("a card", 0),)


def _cards(_: Atlas) -> Sequence[Deed]:
    return (_publishes("another member's", 1), _publishes("its next", 0, 2))


def _publishes(comment: str, place: int, revision: int = 1) -> Deed:
    published = card(place, revision)
    return _asks(comment, signed(published, key_of(published)), "ATL-6", "ATL-7")


def _written(running: Chronicle) -> Sequence[Deed]:
    return (
        _says(running, "published-first"),
        _asks("the anchor is told", CommitAnchor(), "CHR-13"),
        _says(running, "member-added", 1),
    )


def _writes(running: Chronicle) -> Sequence[Deed]:
    return (_says(running, "member-removed"), _asks("the anchor is told", CommitAnchor(), "CHR-13"))


def _says(running: Chronicle, name: str, later: int = 0) -> Deed:
    # Its own end has a number as well (CHR-14): the next one is behind that.
    assert running.next_seq is not None
    command = appending(running, SAID[name], SIGNERS[:1], running.next_seq + later)
    return _asks(name.replace("-", " "), command, "CHR-10", "CHR-11")


def _served(_: Running) -> Sequence[Deed]:
    return (
        _asks("a provider", markets.FIRST.registers(markets.card(markets.FIRST)), "COM-13"),
        *(_asks("a request", SubmitRequest(request(number)), "COM-13") for number in range(3)),
        *(_asks("a round", Clear(markets.TICK + number), "COM-21") for number in range(2)),
        _granted(0),
        _used(0, 10, 12),
    )


def _serves(_: Running) -> Sequence[Deed]:
    first, second = markets.FIRST, markets.SECOND
    return (
        _asks("another provider", second.registers(markets.card(second)), "COM-13"),
        _asks("another request", SubmitRequest(request(3)), "COM-13"),
        _asks("the next round", Clear(markets.TICK + 2), "COM-21"),
        _granted(1),
        _used(0, 12, 14),
        _asks("a score", markets.score(first, "0.5", markets.TICK), "COM-27"),
        _asks("the provider leaves", first.leaves(markets.TICK + 3), "COM-16"),
    )


def _granted(number: int) -> Deed:
    window = AlmanacRange(markets.TICK + 10, markets.TICK + 20)
    return _asks("its grant", CommitGrant(_request_id(number), "ssh://bridge.example:22", window), "COM-28")


def _used(number: int, start: int, end: int) -> Deed:
    log = markets.log(markets.FIRST, _request_id(number), markets.TICK + start, markets.TICK + end)
    return _asks("its log", log, "COM-32")


def _request_id(number: int) -> UniqueId:
    return request_digest(request(number)).id()


def _drawn(running: Running) -> Sequence[Deed]:
    first = beacon_providers.FIRST
    return (
        _asks("a provider", first.registers(), "RND-8"),
        _asks("a round", first.commits(running.address, 1), "RND-8"),
    )


def _draws(running: Running) -> Sequence[Deed]:
    return (
        _asks("another provider", beacon_providers.SECOND.registers(), "RND-8"),
        _asks("the next round", beacon_providers.FIRST.commits(running.address, 2), "RND-8"),
    )


# --- composite organisms ---------------------------------------------------------------------------------------------

#: The slot of the Almanac, and the bin, in which the scenarios begin.
NOW: Final = START // CADENCE
POOL, REFUNDS, ATTESTATION = "UnsealedPool", "Refunds", "Attestation"


class Sky:
    """What is played above the composite organisms: two slots of two lattices, two ticks of two feeds, and a clock."""

    def __init__(self) -> None:
        self.chain, self.feeds, self.clock = Superchain(), Feeds(), Clock()
        self.slots = [[self._slot(place, event) for place in range(2)] for event in range(2)]
        self.prices = [
            [self.feeds.tick(place, START + event * CADENCE, 100 + event) for place in range(2)] for event in range(2)
        ]
        self.tick = self.clock.tick(NOW + 1)

    def _slot(self, place: int, event: int) -> PlayedSlot:
        wanted = PlayedBundle(b"%d/%d" % (place, event), SEARCHERS[0], 10 + event, MEMBERS[1 - place])
        return self.chain.slot(place, event, (wanted,))

    def pool(self, event: int, place: int = 0, comment: str = "a pool") -> Deed:
        """The pool of a lattice is brought."""
        return _brings(comment, self.chain.surface(place, POOL), self.slots[event][place].pool, "COMP-5")

    def refunds(self, event: int, place: int = 0, comment: str = "refunds") -> Deed:
        """The refunds of a lattice are."""
        return _brings(comment, self.chain.surface(place, REFUNDS), self.slots[event][place].refunds, "COMP-5")

    def attestation(self, event: int) -> Deed:
        """So is who stands for them."""
        entry = self.slots[event][0].attestation
        return _brings("who stands for them", self.chain.surface(0, ATTESTATION), entry, "COMP-5")

    def price(self, event: int, place: int = 0, comment: str = "a price") -> Deed:
        """A tick of a feed is."""
        return _brings(comment, self.feeds.surface(place), self.prices[event][place], "COMP-5")

    def ticks(self) -> Deed:
        """The Almanac's tick is."""
        build = self.clock.ids.content_hash
        return _brings("the Almanac ticks", self.clock.surface, self.tick, "COMP-18", "COMP-26", content_hash=build)


def _again(running: Composite, deed: Deed, command: Callable[[Any], Command]) -> Deed:
    """What was brought is observed by command, which changes nothing any more."""
    pointer = running.upstreams[deed.values["surface"]].pointer(deed.values["entries"][0])
    return _asks("observed already", command(pointer), "COMP-11")


def _seals(event: int) -> Deed:
    return _asks("it is sealed", Seal(event), "COMP-12")


def _decides(event: int) -> Sequence[Deed]:
    return (_asks("nothing is complete", Apply(), "COMP-13"), _seals(event))


def _routed(_: Composite) -> Sequence[Deed]:
    sky = Sky()
    return (sky.pool(0), sky.pool(1), sky.ticks(), _seals(0))


def _routes(running: Composite) -> Sequence[Deed]:
    sky = Sky()
    late = sky.pool(0, 1, "a pool that is late")
    seen = (_again(running, sky.pool(1), ObservePool), _again(running, sky.ticks(), AdvanceTick))
    return (late, *seen, *_decides(1))


def _shared(_: Composite) -> Sequence[Deed]:
    sky = Sky()
    brought = [deed for event in range(2) for deed in (sky.refunds(event), sky.attestation(event))]
    return (*brought, sky.ticks(), _seals(0))


def _shares(running: Composite) -> Sequence[Deed]:
    sky = Sky()
    seen = (
        _again(running, sky.refunds(1), ObserveRefunds),
        _again(running, sky.attestation(1), ObserveAttestation),
        _again(running, sky.ticks(), AdvanceTick),
    )
    return (sky.refunds(0, 1, "refunds that are late"), *seen, *_decides(1))


def _correlated(_: Composite) -> Sequence[Deed]:
    sky = Sky()
    return (sky.price(0), sky.price(1), sky.ticks())


def _correlates(running: Composite) -> Sequence[Deed]:
    sky = Sky()
    seen = (_again(running, sky.price(1), ObservePrice), _again(running, sky.ticks(), AdvanceTick))
    return (sky.price(0, 1, "a price that is late"), *seen, *_decides(NOW + 1))


_CONTENT: Final = lattices_content(almanac=Clock().address)
_ALIGNED: Final = correlator_content(Clock().address)


def _router(name: str) -> Component:
    return router(name, _CONTENT)


def _ledger(name: str) -> Component:
    return ledger(name, _CONTENT)


def _correlator(name: str) -> Component:
    return correlator(name, _ALIGNED)


MODULES: Final = (
    Class("almanac", ("almanac", "world"), almanac, _ticked, _ticks),
    Class("atlas", ("atlas", "world"), atlas, _carded, _cards, signs=True),
    Class("chronicle", ("chronicle", "world"), chronicle, _written, _writes, signs=True),
    Class("compute", ("compute", "world"), compute, _served, _serves),
    Class("randomness", ("randomness", "world"), randomness, _drawn, _draws),
)
COMPOSITES: Final = (
    Class("intents", ("stall", "stall.intents", "world"), _router, _routed, _routes),
    Class("ledger", ("stall", "stall.ledger", "world"), _ledger, _shared, _shares, signs=True),
    Class("correlator", ("stall", "stall.correlator", "world"), _correlator, _correlated, _correlates),
)
EVERY: Final = (*MODULES, *COMPOSITES)
