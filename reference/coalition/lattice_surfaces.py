"""What the organisms of a lattice, and an oracle, publish (chapter Lattice surfaces)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coalition.oracle import TokenPair
from coalition.preimage import (
    Preimage,
    ascii_text,
    concat,
    derivation,
    discriminant,
    each,
    hash_many_of,
    identifier,
    integer,
    list_of,
    option,
    part,
    raw,
    utf8,
)
from coalition.presence import PresentId
from coalition.runtime.committee import CommitteeSignature
from coalition.shapes import U8, U32, U64, U128, Bytes20, Bytes32, Discriminant, Record
from coalition.struct_digest import check_distinct_keys
from coalition.surface import EvidencePointer, evidence_pointer
from coalition.unique_id import UniqueId


@derivation("lattice.bundle_digest")
def bundle_digest(cleartext: bytes) -> Preimage:
    """The digest of a bundle: `H` of its cleartext (LAT-1)."""
    return concat(raw("cleartext", cleartext))


@dataclass(frozen=True)
class Broadcast(Record):
    """What zipnet shuffled in a slot: the digests of sealed envelopes."""

    slot: U64
    envelopes: tuple[Bytes32, ...]


@derivation("lattice.broadcast")
def broadcast_digest(broadcast: Broadcast) -> Preimage:
    """The digest of a broadcast (LAT-2)."""
    return hash_many_of(
        ascii_text("tag", "broadcast.v1"),
        integer("slot", 64, broadcast.slot),
        part("envelopes", _envelopes(broadcast.envelopes)),
    )


def _envelopes(envelopes: tuple[bytes, ...]) -> Preimage:
    return list_of(each(raw("envelope", one, "bytes32") for one in envelopes))


@dataclass(frozen=True)
class UnsealedBundle(Record):
    """A bundle that unseal opened. `target` is the `MemberId` of another member that it wants to act on."""

    cleartext: bytes
    target: Bytes20 | None

    def digest(self) -> UniqueId:
        """The digest of the bundle (LAT-1)."""
        return bundle_digest(self.cleartext).id()


@dataclass(frozen=True)
class UnsealedPool(Record):
    """Every bundle that unseal opened in a slot."""

    slot: U64
    broadcast: EvidencePointer
    bundles: tuple[UnsealedBundle, ...]

    def rules(self) -> None:
        check_bundles_once(bundle.digest() for bundle in self.bundles)


def check_bundles_once(digests: Iterable[UniqueId]) -> None:
    """Raise `DuplicateKey` for a bundle that stands twice in a slot (LAT-3, LAT-9)."""
    check_distinct_keys(bytes(digest) for digest in digests)


@derivation("lattice.unsealed_pool")
def pool_digest(pool: UnsealedPool) -> Preimage:
    """The digest of a pool (LAT-3)."""
    return hash_many_of(
        ascii_text("tag", "unsealed-pool.v1"),
        integer("slot", 64, pool.slot),
        part("broadcast", evidence_pointer(pool.broadcast)),
        part("bundles", _bundles(pool.bundles)),
    )


def _bundles(bundles: tuple[UnsealedBundle, ...]) -> Preimage:
    return list_of(each(part("bundle", _bundle(one)) for one in bundles))


def _bundle(bundle: UnsealedBundle) -> Preimage:
    return hash_many_of(
        ascii_text("tag", "unsealed-bundle.v1"),
        raw("cleartext", bundle.cleartext),
        option("target", "bytes", bundle.target),
    )


@dataclass(frozen=True)
class Order(Record):
    """An item of order flow at offer. `seal` points at what it was sealed in."""

    order_id: PresentId
    slot: U64
    bundle_digest: PresentId | None
    priority: U32
    seal: EvidencePointer
    metadata: bytes


@derivation("lattice.order")
def order_digest(order: Order) -> Preimage:
    """The digest of an order (LAT-4)."""
    return hash_many_of(
        ascii_text("tag", "order.v1"),
        identifier("order_id", order.order_id),
        integer("slot", 64, order.slot),
        option("bundle_digest", "id", order.bundle_digest),
        integer("priority", 32, order.priority),
        part("seal", evidence_pointer(order.seal)),
        raw("metadata", order.metadata),
    )


@dataclass(frozen=True)
class AuctionOutcome(Record):
    """The orders that won a slot's auction, and the routed intents that offer took in."""

    slot: U64
    orders: tuple[EvidencePointer, ...]
    routed: tuple[EvidencePointer, ...]


@derivation("lattice.auction_outcome")
def outcome_digest(outcome: AuctionOutcome) -> Preimage:
    """The digest of an auction's outcome (LAT-5)."""
    return hash_many_of(
        ascii_text("tag", "auction-outcome.v1"),
        integer("slot", 64, outcome.slot),
        part("orders", pointers(outcome.orders)),
        part("routed", pointers(outcome.routed)),
    )


def pointers(evidence: tuple[EvidencePointer, ...]) -> Preimage:
    """The list of evidence pointers' digests (ENC-18)."""
    return list_of(each(part("pointer", evidence_pointer(one)) for one in evidence))


class DiscardReason(Discriminant):
    """Why offer discarded a bundle."""

    ClearingPolicy = 0
    Duplicate = 1
    StaleTarget = 2


