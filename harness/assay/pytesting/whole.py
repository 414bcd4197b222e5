"""What all processes found, put together: what no single case answers for, and the sentence that may be quoted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from assay.history import HistoryError
from assay.merge import read_share, write_whole
from assay.parallel import together
from assay.pytesting.inquiry import part
from assay.pytesting.options import Settings
from assay.report import terminal
from assay.report.model import build
from assay.runner import Options, Run
from assay.verdict import COULD_NOT_JUDGE


class Heard(msgspec.Struct, frozen=True):
    """What one process tells: with which options it asked, the shares it asked, those there are to ask, of how many."""

    options: Options
    runs: dict[int, Run]
    wanted: frozenset[int]
    count: int


def conclude(settings: Settings, heard: Sequence[Heard]) -> Run:
    """One run of what all processes asked, and one history."""
    first = heard[0]
    runs: dict[int, Run] = {}
    for each in heard:
        # A share may be asked twice, where a worker was lost: what went wrong once did go wrong.
        runs |= {number: run for number, run in each.runs.items() if number not in runs or run.exit}
    whole = (
        next(iter(runs.values())) if first.count == 1 else together(list(runs.values()), settings.suite, first.options)
    )
    if missing := first.wanted - runs.keys():
        whole.exit = COULD_NOT_JUDGE
        whole.problem = whole.problem or f"{len(missing)} of {len(first.wanted)} shares were not asked"
    if settings.history is not None:
        if first.count > 1:
            _join(settings.history, first, sorted(runs))
        whole.history = str(settings.history)
    return whole


def _join(history: Path, heard: Heard, numbers: Sequence[int]) -> None:
    parts = [part(history, number, heard.count) for number in numbers]
    try:
        write_whole([read_share(each) for each in parts], history, heard.options.selection.shard)
    except (HistoryError, OSError):
        return  # of a worker that ended in the middle, or ran elsewhere: what is there stays as it is
    for each in parts:
        each.unlink()


def trouble(whole: Run, *, failed: bool) -> str:
    """What no item has said; empty where that is nothing. `failed` says that some item did fail."""
    if failed and whole.header.describe is None:
        return ""
    words = [*whole.complaints, *([whole.problem] if whole.problem is not None else [])]
    if whole.interrupted:
        words.append("interrupted")
    if whole.exit and not words and not failed:
        words.append(f"assay run would exit {whole.exit}")
    return "\n".join(words)


def report(name: str, text: str) -> pytest.TestReport:
    """An error that is no item's."""
    return pytest.TestReport(
        nodeid=f"{name}::(run)",
        location=(name, None, "(run)"),
        keywords={},
        outcome="failed",
        longrepr=text,
        when="setup",
    )


def summary(whole: Run, settings: Settings, *, quiet: bool) -> list[str]:
    """The causes, the counts and the sentence, as `assay run` prints them."""
    lines = io.StringIO()
    terminal.write(build(whole, settings.suite), lines, quiet=quiet, full=0)
    return lines.getvalue().splitlines()
