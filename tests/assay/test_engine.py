"""The harness against programs that misbehave in every way we know. Each is a real process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from toy_suite import ARGV
from toy_tools import Ask, lines, living, verdicts

from assay.selection import Selection

HIT = "toy/sum/plain-7"
ALL = 72


def test_a_right_program_passes_everything(ask: Ask) -> None:
    outcome = ask()
    assert (outcome.exit, verdicts(outcome), outcome.tally.counts["passed"]) == (0, {}, ALL)


@pytest.mark.parametrize("mode", ["out-of-order", "spaces", "noisy", "slow"])
def test_allowed_oddities_pass(ask: Ask, mode: str) -> None:
    assert ask(mode).exit == 0


@pytest.mark.parametrize(
    ("mode", "verdict", "reason"),
    [
        ("crash-on-7", "crashed", "killed by SIGSEGV"),
        ("half-a-line-on-7", "crashed", "in the middle of a line"),
        ("endless-on-7", "garbled", "over the cap"),
        ("endless-lines-on-7", "garbled", "jsonrpc"),
        ("unknown-id-on-7", "garbled", "which nobody asked"),
        ("text-id-on-7", "garbled", "without a usable id"),
        ("repeat-on-7", "garbled", "more than once"),
        ("wrong-on-7", "failed", "another value"),
        ("flaky-on-7", "flaky", "asked again alone it passes"),
    ],
)
def test_misbehaving_on_one_case_costs_that_case(ask: Ask, mode: str, verdict: str, reason: str) -> None:
    outcome = ask(mode)
    assert verdicts(outcome) == {HIT: verdict}
    assert reason in outcome.tally.results[0].reason
    assert (outcome.exit, outcome.tally.counts["passed"]) == (1, ALL - 1)


@pytest.mark.parametrize(
    "said",
    [
        "not json",
        r"\xff\xfe",
        '{"jsonrpc":"2.0","id":ID,"result":{"value":107},"result":{"value":107}}',
        '{"jsonrpc":"2.0","id":ID,"result":{"value":NaN}}',
        '{"jsonrpc":"2.0","id":ID,"result":{"value":Infinity}}',
        r'{"jsonrpc":"2.0","id":ID,"result":{"value":"\\ud800"}}',
        '{"jsonrpc":"2.0","id":ID,"result":{"value":%s}}' % ("9" * 5000),
        '{"jsonrpc":"2.0","id":ID,"result":{"value":%s}}' % ("[" * 5000 + "]" * 5000),
        '{"jsonrpc":"2.0","id":ID,"result":{"value":107},"error":{"code":-32000,"message":""}}',
        '{"jsonrpc":"2.0","id":ID}',
        '{"jsonrpc":"2.0","id":ID,"result":{"value":107,"note":"x"}}',
        '{"jsonrpc":"2.0","id":ID,"result":{"value":107},"note":"x"}',
        '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}}',
        '[{"jsonrpc":"2.0","id":ID,"result":{"value":107}}]',
        "",
        r"\xef\xbb\xbf{}",
    ],
    ids=range(16),
)
def test_garbage_is_garbled_and_costs_one_case(ask: Ask, said: str) -> None:
    outcome = ask(f"say:{said}")
    assert verdicts(outcome) == {HIT: "garbled"}
    assert outcome.exit == 1


@pytest.mark.parametrize("modes", [("hang-on-7",), ("drip-on-7",), ("ignore-sigterm", "hang-on-7")])
def test_a_hang_costs_one_case(ask: Ask, modes: tuple[str, ...]) -> None:
    outcome = ask(*modes, deadline=0.4)
    assert verdicts(outcome) == {HIT: "timed-out"}
    assert outcome.exit == 1


def test_a_crash_at_every_request_spends_the_budget(ask: Ask) -> None:
    outcome = ask("crash-always", budget=5)
    assert outcome.tally.counts == {"crashed": 5, "not-run": ALL - 5}
    assert (outcome.exit, outcome.stopped) == (1, "the crash budget is spent")


def test_a_crash_that_no_case_repeats_is_no_conformance(ask: Ask) -> None:
    outcome = ask("crash-sometimes")
    assert (verdicts(outcome), outcome.tally.unexplained, outcome.exit) == ({}, 1, 1)


def test_a_line_after_the_last_answer_is_no_conformance(ask: Ask) -> None:
    outcome = ask("farewell")
    assert (verdicts(outcome), outcome.tally.unexplained, outcome.exit) == ({}, 1, 1)


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("exit-now", "exited with status 1"),
        ("early", "another id"),
        ("unknown-feature", "toy.wings"),
        ("no-such-mode", "exited with status 1"),
    ],
)
def test_without_a_valid_describe_nothing_is_judged(ask: Ask, mode: str, reason: str) -> None:
    outcome = ask(mode)
    assert outcome.exit == 3
    assert reason in (outcome.problem or "")


def test_a_target_that_never_speaks_is_not_judged(ask: Ask) -> None:
    outcome = ask("silent", start_timeout=0.2)
    assert (outcome.exit, "silent" in (outcome.problem or "")) == (3, True)


def test_standard_error_is_kept_for_the_report(ask: Ask) -> None:
    assert ask("exit-now").log == "no licence found\n"
    crashed = ask("crash-on-7").tally.results[0]
    assert crashed.exchange is not None
    assert crashed.exchange.log == "about to crash\n"


def test_claims_may_not_change(ask: Ask, tmp_path: Path) -> None:
    outcome = ask("marked", str(tmp_path / "marker"), "crash-on-7", "basic-only")
    assert outcome.exit == 1
    assert any("PROTO-10" in complaint for complaint in outcome.complaints)


def test_a_target_that_does_not_start_again_stops_the_run(ask: Ask, tmp_path: Path) -> None:
    outcome = ask("marked", str(tmp_path / "marker"), "crash-on-7", "exit-now")
    assert outcome.exit == 1
    assert "did not start again" in (outcome.stopped or "")
    assert outcome.tally.counts["passed"] < ALL


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux shows the grandchildren of others")
@pytest.mark.parametrize("modes", [("crash-on-7",), ("hang-on-7",), ()])
def test_grandchildren_in_sessions_of_their_own_are_killed(ask: Ask, tmp_path: Path, modes: tuple[str, ...]) -> None:
    pid_file = tmp_path / "pid"
    ask("grandchild", str(pid_file), *modes, deadline=0.4)
    assert living([int(pid_file.read_text())]) == []


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


def test_a_request_that_the_target_cannot_read_is_our_fault(ask: Ask, suite: object) -> None:
    from toy_suite import ToySuite, reverse_case  # noqa: PLC0415

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


def test_the_command_is_the_entry_point() -> None:
    assert Path(ARGV[1]).exists()
