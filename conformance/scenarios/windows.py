"""Scenarios of measurements that rotate: who admits the old image, the new one, or both."""

from __future__ import annotations

from typing import Any, Final

from coalition.acl import AdmitsMeasurementsEqual, AdmitsMeasurementsInSet, Side
from coalition.retirement import RetirementMarker
from coalition.unique_id import UniqueId
from conformance.pages import changed
from conformance.scenarios import guests
from conformance.scenarios.almanacs import no_tick, tick
from conformance.scenarios.listings import Listing, Shipped
from conformance.scenarios.performers import START, advance, retire
from conformance.scenarios.rotating import (
    ALMANAC,
    CLOCK,
    CUTOVER,
    DIRECTORY,
    GRACE,
    NEW,
    OLD,
    coalition,
    connect,
    hand_over,
    not_connected,
    raised,
    stood_up,
    stop,
    to,
)
from conformance.scenarios.script import Collection, Script


def _both_images(script: Script) -> tuple[tuple[Listing, UniqueId], tuple[Listing, UniqueId]]:
    """A world with an Almanac of the old image and one of the new: the page of each, and its deployment."""
    old = coalition(Shipped(CLOCK.content, OLD))
    new = old.ships(Shipped(CLOCK.content, NEW))
    raised(script)
    (before,) = stood_up(script, old, "the old image")
    (after,) = stood_up(script, new, "the new image beside it")
    return (old, before), (new, after)


def _window(rotations: Collection) -> None:
    script = rotations.script("rotations/window", "measurements rotate: a window goes on across it, one pin does not")
    (old, before), (new, after) = _both_images(script)
    for admits, comment in (((OLD,), "who pins the old"), ((OLD, NEW), "the window"), ((NEW, OLD), "in any order")):
        connect(script, old, ALMANAC, [before], f"{comment}: connected", admits=admits)
    not_connected(script, "BuildNotAdmitted", old, ALMANAC, "who pins the new, too early", admits=(NEW,))
    connect(script, new, ALMANAC, [after], "but not by the new page", admits=(NEW,))
    tick(script, before, (0, 0), comment="the old one commits")
    hand_over(script, before, after, "the marker points from the old to the new")
    no_tick(script, before, "Retired", (0, 0), comment="the old one is read-only")
    tick(script, after, (0, 0), comment="the new one commits")
    not_connected(script, "BuildNotAdmitted", old, ALMANAC, "who pins the old does not follow", admits=(OLD,))
    connect(script, old, ALMANAC, [before, after], "the window goes on", admits=(OLD, NEW))
    connect(script, old, ALMANAC, [before, after], "who pins the new comes", admits=(NEW,))
    connect(script, old, ALMANAC, [before, after], "and who admits any")
    advance(script, START + GRACE, "the grace is over")
    stop(script, before, "the old image is decommissioned")
    not_connected(script, "ConnectTimeout", old, ALMANAC, "the old page leads nowhere")
    not_connected(script, "ConnectTimeout", old, ALMANAC, "with a window neither", admits=(OLD, NEW))
    connect(script, new, ALMANAC, [after], "the new page, by the window", admits=(OLD, NEW))
    script.go("world.close")


def _window_of_the_end(rotations: Collection) -> None:
    script = rotations.script("rotations/window-of-the-end", "what counts is where the chain ends, not what it came by")
    listings = [
        coalition(Shipped(CLOCK.content, measured), instance_name=name)
        for name, measured in (("first", OLD), ("unmeasured", None), ("last", OLD))
    ]
    raised(script)
    line = [stood_up(script, each, "one of three")[0] for each in listings]
    window: dict[str, Any] = {"admits": (OLD,)}
    not_connected(script, "BuildNotAdmitted", listings[1], ALMANAC, "an image that measures nothing", **window)
    connect(script, listings[1], ALMANAC, line[1:2], "which any is")
    hand_over(script, line[0], line[1], "replaced by it")
    not_connected(script, "BuildNotAdmitted", listings[0], ALMANAC, "no image is none that is admitted", **window)
    hand_over(script, line[1], line[2], "and replaced by the old image")
    connect(script, listings[0], ALMANAC, line, "what is between does not count", **window)
    connect(script, listings[1], ALMANAC, line[1:], "nor what it begins with", **window)
    script.go("world.close")


def _chain_first(rotations: Collection) -> None:
    script = rotations.script("rotations/chain-first", "what is wrong with the chain is told before whom its end is")
    listings = [
        coalition(Shipped(CLOCK.content, OLD, instance_name=f"{name}.almanac"), instance_name=name) for name in "ab"
    ]
    raised(script)
    line = [stood_up(script, each, "one of two")[0] for each in listings]
    hand_over(script, line[0], line[1], "the first is replaced")
    window: dict[str, Any] = {"admits": (NEW,), "cites": ["ROT-6"]}
    first = listings[0]
    not_connected(script, "BuildNotAdmitted", first, ALMANAC, "its end is not admitted", explicit=True, **window)
    not_connected(script, "TooManyHops", first, ALMANAC, "nor is it that far", hops=0, explicit=True, **window)
    not_connected(script, "PinnedBuild", first, ALMANAC, "nor led away from what was pinned", **window)
    retire(script, line[1], RetirementMarker.operator_exit(CUTOVER), "the second ends")
    advance(script, START + GRACE, "its instant")
    not_connected(script, "ChainEnded", first, ALMANAC, "nor is there anybody", explicit=True, **window)
    not_connected(script, "NoSuchHandle", coalition(DIRECTORY), ALMANAC, "nor is it on the page", **window)
    not_connected(script, "EmptySet", coalition(DIRECTORY), ALMANAC, "nor is it a set", admits=(), cites=["ROT-6"])
    script.go("world.close")


