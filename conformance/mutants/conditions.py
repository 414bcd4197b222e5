"""Mutants of the chapter Conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from coalition.runtime.conditions import Count, Filter, Run, Sighting
from conformance.mutants.breaking import Mutant, replaced

_HERE = "runtime.conditions."


def _of_sightings(change: Callable[[tuple[Sighting, ...]], tuple[Sighting, ...]]) -> Any:
    """Other sightings are looked at than those that were given."""

    def make(right: Any) -> Any:
        return lambda condition, sightings: right(condition=condition, sightings=change(sightings))

    return make


def _as_given(_right: Any) -> Any:
    return list


def _at_or_above(right: Any) -> Any:
    def passes(wanted: Filter, sighting: Sighting) -> bool:
        found: bool = right(replace(wanted, above=None), sighting)
        return found and (wanted.above is None or sighting.amount >= wanted.above)

    return passes


def _without(member: str) -> Any:
    def make(right: Any) -> Any:
        return lambda wanted, sighting: right(replace(wanted, **{member: None}), sighting)

    return make


def _a_millisecond_longer(right: Any) -> Any:
    def leaves(sighting: Sighting, window_ms: int | None) -> int:
        end: int = right(sighting, window_ms)
        return min(end + (window_ms is not None), 2**64)

    return leaves


def _wrapping(right: Any) -> Any:
    def leaves(sighting: Sighting, window_ms: int | None) -> int:
        end: int = right(sighting, window_ms)
        return end if window_ms is None else (sighting.at + window_ms) % 2**64

    return leaves


def _since_the_last(_right: Any) -> Any:
    """Sightings that are never a window apart: the window begins again with each of them."""

    def counted(clause: Count, passed: Sequence[Sighting]) -> Iterator[tuple[int, int]]:
        window = 2**64 if clause.window_ms is None else clause.window_ms
        length = 0
        for number, sighting in enumerate(passed):
            apart = number > 0 and sighting.at - passed[number - 1].at >= window
            length = 1 if apart else length + 1
            if length >= clause.at_least:
                yield sighting.at, min(sighting.at + window, 2**64)

    return counted


def _one_more(right: Any) -> Any:
    """More than so many, where so many are enough."""
    return lambda clause, passed: right(replace(clause, at_least=clause.at_least + 1), passed)


def _run_of_one_log(right: Any) -> Any:
    """Sightings of another surface are of another origin."""

    def run(clause: Run, passed: Sequence[Sighting]) -> Iterator[tuple[int, int]]:
        apart = [replace(each, origin=bytes(each.log)[:10] + each.origin[:10]) for each in passed]
        return iter(list(right(clause, apart)))

    return run


def _run_in_all(_right: Any) -> Any:
    """So many of one origin, in a row or not."""

    def run(clause: Run, passed: Sequence[Sighting]) -> Iterator[tuple[int, int]]:
        for number, sighting in enumerate(passed):
            seen = [each for each in passed[: number + 1] if each.origin == sighting.origin]
            if len(seen) >= clause.at_least:
                yield sighting.at, 2**64

    return run


def _within_an_instant(right: Any) -> Any:
    """A run is judged entry by entry: one that came and went in an instant was a moment."""

    def run(clause: Run, passed: Sequence[Sighting]) -> Iterator[tuple[int, int]]:
        length, origin = 0, None
        for number, each in enumerate(passed):
            length = length + 1 if each.origin == origin else 1
            origin = each.origin
            following = passed[number + 1].at if number + 1 < len(passed) else 2**64
            if length >= clause.at_least:
                yield each.at, max(following, each.at + 1)

    del right
    return run


def _exactly(right: Any) -> Any:
    """So many clauses, and no more."""

    def of_enough(clauses: Any, at_least: int) -> Iterator[tuple[int, int]]:
        more = list(right(clauses, at_least + 1))
        for start, end in right(clauses, at_least):
            if not any(first <= start < last for first, last in more):
                yield start, end

    return of_enough


def _all_due(right: Any) -> Any:
    return lambda clauses, _at_least: right(clauses, len(clauses))


def _piecewise(right: Any) -> Any:
    """Every piece of time is a moment of its own."""
    del right
    return lambda spans: [(start, end) for start, end in spans if start < end]


def _for_ever(right: Any) -> Any:
    """What has become true stays so."""
    return lambda **params: tuple(replace(each, end=None) for each in right(**params)[:1])


MUTANTS = (
    Mutant(
        "condition-as-told",
        ("COND-1",),
        "sightings are taken in the order of the telling",
        (replaced(f"{_HERE}in_time", _as_given),),
    ),
    Mutant(
        "condition-ties-turned",
        ("COND-1",),
        "those of one instant are taken the other way round",
        (replaced(f"{_HERE}stretches", _of_sightings(lambda sightings: sightings[::-1])),),
    ),
    Mutant(
        "condition-entry-by-entry",
        ("COND-1",),
        "a run within one instant counts",
        (replaced(f"{_HERE}run", _within_an_instant),),
    ),
    Mutant("filter-at-or-above", ("COND-2",), "equal is above", (replaced(f"{_HERE}passes", _at_or_above),)),
    *(
        Mutant(
            f"filter-without-{member}",
            ("COND-2",),
            f"`{member}` is not asked for",
            (replaced(f"{_HERE}passes", _without(member)),),
        )
        for member in ("log", "origin", "above")
    ),
    Mutant(
        "window-both-ends",
        ("COND-3",),
        "a sighting is in the window at its end too",
        (replaced(f"{_HERE}leaves", _a_millisecond_longer),),
    ),
    Mutant("window-wraps", ("COND-3",), "time begins anew behind its end", (replaced(f"{_HERE}leaves", _wrapping),)),
    Mutant(
        "window-since-the-last",
        ("COND-3",),
        "each sighting begins the window again",
        (replaced(f"{_HERE}counted", _since_the_last),),
    ),
    Mutant("count-more-than", ("COND-3",), "so many are not enough", (replaced(f"{_HERE}counted", _one_more),)),
    Mutant("run-in-all", ("COND-4",), "so many, in a row or not", (replaced(f"{_HERE}run", _run_in_all),)),
    Mutant("run-of-one-log", ("COND-4",), "another surface breaks a run", (replaced(f"{_HERE}run", _run_of_one_log),)),
    Mutant("condition-exactly", ("COND-5",), "no more clauses may hold", (replaced(f"{_HERE}of_enough", _exactly),)),
    Mutant("condition-all-due", ("COND-5",), "every clause is due", (replaced(f"{_HERE}of_enough", _all_due),)),
    Mutant(
        "condition-piecewise",
        ("COND-6",),
        "it becomes true again while it holds",
        (replaced(f"{_HERE}joined", _piecewise),),
    ),
    Mutant("condition-for-ever", ("COND-6",), "it is never false again", (replaced(f"{_HERE}stretches", _for_ever),)),
)
