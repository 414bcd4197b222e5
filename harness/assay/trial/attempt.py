"""One program of the battery, judged: what came of it, what it cost, and where that is not as the catalogue says."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from assay.battery.catalogue import Program
from assay.history import History
from assay.runner import Options, Run, run
from assay.targets.base import Target
from assay.targets.stdio import StdioTarget
from assay.targets.uri import parse
from assay.trial.suite import ToySuite

SEED = "battery"
#: Options of `assay run`, as the catalogue names them, and how the runner does.
_OPTIONS = {"deadline": "deadline", "crash-budget": "budget", "start-timeout": "start_timeout"}
_STATUS = Path("/proc/self/status")


class Outcome(msgspec.Struct, frozen=True):
    """What a program was judged to be.

    `cases` are those that did not pass, with their verdicts; `said` is all that was said of them and of the run;
    `mebibytes` is the most memory that this process had resident; `children` is how many children the program says it
    left behind, and `left` are those that still run.
    """

    exit: int
    counts: dict[str, int]
    cases: dict[str, str]
    said: tuple[str, ...]
    mebibytes: int
    children: int = 0
    left: tuple[int, ...] = ()


def attempt(program: Program, folder: Path) -> Outcome:
    """Start the program, judge it with the suite, and remove it. `folder` is its scratch, and gets the history."""
    named = {_OPTIONS[name]: value for name, value in program.options.items()}
    options = msgspec.convert({"seed": SEED, **named}, Options)
    with _target(program, folder) as target:
        outcome = run(target, ToySuite(), options, History(folder / "history.ndjson"))
    names = folder / "children"
    children = [int(pid) for pid in names.read_text("ascii").split()] if names.exists() else []
    return Outcome(
        exit=outcome.exit,
        counts={str(verdict): count for verdict, count in sorted(outcome.tally.counts.items()) if count},
        cases={result.case.id: str(result.verdict) for result in outcome.tally.results},
        said=tuple(_said(outcome)),
        mebibytes=peak(),
        children=len(children),
        left=tuple(filter(_lives, children)),
    )


def differences(program: Program, outcome: Outcome) -> list[str]:
    """Where an outcome is not what the catalogue says of the program."""
    expect, found = program.expect, []
    if outcome.exit != expect.exit:
        found.append(f"exit {outcome.exit}, not {expect.exit}")
    if outcome.counts != expect.counts:
        found.append(f"{counted(outcome.counts)}; not {counted(expect.counts)}")
    if expect.case is not None and set(outcome.cases) != {expect.case}:
        found.append(f"it cost {', '.join(sorted(outcome.cases)) or 'nothing'}, and not {expect.case} alone")
    if not any(expect.says in words for words in ("", *outcome.said)):
        found.append(f"nothing was said of {expect.says!r}, but {'; '.join(outcome.said)[:500] or 'nothing'}")
    if outcome.mebibytes > program.mebibytes:
        found.append(f"it took {outcome.mebibytes} MiB, more than {program.mebibytes}")
    if outcome.left:
        found.append(f"left behind: {', '.join(map(str, outcome.left))}")
    return found


def counted(counts: dict[str, int]) -> str:
    """Verdicts with their numbers, as words: what did not pass first."""
    last = sorted(counts.items(), key=lambda item: (item[0] == "passed", item[0]))
    return ", ".join(f"{count} {verdict}" for verdict, count in last) or "nothing judged"


def peak() -> int:
    """The most memory that was resident at a time in this process, in MiB."""
    with contextlib.suppress(OSError):
        # getrusage also knows of what ran in this process before the program was changed.
        for line in _STATUS.read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) >> 10
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most >> (20 if sys.platform == "darwin" else 10)


@contextlib.contextmanager
def _target(program: Program, folder: Path) -> Iterator[Target]:
    argv = program.command(str(folder))
    if program.transport == "stdio":
        yield StdioTarget(f"stdio:{program.name}", argv)
        return
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield parse(server.stdout.readline().strip())
        finally:
            server.kill()


def _said(outcome: Run) -> Iterator[str]:
    yield from (word for word in (outcome.problem, outcome.stopped) if word is not None)
    yield from outcome.complaints
    yield from dict.fromkeys(result.reason for result in outcome.tally.results if result.reason)


def _lives(pid: int) -> bool:
    with contextlib.suppress(OSError):
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat")
        return not status.exists() or b") Z " not in status.read_bytes()
    return False
