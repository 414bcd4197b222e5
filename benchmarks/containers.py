"""`docker:` against plain stdio: the same program, pipelined, as a container and as a child process. Aim: at most 2.

    python benchmarks/containers.py        needs the image coalition-stdio, made by implementations/images.py

Both run alternately in one process and are asked the same vectors. Two ratios: of the exchange alone, requests written
ahead and answers only counted; and of whole runs, judged and kept in a history. Starting is in neither.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import statistics
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import docker
import msgspec

from assay.codec import encode
from assay.history import History
from assay.registry import load_suite
from assay.runner import Options, run
from assay.selection import Selection
from assay.session import connect, request_line
from assay.suite import Case
from assay.targets.uri import parse

if TYPE_CHECKING:
    from assay.suite import Suite
    from assay.targets.base import Channel, Target

IMAGE = "coalition-stdio"


class Opened:
    """A target whose next channel was opened before the clock was."""

    def __init__(self, target: Target) -> None:
        self.uri = target.uri
        self.argv = target.argv
        self._target = target
        self._ready: Channel | None = None

    def prepare(self) -> None:
        """Open it now."""
        self._ready = self._target.open()

    def open(self) -> Channel:
        """What was prepared."""
        ready, self._ready = self._ready, None
        return ready or self._target.open()


def main() -> None:
    """Print microseconds a request for both, and the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--window", type=int, default=64, help="requests in flight in the exchange alone")
    arguments = parser.parse_args()
    suite = load_suite("coalition")
    # Cases that take a target no time to speak of; and a scenario is many lines that depend on each other.
    quick = [each for each in suite.cases() if isinstance(each, Case) and each.id.startswith("identity/")]
    cases = repeated(quick, arguments.cases)
    lines = [(n, request_line(n, case.operation, encode(case.params))) for n, case in enumerate(cases)]
    suite.fresh = lambda count, seed, wanted: iter(cases)  # type: ignore[method-assign] # for this suite alone
    with tempfile.TemporaryDirectory() as folder:
        program = taken_out(Path(folder))
        targets = {"stdio:": Opened(parse(f"stdio:{program}")), "docker:": Opened(parse(f"docker:{IMAGE}"))}
        measures: dict[str, Callable[[Opened], float]] = {
            "exchange alone": lambda target: exchanged(target, suite, lines, arguments.window),
            "whole run": lambda target: whole(target, suite, len(cases), Path(folder)),
        }
        print(
            f"{len(cases)} cases, median of {arguments.rounds} rounds, window {arguments.window} in the exchange alone"
        )
        for what, measure in measures.items():
            seconds: dict[str, list[float]] = {name: [] for name in targets}
            for _ in range(arguments.rounds):
                for name, target in targets.items():
                    seconds[name].append(measure(target))
            medians = {name: statistics.median(found) / len(cases) * 1e6 for name, found in seconds.items()}
            for name, median in medians.items():
                print(f"{what:<15} {name:<8} {median:7.2f} µs a case")
            print(f"{what:<15} ratio    {medians['docker:'] / medians['stdio:']:7.2f}   (aim: at most 2)")


def repeated(cases: Sequence[Case], count: int) -> list[Case]:
    """The cases over and over, under new names."""
    turns = ((n // len(cases), cases[n % len(cases)]) for n in range(count))
    return [msgspec.structs.replace(case, id=f"{turn}/{case.id}", unit=f"{turn}/{case.unit}") for turn, case in turns]


def taken_out(folder: Path) -> Path:
    """The program of the image, as a file of this machine."""
    with contextlib.closing(docker.from_env()) as client:
        container = client.containers.create(IMAGE)
        try:
            chunks, _ = container.get_archive("/coalition-stdio")
            with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as archive:
                archive.extractall(folder, filter="data")
        finally:
            container.remove(force=True)
    return folder / "coalition-stdio"


def exchanged(target: Opened, suite: Suite, lines: Sequence[tuple[int, bytes]], window: int) -> float:
    """Seconds to send all lines and count their answers, refilled at half the window as a run does."""
    session = connect(target, suite, Random(1))
    channel = session.channel
    start = time.perf_counter()
    sent = answered = 0
    while answered < len(lines):
        if sent < len(lines) and sent - answered <= window // 2:
            batch = lines[sent : answered + window]
            channel.put(batch)
            sent += len(batch)
        answered += len(channel.poll(10.0))
    taken = time.perf_counter() - start
    channel.kill()
    return taken


def whole(target: Opened, suite: Suite, count: int, folder: Path) -> float:
    """Seconds of one run, from an open channel to the exit code, the container's removal included."""
    target.prepare()
    start = time.perf_counter()
    options = Options(seed="containers", selection=Selection(fresh=count))
    outcome = run(target, suite, options, History(folder / "history.ndjson"))
    if outcome.exit != 0:
        raise SystemExit(f"{target.uri} does not pass: {outcome.problem or dict(outcome.tally.counts)}")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
