"""What composite organisms are configured with, and what they publish (chapter Composites)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.lattice_surfaces import pointers, token_pair_digest
from coalition.oracle import TokenPair
from coalition.preimage import (
    Field,
    Preimage,
    ascii_text,
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
)
from coalition.presence import PresentId
from coalition.runtime.committee import CommitteeSignature
from coalition.shapes import U64, U128, Bytes20, Discriminant, Record, Variant
from coalition.surface import EvidencePointer, evidence_pointer
from coalition.unique_id import UniqueId


class StallPolicy(Discriminant):
    """What becomes of an event for which a spanned member is missing (COMP-15, COMP-16)."""

    PartialEvidence = 0
    StallEvent = 1


@dataclass(frozen=True)
class LatticeSource(Record):
    """What is read of a spanned lattice: its chain, by which its organisms are called, and the slot of event 0."""

    chain_id: U64
    first_slot: U64


def _sources(sources: tuple[LatticeSource, ...]) -> Preimage:
    return list_of(each(part("source", _source(one)) for one in sources))


def _source(source: LatticeSource) -> Preimage:
    return hash_many_of(
        ascii_text("tag", "lattice-source.v1"),
        integer("chain_id", 64, source.chain_id),
        integer("first_slot", 64, source.first_slot),
    )


@dataclass(frozen=True)
class LatticesContent(Record):
    """What an organism over lattices pins: its sources in the order of the span, and what it does when one stalls.

    `deadline_ms` is how long an event is open, `almanac` the address of the Almanac whose ticks are carried along.
    """

    sources: tuple[LatticeSource, ...]
    policy: StallPolicy
    deadline_ms: U64
    almanac: PresentId | None


@derivation("intents.content")
def intents_content(content: LatticesContent) -> Preimage:
    """The content preimage of an intent router (COMP-3)."""
    return hash_many_of(ascii_text("tag", "intents-content.v1"), _content_rows(content))


@derivation("ledger.content")
def ledger_content(content: LatticesContent) -> Preimage:
    """The content preimage of a shared ledger (COMP-3)."""
    return hash_many_of(ascii_text("tag", "ledger-content.v1"), _content_rows(content))


def _content_rows(content: LatticesContent) -> tuple[Field, ...]:
    return (
        part("sources", _sources(content.sources)),
        discriminant("policy", content.policy),
        integer("deadline_ms", 64, content.deadline_ms),
        option("almanac", "id", content.almanac),
    )


@dataclass(frozen=True)
class AlmanacTicks(Variant):
    """Events are the slots of an Almanac, which its ticks seal."""

    almanac: PresentId
    cadence_ms: U64

    def preimage(self) -> Preimage:
        """A variant with payload (ENC-21)."""
        return hash_many_of(
            ascii_text("tag", "enum"),
            integer("number", 8, 0),
            identifier("almanac", self.almanac),
            integer("cadence_ms", 64, self.cadence_ms),
        )


@dataclass(frozen=True)
class TimestampBins(Variant):
    """Events are bins of time, which a deadline seals."""

    bin_ms: U64
    deadline_ms: U64

    def preimage(self) -> Preimage:
        """A variant with payload (ENC-21)."""
        return hash_many_of(
            ascii_text("tag", "enum"),
            integer("number", 8, 1),
            integer("bin_ms", 64, self.bin_ms),
            integer("deadline_ms", 64, self.deadline_ms),
        )


Alignment = AlmanacTicks | TimestampBins


@dataclass(frozen=True)
class CorrelatorContent(Record):
    """What a correlator pins: the pair of each feed, in the order of the span, and what an event is."""

    feeds: tuple[TokenPair, ...]
    policy: StallPolicy
    alignment: Alignment


@derivation("correlator.content")
def correlator_content(content: CorrelatorContent) -> Preimage:
    """The content preimage of a cross-feed correlator (COMP-3)."""
    return hash_many_of(
        ascii_text("tag", "correlator-content.v1"),
        part("feeds", _feeds(content.feeds)),
        discriminant("policy", content.policy),
        part("alignment", content.alignment.preimage()),
    )


def _feeds(feeds: tuple[TokenPair, ...]) -> Preimage:
    return list_of(each(part("feed", token_pair_digest(one)) for one in feeds))


def _members(members: tuple[bytes, ...]) -> Preimage:
    return list_of(each(raw("member", one) for one in members))


def _tick(almanac_tick: int | None) -> Field:
    return option("almanac_tick", "u64", None if almanac_tick is None else almanac_tick.to_bytes(8, "little"))


@dataclass(frozen=True)
class StallEvent(Record):
    """An event that was given up: who was missing, and what there was."""

    event: U64
    missing: tuple[Bytes20, ...]
    evidence: tuple[EvidencePointer, ...]


@derivation("composites.stall_event")
def stall_event_digest(stall: StallEvent) -> Preimage:
    """The digest of a stall (COMP-16)."""
    return hash_many_of(
        ascii_text("tag", "stall-event.v1"),
        integer("event", 64, stall.event),
        part("missing", _members(stall.missing)),
        part("evidence", pointers(stall.evidence)),
    )


@dataclass(frozen=True)
class LateEvidence(Record):
    """What came after its event was sealed."""

    member: Bytes20
    event: U64
    evidence: EvidencePointer


@derivation("composites.late_evidence")
def late_evidence_digest(late: LateEvidence) -> Preimage:
    """The digest of late evidence (COMP-17)."""
    return hash_many_of(
        ascii_text("tag", "late-evidence.v1"),
        raw("member", late.member),
        integer("event", 64, late.event),
        part("evidence", evidence_pointer(late.evidence)),
    )


@dataclass(frozen=True)
class RoutedIntent(Record):
    """A bundle of one member that wants to act on another."""

    source: Bytes20
    bundle_digest: PresentId


@dataclass(frozen=True)
class RoutedIntents(Record):
    """What is routed to a member for one of its slots."""

    member: Bytes20
    clock: U64
    intents: tuple[RoutedIntent, ...]
    missing: tuple[Bytes20, ...]
    almanac_tick: U64 | None
    evidence: tuple[EvidencePointer, ...]


@derivation("intents.routed")
def routed_intents_digest(routed: RoutedIntents) -> Preimage:
    """The digest of routed intents (COMP-19)."""
    return hash_many_of(
        ascii_text("tag", "routed-intents.v1"),
        raw("member", routed.member),
        integer("clock", 64, routed.clock),
        part("intents", _intents(routed.intents)),
        part("missing", _members(routed.missing)),
        _tick(routed.almanac_tick),
        part("evidence", pointers(routed.evidence)),
    )


def _intents(intents: tuple[RoutedIntent, ...]) -> Preimage:
    return list_of(each(part("intent", _intent(one)) for one in intents))


def _intent(intent: RoutedIntent) -> Preimage:
    return hash_many_of(
        ascii_text("tag", "routed-intent.v1"),
        raw("source", intent.source),
        identifier("bundle_digest", intent.bundle_digest),
    )


@dataclass(frozen=True)
class RefundShare(Record):
    """What a searcher gets back of a slot, in wei."""

    recipient: Bytes20
    refund_wei: U128


@dataclass(frozen=True)
class SharedRefunds(Record):
    """What a member's slot gave back, searcher by searcher."""

    member: Bytes20
    clock: U64
    shares: tuple[RefundShare, ...]
    missing: tuple[Bytes20, ...]
    almanac_tick: U64 | None
    evidence: tuple[EvidencePointer, ...]


