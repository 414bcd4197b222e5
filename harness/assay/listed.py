"""Making a file of known failures from a judged history, beside the one that is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from assay.report.clean import line
from assay.report.excerpt import cut
from assay.report.model import Report
from assay.runner import Run
from assay.suite import Question
from assay.tally import Result
from assay.verdict import COULD_NOT_JUDGE, EXIT
from assay.xfail import FLAKY, Entry, Known

#: Characters of a reason that is made up; the reader is to put a better one in its place.
_LONGEST = 160


class Listed(msgspec.Struct, frozen=True):
    """The lines of the new file. `dropped` are entries whose cases all pass now; `undecided` cases are not listed."""

    lines: list[str]
    added: int
    kept: int
    dropped: list[str]
    undecided: int


def listed(run: Run, report: Report, before: Sequence[tuple[str, Entry | None]] = ()) -> Listed:
    """The known failures of a run that was judged plainly, every result kept.

    Lines of `before` stay as they are, comments too, but for entries that the run bears out no more. What an entry
    covers already is not listed again.
    """
    known = Known.of({entry.name: entry for _, entry in before if entry is not None})
    borne = _Borne(run)
    kept = [(line, entry) for line, entry in before if entry is None or borne.out(entry)]
    standing = Known.of({entry.name: entry for _, entry in kept if entry is not None})
    why = {name: cause.summary for cause in report.causes for name in cause.cases}
    new = []
    undecided = 0
    for result in sorted(run.tally.results, key=lambda result: result.case.id):
        if result.verdict == "skipped":
            continue
        if EXIT[result.verdict] == COULD_NOT_JUDGE:
            undecided += 1
        elif _fails(result) and standing.deciding(result.case) is None:
            new.append(_line(result, why))
    return Listed(
        [*(line for line, _ in kept), *new],
        len(new),
        sum(entry is not None for _, entry in kept),
        sorted({*known.failures, *known.flaky} - {*standing.failures, *standing.flaky}),
        undecided,
    )


def _fails(result: Result) -> bool:
    # A right answer that fails with its twin passes again once the twin is listed. A failed SHOULD decides nothing.
    return result.mate is None and result.decides


class _Borne:
    """The names of cases and requirements that a run bears out: of what failed by itself, with a twin, or passed."""

    def __init__(self, run: Run) -> None:
        results = run.tally.results
        self._wrong = _names(result.case for result in results if result.mate is None)
        self._seen = self._wrong | _names(result.case for result in results) | _names(run.tally.passed or ())
        self._whole = not run.header.selection.narrows()

    def out(self, entry: Entry) -> bool:
        """Whether an entry is still needed, as far as the run can tell: of what it did not select it says nothing."""
        if entry.name not in self._seen:
            return not self._whole
        return entry.flaky or entry.name in self._wrong


def _names(questions: Iterable[Question]) -> set[str]:
    return {name for question in questions for name in (question.id, *question.requirements)}


def _line(result: Result, why: Mapping[str, str]) -> str:
    flaky = f"{FLAKY} " if result.verdict == "flaky" else ""
    reason = line(why.get(result.case.id) or result.reason)
    return f"{flaky}{result.case.id}  {result.verdict}: {cut(reason, _LONGEST)}"
