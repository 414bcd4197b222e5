"""What the suite costs as pytest items, beside `assay run`, and beside as many items that do nothing.

python benchmarks/pytest_items.py
python benchmarks/pytest_items.py --target "stdio:./coalition-stdio"
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 3
#: As many items as there are cases, none of which does anything.
EMPTY = """
import pytest

@pytest.mark.parametrize("number", range({count}))
def test_nothing(number):
    pass
"""


def main() -> None:
    """Print medians and what an item costs beyond a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", default="reference:")
    target = ["--target", parser.parse_args().target]
    python = [sys.executable, "-m"]
    count = int(subprocess.run([*python, "assay", "list", "--count"], check=True, capture_output=True).stdout)
    commands = {
        "assay run": [*python, "assay", "run", "-q", "--no-history", *target],
        "pytest": [*python, "pytest", "-q", "--no-history", *target],
        "pytest -n 2": [*python, "pytest", "-q", "-n", "2", "--no-history", *target],
        "empty items": [*python, "pytest", "-q", "test_empty.py"],
        "empty items -n 2": [*python, "pytest", "-q", "-n", "2", "test_empty.py"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_empty.py").write_text(EMPTY.format(count=count), "utf-8")
        for _ in range(ROUNDS):
            for name, command in commands.items():
                begun = time.perf_counter()
                subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
                times[name].append(time.perf_counter() - begun)
    middle = {name: statistics.median(seconds) for name, seconds in times.items()}
    for name, seconds in middle.items():
        print(f"{name:<18}{seconds:7.2f} s{1e3 * seconds / count:8.2f} ms a case")
    print(f"pytest over assay run     {middle['pytest'] / middle['assay run']:5.1f}")
    print(f"pytest over empty items   {middle['pytest'] / middle['empty items']:5.1f}")


if __name__ == "__main__":
    main()
