"""The result of a run as every view tells it: computed once, so that no two views can disagree."""

from __future__ import annotations

import glob
import shlex
from typing import Any

import msgspec

from assay.answer import Ended
from assay.codec import encode, show
from assay.diagnosis import Diagnosis, FieldDiff, Mistake
from assay.drill import value_of
from assay.judging import describe_error
from assay.runner import Run
from assay.suite import Case, InvalidParams, Refusal, Suite, Value
from assay.tally import Result
from assay.units import Exchange
from assay.verdict import COULD_NOT_JUDGE, DOES_NOT_CONFORM, EXIT

#: Characters of a value, a request or an answer that is shown; the history has the whole.
SHOWN = 2000


class Part(msgspec.Struct, frozen=True):
    """The deepest part that differs."""

    path: tuple[str, ...]
    operation: str
    params: str
    expected: str
    got: str


class Failure(msgspec.Struct, frozen=True):
    """One case that did not pass, told in full. `requirements` maps id to text; values are JSON text."""

    case: str
    verdict: str
    reason: str
    level: str
    requirements: dict[str, str]
    comment: str
    source: str
    operation: str
    params: str
    expected: str
    got: str
    rerun: str
    request: str | None = None
    answer: str | None = None
    log: str = ""
    deepest: Part | None = None
    field: FieldDiff | None = None
    mistake: Mistake | None = None
    trouble: str = ""
    alike: tuple[str, ...] = ()


class Report(msgspec.Struct, frozen=True):
    """Everything that is said about a run."""

    headline: str
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
    requirements: dict[str, str]
    skipped: dict[str, int]
    complaints: list[str]
    incidents: list[dict[str, Any]]
    failures: list[Failure]
    others: list[dict[str, str]]
    rerun: str


def build(run: Run, suite: Suite) -> Report:
    """The report of a run. Failures of one cause are told once; the others of that cause are named."""
    tally, header = run.tally, run.header
    failures, told = _failures(run, suite)
    return Report(
        headline=headline(run),
        exit=run.exit,
        problem=run.problem,
        target=header.target,
        describe=msgspec.to_builtins(header.describe) if header.describe is not None else None,
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
        requirements=_requirements(run),
        skipped=dict(sorted(tally.skipped.items())),
        complaints=run.complaints,
        incidents=[msgspec.to_builtins(incident) for incident in tally.incidents],
        failures=failures,
        others=[
            {"case": result.case.id, "verdict": result.verdict, "reason": result.reason}
            for result in tally.results
            if result.case.id not in told
        ],
        rerun=rerun(run, ()),
    )


def headline(run: Run) -> str:
    """The sentence an implementer may quote."""
    tally, header = run.tally, run.header
    described = header.describe
    if described is None or run.exit == COULD_NOT_JUDGE:
        who = f"{described.name} {described.version}" if described is not None else header.target
        why = run.problem or ("interrupted" if run.interrupted else run.stopped or "not everything was asked")
        return f"{who} could not be judged: {why}"
    who = f"{described.name} {described.version}"
    against = f"{header.suite} spec {described.spec_version}"
    passing = sum(1 for name in tally.asked if tally.asked[name] and not tally.failing[name])
    asked = sum(1 for name in tally.asked if tally.asked[name])
    cases = sum(tally.counts.values()) + sum(tally.warnings.values()) - tally.counts["skipped"]
    vectors = header.digests.get("manifest", "unknown")[:12]
    unclaimed = f"; not claimed: {', '.join(sorted(tally.skipped))}" if tally.skipped else ""
    if run.exit == DOES_NOT_CONFORM:
        wrong = sum(count for verdict, count in tally.counts.items() if EXIT[verdict] == DOES_NOT_CONFORM)
        broken = f"{wrong} of {cases} cases and {asked - passing} of {asked} requirements fail"
        if not wrong:
            broken = run.complaints[0]
        return f"{who} does not conform to {against}: {broken} (vectors {vectors}){unclaimed}"
    if header.selection.narrows():
        what = f"{cases} fresh cases" if header.selection.fresh else f"the {cases} selected cases"
        return (
            f"{who} passes {what} of {against} (vectors {vectors}; a selection is no claim of conformance){unclaimed}"
        )
    if known := tally.counts["known-failure"]:
        but = f"{known} known failures: no claim of conformance"
        return f"{who} passes {against} but for {but} (vectors {vectors}){unclaimed}"
    return f"{who} conforms to {against} ({asked} requirements, {cases} cases, vectors {vectors}){unclaimed}"


