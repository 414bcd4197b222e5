"""Auditing a composite organism: its log, replayed from what its members published (COMP-29 to COMP-31)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from coalition.preimage import operation
from coalition.quorum import is_quorum
from coalition.runtime.committee import Committee
from coalition.runtime.component import AnyComponent, Context
from coalition.runtime.composite import Composite, LateRecord, StallRecord, is_sealed
from coalition.runtime.correlator import CorrelationRecord, Correlator
from coalition.runtime.intents import Intents, RoutedIntentsRecord
from coalition.runtime.ledger import Ledger, SharedAttestationRecord, SharedRefundsRecord
from coalition.runtime.log import Entry, RetirementRecord, SurfaceRecord
from coalition.runtime.over_lattices import LatticeComposite, check_clock, event_number
from coalition.runtime.refusals import Refusal
from coalition.runtime.upstream import DeliveryOutcome, TallyAttestationRecord, Upstream, clock_event
from coalition.runtime.world import class_of
from coalition.shapes import U64, Bytes32, Record, Variant
from coalition.struct_digest import check_distinct
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId

#: An auditor has no keys of the committee. What signs in its place shows nowhere: no digest folds a signature (ENC-22).
_NOBODY = Committee((bytes(32),))
_NOW = Context(0, bytes(32))
#: What each class decides an event to, where it is not given up (COMP-19, COMP-21, COMP-25).
_DECIDED: Final[dict[type[Composite], type[SurfaceRecord]]] = {
    Intents: RoutedIntentsRecord,
    Ledger: SharedRefundsRecord,
    Correlator: CorrelationRecord,
}


@dataclass(frozen=True)
class KeptPage(Record):
    """Entries of a surface that somebody kept, and the build that committed them."""

    surface: UniqueId
    content_hash: UniqueId | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Founded(Variant):
    """Everything follows from the evidence."""


@dataclass(frozen=True)
class Unfounded(Variant):
    """The entry of the first surface does not follow."""

    index: U64


@dataclass(frozen=True)
class Unattested(Variant):
    """The entry of `SharedAttestations` does not follow."""

    index: U64


AnyCompositeFinding = Founded | Unfounded | Unattested


class _Stops(Exception):
    """The replay does not come to the entry of this index, its one argument."""


@operation("composites.audit")
def audit(
    component: AnyComponent,
    committee: tuple[Bytes32, ...],
    pages: tuple[KeptPage, ...],
    log: tuple[Entry, ...],
    attestations: tuple[Entry, ...],
) -> AnyCompositeFinding:
    """The first entry that does not follow from the pages (COMP-29 to COMP-31). Raises `DuplicateElement`."""
    check_distinct(committee)
    try:
        state = _replayed(_begun(component), pages, log, attestations)
    except _Stops as stopped:
        return Unfounded(stopped.args[0])
    try:
        check_attested(state, committee, attestations)
    except _Stops as stopped:
        return Unattested(stopped.args[0])
    return Founded()


def _begun(component: AnyComponent) -> Composite:
    """The component that keeps what is brought. Raises at once for one that no committee could have deployed."""
    try:
        begun = class_of(component).deploy(component, _NOBODY, _NOW)
    except Refusal:
        raise _Stops(0) from None
    if not isinstance(begun, Composite):
        raise _Stops(0)
    return replace(begun, replay=True)


@dataclass(frozen=True)
class Kept:
    """What pointers at kept entries resolve to: page, upstream and entry; and the ticks of the Almanac by number.

    `opened` are the events that an attestation of a tally may have opened. `attested` has the evidence of the ledger's
    own attestations and where they stand, by the commit that each stands for.
    """

    pointed: Mapping[EvidencePointer, tuple[KeptPage, Upstream, Entry]]
    ticks: Mapping[int, EvidencePointer]
    opened: frozenset[int]
    attested: Mapping[UniqueId, list[tuple[int, EvidencePointer]]]

    def observed(self, state: Composite, evidence: EvidencePointer) -> tuple[Composite, DeliveryOutcome]:
        """The state after an observation, and whether it was one.

        Raises `KeyError` for evidence that does not resolve, or a `Refusal`.
        """
        page, upstream, entry = self.pointed[evidence]
        state, _ = state.delivered(page.surface, page.content_hash, (entry,), _NOW.now)
        return state.observed(upstream, entry, _NOW.now)


def kept(state: Composite, pages: tuple[KeptPage, ...], attestations: tuple[Entry, ...]) -> Kept:
    """The entries of the span's surfaces (COMP-29)."""
    pointed: dict[EvidencePointer, tuple[KeptPage, Upstream, Entry]] = {}
    ticks: dict[int, EvidencePointer] = {}
    opened: set[int] = set()
    for page in pages:
        upstream = state.upstreams.get(page.surface)
        for entry in page.entries:
            if upstream is None or not isinstance(entry.record, upstream.record):
                continue
            if not is_taken(state, page, entry):
                continue
            pointer = upstream.pointer(entry)
            pointed.setdefault(pointer, (page, upstream, entry))
            if upstream.place is None:
                ticks.setdefault(pointer.clock_event, pointer)
            elif isinstance(entry.record, TallyAttestationRecord):
                opened.add(state.event_of(upstream, entry.record))
    return Kept(pointed, ticks, frozenset(opened), own_evidence(attestations))


