"""Scenarios of an Almanac: its ids, ticks, slots, members, pages and its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition import examples
from coalition.acl import AclComposition, OperatorPublish, Side
from coalition.almanac import Observation
from coalition.content_preimages import AlmanacContent
from coalition.json_form import as_json
from coalition.retirement import (
    AnyInstant,
    ComponentKind,
    ComponentRef,
    RetirementInstant,
    RetirementMarker,
    RetirementReason,
)
from coalition.runtime.almanac import Tick
from coalition.runtime.component import Retire
from coalition.stable_id import member_id
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId, unique_id
from conformance.pages import changed
from conformance.scenarios.almanacs import (
    MEMBERS,
    SLOT,
    STRANGER,
    almanac,
    deployed,
    no_tick,
    observed,
    opened,
    read,
    tick,
    whole,
)
from conformance.scenarios.performers import CADENCE, COMMITTEE, RETIRED, START, advance, retire, status
from conformance.scenarios.script import ALMANAC, SEED, Collection, Script

_LATER = RetirementInstant.AtTimestamp(START + 60_000)
_NEXT = START - START % CADENCE + CADENCE
_SUCCESSOR = ComponentRef(ComponentKind.Module, unique_id("the next almanac"), unique_id("its build"))
_LAST = 2**64 - 1


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    almanacs = Collection("scenarios/almanac.json", ALMANAC)
    for write in (
        _life,
        _ids,
        _classes,
        _deployed_again,
        _bad_configuration,
        _empty_log,
        _pages,
        _limits,
        _slots,
        _first_and_last_slot,
        _cadences,
        _members,
        _order_of_observations,
        _member_twice,
        _clocks,
        _ill_shaped_commands,
        _strangers,
        _retired_once,
        _retired_at_once,
        _rotated,
        _bad_markers,
        _same_address,
        _phases_by_time,
        _phases_by_slot,
        _past_instants,
        _two_deployments,
        _interleaved,
        _replay,
    ):
        write(almanacs)
    yield almanacs


def _life(almanacs: Collection) -> None:
    script = almanacs.script("almanac/life", "an Almanac from its deployment to its end")
    ident = opened(script)
    tick(script, ident, (0, -20), (3, -3), comment="two members were observed")
    no_tick(script, ident, "SlotTaken", (0, -10), comment="the slot has its tick")
    advance(script, START + CADENCE)
    tick(script, ident, (0, 990), comment="the next slot")
    read(script, ident, None, 1, "a page of one")
    read(script, ident, 0, 10, "what comes behind it")
    retire(script, ident)
    status(script, ident, "the marker has yet to take effect")
    no_tick(script, ident, "Retired", (0, 1_000), comment="nothing comes after the marker")
    advance(script, START + 60_000, "to the instant of the marker")
    status(script, ident, "it has")
    whole(script, ident, cites=["WORLD-11", "WORLD-8"])
    script.go("world.close")


def _ids(almanacs: Collection) -> None:
    script = almanacs.script("almanac/ids", "every part of the configuration goes into the ids")
    opened(script)
    gated = AclComposition((OperatorPublish(Side.RequireTicket),))
    for comment, component in (
        ("another name", almanac("almanac.b")),
        ("a name beyond ASCII", almanac("Zeit-α")),
        ("another cadence", almanac(cadence_ms=CADENCE + 1)),
        ("a predecessor", almanac(content=AlmanacContent(CADENCE, unique_id("a marker's commit")))),
        ("measurements", almanac(measurements=examples.ORACLE_MEASUREMENTS)),
        ("an ACL", almanac(acl=gated)),
        ("another coalition", almanac(coalition=examples.SEARCHER_ALPHA)),
    ):
        last = deployed(script, component, comment)
        tick(script, last, comment="it runs", cites=["WORLD-6", "WORLD-3"])
    script.go("world.close", "eight logs, in the order of their deployment", cites=["WORLD-16", "WORLD-17"])


def _classes(almanacs: Collection) -> None:
    script = almanacs.script("almanac/classes", "what cannot be deployed, between two that can")
    first = opened(script)
    for comment, refusal, component, committee in (
        ("an oracle", "UnknownClass", almanac(content=examples.ORACLE_PARAMETERS), COMMITTEE),
        ("an agent", "UnknownClass", almanac(content=examples.SEARCHER_CONTENT), COMMITTEE),
        ("nobody to run it", "EmptyCommittee", almanac("almanac.b"), ()),
        ("slots without length", "CadenceZero", almanac("almanac.b", cadence_ms=0), COMMITTEE),
    ):
        script.refuse("world.deploy", refusal, comment, component=component, committee=committee)
    second = deployed(script, almanac("almanac.b"), "with a committee and a cadence")
    tick(script, second)
    tick(script, first)
    script.go("world.close", "two logs")


def _deployed_again(almanacs: Collection) -> None:
    script = almanacs.script("almanac/deployed-again", "a deployment is deployed once, whatever became of it")
    ident = opened(script)
    tick(script, ident, (1, 0))
    again: dict[str, Any] = {"component": almanac(), "committee": COMMITTEE}
    script.refuse("world.deploy", "AlreadyDeployed", "while it runs", **again)
    script.refuse("world.deploy", "AlreadyDeployed", "with another committee", **{**again, "committee": COMMITTEE[:1]})
    whole(script, ident, "its log was not begun anew", cites=["WORLD-4", "WORLD-6"])
    retire(script, ident)
    script.refuse("world.deploy", "AlreadyDeployed", "when it has retired", **again)
    status(script, ident, "it does not come back")
    other = deployed(script, almanac("almanac.b"), "another deployment does come")
    tick(script, other)
    script.go("world.close")


def _bad_configuration(almanacs: Collection) -> None:
    script = almanacs.script("almanac/bad-configuration", "a configuration that breaks a rule is an error", strict=True)
    first = opened(script)
    right: dict[str, Any] = {"component": as_json(almanac("almanac.b")), "committee": [COMMITTEE[0].hex()]}

    def wrong(error: str, comment: str, **members: object) -> None:
        script.break_rule("world.deploy", error, comment, {**right, "component": {**right["component"], **members}})

    coalition = right["component"]["coalition"]
    twin = coalition["lattices"][0][:40] + "00" * 12
    wrong("NameNotNfc", "a name in NFD", name="cafe\u0301")
    wrong("NameEmpty", "a name without a byte", name="")
    wrong("ZeroId", "a predecessor that is ZERO_ID", content={**right["component"]["content"], "succeeds": "00" * 32})
    wrong(
        "MemberPrefixCollision",
        "two members with one MemberId",
        coalition={**coalition, "lattices": [*coalition["lattices"], twin]},
    )
    wrong(
        "DuplicateMember",
        "a member twice",
        coalition={**coalition, "lattices": [*coalition["lattices"], coalition["lattices"][0]]},
    )
    tick(script, first, comment="the world goes on", cites=["PROTO-20", "WORLD-6"])
    second = deployed(script, almanac("almanac.b"), "the same, put right")
    tick(script, second)
    script.go("world.close", "two logs, and no more")


def _empty_log(almanacs: Collection) -> None:
    script = almanacs.script("almanac/empty-log", "a log before its first record")
    ident = opened(script)
    whole(script, ident, "no entry, and the digest of none")
    read(script, ident, 0, 1, "behind an entry that does not exist yet")
    status(script, ident, "nothing has happened")
    tick(script, ident, (0, 0))
    whole(script, ident, "the first entry")
    read(script, ident, 0, 1, "behind the first entry")
    script.go("world.close")


def _five_ticks(script: Script) -> UniqueId:
    ident = opened(script)
    for number in range(5):
        tick(script, ident, (number % 3, number * CADENCE))
        advance(script, START + (number + 1) * CADENCE)
    return ident


def _pages(almanacs: Collection) -> None:
    script = almanacs.script("almanac/pages", "a log is read in pieces as it is read whole")
    ident = _five_ticks(script)
    whole(script, ident, cites=["WORLD-8", "WORLD-6", "PROTO-17"])
    read(script, ident, None, 2, "the first two")
    read(script, ident, 1, 2, "the next two")
    read(script, ident, 3, 2, "the last, and no more")
    read(script, ident, 4, 2, "behind the last")
    read(script, ident, 5, 2, "behind what does not exist")
    read(script, ident, _LAST, 2, "behind the last index there can be")
    read(script, ident, None, 2, "the first two again")
    tick(script, ident, (0, 5 * CADENCE), comment="a sixth")
    read(script, ident, 4, 2, "behind the last there is one now")
    read(script, ident, None, 1, "the head is the whole log's", cites=["WORLD-10"])
    script.go("world.close")


def _limits(almanacs: Collection) -> None:
    script = almanacs.script("almanac/limits", "a page has a limit, and the limit has its own")
    ident = _five_ticks(script)
    for limit, comment in ((1, "the least"), (4, "one below"), (5, "as many as there are"), (6, "one above")):
        read(script, ident, None, limit, comment, cites=["WORLD-9", "WORLD-8"])
    read(script, ident, None, 1024, "the greatest", cites=["WORLD-9"])
    for limit in (0, 1025, 2**32 - 1):
        script.refuse(
            "world.read",
            "LimitOutOfRange",
            f"{limit} entries",
            component=ident,
            surface="Ticks",
            after=None,
            limit=limit,
        )
    read(script, ident, 3, 1024, "the log is there", cites=["WORLD-9", "WORLD-8"])
    script.go("world.close")


def _slots(almanacs: Collection) -> None:
    script = almanacs.script("almanac/slots", "one tick a slot, by the present alone")
    ident = opened(script)
    tick(script, ident, comment="in the middle of a slot", cites=["ALM-3"])
    no_tick(script, ident, "SlotTaken", comment="at the same instant")
    advance(script, _NEXT - 1, "to the end of the slot")
    no_tick(script, ident, "SlotTaken", (0, 1), comment="its last millisecond")
    advance(script, _NEXT, "to the next slot")
    tick(script, ident, (0, 1), comment="its first millisecond", cites=["ALM-3"])
    advance(script, _NEXT + 4 * CADENCE, "over three slots")
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
    advance(script, _LAST)
    tick(script, ident, comment="the last slot of all", cites=["ALM-3"])
    no_tick(script, ident, "SlotTaken", comment="there is none after it")
    whole(script, ident, cites=["ALM-3", "ALM-2"])
    script.go("world.close")


def _cadences(almanacs: Collection) -> None:
    script = almanacs.script("almanac/cadences", "each Almanac counts its own slots")
    for number, cadence in enumerate((CADENCE, 7, 3_600_000, _LAST)):
        component = almanac(f"almanac.{number}", cadence_ms=cadence)
        ident = deployed(script, component) if number else opened(script, component)
        tick(script, ident, (0, 0), comment=f"a cadence of {cadence} ms", cites=["ALM-3", "WORLD-17"])
        whole(script, ident, cites=["ALM-3"])
    script.go("world.close")


def _members(almanacs: Collection) -> None:
    script = almanacs.script("almanac/members", "the members of the coalition are observed, and nobody else")
    ident = opened(script)
    tick(script, ident, *((place, place) for place in range(len(MEMBERS))), comment="all of them", cites=["ALM-4"])
    advance(script, _NEXT)
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
    advance(script, _NEXT)
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


def _retired_once(almanacs: Collection) -> None:
    script = almanacs.script("almanac/retired-once", "one marker, and nothing after it")
    ident = opened(script)
    tick(script, ident, (0, 0))
    advance(script, _NEXT)
    retire(script, ident)
    no_tick(script, ident, "Retired", (0, 700), comment="a tick in a free slot")
    script.refuse("world.submit", "Retired", "the same marker again", component=ident, command=Retire(RETIRED))
    other = RetirementMarker(_LATER, RetirementReason.Emergency)
    script.refuse("world.submit", "Retired", "another marker", component=ident, command=Retire(other))
    whole(script, ident, "the marker is the last entry", cites=["WORLD-11", "WORLD-12"])
    advance(script, START + 60_001, "beyond its instant")
    no_tick(script, ident, "Retired", (0, 60_000), comment="nor then")
    read(script, ident, 0, 1, "and the log can be read", cites=["WORLD-11", "WORLD-8"])
    script.go("world.close")


def _retired_at_once(almanacs: Collection) -> None:
    script = almanacs.script("almanac/retired-at-once", "a marker may be the only record")
    ident = opened(script)
    status(script, ident, "alive")
    retire(script, ident, RetirementMarker.operator_exit(_LATER), "the first record is the last")
    no_tick(script, ident, "Retired")
    whole(script, ident, cites=["WORLD-11"])
    script.go("world.close")


def _rotated(almanacs: Collection) -> None:
    script = almanacs.script("almanac/rotated", "a rotation, its successor beside it")
    ident = opened(script)
    tick(script, ident, (0, 0))
    commit = script.steps[-1].expect["value"]["commits"][0]["commit"]
    evidence = EvidencePointer(unique_id("an address"), SLOT, UniqueId(bytes.fromhex(commit)))
    marker = RetirementMarker(RetirementInstant.AtSequence(SLOT + 2), RetirementReason.Rotation, _SUCCESSOR, evidence)
    value = retire(script, ident, marker, "a marker with all it can have")
    marked = UniqueId(bytes.fromhex(value["commits"][0]["commit"]))
    after = deployed(
        script, almanac("almanac.b", content=AlmanacContent(CADENCE, marked)), "one that names the marker's commit"
    )
    no_tick(script, ident, "Retired", (0, 0))
    tick(script, after, (0, 0), comment="the successor ticks")
    whole(script, ident, "the old log", cites=["WORLD-11"])
    whole(script, after, "the new one")
    script.go("world.close")


def _bad_markers(almanacs: Collection) -> None:
    script = almanacs.script("almanac/bad-markers", "a marker that is none ends nothing")
    ident = opened(script)
    value = script.steps[1].expect["value"]
    address, content_hash = (UniqueId(bytes.fromhex(value[name])) for name in ("address", "content_hash"))
    retired = as_json(RETIRED)
    successor = as_json(_SUCCESSOR)

    def wrong(refusal: str, comment: str, rule: str, **members: object) -> None:
        command = {"kind": "Retire", "marker": {**retired, **members}}
        params = {"as": None, "component": ident.hex(), "command": command}
        script.refuse_form("world.submit", refusal, comment, params, cites=["WORLD-13", rule])

    wrong("ReplacementRequired", "a rotation to nowhere", "RET-3", reason={"kind": "Rotation"})
    wrong("ReplacementForbidden", "an end with a successor", "RET-4", replacement=successor)
    wrong(
        "ReplacementForbidden",
        "an exit with a successor",
        "RET-4",
        reason={"kind": "OperatorExit"},
        replacement=successor,
    )
    rotation = {"kind": "Rotation"}
    nowhere = {**successor, "address": "00" * 32}
    wrong("ZeroId", "a rotation to the absent id", "ENC-4", reason=rotation, replacement=nowhere)
    for comment, kind, build in (
        ("itself, by its build", ComponentKind.Module, content_hash),
        ("itself, by its address alone", ComponentKind.Module, None),
        ("itself, called an organism", ComponentKind.Organism, content_hash),
    ):
        replacement = as_json(ComponentRef(kind, address, build))
        wrong("SelfReplacement", comment, "WORLD-13", reason=rotation, replacement=replacement)
    status(script, ident, "still active")
    tick(script, ident, (0, 0), comment="and ticking", cites=["WORLD-13", "WORLD-6"])
    retire(script, ident, RetirementMarker(_LATER, RetirementReason.Emergency, _SUCCESSOR), "a right one ends it")
    no_tick(script, ident, "Retired")
    whole(script, ident, cites=["WORLD-11"])
    script.go("world.close")


def _same_address(almanacs: Collection) -> None:
    script = almanacs.script("almanac/same-address", "another build under the same address is another deployment")
    ident = opened(script)
    address = UniqueId(bytes.fromhex(script.steps[1].expect["value"]["address"]))
    build = ComponentRef(ComponentKind.Module, address, unique_id("another build"))
    tick(script, ident, (0, 0))
    value = retire(script, ident, RetirementMarker.rotation(_LATER, build), "to another build")
    assert value["commits"][0]["index"] == "1"
    no_tick(script, ident, "Retired")
    whole(script, ident, cites=["WORLD-13", "WORLD-11"])
    script.go("world.close")


def _phases_by_time(almanacs: Collection) -> None:
    script = almanacs.script("almanac/phases-by-time", "a marker takes effect at its instant, not before")
    ident = opened(script)
    status(script, ident, "active")
    retire(script, ident, RetirementMarker.retired(RetirementInstant.AtTimestamp(START + 10)))
    status(script, ident, "retiring")
    advance(script, START + 9)
    status(script, ident, "a millisecond before")
    advance(script, START + 10)
    status(script, ident, "at equality")
    advance(script, START + 11)
    status(script, ident, "and after")
    script.go("world.close")


def _phases_by_slot(almanacs: Collection) -> None:
    script = almanacs.script("almanac/phases-by-slot", "a sequence is reached by the Almanac's own slots")
    ident = opened(script)
    retire(script, ident, RetirementMarker.retired(RetirementInstant.AtSequence(SLOT + 2)))
    status(script, ident, "two slots before")
    advance(script, _NEXT + CADENCE - 1)
    status(script, ident, "a millisecond before")
    advance(script, _NEXT + CADENCE)
    status(script, ident, "the first millisecond of the slot")
    script.go("world.close")


def _past_instants(almanacs: Collection) -> None:
    script = almanacs.script("almanac/past-instants", "an instant that has passed is reached at once")
    now = opened(script)
    instants: tuple[tuple[AnyInstant, str], ...] = (
        (RetirementInstant.AtTimestamp(START), "the present"),
        (RetirementInstant.AtTimestamp(0), "the epoch"),
        (RetirementInstant.AtSequence(SLOT), "the present slot"),
        (RetirementInstant.AtSequence(0), "slot 0"),
        (RetirementInstant.AtTimestamp(START + 1), "a millisecond from now"),
        (RetirementInstant.AtSequence(SLOT + 1), "the next slot"),
        (RetirementInstant.AtTimestamp(_LAST), "the last instant"),
    )
    for number, (instant, comment) in enumerate(instants):
        ident = deployed(script, almanac(f"almanac.{number}"), comment)
        status(script, ident, "active")
        retire(script, ident, RetirementMarker.retired(instant), comment)
        status(script, ident, comment)
    status(script, now, "the first one is active all the while")
    script.go("world.close")


def _two_deployments(almanacs: Collection) -> None:
    script = almanacs.script("almanac/two-deployments", "what happens to one does not happen to the other")
    one = opened(script)
    two = deployed(script, almanac("almanac.b"), "a second")
    tick(script, one, (0, 500), comment="the first ticks", cites=["WORLD-17", "ALM-3"])
    whole(script, two, "the second has not", cites=["WORLD-17"])
    no_tick(script, one, "SlotTaken")
    tick(script, two, (0, 10), comment="its slot is free, and its clocks are its own", cites=["WORLD-17", "ALM-5"])
    retire(script, one)
    status(script, two, "the second goes on")
    advance(script, _NEXT)
    no_tick(script, one, "Retired")
    tick(script, two, (0, 11), cites=["WORLD-17", "WORLD-12"])
    whole(script, one, cites=["WORLD-17", "WORLD-11"])
    whole(script, two, cites=["WORLD-17"])
    script.go("world.close", cites=["WORLD-16", "WORLD-17"])


def _interleaved(almanacs: Collection) -> None:
    script = almanacs.script("almanac/interleaved", "three Almanacs, asked in turn")
    idents = [opened(script), *(deployed(script, almanac(f"almanac.{number}")) for number in (1, 2))]
    for number in range(6):
        ident = idents[number % 3]
        tick(script, ident, (number % 2, number), cites=["WORLD-17", "WORLD-6"])
        advance(script, START + (number + 1) * CADENCE // 2)
    for ident in reversed(idents):
        whole(script, ident, cites=["WORLD-17", "WORLD-10"])
    script.go("world.close", cites=["WORLD-16"])


def _replay(almanacs: Collection) -> None:
    script = almanacs.script("almanac/replay", "the same life in another world, of another seed and committee")
    for seed, committee in ((SEED, COMMITTEE), (bytes(32), COMMITTEE[::-1])):
        script.go("world.open", seed=seed, now=START, cites=["WORLD-15", "PROTO-17"])
        value = script.go("world.deploy", component=almanac(), committee=committee, cites=["WORLD-15", "WORLD-2"])
        ident = UniqueId(bytes.fromhex(value["deployment"]))
        tick(script, ident, (0, 1), (4, 2), cites=["WORLD-15"])
        no_tick(script, ident, "SlotTaken", (0, 3), comment="a refusal is part of it")
        advance(script, _NEXT)
        tick(script, ident, (4, 2), cites=["WORLD-15"])
        retire(script, ident)
        whole(script, ident, cites=["WORLD-15"])
        script.go("world.close", cites=["WORLD-15", "WORLD-16"])
