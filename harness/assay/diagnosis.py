"""What an implementer did, as far as one wrong answer shows it."""

from __future__ import annotations

import msgspec

from assay.alignment import FieldDiff, differing_field
from assay.codec import same
from assay.drill import Drill, value_of
from assay.suite import Case, NearMiss, Suite
from assay.units import Exchange


class Mistake(msgspec.Struct, frozen=True):
    """A near miss that was hit: the flag and the suite's note on it."""

    flag: str
    bug_type: str
    description: str
    effect: str


class Diagnosis(msgspec.Struct, frozen=True):
    """`exchange` is the one to look at: the failed case itself, or the deepest part of it that differs."""

    exchange: Exchange
    path: tuple[str, ...]
    field: FieldDiff | None
    mistake: Mistake | None
    trouble: str = ""


def diagnose(exchange: Exchange, suite: Suite, drill: Drill) -> Diagnosis:
    """The diagnosis of a case that did not pass. A fault in the suite's help is reported, never raised."""
    path: tuple[str, ...] = (exchange.case.operation,)
    if exchange.judged.breach is not None:
        # The answer by itself is right: no part of it is to blame.
        return Diagnosis(exchange, path, None, None)
    try:
        deepest = drill.deepest(exchange)
        exchange, path = deepest.exchange, deepest.path
        return Diagnosis(exchange, path, differing_field(exchange, suite), _mistake(exchange, suite))
    except Exception as error:  # the suite's diagnosis must not cost the verdict
        return Diagnosis(exchange, path, None, None, f"the suite cannot explain this: {type(error).__name__}: {error}")


def _mistake(exchange: Exchange, suite: Suite) -> Mistake | None:
    answer = value_of(exchange)
    if answer is None:
        return None
    for miss in _near_misses(exchange.case, suite):
        if same(miss.value, answer.value):
            note = suite.notes().get(miss.flag)
            if note is None:
                return Mistake(miss.flag, "", "", "")
            return Mistake(miss.flag, note.bug_type, note.description, note.effect)
    return None


def _near_misses(case: Case, suite: Suite) -> tuple[NearMiss, ...]:
    return case.near_misses or tuple(suite.near_misses(case))
