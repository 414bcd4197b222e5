"""Scenarios of what composite organisms share, on an intent router, and of what is the router's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from coalition.json_form import as_json
from coalition.lattice import LatticeOrganism
from coalition.lattice_surfaces import UnsealedBundle, UnsealedPool
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.component import Retire
from coalition.runtime.composite import AdvanceTick, Apply, Seal
from coalition.runtime.intents import ObservePool
from coalition.runtime.ledger import ObserveRefunds
from coalition.runtime.log import Entry, RetirementRecord
from coalition.runtime.played import PlayedBundle
from coalition.runtime.upstream import UnsealedPoolRecord
from coalition.surface import EvidencePointer, commit, deployment
from coalition.unique_id import UniqueId, unique_id
from conformance.pages import changed
from conformance.scenarios.performers import (
    COMMITTEE,
    START,
    advance,
    deployed,
    not_submitted,
    opened,
    retire,
    submitted,
)
from conformance.scenarios.playing import (
    BASE,
    DEADLINE,
    ETH,
    FIRST,
    LATTICES,
    STALL,
    UNI,
    Superchain,
    delivered,
    lattices_content,
    log,
    not_delivered,
    pinned,
    router,
    sealed,
)
from conformance.scenarios.script import Collection, Script

FEATURES = ("stall", "stall.intents", "world")
_POOL = "UnsealedPool"
_ROUTED = "RoutedIntents"
_LAST = 2**64 - 1


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
        _seals,
        _applies,
        _deadlines,
        _order,
        _partial,
        _stalled,
        _late,
        _targets,
        _retired,
        _replayed,
    ):
        write(found)
    yield found


def _pointer(chain: Superchain, place: int, entry: Entry) -> EvidencePointer:
    record = entry.record
    assert isinstance(record, UnsealedPoolRecord)
    unseal = chain.lattices[place].address(LatticeOrganism.Unseal)
    return EvidencePointer(unseal, record.pool.slot, entry.commit)


def _event(script: Script, ident: UniqueId, chain: Superchain, number: int, places: Sequence[int] = (0, 1, 2)) -> None:
    slots = chain.event(number)
    for place in places:
        delivered(script, ident, chain.surface(place, _POOL), slots[place].pool, comment=f"a pool for event {number}")


def _two_events(found: Collection) -> None:
    script = found.script("composites/two-events", "an event that is whole, and one that lacks a member")
    ident, chain = opened(script, router(), comment="an intent router"), Superchain()
    _event(script, ident, chain, 0)
    submitted(script, ident, Apply(), "it is complete", cites=["COMP-13", "COMP-19", "COMP-20"])
    _event(script, ident, chain, 1, (0, 2))
    advance(script, START + DEADLINE, "to the deadline of the second event", cites=["COMP-14", "COMP-15"])
    log(script, ident, _ROUTED, "three records an event", "COMP-19", "COMP-15")
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
    _event(script, ident, chain, 0, (0, 1))
    submitted(script, ident, Apply(), "of two nobody is missing", cites=["COMP-13", "COMP-2"])
    log(script, ident, _ROUTED, "one record for each of them", "COMP-19")
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
    right = chain.surface(0, _POOL)
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
        not_delivered(script, ident, "CommitMismatch", chain.surface(1, _POOL), entry, comment=comment)
    not_delivered(script, ident, "CommitMismatch", chain.surface(2, _POOL), pools[1], comment="another lattice's entry")
    twice = as_json(UnsealedPool(FIRST[1], pools[1].record.pool.broadcast, (UnsealedBundle(b"one", None),)))  # type: ignore[attr-defined] # it is a pool
    twice["bundles"] = twice["bundles"] * 2
    form = {**as_json(pools[1]), "record": {"kind": "UnsealedPool", "pool": twice}}
    params = {"component": ident.hex(), "surface": chain.surface(1, _POOL).hex(), "content_hash": None}
    script.refuse_form(
        "world.deliver", "DuplicateKey", "a bundle twice", {**params, "entries": [form]}, cites=["COMP-7", "LAT-3"]
    )
    script.refuse(
        "world.deliver", "UnknownComponent", "to nobody", component=right, surface=right, content_hash=None, entries=()
    )
    for place in (1, 2):
        delivered(script, ident, chain.surface(place, _POOL), pools[place], comment="as it was committed")
    submitted(script, ident, Apply(), "the others went on", cites=["COMP-13", "COMP-28"])
    log(script, ident, _ROUTED, "what was forged is nowhere", "COMP-5", "COMP-7")
    script.go("world.close")


def _pins(found: Collection) -> None:
    script = found.script("composites/content-hash-moves", "who pinned a build waits for its own; who did not goes on")
    old, new = unique_id("build 1"), unique_id("build 2")
    pinning = router("pinned.intents", lattices=(pinned(LATTICES[0], old), *LATTICES[1:]))
    first = opened(script, pinning, comment="it pins the first member's build")
    second = deployed(script, router(), "it pins nothing", cites=["COMP-1"])
    before, after = Superchain((old, None, None)), Superchain((new, None, None))
    surface = before.surface(0, _POOL)
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
        delivered(script, ident, after.surface(1, _POOL), event_1[1].pool, comment="another member goes on")
        sealed(script, ident, 1, "both events", "COMP-15", "COMP-6")
        log(script, ident, _ROUTED, "the pinning one lacks the member", "COMP-6", "COMP-15")
    again = router("pinned.intents", lattices=(pinned(LATTICES[0], new), *LATTICES[1:]))
    third = deployed(script, again, "it is deployed anew", cites=["COMP-1", "WORLD-4"])
    delivered(
        script, third, surface, event_1[0].pool, content_hash=new, comment="the build it pins now", cites=["COMP-6"]
    )
    script.go("world.close")


def _conflicts(found: Collection) -> None:
    script = found.script("composites/conflicts", "a clock event has one commit; the same again is nothing")
    ident, chain, other = opened(script, router()), Superchain(), Superchain()
    surface = chain.surface(0, _POOL)
    pool = chain.event(0)[0].pool
    rival = other.slot(0, 0, (PlayedBundle(b"a rival"),)).pool
    cites = ["COMP-8"]
    delivered(script, ident, surface, pool, pool, comment="once, and again at once", cites=cites)
    delivered(script, ident, surface, pool, comment="and again", cites=cites)
    not_delivered(script, ident, "ConflictingEvidence", surface, rival, comment="another pool for the slot")
    sealed(script, ident, 0)
    delivered(script, ident, surface, pool, comment="after the seal too", cites=cites)
    not_delivered(script, ident, "ConflictingEvidence", surface, rival, comment="after the seal too")
    log(script, ident, _ROUTED, "the first, once", "COMP-8", "COMP-17")
    script.go("world.close")


def _outside(found: Collection) -> None:
    script = found.script("composites/outside", "slots that are no events of the span")
    sources = lattices_content().sources
    late = lattices_content(sources=(sources[0], sources[1], changed(sources[2], first_slot=_LAST - 1)))
    ident, chain = opened(script, router(content=late)), Superchain()
    surface = chain.surface(1, _POOL)
    entries = {event: chain.slot(1, event, ()).pool for event in (-1, 0, 1, 2)}
    not_delivered(script, ident, "OutsideClock", surface, entries[-1], comment="before event 0")
    delivered(script, ident, surface, entries[0], entries[1], comment="the only two events there are", cites=["COMP-9"])
    not_delivered(script, ident, "OutsideClock", surface, entries[2], comment="the third member has no slot for it")
    sealed(script, ident, 1, "both", "COMP-9", "COMP-19")
    log(script, ident, _ROUTED, "each target's own slot", "COMP-9", "COMP-19")
    script.go("world.close")


def _all_or_nothing(found: Collection) -> None:
    script = found.script("composites/all-or-nothing", "entries are taken all, or none of them")
    ident, chain = opened(script, router()), Superchain()
    surface = chain.surface(0, _POOL)
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
    log(script, ident, _ROUTED, "three events", "COMP-10")
    script.go("world.close")


def _observed_by_command(found: Collection) -> None:
    script = found.script("composites/unresolved", "an observation points at what was brought, or is refused")
    ident, chain = opened(script, router(replay=True), comment="a router that replays"), Superchain()
    slots = chain.event(0)
    pointers = [_pointer(chain, place, slots[place].pool) for place in range(3)]
    cites = ["COMP-11"]
    not_submitted(script, ident, "UnresolvedEvidence", ObservePool(pointers[0]), "nothing was brought yet")
    delivered(script, ident, chain.surface(0, _POOL), slots[0].pool, comment="it is kept", cites=["COMP-27"])
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
    log(script, ident, _ROUTED, "what was observed", "COMP-11", "COMP-15")
    script.go("world.close")


def _seals(found: Collection) -> None:
    script = found.script("composites/seals", "events are sealed in ascending order, and once")
    ident, chain = opened(script, router()), Superchain()
    for number in (2, 0):
        _event(script, ident, chain, number, (0,))
    sealed(script, ident, 1, "up to an event that was never open")
    not_submitted(script, ident, "AlreadySealed", Seal(0), "it is sealed")
    not_submitted(script, ident, "AlreadySealed", Seal(1), "so is the gap")
    sealed(script, ident, 2, "the next")
    not_submitted(script, ident, "AlreadySealed", Seal(2), "once more")
    sealed(script, ident, 7, "nothing is open, and nothing is committed")
    _event(script, ident, chain, 9, (1,))
    _event(script, ident, chain, 8, (2,))
    sealed(script, ident, _LAST, "all that is open, the lower event first")
    log(script, ident, _ROUTED, "four events, and gaps", "COMP-12", "COMP-9")
    script.go("world.close")


def _applies(found: Collection) -> None:
    script = found.script("composites/applies", "what is complete is decided, and waits for what is not")
    ident, chain = opened(script, router()), Superchain()
    cites = ["COMP-13", "COMP-12"]
    submitted(script, ident, Apply(), "nothing is open", cites=cites)
    slots = [chain.event(number) for number in range(4)]
    for number, places in ((0, (0, 1, 2)), (1, (0, 1, 2)), (2, (0, 2)), (3, (0, 1, 2))):
        for place in places:
            delivered(script, ident, chain.surface(place, _POOL), slots[number][place].pool)
    submitted(script, ident, Apply(), "two are complete, the third is not", cites=cites)
    submitted(script, ident, Apply(), "the fourth waits for it", cites=cites)
    delivered(script, ident, chain.surface(1, _POOL), slots[2][1].pool, comment="what was missing")
    submitted(script, ident, Apply(), "both", cites=cites)
    log(script, ident, _ROUTED, "four events", "COMP-13")
    script.go("world.close")


def _deadlines(found: Collection) -> None:
    script = found.script("composites/deadlines", "an event has its time from when it was opened")
    ident, chain = opened(script, router()), Superchain()
    cites = ["COMP-14", "WORLD-18"]
    _event(script, ident, chain, 1, (0,))
    advance(script, START + 500)
    _event(script, ident, chain, 0, (0,))
    _event(script, ident, chain, 1, (1,))
    _event(script, ident, chain, 2, (2,))
    advance(script, START + DEADLINE - 1, "just before the first deadline", cites=cites)
    log(script, ident, _ROUTED, "nothing yet", "COMP-14")
    advance(script, START + DEADLINE, "to it", cites=cites)
    log(script, ident, _ROUTED, "the event, and the lower one with it", "COMP-14", "COMP-12")
    advance(script, START + 10 * DEADLINE, "past all of them", cites=cites)
    log(script, ident, _ROUTED, "three events", "COMP-14")
    script.go("world.close")


def _order(found: Collection) -> None:
    script = found.script("composites/order", "the order of what is observed decides nothing before the seal")
    chain = Superchain()
    slots = [chain.event(number) for number in range(2)]
    for order in ([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)], [(1, 2), (0, 2), (1, 0), (0, 1), (1, 1), (0, 0)]):
        ident = opened(script, router())
        for number, place in order:
            delivered(script, ident, chain.surface(place, _POOL), slots[number][place].pool)
        submitted(script, ident, Apply(), "both events", cites=["COMP-15", "COMP-13"])
        log(script, ident, _ROUTED, "the same records", "COMP-15", "COMP-27")
        script.go("world.close", "the same digest", cites=["COMP-15"])


def _partial(found: Collection) -> None:
    script = found.script("composites/lattice-stalls", "a member stalls: the event is narrower, the others have theirs")
    ident, chain = opened(script, router()), Superchain()
    for number, places in ((0, (0, 1, 2)), (1, (0, 2)), (2, (1,)), (3, (0, 1, 2))):
        _event(script, ident, chain, number, places)
        sealed(script, ident, number, f"event {number}", "COMP-15")
    log(script, ident, _ROUTED, "who was missing is named", "COMP-15", "COMP-19", "COMP-20")
    script.go("world.close")


def _stalled(found: Collection) -> None:
    script = found.script("composites/stall-event", "an event is given up, and the next one is not")
    ident, chain = opened(script, router(content=lattices_content(STALL))), Superchain()
    for number, places in ((0, (0, 1, 2)), (1, (0, 2)), (2, (1,)), (3, (0, 1, 2))):
        _event(script, ident, chain, number, places)
        sealed(script, ident, number, f"event {number}", "COMP-16")
    log(script, ident, _ROUTED, "two events, and two that were given up", "COMP-16")
    script.go("world.close")


def _late(found: Collection) -> None:
    script = found.script("composites/late", "what comes after the seal is recorded, and changes nothing")
    ident, chain = opened(script, router()), Superchain()
    slots = chain.event(0)
    surface = chain.surface(1, _POOL)
    delivered(script, ident, chain.surface(0, _POOL), slots[0].pool)
    sealed(script, ident, 3)
    delivered(script, ident, surface, slots[1].pool, comment="too late", cites=["COMP-17"])
    delivered(script, ident, surface, slots[1].pool, comment="once is enough", cites=["COMP-17", "COMP-8"])
    command = ObservePool(_pointer(chain, 1, slots[1].pool))
    submitted(script, ident, command, "by command too", cites=["COMP-11", "COMP-17"])
    _event(script, ident, chain, 3, (2,))
    _event(script, ident, chain, 4, (2,))
    sealed(script, ident, 4, "the next event is its own")
    log(script, ident, _ROUTED, "three records, two late, three records", "COMP-17")
    script.go("world.close")


def _targets(found: Collection) -> None:
    script = found.script("composites/targets", "a bundle goes to the member it names, if there is such a one")
    ident, chain = opened(script, router()), Superchain()
    stranger = bytes(20)
    made = chain.slot(
        0,
        0,
        (
            PlayedBundle(b"to the third", target=BASE),
            PlayedBundle(b"to itself", target=ETH),
            PlayedBundle(b"to nobody"),
            PlayedBundle(b"to a stranger", target=stranger),
            PlayedBundle(b"to the second", target=UNI),
            PlayedBundle(b"a", target=BASE),
        ),
    )
    other = chain.slot(1, 0, (PlayedBundle(b"z", target=BASE), PlayedBundle(b"to the first", target=ETH)))
    delivered(script, ident, chain.surface(1, _POOL), other.pool)
    delivered(script, ident, chain.surface(0, _POOL), made.pool)
    sealed(script, ident, 0, "it is sealed", "COMP-20")
    log(script, ident, _ROUTED, "in the order of the span, and of the pools", "COMP-20")
    script.go("world.close")


def _retired(found: Collection) -> None:
    script = found.script("composites/retired", "after the marker nothing is taken, and nothing falls due")
    ident, chain = opened(script, router()), Superchain()
    _event(script, ident, chain, 0)
    submitted(script, ident, Apply(), "it works", cites=["COMP-13"])
    _event(script, ident, chain, 1, (0, 1))
    retire(script, ident)
    not_delivered(script, ident, "Retired", chain.surface(2, _POOL), chain.event(2)[2].pool, comment="a pool")
    not_submitted(script, ident, "Retired", Apply(), "a command")
    not_submitted(script, ident, "Retired", Retire(RetirementMarker.retired(RetirementInstant.AtTimestamp(0))), "again")
    advance(script, START + 2 * DEADLINE, "past the deadline", cites=["COMP-14", "WORLD-18"])
    log(script, ident, _ROUTED, "the marker is the last", "COMP-10", "COMP-14", "WORLD-11")
    script.go("world.close")


def _replayed(found: Collection) -> None:
    script = found.script("composites/replayed", "who has the entries and the commands comes to the same")
    chain = Superchain()
    slots = [chain.event(number) for number in range(2)]
    ident = opened(script, router(), comment="a router that runs")
    for place in (0, 1, 2):
        delivered(script, ident, chain.surface(place, _POOL), slots[0][place].pool)
    delivered(script, ident, chain.surface(2, _POOL), slots[1][2].pool)
    advance(script, START + DEADLINE, "both fall due", cites=["COMP-14"])
    delivered(script, ident, chain.surface(0, _POOL), slots[1][0].pool, comment="too late", cites=["COMP-17"])
    log(script, ident, _ROUTED, "what it came to", "COMP-27")
    script.go("world.close", "its digest")
    ident = opened(script, router(replay=True), START + 5, "one that replays")
    for place in (2, 1, 0):
        entries = [each[place].pool for each in reversed(slots)]
        delivered(script, ident, chain.surface(place, _POOL), *entries, comment="all of a log", cites=["COMP-27"])
    for number, place in ((0, 2), (0, 0), (0, 1), (1, 2)):
        pointer = _pointer(chain, place, slots[number][place].pool)
        submitted(script, ident, ObservePool(pointer), "as it was observed", cites=["COMP-11", "COMP-27"])
    sealed(script, ident, 0, "as it was sealed", "COMP-27")
    sealed(script, ident, 1, "as it was sealed", "COMP-27")
    submitted(
        script, ident, ObservePool(_pointer(chain, 0, slots[1][0].pool)), "too late", cites=["COMP-17", "COMP-27"]
    )
    log(script, ident, _ROUTED, "the same, byte for byte", "COMP-27")
    script.go("world.close", "the same digest", cites=["COMP-27"])