@dataclass(frozen=True)
class OfferDiagnostic(Record):
    """A bundle that reached offer and did not become an order."""

    slot: U64
    bundle_digest: PresentId
    reason: DiscardReason


@derivation("lattice.offer_diagnostic")
def diagnostic_digest(diagnostic: OfferDiagnostic) -> Preimage:
    """The digest of a diagnostic (LAT-6)."""
    return hash_many_of(
        ascii_text("tag", "offer-diagnostic.v1"),
        integer("slot", 64, diagnostic.slot),
        identifier("bundle_digest", diagnostic.bundle_digest),
        discriminant("reason", diagnostic.reason),
    )


@dataclass(frozen=True)
class BlockCandidate(Record):
    """A block that atelier proposes: the digest of its header, and the orders in it."""

    slot: U64
    block_number: U64
    header: PresentId
    orders: tuple[EvidencePointer, ...]


@derivation("lattice.block_candidate")
def candidate_digest(block: BlockCandidate) -> Preimage:
    """The digest of a candidate (LAT-7)."""
    return hash_many_of(
        ascii_text("tag", "block-candidate.v1"),
        integer("slot", 64, block.slot),
        integer("block_number", 64, block.block_number),
        identifier("header", block.header),
        part("orders", pointers(block.orders)),
    )


@dataclass(frozen=True)
class AcceptedHeader(Record):
    """A header that relay accepted, and the candidate it is the header of."""

    slot: U64
    header: PresentId
    block: EvidencePointer


@derivation("lattice.accepted_header")
def header_digest(accepted: AcceptedHeader) -> Preimage:
    """The digest of an accepted header (LAT-8)."""
    return hash_many_of(
        ascii_text("tag", "accepted-header.v1"),
        integer("slot", 64, accepted.slot),
        identifier("header", accepted.header),
        part("block", evidence_pointer(accepted.block)),
    )


@dataclass(frozen=True)
class RefundEntry(Record):
    """What a bundle gets back, in wei. `searcher_id` is a `MemberId`."""

    bundle_digest: PresentId
    block_number: U64
    refund_wei: U128
    searcher_id: Bytes20
    order: EvidencePointer
    block: EvidencePointer


@dataclass(frozen=True)
class Refunds(Record):
    """The refunds of a slot."""

    slot: U64
    entries: tuple[RefundEntry, ...]

    def rules(self) -> None:
        check_bundles_once(entry.bundle_digest for entry in self.entries)


@derivation("lattice.refunds")
def refunds_digest(refunds: Refunds) -> Preimage:
    """The digest of a slot's refunds (LAT-9)."""
    return hash_many_of(
        ascii_text("tag", "refunds.v1"),
        integer("slot", 64, refunds.slot),
        part("entries", _refund_entries(refunds.entries)),
    )


def _refund_entries(entries: tuple[RefundEntry, ...]) -> Preimage:
    return list_of(each(part("entry", _refund_entry(one)) for one in entries))


def _refund_entry(entry: RefundEntry) -> Preimage:
    return hash_many_of(
        ascii_text("tag", "refund-entry.v1"),
        identifier("bundle_digest", entry.bundle_digest),
        integer("block_number", 64, entry.block_number),
        integer("refund_wei", 128, entry.refund_wei),
        raw("searcher_id", entry.searcher_id),
        part("order", evidence_pointer(entry.order)),
        part("block", evidence_pointer(entry.block)),
    )


@dataclass(frozen=True)
class TallyAttestation(Record):
    """The tally's committee stands for the refunds of a slot."""

    slot: U64
    refunds: EvidencePointer
    signatures: tuple[CommitteeSignature, ...]


@derivation("lattice.tally_attestation")
def attestation_digest(attestation: TallyAttestation) -> Preimage:
    """The digest that the committee signs (LAT-10)."""
    return hash_many_of(
        ascii_text("tag", "tally-attestation.v1"),
        integer("slot", 64, attestation.slot),
        part("refunds", evidence_pointer(attestation.refunds)),
    )


@dataclass(frozen=True)
class PriceTick(Record):
    """A tick of an oracle's pair; price and confidence in 10⁻⁸ of quote per base."""

    timestamp_ms: U64
    pair: TokenPair
    price: U128
    confidence: U128
    source_set_digest: Bytes32
    source_count: U8
    stale: bool
    seq: U64


@derivation("lattice.price_tick")
def price_tick_digest(tick: PriceTick) -> Preimage:
    """The digest of a price tick (LAT-11)."""
    return hash_many_of(
        ascii_text("tag", "price-tick.v1"),
        integer("timestamp_ms", 64, tick.timestamp_ms),
        part("pair", token_pair_digest(tick.pair)),
        integer("price", 128, tick.price),
        integer("confidence", 128, tick.confidence),
        raw("source_set_digest", tick.source_set_digest, "bytes32"),
        integer("source_count", 8, tick.source_count),
        raw("stale", bytes([tick.stale]), "bool"),
        integer("seq", 64, tick.seq),
    )


def token_pair_digest(pair: TokenPair) -> Preimage:
    """The digest of a pair as it is oriented (LAT-11)."""
    return hash_many_of(ascii_text("tag", "token-pair.v1"), utf8("base", pair.base), utf8("quote", pair.quote))
