"""What composite organisms share: entries that are brought, events that are open, and how these are sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from pyrsistent import PMap, pmap

from coalition.composites import (
    LateEvidence,
    StallEvent,
    StallPolicy,
    late_evidence_digest,
    stall_event_digest,
)
from coalition.preimage import Preimage
from coalition.retirement import ComponentKind
from coalition.runtime.agenda import Agenda, added, without_first
from coalition.runtime.component import Command, Context, Running, check_quorum, check_running, commits
from coalition.runtime.log import Commit, Entry, RetirementRecord, SurfaceRecord
from coalition.runtime.refusals import Refusal
from coalition.runtime.upstream import (
    DeliveryOutcome,
    NotSpanned,
    Upstream,
    check_commit,
    check_kind,
    check_pin,
    check_same,
    clock_event,
    tick_of,
)
from coalition.runtime.verbs import verb
from coalition.runtime.world import World, find, put
from coalition.shapes import U64, Record
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId


class UnresolvedEvidence(Refusal):
    """Evidence that points at nothing that was brought."""

    requirement = "COMP-11"


class AlreadySealed(Refusal):
    """An event that is sealed, or comes before one that is."""

    requirement = "COMP-12"


@dataclass(frozen=True)
class StallRecord(SurfaceRecord):
    """An event that was given up."""

    KIND = "StallEvent"
    stall: StallEvent

    def digest(self) -> Preimage:
        return stall_event_digest(self.stall)


@dataclass(frozen=True)
class LateRecord(SurfaceRecord):
    """Evidence that came too late."""

    KIND = "LateEvidence"
    late: LateEvidence

    def digest(self) -> Preimage:
        return late_evidence_digest(self.late)


@dataclass(frozen=True)
class AdvanceTick(Command):
    """The Almanac ticked."""

    evidence: EvidencePointer


@dataclass(frozen=True)
class Apply(Command):
    """Every event that is complete is decided."""


@dataclass(frozen=True)
class Seal(Command):
    """Every event up to this one is decided, complete or not."""

    event: U64


@dataclass(frozen=True, kw_only=True)
class Composite(Running):
    """The state of a composite organism; what it commits follows from what it observed alone (COMP-27, COMP-28).

    `view` holds what was brought, by surface and clock event; `settled` the commits that were observed, or too late.
    `events` are those that are open: what was observed of each, by surface. `sealed` is the last event that is decided.
    """

    REFERRED_AS: ClassVar[ComponentKind] = ComponentKind.Organism

    span: tuple[bytes, ...]
    upstreams: PMap[UniqueId, Upstream]
    #: The surface without which a member is missing, in the order of the span.
    required: tuple[UniqueId, ...]
    policy: StallPolicy
    deadline_ms: int | None
    replay: bool
    view: PMap[tuple[UniqueId, int], Entry] = field(default_factory=pmap)
    settled: PMap[UniqueId, bool] = field(default_factory=pmap)
    events: PMap[int, PMap[UniqueId, Entry]] = field(default_factory=pmap)
    agenda: Agenda | None = None
    sealed: int | None = None
    almanac_tick: int | None = None

    # --- what a class says of itself ---

    def event_of(self, upstream: Upstream, record: SurfaceRecord) -> int:
        """The event that a record belongs to (COMP-9, COMP-25). Raises a `Refusal` for one that belongs to none."""
        raise NotImplementedError(type(self).__name__)

    def decide(self, event: int, missing: tuple[bytes, ...]) -> Self:
        """The state with what an event comes to committed."""
        raise NotImplementedError(type(self).__name__)

    def ticked(self, seq: int) -> Self:
        """The state after a tick of the Almanac (COMP-18)."""
        return replace(self, almanac_tick=seq if self.almanac_tick is None else max(seq, self.almanac_tick))

    # --- what is brought ---

    def delivered(
        self, surface: UniqueId, content_hash: UniqueId | None, entries: tuple[Entry, ...], now: int
    ) -> tuple[Self, tuple[DeliveryOutcome, ...]]:
        """The state after entries of a surface, all of them or none (COMP-10), and what became of each."""
        check_running(self)
        check_quorum(self)
        upstream = self._upstream(surface)
        check_pin(upstream, content_hash)
        state, outcomes = self, []
        for entry in entries:
            check_kind(upstream, entry.record)
            check_commit(upstream, content_hash, entry)
            state, outcome = state._taken(upstream, entry, now)
            outcomes.append(outcome)
        return state, tuple(outcomes)

    def _upstream(self, surface: UniqueId) -> Upstream:
        """A surface of the span. Raises `NotSpanned` (COMP-5)."""
        found = self.upstreams.get(surface)
        if found is None:
            raise NotSpanned(surface)
        return found

    def _taken(self, upstream: Upstream, entry: Entry, now: int) -> tuple[Self, DeliveryOutcome]:
        if isinstance(entry.record, RetirementRecord):
            return self, DeliveryOutcome.Kept
        if upstream.place is not None:
            self.event_of(upstream, entry.record)
        place = (upstream.surface, clock_event(entry.record))
        known = self.view.get(place)
        if known is not None:
            check_same(known, entry)
            return self, DeliveryOutcome.Repeated
        kept = replace(self, view=self.view.set(place, entry))
        return (kept, DeliveryOutcome.Kept) if self.replay else kept.observed(upstream, entry, now)

    # --- what is observed ---

    def observed(self, upstream: Upstream, entry: Entry, now: int) -> tuple[Self, DeliveryOutcome]:
        """The state after an observation, and whether it was one (COMP-8, COMP-17)."""
        if entry.commit in self.settled:
            return self, DeliveryOutcome.Repeated
        state = replace(self, settled=self.settled.set(entry.commit, True))
        if upstream.place is None:
            return state.ticked(tick_of(entry.record).seq), DeliveryOutcome.Observed
        event = self.event_of(upstream, entry.record)
        if is_sealed(self, event):
            late = LateEvidence(self.span[upstream.place], event, upstream.pointer(entry))
            return state.committed(self.SURFACES[0], LateRecord(late)), DeliveryOutcome.Late
        return state.opened(event, now)._noted(event, upstream.surface, entry), DeliveryOutcome.Observed

    def opened(self, event: int, now: int) -> Self:
        """The state in which an event is open, and falls due when its time is up (COMP-14)."""
        if event in self.events:
            return self
        state = replace(self, events=self.events.set(event, pmap()))
        if self.deadline_ms is None:
            return state
        return replace(state, agenda=added(self.agenda, (deadline(now, self.deadline_ms), event), event))

    def _noted(self, event: int, surface: UniqueId, entry: Entry) -> Self:
        """The state in which the latest entry of a surface stands for it (COMP-25)."""
        seen = self.events[event]
        before = seen.get(surface)
        if before is not None and clock_event(before.record) > clock_event(entry.record):
            return self
        return replace(self, events=self.events.set(event, seen.set(surface, entry)))

    # --- what is decided ---

    def act(self, command: Command, context: Context) -> Self:
        if isinstance(command, Apply):
            return self._apply()
        if isinstance(command, Seal):
            check_unsealed(self, command.event)
            return self.sealed_up_to(command.event)
        evidence: EvidencePointer = command.evidence  # type: ignore[attr-defined] # every other command has it
        upstream, entry = self._resolved(type(command), evidence)
        return self.observed(upstream, entry, context.now)[0]

    def _resolved(self, command: type[Command], evidence: EvidencePointer) -> tuple[Upstream, Entry]:
        """What evidence points at. Raises `UnresolvedEvidence` (COMP-11)."""
        for upstream in self.upstreams.values():
            if upstream.address == evidence.address and upstream.observe is command:
                entry = self.view.get((upstream.surface, evidence.clock_event))
                if is_resolved(entry, evidence):
                    return upstream, entry  # type: ignore[return-value] # resolved evidence is of an entry
        raise UnresolvedEvidence(evidence)

    def _apply(self) -> Self:
        """The state with complete events decided, up to the first that is not (COMP-13)."""
        state = self
        for event in self.open_events():
            if self.missing(event):
                break
            state = state.sealed_up_to(event)
        return state

    def sealed_up_to(self, last: int) -> Self:
        """The state with every open event up to this one decided, in ascending order (COMP-12)."""
        state = self
        for event in self.open_events():
            if event <= last:
                state = state._decided(event)
        sealed = last if self.sealed is None else max(last, self.sealed)
        return replace(state, sealed=sealed)._cleared(sealed)

    def _decided(self, event: int) -> Self:
        missing = self.missing(event)
        if missing and self.policy is StallPolicy.StallEvent:
            stall = StallRecord(StallEvent(event, missing, self.evidence(event)))
            state = self.committed(self.SURFACES[0], stall)
        else:
            state = self.decide(event, missing)
        return replace(state, events=state.events.remove(event))

    def _cleared(self, sealed: int) -> Self:
        """The state whose agenda begins with an event that is open."""
        agenda = self.agenda
        while agenda is not None and agenda.what <= sealed:
            agenda = without_first(agenda)
        return replace(self, agenda=agenda)

    def open_events(self) -> list[int]:
        """The events that are open, in ascending order."""
        return sorted(self.events)

    def missing(self, event: int) -> tuple[bytes, ...]:
        """The members of which nothing was observed that the event needs, in the order of the span (COMP-15)."""
        seen = self.events[event]
        pairs = zip(self.span, self.required, strict=True)
        return tuple(member for member, surface in pairs if surface not in seen)

    def present(self, event: int) -> Iterator[tuple[int, Entry]]:
        """The members that were observed, by place, and the entry of each."""
        seen = self.events[event]
        return ((place, seen[surface]) for place, surface in enumerate(self.required) if surface in seen)

    def evidence(self, event: int) -> tuple[EvidencePointer, ...]:
        """Pointers at what was observed, in the order of the span (COMP-15)."""
        return tuple(self.upstreams[self.required[place]].pointer(entry) for place, entry in self.present(event))

    def due(self) -> int | None:
        return None if self.agenda is None else self.agenda.key[0]

    def fire(self, context: Context) -> Self:
        del context
        assert self.agenda is not None
        return self.sealed_up_to(self.agenda.what)


def deadline(now: int, deadline_ms: int) -> int:
    """When an event that opens now is sealed (COMP-14)."""
    return now + deadline_ms


def is_sealed(composite: Composite, event: int) -> bool:
    """Whether an event is decided, or comes before one that is (COMP-12, COMP-17)."""
    return composite.sealed is not None and event <= composite.sealed


def is_resolved(entry: Entry | None, evidence: EvidencePointer) -> bool:
    """Whether an entry is what evidence points at, by its commit (COMP-11)."""
    return entry is not None and entry.commit == evidence.commit


def check_unsealed(composite: Composite, event: int) -> None:
    """Raise `AlreadySealed` (COMP-12)."""
    if is_sealed(composite, event):
        raise AlreadySealed(event)


@dataclass(frozen=True)
class Delivered(Record):
    """What became of the entries, and what was committed meanwhile."""

    outcomes: tuple[DeliveryOutcome, ...]
    commits: tuple[Commit, ...]


@verb("world.deliver", carries_commands=True)
def deliver(
    world: World, component: UniqueId, surface: UniqueId, content_hash: UniqueId | None, entries: tuple[Entry, ...]
) -> tuple[World, Delivered]:
    """The world after entries of a surface were brought to a component (COMP-5 to COMP-10)."""
    before = find(world, component)
    if not isinstance(before, Composite):
        raise NotSpanned(surface)
    after, outcomes = before.delivered(surface, content_hash, entries, world.now)
    return put(world, after), Delivered(outcomes, commits(before, after))
