"""What is selected and what would be asked, without asking it."""

from __future__ import annotations

import json
import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from toy_suite import ARGV, ToySuite
from toy_tools import Cli, lines, toy_uri

from assay.listing import grouped, operations, rows
from assay.selection import Selection
from assay.suite import Case, Scenario, Value

SUITE = ("--suite", "toy")
SELECTIONS: list[tuple[str, ...]] = [
    (),
    ("--filter", "toy/root/*"),
    ("--requirement", "TOY-2", "--requirement", "TOY-4"),
    ("--feature", "toy.strict"),
    ("--fresh", "20", "--seed", "s"),
]


@pytest.mark.parametrize("selection", SELECTIONS)
def test_what_is_listed_is_what_a_run_asks(cli: Cli, tmp_path: Path, selection: tuple[str, ...]) -> None:
    listed = cli("list", *SUITE, *selection).stdout.splitlines()
    cli("run", *SUITE, "--target", "toy:", *selection)
    asked = {line["case"] for line in lines(tmp_path / ".assay" / "last.ndjson") if "case" in line} - {"describe"}
    assert {line.split("\t")[0] for line in listed} == asked
    assert cli("list", *SUITE, *selection, "--count").stdout == f"{len(asked)}\n"


def test_columns_are_separated_by_tabs_where_no_terminal_is(cli: Cli) -> None:
    done = cli("list", *SUITE, "--filter", "toy/sum/above", env={"NO_COLOR": ""})
    assert done.stdout == "toy/sum/above\ttoy.sum\tTOY-1\ttoy.basic,toy.strict\n"


def test_a_terminal_gets_columns_and_colours(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [sys.executable, "-m", "assay", "list", *SUITE, "--filter", "toy/sum/above"]
    child = subprocess.Popen(command, cwd=tmp_path, stdout=theirs, env={**environment, "TERM": "xterm"})
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:
        pass  # the other end is closed
    os.close(ours)
    assert child.wait(timeout=30) == 0
    for word in (b"\x1b[", b"requirements", b"toy/sum/above"):
        assert word in shown
    assert b"\t" not in shown


def test_the_json_has_every_column(cli: Cli) -> None:
    (row,) = json.loads(cli("list", *SUITE, "--filter", "toy/sum/above", "--json").stdout)
    assert row == {
        "id": "toy/sum/above",
        "operations": ["toy.sum"],
        "requirements": ["TOY-1"],
        "features": ["toy.basic", "toy.strict"],
        "unit": "limit",
        "source": "toy",
        "comment": "156 and 100",
    }


def test_groups_are_in_the_suites_order(cli: Cli) -> None:
    done = cli("list", *SUITE, "--by", "requirement", "--count")
    assert done.stdout == "TOY-1\t63\nTOY-2\t5\nTOY-3\t3\nTOY-4\t1\n"
    assert json.loads(cli("list", *SUITE, "--by", "feature", "--json", "--feature", "toy.strict").stdout) == {
        "toy.basic": ["toy/sum/above"],
        "toy.strict": ["toy/sum/above"],
    }
    assert "toy.leaf\ttoy/leaf/x\n" in cli("list", *SUITE, "--by", "operation").stdout


def test_a_scenario_is_listed_once_with_the_operations_of_its_steps() -> None:
    steps = [Case(f"w#{n}", name, {}, Value(1), (), (), "w") for n, name in enumerate(("a.x", "a.y", "a.x"), 1)]
    assert operations(Scenario("w", tuple(steps), (), (), "w")) == ("a.x", "a.y")


def test_a_group_that_the_suite_does_not_name_comes_last() -> None:
    suite = ToySuite()
    found = grouped(rows(Selection(filters=("toy/sum/limit",)), suite, ""), "feature", suite)
    assert found == {"toy.basic": ["toy/sum/limit"]}


@pytest.mark.parametrize(
    ("arguments", "code"), [(("--filter", "nothing"), 3), (("--requirement", "TOY-99"), 2), (("--by", "colour"), 2)]
)
def test_an_empty_selection_is_no_list(cli: Cli, arguments: tuple[str, ...], code: int) -> None:
    done = cli("list", *SUITE, *arguments)
    assert (done.returncode, done.stdout) == (code, "")


def test_a_dry_run_starts_nothing(cli: Cli, tmp_path: Path) -> None:
    done = cli("run", *SUITE, "--dry-run")
    assert done.returncode == 3
    assert done.stdout.splitlines()[-1] == (
        "a dry run: 72 cases in 71 units, of 4 requirements, would be asked of a target that claims everything; "
        "nothing was judged"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_asks_a_target_who_it_is_and_nothing_else(cli: Cli, tmp_path: Path) -> None:
    program = shlex.join(["sh", "-c", f"tee asked | {shlex.join([*ARGV, 'basic-only'])}"])
    done = cli("run", *SUITE, "--dry-run", "--target", f"stdio:{program}", "--require", "toy.root")
    assert [json.loads(line)["method"] for line in (tmp_path / "asked").read_bytes().splitlines()] == ["describe"]
    assert done.returncode == 3
    for word in ("toy.strict", "not claimed: skipped", "the required feature toy.root is not claimed", "4 skipped"):
        assert word in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [(), ("--target", "toy:"), ("--target", toy_uri("no-features")), ("--target", "stdio:/bin/false"), ("-k", "none")],
)
def test_a_dry_run_never_speaks_of_success(cli: Cli, arguments: tuple[str, ...]) -> None:
    done = cli("run", *SUITE, "--dry-run", *arguments)
    assert done.returncode == 3
    assert not any(word in done.stdout for word in ("passed", "passes", "conform"))
    assert done.stderr == ""


def test_a_dry_run_has_no_report(cli: Cli, tmp_path: Path) -> None:
    assert cli("run", *SUITE, "--dry-run", "--json", "r.json").returncode == 2
    assert list(tmp_path.iterdir()) == []
