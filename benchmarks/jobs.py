"""What `assay run -j 2` gains over `-j 1`, beside the CPU that one worker leaves idle.

python benchmarks/jobs.py
python benchmarks/jobs.py --target "stdio:./coalition-stdio"
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

ROUNDS = 5


def main() -> None:
    """Print medians of both, the gain, and how much of the machine one worker left idle."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", default="reference:")
    parser.add_argument("--fresh", type=int, default=0, help="fresh cases; the committed ones unless given")
    options = parser.parse_args()
    single: list[tuple[float, float]] = []
    double: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        single.append(timed(options.target, options.fresh, 1))
        double.append(timed(options.target, options.fresh, 2))
    cores = os.cpu_count() or 1
    one, two = (statistics.median(wall for wall, _ in runs) for runs in (single, double))
    idle = statistics.median(1 - cpu / (wall * cores) for wall, cpu in single)
    print(f"-j 1        {one:6.2f} s")
    print(f"-j 2        {two:6.2f} s")
    print(f"gain        {one / two:6.2f}")
    print(f"idle CPU    {idle:6.0%} of {cores} cores with -j 1, so that at most {1 / (1 - idle):.2f} could be gained")


def timed(target: str, fresh: int, jobs: int) -> tuple[float, float]:
    """Seconds on the clock and of CPU, children included, of one run."""
    command = [sys.executable, "-m", "assay", "run", "-q", "--no-history", "--target", target, "-j", str(jobs)]
    command += ["--fresh", str(fresh)] if fresh else []
    before, begun = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begun, os.times()
    return wall, after.children_user - before.children_user + after.children_system - before.children_system


if __name__ == "__main__":
    main()
