"""What a process does instead of answering: die, hang, write for ever, close its pipes, leave children behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

from .behaviours import always, at_end, at_start, on_7
from .toy import Toy

#: Longer than any harness waits.
FOR_EVER = 3600
#: A child that does not let itself be ended, and outlives its parent.
_CHILD = f"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep({FOR_EVER})"


@on_7
def crash(_toy: Toy, good: bytes, _count: int) -> bytes:
    """A signal."""
    _crash()
    return good


@on_7
def half_a_line(_toy: Toy, good: bytes, _count: int) -> bytes:
    """The beginning of the answer, and an end."""
    os.write(1, good[:10])
    os._exit(0)


@on_7
def hang(_toy: Toy, good: bytes, _count: int) -> bytes:
    """No answer."""
    time.sleep(FOR_EVER)
    return good


@on_7
def drip(_toy: Toy, good: bytes, _count: int) -> bytes:
    """The right answer, a byte a second."""
    for byte in good:
        os.write(1, bytes([byte]))
        time.sleep(1)
    return b"\n"


@on_7
def dribble(_toy: Toy, _good: bytes, _count: int) -> bytes:
    """Spaces, for ever."""
    while True:
        os.write(1, b" ")
        time.sleep(0.01)


@on_7
def endless(_toy: Toy, _good: bytes, _count: int) -> bytes:
    """A line without end."""
    while True:
        os.write(1, b"x" * 65536)


@on_7
def gibibyte(_toy: Toy, good: bytes, _count: int) -> bytes:
    """A line of one gibibyte, which is the right answer but for its length."""
    spaces = b" " * (1 << 20)
    for _ in range(1 << 10):
        sys.stdout.buffer.write(spaces)
    return good + b"\n"


@on_7
def endless_lines(_toy: Toy, _good: bytes, _count: int) -> bytes:
    """Lines without end."""
    while True:
        os.write(1, b"{}\n" * 65536)


@on_7
def endless_log(_toy: Toy, _good: bytes, _count: int) -> bytes:
    """Standard error without end, and no answer."""
    while True:
        os.write(2, b"noise\n" * 10_000)


@on_7
def close_output(_toy: Toy, good: bytes, _count: int) -> bytes:
    """A closed standard output, and no end."""
    os.close(1)
    time.sleep(FOR_EVER)
    return good


@on_7
def close_input(_toy: Toy, good: bytes, _count: int) -> bytes:
    """A closed standard input, and no answer."""
    os.close(0)
    time.sleep(FOR_EVER)
    return good


@always
def crash_always(_toy: Toy, _good: bytes, _count: int) -> bytes:
    """An end at every request."""
    os._exit(3)


@always
def crash_sometimes(_toy: Toy, good: bytes, count: int) -> bytes:
    """An end at the 40th request, whichever it is."""
    if count == 40:
        os._exit(4)
    return good + b"\n"


@always
def hang_always(_toy: Toy, good: bytes, _count: int) -> bytes:
    """No answer to anything."""
    time.sleep(FOR_EVER)
    return good


@at_end
def crash_at_end(_toy: Toy) -> None:
    """Die of a signal when there is nothing left to do."""
    _crash()


@at_end
def stay(_toy: Toy) -> None:
    """Do not leave."""
    time.sleep(FOR_EVER)


@at_start
def exit_now(_toy: Toy) -> None:
    """Leave at once."""
    sys.exit("no licence found")


@at_start
def silent(_toy: Toy) -> None:
    """Do not even say who it is."""
    time.sleep(FOR_EVER)


@at_start
def ignore_sigterm(_toy: Toy) -> None:
    """Do not let itself be ended."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


@at_start
def noisy(_toy: Toy) -> None:
    """Write 6 MB to standard error."""
    for _ in range(100):
        os.write(2, b"noise\n" * 10_000)


@at_start
def noisy_always(_toy: Toy) -> None:
    """Write to standard error without end, beside the answers."""

    def write() -> None:
        while True:
            os.write(2, b"noise\n" * 10_000)

    threading.Thread(target=write, daemon=True).start()


@at_start
def close_log(_toy: Toy) -> None:
    """Close standard error."""
    os.close(2)


@at_start
def basic_only_later(toy: Toy) -> None:
    """Claim less when started again."""
    if _started_before(toy):
        toy.features = ["toy.basic"]


@at_start
def exit_later(toy: Toy) -> None:
    """Start once only."""
    if _started_before(toy):
        exit_now(toy)


@at_start
def leave_child(toy: Toy) -> None:
    """Start a child that outlives it, in its own session."""
    _note(toy, subprocess.Popen([sys.executable, "-c", _CHILD]).pid)


@at_start
def leave_session(toy: Toy) -> None:
    """Start a child that outlives it, in another session."""
    _note(toy, subprocess.Popen([sys.executable, "-c", _CHILD], start_new_session=True).pid)


@at_start
def leave_daemon(toy: Toy) -> None:
    """Start a child that outlives it, as a daemon: another session, no parent, no environment, none of its pipes."""
    folder = toy.folder()
    middle = os.fork()
    if middle:
        os.waitpid(middle, 0)
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    toy.scratch = folder
    _note(toy, os.getpid())
    for descriptor in (0, 1, 2):
        os.close(descriptor)
        os.open(os.devnull, os.O_RDWR)
    os.execve(sys.executable, [sys.executable, "-c", _CHILD], {})


def _crash() -> None:
    sys.stderr.write("about to crash\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.SIGSEGV)


def _started_before(toy: Toy) -> bool:
    mark = toy.folder() / "started"
    before = mark.exists()
    mark.touch()
    return before


def _note(toy: Toy, pid: int) -> None:
    """Name a child that is left behind, so that somebody can look for it."""
    with (toy.folder() / "children").open("a") as file:
        file.write(f"{pid}\n")
