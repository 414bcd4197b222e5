"""CPU time of `assay --version`, against a Python that does nothing. Aim: below 0.2 s.

python benchmarks/startup.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

ROUNDS = 15


def main() -> None:
    """Print both medians and their ratio."""
    version: list[float] = []
    nothing: list[float] = []
    for _ in range(ROUNDS):
        nothing.append(cpu([sys.executable, "-c", "pass"]))
        version.append(cpu([sys.executable, "-m", "assay", "--version"]))
    ours, base = statistics.median(version), statistics.median(nothing)
    print(f"python -c pass    {base * 1000:6.1f} ms of CPU")
    print(f"assay --version   {ours * 1000:6.1f} ms of CPU   (aim: below 200)")
    print(f"ratio             {ours / base:6.2f}")


def cpu(command: list[str]) -> float:
    """User and system seconds of a child process."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


if __name__ == "__main__":
    main()
