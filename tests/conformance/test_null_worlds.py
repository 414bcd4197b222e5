"""Programs that play nothing: they claim every world, answer as if, and fully pass no requirement of any scenario."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from test_null_programs import Answer, passed

from assay.suite import Scenario, Value
from conformance.suite import CoalitionSuite

Json = Any

EMPTY_PAGE: Mapping[str, Json] = {"entries": [], "length": "0", "digest": "00" * 32}


@pytest.fixture(scope="module")
def outcomes(scenarios: list[Scenario]) -> dict[str, Counter[str]]:
    """What each verb answers somewhere, and how often; refusals are outcomes too."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for scenario in scenarios:
        for step in scenario.steps:
            if isinstance(step.expect, Value):
                found[step.operation][json.dumps(step.expect.value)] += 1
    return found


def _value(value: Json) -> dict[str, Json]:
    return {"result": {"value": value}}


def _told(method: str, params: Json) -> Json:
    """What anybody knows of time without keeping any: the instant that stands in the question."""
    return {"now": params["now" if method == "world.open" else "to"]}


def _accepting(outcomes: Mapping[str, Counter[str]], rank: int) -> Answer:
    """Accept everything with the verb's commonest value (by rank), tell the time, and have nothing to read."""
    accepted = {
        verb: [value for value, _ in values.most_common() if "refused" not in json.loads(value)]
        for verb, values in outcomes.items()
    }

    def answer(method: str, params: Json) -> dict[str, Json]:
        if method == "world.read":
            return _value(EMPTY_PAGE)
        if method in ("world.open", "world.advance"):
            return _value(_told(method, params))
        values = accepted[method]
        return _value(json.loads(values[min(rank, len(values) - 1)]))

    return answer


@pytest.mark.parametrize("rank", [0, 1, 2])
def test_accepting_all_with_nothing_to_read_passes_nothing(
    suite: CoalitionSuite, scenarios: list[Scenario], outcomes: dict[str, Counter[str]], rank: int
) -> None:
    """Whatever is done there, every surface stays empty."""
    found, _ = passed(suite, scenarios, _accepting(outcomes, rank))  # type: ignore[arg-type]
    assert found == []


def test_refusing_all_with_one_refusal_passes_nothing(
    suite: CoalitionSuite, scenarios: list[Scenario], outcomes: dict[str, Counter[str]]
) -> None:
    """Each refusal that there is, for everything but opening a world and telling the time."""
    refusals = {value for values in outcomes.values() for value in values if "refused" in json.loads(value)}
    assert len(refusals) > 10
    for refusal in refusals:

        def answer(method: str, params: Json, refusal: str = refusal) -> dict[str, Json]:
            told = method in ("world.open", "world.advance")
            return _value(_told(method, params) if told else json.loads(refusal))

        found, _ = passed(suite, scenarios, answer)  # type: ignore[arg-type]
        assert found == [], refusal


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_accepting_and_refusing_at_random_passes_nothing(
    suite: CoalitionSuite, scenarios: list[Scenario], outcomes: dict[str, Counter[str]], seed: int
) -> None:
    """Whatever the verb answers somewhere, as the dice fall; the time it tells."""
    random = Random(seed)
    pool = {verb: [json.loads(value) for value in values] for verb, values in outcomes.items()}

    def answer(method: str, params: Json) -> dict[str, Json]:
        told = method in ("world.open", "world.advance") and random.random() < 0.9
        return _value(_told(method, params) if told else random.choice(pool[method]))

    found, _ = passed(suite, scenarios, answer)  # type: ignore[arg-type]
    assert found == []
