"""Scenarios of the ticks of an Almanac: their slots, whom they observe, and what is no tick."""

from __future__ import annotations

from typing import Any

from coalition import examples
from coalition.almanac import Observation
from coalition.runtime.almanac import Tick
from coalition.stable_id import member_id
from coalition.unique_id import UniqueId, unique_id
from conformance.pages import changed
from conformance.scenarios.almanac_ends import LAST, NEXT
from conformance.scenarios.almanacs import (
    MEMBERS,
    SLOT,
    STRANGER,
    almanac,
    deployed,
    no_tick,
    observed,
    opened,
    tick,
    whole,
)
from conformance.scenarios.performers import CADENCE, START, advance
from conformance.scenarios.script import Collection


def _slots(almanacs: Collection) -> None:
    script = almanacs.script("almanac/slots", "one tick a slot, by the present alone")
    ident = opened(script)
    tick(script, ident, comment="in the middle of a slot", cites=["ALM-3"])
    no_tick(script, ident, "SlotTaken", comment="at the same instant")
    advance(script, NEXT - 1, "to the end of the slot")
    no_tick(script, ident, "SlotTaken", (0, 1), comment="its last millisecond")
    advance(script, NEXT, "to the next slot")
    tick(script, ident, (0, 1), comment="its first millisecond", cites=["ALM-3"])
    advance(script, NEXT + 4 * CADENCE, "over three slots")
    tick(script, ident, comment="slots without a tick leave a gap", cites=["ALM-3"])
    no_tick(script, ident, "SlotTaken", comment="no gap is filled")
    whole(script, ident, cites=["ALM-3", "WORLD-6", "PROTO-17"])
    script.go("world.close")


def _first_and_last_slot(almanacs: Collection) -> None:
    script = almanacs.script("almanac/first-and-last-slot", "slots at both ends of time")
    ident = opened(script, almanac(cadence_ms=1), now=0)
    tick(script, ident, comment="slot 0", cites=["ALM-3"])
    no_tick(script, ident, "SlotTaken", comment="slot 0 again")
    advance(script, 1)
    tick(script, ident, comment="slot 1", cites=["ALM-3"])
    advance(script, LAST)
    tick(script, ident, comment="the last slot of all", cites=["ALM-3"])
    no_tick(script, ident, "SlotTaken", comment="there is none after it")
    whole(script, ident, cites=["ALM-3", "ALM-2"])
    script.go("world.close")


def _cadences(almanacs: Collection) -> None:
    script = almanacs.script("almanac/cadences", "each Almanac counts its own slots")
    for number, cadence in enumerate((CADENCE, 7, 3_600_000, LAST)):
        component = almanac(f"almanac.{number}", cadence_ms=cadence)
        ident = deployed(script, component) if number else opened(script, component)
        tick(script, ident, (0, 0), comment=f"a cadence of {cadence} ms", cites=["ALM-3", "WORLD-17"])
        whole(script, ident, cites=["ALM-3"])
    script.go("world.close")


def _members(almanacs: Collection) -> None:
    script = almanacs.script("almanac/members", "the members of the coalition are observed, and nobody else")
    ident = opened(script)
    tick(script, ident, *((place, place) for place in range(len(MEMBERS))), comment="all of them", cites=["ALM-4"])
    advance(script, NEXT)
    others = {
        "a stranger": STRANGER,
        "the Atlas of the coalition, which is no member": member_id(examples.SUPERCHAIN_ATLAS_ORG.stable_id),
        "an organism of another coalition": member_id(examples.SEARCHER_STABLE_ID),
    }
    for comment, member in others.items():
        command = Tick((*observed((0, 700)), Observation(member, START)))
        script.refuse("world.submit", "UnknownMember", comment, component=ident, command=command)
    tick(script, ident, (0, 650), comment="no slot was taken, and no clock moved", cites=["ALM-4", "PROTO-19"])
    whole(script, ident, cites=["ALM-4", "ALM-2"])
    script.go("world.close")


def _order_of_observations(almanacs: Collection) -> None:
    script = almanacs.script("almanac/order-of-observations", "the record is in order, however it was submitted")
    first = opened(script)
    second = deployed(script, almanac(coalition=changed(examples.ETH_SUPERCHAIN, instance_name="another")))
    places = range(len(MEMBERS))
    tick(script, first, *((place, place) for place in places), comment="one order", cites=["ALM-2"])
    tick(script, second, *((place, place) for place in reversed(places)), comment="the other", cites=["ALM-2"])
    whole(script, first, cites=["ALM-2"])
    whole(script, second, "the same record", cites=["ALM-2"])
    script.go("world.close")


