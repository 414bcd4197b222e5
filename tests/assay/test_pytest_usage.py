"""How pytest asks the suite: what it chooses, what stands beside it, what interrupts it, and what it will not take."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from toy_pytest import SUITE, WORKERS, Inner, agrees, alone, start, uri
from toy_suite import WorldSuite
from toy_tools import Cli, lines, living

from assay.rejudge import rejudge


def test_an_empty_selection_is_an_error(inner: Inner, tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    done = inner("test_own.py", "--target", uri(), *SUITE, "--filter", "nothing")
    assert done.code == 2
    assert "nothing was asked: the selection is empty" in done.out


def test_pytest_chooses(inner: Inner, tmp_path: Path) -> None:
    target = ("--target", uri("wrong-on-7"), *SUITE)
    listed = inner("--collect-only", "-q", *target)
    assert listed.out.splitlines()[0] == "toy-worlds::toy/sum/plain-0"
    assert not (tmp_path / ".assay").exists(), "nothing was started"
    named = inner(*target, "toy-worlds::toy/sum/plain-7", "toy-worlds::toy/world/hit")
    assert named.outcomes == {"toy/sum/plain-7": "failed", "toy/world/hit": "failed"}
    last = inner("--lf", *target)
    # pytest asks everything again where it could not keep its cache; what failed fails again in any case.
    assert named.outcomes.items() <= last.outcomes.items()
    assert inner("-x", *target, "-k", "plain").outcomes["toy/sum/plain-7"] == "failed"
    assert rejudge(tmp_path / ".assay" / "last.ndjson", WorldSuite()).tally.seen == 60
    missing = inner(*target, "toy-worlds::toy/sum/plain-70")
    assert missing.code != 0
    assert "not found: toy-worlds::toy/sum/plain-70" in missing.out


def test_a_scenario_is_played_up_to_a_step(inner: Inner) -> None:
    """The sixth step is wrong, and the fifth is not."""
    target = ("--target", uri("wrong-on-7"), *SUITE, "--filter", "toy/world/hit")
    assert inner(*target, "--until", "6").outcomes["toy/world/hit"] == "failed"
    assert inner(*target, "--until", "5").outcomes["toy/world/hit"] == "passed"


def test_a_choice_is_no_claim(inner: Inner) -> None:
    assert "a selection is no claim of conformance" in inner("--target", uri(), *SUITE, "-k", "plain-8").out


def test_own_tests_run_beside_it(inner: Inner, tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    for workers in WORKERS:
        done = inner(*workers, "test_own.py", "--target", uri(), *SUITE)
        assert (done.code, len(done.outcomes), done.outcomes["test_own"]) == (0, 96, "passed")
    assert "test_own" not in inner("--target", uri(), *SUITE).outcomes


def test_without_a_target_it_is_not_there(inner: Inner, tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "import sys\ndef test_own(pytestconfig):\n"
        "    assert not any(name.startswith('assay.') and name != 'assay.pytest_plugin' for name in sys.modules)\n"
        "    assert 'assay_seed' not in vars(pytestconfig.option)\n"
    )
    assert inner(found=True).outcomes == {"test_own": "passed"}
    assert inner("--seed", "7", found=True).code == 4


def test_an_option_of_another_plugin_stays_its_own(inner: Inner, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text(
        "def pytest_addoption(parser):\n    parser.addoption('--target')\n    parser.addoption('--seed', type=int)\n"
    )
    (tmp_path / "test_own.py").write_text(
        "def test_own(pytestconfig):\n    assert pytestconfig.getoption('--target') == 'esp32'\n"
    )
    here = {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])}
    assert inner("-p", "other", "--target", "esp32", env=here).outcomes == {"test_own": "passed"}
    suite = ("--assay-suite", "toy-worlds", "--assay-seed", "test")
    agrees(inner("-p", "other", "--seed", "1", "--assay-target", uri(), "--suite", "toy-worlds", env=here), alone())
    agrees(inner("-p", "other", "--target", "esp32", "--assay-target", uri(), *suite, env=here), alone())


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--target", "nowhere", "--suite", "toy"), "is no target"),
        (("--target", "reference:", "--suite", "gone"), "no suite 'gone'"),
        (("--target", "toy:", "--suite", "toy", "--requirement", "TOY-99"), "no requirement 'TOY-99'"),
        (("--target", "toy:", "--suite", "toy", "--require", "toy.none"), "no feature and no profile 'toy.none'"),
        (("--target", "toy:", "--suite", "toy", "--xfail", "gone.txt"), "gone.txt"),
        (("--target", "toy:", "--suite", "toy", "--fresh", "0"), "0 is below 1"),
        (("--target", "toy:", "--suite", "toy", "--shard", "3/2"), "is no share"),
        (("--target", "toy:", "--suite", "toy", "--history", "."), "cannot write the history"),
    ],
)
def test_wrong_usage_is_said(inner: Inner, arguments: tuple[str, ...], why: str) -> None:
    done = inner(*arguments)
    assert done.code == 4
    assert why in done.out


def test_no_history_is_kept_where_none_is_wanted(inner: Inner, tmp_path: Path) -> None:
    assert inner("--target", uri("wrong-on-7"), *SUITE, "--no-history", "-k", "plain-7").code == 1
    assert not (tmp_path / ".assay").exists()


@pytest.mark.parametrize("workers", WORKERS)
def test_an_interruption_keeps_what_was_judged(tmp_path: Path, workers: tuple[str, ...]) -> None:
    process = start(tmp_path, *workers, "--target", uri("hang-on-7"), *SUITE)
    until = time.monotonic() + 60
    while not hanging(tmp_path) and time.monotonic() < until:
        time.sleep(0.1)
    family = sorted(descendants(process.pid))
    for pid in (process.pid, *family) if workers else (process.pid,):
        os.kill(pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 2, out
    found = next((tmp_path / ".assay").iterdir())
    assert sum(line.get("case", "#").startswith("toy/sum") for line in lines(found)) > 5
    until = time.monotonic() + 20
    while living(family) and time.monotonic() < until:
        time.sleep(0.1)
    assert living(family) == []


def hanging(folder: Path) -> bool:
    """Whether a history has stopped growing for want of an answer."""
    sizes = []
    for _ in range(2):
        sizes.append([path.stat().st_size for path in (folder / ".assay").glob("*.ndjson")])
        time.sleep(0.7)
    return bool(sizes[0]) and sizes[0] == sizes[1]


def descendants(pid: int) -> set[int]:
    try:
        found = {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}
    except OSError:
        return set()
    return found.union(*(descendants(child) for child in found))


def test_the_same_file_of_known_failures_serves_both(inner: Inner, cli: Cli) -> None:
    """`assay xfail write` reads the history of pytest's run as any other."""
    target = ("--target", uri("wrong-on-7"), *SUITE)
    assert inner(*target).code == 1
    assert cli("xfail", "write", "--suite", "toy-worlds", "-o", "known.txt").returncode == 0
    assert inner(*target, "--xfail", "known.txt").code == 0
    assert cli("run", *target, "--xfail", "known.txt").returncode == 0