def _names(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/handle-names", "a handle whose name is none is refused by what is wrong with it"
    )
    listing = coalition(CLOCK)
    raised(script)
    (ident,) = stood_up(script, listing, "the coalition")
    rest = {"document": listing.document, "admits": None, "hops": 1, "explicit": False}
    for name, error in (
        ("", "NameEmpty"),
        ("a|b", "NameHasSeparator"),
        ("a\n", "NameForbiddenCodePoint"),
    ):
        form = {**rest, "handle": {"kind": "Organism", "instance_name": name}}
        script.refuse_form("world.connect", error, "no name", form, cites=["ROT-3", "WORLD-7"])
    form = {**rest, "document": "{", "handle": {"kind": "Organism", "instance_name": ""}}
    script.refuse_form("world.connect", "NameEmpty", "no page, too", form, cites=["ROT-3", "WORLD-7"])
    not_connected(script, "NoSuchHandle", listing, to("a"), "a name that nothing there has")
    connect(script, listing, ALMANAC, [ident], "the page is right")
    script.go("world.close")


def _no_windows(rotations: Collection) -> None:
    script = rotations.script("rotations/no-windows", "a window without measurements, or with one of them twice")
    listing = coalition(Shipped(CLOCK.content, OLD))
    raised(script)
    (ident,) = stood_up(script, listing, "the coalition")
    not_connected(script, "EmptySet", listing, ALMANAC, "nobody is admitted", admits=(), cites=["ROT-6", "WORLD-7"])
    not_connected(script, "DuplicateElement", listing, ALMANAC, "twice", admits=(OLD, OLD), cites=["ROT-6", "WORLD-7"])
    near = changed(OLD, rtmr0=bytes(48))
    not_connected(script, "BuildNotAdmitted", listing, ALMANAC, "a register more", admits=(near,))
    connect(script, listing, ALMANAC, [ident], "beside the right one", admits=(near, OLD))
    few = changed(OLD, mr_config_id=None, mr_owner=None)
    connect(script, listing, ALMANAC, [ident], "who declares fewer compares fewer", admits=(few,))
    other = changed(few, mr_owner_config=bytes(48))
    not_connected(script, "BuildNotAdmitted", listing, ALMANAC, "of those none may differ", admits=(other,))
    script.go("world.close")


def _bonded(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/bonded-window",
        "a peer with a window bonds anew, one with a strict pin loses its bond",
        features=["bonds"],
    )
    (_, before), (_, after) = _both_images(script)
    window = guests.acl(AdmitsMeasurementsInSet(Side.VerifyPeer, (OLD, NEW)))
    strict = guests.acl(AdmitsMeasurementsEqual(Side.VerifyPeer, OLD))
    guests.enters(script, "a peer with a window", validator=window)
    guests.enters(script, "a peer that pins the old image", peer=guests.OTHER, validator=strict)
    for peer in (guests.GUEST, guests.OTHER):
        guests.bonds(script, before, "it is bonded to the old one", peer=peer, cites=["BOND-16"])
    hand_over(script, before, after, "the marker points from the old to the new")
    guests.bonds(script, after, "the window goes on", cites=["BOND-16"])
    guests.no_bond(script, after, "AdmitsMeasurementsEqual", "the strict pin does not", peer=guests.OTHER)
    for peer in (guests.GUEST, guests.OTHER):
        guests.reads(script, before, "the old one is read during the grace", peer=peer)
    advance(script, START + GRACE - 1, "the end of the grace")
    stop(script, before, "the old image is decommissioned")
    for peer in (guests.GUEST, guests.OTHER):
        guests.no_read(script, before, "nobody is there", refusal="ConnectTimeout", peer=peer, cites=["ROT-1"])
    guests.no_bond(script, before, "ConnectTimeout", "nor to bond to", cites=["ROT-1"])
    renewed: dict[str, Any] = {"validator": guests.acl(AdmitsMeasurementsEqual(Side.VerifyPeer, NEW))}
    ended = guests.enters(
        script, "its operator pins the new: no bond is left to end", peer=guests.OTHER, **renewed, cites=["ROT-1"]
    )
    assert not ended
    guests.ticks(script, after, GRACE - 1, "the one with the window goes on")
    guests.no_read(script, after, "the other is bonded to nothing yet", peer=guests.OTHER, cites=["BOND-7"])
    guests.bonds(script, after, "and bonds anew", peer=guests.OTHER, cites=["BOND-16"])
    script.go("world.close")


WINDOWS: Final = (_window, _window_of_the_end, _no_windows, _bonded, _chain_first, _names)
