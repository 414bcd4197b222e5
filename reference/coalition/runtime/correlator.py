"""The cross-feed correlator: what several feeds showed in one event of a shared clock."""

from __future__ import annotations

from dataclasses import dataclass

from pyrsistent import pmap

from coalition.acl import AclComposition
from coalition.composites import (
    AlmanacTicks,
    Correlation,
    CorrelatorContent,
    TimestampBins,
    correlation_digest,
    correlator_content,
)
from coalition.content import ContentParams
from coalition.measurements import Measurements
from coalition.module import check_prefixes
from coalition.names import Name
from coalition.oracle import oracle_stream_id
from coalition.organism import OrganismConfig
from coalition.preimage import Preimage
from coalition.reference import OrganismRef
from coalition.runtime.committee import Committee
from coalition.runtime.component import Command, Component, Context, empty_logs, plays
from coalition.runtime.composite import AdvanceTick, Apply, Composite, Seal
from coalition.runtime.log import SurfaceRecord
from coalition.runtime.over_lattices import SpanMismatch, almanac_ticks, check_length, check_span, identities
from coalition.runtime.upstream import PriceTickRecord, Upstream
from coalition.stable_id import member_id
from coalition.surface import EvidencePointer

CORRELATIONS = "Correlations"


@dataclass(frozen=True)
class CrossFeedCorrelator(Component):
    """A correlator as it is deployed. `replay` is no part of what it is: it says who observes (COMP-11)."""

    instance_name: Name
    name: Name
    organisms: tuple[OrganismRef, ...]
    content: CorrelatorContent
    measurements: Measurements | None
    acl: AclComposition
    replay: bool

    def rules(self) -> None:
        self.config()
        check_prefixes([each.stable_id for each in self.organisms])

    def config(self) -> OrganismConfig:
        """The configuration that the content hash follows from (COMP-1)."""
        content = ContentParams(correlator_content(self.content).value(), self.measurements)
        return OrganismConfig(self.name, (), self.organisms, content, self.acl)


@dataclass(frozen=True)
class ObservePrice(Command):
    """A feed ticked."""

    evidence: EvidencePointer


@dataclass(frozen=True)
class CorrelationRecord(SurfaceRecord):
    """What a feed showed in an event."""

    KIND = "Correlation"
    correlation: Correlation

    def digest(self) -> Preimage:
        return correlation_digest(self.correlation)


@plays(CrossFeedCorrelator)
@dataclass(frozen=True, kw_only=True)
class Correlator(Composite):
    """The state of a correlator. `aligned` says whether the ticks of an Almanac seal its events."""

    SURFACES = (CORRELATIONS,)
    TAKES = (ObservePrice, AdvanceTick, Apply, Seal)

    length_ms: int
    aligned: bool

    @classmethod
    def deploy(cls, component: CrossFeedCorrelator, committee: Committee, context: Context) -> Correlator:
        """The correlator as it begins. Raises the refusals of COMP-2 and COMP-4."""
        del context
        alignment = component.content.alignment
        check_span(len(component.organisms))
        check_feeds(component)
        length_ms, deadline_ms = lengths(alignment)
        feeds = [
            Upstream(oracle_stream_id(each.stable_id, pair).id(), each.stable_id, place, each.content_hash, *_PRICES)
            for place, (each, pair) in enumerate(zip(component.organisms, component.content.feeds, strict=True))
        ]
        ticks = [almanac_ticks(alignment.almanac)] if isinstance(alignment, AlmanacTicks) else []
        ids = identities(component.instance_name, component.config())
        return cls(
            ids=ids,
            committee=committee,
            logs=empty_logs(cls, ids),
            span=tuple(member_id(each.stable_id) for each in component.organisms),
            upstreams=pmap({each.surface: each for each in (*feeds, *ticks)}),
            required=tuple(each.surface for each in feeds),
            policy=component.content.policy,
            deadline_ms=deadline_ms,
            replay=component.replay,
            length_ms=length_ms,
            aligned=bool(ticks),
        )

    def event_of(self, upstream: Upstream, record: SurfaceRecord) -> int:
        del upstream
        assert isinstance(record, PriceTickRecord)
        return event_at(record.tick.timestamp_ms, self.length_ms)

    def ticked(self, seq: int) -> Correlator:
        """The state after a tick, which seals what lies before it (COMP-26)."""
        return self if seq == 0 else self.sealed_up_to(seq - 1)

    def decide(self, event: int, missing: tuple[bytes, ...]) -> Correlator:
        evidence = self.evidence(event)
        records = []
        for place, entry in self.present(event):
            assert isinstance(entry.record, PriceTickRecord)
            tick = entry.record.tick
            records.append(Correlation(self.span[place], event, tick.seq, tick.price, missing, evidence))
        return self.committed(CORRELATIONS, *(CorrelationRecord(each) for each in records))


_PRICES = (PriceTickRecord, ObservePrice)


def event_at(timestamp_ms: int, length_ms: int) -> int:
    """The event that an instant falls into (COMP-25)."""
    return timestamp_ms // length_ms


def lengths(alignment: AlmanacTicks | TimestampBins) -> tuple[int, int | None]:
    """The length of an event, and how long it is open; None where ticks seal it. Raises `LengthZero` (COMP-4)."""
    if isinstance(alignment, AlmanacTicks):
        check_length(alignment.cadence_ms)
        return alignment.cadence_ms, None
    check_length(alignment.bin_ms)
    check_length(alignment.deadline_ms)
    return alignment.bin_ms, alignment.deadline_ms


def check_feeds(component: CrossFeedCorrelator) -> None:
    """Raise `SpanMismatch` unless each organism has a feed (COMP-2)."""
    if len(component.organisms) != len(component.content.feeds):
        raise SpanMismatch(component.content.feeds)
