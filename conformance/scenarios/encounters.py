"""Scenarios of how others meet a component of any class: who bonds to it, who follows it, and who finds it gone."""

from __future__ import annotations

from itertools import cycle
from typing import Any, Final

from coalition.acl import OperatorPublish
from coalition.module import ModuleKind
from coalition.retirement import ComponentRef, RetirementInstant, RetirementMarker, RetirementReason
from coalition.runtime.component import Component, Retire
from coalition.runtime.module import Module
from coalition.runtime.rotation import AnyHandle, ModuleHandle
from coalition.unique_id import UniqueId
from conformance.pages import changed
from conformance.scenarios.deeds import Class, Deed, asked, done, not_asked
from conformance.scenarios.guests import (
    ABROAD,
    COMES,
    FOREIGN,
    GUEST,
    OTHER,
    acl,
    bonds,
    enters,
    issues,
    keys,
    no_bond,
    ticket,
)
from conformance.scenarios.listings import Listing, Shipped, organism
from conformance.scenarios.performers import (
    CADENCE,
    RETIRED,
    START,
    advance,
    as_it_is,
    deployed,
    opened,
    refers_to,
    retire,
)
from conformance.scenarios.rotating import ANY_HOPS, coalition, connect, hand_over, not_connected, raised, stop, to
from conformance.scenarios.script import Collection, Script

_LATER: Final = RetirementInstant.AtTimestamp(START + 60_000)
_EXIT: Final = RetirementMarker.operator_exit(RetirementInstant.AtTimestamp(START))


# --- bonds -----------------------------------------------------------------------------------------------------------


def _bonded(found: Collection, each: Class) -> None:
    script = found.script(
        f"lives/{each.name}/bonded", "whoever is bonded is answered alike", features=(*each.features, "bonds")
    )
    ident = opened(script, each.component(each.name), comment=each.name)
    done(script, ident, each.first)
    advance(script, START + CADENCE)
    for who in (GUEST, OTHER):
        enters(script, "a peer", peer=who)
    commands = [deed for deed in each.more(as_it_is(script, ident)) if deed.is_command]
    for deed in commands:
        not_asked(script, ident, "NotBonded", deed, peer=GUEST, cites=["BOND-7"])
    _reads_nothing(script, ident)
    for who in (GUEST, OTHER):
        bonds(script, ident, peer=who, cites=["BOND-7"])
    for deed, who in zip(each.more(as_it_is(script, ident)), cycle((GUEST, OTHER)), strict=False):
        asked(script, ident, deed, peer=who, cites=["BOND-7"])
    for who in (GUEST, OTHER):
        _reads(script, ident, who)
    ending: dict[str, Any] = {"as_": GUEST, "component": ident, "command": Retire(RETIRED)}
    script.refuse("world.submit", "OperatorPublish", "a peer retires nobody", **ending, cites=["BOND-8"])
    retire(script, ident, _EXIT, "its operator leaves")
    _reads_nothing(script, ident, "BOND-11")
    no_bond(script, ident, "Retired", "nor does it bond", cites=["BOND-11"])
    script.go("world.close")


def _page(surface: str) -> dict[str, Any]:
    """One entry, and the digest of all of them."""
    return {"surface": surface, "after": None, "limit": 1}


def _reads(script: Script, ident: UniqueId, peer: bytes) -> None:
    for surface in as_it_is(script, ident).SURFACES:
        script.go("world.read", "it reads", as_=peer, component=ident, **_page(surface), cites=["BOND-7"])


def _reads_nothing(script: Script, ident: UniqueId, *cites: str) -> None:
    for surface in as_it_is(script, ident).SURFACES:
        asked = {"as_": GUEST, "component": ident, **_page(surface)}
        script.refuse("world.read", "NotBonded", "it reads nothing", **asked, cites=cites)


def _gated(found: Collection, each: Class) -> None:
    script = found.script(
        f"lives/{each.name}/gated", "its clauses judge who comes, and who submits", features=(*each.features, "bonds")
    )
    asking = changed(each.component(each.name), acl=acl(FOREIGN))
    closed = changed(each.component(each.name), acl=acl(OperatorPublish(COMES)))
    ident = opened(script, asking, comment="one that asks for a ticket")
    other = deployed(script, closed, "one that its operator alone writes")
    issues(script, keys(0), root=ABROAD)
    enters(script, "one with a ticket", ticket(root=ABROAD))
    enters(script, "one without", peer=OTHER)
    no_bond(script, ident, "RecogniseIssuer", "it has none", peer=OTHER, cites=["BOND-13"])
    bonds(script, ident, "it has one", cites=["BOND-13"])
    bonds(script, other, "nothing is asked of it", peer=OTHER, cites=["BOND-8"])
    done(script, other, each.first, cites=["BOND-8"])
    advance(script, START + CADENCE)
    for deed in each.more(as_it_is(script, other)):
        if deed.is_command:
            not_asked(script, other, "OperatorPublish", deed, peer=OTHER, cites=["BOND-8"])
    _reads(script, ident, GUEST)
    _reads(script, other, OTHER)
    script.go("world.close")


