"""Cases of the chapter Lattice surfaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition import examples
from coalition.json_form import as_json
from coalition.lattice import LatticeOrganism, lattice_organism
from coalition.lattice_surfaces import (
    AcceptedHeader,
    AuctionOutcome,
    BlockCandidate,
    Broadcast,
    DiscardReason,
    OfferDiagnostic,
    Order,
    PriceTick,
    RefundEntry,
    Refunds,
    TallyAttestation,
    UnsealedBundle,
    UnsealedPool,
    bundle_digest,
)
from coalition.oracle import TokenPair
from coalition.runtime.committee import CommitteeSignature
from coalition.stable_id import member_id
from coalition.surface import EvidencePointer
from coalition.unique_id import unique_id
from conformance.casebook import Casebook
from conformance.pages import changed

SLOT = 8_123_456
_LAST = 2**64 - 1
_CLEARTEXT = b"swap 10 WETH for USDC"
_BUNDLE = bundle_digest(_CLEARTEXT).id()
_OTHER = member_id(examples.UNICHAIN_MAINNET.stable_id)


def _at(organism: LatticeOrganism, label: str, slot: int = SLOT) -> EvidencePointer:
    address = lattice_organism("ethereum.mainnet", 1, organism).id()
    return EvidencePointer(address, slot, unique_id(f"{organism.name} {label}"))


_SEAL = _at(LatticeOrganism.Zipnet, "broadcast")
_ORDER = _at(LatticeOrganism.Offer, "order")
_SECOND = _at(LatticeOrganism.Offer, "b")
_BLOCK = _at(LatticeOrganism.Atelier, "block")
_SEARCHER = member_id(examples.SEARCHER_STABLE_ID)


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _bundle()
    yield _broadcast()
    yield _pool()
    yield _order()
    yield _outcome()
    yield _diagnostic()
    yield _candidate()
    yield _header()
    yield _refunds()
    yield _attestation()
    yield _price_tick()


def _bundle() -> Casebook:
    book = Casebook("lattice.bundle_digest")
    book.accept("arbitrage", "a bundle in the clear", cleartext=_CLEARTEXT)
    book.accept("empty", "a bundle of no bytes", cleartext=b"")
    book.accept("long", "a bundle of several blocks of the hash", cleartext=bytes(range(256)) * 9)
    book.random(2)
    book.spoil_all("arbitrage")
    return book


def _broadcast() -> Casebook:
    book = Casebook("lattice.broadcast")
    two = Broadcast(SLOT, (bytes(unique_id("envelope b")), bytes(unique_id("envelope a"))))
    book.accept("two-envelopes", "what was sealed for a slot", broadcast=two)
    book.accept("other-order", "the order is the shuffle's", broadcast=changed(two, envelopes=two.envelopes[::-1]))
    book.accept("none", "a slot in which nobody sealed anything", broadcast=Broadcast(0, ()))
    book.accept("greatest", "the last slot", broadcast=Broadcast(_LAST, two.envelopes[:1] * 2))
    book.random(2)
    book.spoil_all("two-envelopes")
    return book


def _pool() -> Casebook:
    book = Casebook("lattice.unsealed_pool")
    two = UnsealedPool(SLOT, _SEAL, (UnsealedBundle(_CLEARTEXT, None), UnsealedBundle(b"bridge 5 WETH", _OTHER)))
    book.accept("two-bundles", "one bundle of the lattice's own, one that names another member", pool=two)
    book.accept("other-order", "the order is the envelopes'", pool=changed(two, bundles=two.bundles[::-1]))
    book.accept("none", "nothing was opened", pool=changed(two, bundles=()))
    book.accept(
        "target-of-zeros", "a target is no absent one", pool=changed(two, bundles=(UnsealedBundle(b"", bytes(20)),))
    )
    book.random(3)
    form = as_json(two)
    twice = [*form["bundles"], {**form["bundles"][0], "target": _OTHER.hex()}]
    book.refuse(
        "bundle-twice",
        "a bundle that was opened twice",
        "two-bundles",
        "DuplicateKey",
        {"pool": {**form, "bundles": twice}},
        ["LAT-3"],
    )
    book.spoil("two-bundles")
    return book


def _order() -> Casebook:
    book = Casebook("lattice.order")
    order = Order(unique_id("order 1"), SLOT, _BUNDLE, 7, _SEAL, b"blue")
    book.accept("of-a-bundle", "an order that stands for a bundle", order=order)
    book.accept("of-no-bundle", "an order that stands for none", order=changed(order, bundle_digest=None))
    book.accept("without-metadata", "nothing said in the clear", order=changed(order, metadata=b"", priority=0))
    book.random(3)
    book.spoil("of-a-bundle")
    return book


def _outcome() -> Casebook:
    book = Casebook("lattice.auction_outcome")
    routed = EvidencePointer(examples.INTENTS_ROUTER.stable_id, SLOT, unique_id("routed intents"))
    outcome = AuctionOutcome(SLOT, (_ORDER,), (routed,))
    book.accept("one-order", "an order, and the intents of another member", outcome=outcome)
    book.accept(
        "two-orders", "the first is first", outcome=AuctionOutcome(SLOT, (_ORDER, _at(LatticeOrganism.Offer, "b")), ())
    )
    book.accept("nobody", "an auction nobody won", outcome=AuctionOutcome(SLOT, (), ()))
    book.accept("changed-over", "a pointer on the other side", outcome=AuctionOutcome(SLOT, (routed,), (_ORDER,)))
    book.random(3)
    book.spoil("one-order")
    return book


def _diagnostic() -> Casebook:
    book = Casebook("lattice.offer_diagnostic")
    for name, reason in (
        ("stale", DiscardReason.StaleTarget),
        ("duplicate", DiscardReason.Duplicate),
        ("clearing", DiscardReason.ClearingPolicy),
    ):
        book.accept(name, f"discarded: {name}", diagnostic=OfferDiagnostic(SLOT, _BUNDLE, reason))
    book.random(2)
    book.spoil_all("stale")
    return book


def _candidate() -> Casebook:
    book = Casebook("lattice.block_candidate")
    block = BlockCandidate(SLOT, 19_000_001, unique_id("header"), (_ORDER,))
    book.accept("one-order", "a block with one order", block=block)
    book.accept("empty", "an empty block", block=changed(block, orders=()))
    book.accept(
        "two-orders", "the order of the block", block=changed(block, orders=(_ORDER, _at(LatticeOrganism.Offer, "b")))
    )
    book.random(3)
    book.spoil("one-order")
    return book


def _header() -> Casebook:
    book = Casebook("lattice.accepted_header")
    book.accept("one", "relay took it", accepted=AcceptedHeader(SLOT, unique_id("header"), _BLOCK))
    book.accept("greatest", "the last slot", accepted=AcceptedHeader(_LAST, unique_id("header"), _BLOCK))
    book.random(3)
    book.spoil_all("one")
    return book


def refund(label: str, wei: int, searcher: bytes = _SEARCHER, number: int = 19_000_001) -> RefundEntry:
    """An entry for the bundle of that label."""
    return RefundEntry(bundle_digest(label.encode()).id(), number, wei, searcher, _ORDER, _BLOCK)


def _refunds() -> Casebook:
    book = Casebook("lattice.refunds")
    two = Refunds(SLOT, (refund("a", 10**18), refund("b", 5, member_id(examples.SIGNER_ORG.stable_id))))
    book.accept("two-searchers", "what a slot gave back", refunds=two)
    book.accept("other-order", "the order is the block's", refunds=changed(two, entries=two.entries[::-1]))
    book.accept("none", "a slot that gave nothing back", refunds=Refunds(SLOT, ()))
    book.accept("greatest", "the largest refund there can be", refunds=Refunds(0, (refund("a", 2**128 - 1),)))
    book.accept("nothing-back", "an entry of 0 wei", refunds=Refunds(SLOT, (refund("a", 0, bytes(20), 0),)))
    book.random(3)
    form: dict[str, Any] = as_json(two)
    twice = [*form["entries"], {**form["entries"][0], "refund_wei": "1"}]
    book.refuse(
        "bundle-twice",
        "a bundle that is refunded twice",
        "two-searchers",
        "DuplicateKey",
        {"refunds": {**form, "entries": twice}},
        ["LAT-9"],
    )
    book.spoil("two-searchers")
    return book


def _attestation() -> Casebook:
    book = Casebook("lattice.tally_attestation")
    signatures = tuple(CommitteeSignature(bytes([each]) * 32, bytes([each]) * 64) for each in (1, 2))
    attestation = TallyAttestation(SLOT, _at(LatticeOrganism.Tally, "refunds"), signatures)
    book.accept("two-signatures", "what a committee signed", attestation=attestation)
    book.accept("unsigned", "the digest is the same", attestation=changed(attestation, signatures=()))
    book.random(2)
    book.spoil("two-signatures")
    return book


def price(label: str, seq: int, at: int, value: int) -> PriceTick:
    """A tick of EUR/USD; `label` tells the sources apart."""
    return PriceTick(at, TokenPair("EUR", "USD"), value, 5_000, bytes(unique_id(label)), 3, False, seq)


def _price_tick() -> Casebook:
    book = Casebook("lattice.price_tick")
    tick = price("sources", 1_700_000_000, 1_700_000_000_012, 108_120_000)
    book.accept("eur", "a dollar price of the euro", tick=tick)
    book.accept("turned-round", "the pair the other way", tick=changed(tick, pair=TokenPair("USD", "EUR")))
    book.accept("stale", "published with fewer sources", tick=changed(tick, stale=True, source_count=1))
    book.accept(
        "greatest", "every number at its end", tick=changed(tick, price=2**128 - 1, seq=_LAST, timestamp_ms=_LAST)
    )
    book.random(3)
    book.spoil_all("eur")
    return book
