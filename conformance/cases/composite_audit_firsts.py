"""Cases of the audit of composite organisms in which more than one thing is wrong, or nothing is that looks so."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

from coalition import examples
from coalition.acl import AclComposition
from coalition.almanac import AlmanacTick, Observation
from coalition.composites import RoutedIntents
from coalition.content_preimages import AlmanacContent
from coalition.lattice import LatticeOrganism
from coalition.runtime.almanac import TickRecord
from coalition.runtime.composite_audit import KeptPage
from coalition.runtime.intents import RoutedIntentsRecord
from coalition.runtime.log import Entry
from coalition.runtime.module import Module
from coalition.stable_id import member_id
from coalition.surface import EvidencePointer, commit, deployment, surface_id
from coalition.unique_id import unique_id
from conformance.audited_composites import MARKER, Kept, changed_record
from conformance.casebook import Casebook, params_of
from conformance.scenarios import playing
from conformance.scenarios.playing import FIRST, STALL, Superchain

_POOL, _REFUNDS, _ATTESTATION = "UnsealedPool", "Refunds", "Attestation"
_ALMANAC: Final = unique_id("an almanac")
_TICKS: Final = surface_id(_ALMANAC, "Ticks").id()
_NOBODY: Final = EvidencePointer(unique_id("no organism"), 7, unique_id("no commit"))


def write(book: Casebook) -> None:
    """All of them."""
    for each in (_opened_alone, _groups, _other_events, _clocks, _places, _broken, _order_of_attestations):
        each(book)


def _say(book: Casebook, name: str, comment: str, kept: Kept, **changed: Any) -> None:
    book.accept(name, comment, kept.params(**changed))


# --- what an attestation alone opened ---------------------------------------------------------------------------------


def _stalled_alone() -> tuple[Kept, Superchain]:
    """A ledger that gives up an event of which it has an attestation alone; the rest comes too late."""
    kept, chain = Kept.begun(playing.ledger(content=playing.lattices_content(STALL))), Superchain()
    first, second = chain.event(0), chain.event(1)
    kept.brings(chain.surface(1, _ATTESTATION), first[1].attestation)
    kept.seals(0)
    kept.brings(chain.surface(0, _ATTESTATION), first[0].attestation)
    kept.brings(chain.surface(1, _REFUNDS), first[1].refunds)
    for place in range(3):
        kept.brings(chain.surface(place, _REFUNDS), second[place].refunds)
    kept.seals(1)
    return kept, chain


def _opened_alone(book: Casebook) -> None:
    kept, chain = _stalled_alone()
    pages = kept.params()["pages"]
    attested = [chain.surface(place, _ATTESTATION) for place in range(3)]
    _say(book, "stalled-by-attestation", "an attestation alone opened what was given up", kept)
    _say(book, "stalled-late-first", "what came late was kept before it", kept, pages=pages[::-1])
    without = tuple(each for each in pages if each.surface != attested[1])
    _say(book, "stalled-any-attestation", "another attestation of the event", kept, pages=without)
    refunds = tuple(each for each in pages if each.surface not in attested)
    _say(book, "stalled-by-nothing", "no attestation was kept", kept, pages=refunds)
    later = KeptPage(attested[2], None, (chain.event(2)[2].attestation,))
    _say(book, "stalled-by-another", "one of another event", kept, pages=(*refunds, later))
    forged = replace(pages[0], entries=(replace(pages[0].entries[0], commit=unique_id("another")),))
    _say(book, "stalled-by-forgery", "one whose commit is not its own", kept, pages=(*refunds, forged))
    partial = playing.ledger(content=playing.lattices_content(playing.PARTIAL))
    _say(book, "stalled-partial", "where nothing is given up", kept, component=partial)
    few = kept.told(lambda each: each.insert(0, changed_record(each.pop(0), missing=playing.MEMBERS[:2])))
    _say(book, "stalled-but-one", "a member is not named as missing", kept, log=few)


# --- several things in one event --------------------------------------------------------------------------------------


def _routed() -> tuple[Kept, Superchain]:
    """A router that decided two events, the first of which lacks a member whose pool was kept all the same."""
    kept, chain = Kept.begun(playing.router()), Superchain()
    for event in range(2):
        slots = chain.event(event)
        for place in range(3):
            if event or place:
                kept.brings(chain.surface(place, _POOL), slots[place].pool)
            else:
                kept.keeps(chain.surface(place, _POOL), slots[place].pool)
        kept.seals(event)
    return kept, chain


def _pointing(records: list[Any], place: int, *evidence: EvidencePointer) -> list[Any]:
    """The records, one of which points at this too."""
    said = records[place].routed
    records[place] = changed_record(records[place], evidence=(*said.evidence, *evidence))
    return records


def _groups(book: Casebook) -> None:
    kept, chain = _routed()
    entries = list(kept.params()["log"])
    entries[3] = replace(entries[3], commit=unique_id("another commit"))
    told = kept.told(lambda each: _pointing(each, 4, _NOBODY))
    both = (*told[:3], entries[3], *told[4:])
    _say(book, "unresolved-behind-commit", "a commit is wrong, and evidence behind it", kept, log=both)
    twice = _again(chain, 0)
    conflict = kept.told(lambda each: _pointing(each, 4, _pointer(chain, 0, twice)))
    pages = (*kept.params()["pages"], KeptPage(chain.surface(0, _POOL), unique_id("a build"), (twice,)))
    _say(book, "another-commit", "two pools of one slot", kept, pages=pages, log=conflict)
    mixed = kept.told(lambda each: _pointing(_pointing(each, 5, _NOBODY), 4, _pointer(chain, 0, twice)))
    _say(book, "another-commit-first", "and evidence of nothing behind it", kept, pages=pages, log=mixed)
    turned = kept.told(lambda each: _pointing(_pointing(each, 4, _NOBODY), 5, _pointer(chain, 0, twice)))
    _say(book, "another-commit-behind", "and before it", kept, pages=pages, log=turned)


def _again(chain: Superchain, place: int) -> Entry:
    """The pool of event 1 as another build commits it."""
    surface = chain.surface(place, _POOL)
    other = Superchain((unique_id("a build"), None, None))
    other.event(0)
    pool = other.event(1)[place].pool
    assert surface == other.surface(place, _POOL)
    return pool


def _pointer(chain: Superchain, place: int, entry: Entry) -> EvidencePointer:
    organism = chain.lattices[place].address(LatticeOrganism.Unseal)
    return EvidencePointer(organism, entry.record.pool.slot, entry.commit)  # type: ignore[attr-defined] # a pool


def _other_events(book: Casebook) -> None:
    kept, chain = _routed()
    log = kept.params()["log"]
    kept_back = _pointer(chain, 0, kept.pages[chain.surface(0, _POOL), None][0])
    late = kept.told(lambda each: _pointing(each, 4, kept_back))
    _say(book, "evidence-of-the-past", "a record points at what came too late", kept, log=late)
    ahead = log[3].record.routed.evidence[0]
    early = kept.told(lambda each: _pointing(each, 1, ahead))
    _say(book, "evidence-of-the-future", "a record points at a later event", kept, log=early)
    records = kept.records()
    again = kept.recommitted(_pointing([*records, *records[:2]], 7, _NOBODY))
    _say(book, "sealed-again", "records of a sealed event, the second of nothing", kept, log=again)
    ledger = Kept.begun(playing.ledger())
    slot = Superchain().event(0)
    for place in range(3):
        ledger.brings(Superchain().surface(place, _REFUNDS), slot[place].refunds)
    ledger.seals(0)
    stray = [ledger.records()[0], *kept.records()[:1], *ledger.records()[1:]]
    _say(book, "foreign-in-an-event", "a router's record in a ledger's event", ledger, log=ledger.recommitted(stray))
    behind = [changed_record(ledger.records()[0], missing=playing.MEMBERS[:1]), *ledger.records()[1:], stray[1]]
    _say(book, "foreign-behind", "behind an event that is wrong", ledger, log=ledger.recommitted(behind))


# --- clocks and places ------------------------------------------------------------------------------------------------


def _clocks(book: Casebook) -> None:
    kept, _ = _routed()
    base = member_id(playing.LATTICES[2].stable_id)
    evidence = kept.params()["log"][0].record.routed.evidence

    def beyond(clock: int, member: bytes = base) -> Any:
        said = RoutedIntents(member, clock, (), playing.MEMBERS[:1], None, evidence)
        wrong = RoutedIntentsRecord(said), RoutedIntentsRecord(replace(said, evidence=(_NOBODY,)))
        return kept.recommitted([*wrong, *kept.records()])

    _say(book, "beyond-the-clock", "a slot that is no event of every member", kept, log=beyond(2**64 - FIRST[0]))
    _say(book, "end-of-the-clock", "the last slot that is one", kept, log=beyond(2**64 - 1 - FIRST[0]))
    before = beyond(FIRST[0] - 1, playing.MEMBERS[0])
    _say(book, "before-the-clock", "a slot before the first", kept, log=before)


def _places(book: Casebook) -> None:
    kept, _ = _stalled_alone()
    kept.retires()
    log = kept.params()["log"]
    moved = (*log[:-1], replace(log[-1], index=log[-1].index + 1))
    _say(book, "marker-moved", "a marker of another index", kept, log=moved)
    other = (*log[:-1], replace(log[-1], commit=unique_id("another commit")))
    _say(book, "marker-commit", "a marker of another commit", kept, log=other)
    alone = Kept.begun(playing.ledger())
    alone.retires()
    _say(book, "marker-alone", "nothing but the marker", alone)
    ends = alone.params()["attestations"]
    _say(book, "marker-of-log-alone", "on the first surface alone", alone, attestations=())
    shifted = (replace(ends[0], index=1),)
    _say(book, "attested-marker-moved", "on the second at another index", alone, attestations=shifted)
    bare = {"log": (), "attestations": (), "pages": ()}
    small = replace(playing.router(), lattices=playing.LATTICES[:1])
    _say(
        book, "nothing-of-nobody", "nothing kept of a component that nobody could deploy", kept, component=small, **bare
    )
    clock = Module(examples.ETH_SUPERCHAIN, "almanac", AlmanacContent(1_000, None), None, AclComposition(()))
    _say(book, "nothing-of-a-module", "nothing kept of a component of another chapter", kept, component=clock, **bare)
    twice = alone.recommitted([MARKER, MARKER], 1)
    _say(book, "attested-marker-twice", "on the second twice", alone, attestations=twice)


# --- what is no question of the log -----------------------------------------------------------------------------------


def _broken(book: Casebook) -> None:
    """What breaks a rule of its types is an error, and is so before anything is replayed."""
    kept = Kept.begun(playing.router(content=playing.lattices_content(almanac=_ALMANAC)))
    record = TickRecord(AlmanacTick(3, (Observation(bytes(20), 7), Observation(bytes([1]) * 20, 7))))
    hashed = commit(_TICKS, deployment(_ALMANAC, None).id(), 0, record.digest().id()).id()
    kept.keeps(_TICKS, Entry(0, hashed, record))
    _say(book, "page-of-ticks", "a page with a tick in it", kept)
    form = params_of("composites.audit", kept.params())

    def refused(name: str, comment: str, error: str, **changed: Any) -> None:
        book.refuse(name, comment, "page-of-ticks", error, {**deepcopy(form), **changed}, ("COMP-29",))

    twice = deepcopy(form["pages"])
    shown = twice[0]["entries"][0]["record"]["tick"]["observed_at"]
    shown[1] = shown[0]
    refused("page-broken", "a member observed twice", "DuplicateKey", pages=twice)
    elsewhere = [{**twice[0], "surface": unique_id("of no span").hex()}]
    refused("page-broken-elsewhere", "on a surface of no span", "DuplicateKey", pages=elsewhere)
    lattices = form["component"]["lattices"]

    def spanning(*members: Any) -> Any:
        return {**form["component"], "lattices": list(members)}

    refused(
        "member-twice", "a span with a member twice", "DuplicateMember", component=spanning(*lattices[:2], lattices[0])
    )
    close = {**lattices[2], "stable_id": lattices[0]["stable_id"][:40] + "00" * 12}
    refused("members-alike", "two share a MemberId", "MemberPrefixCollision", component=spanning(*lattices[:2], close))
    more = spanning(*lattices, lattices[0])
    refused("member-twice-unsourced", "and there are too few sources", "DuplicateMember", component=more)


def _order_of_attestations(book: Casebook) -> None:
    """Two attestations of one slot: that counts which the ledger's attestations point at first, as they stand."""
    kept, chain = Kept.begun(playing.ledger()), Superchain()
    slots = chain.event(0)
    kept.brings(chain.surface(0, _REFUNDS), slots[0].refunds)
    for name, entry in ((_REFUNDS, slots[1].refunds), (_ATTESTATION, slots[1].attestation)):
        kept.brings(chain.surface(1, name), entry)
    kept.seals(0)
    surface = chain.surface(1, _ATTESTATION)
    built = deployment(chain.lattices[1].address(LatticeOrganism.Tally), None).id()
    record = slots[1].attestation.record
    second = Entry(1, commit(surface, built, 1, record.digest().id()).id(), record)
    kept.keeps(surface, second)
    log, own = kept.params()["log"], kept.records(1)[0]
    evidence = own.attestation.evidence  # type: ignore[attr-defined] # a ledger's attestation
    other = changed_record(own, shared=log[0].commit, evidence=(replace(evidence[1], commit=second.commit),))
    first = kept.told(lambda each: each.insert(0, other), 1)
    _say(book, "attestation-pointed-first", "the first points at the other one", kept, attestations=first)
    behind = kept.told(lambda each: each.append(other), 1)
    _say(book, "attestation-pointed-behind", "the second does", kept, attestations=behind)
