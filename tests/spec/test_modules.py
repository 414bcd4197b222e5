"""The tables of what the book claims name requirements and scenarios that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conformance.paths import SPEC
from conformance.spec_text import specification
from conformance.vectors import questions

DOCS = Path(__file__).parents[2] / "docs"


def _rows(table: str) -> list[list[str]]:
    lines = (DOCS / table).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| \d", line)]


MODULES = _rows("modules.md")
ROWS = [*MODULES, *_rows("rotations.md")]


#: A claim that is shown: its requirements, a colon, and among what follows the ids of scenarios and cases.
_SHOWN = re.compile(r"((?:[A-Z]+-\d+)(?:, [A-Z]+-\d+)*): (`.*)")


def _cannot(chapter: str) -> list[tuple[str, str]]:
    """The table of what a module cannot do, in its own chapter: the claim, and what shows it."""
    text = (SPEC / f"{chapter}.md").read_text("utf-8")
    table = re.split(r"^## What an? \w+ cannot do$", text, flags=re.M)[1].split("\n## ", 1)[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    return [(claim.strip(), shown.strip()) for claim, shown in (line.strip("|").split("|") for line in lines)]


CANNOT = [(chapter, *row) for chapter in ("atlas", "chronicle") for row in _cannot(chapter)]


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


@pytest.mark.parametrize(("chapter", "claim", "shown"), CANNOT)
def test_what_a_module_cannot_do_is_shown_or_has_a_reason(
    chapter: str, claim: str, shown: str, played: dict[str, set[str]]
) -> None:
    """The chapter's own table: each id is there, and each scenario or case cites a requirement of its row."""
    if re.fullmatch(r"untestable: \S.*", shown):
        return
    found = _SHOWN.fullmatch(shown)
    assert found, f"{chapter}: {claim}"
    named = set(found[1].split(", "))
    assert named <= set(specification().requirements)
    listed = re.findall(r"`([^`]+/[^`]+)`", found[2])
    assert listed
    assert not [each for each in listed if each not in played or not played[each] & named]


@pytest.mark.parametrize("chapter", ["atlas", "chronicle"])
def test_each_table_has_claims(chapter: str) -> None:
    """No table is read as an empty one."""
    assert len([row for row in CANNOT if row[0] == chapter and _SHOWN.fullmatch(row[2])]) > 1
