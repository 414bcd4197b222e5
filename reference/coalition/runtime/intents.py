"""The intent router: fan-out. What members want of each other is routed to each of them, slot by slot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coalition.composites import RoutedIntent, RoutedIntents, intents_content, routed_intents_digest
from coalition.lattice import LatticeOrganism
from coalition.lattice_surfaces import UnsealedBundle
from coalition.preimage import Preimage
from coalition.runtime.committee import Committee
from coalition.runtime.component import Command, Component, Context, plays
from coalition.runtime.composite import AdvanceTick, Apply, Seal
from coalition.runtime.log import SurfaceRecord
from coalition.runtime.over_lattices import LatticeComposite, OverLattices
from coalition.runtime.upstream import UnsealedPoolRecord
from coalition.surface import EvidencePointer

ROUTED = "RoutedIntents"


@dataclass(frozen=True)
class IntentRouter(OverLattices, Component):
    """An intent router as it is deployed."""


@dataclass(frozen=True)
class ObservePool(Command):
    """A member's pool was unsealed."""

    evidence: EvidencePointer


@dataclass(frozen=True)
class RoutedIntentsRecord(SurfaceRecord):
    """What is routed to a member."""

    KIND = "RoutedIntents"
    routed: RoutedIntents

    def digest(self) -> Preimage:
        return routed_intents_digest(self.routed)


@plays(IntentRouter)
@dataclass(frozen=True, kw_only=True)
class Intents(LatticeComposite):
    """The state of an intent router."""

    SURFACES = (ROUTED,)
    TAKES = (ObservePool, AdvanceTick, Apply, Seal)
    KINDS = ((LatticeOrganism.Unseal, "UnsealedPool", UnsealedPoolRecord, ObservePool),)

    @classmethod
    def deploy(cls, component: IntentRouter, committee: Committee, context: Context) -> Intents:
        del context
        started: Intents = cls.started(component, intents_content(component.content).value(), committee)
        return started

    def decide(self, event: int, missing: tuple[bytes, ...]) -> Intents:
        evidence = self.evidence(event)
        records = (
            RoutedIntents(member, self.slot_of(place, event), routed, missing, self.almanac_tick, evidence)
            for place, member in enumerate(self.span)
            for routed in [tuple(self._wanted(event, member))]
        )
        return self.committed(ROUTED, *(RoutedIntentsRecord(each) for each in records))

    def _wanted(self, event: int, target: bytes) -> Iterator[RoutedIntent]:
        """What other members want of one, member by member in the order of the span (COMP-20)."""
        for place, entry in self.present(event):
            assert isinstance(entry.record, UnsealedPoolRecord)
            for bundle in entry.record.pool.bundles:
                if is_routed(bundle, self.span[place], target):
                    yield RoutedIntent(self.span[place], bundle.digest())


def is_routed(bundle: UnsealedBundle, source: bytes, target: bytes) -> bool:
    """Whether a bundle goes to a member: it names it, and is of another (COMP-20)."""
    return bundle.target == target and source != target
