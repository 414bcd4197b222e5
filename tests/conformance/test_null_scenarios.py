"""Programs that know nothing pass no scenario."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from assay.describe import closure
from assay.engine import Engine
from assay.history import History
from assay.runner import ask_claimed
from assay.suite import Scenario, Value
from assay.tally import Tally
from assay.targets.inprocess import InProcessTarget
from assay.units import gather
from conformance.scenarios.performers import START
from conformance.spec_text import specification
from conformance.suite import CoalitionSuite


class _Null:
    """A program that describes itself, and answers everything else by one function."""

    def __init__(self, features: Iterable[str], answer: Callable[[str], dict[str, Any]]) -> None:
        self._features = sorted(features)
        self._answer = answer

    def __call__(self, line: bytes) -> bytes:
        request = json.loads(line)
        body = self._answer(request["method"])
        if request["method"] == "describe":
            limits = {"window": 64, "line": 1 << 24, "deadline_ms": 60_000}
            about = {"name": "null", "version": "0", "language": "none", "protocol_version": 1, "spec_version": "0.1"}
            body = {"result": {**about, "features": self._features, "limits": limits}}
        return json.dumps({"jsonrpc": "2.0", "id": request["id"], **body}).encode()

    def close(self) -> None:
        """Nothing is held."""


def _passed(suite: CoalitionSuite, scenarios: list[Scenario], answer: Callable[[str], dict[str, Any]]) -> int:
    tally = Tally(suite.requirements(), {}, strict=True)
    target = InProcessTarget("null", lambda: _Null(suite.features(), answer))
    engine = Engine(target, suite, tally, History(None), seed="null", budget=1_000_000)
    claimed = closure(engine.negotiate().describe.features, suite.features())
    engine.run(ask_claimed(iter(gather(scenarios)), claimed, tally))
    engine.close()
    assert tally.seen == len(scenarios)
    return tally.counts["passed"]


@pytest.mark.parametrize("given", [None, [], {}, True, "", 0, {"now": str(START)}, {"entries": []}])
def test_one_value_for_everything_passes_no_scenario(
    suite: CoalitionSuite, scenarios: list[Scenario], given: Any
) -> None:
    """Nothing, a verdict, an empty page, the present."""
    assert _passed(suite, scenarios, lambda _method: {"result": {"value": given}}) == 0


@pytest.mark.parametrize("name", [*specification().refusals, "DuplicateKey", "ReplacementRequired"])
def test_refusing_everything_passes_no_scenario(suite: CoalitionSuite, scenarios: list[Scenario], name: str) -> None:
    """Whichever refusal it is."""
    assert _passed(suite, scenarios, lambda _method: {"result": {"value": {"refused": name}}}) == 0


def test_ill_shaped_always_passes_no_scenario(suite: CoalitionSuite, scenarios: list[Scenario]) -> None:
    """-32602 to everything."""
    assert _passed(suite, scenarios, lambda _method: {"error": {"code": -32602, "message": "no"}}) == 0


def test_the_commonest_value_of_each_verb_passes_no_scenario(suite: CoalitionSuite, scenarios: list[Scenario]) -> None:
    """What is right most often, whatever was asked before."""
    found: dict[str, Counter[str]] = {}
    for scenario in scenarios:
        for step in scenario.steps:
            if isinstance(step.expect, Value):
                found.setdefault(step.operation, Counter())[json.dumps(step.expect.value)] += 1
    best = {verb: json.loads(values.most_common(1)[0][0]) for verb, values in found.items()}
    assert _passed(suite, scenarios, lambda method: {"result": {"value": best.get(method)}}) == 0