def own_evidence(attestations: tuple[Entry, ...]) -> dict[UniqueId, list[tuple[int, EvidencePointer]]]:
    """What the ledger's attestations point at and where each stands, by the commit that it stands for (COMP-29)."""
    found: dict[UniqueId, list[tuple[int, EvidencePointer]]] = {}
    for place, entry in enumerate(attestations):
        if isinstance(entry.record, SharedAttestationRecord):
            own = entry.record.attestation
            found.setdefault(own.shared, []).extend((place, each) for each in own.evidence)
    return found


def is_taken(state: Composite, page: KeptPage, entry: Entry) -> bool:
    """Whether an entry holds by itself: its build, its commit and its clock event (COMP-6, COMP-7, COMP-9)."""
    try:
        state.delivered(page.surface, page.content_hash, (entry,), _NOW.now)
    except Refusal:
        return False
    return True


def _replayed(
    state: Composite, pages: tuple[KeptPage, ...], log: tuple[Entry, ...], attestations: tuple[Entry, ...]
) -> Composite:
    """The state after everything that the log says was observed and sealed. Raises `_Stops`."""
    found = kept(state, pages, attestations)
    at = 0
    while at < len(log):
        record = log[at].record
        if isinstance(record, RetirementRecord):
            after, end = state.committed(state.SURFACES[0], record), len(log)
        elif isinstance(record, LateRecord):
            after, end = _late(state, found, at, record.late.evidence), at + 1
        else:
            event = event_of(state, at, record)
            end = at + 1
            while end < len(log) and decides(state, log[end].record, event):
                end += 1
            after = _decided(state, found, event, at, log[at:end])
        check_follows(state, after, log[:end])
        state, at = after, end
    return state


def event_of(state: Composite, at: int, record: SurfaceRecord) -> int:
    """The event that a record says it is of. Raises `_Stops` for one of no event of the span (COMP-30)."""
    if isinstance(record, StallRecord):
        return record.stall.event
    if not isinstance(record, _DECIDED[type(state)]):
        raise _Stops(at)
    if isinstance(record, CorrelationRecord):
        return record.correlation.clock
    keyed = keyed_record(record)
    assert isinstance(state, LatticeComposite)
    if keyed.member not in state.span:
        raise _Stops(at)
    event = event_number(keyed.clock, state.first_slots[state.span.index(keyed.member)])
    try:
        check_clock(event, max(state.first_slots))
    except Refusal:
        raise _Stops(at) from None
    return event


def keyed_record(record: SurfaceRecord) -> Any:
    """What a router or a ledger decided for a member and a slot."""
    if isinstance(record, RoutedIntentsRecord):
        return record.routed
    assert isinstance(record, SharedRefundsRecord)
    return record.shared


def decides(state: Composite, record: SurfaceRecord, event: int) -> bool:
    """Whether a record is one more of the same event. A stall event stands alone (COMP-16)."""
    if isinstance(record, (StallRecord, LateRecord, RetirementRecord)):
        return False
    try:
        return event_of(state, 0, record) == event
    except _Stops:
        return False


def _late(state: Composite, found: Kept, at: int, evidence: EvidencePointer) -> Composite:
    """The state after evidence that came too late: its event is sealed, whether something stood in it or not."""
    try:
        _, upstream, entry = found.pointed[evidence]
        if upstream.place is None:
            raise _Stops(at)
        event = state.event_of(upstream, entry.record)
        sealed = state if is_sealed(state, event) else state.sealed_up_to(event)
        return found.observed(sealed, evidence)[0]
    except (KeyError, Refusal):
        raise _Stops(at) from None


