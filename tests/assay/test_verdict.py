from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

import pytest

from assay.verdict import EXIT, Verdict, exit_code


def test_every_verdict_has_an_exit_code() -> None:
    assert set(EXIT) == set(get_args(Verdict))


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ({}, 3),
        ({"passed": 1}, 0),
        ({"skipped": 9}, 3),
        ({"known-failure": 9}, 3),
        ({"passed": 1, "known-failure": 1, "skipped": 1}, 0),
        ({"passed": 9, "failed": 1}, 1),
        ({"failed": 1, "not-run": 5}, 1),
        ({"passed": 9, "not-run": 1}, 3),
        ({"passed": 9, "harness-fault": 1}, 3),
        ({"passed": 9, "unreachable": 1}, 3),
        ({"passed": 9, "unexpected-pass": 1}, 1),
        ({"passed": 9, "flaky": 1}, 1),
        ({"passed": 9, "failed": 0}, 0),
    ],
)
def test_the_exit_code_follows_the_table(counts: Mapping[Verdict, int], code: int) -> None:
    assert exit_code(counts, warned=0, interrupted=False, faulty=False) == code


def test_an_interruption_leaves_the_question_open() -> None:
    assert exit_code({"failed": 1}, warned=0, interrupted=True, faulty=True) == 3


def test_a_breach_without_a_case_is_still_one() -> None:
    assert exit_code({"passed": 1}, warned=0, interrupted=False, faulty=True) == 1


def test_a_warning_is_work_done() -> None:
    assert exit_code({}, warned=1, interrupted=False, faulty=False) == 0
