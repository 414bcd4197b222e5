"""Lattices and oracles as the harness plays them: small models, which publish what composite organisms read.

They are honest, and no more than that: a slot of a lattice runs from the broadcast to the attestation without a rival,
every bundle is ordered, lands and is refunded as it says.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pyrsistent import PMap, pmap

from coalition.lattice import LatticeOrganism, lattice_organism
from coalition.lattice_surfaces import (
    AcceptedHeader,
    AuctionOutcome,
    BlockCandidate,
    Broadcast,
    Order,
    PriceTick,
    RefundEntry,
    Refunds,
    TallyAttestation,
    UnsealedBundle,
    UnsealedPool,
    attestation_digest,
    broadcast_digest,
    candidate_digest,
    header_digest,
    order_digest,
    outcome_digest,
)
from coalition.oracle import TokenPair, oracle_stream_id
from coalition.preimage import Preimage
from coalition.runtime.committee import Committee
from coalition.runtime.log import Entry, SurfaceRecord
from coalition.runtime.upstream import PriceTickRecord, RefundsRecord, TallyAttestationRecord, UnsealedPoolRecord
from coalition.surface import EvidencePointer, commit, deployment, surface_id
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class PlayedBundle:
    """A bundle, whose searcher gets so much back. `target` is the `MemberId` of another member it is meant for."""

    cleartext: bytes
    searcher: bytes = bytes(20)
    refund_wei: int = 0
    target: bytes | None = None

    def opened(self) -> UnsealedBundle:
        """As it stands in the pool."""
        return UnsealedBundle(self.cleartext, self.target)


@dataclass(frozen=True)
class PlayedSlot:
    """What a slot left on the surfaces that composite organisms read."""

    pool: Entry
    refunds: Entry
    attestation: Entry


@dataclass(frozen=True)
class PlayedLattice:
    """A lattice by what its organisms are called by. `lengths` are those of its logs, by surface."""

    instance_name: str
    chain_id: int
    content_hash: UniqueId | None = None
    lengths: PMap[UniqueId, int] = field(default_factory=pmap)

    def address(self, organism: LatticeOrganism) -> UniqueId:
        """The address of an organism (ID-43)."""
        return lattice_organism(self.instance_name, self.chain_id, organism).id()

    def surface(self, organism: LatticeOrganism, name: str) -> UniqueId:
        """The id of a surface (SURF-2)."""
        return surface_id(self.address(organism), name).id()

    def slot(self, slot: int, bundles: tuple[PlayedBundle, ...]) -> tuple[PlayedLattice, PlayedSlot]:
        """The lattice after a slot, in the order of the chapter: each record points at what it was made of."""
        sealed = Broadcast(slot, tuple(bytes(UniqueId.hash(each.cleartext + b" sealed")) for each in bundles))
        after, seal = self._said(LatticeOrganism.Zipnet, "Broadcasts", slot, broadcast_digest(sealed))
        opened = UnsealedPool(slot, seal, tuple(each.opened() for each in bundles))
        after, pool = after._published(LatticeOrganism.Unseal, "UnsealedPool", UnsealedPoolRecord(opened))
        after, orders = after._ordered(slot, opened, seal)
        auction = outcome_digest(AuctionOutcome(slot, orders, ()))
        after, _ = after._said(LatticeOrganism.Offer, "AuctionOutcome", slot, auction)
        header = UniqueId.hash(b"header of " + self.instance_name.encode() + slot.to_bytes(8, "little"))
        candidate = candidate_digest(BlockCandidate(slot, slot, header, orders))
        after, block = after._said(LatticeOrganism.Atelier, "Blocks", slot, candidate)
        accepted = header_digest(AcceptedHeader(slot, header, block))
        after, _ = after._said(LatticeOrganism.Relay, "AcceptedHeaders", slot, accepted)
        entries = tuple(
            RefundEntry(opened.bundles[place].digest(), slot, each.refund_wei, each.searcher, orders[place], block)
            for place, each in enumerate(bundles)
        )
        after, refunds = after._published(LatticeOrganism.Tally, "Refunds", RefundsRecord(Refunds(slot, entries)))
        after, attestation = after._attested(slot, refunds)
        return after, PlayedSlot(pool, refunds, attestation)

    def _ordered(
        self, slot: int, pool: UnsealedPool, seal: EvidencePointer
    ) -> tuple[PlayedLattice, tuple[EvidencePointer, ...]]:
        after, orders = self, []
        for place, bundle in enumerate(pool.bundles):
            order = Order(UniqueId.hash(bytes(bundle.digest())), slot, bundle.digest(), place, seal, b"")
            after, pointer = after._said(LatticeOrganism.Offer, "Orders", slot, order_digest(order))
            orders.append(pointer)
        return after, tuple(orders)

    def _attested(self, slot: int, refunds: Entry) -> tuple[PlayedLattice, Entry]:
        """The lattice whose tally stands for its refunds; its committee is one member."""
        pointer = EvidencePointer(self.address(LatticeOrganism.Tally), slot, refunds.commit)
        unsigned = TallyAttestation(slot, pointer, ())
        committee = Committee((bytes(UniqueId.hash(self.instance_name.encode())),))
        signed = replace(unsigned, signatures=committee.signatures(attestation_digest(unsigned).id()))
        return self._published(LatticeOrganism.Tally, "Attestation", TallyAttestationRecord(signed))

    def _said(
        self, organism: LatticeOrganism, name: str, slot: int, record: Preimage
    ) -> tuple[PlayedLattice, EvidencePointer]:
        """The lattice after a record that no composite organism reads, and the pointer at it."""
        after, _, hashed = self._committed(organism, name, record)
        return after, EvidencePointer(self.address(organism), slot, hashed)

    def _published(self, organism: LatticeOrganism, name: str, record: SurfaceRecord) -> tuple[PlayedLattice, Entry]:
        """The lattice after a record that composite organisms read, and its entry."""
        after, index, hashed = self._committed(organism, name, record.digest())
        return after, Entry(index, hashed, record)

    def _committed(self, organism: LatticeOrganism, name: str, record: Preimage) -> tuple[PlayedLattice, int, UniqueId]:
        surface = self.surface(organism, name)
        index = self.lengths.get(surface, 0)
        deployed = deployment(self.address(organism), self.content_hash).id()
        hashed = commit(surface, deployed, index, record.id()).id()
        return replace(self, lengths=self.lengths.set(surface, index + 1)), index, hashed


@dataclass(frozen=True)
class PlayedOracle:
    """An oracle of one pair. `length` is that of its stream."""

    stable_id: UniqueId
    pair: TokenPair
    content_hash: UniqueId | None = None
    length: int = 0

    @property
    def surface(self) -> UniqueId:
        """The id of the stream (ID-42)."""
        return oracle_stream_id(self.stable_id, self.pair).id()

    def tick(self, seq: int, timestamp_ms: int, price: int) -> tuple[PlayedOracle, Entry]:
        """The oracle after a tick, and its entry."""
        record = PriceTickRecord(PriceTick(timestamp_ms, self.pair, price, 1, bytes(32), 3, False, seq))
        deployed = deployment(self.stable_id, self.content_hash).id()
        hashed = commit(self.surface, deployed, self.length, record.digest().id()).id()
        return replace(self, length=self.length + 1), Entry(self.length, hashed, record)
