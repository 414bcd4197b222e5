"""Cases of what composite organisms are configured with, and of their records."""

from __future__ import annotations

from collections.abc import Iterator

from coalition import examples
from coalition.composites import (
    AlmanacTicks,
    Correlation,
    CorrelatorContent,
    LateEvidence,
    LatticesContent,
    LatticeSource,
    RefundShare,
    RoutedIntent,
    RoutedIntents,
    SharedAttestation,
    SharedRefunds,
    StallEvent,
    StallPolicy,
    TimestampBins,
)
from coalition.lattice_surfaces import bundle_digest
from coalition.oracle import TokenPair
from coalition.runtime.committee import CommitteeSignature
from coalition.stable_id import member_id
from coalition.surface import EvidencePointer
from coalition.unique_id import unique_id
from conformance.casebook import Casebook
from conformance.pages import changed

_LAST = 2**64 - 1
_ETH, _UNI, _BASE = (member_id(each) for each in examples.ETH_SUPERCHAIN.lattices)
_SLOT = 8_123_456
_FIRST = EvidencePointer(unique_id("a tally"), _SLOT, unique_id("its refunds"))
_SECOND = EvidencePointer(unique_id("another tally"), 77, unique_id("other refunds"))
_EUR, _GBP = TokenPair("EUR", "USD"), TokenPair("GBP", "USD")


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter Composites."""
    yield _lattices_content("intents.content")
    yield _lattices_content("ledger.content")
    yield _correlator_content()
    yield _stall_event()
    yield _late_evidence()
    yield _routed()
    yield _shared_refunds()
    yield _shared_attestation()
    yield _correlation()


def _lattices_content(operation: str) -> Casebook:
    book = Casebook(operation)
    sources = (LatticeSource(1, _SLOT), LatticeSource(130, 77), LatticeSource(8453, 0))
    three = LatticesContent(sources, StallPolicy.PartialEvidence, 12_000, None)
    book.accept("three-lattices", "three lattices, and what there is of them", content=three)
    book.accept("stalls", "the other policy", content=changed(three, policy=StallPolicy.StallEvent))
    book.accept("aligned", "with the ticks of an Almanac", content=changed(three, almanac=unique_id("an almanac")))
    book.accept("other-order", "the order is the span's", content=changed(three, sources=sources[::-1]))
    book.accept("another-deadline", "state-affecting", content=changed(three, deadline_ms=_LAST))
    book.random(3)
    book.spoil("three-lattices")
    return book


def _correlator_content() -> Casebook:
    book = Casebook("correlator.content")
    bins = CorrelatorContent((_EUR, _GBP), StallPolicy.PartialEvidence, TimestampBins(1_000, 500))
    book.accept("bins", "two feeds, a bin a second", content=bins)
    ticks = AlmanacTicks(unique_id("an almanac"), 1_000)
    book.accept("ticks", "the slots of an Almanac", content=changed(bins, alignment=ticks))
    book.accept("other-order", "the order is the span's", content=changed(bins, feeds=(_GBP, _EUR)))
    book.accept("stalls", "the other policy", content=changed(bins, policy=StallPolicy.StallEvent))
    book.random(3)
    book.spoil("bins")
    return book


def _stall_event() -> Casebook:
    book = Casebook("composites.stall_event")
    stall = StallEvent(7, (_UNI,), (_FIRST, _SECOND))
    book.accept("one-missing", "one of three was missing", stall=stall)
    book.accept("two-missing", "in the order of the span", stall=StallEvent(7, (_UNI, _BASE), (_FIRST,)))
    book.accept("turned-round", "another order", stall=StallEvent(7, (_BASE, _UNI), (_FIRST,)))
    book.accept("all-missing", "nothing of any", stall=StallEvent(_LAST, (_ETH, _UNI, _BASE), ()))
    book.random(2)
    book.spoil("one-missing")
    return book


def _late_evidence() -> Casebook:
    book = Casebook("composites.late_evidence")
    book.accept("one", "it came after the seal", late=LateEvidence(_ETH, 7, _FIRST))
    book.accept("event-0", "the first event", late=LateEvidence(_ETH, 0, _FIRST))
    book.random(2)
    book.spoil_all("one")
    return book


def _routed() -> Casebook:
    book = Casebook("intents.routed")
    intents = tuple(RoutedIntent(source, bundle_digest(source).id()) for source in (_ETH, _BASE))
    routed = RoutedIntents(_UNI, 77, intents, (), None, (_FIRST, _SECOND))
    book.accept("two-intents", "from two members to the third", routed=routed)
    book.accept("none", "nobody wants anything", routed=changed(routed, intents=()))
    book.accept("one-missing", "a member stalled", routed=changed(routed, missing=(_BASE,), intents=intents[:1]))
    book.accept("tick-0", "with the first tick of an Almanac", routed=changed(routed, almanac_tick=0))
    book.accept("other-order", "the order is the span's", routed=changed(routed, intents=intents[::-1]))
    book.random(3)
    book.spoil("two-intents")
    return book


def _shared_refunds() -> Casebook:
    book = Casebook("ledger.shared_refunds")
    shares = (RefundShare(_ETH, 10**18), RefundShare(_UNI, 5))
    shared = SharedRefunds(_ETH, _SLOT, shares, (), None, (_FIRST,))
    book.accept("two-shares", "what two searchers get back", shared=shared)
    book.accept("none", "nobody gets anything", shared=changed(shared, shares=()))
    book.accept("greatest", "as much as there can be", shared=changed(shared, shares=(RefundShare(_ETH, 2**128 - 1),)))
    book.accept("one-missing", "a member stalled", shared=changed(shared, missing=(_UNI,)))
    book.accept("with-tick", "with the tick of an Almanac", shared=changed(shared, almanac_tick=1_700_000_000))
    book.random(3)
    book.spoil("two-shares")
    return book


def _shared_attestation() -> Casebook:
    book = Casebook("ledger.shared_attestation")
    signatures = (CommitteeSignature(bytes([1]) * 32, bytes([2]) * 64),)
    one = SharedAttestation(_ETH, _SLOT, unique_id("a commit"), (_FIRST, _SECOND), signatures)
    book.accept("one", "what the ledger's committee signs", attestation=one)
    book.accept("unsigned", "the digest is the same", attestation=changed(one, signatures=()))
    book.accept("refunds-alone", "one pointer", attestation=changed(one, evidence=(_FIRST,)))
    book.random(2)
    book.spoil("one")
    return book


def _correlation() -> Casebook:
    book = Casebook("correlator.correlation")
    two = Correlation(_ETH, 1_700_000_000, 42, 108_120_000, (), (_FIRST, _SECOND))
    book.accept("two-feeds", "one of two feeds", correlation=two)
    book.accept("one-missing", "the other stalled", correlation=changed(two, missing=(_UNI,), evidence=(_FIRST,)))
    book.accept("greatest", "every number at its end", correlation=changed(two, seq=_LAST, price=2**128 - 1))
    book.random(3)
    book.spoil("two-feeds")
    return book
