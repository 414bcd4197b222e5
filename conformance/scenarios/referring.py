"""Scenarios of a coalition and what it refers to: its modules break, its operator means no good, members go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from coalition import examples
from coalition.module import atlas_members
from coalition.runtime.almanac import TICKS, Tick
from coalition.runtime.component import Command, Component
from coalition.runtime.composite import Apply
from coalition.runtime.fault import Fault
from coalition.unique_id import UniqueId, unique_id
from conformance.beacon_providers import FIRST as BEACON
from conformance.scenarios import atlases, chronicles, markets
from conformance.scenarios.almanacs import almanac, observed
from conformance.scenarios.beacons import randomness
from conformance.scenarios.chronicle_generations import ADDED, PUBLISHED
from conformance.scenarios.faults import befalls
from conformance.scenarios.performers import (
    CADENCE,
    START,
    advance,
    as_it_is,
    deployed,
    not_submitted,
    opened,
    retire,
    submitted,
)
from conformance.scenarios.playing import Superchain, delivered, lattices_content, log, router
from conformance.scenarios.script import Collection, Script, ScriptError
from conformance.scenarios.wires import Wire

_ROUTED: Final = "RoutedIntents"
_APART: Final = ("WORLD-17",)


@dataclass(frozen=True)
class _Module:
    """A module, and the commands that show that it is alive: by how often it has been asked."""

    component: Component
    says: Callable[[Script, UniqueId, int], Command]


def _appends(script: Script, ident: UniqueId, number: int) -> Command:
    return chronicles.appending(chronicles.there(script, ident), (PUBLISHED, ADDED)[number])


def _provides(_script: Script, _ident: UniqueId, number: int) -> Command:
    provider = (markets.FIRST, markets.SECOND)[number]
    return provider.registers(markets.card(provider))


def _beacon(_script: Script, _ident: UniqueId, number: int) -> Command:
    return BEACON.registers(BEACON.card(number))


def _ticks(_script: Script, _ident: UniqueId, number: int) -> Command:
    return Tick(observed((0, number * CADENCE)))


def _card(_script: Script, _ident: UniqueId, number: int) -> Command:
    card = atlases.card(number)
    return atlases.signed(card, atlases.key_of(card))


#: The five, the Almanac first.
_FIVE: Final = (
    _Module(almanac(), _ticks),
    _Module(atlases.atlas(), _card),
    _Module(chronicles.chronicle(), _appends),
    _Module(markets.compute(), _provides),
    _Module(randomness(), _beacon),
)


def _event(script: Script, ident: UniqueId, chain: Superchain, number: int, comment: str) -> None:
    """An event of a member, whole and decided."""
    for place, slot in enumerate(chain.event(number)):
        delivered(script, ident, chain.surface(place, "UnsealedPool"), slot.pool, comment="what a lattice unsealed")
    submitted(script, ident, Apply(), comment, cites=["WORLD-17", "COMP-13"])


def _every_module(found: Collection) -> None:
    script = found.script(
        "boundary/every-module",
        "each of the five modules of a coalition loses its majority, then the next one: none commits, its member does",
        features=("almanac", "atlas", "chronicle", "compute", "faults", "randomness"),
    )
    member, chain = opened(script, router(), comment="a member"), Superchain()
    idents = [deployed(script, each.component, "a module of its coalition") for each in _FIVE]
    for ident, module in zip(idents, _FIVE, strict=True):
        submitted(script, ident, module.says(script, ident, 0), "it is in use", cites=["WORLD-6"])
    _event(script, member, chain, 0, "and so is the member")
    advance(script, START + CADENCE, "the Almanac's next slot")
    for number, (ident, module) in enumerate(zip(idents, _FIVE, strict=True), 1):
        befalls(script, ident, Fault.Crash, 0, 2, comment="a module loses its majority", cites=["FLT-3"])
        command = module.says(script, ident, 1)
        not_submitted(script, ident, "NoQuorum", command, "it commits nothing", cites=["FLT-3"])
        _event(script, member, chain, number, "the member goes on")
    log(script, member, _ROUTED, "nothing of it is missing", *_APART)
    for ident, module in zip(idents, _FIVE, strict=True):
        befalls(script, ident, Fault.Restart, 2, comment="a majority again", cites=["FLT-3"])
        submitted(script, ident, module.says(script, ident, 1), "it is where it was", cites=["FLT-4", "WORLD-6"])
    script.go("world.close", cites=["WORLD-17", "WORLD-16"])


def _coalition_retires(found: Collection) -> None:
    script = found.script(
        "boundary/coalition-retires",
        "an operator retires all five modules of a coalition and its composite organism, and everybody else goes on",
        features=("almanac", "atlas", "chronicle", "compute", "randomness"),
    )
    other = opened(script, router(), comment="a member that the coalition refers to")
    idents = [deployed(script, each.component, "a module of the coalition") for each in _FIVE]
    wire = Wire(script, idents[0], TICKS)
    timed = lattices_content(almanac=as_it_is(script, idents[0]).address)
    own = deployed(script, router("own.intents", timed), "its composite organism, which names its Almanac")
    reader = deployed(script, router("reader.intents", timed), "somebody else's, which names it too")
    chains = {ident: Superchain() for ident in (other, own, reader)}
    for ident, module in zip(idents, _FIVE, strict=True):
        submitted(script, ident, module.says(script, ident, 0), "it is in use", cites=["WORLD-6"])
    wire.carries(own, reader, comment="the tick is brought", cites=["COMP-18", "COMP-5"])
    for ident, chain in chains.items():
        _event(script, ident, chain, 0, "an event of each")
    advance(script, START + CADENCE, "the Almanac's next slot")
    for number, (ident, module) in enumerate(zip(idents, _FIVE, strict=True), 1):
        command = module.says(script, ident, 1)
        retire(script, ident, comment="the operator retires a module")
        not_submitted(script, ident, "Retired", command, "it commits nothing", cites=["WORLD-12"])
        for going in (other, own, reader):
            _event(script, going, chains[going], number, "who is not retired goes on")
    retire(script, own, comment="the operator retires the composite organism")
    not_submitted(script, own, "Retired", Apply(), "it commits nothing", cites=["WORLD-12"])
    for going in (other, reader):
        _event(script, going, chains[going], len(_FIVE) + 1, "who is not the coalition's goes on")
    advance(script, START + 60_000, "the markers take effect")
    for going in (other, reader):
        _event(script, going, chains[going], len(_FIVE) + 2, "and goes on")
    log(script, own, _ROUTED, "the marker is the last", "WORLD-11")
    log(script, reader, _ROUTED, "every event under the last tick there was", "COMP-18", *_APART)
    log(script, other, _ROUTED, "nothing of it is missing", *_APART)
    script.go("world.close", cites=["WORLD-17", "WORLD-16"])


def _malicious(found: Collection) -> None:
    script = found.script(
        "boundary/malicious-operator",
        "an operator refers to an organism without being asked, and wrongly: it is the organism that it was",
        features=("almanac", "atlas"),
    )
    alone = _lived(script, _nobody)
    referred = _lived(script, _misuses)
    if alone != referred:
        raise ScriptError(f"{script.id}: the reference shows")


def _nobody(script: Script) -> None:
    advance(script, START + 1, "nobody refers to it")


def _misuses(script: Script) -> None:
    """A coalition that refers to an organism as it likes, and its modules."""
    wrong = tuple(
        replace(each, content_hash=unique_id("a build that never was")) for each in examples.ETH_SUPERCHAIN.organisms
    )
    coalition = replace(examples.ETH_SUPERCHAIN, instance_name="misleading", organisms=wrong)
    clock = deployed(script, almanac(coalition=coalition), "the Almanac of a coalition that refers to it wrongly")
    cards = deployed(script, atlases.atlas(coalition=coalition), "and its Atlas")
    assert tuple(atlas_members(coalition)) == atlases.MEMBERS
    submitted(script, clock, Tick(observed((0, 10**9))), "a tick that nobody believes", cites=["ALM-3", "WORLD-17"])
    card = atlases.card(0, endpoint_hints=("/dns/elsewhere.example/udp/1",))
    atlases.publish(script, cards, card, "a card that leads elsewhere", cites=_APART)
    advance(script, START + 1, "somebody refers to it")
    for ident in (clock, cards):
        retire(script, ident, comment="it stops referring to it")


def _lived(script: Script, meanwhile: Callable[[Script], None]) -> Any:
    """What stands on the surface of a router, whatever happens between two events of it."""
    member, chain = opened(script, router(), comment="an organism"), Superchain()
    _event(script, member, chain, 0, "it works")
    meanwhile(script)
    _event(script, member, chain, 1, "it works as it did")
    page = log(script, member, _ROUTED, "the same, whoever refers to it", *_APART)
    script.go("world.close", cites=["WORLD-17", "WORLD-16"])
    return page


#: What is written into the collection, in its order.
SUBJECTS: Final = (_every_module, _coalition_retires, _malicious)
