"""What a whole scenario shows that none of its steps does: the suite looks back at all that was answered.

Pure, like `judging`: the live run and `assay judge` ask the suite the same about the same answers. A scenario whose
steps have all passed is failed by a breach; one of which a step failed is told with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from assay.answer import Answered, Result, attribute
from assay.judging import Judged
from assay.suite import Breach, Scenario, Suite
from assay.units import Exchange


class Heard(NamedTuple):
    """A step that has passed: request, answer, the answer's value (None for an error), the line of the history."""

    request: bytes | None
    line: bytes
    value: Any
    record: int


def heard(exchange: Exchange) -> Heard:
    """What is kept of an exchange whose step has passed."""
    return Heard(exchange.request, exchange.raw or b"", value_of(exchange), exchange.record)


def value_of(exchange: Exchange) -> Any:
    """The value that came; None where an error or nothing did."""
    answer = exchange.judged.answer
    return answer.value if isinstance(answer, Result) else None


def breached(suite: Suite, scenario: Scenario, steps: Sequence[Heard]) -> Exchange | None:
    """The exchange of the step at which the history of a scenario went wrong, all steps of which have passed."""
    breach = suite.breach(scenario, [step.value for step in steps])
    if breach is None:
        return None
    step = steps[breach.step]
    ident = attribute(step.line)
    exchange = Exchange(
        scenario.steps[breach.step],
        -1 if ident is None else ident,
        step.request,
        Answered(step.line),
        question=scenario,
    )
    exchange.record = step.record
    exchange.before = tuple(each.value for each in steps[: breach.step])
    exchange.judged = Judged("failed", reason(breach), exchange.judged.answer, breach)
    return exchange


def ended(suite: Suite, exchange: Exchange, before: Sequence[Any]) -> Exchange:
    """An exchange that ended its scenario, with what led to it, and what the history so far shows beside it."""
    exchange.before = tuple(before)
    value = value_of(exchange)
    if exchange.judged.verdict == "failed" and value is not None and isinstance(exchange.question, Scenario):
        breach = suite.breach(exchange.question, [*before, value])
        if breach is not None:
            told = f"{exchange.judged.reason}; {reason(breach)}"
            exchange.judged = msgspec.structs.replace(exchange.judged, reason=told)
    return exchange


def reason(breach: Breach) -> str:
    """A breach in words."""
    return f"{breach.check} ({', '.join(breach.requirements)}): {breach.reason}"
