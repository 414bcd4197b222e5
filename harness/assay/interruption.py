"""Ctrl-C and SIGTERM: what was judged is kept, and no target outlives the run, however often the signal comes."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Protocol

#: Seconds within which signals are one interruption: a shell and what it runs in often send one each.
TOGETHER = 1.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruptible(Protocol):
    """What has a target to be rid of. `waiting` is true while nothing half-counted is on the way."""

    interrupted: bool
    waiting: bool

    def discard(self) -> None:
        """Kill the target, whatever state it is in."""


@contextmanager
def interruptible(work: Interruptible) -> Iterator[None]:
    """End the work at a moment when nothing is half-counted; another signal, later, ends it anyhow."""
    first: float | None = None

    def handle(_number: int, _frame: FrameType | None) -> None:
        nonlocal first
        now = time.monotonic()
        if first is not None and now - first < TOGETHER:
            return
        again, work.interrupted = first is not None, True
        first = now if first is None else first
        if work.waiting or again:
            raise KeyboardInterrupt

    try:
        before = {number: signal.signal(number, handle) for number in _SIGNALS}
    except ValueError:  # not the main thread: interruptions are the caller's
        before = {}
    try:
        yield
    except BaseException:
        with undisturbed():
            work.discard()
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let signals wait for the end of something short that must not be left half-done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
