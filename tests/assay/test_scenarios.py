"""Scenarios: worlds that remember, played beside each other, lost in a crash and made again. Real processes."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from toy_suite import WORLDS_ARGV, WorldSuite
from toy_tools import Ask, Cli, lines, verdicts

from assay.history import History
from assay.rejudge import rejudge
from assay.report.model import build
from assay.report.view import view
from assay.runner import Options, Run, run
from assay.selection import Selection
from assay.suite import Breach, Checked, Scenario, Told
from assay.targets.stdio import StdioTarget

HIT = "toy/sum/plain-7"
WORLD = "toy/world/hit"
ALL = 72 + 23
WORLDS = Selection(features=("toy.world",))


@pytest.fixture
def play(history_file: Path) -> Ask:
    """As `ask`, of the suite with scenarios and a program that has worlds."""

    def play(*modes: str, **options: Any) -> Run:
        target = StdioTarget("toy", [*WORLDS_ARGV, *modes])
        return run(target, WorldSuite(), Options(**{"seed": "test", **options}), History(history_file))

    return play


def asked(history: Path, case: str) -> list[dict[str, Any]]:
    return [line for line in lines(history) if str(line.get("case", "")).startswith(f"{case}#")]


def test_right_worlds_pass(play: Ask) -> None:
    outcome = play()
    assert (outcome.exit, verdicts(outcome), outcome.tally.counts) == (0, {}, {"passed": ALL})


def test_unclaimed_worlds_are_skipped(ask: Ask) -> None:
    outcome = ask(suite=WorldSuite())
    assert (outcome.exit, outcome.tally.counts) == (0, {"passed": 72, "skipped": 23})


def test_steps_are_asked_in_order_under_a_name_that_no_other_world_has(play: Ask, history_file: Path) -> None:
    play(selection=WORLDS)
    names: dict[str, set[str]] = {}
    for line in lines(history_file):
        case, _, number = str(line.get("case", "")).partition("#")
        if number:
            names.setdefault(case, set()).add(line["request"]["params"]["world"])
    assert len(names) == 23
    assert all(len(found) == 1 for found in names.values())
    assert len(set.union(*names.values())) == 23
    steps = [line["case"] for line in asked(history_file, "toy/world/long")]
    assert steps == [f"toy/world/long#{n}" for n in range(1, 40)]


def test_two_runs_with_one_seed_share_no_world(play: Ask, history_file: Path) -> None:
    """A server may still hold what a run left that was broken off."""
    found: list[set[str]] = []
    for _ in range(2):
        play(selection=WORLDS, seed="one")
        steps = [line for line in lines(history_file) if "#" in str(line.get("case"))]
        found.append({step["request"]["params"]["world"] for step in steps})

    assert found[0].isdisjoint(found[1])


def test_worlds_are_played_beside_each_other(play: Ask, history_file: Path) -> None:
    play(selection=WORLDS)
    order = [str(line["case"]).partition("#")[0] for line in lines(history_file) if "#" in str(line.get("case", ""))]
    changes = sum(one != other for one, other in pairwise(order))
    assert changes > 30, "each world was played to its end before the next began"


@pytest.mark.parametrize("window", [1, 2, 16])
def test_any_window_will_do(play: Ask, window: int) -> None:
    assert play(window=window).exit == 0


def test_a_wrong_step_ends_its_world_and_no_other(play: Ask, history_file: Path) -> None:
    outcome = play("wrong-on-7", selection=WORLDS)
    assert (verdicts(outcome), outcome.exit) == ({WORLD: "failed"}, 1)
    steps = [line["case"] for line in asked(history_file, WORLD) if line.get("kind", "case") == "case"]
    assert steps[-1] == f"{WORLD}#6"
    (failure,) = build(outcome, WorldSuite()).failures
    assert [moment.operation for moment in failure.timeline] == ["toy.open"] + ["toy.add", "toy.seen"] * 2 + ["toy.add"]
    assert (failure.place, failure.timeline[-1].said) == ("/sum", '{"sum":81}')


def test_one_state_for_all_worlds_is_found_out(play: Ask) -> None:
    outcome = play("one-world", selection=WORLDS)
    assert outcome.exit == 1
    assert outcome.tally.counts["failed"] > 15


def test_a_crash_costs_the_world_that_causes_it(play: Ask, history_file: Path) -> None:
    outcome = play("crash-on-7", selection=WORLDS)
    assert (verdicts(outcome), outcome.tally.counts["passed"]) == ({WORLD: "crashed"}, 22)
    assert outcome.tally.incidents[0].explained
    again = [line["case"] for line in lines(history_file) if line.get("kind") == "replay"]
    assert again, "no world was made again"


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_a_crash_that_nobody_repeats_costs_no_world(play: Ask, history_file: Path, seed: str) -> None:
    # At the 150th request of the first process; the second has not so many left to answer.
    outcome = play("crash-later", selection=WORLDS, seed=seed)
    assert verdicts(outcome) == {}
    assert outcome.tally.counts["passed"] == 23
    assert outcome.exit == 1, "the target broke down, whichever world it was"
    replayed = [line for line in lines(history_file) if line.get("kind") == "replay"]
    first = {
        line["case"]: line for line in lines(history_file) if line.get("kind", "case") == "case" and "case" in line
    }
    assert replayed
    for line in replayed:
        before = first[line["case"]]
        assert line["request"]["params"]["world"] != before["request"]["params"]["world"]


def test_a_hang_costs_the_world_that_causes_it(play: Ask) -> None:
    outcome = play("hang-on-7", selection=WORLDS, deadline=0.4)
    assert verdicts(outcome) == {WORLD: "timed-out"}


def test_a_second_answer_to_a_step_is_garbled(play: Ask) -> None:
    outcome = play("repeat-on-7", selection=WORLDS)
    assert verdicts(outcome) == {WORLD: "garbled"}


def test_a_world_that_passes_the_second_time_is_flaky(play: Ask) -> None:
    outcome = play("flaky-on-7", selection=WORLDS)
    assert verdicts(outcome) == {WORLD: "flaky"}


def test_a_spent_budget_leaves_worlds_not_run(play: Ask) -> None:
    outcome = play("crash-always", budget=3)
    assert outcome.tally.counts["crashed"] == 3
    assert outcome.tally.counts["not-run"] == ALL - 3


def test_a_known_failure_is_named_by_its_scenario(play: Ask) -> None:
    outcome = play("wrong-on-7", selection=WORLDS, xfail={WORLD: "adds one too many"})
    assert (verdicts(outcome), outcome.exit) == ({WORLD: "known-failure"}, 0)


MODES = [
    (),
    ("wrong-on-7",),
    ("crash-on-7",),
    ("crash-later",),
    ("crash-always",),
    ("flaky-on-7",),
    ("repeat-on-7",),
    ("unknown-id-on-7",),
    ("one-world",),
    (r"say:\xff",),
    ("spaces",),
    ("farewell",),
]


@pytest.mark.parametrize("seed", ["test", "other"])
@pytest.mark.parametrize("modes", MODES, ids=lambda modes: "+".join(modes) or "right")
def test_the_second_judgement_is_the_first(play: Ask, history_file: Path, modes: tuple[str, ...], seed: str) -> None:
    live = play(*modes, seed=seed)
    again = rejudge(history_file, WorldSuite())
    assert build(again, WorldSuite()) == build(live, WorldSuite())


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_history_cut_short_leaves_worlds_not_run(play: Ask, history_file: Path, cut: float) -> None:
    play(selection=WORLDS)
    whole = history_file.read_bytes()
    history_file.write_bytes(whole[: int(len(whole) * cut)])
    again = rejudge(history_file, WorldSuite())
    assert again.exit == 3
    assert again.tally.counts["not-run"] > 0
    assert sum(again.tally.counts.values()) == 23


def test_the_terminal_shows_a_timeline_and_the_command_that_plays_it_again(cli: Cli) -> None:
    target = f"stdio:{shlex.join(WORLDS_ARGV)} wrong-on-7"
    told = cli("run", "--suite", "toy-worlds", "--target", target, "--feature", "toy.world")
    assert told.returncode == 1
    assert "1. toy.open {}" in told.stdout
    assert "differs at  /sum" in told.stdout
    assert "--filter toy/world/hit" in told.stdout
    again = cli("run", "--suite", "toy-worlds", "--target", target, "--filter", "toy/world/hit")
    assert again.returncode == 1
    assert "1 failed" in again.stdout


def test_a_line_too_long_for_the_target_is_the_harness_affair(tmp_path: Path) -> None:
    from toy_suite import Case, Scenario, Value  # noqa: PLC0415

    class Long(WorldSuite):
        def cases(self, files: Any = ()) -> Any:
            step = Case("toy/world/x#1", "toy.open", {"pad": "x" * 70_000}, Value({}), ("TOY-5",), ("toy.world",), "x")
            yield Scenario("toy/world/x", (step,), ("TOY-5",), ("toy.world",), "x")
            yield from super().cases(files)

    target = StdioTarget("toy", WORLDS_ARGV)
    outcome = run(target, Long(), Options(seed="s", selection=WORLDS), History(tmp_path / "h"))
    assert verdicts(outcome) == {"toy/world/x": "harness-fault"}


class LookedAt(WorldSuite):
    """Of what a world has seen no value is expected: that it only gets longer shows in the whole scenario."""

    def scenarios(self) -> Iterator[Scenario]:
        for each in super().scenarios():
            steps = [replace(step, expect=Checked()) if step.operation == "toy.seen" else step for step in each.steps]
            yield replace(each, steps=tuple(steps))

    def breach(self, scenario: Scenario, values: Sequence[Any]) -> Breach | None:
        added: list[int] = []
        for at, (step, value) in enumerate(zip(scenario.steps, values, strict=False)):
            if step.operation == "toy.add" and "sum" in value:
                added.append(step.params["number"])
            elif step.operation == "toy.seen" and value != {"seen": added}:
                return Breach(at, "what was added is seen", ("TOY-5",), f"{added} was added")
        return None

    def told(self, scenario: Scenario, values: Sequence[Any]) -> Sequence[Told]:
        return [Told(f"t{at}", "us", step.operation[4:], "well") for at, step in enumerate(scenario.steps)]


@pytest.fixture
def look(history_file: Path) -> Ask:
    def look(*modes: str, **options: Any) -> Run:
        target = StdioTarget("toy", [*WORLDS_ARGV, *modes])
        return run(target, LookedAt(), Options(**{"seed": "test", **options}), History(history_file))

    return look


def test_what_no_step_shows_the_whole_scenario_does(look: Ask, history_file: Path) -> None:
    live = look("forgets", selection=WORLDS)
    assert verdicts(live)[WORLD] == "failed"
    report = build(live, LookedAt())
    assert [cause.summary for cause in report.causes] == [
        "No single answer is wrong, and together they are: what was added is seen."
    ]
    (failure,) = report.failures
    assert failure.reason.startswith("what was added is seen (TOY-5): ")
    assert list(failure.requirements) == ["TOY-5"]
    assert failure.expected == "any value: the whole scenario is judged"
    assert failure.record
    assert lines(history_file)[failure.record - 1]["case"] == f"{failure.case}#{failure.timeline[-1].number}"
    assert failure.timeline[-1].line() == f"t{failure.timeline[-1].number - 1} toy.seen us: seen → well"


RULES = {"toy.open": "TOY-1", "toy.add": "TOY-2", "toy.seen": "TOY-5"}


class Ruled(WorldSuite):
    """Every verb has a rule of its own, and the last scenarios show each."""

    def scenarios(self) -> Iterator[Scenario]:
        for each in super().scenarios():
            steps = [replace(step, requirements=(RULES[step.operation],)) for step in each.steps]
            yield replace(each, steps=tuple(steps), requirements=tuple(RULES.values()))


def test_a_step_breaks_what_it_cites_and_the_rest_is_not_judged(tmp_path: Path) -> None:
    """What the steps before and after it show neither holds by this scenario nor is broken by it."""
    target = StdioTarget("toy", [*WORLDS_ARGV, "wrong-on-7"])
    outcome = run(target, Ruled(), Options(seed="test", selection=WORLDS), History(tmp_path / "h.ndjson"))
    report = build(outcome, Ruled())
    assert report.requirements == {"TOY-1": "not-judged", "TOY-2": "failed", "TOY-5": "not-judged"}
    assert "1 of 23 cases and 1 of 3 requirements fail, 2 more are not judged" in report.headline
    assert [cause.requirement for cause in report.causes] == ["TOY-2"]
    cells = {name: cell.verdict for name, cell in view(outcome, Ruled()).cells.items() if name in RULES.values()}
    assert cells == {"TOY-1": "open", "TOY-2": "failed", "TOY-5": "open"}
    assert build(rejudge(tmp_path / "h.ndjson", Ruled()), Ruled()) == report


@pytest.mark.parametrize(
    ("mode", "summary", "world"),
    [
        ("boundless", "It lets through what is to be refused with OVERFLOW.", "overflow"),
        ("narrow", "It refuses with OVERFLOW what is to go through.", "long"),
        ("other-words", "It refuses with FULL, though the reason is OVERFLOW.", "overflow"),
    ],
)
def test_a_refusal_in_a_world_is_told_by_its_name(play: Ask, mode: str, summary: str, world: str) -> None:
    """Lets through, refuses, or refuses for another reason: three mistakes, and no mere other value."""
    causes = build(play(mode, selection=WORLDS), WorldSuite()).causes
    told = {cause.summary: cause.cases for cause in causes}
    assert f"toy/world/{world}" in told[summary]


@pytest.mark.parametrize("modes", [(), ("forgets",), ("crash-later",), ("crash-on-7",), ("wrong-on-7",), ("spaces",)])
@pytest.mark.parametrize("seed", ["test", "other"])
def test_the_second_look_is_the_first(look: Ask, history_file: Path, modes: tuple[str, ...], seed: str) -> None:
    live = look(*modes, seed=seed)
    assert build(rejudge(history_file, LookedAt()), LookedAt()) == build(live, LookedAt())
    assert ("forgets" in modes) is any("what was added" in result.reason for result in live.tally.results)


def test_the_command_plays_up_to_the_step_that_failed(cli: Cli, tmp_path: Path) -> None:
    target = f"stdio:{shlex.join(WORLDS_ARGV)} wrong-on-7"
    told = cli("run", "--suite", "toy-worlds", "--target", target, "--filter", WORLD, "--json", "report.json")
    (failure,) = json.loads((tmp_path / "report.json").read_text())["failures"]
    assert failure["rerun"].endswith(f"--filter {WORLD} --until 6")
    assert failure["rerun"] in " ".join(told.stdout.split())
    again = cli(*shlex.split(failure["rerun"])[1:], "--history", "again.ndjson")
    assert (again.returncode, again.stdout.count("differs at  /sum")) == (1, 1)
    before = cli("run", "--suite", "toy-worlds", "--target", target, "--filter", WORLD, "--until", "5")
    assert before.returncode == 0
    assert "a selection is no claim" in before.stdout
    played = [line["case"] for line in lines(tmp_path / ".assay" / "last.ndjson") if "case" in line]
    assert played[1:] == [f"{WORLD}#{number}" for number in range(1, 6)]
    judged = cli("judge", "--suite", "toy-worlds", ".assay/last.ndjson")
    assert judged.returncode == 0, judged.stderr


def test_every_report_has_the_timeline_with_its_mark(cli: Cli, tmp_path: Path) -> None:
    target = f"stdio:{shlex.join(WORLDS_ARGV)} wrong-on-7"
    files = ("--markdown", "report.md", "--html", "report.html")
    told = cli("run", "--suite", "toy-worlds", "--target", target, "--filter", WORLD, *files)
    assert '✗  6. toy.add {"number":77} → {"sum":81}' in told.stdout
    markdown = (tmp_path / "report.md").read_text()
    assert '6. ❌ `toy.add {"number":77} → {"sum":81}`' in markdown
    assert markdown.count("❌ `toy.") == 1
    html = (tmp_path / "report.html").read_text()
    assert html.count('<span class="bad" aria-label="failed">✗</span>') == 1