@derivation("ledger.shared_refunds")
def shared_refunds_digest(shared: SharedRefunds) -> Preimage:
    """The digest of shared refunds (COMP-21)."""
    return hash_many_of(
        ascii_text("tag", "shared-refunds.v1"),
        raw("member", shared.member),
        integer("clock", 64, shared.clock),
        part("shares", _shares(shared.shares)),
        part("missing", _members(shared.missing)),
        _tick(shared.almanac_tick),
        part("evidence", pointers(shared.evidence)),
    )


def _shares(shares: tuple[RefundShare, ...]) -> Preimage:
    return list_of(each(part("share", _share(one)) for one in shares))


def _share(share: RefundShare) -> Preimage:
    return hash_many_of(
        ascii_text("tag", "refund-share.v1"),
        raw("recipient", share.recipient),
        integer("refund_wei", 128, share.refund_wei),
    )


@dataclass(frozen=True)
class SharedAttestation(Record):
    """The committee stands for a commit of shared refunds; `shared` is that commit."""

    member: Bytes20
    clock: U64
    shared: UniqueId
    evidence: tuple[EvidencePointer, ...]
    signatures: tuple[CommitteeSignature, ...]


@derivation("ledger.shared_attestation")
def shared_attestation_digest(attestation: SharedAttestation) -> Preimage:
    """The digest that the committee signs (COMP-24)."""
    return hash_many_of(
        ascii_text("tag", "shared-attestation.v1"),
        raw("member", attestation.member),
        integer("clock", 64, attestation.clock),
        identifier("shared", attestation.shared),
        part("evidence", pointers(attestation.evidence)),
    )


@dataclass(frozen=True)
class Correlation(Record):
    """What a feed showed in an event, beside the feeds it is paired with. `clock` is the Almanac's slot, or the bin."""

    member: Bytes20
    clock: U64
    seq: U64
    price: U128
    missing: tuple[Bytes20, ...]
    evidence: tuple[EvidencePointer, ...]


@derivation("correlator.correlation")
def correlation_digest(correlation: Correlation) -> Preimage:
    """The digest of a correlation (COMP-25)."""
    return hash_many_of(
        ascii_text("tag", "correlation.v1"),
        raw("member", correlation.member),
        integer("clock", 64, correlation.clock),
        integer("seq", 64, correlation.seq),
        integer("price", 128, correlation.price),
        part("missing", _members(correlation.missing)),
        part("evidence", pointers(correlation.evidence)),
    )
