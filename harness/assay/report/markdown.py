"""A summary in Markdown for the page of a CI job: the sentence, the counts, one row a cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assay.report.clean import code, markdown, marked
from assay.report.excerpt import cut
from assay.report.trend import NAMED, counts, moved, when
from assay.report.view import View
from assay.trend import Trend
from assay.verdict import CONFORMS, DOES_NOT_CONFORM

#: Causes listed. A job page takes a megabyte at most, and nobody reads so far.
LISTED = 50
_LONGEST = 300
_MARKS = {CONFORMS: "✅", DOES_NOT_CONFORM: "❌"}


def write(views: Sequence[View], path: Path, trends: Sequence[Trend] = ()) -> None:
    """Write the summary of one or several histories."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for view in views:
            for line in _lines(view):
                file.write(line + "\n")
        for trend in trends:
            for line in _trend(trend):
                file.write(line + "\n")


def _lines(view: View) -> Iterator[str]:
    report = view.report
    yield f"### {_MARKS.get(report.exit, '❔')} {markdown(report.headline)}"
    yield ""
    counts = [f"{count} {verdict}" for verdict, count in report.verdicts.items()]
    counts += [f"{count} {verdict} (SHOULD)" for verdict, count in report.warnings.items()]
    counts += [f"{count} {verdict} (added-after-release)" for verdict, count in report.added_after_release.items()]
    if counts:
        yield "Cases: " + ", ".join(counts) + "."
        yield ""
    for complaint in report.complaints:
        yield f"- {markdown(complaint)}"
    if report.complaints:
        yield ""
    if report.causes:
        yield from _table(view)
        yield from _timelines(view)
    yield (
        f"Target {code(report.target)}, seed {code(report.seed)}, {markdown(report.suite)} {report.suite_version}, "
        f"vectors {code(report.digests.get('manifest', 'unknown')[:12])}, assay {report.assay}."
    )
    yield ""


def _table(view: View) -> Iterator[str]:
    report = view.report
    yield "| | requirement | cause | cases | run it again |"
    yield "|--:|---|---|--:|---|"
    for number, (cause, failure) in enumerate(zip(report.causes[:LISTED], report.failures, strict=False), 1):
        where = code(cause.operations[0])
        if more := len(cause.operations) - 1:
            where += f" and {more} other operation{'s' if more > 1 else ''}"
        told = f"{where}: {marked(cut(cause.summary, _LONGEST))}"
        if failure.aside:
            told += f" ({failure.aside})"
        if cause.follows is not None:
            told += f" May follow from {cause.follows}."
        cited = markdown(", ".join(failure.requirements))
        yield f"| {number} | {cited} | {told} | {cause.count} | {code(failure.rerun)} |"
    yield ""
    if len(report.causes) > LISTED:
        yield f"… and {len(report.causes) - LISTED} more causes; the JSON report has all."
        yield ""


def _timelines(view: View) -> Iterator[str]:
    """What was played of each scenario that failed, a line a step."""
    for number, failure in enumerate(view.report.failures[:LISTED], 1):
        if not failure.timeline:
            continue
        yield f"Played of {number}, {code(failure.case)}:"
        yield ""
        for moment in failure.timeline:
            remark = f" — {markdown(moment.comment)}" if moment.comment else ""
            yield f"{moment.number}. {'❌ ' if moment.failed else ''}{code(cut(moment.line(), _LONGEST))}{remark}"
        yield ""


def _trend(trend: Trend) -> Iterator[str]:
    yield f"### Trend of {markdown(trend.name)}"
    yield ""
    yield "| run | version | cases | moved |"
    yield "|---|---|---|---|"
    for moment in trend.moments:
        cases = ", ".join(f"{count} {words}" for words, count in counts(moment))
        kinds = [] if moment.move is None else [f"{len(names)} {words}" for words, names in moved(moment.move)]
        moves = "–" if moment.move is None else ", ".join(kinds) or "nothing"
        yield f"| {when(moment)} | {markdown(moment.version)} | {cases} | {moves} |"
    yield ""
    for moment in trend.moments:
        for words, names in () if moment.move is None else moved(moment.move):
            told = ", ".join(code(name) for name in names[:NAMED])
            more = f" … and {len(names) - NAMED} more; the JSON report names them" if len(names) > NAMED else ""
            yield f"- {when(moment)} {markdown(moment.version)}, {words}: {told}{more}"
    yield ""
