"""The report on a terminal. Colour only where there is one, and never under NO_COLOR (rich sees to both)."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.text import Text

from assay.report.model import Failure, Report
from assay.verdict import CONFORMS

_COLOURS = {
    "passed": "green",
    "skipped": "dim",
    "known-failure": "yellow",
    "not-run": "yellow",
}
#: Failures told in full, and names listed of those that share a cause, unless all are wanted.
FULL = 10
NAMED = 5


def write(
    report: Report, stream: TextIO, *, quiet: bool = False, verbose: bool = False, full: int | None = FULL
) -> None:
    """Print the report: failures first, the headline last, where the eye is."""
    console = Console(file=stream, highlight=False, soft_wrap=True, emoji=False)
    if not quiet:
        shown = report.failures if full is None else report.failures[:full]
        for failure in shown:
            _failure(console, failure, full)
        if len(report.failures) > len(shown):
            left = len(report.failures) - len(shown)
            _line(console, f"… and {left} more failing cases or causes (--all-failures prints them)", "dim")
            console.print()
        _others(console, report, verbose=verbose)
        _incidents(console, report)
        _counts(console, report)
    for complaint in report.complaints:
        _line(console, f"✗ {complaint}", "red")
    if not quiet:
        _line(console, f"seed {report.seed}", "dim")
    _line(console, report.headline, "bold green" if report.exit == CONFORMS else "bold red")


def _failure(console: Console, failure: Failure, full: int | None) -> None:
    title = Text(f"✗ {failure.case}", style="bold red" if failure.level == "MUST" else "bold yellow")
    title.append(f"  {failure.verdict}", style="red")
    if failure.level == "SHOULD":
        title.append(" (SHOULD: a warning)", style="yellow")
    console.print(title)
    for name, text in failure.requirements.items():
        _line(console, f"    {name}  {text}", "cyan")
    if failure.comment:
        _pair(console, "about", failure.comment)
    _pair(console, "why", failure.reason)
    _pair(console, "asked", f"{failure.operation} {failure.params}")
    _pair(console, "expected", failure.expected)
    _pair(console, "got", failure.got)
    if failure.deepest is not None:
        deepest = failure.deepest
        _pair(console, "deepest", " → ".join(deepest.path), "bold")
        _pair(console, "", f"{deepest.operation} {deepest.params}")
        _pair(console, "  expected", deepest.expected)
        _pair(console, "  got", deepest.got)
    if failure.field is not None:
        field = failure.field
        note = f": {field.note}" if field.note else ""
        _pair(console, "field", f"{field.label} ({field.encoding}) at byte {field.at} of the preimage{note}", "bold")
        _pair(console, "  expected", field.expected or "(nothing)")
        _pair(console, "  got", field.got or "(nothing)")
    if failure.mistake is not None:
        mistake = failure.mistake
        _pair(console, "mistake", f"{mistake.flag}: {mistake.description}", "bold yellow")
        if mistake.effect:
            _pair(console, "  effect", mistake.effect)
    if failure.trouble:
        _pair(console, "note", failure.trouble, "yellow")
    if failure.request is not None:
        _pair(console, "→", failure.request, "dim")
    if failure.answer is not None:
        _pair(console, "←", failure.answer, "dim")
    if failure.log:
        _pair(console, "stderr", failure.log[-1000:].rstrip(), "dim")
    _pair(console, "rerun", failure.rerun, "green")
    if failure.alike:
        names = failure.alike if full is None else failure.alike[:NAMED]
        more = f" and {len(failure.alike) - len(names)} more" if len(failure.alike) > len(names) else ""
        _pair(console, "alike", ", ".join(names) + more)
    console.print()


def _others(console: Console, report: Report, *, verbose: bool) -> None:
    if not verbose:
        return
    for other in report.others:
        _line(
            console,
            f"{other['verdict']:>15}  {other['case']}  {other['reason']}",
            _COLOURS.get(other["verdict"], "red"),
        )


def _incidents(console: Console, report: Report) -> None:
    for incident in report.incidents:
        if not incident["explained"] and incident["log"]:
            _line(console, f"standard error before it {incident['kind']}:", "dim")
            _line(console, incident["log"][-2000:].rstrip(), "dim")


def _counts(console: Console, report: Report) -> None:
    text = Text()
    for verdict, count in report.verdicts.items():
        text.append(f"{count} {verdict}  ", style=_COLOURS.get(verdict, "red"))
    for verdict, count in report.warnings.items():
        text.append(f"{count} {verdict} (SHOULD)  ", style="yellow")
    if text:
        console.print(text)
    for feature, count in report.skipped.items():
        _line(console, f"skipped: {count} cases of {feature}, which is not claimed", "dim")
    if report.stopped:
        _line(console, f"stopped early: {report.stopped}", "yellow")


def _pair(console: Console, label: str, text: str, style: str = "") -> None:
    line = Text(f"  {label:>10}  ", style="dim")
    line.append(text, style=style)
    console.print(line)


def _line(console: Console, text: str, style: str) -> None:
    console.print(Text(text, style=style))
