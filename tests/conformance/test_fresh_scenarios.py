"""Lives that nobody wrote: from a seed, over every rule, and none for who knows the written ones by heart."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assay.killing import matrix
from assay.suite import InvalidParams, Refusal, Scenario, Value
from conformance import fresh_scenarios
from conformance.entropy import Entropy
from conformance.fresh_scenarios import fresh_scenario
from conformance.mutants import RUNNING
from conformance.scenarios.acts import ACTS
from conformance.scenarios.improvised import Act
from conformance.spec_text import specification
from conformance.suite import CoalitionSuite


def _seeded(seed: str) -> list[Scenario]:
    return [fresh_scenario(f"fresh/world/{number}", Entropy(f"{seed} {number}")) for number in range(12)]


def test_a_seed_gives_one_list_of_lives() -> None:
    """The same seed the same lives; another seed shares no deployment with it."""
    assert _seeded("a") == _seeded("a")
    deployments = [{_deployment(step) for each in _seeded(seed) for step in each.steps} - {None} for seed in "ab"]
    assert deployments[0]
    assert not deployments[0] & deployments[1]


LIVES = """
from conformance.entropy import Entropy
from conformance.fresh_scenarios import fresh_scenario
from conformance.scenarios.acts import ACTS

for act in ACTS:
    for number in range(6):
        print(act.chapter, fresh_scenario(f"fresh/world/{number}", Entropy(f"hashed {number}"), act))
