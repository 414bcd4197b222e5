"""The suite as judge: its questions, asked of lines that answer, to the first answer that is wrong."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assay.answer import Answered
from assay.codec import encode
from assay.judging import judge, plainly_passes
from assay.session import with_world
from assay.suite import Case, Question, Scenario
from conformance.campaign.loading import Answer


@dataclass(frozen=True)
class Asked:
    """A question with the lines that ask it, and the ids those have: one of a case, one a step of a scenario."""

    question: Question
    lines: tuple[tuple[Case, int, bytes], ...]


def prepared(questions: Iterable[Question]) -> list[Asked]:
    """The questions, each with lines and ids of its own."""
    ids = itertools.count(1)
    return [Asked(question, tuple(_lines(question, ids))) for question in questions]


def _lines(question: Question, ids: Iterator[int]) -> Iterator[tuple[Case, int, bytes]]:
    world = next(ids) if isinstance(question, Scenario) else None
    for case in question.steps if isinstance(question, Scenario) else (question,):
        ident = next(ids)
        yield case, ident, _line(case, ident, world)


def _line(case: Case, ident: int, world: int | None) -> bytes:
    params = with_world(encode(case.params), world)
    return b'{"jsonrpc":"2.0","id":%d,"method":%s,"params":%s}' % (ident, encode(case.operation), params)


def first_wrong(answer: Answer, asked: Sequence[Asked]) -> tuple[str, str] | None:
    """The first question that is not answered as expected, and why; None where all are."""
    for each in asked:
        for case, ident, line in each.lines:
            try:
                given = answer(line)
            except Exception as error:  # what raises behind the protocol is a crash in front of it
                return each.question.id, f"raised {type(error).__name__}"
            if not plainly_passes(case, ident, given):
                judged = judge(case, ident, Answered(given))
                if judged.verdict != "passed":
                    return each.question.id, judged.reason
    return None