# --- chains ----------------------------------------------------------------------------------------------------------


def _followed(found: Collection, each: Class) -> None:
    features = (*each.features, "retirement-chains")
    script = found.script(
        f"lives/{each.name}/followed", "a chain leads to it, through it and beyond", features=features
    )
    first = opened(script, each.component(f"{each.name}.0"), comment=each.name)
    second, third = (deployed(script, each.component(f"{each.name}.{number}"), "another") for number in (1, 2))
    address, pin = refers_to(script, first), refers_to(script, first, pinned=True)
    _leads(script, address, [first], "nothing has been replaced")
    _leads(script, pin, [first], "nor this build")
    retire(script, first, RetirementMarker.rotation(_LATER, refers_to(script, second, pinned=True)), "a rotation")
    saved = RetirementMarker(_LATER, RetirementReason.Emergency, refers_to(script, third))
    retire(script, second, saved, "an emergency")
    _leads(script, address, [first, second, third], "through both")
    _strays(script, "PinnedBuild", pin, "a pin does not follow by itself")
    _leads(script, pin, [first, second, third], "but if one says so", explicit=True)
    _strays(script, "TooManyHops", address, "not in one replacement", hops=1)
    retire(script, third, _EXIT, "its operator leaves")
    _strays(script, "ChainEnded", address, "nobody goes on")
    script.go("world.close")


def _leads(
    script: Script, reference: ComponentRef, path: list[UniqueId], comment: str, *, explicit: bool = False
) -> None:
    asked = {"component": reference, "hops": ANY_HOPS, "explicit": explicit}
    value = script.go("world.follow", comment, **asked, cites=["CHAIN-1", "CHAIN-2", "CHAIN-6"])
    assert value["path"] == [str(ident) for ident in path], comment


def _strays(script: Script, refusal: str, reference: ComponentRef, comment: str, *, hops: int = ANY_HOPS) -> None:
    script.refuse("world.follow", refusal, comment, component=reference, hops=hops, explicit=False)


# --- rotations -------------------------------------------------------------------------------------------------------


def _connected(found: Collection, each: Class) -> None:
    script = found.script(
        f"lives/{each.name}/connected", "a page leads to it, and through it", features=(*each.features, "rotation")
    )
    component, successor = (each.component(f"{each.name}.{number}") for number in range(2))
    page, handle, component = _listed(component)
    raised(script)
    not_connected(script, "ConnectTimeout", page, handle, "nobody runs it yet")
    old, new = (deployed(script, one, comment) for one, comment in ((component, each.name), (successor, "another")))
    connect(script, page, handle, [old], "it is on the page")
    hand_over(script, old, new, "a rotation")
    connect(script, page, handle, [old, new], "through the old one")
    stop(script, new, "the new one is stopped")
    not_connected(script, "ConnectTimeout", page, handle, "nobody is there")
    script.go("world.close", cites=["WORLD-16", "ROT-2"])


def _listed(component: Any) -> tuple[Listing, AnyHandle, Component]:
    """A coalition with a component of its own, the handle to it, and the component as its page has it."""
    if isinstance(component, Module):
        kind = ModuleKind[component.content.variant()]
        listing = coalition(Shipped(component.content))
        return listing, ModuleHandle(kind), listing.module(kind)
    name = component.instance_name
    return coalition().lists(organism(component, name)), to(name), component


def _stopped(found: Collection, each: Class) -> None:
    script = found.script(
        f"lives/{each.name}/stopped", "nobody answers for what is stopped", features=(*each.features, "rotation")
    )
    ident = opened(script, each.component(each.name), comment=each.name)
    done(script, ident, each.first)
    advance(script, START + CADENCE)
    reference, surfaces = refers_to(script, ident), as_it_is(script, ident).SURFACES
    deeds = each.more(as_it_is(script, ident))
    stop(script, ident, "its operator leaves, and says nothing")
    retiring = Deed("a marker", "world.submit", {"command": Retire(RETIRED)}, ())
    for deed in (*deeds, retiring):
        not_asked(script, ident, "ConnectTimeout", deed, cites=["ROT-1"])
    for surface in surfaces:
        asked: dict[str, Any] = {"component": ident, **_page(surface)}
        script.refuse("world.read", "ConnectTimeout", "nothing is read", **asked, cites=["ROT-1"])
    for verb in ("world.status", "world.stop"):
        script.refuse(verb, "ConnectTimeout", "nobody is there", component=ident, cites=["ROT-1"])
    _strays(script, "ConnectTimeout", reference, "no reference means it")
    advance(script, START + 60_000, "past whatever was open", cites=["WORLD-18", "ROT-2"])
    script.go("world.close", "the logs are as they were", cites=["WORLD-16", "ROT-2"])


LAWS: Final = (_bonded, _gated, _followed, _connected, _stopped)
