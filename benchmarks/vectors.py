"""Seconds to regenerate every vector file, beside what merely reading and hashing the same bytes costs.

    python benchmarks/vectors.py

The floor is what no check could go below: read the committed files and hash them with BLAKE3. Aim: below 60 s.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from blake3 import blake3

from assay.registry import load_suite


def main() -> None:
    """Print both, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", help="where more than one is installed")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    root = load_suite(arguments.suite).vectors().root
    command = [sys.executable, "-m", "assay", "vectors", "check"]
    command += ["--suite", arguments.suite] if arguments.suite else []
    files = sorted(root.rglob("*.json"))
    floor: list[float] = []
    check: list[float] = []
    codes: set[int] = set()
    for _ in range(arguments.rounds):
        floor.append(seconds(lambda: [blake3(path.read_bytes()).digest() for path in files]))
        check.append(
            seconds(lambda: codes.add(subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode))
        )
    # Exit 1 says that the vectors are not up to date: that is another command's complaint, and takes as long.
    if codes - {0, 1}:
        raise SystemExit(f"assay vectors check ended with {max(codes)}")
    size = sum(path.stat().st_size for path in files)
    print(f"{len(files)} files, {size / 1e6:.1f} MB; {arguments.rounds} rounds of each in turn")
    print("seconds                          min  median")
    for name, times in (("reading and hashing them", floor), ("assay vectors check", check)):
        print(f"{name:<28} {min(times):7.3f} {statistics.median(times):7.3f}")
    least, middle = min(check) / min(floor), statistics.median(check) / statistics.median(floor)
    print(f"{'ratio':<28} {least:7.0f} {middle:7.0f}   (aim: the check below 60 s)")


def seconds(function: Callable[[], object]) -> float:
    """On the clock."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
