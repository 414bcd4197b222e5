"""The shared ledger: fan-in. What the members' tallies gave back, searcher by searcher, and signed for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pyrsistent import PMap, pmap

from coalition.composites import (
    RefundShare,
    SharedAttestation,
    SharedRefunds,
    ledger_content,
    shared_attestation_digest,
    shared_refunds_digest,
)
from coalition.lattice import LatticeOrganism
from coalition.lattice_surfaces import RefundEntry, Refunds
from coalition.preimage import Preimage
from coalition.runtime.committee import Committee
from coalition.runtime.component import Command, Component, Context, plays
from coalition.runtime.composite import AdvanceTick, Apply, Seal
from coalition.runtime.log import Entry, SurfaceRecord
from coalition.runtime.over_lattices import LatticeComposite, OverLattices
from coalition.runtime.refusals import Refusal
from coalition.runtime.upstream import RefundsRecord, TallyAttestationRecord, Upstream
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId

REFUNDS = "SharedRefunds"
ATTESTATIONS = "SharedAttestations"


class RefundsTooLarge(Refusal):
    """Refunds of a slot that come to more than a `u128`."""

    requirement = "COMP-23"


@dataclass(frozen=True)
class SharedLedger(OverLattices, Component):
    """A shared ledger as it is deployed."""


@dataclass(frozen=True)
class ObserveRefunds(Command):
    """A member's tally refunded."""

    evidence: EvidencePointer


@dataclass(frozen=True)
class ObserveAttestation(Command):
    """A member's tally stands for its refunds."""

    evidence: EvidencePointer


@dataclass(frozen=True)
class SharedRefundsRecord(SurfaceRecord):
    """What a member's slot gave back."""

    KIND = "SharedRefunds"
    shared: SharedRefunds

    def digest(self) -> Preimage:
        return shared_refunds_digest(self.shared)


@dataclass(frozen=True)
class SharedAttestationRecord(SurfaceRecord):
    """The committee stands for shared refunds."""

    KIND = "SharedAttestation"
    attestation: SharedAttestation

    def digest(self) -> Preimage:
        return shared_attestation_digest(self.attestation)


@plays(SharedLedger)
@dataclass(frozen=True, kw_only=True)
class Ledger(LatticeComposite):
    """The state of a shared ledger. `counted` holds the refunds that are: place of the member, block, bundle."""

    SURFACES = (REFUNDS, ATTESTATIONS)
    TAKES = (ObserveRefunds, ObserveAttestation, AdvanceTick, Apply, Seal)
    KINDS = (
        (LatticeOrganism.Tally, "Refunds", RefundsRecord, ObserveRefunds),
        (LatticeOrganism.Tally, "Attestation", TallyAttestationRecord, ObserveAttestation),
    )

    counted: PMap[tuple[int, int, UniqueId], bool] = field(default_factory=pmap)

    @classmethod
    def deploy(cls, component: SharedLedger, committee: Committee, context: Context) -> Ledger:
        del context
        started: Ledger = cls.started(component, ledger_content(component.content).value(), committee)
        return started

    def event_of(self, upstream: Upstream, record: SurfaceRecord) -> int:
        if isinstance(record, RefundsRecord):
            check_total(record.refunds)
        return super().event_of(upstream, record)

    def decide(self, event: int, missing: tuple[bytes, ...]) -> Ledger:
        state = self
        for place, entry in self.present(event):
            assert isinstance(entry.record, RefundsRecord)
            state = state._shared(place, event, entry, entry.record.refunds, missing)
        return state

    def _shared(self, place: int, event: int, entry: Entry, refunds: Refunds, missing: tuple[bytes, ...]) -> Ledger:
        fresh = [each for each in refunds.entries if not is_counted(self, place, each)]
        pointer = self.upstreams[self.required[place]].pointer(entry)
        member, clock = self.span[place], self.slot_of(place, event)
        shared = SharedRefunds(member, clock, shares(fresh), missing, self.almanac_tick, (pointer,))
        counted = self.counted.update({refund_key(place, each): True for each in fresh})
        state = replace(self.committed(REFUNDS, SharedRefundsRecord(shared)), counted=counted)
        return state._attested(place, event, pointer)

    def _attested(self, place: int, event: int, refunds: EvidencePointer) -> Ledger:
        """The state with an attestation for the refunds just committed, if the tally stands for them (COMP-24)."""
        evidence = (refunds, *self._attestations(place, event, refunds))
        if len(evidence) == 1:
            return self
        shared = self.log(REFUNDS).entries[-1].commit
        attestation = SharedAttestation(self.span[place], self.slot_of(place, event), shared, evidence, ())
        signatures = self.committee.signatures(shared_attestation_digest(attestation).id())
        return self.committed(ATTESTATIONS, SharedAttestationRecord(replace(attestation, signatures=signatures)))

    def _attestations(self, place: int, event: int, refunds: EvidencePointer) -> Iterator[EvidencePointer]:
        """The pointer at the member's attestation of these refunds, where it was observed."""
        for surface, entry in self.events[event].items():
            upstream = self.upstreams[surface]
            attests = isinstance(entry.record, TallyAttestationRecord) and stands_for(entry.record, refunds)
            if upstream.place == place and attests:
                yield upstream.pointer(entry)


def refund_key(place: int, refund: RefundEntry) -> tuple[int, int, UniqueId]:
    """By what a refund is told from others (COMP-22)."""
    return (place, refund.block_number, refund.bundle_digest)


def is_counted(ledger: Ledger, place: int, refund: RefundEntry) -> bool:
    """Whether a refund is counted already (COMP-22)."""
    return refund_key(place, refund) in ledger.counted


def shares(refunds: Iterable[RefundEntry]) -> tuple[RefundShare, ...]:
    """What each searcher gets back, in ascending byte order of the searchers (COMP-21)."""
    sums: dict[bytes, int] = {}
    for each in refunds:
        sums[each.searcher_id] = sums.get(each.searcher_id, 0) + each.refund_wei
    return tuple(RefundShare(searcher, sums[searcher]) for searcher in sorted(sums))


def stands_for(record: TallyAttestationRecord, refunds: EvidencePointer) -> bool:
    """Whether an attestation is of these refunds (COMP-24)."""
    return record.attestation.refunds == refunds


def check_total(refunds: Refunds) -> None:
    """Raise `RefundsTooLarge` for a slot that gives back more than a `u128` (COMP-23)."""
    total = sum(each.refund_wei for each in refunds.entries)
    if total >= 2**128:
        raise RefundsTooLarge(total)
