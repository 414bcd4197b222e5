"""Scenarios of an Almanac: its ids, ticks, slots, members, pages and its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition import examples
from coalition.acl import AclComposition, OperatorPublish, Side
from coalition.content_preimages import AlmanacContent
from coalition.json_form import as_json
from coalition.unique_id import UniqueId, unique_id
from conformance.scenarios import almanac_ends, almanac_ticks
from conformance.scenarios.almanac_ends import LAST
from conformance.scenarios.almanacs import almanac, deployed, no_tick, opened, read, tick, whole
from conformance.scenarios.performers import CADENCE, COMMITTEE, START, advance, retire, status
from conformance.scenarios.script import ALMANAC, Collection, Script


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
        *almanac_ticks.SUBJECTS,
        *almanac_ends.SUBJECTS,
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
    read(script, ident, LAST, 2, "behind the last index there can be")
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
