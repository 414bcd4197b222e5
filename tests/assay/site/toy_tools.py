"""What the harness's tests say often."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from toy_suite import ARGV

from assay.runner import Run

Ask = Callable[..., Run]
Cli = Callable[..., "subprocess.CompletedProcess[str]"]


def toy_uri(*modes: str) -> str:
    return f"stdio:{shlex.join([*ARGV, *modes])}"


def verdicts(outcome: Run) -> dict[str, str]:
    """Case id → verdict of everything that did not pass."""
    return {result.case.id: result.verdict for result in outcome.tally.results}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def living(pids: Sequence[int]) -> list[int]:
    """Those of the processes that still run."""
    return [
        pid
        for pid in pids
        if Path(f"/proc/{pid}/stat").exists() and b") Z " not in Path(f"/proc/{pid}/stat").read_bytes()
    ]
