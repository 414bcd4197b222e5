"""Cases of auditing a composite organism: honest logs, and logs that do not follow from what the members published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from coalition.almanac import AlmanacTick
from coalition.lattice import LatticeOrganism
from coalition.runtime.almanac import TickRecord
from coalition.runtime.composite_audit import KeptPage
from coalition.runtime.log import Entry
from coalition.runtime.played import PlayedBundle
from coalition.runtime.upstream import RefundsRecord
from coalition.surface import EvidencePointer, commit, deployment, surface_id
from coalition.unique_id import UniqueId, unique_id
from conformance.audited_composites import COMMITTEE, MARKER, Kept, changed_record
from conformance.casebook import Casebook
from conformance.cases import composite_audit_firsts
from conformance.scenarios import playing
from conformance.scenarios.ledgers import entry as tally_entry
from conformance.scenarios.playing import SEARCHERS, STALL, Feeds, Superchain

_POOL, _REFUNDS, _ATTESTATION = "UnsealedPool", "Refunds", "Attestation"
_ALMANAC: Final = unique_id("an almanac")
_TICKS: Final = surface_id(_ALMANAC, "Ticks").id()
_CITED: Final = ("COMP-29", "COMP-30", "COMP-31")


def casebooks() -> Iterator[Casebook]:
    """The casebook of the audit."""
    book = Casebook("composites.audit", requirements=_CITED)
    for write in (_routers, _ledgers, _attestations, _correlators, _late, _ends, composite_audit_firsts.write):
        write(book)
    yield book


def routed() -> Kept:
    """A router that decided three events: one whole, one in which a member was missing, one with a tick."""
    content = playing.lattices_content(almanac=_ALMANAC)
    kept, chain = Kept.begun(playing.router(content=content)), Superchain()
    for event, places in ((0, (1, 0, 2)), (1, (2, 0)), (3, (0, 1, 2))):
        slots = chain.event(event)
        for place in places:
            kept.brings(chain.surface(place, _POOL), slots[place].pool)
        if event == 1:
            kept.brings(_TICKS, _tick(0, 7))
        kept.seals(event)
    return kept


def _tick(index: int, seq: int) -> Entry:
    built, record = deployment(_ALMANAC, None).id(), TickRecord(AlmanacTick(seq, ()))
    return Entry(index, commit(_TICKS, built, index, record.digest().id()).id(), record)


def shared() -> Kept:
    """A ledger that decided three events; the tallies of two members stand for what they refunded."""
    kept, chain = Kept.begun(playing.ledger()), Superchain()
    for event in range(3):
        slots = chain.event(event)
        for place in (0, 1, 2):
            if event < 2 or place:
                kept.brings(chain.surface(place, _REFUNDS), slots[place].refunds)
            if place != 1:
                kept.brings(chain.surface(place, _ATTESTATION), slots[place].attestation)
        kept.seals(event)
    return kept


def refunded_twice() -> Kept:
    """A ledger one of whose members gives the same refund in two slots."""
    kept, chain = Kept.begun(playing.ledger()), Superchain()
    slots = chain.event(0)
    kept.brings(chain.surface(0, _REFUNDS), slots[0].refunds)
    kept.seals(0)
    first = slots[0].refunds.record
    assert isinstance(first, RefundsRecord)
    again = RefundsRecord(replace(first.refunds, slot=first.refunds.slot + 1))
    kept.brings(chain.surface(0, _REFUNDS), tally_entry(chain, 0, _REFUNDS, 1, again))
    kept.seals(1)
    return kept


def correlated() -> Kept:
    """A correlator of two feeds, the second of which is silent once."""
    kept, feeds = Kept.begun(playing.correlator()), Feeds()
    for second in range(3):
        kept.brings(feeds.surface(0), feeds.tick(0, second * 1_000 + 10, 100 + second))
        if second != 1:
            kept.brings(feeds.surface(1), feeds.tick(1, second * 1_000 + 990, 200 + second))
        kept.seals(second)
    return kept


def _say(book: Casebook, name: str, comment: str, kept: Kept, **changed: Any) -> None:
    book.accept(name, comment, kept.params(**changed))


def _altered(place: int, **members: Any) -> Callable[[list[Any]], None]:
    def change(records: list[Any]) -> None:
        records[place] = changed_record(records[place], **members)

    return change


def _routers(book: Casebook) -> None:
    kept = routed()
    _say(book, "router", "what follows from the pools", kept)
    params = kept.params()
    _say(book, "pages-turned", "pages in another order", kept, pages=params["pages"][::-1])
    empty = Kept.begun(playing.router())
    _say(book, "nothing", "nothing committed, nothing kept", empty)
    _say(book, "unresolved", "a pool was not kept", kept, pages=params["pages"][1:])
    _say(book, "tick-unresolved", "the tick was not kept", kept, pages=_without(params["pages"], _TICKS))
    _say(book, "left-out", "a record is left out", kept, log=kept.told(lambda records: records.pop(1)))
    _say(book, "cut-off", "the last record is left out", kept, log=params["log"][:-1])
    _say(book, "added", "a record twice", kept, log=kept.told(lambda records: records.append(records[-1])))
    _say(book, "turned", "two targets change places", kept, log=kept.told(lambda each: each.insert(0, each.pop(1))))
    first = kept.told(lambda each: each.extend([each.pop(0) for _ in range(3)]))
    _say(book, "events-turned", "an event after a later one", kept, log=first)
    routes = params["log"][1].record.routed
    _say(book, "unrouted", "an intent is left out", kept, log=kept.told(_altered(1, intents=routes.intents[1:])))
    stray = _altered(0, member=bytes(20))
    _say(book, "stranger", "a target that the span does not have", kept, log=kept.told(stray))
    _say(book, "missing-unnamed", "a member is missing, and not named", kept, log=kept.told(_altered(3, missing=())))
    untimed = _altered(4, almanac_tick=None)
    _say(book, "tick-left-out", "a record without the tick of its event", kept, log=kept.told(untimed))
    recounted = (replace(params["log"][0], index=1), *params["log"][1:])
    _say(book, "index", "an entry of another index", kept, log=recounted)
    uncommitted = (*params["log"][:4], replace(params["log"][4], commit=params["log"][3].commit), *params["log"][5:])
    _say(book, "commit", "an entry of another commit", kept, log=uncommitted)
    forged = _moved(params["pages"][0])
    _say(book, "page-forged", "a pool whose commit is not its own", kept, pages=(forged, *params["pages"][1:]))
    first = replace(params["pages"][0], entries=(*forged.entries, *params["pages"][0].entries))
    _say(book, "page-forged-first", "before the one whose it is", kept, pages=(first, *params["pages"][1:]))
    foreign = kept.told(lambda each: each.insert(3, TickRecord(AlmanacTick(7, ()))))
    _say(book, "foreign-record", "a record of another class", kept, log=foreign)
    _say(book, "router-marked", "a marker where there is no surface", kept, attestations=kept.recommitted([MARKER]))
    _pinned(book)
    _say(book, "page-forged-beside", "beside the one whose it is", kept, pages=(forged, *params["pages"]))


def _pinned(book: Casebook) -> None:
    builds = tuple(unique_id(f"build {number}") for number in range(3))
    pins = tuple(playing.pinned(each, built) for each, built in zip(playing.LATTICES, builds, strict=True))
    kept, chain = Kept.begun(replace(playing.router(), lattices=pins)), Superchain(builds)
    for place, slot in enumerate(chain.event(0)):
        kept.brings(chain.surface(place, _POOL), slot.pool, built=builds[place])
    kept.seals(0)
    _say(book, "pinned", "builds that the span pins", kept)
    other = tuple(replace(each, content_hash=None) for each in kept.params()["pages"])
    _say(book, "pinned-unbuilt", "pages of no build", kept, pages=other)
    _say(book, "unpinned", "builds that nothing pins", _unpinned(builds))


def _unpinned(builds: tuple[UniqueId, ...]) -> Kept:
    kept, chain = Kept.begun(playing.router()), Superchain(builds)
    for place, slot in enumerate(chain.event(0)):
        kept.brings(chain.surface(place, _POOL), slot.pool, built=builds[place])
    kept.seals(0)
    return kept


def _moved(page: KeptPage) -> KeptPage:
    """A page whose entries stand a place further on than their commits say."""
    return replace(page, entries=tuple(replace(each, index=each.index + 1) for each in page.entries))


def _without(pages: Any, surface: UniqueId) -> Any:
    return tuple(each for each in pages if each.surface != surface)


def _ledgers(book: Casebook) -> None:
    kept = shared()
    _say(book, "ledger", "shares, and who stands for them", kept)
    twice = refunded_twice()
    _say(book, "refund-once", "a refund that comes again counts once", twice)
    first = twice.records()[0].shared.shares  # type: ignore[attr-defined] # shared refunds
    told = twice.told(_altered(1, shares=first))
    _say(book, "refund-twice", "a refund is counted twice", twice, log=told)
    shares = kept.params()["log"][0].record.shared.shares
    more = (replace(shares[0], refund_wei=shares[0].refund_wei + 1), *shares[1:])
    _say(book, "share-raised", "a share is too great", kept, log=kept.told(_altered(0, shares=more)))
    other = kept.params()["log"][1].record.shared.evidence
    _say(book, "evidence-of-another", "another's refunds", kept, log=kept.told(_altered(0, evidence=other)))
    lost = next(each for each in kept.params()["pages"] if each.entries[0].commit == other[0].commit)
    pages = tuple(each for each in kept.params()["pages"] if each != lost)
    _say(book, "refunds-unresolved", "the refunds of the second record were not kept", kept, pages=pages)
    _say(book, "evidence-none", "no evidence", kept, log=kept.told(_altered(2, evidence=())))


def _attestations(book: Casebook) -> None:
    kept = shared()
    params = kept.params()
    own = params["attestations"]
    signed = own[1].record.attestation.signatures

    def told(place: int, **members: Any) -> Any:
        return kept.told(_altered(place, **members), 1)

    _say(book, "attestation-unsigned", "nobody signed", kept, attestations=told(1, signatures=()))
    _say(book, "attestation-minority", "too few signed", kept, attestations=told(1, signatures=signed[:1]))
    _say(book, "attestation-majority", "two of three signed", kept, attestations=told(1, signatures=signed[1:]))
    others = tuple(bytes([number]) * 32 for number in (7, 8, 9))
    _say(book, "attestation-strangers", "signed by another committee", kept, committee=others)
    _say(
        book, "attestation-left-out", "one that was kept back", kept, attestations=kept.told(lambda each: each.pop(), 1)
    )
    early = kept.told(lambda each: each.insert(1, MARKER), 1)
    _say(book, "attestation-behind-marker", "a marker before one that is right", kept, attestations=early)
    turned = kept.told(lambda each: each.insert(0, each.pop()), 1)
    _say(book, "attestations-turned", "in another order", kept, attestations=turned)
    stray = told(0, shared=unique_id("no commit"))
    _say(book, "attestation-of-nothing", "for a commit that is not there", kept, attestations=stray)
    pages = tuple(each for each in params["pages"] if each.entries != params["pages"][1].entries)
    _say(book, "attestation-unresolved", "the tally's own was not kept", kept, pages=pages)
    book.refuse_changed(
        "ledger-member-twice",
        "a key twice",
        "ledger",
        "DuplicateElement",
        committee=(*COMMITTEE.members[:2], COMMITTEE.members[0]),
    )
    _dragged(book)
    router = routed()
    _say(book, "router-attests", "a router has no attestations", router, attestations=own)


def _dragged(book: Casebook) -> None:
    """Attestations that point at what their records do not: it is not observed by them."""
    kept, chain = Kept.begun(playing.ledger()), Superchain()
    slots = chain.event(0)
    kept.keeps(chain.surface(0, _REFUNDS), slots[0].refunds)
    for name, entry in ((_REFUNDS, slots[1].refunds), (_ATTESTATION, slots[1].attestation)):
        kept.brings(chain.surface(1, name), entry)
    again = tally_entry(chain, 1, _ATTESTATION, 1, slots[1].attestation.record)
    kept.keeps(chain.surface(1, _ATTESTATION), again)
    kept.seals(0)
    own = kept.records(1)[0].attestation  # type: ignore[attr-defined] # a ledger's attestation
    tally = chain.lattices[0].address(LatticeOrganism.Tally)
    absent = EvidencePointer(tally, playing.FIRST[0], slots[0].refunds.commit)
    dragged = kept.told(_altered(0, evidence=(*own.evidence, absent)), 1)
    _say(book, "attestation-drags", "an attestation that points at absent refunds", kept, attestations=dragged)
    other = (own.evidence[0], replace(own.evidence[1], commit=again.commit))
    twice = kept.told(lambda each: each.append(changed_record(each[0], evidence=other)), 1)
    _say(book, "attestation-conflicting", "two attestations of one slot", kept, attestations=twice)


def _correlators(book: Casebook) -> None:
    kept = correlated()
    _say(book, "correlator", "what the feeds showed", kept)
    _say(book, "price-altered", "another price", kept, log=kept.told(_altered(0, price=1)))
    _say(book, "seq-altered", "another number", kept, log=kept.told(_altered(1, seq=9)))
    _say(book, "clock-altered", "another event", kept, log=kept.told(_altered(2, clock=0)))
    turned = kept.told(lambda each: each.extend([each.pop(0), each.pop(0)]))
    _say(book, "correlations-turned", "an event behind later ones", kept, log=turned)
    alone = kept.params()["log"][0].record.correlation.evidence[:1]
    _say(book, "evidence-kept-back", "one pointer of two", kept, log=kept.told(_altered(0, evidence=alone)))


def late() -> Kept:
    """A ledger that gives an event up, and is brought what belongs to it too late."""
    kept, chain = Kept.begun(playing.ledger(content=playing.lattices_content(STALL))), Superchain()
    slots = [chain.event(event) for event in range(4)]
    for place in (0, 1):
        kept.brings(chain.surface(place, _REFUNDS), slots[0][place].refunds)
    kept.seals(0)
    kept.brings(chain.surface(2, _REFUNDS), slots[0][2].refunds)
    for place in (0, 1, 2):
        kept.brings(chain.surface(place, _REFUNDS), slots[1][place].refunds)
    kept.seals(2)
    kept.brings(chain.surface(1, _REFUNDS), slots[2][1].refunds)
    for place in (0, 1, 2):
        kept.brings(chain.surface(place, _REFUNDS), slots[3][place].refunds)
    kept.seals(3)
    return kept


def _late(book: Casebook) -> None:
    kept = late()
    records = kept.records()
    _say(book, "stalled", "an event given up, and what came too late", kept)
    _say(book, "late-twice", "recorded twice", kept, log=kept.recommitted([*records, records[1]]))
    early = [records[1], records[0], *records[2:]]
    _say(book, "late-before", "too late before its event was given up", kept, log=kept.recommitted(early))
    used = [*records, changed_record(records[1], evidence=records[2].shared.evidence[0], event=1)]  # type: ignore[attr-defined] # shared refunds
    _say(book, "late-used", "too late, and in a record", kept, log=kept.recommitted(used))
    _say(book, "late-of-another", "another member's", kept, log=kept.told(_altered(1, member=playing.MEMBERS[0])))
    _say(
        book, "stall-complete", "a member that was there", kept, log=kept.told(_altered(0, missing=playing.MEMBERS[1:]))
    )
    partial = playing.ledger(content=playing.lattices_content(playing.PARTIAL))
    _say(book, "other-policy", "a component of another policy", kept, component=partial)


def _ends(book: Casebook) -> None:
    kept = shared()
    kept.retires()
    _say(book, "retired", "the marker ends both surfaces", kept)
    behind = kept.told(lambda each: each.append(each[0]))
    _say(book, "behind-the-marker", "a record behind the marker", kept, log=behind)
    attested = kept.told(lambda each: each.append(each[0]), 1)
    _say(book, "attested-behind-the-marker", "an attestation behind the marker", kept, attestations=attested)
    alone = kept.recommitted([MARKER, MARKER])
    _say(book, "marker-twice", "two markers", kept, log=alone, attestations=())
    small = replace(playing.ledger(), lattices=playing.LATTICES[:1])
    _say(book, "span-too-small", "a component that nobody could deploy", kept, component=small)
    _say(book, "bundles", "a log of one event", _bundled())
    book.random(3)
    book.spoil("bundles", rules=6, shapes=6)


def _bundled() -> Kept:
    kept, chain = Kept.begun(playing.router()), Superchain()
    slot = chain.slot(1, 9, (PlayedBundle(b"own", SEARCHERS[0], 1, playing.MEMBERS[1]),))
    kept.brings(chain.surface(1, _POOL), slot.pool)
    kept.seals(9)
    return kept
