"""Times per operation, of real processes."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest
from toy_suite import WORLDS_ARGV
from toy_tools import Cli, toy_uri

from assay.latency import NOTHING


def test_every_claimed_operation_is_timed(cli: Cli, tmp_path: Path) -> None:
    target = f"stdio:{shlex.join(WORLDS_ARGV)}"
    told = cli("latency", "--suite", "toy-worlds", "--target", target, "--samples", "7", "--json", "times.json")
    assert told.returncode == 0
    rows = json.loads((tmp_path / "times.json").read_text())
    named = [row["operation"] for row in rows]
    assert named == [NOTHING, "toy.add", "toy.leaf", "toy.open", "toy.reverse", "toy.root", "toy.seen", "toy.sum"]
    for row in rows:
        assert 0 < row["least"] <= row["median"] <= row["p95"] <= row["most"]
        assert row["wrong"] == 0
    assert {row["operation"]: row["asked"] for row in rows}["toy.sum"] == 7
    assert "toy.sum" in told.stdout


def test_the_slow_operation_stands_out(cli: Cli, tmp_path: Path) -> None:
    program = (
        "import time\n"
        "from assay.battery.stdio import serve\n"
        "from assay.battery.toy import Toy\n"
        "class Slow(Toy):\n"
        "    def root(self, params):\n"
        "        time.sleep(0.05)\n"
        "        return super().root(params)\n"
        "serve([], Slow)\n"
    )
    (tmp_path / "slow.py").write_text(program)
    target = f"stdio:{sys.executable} {tmp_path / 'slow.py'}"
    assert cli("latency", "--suite", "toy", "--target", target, "--json", "times.json").returncode == 0
    rows = {row["operation"]: row for row in json.loads((tmp_path / "times.json").read_text())}
    assert rows["toy.root"]["least"] > 50_000
    assert rows["toy.root"]["least"] > rows["toy.leaf"]["median"]


def test_wrong_answers_are_counted_and_not_judged(cli: Cli, tmp_path: Path) -> None:
    told = cli("latency", "--suite", "toy", "--target", toy_uri("salt"), "--json", "times.json")
    rows = {row["operation"]: row["wrong"] for row in json.loads((tmp_path / "times.json").read_text())}
    assert (told.returncode, rows["toy.leaf"], rows["toy.sum"]) == (0, 1, 0)


@pytest.mark.parametrize("mode", ["exit-now", "crash-always"])
def test_a_target_that_dies_is_told(cli: Cli, mode: str) -> None:
    told = cli("latency", "--suite", "toy", "--target", toy_uri(mode))
    assert told.returncode == 3
    assert "exited with status" in told.stderr


def test_an_unknown_feature_is_wrong_usage(cli: Cli) -> None:
    assert cli("latency", "--suite", "toy", "--target", toy_uri(), "--feature", "toy.wings").returncode == 2
