"""The scenarios: their schema, their steps computed a second time, and programs that pass none of them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from worlds_by_the_text import commit_of, ids_of, log_digest

from assay.describe import closure
from assay.drill import Drill
from assay.engine import Engine
from assay.history import History
from assay.runner import ask_claimed
from assay.suite import Case, InvalidParams, Refusal, Scenario, Value
from assay.tally import Tally
from assay.targets.stdio import StdioTarget
from assay.units import gather
from coalition_python.adapter import adapter
from conformance import scenario_files, vectors
from conformance.paths import VECTORS
from conformance.scenarios.almanacs import almanac, opened, tick
from conformance.scenarios.performers import START
from conformance.scenarios.script import ALMANAC, Collection, ScriptError
from conformance.spec_text import specification
from conformance.suite import CoalitionSuite

FILES = sorted(path.relative_to(VECTORS).as_posix() for path in vectors.files() if path.parent.name == "scenarios")
SCHEMA = json.loads((VECTORS / "schema" / "scenarios.schema.json").read_text("utf-8"))

Send = Callable[[str, dict[str, Any]], dict[str, Any]]


def _sender() -> Send:
    """Requests to the reference's adapter, in this process."""
    answer = adapter().answer

    def send(method: str, params: dict[str, Any]) -> dict[str, Any]:
        line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        found: dict[str, Any] = json.loads(answer(line.encode()))
        return found

    return send


def _is_right(step: Case, answer: dict[str, Any]) -> bool:
    if isinstance(step.expect, Value):
        return bool(answer.get("result") == {"value": step.expect.value})
    if isinstance(step.expect, Refusal):
        data = {"error": step.expect.error, "stage": step.expect.stage}
        return bool(answer.get("error", {}).get("data") == data)
    return bool(answer.get("error", {}).get("code") == -32602)


def _is_refusal(step: Case) -> bool:
    return not isinstance(step.expect, Value) or "refused" in step.expect.value


# --- the files -------------------------------------------------------------------------------------------------------


def test_there_are_scenarios(scenarios: list[Scenario]) -> None:
    """Ids stand once, steps are numbered, and everything cited is in the text."""
    assert len(scenarios) >= 30
    assert [name for name, count in Counter(each.id for each in scenarios).items() if count > 1] == []
    spec = specification()
    for scenario in scenarios:
        assert [step.id for step in scenario.steps] == [
            f"{scenario.id}#{number}" for number in range(1, len(scenario.steps) + 1)
        ]
        assert set(scenario.features) <= set(spec.features)
        for step in scenario.steps:
            assert step.operation in spec.verbs(), step.id
            assert set(step.requirements) <= set(spec.requirements), step.id
            assert "world" not in step.params, step.id


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_of_its_schema(name: str) -> None:
    """Any reader of JSON Schema accepts the file."""
    document = json.loads((VECTORS / name).read_text("utf-8"))
    Draft202012Validator.check_schema(SCHEMA)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []


@pytest.mark.parametrize("change", ["world", "operation", "expect", "extra", "steps", "id"])
def test_the_schema_refuses_what_is_no_file_of_scenarios(change: str) -> None:
    """The schema tells a good file from a broken one, and so does the reader but for what only a schema says."""
    document = json.loads((VECTORS / "scenarios" / "stage.json").read_text("utf-8"))
    step = document["scenarios"][0]["steps"][0]
    match change:
        case "world":
            step["input"]["world"] = "1"
        case "operation":
            step["operation"] = "surface.commit"
        case "expect":
            step["expect"] = {}
        case "extra":
            step["extra"] = 1
        case "steps":
            document["scenarios"][0]["steps"] = []
        case "id":
            document["scenarios"][0]["id"] = "world/x#1"
    assert list(Draft202012Validator(SCHEMA).iter_errors(document))


def test_steps_are_of_the_schemas_of_their_verbs(
    suite: CoalitionSuite, scenarios: list[Scenario], improvised: list[Scenario]
) -> None:
    """Parameters that are not ill-shaped are of their schema, the name of a world added; so is every value."""
    checked = 0
    for scenario in [*scenarios, *improvised[:20]]:
        for step in scenario.steps:
            schema = suite.schema(step.operation)
            assert schema is not None
            params = Draft202012Validator(schema["params"])
            asked = {"world": "7", **step.params}
            if isinstance(step.expect, InvalidParams):
                # The end of a u64 is what no schema can say.
                assert not params.is_valid(asked) or step.params.get("to") == str(2**64), step.id
            else:
                assert params.is_valid(asked), step.id
            if isinstance(step.expect, Value):
                assert Draft202012Validator(schema["result"]).is_valid({"value": step.expect.value}), step.id
                checked += 1
    assert checked > 300


