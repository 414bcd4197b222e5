"""From a wrong root down to the deepest part that differs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import msgspec

from assay.alignment import differing_field
from assay.answer import Result
from assay.codec import sorted_json
from assay.suite import Case, Suite, Value
from assay.tally import HELD
from assay.units import Exchange

#: Extra questions a run may ask for its diagnoses.
ASKS = 5000
#: Seconds after which no more is asked: a slow target must not keep its implementer waiting for the reasons.
PATIENCE = 30.0
#: Levels below the failed case.
DEPTH = 12

Ask = Callable[[Case], Exchange | None]
Key = tuple[str, bytes]


class Deepest(msgspec.Struct, frozen=True):
    """The deepest wrong part of a failed case; `path` is the operations from the case down to it, both included."""

    exchange: Exchange
    path: tuple[str, ...]


class Drill:
    """Asks the parts of failed derivations, each only once."""

    def __init__(self, suite: Suite, claimed: frozenset[str], ask: Ask, patience: float = PATIENCE) -> None:
        self._suite = suite
        self._claimed = claimed
        self._ask = ask
        self._left = ASKS
        self._room = HELD
        self._until = time.monotonic() + patience
        self._answers: dict[Key, Exchange | None] = {}
        self._found: dict[Key, Deepest] = {}

    def deepest(self, exchange: Exchange) -> Deepest:
        """The first part, depth first, that is wrong while all of its own parts are right."""
        return self._descend(exchange, (exchange.case.operation,))

    def _descend(self, exchange: Exchange, path: tuple[str, ...]) -> Deepest:
        if len(path) <= DEPTH:
            for part in self._ordered(exchange):
                answered = self._answer(part)
                if answered is not None and answered.judged.verdict != "passed":
                    return self._below(key_of(part), answered, (*path, part.operation))
        return Deepest(exchange, path)

    def _ordered(self, exchange: Exchange) -> Sequence[Case]:
        """The parts; first the one whose value stands in the field that differs, so that few have to be asked."""
        parts = self._suite.parts(exchange.case)
        if len(parts) < 2 or (field := differing_field(exchange, self._suite)) is None:
            return parts
        return sorted(parts, key=lambda part: not isinstance(part.expect, Value) or part.expect.value != field.expected)

    def _below(self, key: Key, answered: Exchange, path: tuple[str, ...]) -> Deepest:
        """As `_descend`; what is below a part is looked for only once."""
        if key not in self._found:
            # Should a suite fold a part into itself, it ends here.
            self._found[key] = Deepest(answered, path[-1:])
            self._found[key] = self._descend(answered, path[-1:])
        found = self._found[key]
        return Deepest(found.exchange, (*path[:-1], *found.path))

    def _answer(self, part: Case) -> Exchange | None:
        key = key_of(part)
        if key not in self._answers:
            self._answers[key] = None
            if self._claimed.issuperset(part.features) and self._left > 0 and time.monotonic() < self._until:
                self._left -= 1
                self._answers[key] = self._held(self._ask(part))
        return self._answers[key]

    def _held(self, exchange: Exchange | None) -> Exchange | None:
        """The exchange, without what is too long of it once much is held."""
        if exchange is not None:
            exchange.shorten()
            self._room -= len(exchange.raw or b"")
            if self._room < 0:
                exchange.forget()
        return exchange


def key_of(case: Case) -> Key:
    """What makes two questions the same."""
    return case.operation, sorted_json(case.params)


def value_of(exchange: Exchange) -> Result | None:
    """The value that was answered, if one was."""
    answer = exchange.judged.answer
    return answer if isinstance(answer, Result) else None
