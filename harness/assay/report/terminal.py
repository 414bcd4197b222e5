"""The report on a terminal. Colour only where there is one, and never under NO_COLOR (rich sees to both)."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Callable
from typing import TextIO

from rich.console import Console
from rich.text import Text

from assay.report.clean import indented, printable
from assay.report.clean import line as one_line
from assay.report.excerpt import cut
from assay.report.failure import Failure
from assay.report.model import Cause, Report
from assay.verdict import CONFORMS

_COLOURS = {
    "passed": "green",
    "skipped": "dim",
    "known-failure": "yellow",
    "known-flaky": "yellow",
    "not-run": "yellow",
}
#: Causes told in full and listed, and cases named of each, unless all are wanted.
FULL = 5
LISTED = 10
NAMED = 3
#: Columns that text is wrapped to, at most; what is to be copied is never wrapped.
_WIDEST = 100
_INDENT = 12
#: A step and its comment stand in one line where both have no more columns.
_REMARKED = 108
_PROBLEMS = ("explained", "wrong", "refusal")


def write(
    report: Report,
    stream: TextIO,
    *,
    quiet: bool = False,
    verbose: bool = False,
    wide: bool = False,
    full: int | None = FULL,
) -> None:
    """Print the report: failures first, then the likely mistakes, the headline last, where the eye is."""
    console = Console(file=stream, highlight=False, soft_wrap=True, emoji=False)
    if not quiet:
        shown = len(report.failures) if full is None else min(full, len(report.failures))
        for number in range(shown):
            _failure(console, report, number, wide=wide, every=full is None)
        _others(console, report, verbose=verbose)
        _incidents(console, report)
        _causes(console, report, shown, every=full is None)
        _counts(console, report)
    for complaint in report.complaints:
        _line(console, f"✗ {one_line(complaint)}", "red")
    if not quiet:
        _line(console, f"seed {report.seed}", "dim")
    _line(console, report.headline, "bold green" if report.exit == CONFORMS else "bold red")


def _causes(console: Console, report: Report, shown: int, *, every: bool) -> None:
    """The block to read first: one line a cause."""
    if not report.causes:
        return
    _line(console, "Likely mistakes", "bold")
    listed = report.causes if every else report.causes[:LISTED]
    for number, cause in enumerate(listed, 1):
        aside = [_cases(cause.count)]
        if cause.requirement is not None:
            aside.append(cause.requirement)
        if cause.follows is not None:
            aside.append(f"may follow from {cause.follows}")
        style = "bold yellow" if cause.kind == "explained" else "yellow" if cause.kind == "warning" else ""
        text = f"{number:>3}. {_where(cause)}: {cause.summary} ({', '.join(aside)})"
        _wrapped(console, text, 5, style)
    if len(report.causes) > len(listed):
        left = report.causes[len(listed) :]
        _line(console, f"     … and {len(left)} more, {_cases(sum(cause.count for cause in left))}", "dim")
    if 0 < shown < len(report.causes):
        what = "the first is" if shown == 1 else f"the first {shown} are"
        _line(console, f"     {what} told in full above; --all-failures tells all", "dim")
    console.print()


def _where(cause: Cause) -> str:
    first, *others = cause.operations
    if not others:
        return first
    return f"{first} and {len(others)} other operation{'s' if len(others) > 1 else ''}"


def _cases(count: int) -> str:
    return f"{count} case{'s' if count != 1 else ''}"


def _failure(console: Console, report: Report, number: int, *, wide: bool, every: bool) -> None:
    cause, failure = report.causes[number], report.failures[number]
    style = "bold red" if failure.decides else "bold yellow"
    _wrapped(console, f"✗ {number + 1}. {_where(cause)}: {cause.summary}", 5, style)
    if cause.follows is not None:
        _pair(console, "note", f"this may follow from {cause.follows}: mend that first", "yellow")

    def find(record: int) -> str:
        if record and report.history is not None:
            return f"sed -n {record}p {shlex.quote(report.history)}"
        return "" if record else "no history was kept; --wide prints everything"

    tell(console, failure, "example", find, wide=wide)
    _alike(console, cause, every=every)
    console.print()


def tell(console: Console, failure: Failure, label: str, find: Callable[[int], str], *, wide: bool) -> None:
    """One failure in full, under a label. `find` says where the whole of a line of the history is to be seen."""
    verdict = f"{failure.verdict} ({failure.aside})" if failure.aside else failure.verdict
    _pair(console, label, f"{failure.case}  {verdict}", "red" if failure.decides else "yellow")
    for name, text in failure.requirements.items():
        _pair(console, "", f"{name}  {text}", "cyan", prose=True)
    if failure.comment:
        _pair(console, "about", failure.comment, prose=True)
    _pair(console, "why", failure.reason, prose=True)
    _timeline(console, failure)
    _pair(console, "asked", f"{failure.operation} {failure.params}")
    _pair(console, "expected", failure.expected)
    _pair(console, "got", failure.got)
    if failure.place is not None:
        _pair(console, "differs at", failure.place, "bold")
    if failure.mistake is not None:
        mistake = failure.mistake
        kind = f" ({mistake.bug_type})" if mistake.bug_type else ""
        _pair(console, "mistake", f"{mistake.flag}{kind}", "bold yellow")
        if mistake.effect:
            _pair(console, "effect", mistake.effect, prose=True)
    if failure.deepest is None:
        _field(console, failure, wide=wide)
    _exchange(console, find, failure.request, failure.answer, failure.record)
    if failure.deepest is not None:
        deepest = failure.deepest
        _pair(console, "deepest", " → ".join(deepest.path), "bold")
        _pair(console, "asked", f"{deepest.operation} {deepest.params}")
        _pair(console, "expected", deepest.expected)
        _pair(console, "got", deepest.got)
        _field(console, failure, wide=wide)
        _exchange(console, find, deepest.request, deepest.answer, deepest.record)
    if failure.trouble:
        _pair(console, "note", failure.trouble, "yellow", prose=True)
    if failure.log:
        _pair(console, "stderr", failure.log[-1000:].rstrip(), "dim")
    _pair(console, "rerun", failure.rerun, "green")


def _field(console: Console, failure: Failure, *, wide: bool) -> None:
    field = failure.field
    if field is None:
        return
    encoding = f" ({field.encoding})" if field.encoding else ""
    note = f": {field.note}" if field.note else ""
    _pair(console, "field", f"{field.label}{encoding} at byte {field.at} of the preimage{note}", "bold")
    limit = None if wide else 400
    _pair(console, "expected", cut(field.expected, limit) or "(nothing)")
    _pair(console, "got", cut(field.got, limit) or "(nothing)")


def _exchange(
    console: Console, find: Callable[[int], str], request: str | None, answer: str | None, record: int
) -> None:
    if request is not None:
        _pair(console, "→", request, "dim")
    if answer is not None:
        _pair(console, "←", answer, "dim")
    if request is None and answer is None:
        return
    if where := find(record):
        _pair(console, "whole", where, "dim")


def _timeline(console: Console, failure: Failure) -> None:
    """What was played, a line a step, the step that failed last and marked."""
    for moment in failure.timeline:
        label = "played" if moment.number == 1 else ""
        mark = "✗" if moment.failed else " "
        line = f"{mark}{moment.number:>3}. {moment.line()}"
        if moment.comment and not moment.failed and len(line) + len(moment.comment) <= _REMARKED:
            line += f" — {moment.comment}"
        _pair(console, label, line, "bold red" if moment.failed else "dim")
    if failure.timeline:
        last = failure.timeline[-1]
        _pair(console, "step", f"{last.number:>3}. {last.comment or last.operation}", "bold")


def _alike(console: Console, cause: Cause, *, every: bool) -> None:
    others = cause.cases[1:]
    if not others:
        return
    names = others if every else others[:NAMED]
    verb = "fails" if len(others) == 1 else "fail"
    more = ", …" if len(names) < len(others) else ""
    through = "through this part" if cause.kind == "explained" else "like this"
    _pair(console, "alike", f"and {len(others)} more case{'s' if len(others) > 1 else ''} {verb} {through}:")
    for line in textwrap.wrap(", ".join(names) + more, 10_000):
        _pair(console, "", line)


def _others(console: Console, report: Report, *, verbose: bool) -> None:
    if not verbose:
        return
    for other in report.others:
        _line(
            console,
            f"{other['verdict']:>15}  {other['case']}  {one_line(other['reason'])}"
            + (f" ({other['list']})" if "list" in other else ""),
            _COLOURS.get(other["verdict"], "red"),
        )


def _incidents(console: Console, report: Report) -> None:
    for incident in report.incidents:
        if not incident["explained"] and incident["log"]:
            _line(console, f"standard error before it {incident['kind']}:", "dim")
            _line(console, indented(incident["log"]), "dim")


def _counts(console: Console, report: Report) -> None:
    text = Text()
    for verdict, count in report.verdicts.items():
        text.append(f"{count} {verdict}  ", style=_COLOURS.get(verdict, "red"))
    for verdict, count in report.warnings.items():
        text.append(f"{count} {verdict} (SHOULD)  ", style="yellow")
    for verdict, count in report.added_after_release.items():
        text.append(f"{count} {verdict} (added-after-release)  ", style=_COLOURS.get(verdict, "yellow"))
    if text:
        console.print(text)
    for feature, count in report.skipped.items():
        _line(console, f"skipped: {count} cases of {feature}, which is not claimed", "dim")
    if report.stopped:
        _line(console, f"stopped early: {report.stopped}", "yellow")


def _pair(console: Console, label: str, text: str, style: str = "", *, prose: bool = False) -> None:
    """A labelled value. Only prose is wrapped: a line to be copied stays one line."""
    width = min(console.width, _WIDEST) - _INDENT
    lines = _fold(text, width) if prose else text.split("\n")
    for number, each in enumerate(lines):
        line = Text(f"{'' if number else label:>{_INDENT - 2}}  ", style="dim")
        line.append(printable(each), style=style)
        console.print(line)


def _wrapped(console: Console, text: str, indent: int, style: str) -> None:
    # The first line starts where the caller's text does, be it indented already or not.
    start = text[: len(text) - len(text.lstrip())]
    for line in _fold(text.lstrip(), min(console.width, _WIDEST), start, " " * indent):
        console.print(Text(printable(line), style=style))


def _fold(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _line(console: Console, text: str, style: str) -> None:
    console.print(Text(printable(text), style=style))
