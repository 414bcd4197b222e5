"""The page on misbehaving programs says what happens, of every program there is."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path
from typing import NamedTuple

import pytest
from toy_suite import PROGRAM
from toy_tools import Ask

from assay.runner import Run

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "misbehaving-programs.md"
OPTIONS = {"--deadline": "deadline", "--crash-budget": "budget", "--start-timeout": "start_timeout"}


class Row(NamedTuple):
    """A line of the table."""

    arguments: str
    options: str
    what: str
    outcome: str
    test: str


def rows() -> list[Row]:
    """The table's lines, without the marks of Markdown around code."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    return [Row(*(cell.strip().strip("`") for cell in line.strip("|").split(" | "))) for line in lines]


def said(outcome: Run) -> str:
    """What a run gave, as the table says it."""
    tally = outcome.tally
    counts = [f"{count} {verdict}" for verdict, count in sorted(tally.counts.items()) if count and verdict != "passed"]
    return f"{', '.join(counts) or 'none'}; exit {outcome.exit}"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.arguments)
def test_the_page_is_true(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: Row) -> None:
    """Each program, run as the page says, gives what the page says."""
    monkeypatch.setattr("assay.conversation.LEAVE", 0.5)
    modes = [row.arguments] if row.arguments.startswith("say:") else row.arguments.split()
    name, _, number = row.options.partition(" ")
    options = {OPTIONS[name]: int(number) if number.isdigit() else float(number)} if name else {}

    outcome = ask(*(str(tmp_path / "FILE") if mode == "FILE" else mode for mode in modes), **options)

    assert said(outcome) == row.outcome


def test_no_program_is_left_out() -> None:
    """Every mode of the program stands in the table."""
    program = runpy.run_path(str(PROGRAM))
    modes = {*program["ON_7"], *program["ALWAYS"], *program["START"], *program["OTHERS"], "marked", "grandchild"}

    told = {word for row in rows() for word in row.arguments.split()}

    assert modes <= told
    assert re.search(r"\bsay:", PAGE.read_text("utf-8"))


def test_the_tests_that_the_page_names_exist() -> None:
    """Each is a function of the file that it is said to be in."""
    for row in rows():
        file, _, name = row.test.partition("::")
        tree = ast.parse((Path(__file__).parent / file).read_text("utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, row.test
