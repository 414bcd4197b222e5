"""A trend in words and numbers that every view shows alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from assay.comparison import side
from assay.rejudge import rejudge
from assay.report.view import View
from assay.suite import Suite
from assay.trend import Judged, Moment, Move, Trend, trends

#: Cases named of each kind of move; the JSON report names all.
NAMED = 20
#: The least width of a part of the picture, as a share of the whole.
LEAST = 0.015
#: What a move says of its cases, and of its requirements.
_KINDS = (
    ("newly failing", "newly_failing"),
    ("newly passing", "newly_passing"),
    ("new", "new"),
    ("no longer asked", "gone"),
    ("requirement{} newly failing", "requirements_newly_failing"),
    ("requirement{} newly passing", "requirements_newly_passing"),
)


def found(views: Sequence[View], histories: Sequence[Path], suite: Suite) -> list[Trend]:
    """The trends of these histories. Those that have one to themselves are not judged a second time."""
    names = [_name(view) for view in views]
    several = [names.count(name) > 1 for name in names]
    return trends(
        [
            _judged(view, history if many else None, suite)
            for view, history, many in zip(views, histories, several, strict=True)
        ]
    )


def moved(move: Move) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a move says, and of which names: only what there is."""
    for words, field in _KINDS:
        if names := getattr(move, field):
            yield words.format("s" if len(names) > 1 else ""), names


def when(moment: Moment) -> str:
    """The time of a run, for people."""
    if moment.recorded is None:
        return "not dated"
    return moment.recorded.replace("T", " ").replace("+00:00", " UTC")


def counts(moment: Moment) -> list[tuple[str, int]]:
    """The numbers of a run, with their words: those that are always told, and of the others what there is."""
    always = [("passed", moment.passed), ("failing", moment.failing), ("not claimed", moment.not_claimed)]
    return always + [(words, n) for words, n in (("known failures", moment.known), ("not judged", moment.open)) if n]


def _name(view: View) -> str:
    described = view.report.describe
    return str(described["name"]) if described is not None else view.report.target


def _judged(view: View, history: Path | None, suite: Suite) -> Judged:
    report = view.report
    verdicts: dict[str, int] = {}
    for each in (report.verdicts, report.warnings, report.added_after_release):
        for verdict, count in each.items():
            verdicts[verdict] = verdicts.get(verdict, 0) + count
    fates = {}
    if history is not None:
        # The report keeps examples alone; here every case counts, and no cause does.
        every = side(rejudge(history, suite, keep_passed=True, limit=0, kept=None), "").fates
        fates = {key: fate for key, fate in every.items() if fate.verdict != "skipped"}
    cells = {name: cell.verdict for name, cell in view.cells.items()}
    return Judged(
        name=_name(view),
        version=str(report.describe["version"]) if report.describe is not None else "",
        recorded=view.recorded,
        fates=fates,
        failed=frozenset(name for name, verdict in cells.items() if verdict in ("failed", "known", "warned")),
        passed=frozenset(name for name, verdict in cells.items() if verdict == "passed"),
        verdicts=verdicts,
    )


class Bar(msgspec.Struct, frozen=True):
    """A part of the picture of a run: what it shows, where it begins and how wide it is, in hundredths of the whole."""

    kind: str
    x: float
    width: float


def bars(moment: Moment) -> list[Bar]:
    """The cases of a run side by side. What there is of a kind can be seen, however little."""
    parts = {
        "passed": moment.passed,
        "known": moment.known,
        "open": moment.open,
        "failing": moment.failing,
        "unclaimed": moment.not_claimed,
    }
    whole = sum(parts.values())
    shares = {kind: max(count / whole, LEAST) for kind, count in parts.items() if count}
    scale, x, drawn = 100 / sum(shares.values(), start=0.0) if shares else 0.0, 0.0, []
    for kind, share in shares.items():
        drawn.append(Bar(kind, round(x, 2), round(share * scale, 2)))
        x += share * scale
    return drawn
