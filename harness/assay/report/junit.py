"""The report as JUnit XML, for the CI systems that read nothing else. One test suite per operation, or world."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from assay.report.clean import visible
from assay.report.model import Report
from assay.runner import Run
from assay.suite import Question, Scenario

#: Characters that XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SKIPPED = frozenset({"skipped", "not-run", "known-failure", "known-flaky"})
_ADDED = "added-after-release"
_ERRORS = frozenset({"harness-fault", "unreachable"})


def write(runs: Sequence[tuple[Run, Report]], path: Path) -> None:
    """Write every selected case of one or several runs, the passed ones included."""
    document = JUnitXml("assay")
    for run, report in runs:
        # One run needs no name before its suites; several would else have suites of the same name.
        _add(document, run, report, f"{report.target} " if len(runs) > 1 else "")
    document.update_statistics()  # type: ignore[no-untyped-call] # a library without types
    path.parent.mkdir(parents=True, exist_ok=True)
    document.write(str(path), pretty=True)


def _add(document: JUnitXml, run: Run, report: Report, prefix: str) -> None:
    suites: dict[str, TestSuite] = {}
    causes = {name: place for place, cause in enumerate(report.causes) for name in cause.cases}
    for case in run.tally.passed or ():
        entry = _case(case)
        if case.id in run.tally.late:
            entry.system_out = _ADDED
        _suite(suites, case).add_testcase(entry)
    for result in run.tally.results:
        entry = _case(result.case)
        text = _text(report, causes.get(result.case.id), result.case.id)
        verdict = f"{result.verdict}: {result.reason}" if not result.should else f"warning (SHOULD): {result.reason}"
        if result.late:
            verdict = f"{_ADDED}: {verdict}"
            entry.system_out = _ADDED
        if text:
            # Most viewers show the message alone, and many its first line alone: that is the diagnosis.
            verdict = f"{text.partition(chr(10))[0]} ({verdict})"
        if result.verdict in _SKIPPED or not result.decides:
            entry.result = [Skipped(_clean(verdict))]
        elif result.verdict in _ERRORS:
            entry.result = [_with_text(Error(_clean(verdict), result.verdict), text)]
        else:
            entry.result = [_with_text(Failure(_clean(verdict), result.verdict), text)]
        _suite(suites, result.case).add_testcase(entry)
    for suite in suites.values():
        suite.name = _clean(prefix + str(suite.name))
    _add_run(document, report, suites.values(), prefix)


def _text(report: Report, place: int | None, case: str) -> str:
    """The diagnosis in the first line; the example of the cause in those that follow."""
    if place is None:
        return ""
    cause, example = report.causes[place], report.failures[place]
    lines = [f"{cause.operations[0]}: {cause.summary}"]
    if example.case != case:
        lines.append(f"{cause.count} cases fail so; told with {example.case}:")
    lines += [example.reason, f"asked {example.operation} {example.params}"]
    lines += [f"expected {example.expected}", f"got {example.got}", example.rerun]
    return "\n".join(lines)


def _add_run(document: JUnitXml, report: Report, suites: Iterable[TestSuite], prefix: str) -> None:
    # A crash that no case answers for, or a target that never spoke, must not vanish in a green list.
    run = TestSuite(_clean(f"{prefix}(run)"))
    entry = TestCase(_clean(report.headline), "assay")
    troubles = [*report.complaints, *([report.problem] if report.problem else [])]
    if report.interrupted:
        troubles.append("interrupted")
    if troubles:
        entry.result = [Error(_clean("; ".join(troubles)), "run")]
    run.add_testcase(entry)
    for name, value in (("seed", report.seed), ("target", report.target), ("exit", str(report.exit))):
        run.add_property(name, _clean(value))
    document.add_testsuite(run)
    for suite in suites:
        document.add_testsuite(suite)


def _suite(suites: dict[str, TestSuite], question: Question) -> TestSuite:
    name = _class(question)
    if name not in suites:
        suites[name] = TestSuite(name)
    return suites[name]


def _case(question: Question) -> TestCase:
    return TestCase(_clean(question.id), _class(question))


def _class(question: Question) -> str:
    return question.id.rpartition("/")[0] if isinstance(question, Scenario) else question.operation


def _with_text(element: Failure | Error, text: str) -> Failure | Error:
    if text:
        element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", visible(text))
