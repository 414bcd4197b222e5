"""From the start of `assay run` to its first verdict. Aim: below 1 s.

The first verdict is the first exchange of a case in the history, where the first lines are written as they come. The
floor is what the same Python needs to import the harness and start the same target.

python benchmarks/first_verdict.py
python benchmarks/first_verdict.py --target "stdio:./coalition-stdio"
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
FLOOR = """
import sys
from random import Random
from assay.registry import load_suite
from assay.session import connect
from assay.targets.uri import parse
connect(parse(sys.argv[1]), load_suite(None), Random(0)).channel.kill()
"""


def main() -> None:
    """Print both medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", default="reference:")
    target = parser.parse_args().target
    floor, first = [], []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", FLOOR, target], check=True)
        floor.append(time.perf_counter() - begun)
        first.append(first_verdict(target))
    base, ours = statistics.median(floor), statistics.median(first)
    print(f"start and describe   {base:6.2f} s")
    print(f"first verdict        {ours:6.2f} s   (aim: below 1)")
    print(f"ratio                {ours / base:6.2f}")


def first_verdict(target: str) -> float:
    """Seconds until the history holds the exchange of a case."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.ndjson"
        command = [sys.executable, "-m", "assay", "run", "-q", "--target", target, "--history", str(path)]
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while process.poll() is None and (not path.exists() or path.read_bytes().count(b'\n{"case":') < 2):
            time.sleep(0.002)
        took = time.perf_counter() - begun
        process.wait()
        return took


if __name__ == "__main__":
    main()
