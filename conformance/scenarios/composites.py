"""Scenarios of what composite organisms share, on an intent router, and of what is the router's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition.json_form import as_json
from coalition.lattice import LatticeOrganism
from coalition.lattice_surfaces import UnsealedBundle, UnsealedPool
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.composite import AdvanceTick, Apply
from coalition.runtime.intents import ObservePool
from coalition.runtime.ledger import ObserveRefunds
from coalition.runtime.log import Entry, RetirementRecord
from coalition.runtime.played import PlayedBundle
from coalition.surface import commit, deployment
from coalition.unique_id import unique_id
from conformance.pages import changed
from conformance.scenarios import composite_seals
from conformance.scenarios.composite_seals import LAST, POOL, ROUTED, event_delivered, pointer_to
from conformance.scenarios.performers import COMMITTEE, START, advance, deployed, not_submitted, opened, submitted
from conformance.scenarios.playing import (
    DEADLINE,
    FIRST,
    LATTICES,
    STALL,
    Superchain,
    delivered,
    lattices_content,
    log,
    not_delivered,
    pinned,
    router,
    sealed,
)
from conformance.scenarios.script import Collection

FEATURES = ("stall", "stall.intents", "world")


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    found = Collection("scenarios/intents.json", FEATURES, chapter="composites")
    for write in (
        _two_events,
        _ids,
        _spans,
        _bad_configuration,
        _foreign_entries,
        _pins,
        _conflicts,
        _outside,
        _all_or_nothing,
        _observed_by_command,
        *composite_seals.SUBJECTS,
    ):
        write(found)
    yield found


def _two_events(found: Collection) -> None:
    script = found.script("composites/two-events", "an event that is whole, and one that lacks a member")
    ident, chain = opened(script, router(), comment="an intent router"), Superchain()
    event_delivered(script, ident, chain, 0)
    submitted(script, ident, Apply(), "it is complete", cites=["COMP-13", "COMP-19", "COMP-20"])
    event_delivered(script, ident, chain, 1, (0, 2))
    advance(script, START + DEADLINE, "to the deadline of the second event", cites=["COMP-14", "COMP-15"])
    log(script, ident, ROUTED, "three records an event", "COMP-19", "COMP-15")
    script.go("world.close")


def _ids(found: Collection) -> None:
    script = found.script("composites/ids", "every part of the configuration goes into the ids")
    opened(script, router())
    for comment, component in (
        ("another instance", router("another.intents")),
        ("another deadline", router(content=lattices_content(deadline_ms=1))),
        ("the other policy", router(content=lattices_content(STALL))),
        ("with an Almanac", router(content=lattices_content(almanac=unique_id("an almanac")))),
        ("a span in another order", router(lattices=LATTICES[::-1])),
        ("a pin", router(lattices=(pinned(LATTICES[0], unique_id("a build")), *LATTICES[1:]))),
    ):
        deployed(script, component, comment, cites=["COMP-1", "COMP-3"])
    again: dict[str, Any] = {"committee": COMMITTEE}
    script.refuse("world.deploy", "AlreadyDeployed", "a role is no id", component=router(name="bridge"), **again)
    script.refuse("world.deploy", "AlreadyDeployed", "nor is a replay", component=router(replay=True), **again)
    script.go("world.close", "seven logs", cites=["WORLD-16", "COMP-1"])


def _spans(found: Collection) -> None:
    script = found.script("composites/spans", "a composite organism spans two members, and reads each")
    content, sources = lattices_content(), lattices_content().sources
    two = changed(content, sources=sources[:2])
    for comment, refusal, component in (
        ("one member", "SpanTooSmall", router(lattices=LATTICES[:1], content=changed(content, sources=sources[:1]))),
        ("no member", "SpanTooSmall", router(lattices=(), content=changed(content, sources=()))),
        ("a source too few", "SpanMismatch", router(content=two)),
        ("a source too many", "SpanMismatch", router(lattices=LATTICES[:2])),
        ("one lattice under two ids", "SpanMismatch", router(lattices=_same_name(), content=_same_chain())),
        ("no time for an event", "LengthZero", router(content=lattices_content(deadline_ms=0))),
    ):
        values: dict[str, Any] = {"component": component, "committee": COMMITTEE}
        if script.world is None:
            opened(script, router("first.intents"), comment="one that is right")
        script.refuse("world.deploy", refusal, comment, **values)
    ident = deployed(script, router(lattices=LATTICES[:2], content=two), "two members", cites=["COMP-2", "COMP-4"])
    chain = Superchain()
    event_delivered(script, ident, chain, 0, (0, 1))
    submitted(script, ident, Apply(), "of two nobody is missing", cites=["COMP-13", "COMP-2"])
    log(script, ident, ROUTED, "one record for each of them", "COMP-19")
    script.go("world.close")


def _same_name() -> tuple[Any, ...]:
    return (LATTICES[0], changed(LATTICES[1], instance_name=LATTICES[0].instance_name), LATTICES[2])


def _same_chain() -> Any:
    sources = lattices_content().sources
    return lattices_content(sources=(sources[0], changed(sources[1], chain_id=1), sources[2]))


def _bad_configuration(found: Collection) -> None:
    script = found.script("composites/bad-configuration", "a span that names a member twice is an error", strict=True)
    first = opened(script, router("first.intents"))
    right = as_json(router())
    twin = right["lattices"][0]["stable_id"][:40] + "00" * 12
    for error, comment, stable_id in (
        ("DuplicateMember", "a member twice", right["lattices"][0]["stable_id"]),
        ("MemberPrefixCollision", "two members with one MemberId", twin),
    ):
        lattices = [*right["lattices"][:2], {**right["lattices"][2], "stable_id": stable_id}]
        params = {"component": {**right, "lattices": lattices}, "committee": [COMMITTEE[0].hex()]}
        script.break_rule("world.deploy", error, comment, params, cites=["COMP-2"])
    sealed(script, first, 0, "the world goes on")
    deployed(script, router(), "the same, put right", cites=["COMP-1", "COMP-2"])
    script.go("world.close")


def _foreign_entries(found: Collection) -> None:
    script = found.script("composites/forged-entries", "what is not of the span, or not what was committed, is refused")
    ident, chain = opened(script, router()), Superchain()
    pools = [each.pool for each in chain.event(0)]
    right = chain.surface(0, POOL)
    refunds = chain.event(1)[0].refunds
    delivered(script, ident, right, pools[0], comment="a pool that is right")
    not_delivered(
        script, ident, "NotSpanned", chain.surface(0, "Refunds"), refunds, comment="a surface it does not read"
    )
    not_delivered(script, ident, "NotSpanned", unique_id("nobody"), comment="nobody's surface, and no entry")
    not_delivered(script, ident, "WrongRecord", right, refunds, comment="refunds on the surface of pools")
    forged = chain.slot(1, 5, (PlayedBundle(b"forged"),)).pool
    for comment, entry in (
        ("at another index", replace(pools[1], index=9)),
        ("another record under the commit", replace(pools[1], record=forged.record)),
        ("a commit of nothing", replace(pools[1], commit=unique_id("nothing"))),
    ):
        not_delivered(script, ident, "CommitMismatch", chain.surface(1, POOL), entry, comment=comment)
    not_delivered(script, ident, "CommitMismatch", chain.surface(2, POOL), pools[1], comment="another lattice's entry")
    twice = as_json(UnsealedPool(FIRST[1], pools[1].record.pool.broadcast, (UnsealedBundle(b"one", None),)))  # type: ignore[attr-defined] # it is a pool
    twice["bundles"] = twice["bundles"] * 2
    form = {**as_json(pools[1]), "record": {"kind": "UnsealedPool", "pool": twice}}
    params = {"component": ident.hex(), "surface": chain.surface(1, POOL).hex(), "content_hash": None}
    script.refuse_form(
        "world.deliver", "DuplicateKey", "a bundle twice", {**params, "entries": [form]}, cites=["COMP-7", "LAT-3"]
    )
    script.refuse(
        "world.deliver", "UnknownComponent", "to nobody", component=right, surface=right, content_hash=None, entries=()
    )
    for place in (1, 2):
        delivered(script, ident, chain.surface(place, POOL), pools[place], comment="as it was committed")
    submitted(script, ident, Apply(), "the others went on", cites=["COMP-13", "COMP-28"])
    log(script, ident, ROUTED, "what was forged is nowhere", "COMP-5", "COMP-7")
    script.go("world.close")


def _pins(found: Collection) -> None:
    script = found.script("composites/content-hash-moves", "who pinned a build waits for its own; who did not goes on")
    old, new = unique_id("build 1"), unique_id("build 2")
    pinning = router("pinned.intents", lattices=(pinned(LATTICES[0], old), *LATTICES[1:]))
    first = opened(script, pinning, comment="it pins the first member's build")
    second = deployed(script, router(), "it pins nothing", cites=["COMP-1"])
    before, after = Superchain((old, None, None)), Superchain((new, None, None))
    surface = before.surface(0, POOL)
    event_0, event_1 = before.event(0), after.event(1)
    for ident in (first, second):
        delivered(
            script, ident, surface, event_0[0].pool, content_hash=old, comment="the build of old", cites=["COMP-6"]
        )
    not_delivered(script, first, "PinnedContent", surface, event_1[0].pool, content_hash=new, comment="the next build")
    not_delivered(script, first, "PinnedContent", surface, event_1[0].pool, comment="a build that is not said")
    delivered(
        script, second, surface, event_1[0].pool, content_hash=new, comment="any build", cites=["COMP-6", "COMP-8"]
    )
    not_delivered(script, second, "CommitMismatch", surface, event_1[0].pool, comment="but the one that committed it")
    for ident in (first, second):
        delivered(script, ident, after.surface(1, POOL), event_1[1].pool, comment="another member goes on")
        sealed(script, ident, 1, "both events", "COMP-15", "COMP-6")
        log(script, ident, ROUTED, "the pinning one lacks the member", "COMP-6", "COMP-15")
    again = router("pinned.intents", lattices=(pinned(LATTICES[0], new), *LATTICES[1:]))
    third = deployed(script, again, "it is deployed anew", cites=["COMP-1", "WORLD-4"])
    delivered(
        script, third, surface, event_1[0].pool, content_hash=new, comment="the build it pins now", cites=["COMP-6"]
    )
    script.go("world.close")


def _conflicts(found: Collection) -> None:
    script = found.script("composites/conflicts", "a clock event has one commit; the same again is nothing")
    ident, chain, other = opened(script, router()), Superchain(), Superchain()
    surface = chain.surface(0, POOL)
    pool = chain.event(0)[0].pool
    rival = other.slot(0, 0, (PlayedBundle(b"a rival"),)).pool
    cites = ["COMP-8"]
    delivered(script, ident, surface, pool, pool, comment="once, and again at once", cites=cites)
    delivered(script, ident, surface, pool, comment="and again", cites=cites)
    not_delivered(script, ident, "ConflictingEvidence", surface, rival, comment="another pool for the slot")
    sealed(script, ident, 0)
    delivered(script, ident, surface, pool, comment="after the seal too", cites=cites)
    not_delivered(script, ident, "ConflictingEvidence", surface, rival, comment="after the seal too")
    log(script, ident, ROUTED, "the first, once", "COMP-8", "COMP-17")
    script.go("world.close")


def _outside(found: Collection) -> None:
    script = found.script("composites/outside", "slots that are no events of the span")
    sources = lattices_content().sources
    late = lattices_content(sources=(sources[0], sources[1], changed(sources[2], first_slot=LAST - 1)))
    ident, chain = opened(script, router(content=late)), Superchain()
    surface = chain.surface(1, POOL)
    entries = {event: chain.slot(1, event, ()).pool for event in (-1, 0, 1, 2)}
    not_delivered(script, ident, "OutsideClock", surface, entries[-1], comment="before event 0")
    delivered(script, ident, surface, entries[0], entries[1], comment="the only two events there are", cites=["COMP-9"])
    not_delivered(script, ident, "OutsideClock", surface, entries[2], comment="the third member has no slot for it")
    sealed(script, ident, 1, "both", "COMP-9", "COMP-19")
    log(script, ident, ROUTED, "each target's own slot", "COMP-9", "COMP-19")
    script.go("world.close")


def _all_or_nothing(found: Collection) -> None:
    script = found.script("composites/all-or-nothing", "entries are taken all, or none of them")
    ident, chain = opened(script, router()), Superchain()
    surface = chain.surface(0, POOL)
    pools = [chain.event(number)[0].pool for number in range(3)]
    wrong = replace(pools[2], index=7)
    not_delivered(script, ident, "CommitMismatch", surface, pools[0], pools[1], wrong, comment="the last is wrong")
    delivered(script, ident, surface, pools[2], pools[0], comment="neither was there", cites=["COMP-8"])
    delivered(script, ident, surface, *pools, comment="one of three is new", cites=["COMP-8"])
    delivered(script, ident, surface, comment="nothing at all")
    marker = RetirementRecord(RetirementMarker.retired(RetirementInstant.AtTimestamp(START)))
    lattice = chain.lattices[0]
    built = deployment(lattice.address(LatticeOrganism.Unseal), None).id()
    last = Entry(3, commit(surface, built, 3, marker.digest().id()).id(), marker)
    delivered(script, ident, surface, last, comment="the member's marker")
    sealed(script, ident, 2)
    log(script, ident, ROUTED, "three events", "COMP-10")
    script.go("world.close")


def _observed_by_command(found: Collection) -> None:
    script = found.script("composites/unresolved", "an observation points at what was brought, or is refused")
    ident, chain = opened(script, router(replay=True), comment="a router that replays"), Superchain()
    slots = chain.event(0)
    pointers = [pointer_to(chain, place, slots[place].pool) for place in range(3)]
    cites = ["COMP-11"]
    not_submitted(script, ident, "UnresolvedEvidence", ObservePool(pointers[0]), "nothing was brought yet")
    delivered(script, ident, chain.surface(0, POOL), slots[0].pool, comment="it is kept", cites=["COMP-27"])
    for comment, pointer in (
        ("another commit", replace(pointers[0], commit=unique_id("another"))),
        ("another slot", replace(pointers[0], clock_event=FIRST[0] + 1)),
        ("another member", replace(pointers[0], address=pointers[1].address)),
    ):
        not_submitted(script, ident, "UnresolvedEvidence", ObservePool(pointer), comment)
    not_submitted(script, ident, "UnresolvedEvidence", AdvanceTick(pointers[0]), "a pool is no tick")
    not_submitted(script, ident, "UnknownCommand", ObserveRefunds(pointers[0]), "a ledger's command")
    submitted(script, ident, Apply(), "nothing is open", cites=["COMP-13", "COMP-11"])
    submitted(script, ident, ObservePool(pointers[0]), "it is observed", cites=cites)
    submitted(script, ident, ObservePool(pointers[0]), "once is enough", cites=cites)
    sealed(script, ident, 0, "one of three", "COMP-15", "COMP-11")
    log(script, ident, ROUTED, "what was observed", "COMP-11", "COMP-15")
    script.go("world.close")
