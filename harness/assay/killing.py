"""The kill matrix: which checks fail on which wrong implementation. A suite that lets one live proves nothing there."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import msgspec

from assay.describe import closure
from assay.engine import Engine
from assay.history import History
from assay.isolation import each
from assay.runner import ask_claimed
from assay.session import NoDescribeError
from assay.suite import Handler, Mutant, Question, Scenario, Suite
from assay.tally import Tally
from assay.targets.base import BrokenError
from assay.targets.inprocess import InProcessTarget
from assay.units import Unit, gather

#: A mutant may raise on every case; each counts, none ends the run.
_BUDGET = 1_000_000
#: Seconds of processor that one mutant may take; and one answer of it, after which the case it was to answer is timed
#: out. Seconds of the clock would kill mutants on a busy machine that live on an idle one.
DEADLINE = 120.0
ANSWER = 5.0
#: Seconds after which an interruption is repeated: one that falls into a callback of the interpreter is lost there.
_AGAIN = 0.5
#: Answers that may be too late before the mutant is asked no more.
_LATE = 2
#: Requests in flight where the first wrong answer is the last: few, since all of them are computed.
_FEW = 4


class Killed(msgspec.Struct, frozen=True):
    """One mutant: the checks (case ids) that cite one of its requirements and fail, and those that fail besides.

    `asked` is how many cases were put to it; `trouble` says why it could not be asked, or not to the end. `noise` is
    what it wrote to standard error.
    """

    mutant: str
    description: str
    requirements: tuple[str, ...]
    kills: tuple[str, ...]
    others: tuple[str, ...]
    asked: int
    trouble: str | None = None
    noise: tuple[str, ...] = ()

    @property
    def alive(self) -> bool:
        """A survivor: nothing that cites its requirements fails."""
        return not self.kills


def matrix(
    suite: Suite,
    mutants: Iterable[Mutant],
    *,
    everything: bool = False,
    brief: bool = False,
    cases: Sequence[Question] | None = None,
    done: Callable[[Killed], None] = lambda _: None,
    jobs: int = 1,
    deadline: float = DEADLINE,
) -> list[Killed]:
    """Run the suite on each mutant, in a process of its own: one that never ends, or ends all, costs only itself.

    Only the units that cite one of a mutant's requirements are asked, unless `everything` is: no other can kill it.
    With `brief` each is asked until it is dead, the shortest units first: whether it dies, and not of what all.
    """
    found = list(suite.cases()) if cases is None else cases
    listed = list(mutants)

    def work(mutant: Mutant) -> Callable[[], bytes]:
        return lambda: msgspec.json.encode(kill(suite, mutant, found, everything=everything, brief=brief))

    rows: list[Killed] = []
    for mutant, ended in zip(listed, each([work(mutant) for mutant in listed], deadline, jobs), strict=True):
        result = ended.result
        row = _blank(mutant, ended.trouble) if result is None else msgspec.json.decode(result, type=Killed)
        row = msgspec.structs.replace(row, noise=ended.noise)
        done(row)
        rows.append(row)
    return rows


def _blank(mutant: Mutant, trouble: str | None = None) -> Killed:
    return Killed(mutant.name, mutant.description, mutant.requirements, (), (), 0, trouble)


class _Watched:
    """A handler whose answers are due: one that takes too long is interrupted, wherever it is in Python code."""

    late = 0

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    def __call__(self, line: bytes) -> bytes | None:
        signal.setitimer(signal.ITIMER_PROF, ANSWER, _AGAIN)
        try:
            return self._handler(line)
        except _TooLateError:
            _Watched.late += 1
            raise BrokenError("timed-out", f"gave no answer for {ANSWER:g} s") from None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    def close(self) -> None:
        self._handler.close()


class _TooLateError(BaseException):
    """No Exception, lest an adapter that catches all of those goes on."""


@contextmanager
def _watching() -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _TooLateError

    try:
        before = signal.signal(signal.SIGPROF, ring)
    except (ValueError, AttributeError):  # not the main thread, or no such signal: nothing is watched
        yield
        return
    _Watched.late = 0
    try:
        yield
    finally:
        signal.signal(signal.SIGPROF, before)


def kill(
    suite: Suite, mutant: Mutant, cases: Sequence[Question], *, everything: bool = False, brief: bool = False
) -> Killed:
    """Run the suite in this process on one mutant; with `brief` until it is dead."""
    cited = frozenset(mutant.requirements)
    units = {case.unit for case in cases if everything or not cited.isdisjoint(case.requirements)}
    tally = Tally(suite.requirements(), {}, strict=True)

    def stop() -> None:
        # A mutant that is late so often is dead already; what else it would not answer is not worth the wait.
        engine.interrupted |= _Watched.late > _LATE or (brief and bool(_wrong(tally, cited)[0]))

    engine = Engine(
        InProcessTarget(f"mutant:{mutant.name}", lambda: _Watched(mutant.handler())),
        suite,
        tally,
        History(None),
        seed=mutant.name,
        window=_FEW if brief else None,
        budget=_BUDGET,
        progress=stop,
    )
    with _watching():
        try:
            session = engine.negotiate()
        except NoDescribeError as error:
            return _blank(mutant, error.detail)
        claimed = closure(session.describe.features, suite.features())
        chosen = gather(case for case in cases if case.unit in units)
        if brief:
            chosen.sort(key=_length)
        engine.run(ask_claimed(iter(chosen), claimed, tally))
        engine.close()
    kills, others = _wrong(tally, cited)
    return msgspec.structs.replace(
        _blank(mutant, f"stopped: {_Watched.late} answers took longer than {ANSWER:g} s" if _Watched.late else None),
        kills=kills,
        others=others,
        asked=tally.seen - tally.counts["skipped"],
    )


def _wrong(tally: Tally, cited: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of what failed: of the cases that cite one of the requirements, and of the others."""
    wrong = [result.case for result in tally.results if result.exchange is not None]
    kills = tuple(case.id for case in wrong if not cited.isdisjoint(case.requirements))
    return kills, tuple(case.id for case in wrong if cited.isdisjoint(case.requirements))


def _length(unit: Unit) -> int:
    """The requests that a unit takes."""
    return sum(len(each.steps) if isinstance(each, Scenario) else 1 for each in unit.cases)
