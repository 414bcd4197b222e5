"""How long a target takes to answer, operation by operation: one request in flight, nothing else asked meanwhile."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from random import Random
from statistics import median, quantiles

import msgspec

from assay.answer import Answered
from assay.codec import encode
from assay.describe import closure
from assay.judging import judge
from assay.selection import Selection, cases
from assay.session import Session, connect, request_line, with_world
from assay.suite import Case, InvalidParams, Question, Scenario, Suite
from assay.targets.base import BrokenError, Lost, Target

#: A method that no target has: its refusal costs the way there and back, and next to nothing else.
NOTHING = "assay.nothing"
_NOTHING = Case(NOTHING, NOTHING, {}, InvalidParams(), (), (), NOTHING)


class Latency(msgspec.Struct, frozen=True):
    """Times of one operation, in microseconds. `wrong` counts the answers that were not as expected."""

    operation: str
    asked: int
    least: float
    median: float
    p95: float
    most: float
    slowest: str
    wrong: int


def latencies(
    target: Target, suite: Suite, selection: Selection, *, samples: int, seed: str, start_timeout: float
) -> list[Latency]:
    """The round trip of an unknown method, then each claimed operation in ascending order, `samples` times at most.

    Raises NoDescribeError, and BrokenError where the target ends or falls silent.
    """
    rng = Random(seed)
    session = connect(target, suite, rng, start_timeout)
    try:
        watch = _Watch(session, rng)
        for _ in range(samples):
            watch.ask(_NOTHING, None)
        for question in _chosen(suite, selection, session, samples, seed):
            watch.play(question)
        session.channel.finish(0.0)
    finally:
        session.channel.kill()
    rows = [watch.row(operation) for operation in sorted(watch.times, key=lambda name: (name != NOTHING, name))]
    return [msgspec.structs.replace(rows[0], wrong=0), *rows[1:]]


def _chosen(suite: Suite, selection: Selection, session: Session, samples: int, seed: str) -> Iterator[Question]:
    """Questions of claimed features, until every operation they ask has been asked often enough."""
    claimed = closure(session.describe.features, suite.features())
    found = [each for each in cases(selection, suite, seed) if claimed.issuperset(each.features)]
    # Not the first of each: they are often the smallest.
    Random(f"latency {seed}").shuffle(found)
    asked: Counter[str] = Counter()
    for question in found:
        operations = (
            [step.operation for step in question.steps] if isinstance(question, Scenario) else [question.operation]
        )
        if any(asked[operation] < samples for operation in operations):
            asked.update(operations)
            yield question


class _Watch:
    """Asks one thing at a time and keeps how long it took."""

    def __init__(self, session: Session, rng: Random) -> None:
        self._channel = session.channel
        self._deadline = session.describe.limits.deadline_ms / 1000
        self._line = session.describe.limits.line
        self._rng = rng
        #: Operation → (microseconds, case, whether it was as expected) of every answer.
        self.times: dict[str, list[tuple[float, str, bool]]] = {}

    def play(self, question: Question) -> None:
        """A case; of a scenario every step, up to the first that is not answered as expected."""
        if not isinstance(question, Scenario):
            self.ask(question, None)
            return
        world = self._rng.getrandbits(53)
        for step in question.steps:
            if not self.ask(step, world):
                return

    def ask(self, case: Case, world: int | None) -> bool:
        """Time one answer; whether it was as expected."""
        ident = self._rng.getrandbits(53)
        request = request_line(ident, case.operation, with_world(encode(case.params), world))
        if len(request) > self._line:
            return False
        begun = time.perf_counter()
        self._channel.put([(ident, request)])
        arrivals = self._channel.poll(self._deadline)
        # A channel also returns for what is no answer: a line of the log, or the end of the process.
        while not arrivals and (left := begun + self._deadline - time.perf_counter()) > 0:
            arrivals = self._channel.poll(left)
        took = (time.perf_counter() - begun) * 1e6
        if not arrivals:
            raise BrokenError("timed-out", f"gave no answer to {case.id} for {self._deadline:g} s")
        (line, *more) = arrivals
        if more or isinstance(line, Lost):
            raise BrokenError("garbled", f"gave another answer to {case.id} than one line")
        right = judge(case, ident, Answered(line)).verdict == "passed"
        self.times.setdefault(case.operation, []).append((took, case.id, right))
        return right

    def row(self, operation: str) -> Latency:
        """What was measured of one operation."""
        answers = self.times[operation]
        took = sorted(each for each, _, _ in answers)
        return Latency(
            operation,
            len(took),
            took[0],
            median(took),
            quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0],
            took[-1],
            max(answers)[1],
            sum(not right for _, _, right in answers),
        )