def _member_twice(almanacs: Collection) -> None:
    script = almanacs.script("almanac/member-twice", "a tick observes a member once")
    ident = opened(script)
    twice = observed((1, 5), (2, 5))
    params = {"as": None, "component": ident.hex(), "command": {"kind": "Tick"}}
    listed = [{"member": one.member.hex(), "at": str(one.at)} for one in twice]
    for comment, observations in (
        ("at two times", [*listed, {**listed[0], "at": str(START + 6)}]),
        ("at one time", [listed[1], listed[0], listed[1]]),
    ):
        command = {"kind": "Tick", "observed_at": observations}
        script.refuse_form("world.submit", "DuplicateKey", comment, {**params, "command": command}, cites=["ALM-2"])
    tick(script, ident, (1, 4), (2, 4), comment="each once", cites=["ALM-2", "WORLD-7"])
    whole(script, ident, cites=["ALM-2"])
    script.go("world.close")


def _clocks(almanacs: Collection) -> None:
    script = almanacs.script("almanac/clocks", "no member's clock goes back")
    ident = opened(script)
    tick(script, ident, (0, 50), (1, 900_000), comment="one of them far in the future", cites=["ALM-5"])
    advance(script, START + CADENCE)
    no_tick(script, ident, "ObservationBackwards", (0, 49), comment="a millisecond back")
    no_tick(script, ident, "ObservationBackwards", (2, 70), (1, 899_999), comment="one of two goes back")
    tick(script, ident, (0, 50), (2, 0), comment="one stands still, and one is new", cites=["ALM-5"])
    advance(script, START + 2 * CADENCE)
    tick(script, ident, (2, 60), comment="the others are not observed", cites=["ALM-5"])
    advance(script, START + 3 * CADENCE)
    no_tick(script, ident, "ObservationBackwards", (0, 40), comment="what a tick left out is not forgotten")
    tick(script, ident, (0, 51), (1, 900_000), (2, 61), comment="all of them on", cites=["ALM-5"])
    whole(script, ident, cites=["ALM-5", "ALM-2"])
    script.go("world.close")


def _ill_shaped_commands(almanacs: Collection) -> None:
    script = almanacs.script("almanac/ill-shaped-commands", "an ill-shaped command is an error, and no outcome")
    ident = opened(script)
    one = {"member": MEMBERS[0].hex(), "at": str(START)}
    right = {"as": None, "component": ident.hex(), "command": {"kind": "Tick", "observed_at": [one]}}
    for comment, command in (
        ("a time as a number", {"kind": "Tick", "observed_at": [{**one, "at": START}]}),
        ("a member of 32 bytes", {"kind": "Tick", "observed_at": [{**one, "member": "00" * 32}]}),
        ("a command that is none", {"kind": "Tock", "observed_at": []}),
        ("a member left out", {"kind": "Tick"}),
        ("a member too many", {"kind": "Tick", "observed_at": [], "seq": str(SLOT)}),
    ):
        script.break_shape("world.submit", comment, {**right, "command": command})
    script.break_shape("world.submit", "`as` left out", {name: right[name] for name in ("component", "command")})
    page = {"as": None, "component": ident.hex(), "surface": "Ticks", "after": None, "limit": "1"}
    script.break_shape("world.read", "a limit as a string", page)
    tick(script, ident, (0, 0), comment="the same, in its shape", cites=["PROTO-20", "WORLD-6"])
    whole(script, ident)
    script.go("world.close")


def _strangers(almanacs: Collection) -> None:
    script = almanacs.script("almanac/strangers", "who is not there is not answered for")
    ident = opened(script)
    tick(script, ident, (0, 0))
    empty = Tick(())
    peer = bytes(unique_id("a peer"))
    address = UniqueId(bytes.fromhex(script.steps[1].expect["value"]["address"]))
    page: dict[str, Any] = {"surface": "Ticks", "after": None, "limit": 5}
    advance(script, NEXT)
    for comment, other in (("the address for the deployment", address), ("nobody", UniqueId(bytes(32)))):
        script.refuse("world.submit", "UnknownComponent", comment, component=other, command=empty)
        script.refuse("world.read", "UnknownComponent", comment, component=other, **page)
        script.refuse("world.status", "UnknownComponent", comment, component=other)
    for name in ("ticks", "Ticks ", "Entries", ""):
        script.refuse("world.read", "UnknownSurface", repr(name), component=ident, **{**page, "surface": name})
    script.refuse("world.submit", "UnknownPeer", "a peer", as_=peer, component=ident, command=empty)
    script.refuse("world.read", "UnknownPeer", "a peer", as_=peer, component=ident, **page)
    whole(script, ident, cites=["WORLD-5", "WORLD-8"])
    tick(script, ident, comment="and the slot is free", cites=["WORLD-5", "WORLD-6"])
    script.go("world.close")


#: What is written into the collection, in its order.
SUBJECTS = (
    _slots,
    _first_and_last_slot,
    _cadences,
    _members,
    _order_of_observations,
    _member_twice,
    _clocks,
    _ill_shaped_commands,
    _strangers,
)