def test_the_text_computes_every_id_commit_and_digest(scenarios: list[Scenario], improvised: list[Scenario]) -> None:
    """Deployments, entries and whole logs of all scenarios follow from the preimage tables; of fresh ones as well."""
    entries = 0
    for scenario in [*scenarios, *improvised[:60]]:
        deployed: dict[str, dict[str, Any]] = {}
        for step in scenario.steps:
            if _is_refusal(step):
                continue
            assert isinstance(step.expect, Value)
            found = step.expect.value
            if step.operation == "world.deploy":
                ids = ids_of(step.params["component"])
                deployed[ids["deployment"]] = ids
                assert found == ids, step.id
            elif step.operation == "world.read":
                ids = deployed[step.params["component"]]
                for entry in found["entries"]:
                    assert entry["commit"] == commit_of(ids, step.params["surface"], entry), step.id
                    entries += 1
                if len(found["entries"]) == int(found["length"]):
                    assert found["digest"] == log_digest(entry["commit"] for entry in found["entries"]), step.id
    assert entries > 250


def test_every_refusal_of_the_text_is_brought_about(scenarios: list[Scenario]) -> None:
    """No name of a table is only a name, but where its requirement says why it is not asked."""
    steps = [step for scenario in scenarios for step in scenario.steps if isinstance(step.expect, Value)]
    found = {step.expect.value.get("refused") for step in steps}
    spec = specification()
    asked = {name for name, requirement in spec.refusals.items() if not spec.requirements[requirement].untestable}
    assert asked <= found


# --- playing ---------------------------------------------------------------------------------------------------------


def test_the_reference_plays_each_scenario_alone(scenarios: list[Scenario]) -> None:
    """One after another, a world each."""
    send = _sender()
    for number, scenario in enumerate(scenarios):
        for step in scenario.steps:
            assert _is_right(step, send(step.operation, {"world": str(number), **step.params})), step.id


@pytest.mark.parametrize("seed", range(4))
def test_the_reference_plays_all_scenarios_at_once(scenarios: list[Scenario], seed: int) -> None:
    """Their steps mixed at random, many worlds open at a time, each scenario in it twice."""
    random = Random(seed)
    send = _sender()
    names = [random.getrandbits(64) for _ in range(2 * len(scenarios))]
    running = [
        (str(name), iter(scenario.steps)) for name, scenario in zip(names, [*scenarios, *scenarios], strict=True)
    ]
    while running:
        name, steps = running[random.randrange(len(running))]
        step = next(steps, None)
        if step is None:
            running.remove((name, steps))
        else:
            assert _is_right(step, send(step.operation, {"world": name, **step.params})), step.id


# --- parts -----------------------------------------------------------------------------------------------------------


def _parts(suite: CoalitionSuite, scenarios: list[Scenario]) -> Iterator[tuple[Case, Case]]:
    return ((step, part) for scenario in scenarios for step in scenario.steps for part in suite.parts(step))


def test_the_parts_of_a_step_are_what_the_adapter_derives(suite: CoalitionSuite, scenarios: list[Scenario]) -> None:
    """Each part is an operation of the features that the scenario's features bring with them, and right."""
    send = _sender()
    seen = set()
    for step, part in _parts(suite, scenarios):
        seen.add(part.operation)
        assert isinstance(part.expect, Value)
        assert send(part.operation, part.params)["result"]["value"] == part.expect.value, part.id
        assert set(part.features) <= closure(step.features, suite.features()), part.id
        assert not part.operation.startswith("world."), part.id
    assert {"surface.commit", "almanac.tick", "retirement.marker", "identity.module_id", "surface.log_digest"} <= seen


#: A mutant breaks the reference of its whole process: here that is not the process that knows what is right.
MISTAKEN = """
import sys
from conformance.mutants import MUTANTS
answer = next(mutant for mutant in MUTANTS if mutant.name == sys.argv[1]).handler()
for line in sys.stdin.buffer:
    sys.stdout.buffer.write(answer(line.rstrip(b"\\n")) + b"\\n")
    sys.stdout.buffer.flush()
"""


