"""Killing a process with everything it started.

A target runs in a session of its own. On Linux its descendants are also found through /proc, those that made a session
of their own and whose parent is gone included: the harness adopts orphans (PR_SET_CHILD_SUBREAPER) and knows its own by
a token in their environment. One that has thrown its environment away is known for an orphan by its session, which is
neither ours nor its own. Elsewhere only the process group is killed.
"""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

TOKEN = "ASSAY_TARGET_TOKEN"
_PR_SET_CHILD_SUBREAPER = 36
_PROC = Path("/proc")
_adopting: int | None = None


def adopt_orphans() -> None:
    """Make this process the parent of orphaned descendants. Does nothing where the kernel cannot."""
    global _adopting  # noqa: PLW0603 - a property of this process, set once, and not of those forked from it
    if _adopting == os.getpid() or not sys.platform.startswith("linux"):
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    _adopting = os.getpid()


def kill_tree(leader: int, token: str, grace: float, *, reaped: bool) -> None:
    """SIGTERM, then after `grace` seconds SIGKILL, to the group of `leader`, its descendants and its orphans.

    `reaped` says that the leader was waited for already: its number may belong to a stranger by now. Otherwise the
    caller still has to wait for it; orphans are reaped here.
    """
    known = set() if reaped else {leader}
    if not _signal_all(leader, known, token, signal.SIGTERM):
        return
    deadline = time.monotonic() + grace
    while _survivors(leader, known, token) and time.monotonic() < deadline:
        time.sleep(0.005)
    # A process may fork between being found and being killed, so look until nobody is left.
    for _ in range(200):
        if not _survivors(leader, known, token):
            break
        _signal_all(leader, known, token, signal.SIGKILL)
        time.sleep(0.005)


def _signal_all(leader: int, known: set[int], token: str, number: signal.Signals) -> bool:
    """Signal the survivors; whether there were any."""
    survivors = _survivors(leader, known, token)
    for pid in survivors:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number) if _has_proc() else os.killpg(pid, number)
    return bool(survivors)


def _has_proc() -> bool:
    return _PROC.joinpath("self", "stat").exists()


def _survivors(leader: int, known: set[int], token: str) -> set[int]:
    """The living processes of the tree; grows `known`, and reaps those of them that were adopted and are dead."""
    if not _has_proc():
        return _alone(leader)
    me, mine = os.getpid(), os.getsid(0)
    found: set[int] = set()
    table = _table()
    grown = True
    while grown:
        grown = False
        for pid, (_, parent, session) in table.items():
            if pid in known or pid == me:
                continue
            orphan = parent in (me, 1) and _is_ours(pid, token, adopted=parent == me and session not in (pid, mine))
            if parent in known or session == leader or orphan:
                known.add(pid)
                grown = True
    for pid in known:
        state, parent, _ = table.get(pid, ("X", 0, 0))
        if state in "ZX":
            if pid != leader and parent == me:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)
            continue
        found.add(pid)
    return found


def _alone(leader: int) -> set[int]:
    try:
        os.killpg(leader, 0)
    except (ProcessLookupError, PermissionError):
        return set()
    return {leader}


def _table() -> dict[int, tuple[str, int, int]]:
    """Every process: number → (state, parent, session)."""
    table: dict[int, tuple[str, int, int]] = {}
    for name in os.listdir(_PROC):  # noqa: PTH208 - a hot scan of names, not of paths
        if not name.isdigit():
            continue
        with contextlib.suppress(OSError):
            # The command name stands in parentheses and may hold anything: count from the last one.
            fields = Path(f"/proc/{name}/stat").read_bytes().rpartition(b")")[2].split()
            table[int(name)] = (fields[0].decode(), int(fields[1]), int(fields[3]))
    return table


def _is_ours(pid: int, token: str, *, adopted: bool) -> bool:
    """Whether an orphan carries the token; `adopted` is one that can be nobody else's where it carries none at all."""
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    tokens = [each for each in environment if each.startswith(f"{TOKEN}=".encode())]
    return f"{TOKEN}={token}".encode() in tokens or (adopted and not tokens)
