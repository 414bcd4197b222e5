"""One judged history as the views of several show it: the report, and what each requirement came to."""

from __future__ import annotations

import msgspec

from assay.report.clean import name
from assay.report.excerpt import cut
from assay.report.model import Report, build
from assay.runner import Run
from assay.selection import Selection
from assay.suite import Requirement, Suite
from assay.tally import Tally
from assay.verdict import COULD_NOT_JUDGE, DOES_NOT_CONFORM, EXIT

#: What the cell of a requirement can say, worst first, in words.
WORDS = {
    "failed": "fails",
    "open": "not judged",
    "known": "known failure",
    "warned": "warning",
    "added-failed": "fails what was added after the release",
    "passed": "passes",
    "added": "passes what was added after the release",
    "unclaimed": "not claimed",
    "not-asked": "not asked",
    "untestable": "not testable",
}


class Cell(msgspec.Struct, frozen=True):
    """What a requirement came to; one of WORDS. Counted are checks: cases together with their twins."""

    verdict: str
    asked: int = 0
    passed: int = 0


class View(msgspec.Struct, frozen=True):
    """A report with its matrix column and the provenance that the report leaves out. Holds no cases but examples."""

    report: Report
    cells: dict[str, Cell]
    argv: tuple[str, ...]
    selection: str | None
    recorded: str | None
    log: str
    raw: str | None

    @property
    def name(self) -> str:
        """What the implementation calls itself, or the target where it never said."""
        described = self.report.describe
        return name(described["name"], described["version"]) if described is not None else self.report.target


def view(run: Run, suite: Suite) -> View:
    """The view of a run or of a judged history. The run may be forgotten afterwards."""
    header = run.header
    return View(
        report=build(run, suite),
        cells={name: _cell(each, run.tally) for name, each in suite.requirements().items()},
        argv=header.argv,
        selection=_selection(header.selection),
        recorded=header.recorded,
        log=run.log,
        raw=None if run.raw is None else cut(run.raw.decode("utf-8", "backslashreplace")),
    )


def _cell(requirement: Requirement, tally: Tally) -> Cell:
    name = requirement.id
    asked, failing, warned = tally.asked[name], tally.failing[name], tally.warned[name]
    if not failing and tally.added_failing[name] and not tally.strict:
        added = tally.added_asked[name]
        return Cell("added-failed", asked + added, asked - warned + added - tally.added_failing[name])
    if not asked:
        if tally.added_asked[name]:
            return Cell("added", tally.added_asked[name], tally.added_asked[name])
        if tally.unclaimed[name]:
            return Cell("unclaimed")
        return Cell("untestable" if requirement.untestable is not None else "not-asked")
    if not failing:
        return Cell("warned" if warned else "passed", asked, asked - warned)
    return Cell(_worst(name, tally), asked, asked - failing - warned)


def _worst(name: str, tally: Tally) -> str:
    verdicts = [verdict for verdict, count in tally.ill[name].items() if count]
    codes = {EXIT[verdict] for verdict in verdicts}
    if not codes and tally.failing[name] == tally.unshown[name]:
        return "open"
    # A requirement that no failing case cites fails with the twin of one that does.
    if not codes or DOES_NOT_CONFORM in codes:
        return "failed"
    return "open" if COULD_NOT_JUDGE in codes else "known"


def _selection(selection: Selection) -> str | None:
    """What was selected, in the words of the command line; None where it was everything."""
    if not selection.narrows():
        return None
    words = [f"--fresh {selection.fresh}"] if selection.fresh else []
    words += [f"--profile {selection.profile}"] if selection.profile is not None else []
    for option, values in (
        ("filter", selection.filters),
        ("requirement", selection.requirements),
        ("feature", selection.features),
        ("file", selection.files),
    ):
        words += [f"--{option} {value}" for value in values]
    words += [f"{len(selection.cases)} cases by name"] if selection.cases else []
    return " ".join(words)
