"""Shares, in several processes and on several machines, come to what one run comes to."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from toy_suite import ARGV, WORLDS_ARGV, ToySuite, WorldSuite
from toy_tools import Cli, lines, living, toy_uri, verdicts

from assay.history import History
from assay.merge import MergeError, merge
from assay.parallel import run_parallel
from assay.rejudge import rejudge
from assay.report.model import build
from assay.runner import Options, Run, run
from assay.selection import Selection
from assay.shard import Shard, ShardError
from assay.targets.stdio import StdioTarget

MODES = [
    (),
    ("wrong-on-7",),
    ("crash-on-7",),
    ("accept-all",),
    ("salt",),
    ("wrong-reason",),
    ("basic-only",),
    ("repeat-on-7",),
    (r"say:\xff",),
]


def one(*modes: str, path: Path | None = None, **options: Any) -> Run:
    target = StdioTarget("toy", [*WORLDS_ARGV, *modes])
    return run(target, WorldSuite(), Options(**{"seed": "test", **options}), History(path))


def many(*modes: str, path: Path | None = None, jobs: int = 3, **options: Any) -> Run:
    target = StdioTarget("toy", [*WORLDS_ARGV, *modes])
    return run_parallel(target, WorldSuite(), Options(**{"seed": "test", **options}), path, jobs)


@pytest.mark.parametrize("modes", MODES, ids=lambda modes: "+".join(modes) or "right")
def test_processes_come_to_what_one_comes_to(modes: tuple[str, ...]) -> None:
    alone, together = one(*modes), many(*modes)
    assert verdicts(together) == verdicts(alone)
    assert (together.tally.counts, together.tally.asked, together.tally.failing, together.exit) == (
        alone.tally.counts,
        alone.tally.asked,
        alone.tally.failing,
        alone.exit,
    )


@pytest.mark.parametrize("modes", MODES, ids=lambda modes: "+".join(modes) or "right")
def test_their_history_is_that_of_one_run(tmp_path: Path, modes: tuple[str, ...]) -> None:
    path = tmp_path / "history.ndjson"
    live = many(*modes, path=path)
    again = rejudge(path, WorldSuite())
    assert build(again, WorldSuite()) == build(live, WorldSuite())


@pytest.mark.parametrize("count", [1, 2, 5])
def test_shares_hold_everything_once(tmp_path: Path, count: int) -> None:
    ids: list[str] = []
    for number in range(1, count + 1):
        path = tmp_path / f"{number}.ndjson"
        one(path=path, selection=Selection(shard=Shard(number, count)), seed=f"seed {number}")
        ids += asked(path)
    whole = tmp_path / "whole.ndjson"
    one(path=whole)
    assert sorted(ids) == sorted(asked(whole))


def asked(path: Path) -> list[str]:
    return [line["case"] for line in lines(path) if line.get("case", "describe") != "describe"]


def test_a_unit_stays_whole() -> None:
    for number in (1, 2, 3, 4):
        found = {case.id for unit in units_of(Shard(number, 4)) for case in unit.cases}
        assert ("toy/sum/limit" in found) == ("toy/sum/above" in found)


def units_of(shard: Shard) -> list[Any]:
    from assay.selection import units  # noqa: PLC0415

    return list(units(Selection(shard=shard), ToySuite(), "s"))


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "1/0", "a/b", "-1/2", "1/2/3", "", " 1/2"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ShardError):
        Shard.parse(text)


def shares(folder: Path, *modes: str, count: int = 3, **options: Any) -> list[Path]:
    paths = [folder / f"{number}.ndjson" for number in range(1, count + 1)]
    for number, path in enumerate(paths, 1):
        one(*modes, path=path, selection=Selection(shard=Shard(number, count)), **options)
    return paths


@pytest.mark.parametrize("modes", MODES, ids=lambda modes: "+".join(modes) or "right")
def test_merged_shares_are_judged_as_the_whole(tmp_path: Path, modes: tuple[str, ...]) -> None:
    whole = tmp_path / "whole.ndjson"
    merge(list(reversed(shares(tmp_path, *modes))), whole)
    again, alone = rejudge(whole, WorldSuite()), one(*modes)
    assert (verdicts(again), again.tally.counts, again.exit) == (verdicts(alone), alone.tally.counts, alone.exit)
    assert build(again, WorldSuite()).headline == build(alone, WorldSuite()).headline


def test_a_share_alone_is_no_claim(tmp_path: Path) -> None:
    path = shares(tmp_path)[0]
    assert "no claim of conformance" in build(rejudge(path, WorldSuite()), WorldSuite()).headline


def test_fresh_cases_are_shared_too(tmp_path: Path) -> None:
    paths = [tmp_path / "1", tmp_path / "2"]
    for number, path in enumerate(paths, 1):
        one(path=path, selection=Selection(fresh=100, shard=Shard(number, 2)))
    merge(paths, tmp_path / "whole")
    assert rejudge(tmp_path / "whole", WorldSuite()).tally.counts == {"passed": 100}


def test_a_known_failure_of_another_share_is_no_error(tmp_path: Path) -> None:
    known = {"toy/sum/plain-7": "one too many"}
    paths = shares(tmp_path, "wrong-on-7", xfail={**known, "toy/world/hit": "likewise"})
    assert [rejudge(path, WorldSuite()).complaints for path in paths] == [[], [], []]
    paths = shares(tmp_path, "wrong-on-7", xfail={**known, "toy/world/hit": "likewise", "toy/nothing": "gone"})
    merge(paths, tmp_path / "whole")
    assert rejudge(tmp_path / "whole", WorldSuite()).complaints == [
        "known failure toy/nothing matches no selected case"
    ]


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda paths: paths[:-1], "share 3/3 is missing"),
        (lambda paths: [*paths, paths[0]], "share 1/3 is there more than once"),
    ],
)
def test_shares_that_are_no_whole_are_refused(tmp_path: Path, spoil: Any, why: str) -> None:
    with pytest.raises(MergeError, match=why):
        merge(spoil(shares(tmp_path)), tmp_path / "whole")


def test_shares_of_different_runs_are_refused(tmp_path: Path) -> None:
    first, second = shares(tmp_path, count=2)
    other = tmp_path / "other"
    one("basic-only", path=other, selection=Selection(shard=Shard(2, 2)))
    with pytest.raises(MergeError, match="the target differs"):
        merge([first, other], tmp_path / "whole")
    one(path=other, selection=Selection(shard=Shard(2, 2)), strict=True)
    with pytest.raises(MergeError, match="the options differs"):
        merge([first, other], tmp_path / "whole")
    one(path=other)
    with pytest.raises(MergeError, match="no share"):
        merge([first, other], tmp_path / "whole")
    with pytest.raises(MergeError, match="is one of the shares"):
        merge([first, second], second)


def test_a_share_cut_short_leaves_the_whole_open(tmp_path: Path) -> None:
    paths = shares(tmp_path)
    content = paths[1].read_bytes()
    paths[1].write_bytes(content[: len(content) // 2])
    merge(paths, tmp_path / "whole")
    again = rejudge(tmp_path / "whole", WorldSuite())
    assert again.exit == 3
    assert again.tally.counts["not-run"] > 0
    assert again.tally.counts["passed"] > 30


def test_the_command_line_shares_and_merges(cli: Cli, tmp_path: Path) -> None:
    for number in (1, 2):
        told = cli(
            "run", "--suite", "toy", "--target", toy_uri(), "--shard", f"{number}/2", "--history", f"{number}.nd"
        )
        assert told.returncode == 0
    assert cli("merge", "1.nd", "2.nd", "-o", "whole.nd").stdout == "whole.nd: 2 shares\n"
    judged = cli("judge", "--suite", "toy", "whole.nd")
    assert (judged.returncode, "conforms to toy spec 0.1" in judged.stdout) == (0, True)
    assert cli("merge", "1.nd", "-o", "whole.nd").returncode == 2
    assert "is no share" in cli("run", "--suite", "toy", "--target", toy_uri(), "--shard", "3/2").stderr


def test_a_target_that_does_not_start_is_not_judged(cli: Cli) -> None:
    told = cli("run", "--suite", "toy", "--target", toy_uri("exit-now"), "-j", "3")
    assert told.returncode == 3
    assert "no licence found" in told.stdout + told.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_keeps_what_was_judged_and_leaves_nobody_behind(tmp_path: Path, number: int) -> None:
    path = tmp_path / "history.ndjson"
    uri = f"stdio:{shlex.join(ARGV)} hang-on-7"
    command = [
        sys.executable,
        "-m",
        "assay",
        "run",
        "--suite",
        "toy",
        "--target",
        uri,
        "-j",
        "3",
        "--history",
        str(path),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    until = time.monotonic() + 30
    while len(children(process.pid)) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1.5)
    family = descendants(process.pid)
    process.send_signal(number)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 3
    assert "interrupted" in out
    again = rejudge(path, ToySuite())
    assert again.exit == 3
    assert again.tally.counts["passed"] > 20
    assert living(sorted(family)) == []


def children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def descendants(pid: int) -> set[int]:
    found = set(children(pid))
    for child in tuple(found):
        found |= descendants(child)
    return found


def test_workers_end_when_the_first_process_is_killed(tmp_path: Path) -> None:
    uri = f"stdio:{shlex.join(ARGV)} slow"
    command = [sys.executable, "-m", "assay", "run", "--suite", "toy", "--target", uri, "-j", "2", "--fresh", "1000000"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tmp_path)
    until = time.monotonic() + 30
    while len(descendants(process.pid)) < 4 and time.monotonic() < until:
        time.sleep(0.05)
    family = descendants(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    until = time.monotonic() + 20
    while living(sorted(family)) and time.monotonic() < until:
        time.sleep(0.1)
    assert len(family) >= 4
    assert living(sorted(family)) == []
