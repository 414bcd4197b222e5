"""What a composite organism reads: the surfaces of its span, and the entries that the network brought of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from coalition.almanac import AlmanacTick
from coalition.lattice_surfaces import (
    PriceTick,
    Refunds,
    TallyAttestation,
    UnsealedPool,
    attestation_digest,
    pool_digest,
    price_tick_digest,
    refunds_digest,
)
from coalition.preimage import Preimage
from coalition.runtime.almanac import TickRecord
from coalition.runtime.component import Command
from coalition.runtime.log import Entry, RetirementRecord, SurfaceRecord
from coalition.runtime.refusals import Refusal
from coalition.shapes import Discriminant
from coalition.surface import EvidencePointer, commit, deployment
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class UnsealedPoolRecord(SurfaceRecord):
    """The pool of a slot."""

    KIND = "UnsealedPool"
    pool: UnsealedPool

    def digest(self) -> Preimage:
        return pool_digest(self.pool)


@dataclass(frozen=True)
class RefundsRecord(SurfaceRecord):
    """The refunds of a slot."""

    KIND = "Refunds"
    refunds: Refunds

    def digest(self) -> Preimage:
        return refunds_digest(self.refunds)


@dataclass(frozen=True)
class TallyAttestationRecord(SurfaceRecord):
    """A tally's committee stands for its refunds."""

    KIND = "TallyAttestation"
    attestation: TallyAttestation

    def digest(self) -> Preimage:
        return attestation_digest(self.attestation)


@dataclass(frozen=True)
class PriceTickRecord(SurfaceRecord):
    """A tick of an oracle's pair."""

    KIND = "PriceTick"
    tick: PriceTick

    def digest(self) -> Preimage:
        return price_tick_digest(self.tick)


class DeliveryOutcome(Discriminant):
    """What became of an entry that was delivered (COMP-10)."""

    Observed = 0
    Repeated = 1
    Late = 2
    Kept = 3


class NotSpanned(Refusal):
    """A surface that the component does not read."""

    requirement = "COMP-5"


class PinnedContent(Refusal):
    """A build of a member other than the one that is pinned."""

    requirement = "COMP-6"


class CommitMismatch(Refusal):
    """An entry whose commit is not that of its record."""

    requirement = "COMP-7"


class WrongRecord(Refusal):
    """A record of another kind than the surface has."""

    requirement = "COMP-7"


class ConflictingEvidence(Refusal):
    """Another entry for a clock event that has one."""

    requirement = "COMP-8"


@dataclass(frozen=True)
class Upstream:
    """A surface of the span. `place` is the member's place in the span, None for an Almanac."""

    surface: UniqueId
    address: UniqueId
    place: int | None
    pin: UniqueId | None
    record: type[SurfaceRecord]
    observe: type[Command]

    def pointer(self, entry: Entry) -> EvidencePointer:
        """The evidence pointer of an entry there (SURF-5)."""
        return EvidencePointer(self.address, clock_event(entry.record), entry.commit)


#: The clock event of a record: a slot, or a sequence number.
_CLOCKS: Final[dict[type, Any]] = {
    UnsealedPoolRecord: lambda record: record.pool.slot,
    RefundsRecord: lambda record: record.refunds.slot,
    TallyAttestationRecord: lambda record: record.attestation.slot,
    PriceTickRecord: lambda record: record.tick.seq,
    TickRecord: lambda record: record.tick.seq,
}


def clock_event(record: SurfaceRecord) -> int:
    """The clock event of a record (COMP-8)."""
    return int(_CLOCKS[type(record)](record))


def tick_of(record: SurfaceRecord) -> AlmanacTick:
    """The tick of an Almanac's record."""
    assert isinstance(record, TickRecord)
    return record.tick


def check_pin(upstream: Upstream, content_hash: UniqueId | None) -> None:
    """Raise `PinnedContent` unless the build is the one that is pinned, where one is (COMP-6)."""
    if upstream.pin is not None and upstream.pin != content_hash:
        raise PinnedContent(content_hash)


def check_kind(upstream: Upstream, record: SurfaceRecord) -> None:
    """Raise `WrongRecord` for a record that the surface cannot have; a marker may stand on any (COMP-7)."""
    if not isinstance(record, (upstream.record, RetirementRecord)):
        raise WrongRecord(record.variant())


def check_commit(upstream: Upstream, content_hash: UniqueId | None, entry: Entry) -> None:
    """Raise `CommitMismatch` unless the commit folds the surface, the build, the place and the record (COMP-7)."""
    deployed = deployment(upstream.address, content_hash).id()
    if entry.commit != commit(upstream.surface, deployed, entry.index, entry.record.digest().id()).id():
        raise CommitMismatch(entry.commit)


def check_same(known: Entry, entry: Entry) -> None:
    """Raise `ConflictingEvidence` for another commit of a clock event that has one (COMP-8)."""
    if known.commit != entry.commit:
        raise ConflictingEvidence(entry.commit)
