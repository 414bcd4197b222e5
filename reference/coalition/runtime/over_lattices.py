"""What the two organisms over lattices share: how they are configured, and how slots become events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pyrsistent import pmap

from coalition.acl import AclComposition
from coalition.composites import LatticesContent, LatticeSource
from coalition.content import ContentParams
from coalition.lattice import LatticeOrganism, lattice_organism
from coalition.measurements import Measurements
from coalition.module import check_prefixes
from coalition.names import Name
from coalition.organism import OrganismConfig
from coalition.reference import LatticeConfig
from coalition.runtime.almanac import TICKS, TickRecord
from coalition.runtime.committee import Committee
from coalition.runtime.component import Command, Ids, empty_logs
from coalition.runtime.composite import AdvanceTick, Composite
from coalition.runtime.log import SurfaceRecord
from coalition.runtime.refusals import Refusal
from coalition.runtime.upstream import Upstream, clock_event
from coalition.shapes import Variant
from coalition.stable_id import member_id, stable_id
from coalition.surface import surface_id
from coalition.unique_id import UniqueId

#: What is read of a lattice: which organism, which of its surfaces, what stands there, and how it is observed.
Reading = tuple[LatticeOrganism, str, type[SurfaceRecord], type[Command]]

_LAST = 2**64 - 1


class SpanTooSmall(Refusal):
    """A composite organism over fewer than two members."""

    requirement = "COMP-2"


class SpanMismatch(Refusal):
    """A content whose sources are not those of the span."""

    requirement = "COMP-2"


class LengthZero(Refusal):
    """A deadline, a cadence or a bin without length."""

    requirement = "COMP-4"


class OutsideClock(Refusal):
    """A slot that is no event of the span."""

    requirement = "COMP-9"


@dataclass(frozen=True)
class OverLattices(Variant):
    """A composite organism over lattices. `replay` is no part of what it is: it says who observes (COMP-11)."""

    instance_name: Name
    name: Name
    lattices: tuple[LatticeConfig, ...]
    content: LatticesContent
    measurements: Measurements | None
    acl: AclComposition
    replay: bool

    def rules(self) -> None:
        self.config(b"")
        check_prefixes([each.stable_id for each in self.lattices])

    def config(self, preimage: bytes) -> OrganismConfig:
        """The configuration that the content hash follows from (COMP-1)."""
        content = ContentParams(preimage, self.measurements)
        return OrganismConfig(self.name, self.lattices, (), content, self.acl)


def addresses(component: OverLattices, organism: LatticeOrganism) -> tuple[UniqueId, ...]:
    """The addresses of an organism of every lattice, in the order of the span (COMP-5)."""
    pairs = zip(component.lattices, component.content.sources, strict=True)
    return tuple(lattice_organism(each.instance_name, source.chain_id, organism).id() for each, source in pairs)


def readings(component: OverLattices, kinds: tuple[Reading, ...]) -> list[Upstream]:
    """The surfaces of the lattices, kind by kind in the order of the span, and the Almanac's where there is one."""
    found = [
        Upstream(surface_id(address, name).id(), address, place, lattice.content_hash, record, observe)
        for organism, name, record, observe in kinds
        for place, (lattice, address) in enumerate(zip(component.lattices, addresses(component, organism), strict=True))
    ]
    almanac = component.content.almanac
    return found if almanac is None else [*found, almanac_ticks(almanac)]


def almanac_ticks(address: UniqueId) -> Upstream:
    """The ticks of an Almanac (COMP-18)."""
    return Upstream(surface_id(address, TICKS).id(), address, None, None, TickRecord, AdvanceTick)


def identities(instance_name: str, config: OrganismConfig) -> Ids:
    """The ids of a composite organism (COMP-1)."""
    return Ids.of(stable_id(instance_name).id(), config.content_hash())


@dataclass(frozen=True, kw_only=True)
class LatticeComposite(Composite):
    """The state of a composite organism over lattices."""

    KINDS: ClassVar[tuple[Reading, ...]]

    first_slots: tuple[int, ...]

    @classmethod
    def started(cls, component: OverLattices, preimage: bytes, committee: Committee) -> Any:
        """The organism as it begins. Raises the refusals of COMP-2 and COMP-4."""
        content = component.content
        check_span(len(component.lattices))
        check_sources(component.lattices, content.sources)
        check_length(content.deadline_ms)
        upstreams = readings(component, cls.KINDS)
        ids = identities(component.instance_name, component.config(preimage))
        return cls(
            ids=ids,
            committee=committee,
            logs=empty_logs(cls, ids),
            span=tuple(member_id(each.stable_id) for each in component.lattices),
            upstreams=pmap({each.surface: each for each in upstreams}),
            required=tuple(each.surface for each in upstreams[: len(component.lattices)]),
            policy=content.policy,
            deadline_ms=content.deadline_ms,
            replay=component.replay,
            first_slots=tuple(each.first_slot for each in content.sources),
        )

    def event_of(self, upstream: Upstream, record: SurfaceRecord) -> int:
        assert upstream.place is not None
        event = event_number(clock_event(record), self.first_slots[upstream.place])
        check_clock(event, max(self.first_slots))
        return event

    def slot_of(self, place: int, event: int) -> int:
        """The slot of a member that an event is (COMP-9)."""
        return self.first_slots[place] + event


def event_number(slot: int, first_slot: int) -> int:
    """The event that a slot is (COMP-9)."""
    return slot - first_slot


def check_clock(event: int, greatest_first: int) -> None:
    """Raise `OutsideClock` for a slot before event 0, or an event that some member has no slot for (COMP-9)."""
    if event < 0 or greatest_first + event > _LAST:
        raise OutsideClock(event)


def check_span(members: int) -> None:
    """Raise `SpanTooSmall` for fewer than two members (COMP-2)."""
    if members < 2:
        raise SpanTooSmall(members)


def check_sources(lattices: tuple[LatticeConfig, ...], sources: tuple[LatticeSource, ...]) -> None:
    """Raise `SpanMismatch` unless each lattice has a source, and no two are one (COMP-2)."""
    pairs = [(each.instance_name, source.chain_id) for each, source in zip(lattices, sources, strict=False)]
    if len(lattices) != len(sources) or len(set(pairs)) != len(pairs):
        raise SpanMismatch(sources)


def check_length(milliseconds: int) -> None:
    """Raise `LengthZero` (COMP-4)."""
    if milliseconds == 0:
        raise LengthZero(milliseconds)
