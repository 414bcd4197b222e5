"""A run in several processes, each with a share of the units, a target of its own and a part of the history."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import msgspec

from assay.describe import closure
from assay.history import History
from assay.merge import Share, read_share, write_whole
from assay.runner import Options, Run, conclude, in_order, run, unkept
from assay.shard import Shard
from assay.suite import Suite
from assay.tally import Tally
from assay.targets.base import Target
from assay.verdict import COULD_NOT_JUDGE

#: Seconds between two reports of a worker.
_EVERY = 0.1


def run_parallel(
    target: Target,
    suite: Suite,
    options: Options,
    path: Path | None,
    jobs: int,
    progress: Callable[[Tally], None] = lambda _: None,
) -> Run:
    """As `run`, with `jobs` processes. What they found is put together as if one had found it."""
    shards = (options.selection.shard or Shard(1, 1)).split(jobs)
    with TemporaryDirectory(prefix="assay-") as folder:
        parts = [Path(folder) / f"{number}.ndjson" if path is not None else None for number in range(jobs)]
        workers = [
            _Worker(target, suite, _share(options, shard), part) for shard, part in zip(shards, parts, strict=True)
        ]
        interrupted = _listen(workers, Tally({}, {}, strict=False), progress)
        runs = [worker.outcome for worker in workers if worker.outcome is not None]
        shares = [read_share(part) for part in parts if part is not None and part.exists()]
        if path is not None:
            write_whole(shares, path, options.selection.shard)
            _renumber(workers, shares)
    if not runs:
        if interrupted:
            raise KeyboardInterrupt
        raise RuntimeError("no worker came to a result")
    whole = together(runs, suite, options)
    whole.history = str(path) if path is not None else None
    if lost := len(workers) - len(runs):
        whole.exit, whole.problem = COULD_NOT_JUDGE, f"{lost} of {len(workers)} workers ended without a result"
    return whole


def _share(options: Options, shard: Shard) -> Options:
    return msgspec.structs.replace(options, selection=msgspec.structs.replace(options.selection, shard=shard))


class _Worker:
    """A forked process that runs one share, and what it has told so far."""

    def __init__(self, target: Target, suite: Suite, options: Options, part: Path | None) -> None:
        context = multiprocessing.get_context("fork")
        self.ear, mouth = context.Pipe(duplex=False)
        self.process: ForkProcess = context.Process(target=_work, args=(mouth, target, suite, options, part))
        self.process.start()
        mouth.close()
        self.outcome: Run | None = None
        self.seen = (0, 0, 0)

    def hear(self) -> bool:
        """Take one message; False when there will be no more."""
        try:
            said = self.ear.recv()
        except EOFError:
            self.process.join()
            return False
        if isinstance(said, Run):
            self.outcome = said
        else:
            self.seen = said
        return True


def _work(mouth: Connection, target: Target, suite: Suite, options: Options, part: Path | None) -> None:
    # A group of its own: Ctrl-C reaches the first process alone, which passes it on once.
    os.setpgid(0, 0)
    first = os.getppid()
    told = 0.0

    def tell(tally: Tally) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told < _EVERY:
            return
        told = now
        if os.getppid() != first:
            # The first process is gone: nobody listens any more, and there is nothing to go on for.
            os.kill(os.getpid(), signal.SIGTERM)
            return
        mouth.send((tally.seen, tally.counts["passed"], tally.counts["skipped"]))

    try:
        outcome = run(target, suite, options, History(part), tell)
    except KeyboardInterrupt:  # more than once; the first process says so
        mouth.close()
        return
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if os.getppid() == first:
        mouth.send(outcome)
    mouth.close()


def _listen(workers: Sequence[_Worker], tally: Tally, progress: Callable[[Tally], None]) -> bool:
    """Hear all workers out; whether the user interrupted them."""
    open_ones = {worker.ear: worker for worker in workers}
    with _passed_on(workers) as signals:
        while open_ones:
            for ear in wait(list(open_ones)):
                if not open_ones[ear].hear():  # type: ignore[index] # `wait` gives back what it got
                    del open_ones[ear]  # type: ignore[arg-type] # the same
            tally.seen = sum(worker.seen[0] for worker in workers)
            tally.counts["passed"] = sum(worker.seen[1] for worker in workers)
            tally.counts["skipped"] = sum(worker.seen[2] for worker in workers)
            progress(tally)
    return bool(signals)


@contextmanager
def _passed_on(workers: Sequence[_Worker]) -> Iterator[list[int]]:
    """SIGINT and SIGTERM end the workers in order; this process waits for what they have to say. Yields what came."""
    came: list[int] = []

    def handle(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        for worker in workers:
            if worker.process.is_alive():
                worker.process.terminate()

    try:
        before: dict[Any, Any] = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    except ValueError:  # not the main thread: interruptions are the caller's
        before = {}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _renumber(workers: Sequence[_Worker], shares: Sequence[Share]) -> None:
    """Let the exchanges point at the lines of the whole history, and no more at those of a part."""
    offset = 0
    for worker, share in zip(workers, shares, strict=True):
        if worker.outcome is not None:
            for exchange in worker.outcome.exchanges():
                exchange.record += offset if exchange.record else 0
        offset += share.lines - 1 - (share.footer is not None)


def together(runs: Sequence[Run], suite: Suite, options: Options) -> Run:
    """One run of all shares. Where one could not begin, its word is that of all."""
    for each in runs:
        if each.header.describe is None:
            return each
    header = msgspec.structs.replace(runs[0].header, selection=options.selection)
    described = runs[0].header.describe
    assert described is not None
    tally = options.tally(suite)
    for each in runs:
        tally.absorb(each.tally)
    whole = conclude(
        header,
        tally,
        suite,
        closure(described.features, suite.features()),
        interrupted=any(each.interrupted for each in runs),
        diagnoses=in_order([pair for each in runs for pair in each.diagnoses], suite),
    )
    whole.stopped = next((each.stopped for each in runs if each.stopped is not None), None)
    if any(each.header.describe != described for each in runs):
        whole.complaints.append("started more than once, the target claims something else (PROTO-10)")
        whole.exit = max(whole.exit, 1)
    whole.unkept = next((each.unkept for each in runs if each.unkept is not None), None)
    return unkept(whole)
