"""Units: a question with its twins. What is asked together, shuffled together, and passes only together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any

import msgspec

from assay.answer import Answered, Outcome
from assay.judging import judge
from assay.suite import Case, Question

#: Fresh cases are shuffled in blocks of this many units, so that memory stays flat.
BLOCK = 256
#: Bytes of an answer that is held for the report, at most; no right answer is nearly as long.
LONG = 256 * 1024
#: Bytes that are held of a longer one.
BEGINNING = 4096


class Unit(msgspec.Struct, gc=False):
    """A unit on its way through a run.

    `left` counts the questions that have no verdict yet; `wrong` keeps what did not pass, with the exchange. `play` is
    set where the unit is one step of a scenario, which is a question of another unit.
    """

    cases: list[Any]
    left: int
    wrong: list[Any] | None = None
    play: Any = None

    def add(self, exchange: Exchange) -> None:
        """Note a question of this unit that did not pass."""
        if self.wrong is None:
            self.wrong = []
        exchange.shorten()
        self.wrong.append(exchange)


class Exchange:
    """One message and how it ended, with its verdict.

    `question` is what the verdict is on: the case itself, or the scenario that the case is a step of. `request` is None
    where nothing was sent; `log` is the tail of standard error where the target ended with it; `record` is the line of
    the history that holds all of it, 0 where none does. `before` is what the steps before it were answered with, where
    it ended a scenario.
    """

    __slots__ = ("before", "case", "judged", "log", "outcome", "question", "record", "request")

    def __init__(
        self,
        case: Case,
        ident: int,
        request: bytes | None,
        outcome: Outcome,
        log: str = "",
        question: Question | None = None,
    ) -> None:
        self.case = case
        self.question: Question = case if question is None else question
        self.request = request
        self.outcome = outcome
        self.log = log
        self.record = 0
        self.before: tuple[Any, ...] = ()
        self.judged = judge(case, ident, outcome)

    @property
    def raw(self) -> bytes | None:
        """The line that came back, if one did."""
        return self.outcome.line if isinstance(self.outcome, Answered) else self.outcome.raw

    def shorten(self) -> None:
        """Forget an answer that is too long to be held; to be called once it is judged and recorded."""
        raw = self.raw
        if raw is not None and len(raw) > LONG:
            self.forget()

    def forget(self) -> None:
        """Keep the verdict, and of the answer its beginning. Whoever wants the whole finds it in the history."""
        raw = self.raw
        if raw is None or len(raw) <= BEGINNING:
            return
        start = raw[:BEGINNING] + f"… [{len(raw)} bytes]".encode()
        self.outcome = msgspec.structs.replace(
            self.outcome, **{"line" if isinstance(self.outcome, Answered) else "raw": start}
        )
        self.judged = msgspec.structs.replace(self.judged, answer=None)


def gather(cases: Iterable[Question]) -> list[Unit]:
    """All cases by unit, wherever the twins stand; in order of first appearance."""
    found: dict[str, list[Question]] = {}
    for case in cases:
        mates = found.get(case.unit)
        if mates is None:
            found[case.unit] = [case]
        else:
            mates.append(case)
    return [Unit(mates, len(mates)) for mates in found.values()]


def stream(cases: Iterable[Question]) -> Iterator[Unit]:
    """Units of a stream in which twins stand side by side."""
    name: str | None = None
    mates: list[Question] = []
    for case in cases:
        if case.unit == name:
            mates.append(case)
            continue
        if mates:
            yield Unit(mates, len(mates))
        name, mates = case.unit, [case]
    if mates:
        yield Unit(mates, len(mates))


def shuffle(units: list[Unit], rng: Random) -> list[Unit]:
    """The units in random order, and the cases of each."""
    # Sorting by random keys is several times as fast as Random.shuffle, and as uniform.
    rank = rng.random
    units.sort(key=lambda _: rank())
    for unit in units:
        if unit.left > 1:
            unit.cases.sort(key=lambda _: rank())
    return units


def shuffle_blocks(units: Iterator[Unit], rng: Random) -> Iterator[Unit]:
    """A stream of units, shuffled block by block."""
    while block := list(islice(units, BLOCK)):
        yield from shuffle(block, rng)
