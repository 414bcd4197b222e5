"""Flat memory and linear time: fresh cases, ten times as many, against the echo-like target.

    python benchmarks/memory.py

Each size runs in a process of its own, so that the peaks do not hide each other. The cases are computed as they are
asked; a history is written.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import EchoSuite, build_echo

from assay.history import History
from assay.runner import Options, run
from assay.selection import Selection
from assay.targets.stdio import StdioTarget

SIZES = (10_000, 100_000)


def main() -> None:
    """Print peak memory and time a case at both sizes, and the ratios."""
    rows: list[tuple[float, float]] = []
    for size in SIZES:
        done = subprocess.run([sys.executable, __file__, str(size)], check=True, capture_output=True, text=True)
        peak, each = (float(word) for word in done.stdout.split())
        rows.append((peak, each))
        print(f"{size:>7} cases: peak {peak / 1024:6.1f} MiB, {each * 1e6:6.2f} µs a case")
    (small, quick), (large, slow) = rows
    print(f"  ratio       : peak {large / small:6.2f}    , {slow / quick:6.2f}         (aim: about 1 each)")


def measure(size: int) -> None:
    """One run; prints peak KiB and seconds a case."""
    echo = build_echo()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        outcome = run(
            StdioTarget("stdio:echo rpc", [echo, "rpc"]),
            EchoSuite(),  # type: ignore[arg-type] # it has no vectors
            Options(seed="memory", selection=Selection(fresh=size)),
            History(Path(folder) / "history.ndjson"),
        )
        seconds = time.perf_counter() - start
    if outcome.exit != 0:
        raise SystemExit(f"the echo does not pass: {dict(outcome.tally.counts)}")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, seconds / size)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
    else:
        main()