"""


def test_two_processes_improvise_the_same_lives() -> None:
    """A failure is seen again from its seed: every act has the same lives under two seeds of Python's hashing."""
    outputs = [
        subprocess.run(
            [sys.executable, "-c", LIVES],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") == 6 * len(ACTS)


def _deployment(step: Any) -> str | None:
    value = step.expect.value if isinstance(step.expect, Value) else {}
    return value.get("deployment")


def test_a_fresh_list_has_lives_in_it(suite: CoalitionSuite) -> None:
    """One question in forty, more or less; their ids are those of their places, which a case and its twin share."""
    found = list(suite.fresh(480, "lives"))
    lives = [question for question in found if isinstance(question, Scenario)]
    assert 3 < len(lives) < 40
    places = [int(question.id.split("/")[-1].split("-")[0]) for question in found]
    assert places == sorted(places)
    assert len(set(places)) == max(places) + 1


def test_lives_that_nobody_wants_are_not_played(suite: CoalitionSuite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has bonds and stops no component is asked lives of bonds, and waits for no others to be computed."""
    played: list[tuple[str, ...]] = []
    script = fresh_scenarios.Script
    monkeypatch.setattr(fresh_scenarios, "Script", lambda *given: played.append(given[2]) or script(*given))

    found = list(suite.fresh(3, "few", lambda features: "bonds" in features and "rotation" not in features))

    assert len(found) == 3
    assert [each.features for each in found] == played


def test_every_rule_of_the_written_ones_is_reached(improvised: list[Scenario], scenarios: list[Scenario]) -> None:
    """Requirements, refusals, errors of a rule and of a shape: nothing of the chapter is left to the written ones."""
    cited = Counter(name for each in improvised for name in each.requirements)
    assert {name for each in scenarios for name in each.requirements} <= cited.keys()
    refused = Counter(
        step.expect.value.get("refused") for each in improvised for step in each.steps if isinstance(step.expect, Value)
    )
    for name in _refusals(scenarios):
        assert refused[name] >= 3, name
    kinds = Counter(type(step.expect) for each in improvised for step in each.steps)
    assert kinds[InvalidParams] > 10
    assert kinds[Refusal] > 5


def _refusals(scenarios: list[Scenario]) -> set[str]:
    """What the written ones are refused with, but for names of rules that one configuration in many breaks."""
    found = {
        step.expect.value["refused"]
        for each in scenarios
        for step in each.steps
        if isinstance(step.expect, Value) and "refused" in step.expect.value
    }
    return found & {*specification().refusals, "DuplicateKey", "ReplacementRequired", "ReplacementForbidden"}


def test_short_ones_are_among_them(improvised: list[Scenario]) -> None:
    """A rule that is broken shows in a life that is soon told, and one that takes many steps to show has those."""
    lengths = sorted(len(each.steps) for each in improvised)
    assert lengths[len(lengths) // 8] <= 8
    assert lengths[-1] > 50


@pytest.mark.parametrize("chapter", RUNNING)
def test_mutants_of_a_chapter_die_of_fresh_lives_alone(
    suite: CoalitionSuite, lives: Callable[[Act], list[Scenario]], chapter: str
) -> None:
    """All of them, by 160 lives an act of the chapter, without a scenario that is written."""
    found = [life for act in ACTS if act.chapter == chapter for life in lives(act)]
    rows = matrix(suite, RUNNING[chapter].MUTANTS, cases=found, jobs=2, brief=True)
    assert [row.mutant for row in rows if row.alive] == []


def test_every_act_has_mutants() -> None:
    """An act names a chapter whose mutants it is to find out."""
    assert {act.chapter for act in ACTS} == RUNNING.keys()


#: Answers each world as that committed scenario goes on of which everything asked so far was the beginning.
BY_HEART = """
import json, sys
from pathlib import Path

known, claimed = [], set()
for path in sorted(Path(sys.argv[1]).glob("*.json")):
    for each in json.loads(path.read_text("utf-8"))["scenarios"]:
        claimed.update(each["features"])
        steps = each["steps"]
        known.append([(one["operation"], json.dumps(one["input"], sort_keys=True), one["expect"]) for one in steps])
features = sorted(claimed - {"identity.strict-input"})
about = {"name": "by-heart", "version": "0", "language": "python", "protocol_version": 1, "spec_version": "0.1"}
limits = {"window": 64, "line": 1 << 24, "deadline_ms": 60000}
asked = {}

def answer(method, params):
    if method == "describe":
        return {"result": {**about, "features": features, "limits": limits}}
    so_far = asked.setdefault(params.pop("world", None), [])
    so_far.append((method, json.dumps(params, sort_keys=True)))
    for steps in known:
        if len(steps) >= len(so_far) and all(tuple(step[:2]) == one for step, one in zip(steps, so_far)):
            expect = steps[len(so_far) - 1][2]
            if "value" in expect:
                return {"result": {"value": expect["value"]}}
            if "error" in expect:
                return {"error": {"code": -32000, "message": "no", "data": expect}}
            return {"error": {"code": -32602, "message": "no"}}
    return {"result": {"value": {"refused": "UnknownWorld"}}}

for line in sys.stdin:
    request = json.loads(line)
    said = answer(request["method"], request["params"])
    print(json.dumps({"jsonrpc": "2.0", "id": request["id"], **said}), flush=True)
"""


def _report(assay: list[str], folder: Path, target: str, *options: str) -> dict[str, Any]:
    command = [*assay, "run", "--target", target, "--json", "report.json", "--no-history", "--all-failures", *options]
    subprocess.run(command, cwd=folder, capture_output=True, check=False, env={**os.environ, "NO_COLOR": "1"})
    report: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    return report


def test_who_knows_the_written_ones_by_heart_is_found_out(root: Path, assay: list[str], tmp_path: Path) -> None:
    """It passes every committed world, and not one fresh life."""
    program = tmp_path / "by_heart.py"
    program.write_text(BY_HEART, "utf-8")
    words = [sys.executable, str(program), str(root / "vectors" / "scenarios")]
    target = f"stdio:{shlex.join(words)}"
    committed = _report(assay, tmp_path, target, "--filter", "world/*")
    assert committed["verdicts"].keys() <= {"passed", "skipped"}
    assert committed["verdicts"]["passed"] > 25
    fresh = _report(assay, tmp_path, target, "--fresh", "400", "--seed", "heart", "--filter", "fresh/world/*")
    assert fresh["verdicts"].keys() <= {"failed", "skipped"}
    assert fresh["verdicts"]["failed"] > 3


MISTAKEN = """
import sys
from conformance.mutants import MUTANTS
answer = next(mutant for mutant in MUTANTS if mutant.name == sys.argv[1]).handler()
for line in sys.stdin.buffer:
    sys.stdout.buffer.write(answer(line.rstrip(b"\\n")) + b"\\n")
    sys.stdout.buffer.flush()
"""


def test_a_failure_is_seen_again_by_its_command(assay: list[str], tmp_path: Path) -> None:
    """The report names the requirement and tells a short life; its command finds it again, and so do shares."""
    (tmp_path / "mistaken.py").write_text(MISTAKEN, "utf-8")
    target = f"stdio:{sys.executable} mistaken.py index-from-1"
    options = ("--fresh", "320", "--seed", "again", "--filter", "fresh/world/*")
    whole = _report(assay, tmp_path, target, *options)
    failure = whole["failures"][0]
    assert "WORLD-6" in failure["requirements"]
    assert set(failure["requirements"]) <= {name for name, word in whole["requirements"].items() if word == "failed"}
    assert whole["requirements"]["WORLD-6"] != "passed"
    assert 1 < len(failure["timeline"]) <= 6, "what was played before it is told"
    words = shlex.split(failure["rerun"])
    assert words[words.index("--seed") + 1] == "again"
    assert _failing(_report(assay, tmp_path, target, *words[4:])) == [failure["case"]]
    found = _failing(whole)
    assert len(found) > 1
    assert _failing(_report(assay, tmp_path, target, *options, "-j", "2")) == found
    shares = [_failing(_report(assay, tmp_path, target, *options, "--shard", f"{number}/2")) for number in (1, 2)]
    assert sorted(shares[0] + shares[1]) == found


def _failing(report: dict[str, Any]) -> list[str]:
    return sorted(name for cause in report["causes"] for name in cause["cases"])


@pytest.mark.parametrize("number", range(3))
def test_a_part_of_a_fresh_step_is_found(suite: CoalitionSuite, improvised: list[Scenario], number: int) -> None:
    """What a fresh step folds can be drilled into, as that of a written one."""
    assert any(suite.parts(step) for step in improvised[number * 10].steps + improvised[number * 10 + 1].steps)


def _worlds(features: tuple[str, ...]) -> bool:
    return "world" in features


def test_a_step_of_a_seeded_life_has_parts(suite: CoalitionSuite) -> None:
    """The life is computed once more from its seed: behind what a step commits is a commit, and nothing fails."""
    lives = [each for each in suite.fresh(24, "parts", _worlds) if isinstance(each, Scenario)]
    assert {each.source for each in lives} == {"fresh parts"}
    found: dict[str, set[str]] = {}
    for step in (step for life in lives for step in life.steps):
        behind = {part.operation for part in suite.parts(step)}
        found.setdefault(step.operation, set()).update(behind)
        if isinstance(step.expect, Value) and step.expect.value.get("commits"):
            assert "surface.commit" in behind, step.id
    for verb in ("world.submit", "world.deliver", "world.read", "world.status"):
        assert "surface.log_digest" in found[verb] or "surface.commit" in found[verb], verb


#: Passes on what the reference says, but for the commits of deliveries.
MISCOUNTED = """
import json, subprocess, sys
from coalition_python.program import ARGV
below = subprocess.Popen(ARGV, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
for line in sys.stdin.buffer:
    below.stdin.write(line)
    below.stdin.flush()
    said = json.loads(below.stdout.readline())
    if json.loads(line).get("method") == "world.deliver" and said.get("result", {}).get("value", {}).get("commits"):
        for each in said["result"]["value"]["commits"]:
            each["commit"] = each["commit"][::-1]
    print(json.dumps(said), flush=True)
"""


def test_a_wrong_delivery_of_a_fresh_life_is_explained(assay: list[str], tmp_path: Path) -> None:
    """What is behind it is looked into, and found right: the suite's help does not fail for want of a file."""
    (tmp_path / "miscounted.py").write_text(MISCOUNTED, "utf-8")
    options = ("--fresh", "60", "--seed", "deliveries", "--feature", "stall.intents")
    report = _report(assay, tmp_path, f"stdio:{sys.executable} miscounted.py", *options)
    assert report["failures"]
    for failure in report["failures"]:
        assert (failure["operation"], failure["trouble"]) == ("world.deliver", "")
