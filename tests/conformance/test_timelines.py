"""Steps of scenarios in words: every line is short and tells what came of it, deliveries too."""

from __future__ import annotations

import re
from typing import Any

import pytest

from assay.suite import Scenario, Told, Value
from conformance.timelines import WIDEST, told


def _told(scenario: Scenario) -> list[Told]:
    return told(scenario, [step.expect.value if isinstance(step.expect, Value) else None for step in scenario.steps])


def test_lines_are_short_and_hold_no_whole_id(scenarios: list[Scenario]) -> None:
    """Who reads them sees a line a step in a terminal of 120 columns."""
    for scenario in scenarios:
        for step, line in zip(scenario.steps, _told(scenario), strict=True):
            whole = f"{line.when} {step.operation} {line.who and f'{line.who}: '}{line.what} → {line.said}"
            assert len(whole) <= WIDEST, step.id
            assert line.said, step.id
            assert not re.search(r"[0-9a-f]{40}|[{\[]'", whole), step.id


def test_a_delivery_says_what_was_brought_and_what_became_of_it(scenarios: list[Scenario]) -> None:
    """The records with their indices, the beginning of the surface's id, and an outcome of each."""
    steps = [
        (step, line)
        for scenario in scenarios
        for step, line in zip(scenario.steps, _told(scenario), strict=True)
        if step.operation == "world.deliver" and isinstance(step.expect, Value) and step.expect.value.get("outcomes")
    ]
    said = {line.said for _, line in steps}
    assert {"Observed", "2 Observed", "Observed, Repeated", "Kept"} <= said
    assert any(re.match(r"(\d+ )?Late\b", each) for each in said)
    assert any(re.fullmatch(r"Observed, commits \w+#\d+", each) for each in said)
    cut = [line for _, line in steps if line.what.endswith("…")]
    assert len(cut) * 20 < len(steps)
    for step, line in ((step, line) for step, line in steps if line not in cut):
        whose = re.fullmatch(r"\S+ from ([^\s/]+)(/[0-9a-f]{8})?: (.*)", line.what)
        assert whose, step.id
        first = step.params["entries"][0]
        assert whose[3].startswith(f"{first['record']['kind']}#{first['index']}"), step.id
        assert whose[1] == step.params["surface"][:8] or not re.fullmatch("[0-9a-f]{8}", whose[1]), step.id


def test_a_surface_of_the_world_has_its_component_s_name(scenarios: list[Scenario]) -> None:
    """Where the Almanac was deployed in the same world, its ticks are told as its own."""
    lines = [line.what for scenario in scenarios for line in _told(scenario)]
    assert any(re.fullmatch(r"\w+ from almanac(/[0-9a-f]{8})?: Tick#\d+", each) for each in lines)


@pytest.mark.parametrize("value", [[], 7, {"outcomes": [7], "commits": []}, {"commits": [{}]}, {"now": {}, "logs": 1}])
def test_an_answer_of_another_shape_costs_no_line(scenarios: list[Scenario], value: Any) -> None:
    """The steps before it are told, and what was asked."""
    scenario = next(each for each in scenarios if each.steps[2].operation == "world.deliver")
    values = [step.expect.value for step in scenario.steps[:2] if isinstance(step.expect, Value)]
    lines = told(scenario, [*values, value])
    assert lines[:2] == _told(scenario)[:2]
    assert lines[2].what == _told(scenario)[2].what
