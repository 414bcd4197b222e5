"""Scenarios of the boundary of chapter 61: nothing is atomic across components, and none waits for another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from coalition import examples
from coalition.runtime.composite import Apply, Seal
from coalition.runtime.fault import Fault
from coalition.unique_id import UniqueId
from conformance.pages import changed
from conformance.scenarios import atlases, referring
from conformance.scenarios.almanacs import almanac, no_tick, tick, whole
from conformance.scenarios.faults import befalls
from conformance.scenarios.performers import CADENCE, START, advance, deployed, not_submitted, opened, submitted
from conformance.scenarios.playing import Superchain, delivered, ledger, log, not_delivered, router, sealed
from conformance.scenarios.script import Collection, Script

_FEATURES: Final = ("stall", "stall.intents", "world")
_ROUTED, _SHARED = "RoutedIntents", "SharedRefunds"
_APART: Final = ("WORLD-17",)


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    boundary = Collection("scenarios/boundary.json", _FEATURES, chapter="worlds")
    for write in (_two_organisms, _partial, _two_coalitions, _broken_module, _broken_member, *referring.SUBJECTS):
        write(boundary)
    yield boundary


def _pools(script: Script, ident: UniqueId, chain: Superchain, event: int, places: Sequence[int]) -> None:
    """Bring what some lattices unsealed."""
    slots = chain.event(event)
    for place in places:
        surface = chain.surface(place, "UnsealedPool")
        delivered(script, ident, surface, slots[place].pool, comment=f"lattice {place}, event {event}")


def _two_organisms(boundary: Collection) -> None:
    script = boundary.script(
        "boundary/two-organisms",
        "two organisms over the same members commit each for itself; who wants both joins them by the event",
        features=("stall.ledger",),
    )
    routes = opened(script, router(), comment="an intent router")
    books = deployed(script, ledger(), "a shared ledger over the same lattices", cites=["WORLD-17", "WORLD-3"])
    _pools(script, routes, Superchain(), 0, (0, 1, 2))
    sealed(script, routes, 0, "the one commits its event", "WORLD-17")
    log(script, books, _SHARED, "and the other nothing", "WORLD-17")
    chain = Superchain()
    slots = chain.event(0)
    for place in range(3):
        delivered(script, books, chain.surface(place, "Refunds"), slots[place].refunds, comment="a tally's refunds")
    log(script, routes, _ROUTED, "what the one committed stands", "WORLD-17")
    sealed(script, books, 0, "the other commits when it is asked", "WORLD-17")
    log(script, books, _SHARED, "the same event, in a log of its own", "WORLD-17")
    script.go("world.close")


def _partial(boundary: Collection) -> None:
    script = boundary.script(
        "boundary/partial-outcome", "a pair of commits of which one is refused: the other stands, and is not taken back"
    )
    one = opened(script, router("one.intents"), comment="an intent router")
    other = deployed(script, router("other.intents"), "another one", cites=["WORLD-17", "WORLD-3"])
    chains = {ident: Superchain() for ident in (one, other)}
    for ident, chain in chains.items():
        _pools(script, ident, chain, 0, (0, 1, 2))
    sealed(script, other, 0, "the other has decided the event already", *_APART)
    for ident in (one, other):
        log(script, ident, _ROUTED, "before the pair", *_APART)
    sealed(script, one, 0, "the first half of the pair commits", *_APART)
    not_submitted(script, other, "AlreadySealed", Seal(0), "the second half is refused", cites=_APART)
    log(script, one, _ROUTED, "the first half stands", *_APART)
    pool = chains[one].event(1)[0].pool
    surface = chains[one].surface(0, "UnsealedPool")
    delivered(script, one, surface, pool, comment="what follows comes to one alone", cites=_APART)
    sealed(script, one, 1, "and is decided there, behind the members' own commits", *_APART)
    for ident in (one, other):
        log(script, ident, _ROUTED, "each has its own log", *_APART)
    script.go("world.close")


def _two_coalitions(boundary: Collection) -> None:
    script = boundary.script(
        "boundary/two-coalitions",
        "two coalitions refer to one organism; what their modules commit is of each alone",
        features=("almanac",),
    )
    clock = opened(script, almanac(), comment="the Almanac of a coalition")
    coalition = changed(examples.ETH_SUPERCHAIN, instance_name="another")
    second = deployed(script, almanac(coalition=coalition), "that of another one", cites=["WORLD-17", "WORLD-3"])
    shared = deployed(script, router(), "an organism that both refer to")
    tick(script, clock, (0, 0), comment="one ticks", cites=_APART)
    no_tick(script, clock, "SlotTaken", (0, 0), comment="once a slot")
    tick(script, second, (0, 0), comment="the other has its own slots", cites=_APART)
    _pools(script, shared, Superchain(), 0, (0, 1, 2))
    submitted(script, shared, Apply(), "the organism commits, and waits for neither", cites=["WORLD-17", "COMP-13"])
    whole(script, clock, "as many ticks as it had", cites=_APART)
    script.go("world.close")


def _broken_module(boundary: Collection) -> None:
    script = boundary.script(
        "boundary/broken-module",
        "two modules of a coalition break at once, and its members go on",
        features=("almanac", "atlas", "faults"),
    )
    modules = (opened(script, almanac(), comment="an Almanac"), atlases.deployed(script))
    member, chain = deployed(script, router(), "a member"), Superchain()
    tick(script, modules[0], (0, 0), comment="the modules are in use")
    atlases.publish(script, modules[1], atlases.card(0))
    _pools(script, member, chain, 0, (0, 1, 2))
    sealed(script, member, 0, "and so is the member", *_APART)
    for ident in modules:
        befalls(script, ident, Fault.Crash, 0, 1, 2, comment="a module's whole committee goes down")
    advance(script, START + CADENCE)
    no_tick(script, modules[0], "NoQuorum", (0, CADENCE), comment="no tick")
    atlases.not_published(script, modules[1], "NoQuorum", atlases.card(1), "and no card")
    _pools(script, member, chain, 1, (0, 1, 2))
    sealed(script, member, 1, "the member goes on", *_APART)
    log(script, member, _ROUTED, "nothing of it is missing", *_APART)
    for ident in modules:
        befalls(script, ident, Fault.Restart, 0, 1, 2, comment="it comes back")
    tick(script, modules[0], (0, CADENCE), comment="where it was", cites=_APART)
    script.go("world.close")


def _broken_member(boundary: Collection) -> None:
    script = boundary.script(
        "boundary/broken-member",
        "a member breaks, and neither the modules nor the other members wait for it",
        features=("almanac", "faults"),
    )
    clock = opened(script, almanac(), comment="an Almanac")
    broken = deployed(script, router("broken.intents"), "a member that breaks")
    member, chain = deployed(script, router(), "another member"), Superchain()
    befalls(script, broken, Fault.Isolate, 0, 1, comment="a majority of its committee is cut off")
    surface, pool = chain.surface(0, "UnsealedPool"), chain.event(0)[0].pool
    not_delivered(script, broken, "NoQuorum", surface, pool, comment="it observes nothing")
    chain = Superchain()
    tick(script, clock, (0, 0), comment="the Almanac ticks", cites=_APART)
    _pools(script, member, chain, 0, (0, 1, 2))
    sealed(script, member, 0, "the other member commits", *_APART)
    befalls(script, broken, Fault.Heal, 0, 1, comment="it is whole again")
    log(script, broken, _ROUTED, "nothing was committed in its name", *_APART)
    _pools(script, broken, Superchain(), 0, (0, 1, 2))
    sealed(script, broken, 0, "it decides the same event, later", *_APART)
    log(script, broken, _ROUTED, "which has the same members", *_APART)
    script.go("world.close")
