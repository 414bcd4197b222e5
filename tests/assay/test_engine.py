"""How the harness asks, and what it keeps. Each target is a real process; those that misbehave are in test_battery."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from toy_suite import ToySuite
from toy_tools import Ask, lines, verdicts

from assay.selection import Selection
from assay.suite import Wanted, every_feature
from assay.trial.suite import reverse_case

ALL = 72


def test_a_right_program_passes_everything(ask: Ask) -> None:
    outcome = ask()
    assert (outcome.exit, verdicts(outcome), outcome.tally.counts["passed"]) == (0, {}, ALL)


def test_standard_error_is_kept_for_the_report(ask: Ask) -> None:
    assert ask("exit-now").log == "no licence found\n"
    crashed = ask("crash-on-7").tally.results[0]
    assert crashed.exchange is not None
    assert crashed.exchange.log == "about to crash\n"


def test_a_target_that_does_not_leave_is_removed(ask: Ask, history_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.conversation.LEAVE", 0.2)
    outcome = ask("stay")
    assert outcome.exit == 0, "a slow farewell is for `assay smoke` to judge"
    assert any(line.get("event") == "farewell" for line in lines(history_file))


def test_the_window_is_kept(ask: Ask) -> None:
    assert ask(window=1).exit == 0


def test_ids_say_nothing_and_repeat_with_the_seed(ask: Ask, history_file: Path) -> None:
    def ids() -> list[int]:
        ask()
        return [line["request"]["id"] for line in lines(history_file) if "request" in line]

    first = ids()
    assert first == ids()
    assert len(set(first)) == len(first) == ALL + 1
    assert max(first) < 2**53


def test_the_order_is_shuffled_by_the_seed_and_twins_stay_together(ask: Ask, history_file: Path) -> None:
    def order(seed: str) -> list[str]:
        ask(seed=seed)
        return [line["case"] for line in lines(history_file) if line.get("case", "describe") != "describe"]

    first, second = order("a"), order("b")
    assert first != second
    assert sorted(first) == sorted(second)
    for found in (first, second):
        assert abs(found.index("toy/sum/limit") - found.index("toy/sum/above")) == 1


def test_expected_values_are_never_sent(ask: Ask, history_file: Path) -> None:
    ask(selection=Selection(filters=("toy/root/*",)))
    for line in lines(history_file):
        if "request" in line:
            assert set(line["request"]) == {"jsonrpc", "id", "method", "params"}


def test_a_request_that_the_target_cannot_read_is_our_fault(ask: Ask) -> None:
    class Long(ToySuite):
        def cases(self, files: object = ()):  # type: ignore[no-untyped-def]
            yield reverse_case("long", "x" * 70_000, ("TOY-2",))

    outcome = ask(suite=Long())
    assert (verdicts(outcome), outcome.exit) == ({"long": "harness-fault"}, 3)


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split())


def test_descriptors_and_processes_do_not_leak(ask: Ask) -> None:
    ask("crash-on-7")
    # Other tests of this process may have left orphans to it; what counts is that these runs add none.
    before = len(list(Path("/dev/fd").iterdir()))
    children = _children()
    for _ in range(3):
        ask("crash-on-7")
    assert len(list(Path("/dev/fd").iterdir())) == before
    assert _children() <= children


def test_fresh_cases_are_asked(ask: Ask) -> None:
    outcome = ask(selection=Selection(fresh=1000))
    assert (outcome.exit, outcome.tally.counts["passed"]) == (0, 1000)


def test_fresh_cases_not_reached_are_counted(ask: Ask) -> None:
    outcome = ask("crash-always", selection=Selection(fresh=1000), budget=2)
    assert outcome.tally.counts == {"crashed": 2, "not-run": 998}


def test_time_that_the_harness_takes_for_itself_is_not_the_targets(ask: Ask) -> None:
    class Slow(ToySuite):
        def fresh(self, count: int, seed: str, wanted: Wanted = every_feature):  # type: ignore[no-untyped-def]
            for number, case in enumerate(super().fresh(count, seed, wanted)):
                # Longer than the deadline, while requests that were made before wait to be sent or judged.
                time.sleep(0.7 if number % 300 == 200 else 0)
                yield case

    outcome = ask(suite=Slow(), selection=Selection(fresh=1000), deadline=0.3)
    assert (outcome.exit, outcome.tally.counts) == (0, {"passed": 1000})
