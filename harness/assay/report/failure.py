"""One failure as every view tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from assay.alignment import FieldDiff
from assay.answer import Ended
from assay.codec import encode, show
from assay.diagnosis import Mistake
from assay.difference import pointer
from assay.drill import value_of
from assay.judging import describe_error
from assay.report.causes import Member
from assay.report.excerpt import cut, cut_pair
from assay.report.rerun import rerun
from assay.runner import Run
from assay.suite import Case, Checked, InvalidParams, Question, Refusal, Scenario, Suite, Told, Value
from assay.units import Exchange


class Part(msgspec.Struct, frozen=True):
    """The deepest part that differs, with its own exchange and the line of the history that holds it (0: none)."""

    path: tuple[str, ...]
    operation: str
    params: str
    expected: str
    got: str
    request: str | None = None
    answer: str | None = None
    record: int = 0


class Moment(msgspec.Struct, frozen=True):
    """A step of a scenario as it was played. `said` is what was answered.

    `when`, `who`, `what` and `came` are the suite's short words: the time of the world, who asked, what, and what came
    of it; empty where it has none. `failed` marks the step that decided.
    """

    number: int
    operation: str
    params: str
    comment: str
    said: str
    when: str = ""
    who: str = ""
    what: str = ""
    came: str = ""
    failed: bool = False

    def line(self) -> str:
        """The step in one line."""
        asked = self.what or self.params
        words = (self.when, self.operation, self.who and f"{self.who}:", asked)
        return f"{' '.join(filter(None, words))} → {self.came or self.said}"


class Failure(msgspec.Struct, frozen=True):
    """One case or scenario that did not pass, told in full. `requirements` maps id to text; values are JSON text.

    `timeline` is what led to the step that failed, that step last; empty for a case. `place` is the JSON
    pointer of the first difference between the two values, where it is not the whole. `record` is the line of the
    history that holds the whole exchange; 0 where none does.
    """

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
    place: str | None = None
    timeline: tuple[Moment, ...] = ()
    request: str | None = None
    answer: str | None = None
    log: str = ""
    deepest: Part | None = None
    field: FieldDiff | None = None
    mistake: Mistake | None = None
    trouble: str = ""
    record: int = 0
    added_after_release: bool = False
    decides: bool = True

    @property
    def aside(self) -> str:
        """What is to be known of the verdict beside it, such as why it takes no conformance away; empty for most."""
        if self.added_after_release:
            return "added-after-release"
        return "SHOULD: a warning" if self.level != "MUST" else ""


def failure(run: Run, suite: Suite, member: Member, limit: int | None) -> Failure:
    """The example of a cause, told in full; long values are cut at `limit` characters, None for the whole."""
    result, diagnosis = member.result, member.diagnosis
    question, case, exchange = result.case, result.asked, result.exchange
    known = suite.requirements()
    part = None
    if diagnosis is not None and diagnosis.exchange.case is not case and len(diagnosis.path) > 1:
        part = _part(diagnosis.path, diagnosis.exchange, limit)
    expected, got = cut_pair(expected_text(case), got_text(exchange) if exchange is not None else "", limit)
    timeline = _timeline(suite, question, exchange, limit)
    return Failure(
        case=question.id,
        verdict=result.verdict,
        reason=result.reason,
        level="SHOULD" if result.should else "MUST",
        requirements={name: known[name].text if name in known else "" for name in result.broken},
        comment=" ".join(dict.fromkeys(filter(None, (question.comment, case.comment)))),
        source=question.source,
        operation=case.operation,
        params=cut(encode(case.params).decode(), limit),
        expected=expected,
        got=got,
        rerun=rerun(run, (question.id,), timeline[-1].number if timeline else None),
        place=_place(case, exchange),
        timeline=timeline,
        request=_raw(exchange.request, limit) if exchange is not None else None,
        answer=_raw(exchange.raw, limit) if exchange is not None else None,
        log=exchange.log if exchange is not None and isinstance(exchange.outcome, Ended) else "",
        deepest=part,
        field=diagnosis.field if diagnosis is not None else None,
        mistake=diagnosis.mistake if diagnosis is not None else None,
        trouble=diagnosis.trouble if diagnosis is not None else "",
        record=exchange.record if exchange is not None else 0,
        added_after_release=result.late,
        decides=result.decides,
    )


def _place(case: Case, exchange: Exchange | None) -> str | None:
    answered = value_of(exchange) if exchange is not None else None
    if answered is None or not isinstance(case.expect, Value):
        return None
    return pointer(case.expect.value, answered.value)


def _timeline(suite: Suite, question: Question, exchange: Exchange | None, limit: int | None) -> tuple[Moment, ...]:
    """What was played, up to the step that decided."""
    if not isinstance(question, Scenario) or exchange is None:
        return ()
    last = next((at for at, step in enumerate(question.steps) if step.id == exchange.case.id), 0)
    answer = value_of(exchange)
    values = [*exchange.before[:last], None if answer is None else answer.value]
    short = None if limit is None else limit // 4
    moments: list[Moment] = []
    for at, (step, value, told) in enumerate(zip(question.steps, values, _told(suite, question, values), strict=False)):
        said = got_text(exchange) if at == last else expected_text(step) if value is None else show(value)
        params, said = cut(show(step.params), short), cut(said, short)
        words = (told.when, told.who, told.what, told.said) if told is not None else ("", "", "", "")
        moments.append(Moment(at + 1, step.operation, params, step.comment, said, *words, at == last))
    return tuple(moments)


def _told(suite: Suite, scenario: Scenario, values: Sequence[Any]) -> Sequence[Told | None]:
    """The suite's words for the steps; none where it fails at an answer it did not think of."""
    try:
        found = suite.told(scenario, values)
    except Exception:  # a suite that cannot help must not cost the report
        found = ()
    return [*found, *[None] * (len(values) - len(found))]


def _part(path: tuple[str, ...], deep: Exchange, limit: int | None) -> Part:
    expected, got = cut_pair(expected_text(deep.case), got_text(deep), limit)
    return Part(
        path=path,
        operation=deep.case.operation,
        params=cut(show(deep.case.params), limit),
        expected=expected,
        got=got,
        request=_raw(deep.request, limit),
        answer=_raw(deep.raw, limit),
        record=deep.record,
    )


def expected_text(case: Case) -> str:
    """What was expected, for a reader."""
    expect = case.expect
    if isinstance(expect, Value):
        return show(expect.value)
    if isinstance(expect, Refusal):
        return f"refusal: {expect.error} at stage {expect.stage}"
    if isinstance(expect, Checked):
        return "any value: the whole scenario is judged"
    assert isinstance(expect, InvalidParams)
    return "error -32602 (invalid params)"


def got_text(exchange: Exchange) -> str:
    """What came, for a reader."""
    answer = exchange.judged.answer
    if answer is None:
        return f"{exchange.judged.verdict}: {exchange.judged.reason}"
    value = value_of(exchange)
    return show(value.value) if value is not None else describe_error(answer)  # type: ignore[arg-type] # no result


def _raw(line: bytes | None, limit: int | None) -> str | None:
    return None if line is None else cut(line.decode("utf-8", "backslashreplace"), limit)
