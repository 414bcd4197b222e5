"""The tables of what the book claims name requirements and scenarios that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conformance.spec_text import specification
from conformance.vectors import questions

DOCS = Path(__file__).parents[2] / "docs"


def _rows(table: str) -> list[list[str]]:
    lines = (DOCS / table).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| \d", line)]


MODULES = _rows("modules.md")
ROWS = [*MODULES, *_rows("rotations.md")]


@pytest.fixture(scope="module")
def played() -> dict[str, set[str]]:
    """What each scenario and case cites, by its id."""
    return {each.id: set(each.requirements) for each in questions()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_a_claim_is_shown_by_scenarios_that_are_there_or_has_a_reason(
    row: list[str], played: dict[str, set[str]]
) -> None:
    """A scenario or case is there, and cites a requirement of the row; a requirement is one of the text."""
    _, _, requirements, shown = row
    named = set(requirements.split(", "))
    assert named <= set(specification().requirements)
    if shown.startswith("untestable: "):
        return
    listed = re.findall(r"`([^`]+)`", shown)
    assert listed
    assert not [each for each in listed if each not in played or not played[each] & named]


def test_each_of_the_five_has_claims() -> None:
    """No module is left out."""
    text = " ".join(row[2] for row in MODULES)
    assert all(prefix in text for prefix in ("ATL-", "ALM-", "CHR-", "COM-", "RND-"))
