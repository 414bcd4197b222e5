"""Whose a container is: a label that says which process made it, and whether that process still lives."""

from __future__ import annotations

import contextlib
import os
import platform
from pathlib import Path

LABEL = "assay.owner"
#: Seconds after which a stopped container is swept although its owner cannot be looked at from here.
STALE = 86_400
_PROC = Path("/proc")


def owner() -> str:
    """The process that we are: boot, process namespace, number and start, for a number alone is given again."""
    pid = os.getpid()
    return f"{_place()}.{pid}.{_started(pid)}"


def abandoned(label: str, *, running: bool, age: float) -> bool:
    """Whether the container of this owner is nobody's any more.

    An owner of another boot or another process namespace may be alive on another machine that uses the same engine, or
    in a container of its own: it cannot be looked at. What it left is swept only when it has long been standing still.
    """
    place, _, rest = label.partition(".")
    number, _, started = rest.partition(".")
    if place != _place() or not number.isdigit():
        return not running and age > STALE
    return _started(int(number)) != started


def _place() -> str:
    """The boot and the namespace in which a process number means anything; no dots."""
    with contextlib.suppress(OSError):
        boot = _PROC.joinpath("sys/kernel/random/boot_id").read_text().strip()
        namespace = _PROC.joinpath("self/ns/pid").readlink().name.strip("pid:[]")
        return f"{boot}-{namespace}"
    return platform.node().replace(".", "-")


def _started(pid: int) -> str:
    """When the process started; empty where it is no more."""
    if not _PROC.joinpath("self", "stat").exists():
        try:
            os.kill(pid, 0)
        except PermissionError:
            return "0"
        except OSError:
            return ""
        return "0"
    try:
        fields = _PROC.joinpath(str(pid), "stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in b"ZX" else fields[19].decode()
