"""Laws of what is committed: numbers, keys, evidence, refunds, and committees without a majority."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from coalition.runtime.chronicle import EntryRecord
from coalition.runtime.composite import LateRecord, StallRecord
from coalition.runtime.compute_records import ClearedRecord
from coalition.runtime.correlator import CorrelationRecord
from coalition.runtime.intents import RoutedIntentsRecord
from coalition.runtime.ledger import SharedAttestationRecord, SharedRefundsRecord
from coalition.runtime.log import SurfaceRecord
from coalition.runtime.randomness_records import BeaconTickRecord
from conformance.histories.observations import (
    Attended,
    Brought,
    Done,
    Finding,
    Head,
    History,
    LogName,
    Placed,
)


def seen(history: History, *kinds: type[SurfaceRecord]) -> dict[LogName, list[tuple[int, int, Any]]]:
    """The records of some kinds, by log and in its order: index, the step that showed it first, record."""
    found: dict[LogName, dict[int, tuple[int, Any]]] = {}
    for each in history.of(Placed):
        if isinstance(each.record, kinds):
            found.setdefault(each.log, {}).setdefault(each.index, (each.at, each.record))
    return {log: [(index, *places[index]) for index in sorted(places)] for log, places in found.items()}


# --- numbers ----------------------------------------------------------------------------------------------------------


def entries_follow(history: History) -> Iterator[Finding]:
    """The numbers of a Chronicle's entries: none is left out."""
    for records in seen(history, EntryRecord).values():
        first: int | None = None
        for index, at, record in records:
            number = record.entry.seq - index
            first = number if first is None else first
            if number != first:
                yield at, f"entry {record.entry.seq} stands where {first + index} is due"


def rounds_cleared(history: History) -> Iterator[Finding]:
    """The rounds of a Compute: each clears some requests, and is over with the next."""
    return _rising(history, ClearedRecord, lambda record: record.record.round, least=0)


def rounds_of_beacons(history: History) -> Iterator[Finding]:
    """The rounds of a Randomness: each has one value."""
    return _rising(history, BeaconTickRecord, lambda record: record.tick.round, least=1)


def _rising(
    history: History, kind: type[SurfaceRecord], number_of: Callable[[Any], int], *, least: int
) -> Iterator[Finding]:
    for records in seen(history, kind).values():
        last: int | None = None
        for _, at, record in records:
            number = number_of(record)
            if last is not None and number < last + least:
                yield at, f"round {number} comes behind round {last}"
            last = number


# --- keys -------------------------------------------------------------------------------------------------------------

#: What a record of a composite organism is the one commit of: of which member, and which event of its clock.
_KEYS: Final[dict[type[SurfaceRecord], Callable[[Any], tuple[bytes, int]]]] = {
    RoutedIntentsRecord: lambda record: (record.routed.member, record.routed.clock),
    SharedRefundsRecord: lambda record: (record.shared.member, record.shared.clock),
    SharedAttestationRecord: lambda record: (record.attestation.member, record.attestation.clock),
    CorrelationRecord: lambda record: (record.correlation.member, record.correlation.clock),
    StallRecord: lambda record: (b"", record.stall.event),
}


def keys_once(history: History) -> Iterator[Finding]:
    """Each key has one commit, and those of a member are in the order of its clock."""
    for records in seen(history, *_KEYS).values():
        last: dict[bytes, int] = {}
        for _, at, record in records:
            member, clock = _KEYS[type(record)](record)
            if clock <= last.get(member, -1):
                whose = member.hex()[:8] or "the organism"
                yield at, f"event {clock} of {whose} is committed behind event {last[member]}"
            last[member] = max(clock, last.get(member, -1))


# --- evidence ---------------------------------------------------------------------------------------------------------

_POINTING: Final[dict[type[SurfaceRecord], Callable[[Any], Any]]] = {
    RoutedIntentsRecord: lambda record: record.routed.evidence,
    SharedRefundsRecord: lambda record: record.shared.evidence,
    SharedAttestationRecord: lambda record: record.attestation.evidence,
    CorrelationRecord: lambda record: record.correlation.evidence,
    StallRecord: lambda record: record.stall.evidence,
    LateRecord: lambda record: (record.late.evidence,),
}


def evidence_brought(history: History) -> Iterator[Finding]:
    """Whatever a composite organism points at was brought to it before."""
    brought: dict[tuple[int, str], set[str]] = {}
    for each in history.facts:
        if isinstance(each, Brought):
            brought.setdefault((each.world, each.deployment), set()).add(each.commit)
        elif isinstance(each, Placed) and each.record is not None and type(each.record) in _POINTING:
            known = brought.get((each.log.world, each.log.deployment), set())
            for pointer in _POINTING[type(each.record)](each.record):
                if pointer.commit.hex() not in known:
                    yield (
                        each.at,
                        f"{each.log.surface}#{each.index} points at {pointer.commit.hex()[:8]}, never brought",
                    )


# --- refunds ----------------------------------------------------------------------------------------------------------


def refunds_once(history: History) -> Iterator[Finding]:
    """The shares of a member never come to more than the refunds that its records point at, each counted once."""
    told = {(each.world, each.deployment, each.commit): each.refunds for each in history.of(Brought) if each.refunds}
    for log, records in seen(history, SharedRefundsRecord).items():
        given: dict[bytes, int] = {}
        due: dict[bytes, dict[tuple[int, bytes], int]] = {}
        for index, at, record in records:
            shared = record.shared
            counted = due.setdefault(shared.member, {})
            for pointer in shared.evidence:
                for refund in told.get((log.world, log.deployment, pointer.commit.hex()), ()):
                    key = (refund.block_number, bytes(refund.bundle_digest))
                    counted[key] = max(counted.get(key, 0), refund.refund_wei)
            shares = sum(each.refund_wei for each in shared.shares)
            given[shared.member] = given.get(shared.member, 0) + shares
            if given[shared.member] > sum(counted.values()):
                yield at, f"{log.surface}#{index} gives {shares} back, which is more than is left of the refunds"


# --- committees -------------------------------------------------------------------------------------------------------


def no_majority_no_commit(history: History) -> Iterator[Finding]:
    """Between the loss of a majority and its return nothing is committed, and no command is taken."""
    lost: dict[tuple[int, str], int] = {}
    lengths: dict[LogName, int] = {}
    for each in history.facts:
        if isinstance(each, Attended):
            if each.quorate:
                lost.pop((each.world, each.deployment), None)
                lengths = {log: length for log, length in lengths.items() if log.deployment != each.deployment}
            else:
                lost.setdefault((each.world, each.deployment), each.at)
        elif isinstance(each, Done) and (each.world, each.deployment) in lost:
            yield each.at, f"{each.kind} is accepted without the majority that step {_since(lost, each)} took"
        elif isinstance(each, Head) and (since := lost.get((each.log.world, each.log.deployment))) is not None:
            before = lengths.setdefault(each.log, each.length)
            if each.length > before:
                yield (
                    each.at,
                    f"{each.log.surface} grows to {each.length} without the majority that step {since + 1} took",
                )


def _since(lost: Mapping[tuple[int, str], int], done: Done) -> int:
    return lost[done.world, done.deployment] + 1
