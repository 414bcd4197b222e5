from __future__ import annotations

import pytest
from toy_suite import ToySuite

from assay.selection import Selection, SelectionError, cases, check, units


def ids(selection: Selection) -> list[str]:
    return [case.id for case in cases(selection, ToySuite(), "seed")]


def test_filters_are_globs_over_ids_and_any_may_match() -> None:
    assert ids(Selection(filters=("toy/root/*", "toy/sum/limit"))) == [
        "toy/sum/limit",
        "toy/root/two",
        "toy/root/three",
    ]


def test_kinds_must_all_match() -> None:
    assert ids(Selection(filters=("toy/sum/*",), features=("toy.strict",))) == ["toy/sum/above"]
    assert ids(Selection(filters=("toy/sum/*",), requirements=("TOY-2",))) == []


@pytest.mark.parametrize(
    "selection",
    [Selection(requirements=("TOY-99",)), Selection(features=("toy.wings",)), Selection(files=("none.json",))],
)
def test_names_that_do_not_exist_are_errors(selection: Selection) -> None:
    with pytest.raises(SelectionError):
        check(selection, ToySuite())


def test_every_case_is_in_exactly_one_unit() -> None:
    for selection in (Selection(), Selection(fresh=700)):
        found = [case.id for unit in units(selection, ToySuite(), "seed") for case in unit.cases]
        assert sorted(found) == sorted(ids(selection))
        assert found != ids(selection)
