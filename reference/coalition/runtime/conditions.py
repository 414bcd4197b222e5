"""What a reader waits for: conditions over the entries that it reads, and when they hold (chapter Conditions)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final

from coalition.preimage import operation
from coalition.presence import PresentId
from coalition.shapes import U32, U64, U128, Bytes20, Record, Variant

#: The instant behind the last one. What would end there, or later, has no end (COND-6).
_END_OF_TIME: Final = 2**64


@dataclass(frozen=True)
class Sighting(Record):
    """An entry as a reader saw it: where, when, and the two members of its record that are looked at."""

    log: PresentId
    at: U64
    origin: Bytes20
    amount: U128


@dataclass(frozen=True)
class Filter(Record):
    """Which sightings are looked at. An absent member asks nothing."""

    log: PresentId | None
    origin: Bytes20 | None
    above: U128 | None


@dataclass(frozen=True)
class Count(Variant):
    """So many sightings are in the window."""

    filter: Filter
    window_ms: U64 | None
    at_least: U32


@dataclass(frozen=True)
class Run(Variant):
    """The last so many sightings are of one origin."""

    filter: Filter
    at_least: U32


AnyClause = Count | Run


@dataclass(frozen=True)
class Condition(Record):
    """So many of the clauses hold."""

    clauses: tuple[AnyClause, ...]
    at_least: U32


@dataclass(frozen=True)
class Stretch(Record):
    """A condition holds from `start`, the moment at which it becomes true, and no more at `end`."""

    start: U64
    end: U64 | None


#: A stretch while it is computed: its first instant, and the first behind it, which may be the end of time.
_Span = tuple[int, int]


@operation("condition.stretches")
def stretches(condition: Condition, sightings: tuple[Sighting, ...]) -> tuple[Stretch, ...]:
    """When a condition holds, given what was read (COND-1 to COND-6)."""
    seen = in_time(sightings)
    clauses = [joined(_spans(clause, seen)) for clause in condition.clauses]
    held = joined(of_enough(clauses, condition.at_least))
    return tuple(Stretch(start, None if end == _END_OF_TIME else end) for start, end in held)


def in_time(sightings: Iterable[Sighting]) -> list[Sighting]:
    """The sightings by their instants, those of one instant as they were given (COND-1)."""
    return sorted(sightings, key=attrgetter("at"))


def passes(wanted: Filter, sighting: Sighting) -> bool:
    """Whether a sighting fits every present member of a filter (COND-2)."""
    return (
        wanted.log in (None, sighting.log)
        and wanted.origin in (None, sighting.origin)
        and (wanted.above is None or sighting.amount > wanted.above)
    )


def _spans(clause: AnyClause, seen: Iterable[Sighting]) -> Iterator[_Span]:
    passed = [sighting for sighting in seen if passes(clause.filter, sighting)]
    if clause.at_least == 0:
        return iter([(0, _END_OF_TIME)])
    return counted(clause, passed) if isinstance(clause, Count) else run(clause, passed)


def counted(clause: Count, passed: Sequence[Sighting]) -> Iterator[_Span]:
    """While so many sightings are in the window: from the last of them until the first leaves (COND-3)."""
    for first, last in zip(passed, passed[clause.at_least - 1 :], strict=False):
        yield last.at, leaves(first, clause.window_ms)


def leaves(sighting: Sighting, window_ms: int | None) -> int:
    """The first instant at which a sighting is in the window no more (COND-3)."""
    return _END_OF_TIME if window_ms is None else min(sighting.at + window_ms, _END_OF_TIME)


def run(clause: Run, passed: Sequence[Sighting]) -> Iterator[_Span]:
    """While the last so many sightings are of one origin, judged when an instant is over (COND-1, COND-4)."""
    instants = [(at, list(read)) for at, read in groupby(passed, attrgetter("at"))]
    following = [at for at, _ in instants[1:]] + [_END_OF_TIME]
    length, origin = 0, None
    for (at, read), end in zip(instants, following, strict=False):
        for sighting in read:
            length = length + 1 if sighting.origin == origin else 1
            origin = sighting.origin
        if length >= clause.at_least:
            yield at, end


def of_enough(clauses: Sequence[Sequence[_Span]], at_least: int) -> Iterator[_Span]:
    """While so many clauses hold (COND-5): the instants at which one begins or ends cut time into pieces."""
    starts = sorted(start for spans in clauses for start, _ in spans)
    ends = sorted(end for spans in clauses for _, end in spans)
    cuts = sorted({0, *starts, *ends, _END_OF_TIME})
    begun = ended = 0
    for cut, following in pairwise(cuts):
        while begun < len(starts) and starts[begun] <= cut:
            begun += 1
        while ended < len(ends) and ends[ended] <= cut:
            ended += 1
        if begun - ended >= at_least:
            yield cut, following


def joined(spans: Iterable[_Span]) -> list[_Span]:
    """The same instants in as few pieces as there can be (COND-6). The spans begin in ascending order."""
    pieces: list[_Span] = []
    for start, end in spans:
        if start >= end:
            continue
        if pieces and start <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(pieces[-1][1], end))
        else:
            pieces.append((start, end))
    return pieces
