"""An Almanac that runs: one log, `Ticks`, which ticks grow and a marker ends (ALM-1 to ALM-5, WORLD-11 to WORLD-14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Final

from coalition.acl import AclComposition
from coalition.almanac import AlmanacTick, Observation, check_members_once, in_order
from coalition.coalition_config import CoalitionConfig
from coalition.content import ContentParams
from coalition.content_preimages import AlmanacContent, AnyContent
from coalition.measurements import Measurements
from coalition.module import AlmanacConfig, ModuleConfig, atlas_members
from coalition.names import Name
from coalition.retirement import AnyInstant, AtSequence, RetirementMarker
from coalition.runtime.log import Log, RetirementRecord, TickRecord
from coalition.runtime.refusals import (
    CadenceZero,
    ObservationBackwards,
    Retired,
    SelfReplacement,
    SlotTaken,
    UnknownMember,
)
from coalition.shapes import Discriminant, OneVariant, Variant
from coalition.stable_id import member_id
from coalition.surface import deployment, surface_id
from coalition.unique_id import UniqueId

TICKS: Final = "Ticks"


@dataclass(frozen=True)
class Module(Variant):
    """A basic service of a coalition; its class is the kind of its content (WORLD-2)."""

    coalition: CoalitionConfig
    name: Name
    content: AnyContent
    measurements: Measurements | None
    acl: AclComposition


AnyComponent = Annotated[Module, OneVariant()]


@dataclass(frozen=True)
class Tick(Variant):
    """The committee observed its members' clocks."""

    observed_at: tuple[Observation, ...]

    def rules(self) -> None:
        check_members_once(self.observed_at)


@dataclass(frozen=True)
class Retire(Variant):
    """The operator ends the deployment."""

    marker: RetirementMarker


AnyCommand = Tick | Retire


class Phase(Discriminant):
    """Where a component is in its life (WORLD-14)."""

    Active = 0
    Retiring = 1
    Retired = 2


@dataclass(frozen=True)
class Almanac:
    """The state of an Almanac. `seen` is the latest committed observation of each member."""

    address: UniqueId
    content_hash: UniqueId
    deployment: UniqueId
    cadence_ms: int
    members: frozenset[bytes]
    log: Log
    marker: RetirementMarker | None = None
    last_seq: int | None = None
    seen: Mapping[bytes, int] = field(default_factory=dict)

    @classmethod
    def deploy(cls, module: Module, content: AlmanacContent) -> Almanac:
        """The Almanac of a coalition, with its ids (WORLD-3) and its members (ALM-4).

        Raises `CadenceZero`, and the errors of ID-38.
        """
        check_cadence(content.cadence_ms)
        members = frozenset(member_id(stable_id) for stable_id in atlas_members(module.coalition))
        params = ContentParams(content.preimage(), module.measurements)
        config = AlmanacConfig(ModuleConfig(module.name, params, module.acl))
        address = config.module_id(module.coalition.stable_id())
        content_hash = config.content_hash()
        ident = deployment(address, content_hash).id()
        log = Log(TICKS, surface_id(address, TICKS).id(), ident)
        return cls(address, content_hash, ident, content.cadence_ms, members, log)

    def apply(self, command: AnyCommand, now: int) -> Almanac:
        """The state after a command that is accepted at `now`. Raises the `Refusal` of one that is not."""
        check_running(self)
        return self._tick(command.observed_at, now) if isinstance(command, Tick) else self._retire(command.marker)

    def _tick(self, observed_at: tuple[Observation, ...], now: int) -> Almanac:
        seq = slot(now, self.cadence_ms)
        check_slot(self, seq)
        check_members_known(self, observed_at)
        check_forward(self, observed_at)
        tick = AlmanacTick(seq, in_order(observed_at))
        seen = {**self.seen, **{one.member: one.at for one in observed_at}}
        return replace(self, log=self.log.with_record(TickRecord(tick)), last_seq=seq, seen=seen)

    def _retire(self, marker: RetirementMarker) -> Almanac:
        check_other_replacement(self, marker)
        return replace(self, log=self.log.with_record(RetirementRecord(marker)), marker=marker)

    def phase(self, now: int) -> Phase:
        """Where it is in its life at `now` (WORLD-14)."""
        if self.marker is None:
            return Phase.Active
        reached = is_reached(self.marker.effective_at, now, slot(now, self.cadence_ms))
        return Phase.Retired if reached else Phase.Retiring


def slot(now: int, cadence_ms: int) -> int:
    """The number of the slot that an instant falls into (ALM-3)."""
    return now // cadence_ms


def is_reached(instant: AnyInstant, now: int, sequence: int) -> bool:
    """Whether an instant is reached: at equality it is (WORLD-14)."""
    return sequence >= instant.sequence if isinstance(instant, AtSequence) else now >= instant.timestamp_ms


def check_cadence(cadence_ms: int) -> None:
    """Raise `CadenceZero` for slots without length (ALM-1)."""
    if cadence_ms == 0:
        raise CadenceZero(cadence_ms)


def check_running(almanac: Almanac) -> None:
    """Raise `Retired` once the marker is committed, whenever it takes effect (WORLD-12)."""
    if almanac.marker is not None:
        raise Retired(almanac.deployment)


def check_slot(almanac: Almanac, seq: int) -> None:
    """Raise `SlotTaken` for a slot that has its tick (ALM-3)."""
    if almanac.last_seq is not None and seq <= almanac.last_seq:
        raise SlotTaken(seq)


def check_members_known(almanac: Almanac, observed_at: tuple[Observation, ...]) -> None:
    """Raise `UnknownMember` for an observation of a stranger (ALM-4)."""
    for one in observed_at:
        if one.member not in almanac.members:
            raise UnknownMember(one.member)


def check_forward(almanac: Almanac, observed_at: tuple[Observation, ...]) -> None:
    """Raise `ObservationBackwards` for a member's clock that goes back; standing still is right (ALM-5)."""
    for one in observed_at:
        if one.at < almanac.seen.get(one.member, 0):
            raise ObservationBackwards(one.at)


def check_other_replacement(almanac: Almanac, marker: RetirementMarker) -> None:
    """Raise `SelfReplacement` for a marker that leads back to its own deployment (WORLD-13)."""
    replacement = marker.replacement
    if replacement is None or replacement.address != almanac.address:
        return
    if replacement.content_hash in (None, almanac.content_hash):
        raise SelfReplacement(replacement.address)