def _decided(state: Composite, found: Kept, event: int, at: int, entries: tuple[Entry, ...]) -> Composite:
    """The state after an event was observed as its records say, and sealed (COMP-29).

    Raises `_Stops` at once for an event that is sealed already: nothing of it follows.
    """
    check_unsealed(state, event, at)
    for index, entry in enumerate(entries, at):
        state = _observed(state, found, index, entry.record)
    if is_opened_alone(found, event, entries[0].record):
        state = state.opened(event, _NOW.now)
    own = (each for entry in entries for each in found.attested.get(entry.commit, ()))
    for _, evidence in sorted(own, key=lambda each: each[0]):
        if is_attestation_of(state, found, event, evidence):
            state, _ = found.observed(state, evidence)
    return state.sealed_up_to(event)


def _observed(state: Composite, found: Kept, at: int, record: SurfaceRecord) -> Composite:
    """The state after what a record points at was observed, in time. Raises `_Stops` (COMP-30)."""
    try:
        for evidence in pointed_at(found, record):
            state, outcome = found.observed(state, evidence)
            check_in_time(outcome, at)
    except (KeyError, Refusal):
        raise _Stops(at) from None
    return state


def check_in_time(outcome: DeliveryOutcome, at: int) -> None:
    """Raise `_Stops` for a record made of what came too late (COMP-30)."""
    if outcome is DeliveryOutcome.Late:
        raise _Stops(at)


def check_unsealed(state: Composite, event: int, at: int) -> None:
    """Raise `_Stops` for records of an event that is sealed already (COMP-30)."""
    if is_sealed(state, event):
        raise _Stops(at)


def is_opened_alone(found: Kept, event: int, record: SurfaceRecord) -> bool:
    """Whether a record gives up an event that an attestation alone opened, and some was kept (COMP-24, COMP-29).

    Which of them it was is not said, and nothing follows from it.
    """
    return isinstance(record, StallRecord) and not record.stall.evidence and event in found.opened


def pointed_at(found: Kept, record: SurfaceRecord) -> Iterator[EvidencePointer]:
    """The evidence of a record, and the tick that it carries. Raises `KeyError` for a tick that was not kept."""
    if isinstance(record, StallRecord):
        yield from record.stall.evidence
    elif isinstance(record, CorrelationRecord):
        yield from record.correlation.evidence
    else:
        keyed = keyed_record(record)
        yield from keyed.evidence
        if keyed.almanac_tick is not None:
            yield found.ticks[keyed.almanac_tick]


def is_attestation_of(state: Composite, found: Kept, event: int, evidence: EvidencePointer) -> bool:
    """Whether evidence resolves to a tally's attestation of the event, the first of its slot."""
    if evidence not in found.pointed:
        return False
    _, upstream, entry = found.pointed[evidence]
    if not isinstance(entry.record, TallyAttestationRecord) or state.event_of(upstream, entry.record) != event:
        return False
    known = state.view.get((upstream.surface, clock_event(entry.record)))
    return known is None or known.commit == entry.commit


def check_follows(before: Composite, after: Composite, log: tuple[Entry, ...]) -> None:
    """Raise `_Stops` at the first place where the log is not what was committed between two states (COMP-30)."""
    first, made = len(before.logs[0].entries), after.logs[0].entries
    for index in range(first, max(len(made), len(log))):
        if index >= min(len(made), len(log)) or not is_same(log[index], made[index]):
            raise _Stops(index)


def is_same(entry: Entry, made: Entry) -> bool:
    """Whether an entry has the place, the commit and the record that follow (COMP-30)."""
    return (entry.index, entry.commit, entry.record.digest().id()) == (
        made.index,
        made.commit,
        made.record.digest().id(),
    )


def check_attested(state: Composite, committee: tuple[bytes, ...], attestations: tuple[Entry, ...]) -> None:
    """Raise `_Stops` at the first attestation that does not follow, or that too few have signed (COMP-31)."""
    made = state.logs[1].entries if len(state.logs) > 1 else ()
    ends = attestations[len(made) : len(made) + 1]
    if ends and isinstance(ends[0].record, RetirementRecord) and len(state.logs) > 1:
        made = state.committed(state.SURFACES[1], ends[0].record).logs[1].entries
    for index in range(max(len(made), len(attestations))):
        if index >= min(len(made), len(attestations)) or not is_same(attestations[index], made[index]):
            raise _Stops(index)
        if not is_signed_by(committee, attestations[index].record):
            raise _Stops(index)


def is_signed_by(committee: tuple[bytes, ...], record: SurfaceRecord) -> bool:
    """Whether a quorum signed an attestation (COMP-31). A marker has no signatures."""
    if not isinstance(record, SharedAttestationRecord):
        return True
    return is_quorum(committee, record.digest().id(), record.attestation.signatures)
