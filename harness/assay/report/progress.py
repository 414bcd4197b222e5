"""Progress on standard error while a run goes on; nothing where that is no terminal."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assay.tally import Tally

#: Seconds between two pictures.
_EVERY = 0.1


@contextmanager
def shown(total: int | None, *, quiet: bool) -> Iterator[Callable[[Tally], None]]:
    """A callback that draws a bar; `total` is the number of cases, where it is known."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task("asking", total=total)
        drawn = 0.0

        def draw(tally: Tally) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn >= _EVERY:
                drawn = now
                wrong = tally.seen - tally.counts["passed"] - tally.counts["skipped"]
                words = f"asking, {wrong} not passed" if wrong else "asking"
                bar.update(task, completed=tally.seen, description=words, refresh=True)

        yield draw
