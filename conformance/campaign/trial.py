"""Trying mutants: each in a forked process that loads the changed reference and answers until an answer is wrong."""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from assay.isolation import Done, each
from assay.suite import Question
from conformance.campaign.judge import Asked, first_wrong, prepared
from conformance.campaign.loading import Codes, load
from conformance.campaign.modules import IDENTITY, RUNNING, compiled, read
from conformance.campaign.mutations import Mutant
from conformance.campaign.order import order, touches

#: Seconds of processor time that a mutant may take at least, and how many times what the reference as it is takes:
#: on a slow machine one that answers everything must not be taken for one that finds no end.
CPU: Final = 20.0
PATIENCE: Final = 5
#: Seconds of processor time for the reference as it is, which notes what each question enters; and bytes of memory.
_CONTROL: Final = 300.0
_MEMORY: Final = 2 << 30

#: `stillborn`: the changed reference cannot be imported, so that there is nothing to judge.
End = Literal["killed", "stillborn", "survived"]


class Fate(msgspec.Struct, frozen=True):
    """What became of a mutant: its end, the question it fell by, and why."""

    end: End
    by: str = ""
    why: str = ""


class ControlError(Exception):
    """The reference as it is does not pass the questions: there is nothing to compare a mutant with."""


class _Control(msgspec.Struct):
    """What the reference as it is does.

    The first question that it answers wrongly, seconds of processor time to answer them all, and what each enters.
    """

    wrong: tuple[str, str] | None
    seconds: float
    touches: dict[str, list[int]]


class Bench:
    """The questions made ready, and the reference as it is, for any number of mutants.

    `touches` names the functions that questions enter (`order.touches`).
    """

    def __init__(self, questions: Iterable[Question], cpu: float = CPU) -> None:
        self._asked = prepared(questions)
        self._codes = compiled()
        self._sources = {module: read(module) for module in (*IDENTITY, *RUNNING)}
        control = msgspec.json.decode(self._control(), type=_Control)
        if control.wrong is not None:
            raise ControlError(": ".join(control.wrong))
        self.touches = control.touches
        self._cpu = max(cpu, PATIENCE * control.seconds)

    def fates(self, mutants: Sequence[Mutant], jobs: int) -> Iterator[Fate]:
        """What becomes of each mutant, in order; `jobs` live at a time."""
        works = [self._work(mutant) for mutant in mutants]
        return map(_fate, each(works, self._cpu, jobs)) if works else iter(())

    def _work(self, mutant: Mutant) -> Callable[[], bytes]:
        def work() -> bytes:
            source = mutant.applied(self._sources[mutant.module])
            asked = order(mutant.module, mutant.where, self.touches, self._asked)
            return msgspec.json.encode(_tried(self._codes, mutant.module, source, asked))

        return work

    def _control(self) -> bytes:
        def work() -> bytes:
            answer = load(self._codes)
            begun = time.process_time()
            wrong = first_wrong(answer, self._asked)
            seconds = time.process_time() - begun
            return msgspec.json.encode(_Control(wrong, seconds, {} if wrong else touches(answer, self._asked)))

        (done,) = each([work], _CONTROL, 1)
        if done.result is None:
            raise ControlError("\n".join([done.trouble, *done.noise]))
        return done.result


def _tried(codes: Codes, module: str, source: str, asked: Sequence[Asked]) -> Fate:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    # What a mutant prints is no part of the report.
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end of the process
    os.dup2(sys.stdout.fileno(), 1)
    try:
        answer = load(codes, module, source)
    except Exception as error:  # whatever it is, the package has no such module
        return Fate("stillborn", why=f"{type(error).__name__}: {error}")
    wrong = first_wrong(answer, asked)
    return Fate("survived") if wrong is None else Fate("killed", *wrong)


def _fate(done: Done) -> Fate:
    """Of a process that did not come to its end, the mutant in it is dead."""
    if not done.result:
        return Fate("killed", why=done.trouble or "the process ended with no result")
    return msgspec.json.decode(done.result, type=Fate)