@pytest.mark.parametrize(
    ("mutant", "operation"),
    [
        ("commit-without-index", "surface.commit"),
        ("tick-without-seq", "almanac.tick"),
        ("address-without-name", "identity.module_id"),
        ("deployment-without-content", "surface.deployment"),
    ],
)
def test_a_wrong_step_is_followed_to_its_part(
    suite: CoalitionSuite, scenarios: list[Scenario], mutant: str, operation: str
) -> None:
    """The drill ends at the derivation that is broken, and not at the verb."""
    life = [scenario for scenario in scenarios if scenario.id == "world/almanac/life"]
    tally = Tally(suite.requirements(), {}, strict=True)
    engine = Engine(
        StdioTarget("m", [sys.executable, "-c", MISTAKEN, mutant]), suite, tally, History(None), seed="drill"
    )
    claimed = closure(engine.negotiate().describe.features, suite.features())
    engine.run(ask_claimed(iter(gather(life)), claimed, tally))
    (result,) = tally.results
    assert result.exchange is not None
    deepest = Drill(suite, claimed, lambda case: engine.ask(case, "drill")).deepest(result.exchange)
    engine.close()
    assert deepest.path[0].startswith("world.")
    assert deepest.exchange.case.operation == operation


# --- the definitions --------------------------------------------------------------------------------------------------


def test_a_definition_that_is_wrong_about_itself_is_no_vector() -> None:
    """Accepted for refused, refused for accepted, another name, another error: each is found when it is defined."""
    script = Collection("scenarios/x.json", ALMANAC).script("x", "a trial")
    ident = opened(script)
    tick(script, ident, (0, 0))
    steps = len(script.steps)
    with pytest.raises(ScriptError, match="SlotTaken"):
        tick(script, ident, (0, 0))
    with pytest.raises(ScriptError, match="to be refused with TimeBackwards"):
        script.refuse("world.advance", "TimeBackwards", to=START)
    with pytest.raises(ScriptError, match="AlreadyDeployed"):
        script.refuse("world.deploy", "UnknownClass", component=almanac(), committee=(bytes(32),))
    with pytest.raises(ScriptError, match="accepted"):
        script.break_shape("world.advance", "none", {"to": str(START)})
    with pytest.raises(ScriptError, match="accepted"):
        script.break_rule("world.advance", "ZeroId", "none", {"to": str(START)})
    with pytest.raises(ScriptError, match="takes"):
        script.go("world.advance", now=START)
    assert len(script.steps) == steps


def test_a_scenario_stands_once_in_its_collection() -> None:
    """Two of one name are an error of the definitions."""
    collection = Collection("scenarios/x.json", ALMANAC)
    collection.script("x", "one")
    with pytest.raises(ScriptError, match="stands twice"):
        collection.script("x", "two")


def test_another_expectation_moves_a_scenario(suite: CoalitionSuite) -> None:
    """`vectors diff` names the scenario, and the verbs and requirements in it; a comment moves nothing."""
    before = {path.relative_to(VECTORS).as_posix(): path.read_bytes() for path in vectors.files()}
    document = json.loads(before["scenarios/stage.json"])
    document["scenarios"][0]["steps"][0]["comment"] = "another"
    after = {**before, "scenarios/stage.json": json.dumps(document).encode()}
    assert suite.vectors().moved(before, after).moved == ()
    document["scenarios"][0]["steps"][0]["expect"] = {"value": {"now": "0"}}
    after["scenarios/stage.json"] = json.dumps(document).encode()
    diff = suite.vectors().moved(before, after)
    assert diff.moved == ("world/opened-twice",)
    assert {"world.open", "world.advance", "world.close"} == set(diff.operations)
    assert {"PROTO-15", "WORLD-1"} <= set(diff.requirements)
    assert "world-opened-over" in diff.mutants


def test_a_file_from_elsewhere_explains_itself(tmp_path: Any, suite: CoalitionSuite) -> None:
    """Scenarios outside the folder are asked, and their steps have parts."""
    path = tmp_path / "elsewhere.json"
    path.write_bytes((VECTORS / "scenarios" / "almanac.json").read_bytes())
    (life, *_) = vectors.scenarios([path])
    assert life.source == str(path)
    assert any(suite.parts(step) for step in life.steps)


def test_documents_are_deterministic() -> None:
    """Playing the definitions twice writes the same bytes."""
    assert dict(scenario_files.documents()) == dict(scenario_files.documents())
