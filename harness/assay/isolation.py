"""Running work in child processes that can be ended: for code that may loop for ever, or print what nobody wants."""

from __future__ import annotations

import math
import os
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, NoReturn

import msgspec

#: Bytes read at once.
_CHUNK = 1 << 18
#: How much longer than its deadline a piece of work may take that waits, or that others leave no processor.
_PATIENCE = 10


class Done(msgspec.Struct, frozen=True):
    """What came of a piece of work: its bytes, or why there are none; and the lines it wrote to standard error."""

    result: bytes | None
    trouble: str
    noise: tuple[str, ...]


class _Child:
    """One forked process: what it sends back comes through a pipe, its standard error goes to a file."""

    def __init__(self, work: Callable[[], bytes], deadline: float) -> None:
        self.until = time.monotonic() + deadline * _PATIENCE
        self._deadline = deadline
        self._log: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        self.read_end, write_end = os.pipe()
        self._chunks: list[bytes] = []
        sys.stdout.flush()
        sys.stderr.flush()
        self._pid = os.fork()
        if not self._pid:
            _limit(deadline)
            _serve(work, write_end, self._log.fileno())
        os.close(write_end)

    def read(self) -> bool:
        """Take what came; whether that was the end."""
        chunk = os.read(self.read_end, _CHUNK)
        self._chunks.append(chunk)
        return not chunk

    def end(self, *, late: bool) -> Done:
        """What came of it. A child that is late is killed."""
        if late:
            os.kill(self._pid, signal.SIGKILL)
        _, status = os.waitpid(self._pid, 0)
        os.close(self.read_end)
        self._log.seek(0)
        noise = tuple(self._log.read().decode("utf-8", "replace").splitlines())
        self._log.close()
        code = os.waitstatus_to_exitcode(status)
        if late or code == -signal.SIGXCPU:
            return Done(None, f"no end after {self._deadline:g} s", noise)
        if code:
            return Done(None, f"the process ended with {code}", noise)
        return Done(b"".join(self._chunks), "", noise)


def each(works: Sequence[Callable[[], bytes]], deadline: float, jobs: int) -> Iterator[Done]:
    """What came of each piece of work, in order; `jobs` run at a time, each within `deadline` seconds of processor.

    Seconds of the clock would make of a busy machine a mistake of the work; they are bounded too, far behind.
    """
    running: dict[int, _Child] = {}
    done: dict[int, Done] = {}
    started = told = 0
    try:
        while told < len(works):
            while started < len(works) and len(running) < jobs:
                running[started] = _Child(works[started], deadline)
                started += 1
            wait = max(0.0, min(child.until for child in running.values()) - time.monotonic())
            ready, _, _ = select.select([child.read_end for child in running.values()], [], [], wait)
            for place, child in list(running.items()):
                late = time.monotonic() >= child.until
                if late or (child.read_end in ready and child.read()):
                    done[place] = running.pop(place).end(late=late)
            while told in done:
                yield done.pop(told)
                told += 1
    finally:
        for child in running.values():
            child.end(late=True)


def _limit(deadline: float) -> None:
    """In the child: so much of a processor, in whole seconds, since the system counts no others."""
    seconds = math.ceil(deadline)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or hard > seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


def _serve(work: Callable[[], bytes], write_end: int, log: int) -> NoReturn:
    """In the child: work, send, leave without what the parent would do at its exit."""
    code = 1
    try:
        os.dup2(log, 2)
        sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
        view = memoryview(work())
        while view:
            view = view[os.write(write_end, view) :]
        code = 0
    except BaseException:  # whatever it was, the parent goes on
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