def rerun(run: Run, cases: tuple[str, ...]) -> str:
    """The command that asks just these cases of the same target again."""
    header = run.header
    words = ["assay", "run"]
    if header.suite_option is not None:
        words += ["--suite", header.suite_option]
    words += ["--target", header.target]
    for case in cases:
        words += ["--filter", glob.escape(case)]
    for file in header.selection.files:
        words += ["--file", file]
    if header.selection.fresh:
        words += ["--fresh", str(header.selection.fresh)]
    if not cases or header.selection.fresh:
        words += ["--seed", header.seed]
    return shlex.join(words)


def expected_text(case: Case) -> str:
    """What was expected, for a reader."""
    expect = case.expect
    if isinstance(expect, Value):
        return show(expect.value)
    if isinstance(expect, Refusal):
        return f"refusal: {expect.error} at stage {expect.stage}"
    assert isinstance(expect, InvalidParams)
    return "error -32602 (invalid params)"


def got_text(exchange: Exchange) -> str:
    """What came, for a reader."""
    answer = exchange.judged.answer
    if answer is None:
        return f"{exchange.judged.verdict}: {exchange.judged.reason}"
    value = value_of(exchange)
    return show(value.value) if value is not None else describe_error(answer)  # type: ignore[arg-type]


def _failures(run: Run, suite: Suite) -> tuple[list[Failure], set[str]]:
    groups: dict[tuple[str, ...], list[tuple[Result, Diagnosis | None]]] = {}
    for result, diagnosis in run.diagnoses:
        groups.setdefault(diagnosis.signature, []).append((result, diagnosis))
    diagnosed = {result.case.id for result, _ in run.diagnoses}
    for result in sorted(run.tally.results, key=lambda result: result.case.id):
        if result.case.id not in diagnosed and result.verdict not in ("skipped", "not-run"):
            if result.mate is not None:
                continue  # told with the twin, or by name
            groups.setdefault((result.case.operation, "case", result.case.id), []).append((result, None))
    failures: list[Failure] = []
    told: set[str] = set()
    for members in groups.values():
        # The case nearest to the cause tells it best.
        (result, why), *rest = sorted(members, key=_distance)
        alike = tuple(other.case.id for other, _ in rest)
        failures.append(_failure(run, suite, result, why, alike))
        told.add(result.case.id)
        told.update(alike)
    return failures, told


def _distance(member: tuple[Result, Diagnosis | None]) -> tuple[int, str]:
    result, diagnosis = member
    return len(diagnosis.path) if diagnosis is not None else 0, result.case.id


def _failure(run: Run, suite: Suite, result: Result, diagnosis: Diagnosis | None, alike: tuple[str, ...]) -> Failure:
    case, exchange = result.case, result.exchange
    known = suite.requirements()
    part = None
    if diagnosis is not None and diagnosis.exchange.case is not case and len(diagnosis.path) > 1:
        deep = diagnosis.exchange
        part = Part(
            diagnosis.path, deep.case.operation, _cut(show(deep.case.params)),
            _cut(expected_text(deep.case)), _cut(got_text(deep)),
        )  # fmt: skip
    return Failure(
        case=case.id,
        verdict=result.verdict,
        reason=result.reason,
        level="SHOULD" if result.should else "MUST",
        requirements={name: known[name].text if name in known else "" for name in case.requirements},
        comment=case.comment,
        source=case.source,
        operation=case.operation,
        params=_cut(encode(case.params).decode()),
        expected=_cut(expected_text(case)),
        got=_cut(got_text(exchange)) if exchange is not None else "",
        rerun=rerun(run, (case.id,)),
        request=_raw(exchange.request) if exchange is not None else None,
        answer=_raw(exchange.raw) if exchange is not None else None,
        log=exchange.log if exchange is not None and isinstance(exchange.outcome, Ended) else "",
        deepest=part,
        field=diagnosis.field if diagnosis is not None else None,
        mistake=diagnosis.mistake if diagnosis is not None else None,
        trouble=diagnosis.trouble if diagnosis is not None else "",
        alike=alike,
    )


def _requirements(run: Run) -> dict[str, str]:
    tally = run.tally
    words: dict[str, str] = {}
    for name in sorted(name for name, count in tally.asked.items() if count):
        words[name] = "failed" if tally.failing[name] else "warned" if tally.warned[name] else "passed"
    return words


def _raw(line: bytes | None) -> str | None:
    return None if line is None else _cut(line.decode("utf-8", "backslashreplace"))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)} characters)"
