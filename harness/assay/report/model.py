"""The result of a run as every view tells it: computed once, so that no two views can disagree."""

from __future__ import annotations

from typing import Any

import msgspec

from assay.describe import Describe, closure
from assay.report.causes import Group, Rank, group, summary
from assay.report.claim import Claim, claim, sentence
from assay.report.excerpt import SHOWN, cut
from assay.report.failure import Failure, failure
from assay.report.rerun import rerun
from assay.runner import Run
from assay.suite import Suite
from assay.tally import Tally


class Cause(msgspec.Struct, frozen=True):
    """What a group of failures has in common.

    `kind` is ``explained`` where a near miss or a field gives the cause away; otherwise the group is what the target
    did. `operations` are those of the deepest wrong parts, the example's first. `flag` and `field` are the near miss
    and the label that differs. `follows` is the number, counted from 1, of a cause that this one may be a consequence
    of. `cases` are all failing cases of the group, the example first, twins last.
    """

    kind: str
    summary: str
    operations: tuple[str, ...]
    flag: str | None
    field: str | None
    requirement: str | None
    count: int
    follows: int | None
    cases: tuple[str, ...]


class Report(msgspec.Struct, frozen=True):
    """Everything that is said about a run. `failures` holds the example of each of the `causes`, in their order."""

    headline: str
    claim: Claim
    exit: int
    problem: str | None
    target: str
    describe: dict[str, Any] | None
    suite: str
    suite_version: str
    digests: dict[str, str]
    seed: str
    assay: str
    python: str
    interrupted: bool
    stopped: str | None
    verdicts: dict[str, int]
    warnings: dict[str, int]
    added_after_release: dict[str, int]
    requirements: dict[str, str]
    skipped: dict[str, int]
    complaints: list[str]
    incidents: list[dict[str, Any]]
    history: str | None
    causes: list[Cause]
    failures: list[Failure]
    others: list[dict[str, str]]
    rerun: str


def build(run: Run, suite: Suite, *, whole: bool = False) -> Report:
    """The report of a run. Failures of one cause are told once; the others of that cause are named.

    Long values are cut, unless the `whole` of them is wanted.
    """
    tally, header = run.tally, run.header
    groups = group(run, suite)
    causes = causes_of(groups, suite)
    told = {name for cause in causes for name in cause.cases}
    return Report(
        headline=sentence(run, suite),
        claim=claim(run, suite),
        exit=run.exit,
        problem=run.problem,
        target=header.target,
        describe=_describe(header.describe) if header.describe is not None else None,
        suite=header.suite,
        suite_version=header.suite_version,
        digests=header.digests,
        seed=header.seed,
        assay=header.assay,
        python=header.python,
        interrupted=run.interrupted,
        stopped=run.stopped,
        verdicts={str(verdict): count for verdict, count in sorted(tally.counts.items()) if count},
        warnings={str(verdict): count for verdict, count in sorted(tally.warnings.items()) if count},
        added_after_release={str(verdict): count for verdict, count in sorted(tally.added.items()) if count},
        requirements=_requirements(run),
        skipped=dict(sorted(tally.skipped.items())),
        complaints=run.complaints,
        incidents=[msgspec.to_builtins(incident) for incident in tally.incidents],
        # A path is bytes to the system, and text in a report.
        history=None if run.history is None else run.history.encode("utf-8", "backslashreplace").decode(),
        causes=causes,
        failures=[failure(run, suite, each.members[0], None if whole else SHOWN) for each in groups],
        others=[
            {"case": result.case.id, "verdict": result.verdict, "reason": result.reason}
            | ({"list": "added-after-release"} if result.late else {})
            for result in tally.results
            if result.case.id not in told
        ],
        rerun=rerun(run, ()),
    )


def _describe(described: Describe) -> dict[str, Any]:
    """What the target said of itself, cut like any value."""
    return {
        name: cut(value) if isinstance(value, str) else value for name, value in msgspec.to_builtins(described).items()
    }


def causes_of(groups: list[Group], suite: Suite) -> list[Cause]:
    """What is said of each group, in the same order."""
    causes: list[Cause] = []
    for each in groups:
        example = each.members[0]
        diagnosis = example.diagnosis
        operations = tuple(dict.fromkeys(member.case.operation for member in each.members))
        causes.append(
            Cause(
                kind=each.rank.name.lower(),
                summary=summary(each, suite),
                operations=operations,
                flag=diagnosis.mistake.flag if diagnosis is not None and diagnosis.mistake is not None else None,
                field=diagnosis.field.label if diagnosis is not None and diagnosis.field is not None else None,
                requirement=next(iter(example.broken), None),
                count=each.count,
                follows=_follows(each, causes, suite),
                cases=(*(member.result.case.id for member in each.members), *each.twins),
            )
        )
    return causes


def _follows(each: Group, before: list[Cause], suite: Suite) -> int | None:
    """The first explained cause that sits in a feature which the group's example builds on."""
    if each.rank in (Rank.BROKEN, Rank.EXPLAINED):
        return None
    case = each.members[0].case
    built_on = closure(case.features, suite.features())
    operations = suite.operations()
    for number, cause in enumerate(before, 1):
        operation = cause.operations[0]
        if cause.kind == "explained" and operation != case.operation and built_on.issuperset(operations[operation]):
            return number
    return None


def _requirements(run: Run) -> dict[str, str]:
    tally = run.tally
    words: dict[str, str] = {}
    for name in sorted(name for name, count in tally.asked.items() if count):
        words[name] = _word(tally, name)
    return words


def _word(tally: Tally, name: str) -> str:
    if tally.failing[name]:
        return "failed" if tally.failing[name] > tally.unshown[name] else "not-judged"
    return "warned" if tally.warned[name] else "passed"
