"""The matrix of chapter 60 in the text: a cell has a reason, or scenarios that are played, others alive all along."""

from __future__ import annotations

import re
from typing import Final

import pytest

from assay.suite import Scenario, Value
from conformance.paths import SPEC
from conformance.vectors import questions

#: What fails, in the order of chapter 60; the three columns are those downstream of it, its readers, and the others.
FAILURES: Final = (
    "organism of a lattice",
    "standalone organism",
    "stable id of a member",
    "content hash of a member",
    "composite organism stalls",
    "module stalls",
    "committee of a composite organism is corrupted",
    "operator retires the coalition",
)
COLUMNS: Final = 3


def _rows() -> dict[str, list[str]]:
    chapter = (SPEC / "composites.md").read_text("utf-8")
    table = chapter.split("## The matrix of failures", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {first: others for first, *others in cells}


ROWS = _rows()
CELLS = [(row, column) for row in FAILURES for column in range(COLUMNS)]


@pytest.fixture(scope="module")
def played() -> dict[str, Scenario]:
    """Every scenario by its id."""
    return {each.id: each for each in questions() if isinstance(each, Scenario)}


def _named(cell: str) -> list[str]:
    return re.findall(r"`(world/[^`]+)`", cell)


def _asked(scenario: Scenario) -> list[tuple[str, bool]]:
    """Which component each step is asked of, and whether it answers with commits."""
    found = []
    for step in scenario.steps:
        component = step.params.get("component")
        if isinstance(component, str):
            value = step.expect.value if isinstance(step.expect, Value) else {}
            found.append((component, bool(value.get("commits"))))
    return found


def _alive_around(scenario: Scenario) -> bool:
    """Whether a component commits, another one is asked something, and the first commits again."""
    asked = _asked(scenario)
    for each in dict(asked):
        places = [place for place, (component, commits) in enumerate(asked) if component == each and commits]
        if places and any(component != each for component, _ in asked[places[0] : places[-1]]):
            return True
    return False


def test_the_matrix_has_the_rows_and_columns_of_the_chapter() -> None:
    """Eight by three, and nothing else."""
    assert tuple(ROWS) == FAILURES
    assert {len(cells) for cells in ROWS.values()} == {COLUMNS}


@pytest.mark.parametrize(("row", "column"), CELLS)
def test_a_cell_has_scenarios_or_a_reason(row: str, column: int, played: dict[str, Scenario]) -> None:
    """What is named is played, and who is unaffected is deployed beside who is, and commits before and after."""
    cell = ROWS[row][column]
    named = _named(cell)
    if not named:
        assert re.fullmatch(r"untestable: \S.*", cell)
        assert column < COLUMNS - 1, "whether others are affected can always be seen"
        return
    assert not [each for each in named if each not in played]
    if column == COLUMNS - 1:
        assert all(_alive_around(played[each]) for each in named)
