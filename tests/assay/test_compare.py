"""`assay compare`: of two histories, of two targets, of one and the other."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from toy_tools import Cli, toy_uri

SUITE = ("--suite", "toy")


def record(cli: Cli, name: str, *modes: str, options: tuple[str, ...] = ()) -> str:
    cli("run", *SUITE, "--target", toy_uri(*modes), "--history", name, *options)
    return name


def test_what_one_passes_and_the_other_does_not(cli: Cli) -> None:
    a, b = record(cli, "a", "wrong-on-7"), record(cli, "b", "empty-wrong")
    done = cli("compare", *SUITE, a, b)
    assert done.returncode == 1, done.stderr
    first, second = done.stdout.split("B passes and A does not: 1 case of 1 requirement\n")
    assert "A passes and B does not: 1 case of 1 requirement\n  TOY-4  Reversing" in first
    assert "    toy/sum/plain-7  failed: another value\n" in second
    assert done.stdout.endswith("70 of 72 common cases pass in both, 0 in neither\nA and B differ in 2 cases\n")


def test_the_same_comparison_for_a_program(cli: Cli) -> None:
    a, b = record(cli, "a"), record(cli, "b", "salt")
    done = cli("compare", *SUITE, a, b, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["exit"], told["both_pass"]) == (1, 1, 69)
    assert told["requirements"] == [{"requirement": "TOY-3", "only_a": 3, "only_b": 0}]
    assert {(case["passes"], case["a"], case["b"]) for case in told["cases"]} == {("a", "passed", "failed")}


def test_what_is_not_claimed_is_a_difference(cli: Cli) -> None:
    done = cli("compare", *SUITE, record(cli, "a"), record(cli, "b", "basic-only"))
    assert (done.returncode, "skipped: the feature toy.root is not claimed" in done.stdout) == (1, True)


def test_equal_histories_are_0_even_where_both_fail(cli: Cli) -> None:
    done = cli("compare", *SUITE, record(cli, "a", "salt"), record(cli, "b", "salt"))
    assert (done.returncode, "69 of 72 common cases pass in both, 3 in neither" in done.stdout) == (0, True)


def test_targets_are_asked_there_and_then(cli: Cli, tmp_path: Path) -> None:
    done = cli("compare", *SUITE, "toy:", toy_uri("wrong-on-7"), "--requirement", "TOY-1")
    assert (done.returncode, "62 of 63 common cases" in done.stdout) == (1, True)
    assert cli("compare", *SUITE, "toy:", "toy:", "--fresh", "50").returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_target_is_asked_what_the_history_asked(cli: Cli) -> None:
    a = record(cli, "a", options=("--fresh", "40", "--seed", "x"))
    done = cli("compare", *SUITE, a, "toy:")
    assert (done.returncode, "40 of 40 common cases" in done.stdout) == (0, True)


def test_nothing_in_common_cannot_be_judged(cli: Cli) -> None:
    a, b = (record(cli, seed, options=("--fresh", "40", "--seed", seed)) for seed in "ab")
    done = cli("compare", *SUITE, a, b)
    assert (done.returncode, "no question was put to both" in done.stdout) == (3, True)
    assert "40 cases only A was asked: not compared" in done.stdout


@pytest.mark.parametrize("silent", ["stdio:/bin/false", "stdio:/bin/cat"])
def test_who_does_not_describe_itself_cannot_be_compared(cli: Cli, silent: str) -> None:
    done = cli("compare", *SUITE, "toy:", silent)
    assert (done.returncode, "✗ B: no valid describe" in done.stdout) == (3, True)


def test_an_interrupted_history_shows_no_equality(cli: Cli, tmp_path: Path) -> None:
    a, b = record(cli, "a"), record(cli, "b")
    (tmp_path / b).write_bytes((tmp_path / a).read_bytes()[:-300])
    done = cli("compare", *SUITE, a, b)
    assert (done.returncode, "✗ B: interrupted" in done.stdout) == (3, True)


def test_an_interruption_asks_nobody_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assay", "compare", *SUITE, toy_uri("hang-on-7"), toy_uri()]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        time.sleep(2)
        child.send_signal(signal.SIGINT)
        _, words = child.communicate(timeout=30)
    assert (child.returncode, "A was interrupted: nothing is compared" in words) == (3, True)


@pytest.mark.parametrize(
    "arguments", [("a",), ("a", "nothing"), ("a", "wings:"), ("a", "a", "--fresh", "2"), ("a", "bad"), ("bad", "toy:")]
)
def test_wrong_usage_of_compare_is_2(cli: Cli, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    record(cli, "a")
    (tmp_path / "bad").write_bytes(b"{}\n")
    done = cli("compare", *SUITE, *arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_more_failures_than_a_report_keeps_are_all_compared(cli: Cli, tmp_path: Path) -> None:
    a = record(cli, "a", options=("--fresh", "6000", "--seed", "x"))
    text = (tmp_path / a).read_bytes()
    (tmp_path / "b").write_bytes(text.replace(b'"result":{"value":"', b'"result":{"value":"x'))
    done = cli("compare", *SUITE, a, "b")
    assert (done.returncode, "A passes and B does not: 6000 cases" in done.stdout) == (1, True)
