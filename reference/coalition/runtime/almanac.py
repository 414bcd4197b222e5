"""An Almanac that runs: one log, `Ticks`, which ticks grow and a marker ends (ALM-1 to ALM-5)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from pyrsistent import PMap, pmap

from coalition.almanac import AlmanacTick, Observation, check_members_once, in_order, tick_digest
from coalition.content_preimages import AlmanacContent
from coalition.module import atlas_members
from coalition.preimage import Preimage
from coalition.runtime.committee import Committee
from coalition.runtime.component import Command, Context, Running, empty_logs, plays
from coalition.runtime.log import SurfaceRecord
from coalition.runtime.module import Module, identify
from coalition.runtime.refusals import CadenceZero, ObservationBackwards, SlotTaken, UnknownMember
from coalition.stable_id import member_id

TICKS: Final = "Ticks"


@dataclass(frozen=True)
class TickRecord(SurfaceRecord):
    """A tick of an Almanac."""

    KIND = "Tick"
    tick: AlmanacTick

    def digest(self) -> Preimage:
        return tick_digest(self.tick)


@dataclass(frozen=True)
class Tick(Command):
    """The committee observed its members' clocks."""

    observed_at: tuple[Observation, ...]

    def rules(self) -> None:
        check_members_once(self.observed_at)


@plays(AlmanacContent)
@dataclass(frozen=True, kw_only=True)
class Almanac(Running):
    """The state of an Almanac. `seen` is the latest committed observation of each member."""

    SURFACES = (TICKS,)
    TAKES = (Tick,)

    cadence_ms: int
    members: frozenset[bytes]
    last_seq: int | None = None
    seen: PMap[bytes, int] = field(default_factory=pmap)

    @classmethod
    def deploy(cls, component: Module, committee: Committee, context: Context) -> Almanac:
        """The Almanac of a coalition, with its members (ALM-4). Raises `CadenceZero`."""
        del context
        assert isinstance(component.content, AlmanacContent)
        check_cadence(component.content.cadence_ms)
        ids = identify(component)
        return cls(
            ids=ids,
            committee=committee,
            logs=empty_logs(cls, ids),
            cadence_ms=component.content.cadence_ms,
            members=frozenset(member_id(stable_id) for stable_id in atlas_members(component.coalition)),
        )

    def act(self, command: Tick, context: Context) -> Almanac:
        return self._tick(command.observed_at, context.now)

    def _tick(self, observed_at: tuple[Observation, ...], now: int) -> Almanac:
        seq = slot(now, self.cadence_ms)
        check_slot(self, seq)
        check_members_known(self, observed_at)
        check_forward(self, observed_at)
        tick = AlmanacTick(seq, in_order(observed_at))
        seen = self.seen.update({one.member: one.at for one in observed_at})
        return replace(self.committed(TICKS, TickRecord(tick)), last_seq=seq, seen=seen)

    def sequence(self, now: int) -> int:
        return slot(now, self.cadence_ms)


def slot(now: int, cadence_ms: int) -> int:
    """The number of the slot that an instant falls into (ALM-3)."""
    return now // cadence_ms


def check_cadence(cadence_ms: int) -> None:
    """Raise `CadenceZero` for slots without length (ALM-1)."""
    if cadence_ms == 0:
        raise CadenceZero(cadence_ms)


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
