"""How one implementation moved over its histories: in the order of time, each beside what was known before it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from assay.comparison import Fate
from assay.verdict import CONFORMS, COULD_NOT_JUDGE, EXIT

#: A case by its name and what it asks: fresh cases share their names.
Key = tuple[str, bytes]
K = TypeVar("K", bound=Hashable)


class Judged(msgspec.Struct, frozen=True):
    """What a trend takes of one history.

    `recorded` is when it was made, an ISO 8601 time in UTC, and None in histories that do not say. `fates` are all
    cases that were asked; `failed` and `passed` the requirements that were judged; `verdicts` counts cases by verdict.
    """

    name: str
    version: str
    recorded: str | None
    fates: Mapping[Key, Fate]
    failed: frozenset[str]
    passed: frozenset[str]
    verdicts: Mapping[str, int]


class Move(msgspec.Struct, frozen=True):
    """Names of what moved, in ascending order.

    A case or requirement is compared with the last run that judged it. `new` was asked for the first time; `gone` was
    asked by the run before and not by this one.
    """

    newly_failing: tuple[str, ...] = ()
    newly_passing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    requirements_newly_failing: tuple[str, ...] = ()
    requirements_newly_passing: tuple[str, ...] = ()


class Moment(msgspec.Struct, frozen=True):
    """One run of a trend.

    `run` is the place of its history among those given, counted from 0. Counted are cases: `open` were left without an
    answer, `known` are known failures. `move` is None for the first run.
    """

    run: int
    version: str
    recorded: str | None
    passed: int
    failing: int
    open: int
    known: int
    not_claimed: int
    move: Move | None


class Trend(msgspec.Struct, frozen=True):
    """The runs of one implementation, the earliest first."""

    name: str
    moments: tuple[Moment, ...]


def trends(histories: Sequence[Judged]) -> list[Trend]:
    """A trend for each implementation that has several histories, in the order in which they were given.

    Where one of its histories does not say when it was made, the order is the one given.
    """
    groups: dict[str, list[int]] = {}
    for run, judged in enumerate(histories):
        groups.setdefault(judged.name, []).append(run)
    return [Trend(name, _moments(histories, runs)) for name, runs in groups.items() if len(runs) > 1]


def _moments(histories: Sequence[Judged], runs: list[int]) -> tuple[Moment, ...]:
    times = {run: histories[run].recorded for run in runs}
    if None not in times.values():
        runs = sorted(runs, key=lambda run: times[run] or "")
    known = _Known()
    return tuple(_moment(run, histories[run], known.move(histories[run])) for run in runs)


def _moment(run: int, judged: Judged, move: Move | None) -> Moment:
    counts = dict.fromkeys(("passed", "failing", "open", "known", "not_claimed"), 0)
    for verdict, count in judged.verdicts.items():
        counts[_heading(verdict)] += count
    return Moment(run=run, version=judged.version, recorded=judged.recorded, move=move, **counts)


def _heading(verdict: str) -> str:
    if verdict in ("passed", "skipped"):
        return {"passed": "passed", "skipped": "not_claimed"}[verdict]
    codes: Mapping[str, int] = {str(name): code for name, code in EXIT.items()}
    return {CONFORMS: "known", COULD_NOT_JUDGE: "open"}.get(codes[verdict], "failing")


class _Known:
    """What the runs so far showed: whether each case and requirement passed when it was last judged."""

    def __init__(self) -> None:
        self.cases: dict[Key, bool] = {}
        self.requirements: dict[str, bool] = {}
        self.ever: set[Key] = set()
        self.asked: frozenset[Key] | None = None

    def move(self, judged: Judged) -> Move | None:
        """What a run moves; None for the first."""
        before, self.asked = self.asked, frozenset(judged.fates)
        new = self.asked - self.ever
        self.ever |= new
        told = {key: fate.passes for key, fate in judged.fates.items() if not fate.open}
        stands = {**dict.fromkeys(judged.passed, True), **dict.fromkeys(judged.failed, False)}
        cases, requirements = _moved(self.cases, told), _moved(self.requirements, stands)
        self.cases.update(told)
        self.requirements.update(stands)
        if before is None:
            return None
        return Move(
            newly_failing=_names(key for key, passes in cases.items() if not passes),
            newly_passing=_names(key for key, passes in cases.items() if passes),
            new=_names(new),
            gone=_names(before - self.asked),
            requirements_newly_failing=tuple(sorted(name for name, passes in requirements.items() if not passes)),
            requirements_newly_passing=tuple(sorted(name for name, passes in requirements.items() if passes)),
        )


def _moved(before: Mapping[K, bool], now: Mapping[K, bool]) -> dict[K, bool]:
    return {key: passes for key, passes in now.items() if before.get(key, passes) != passes}


def _names(keys: Iterable[Key]) -> tuple[str, ...]:
    return tuple(sorted(name for name, _ in keys))
