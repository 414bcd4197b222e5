"""Signs of life: a refusal says that nothing happened, and so does a component that does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from assay.suite import Case, Scenario, Value

#: What is asked of a component, and may be refused.
ASKED = {"world.submit", "world.deliver", "world.read", "world.bond"}
#: Refusals that need no sign of the component, since there is none, and why.
NOBODY_THERE = {
    "UnknownComponent": "the world never had it: whatever it is asked, it is not there before or after",
    "ConnectTimeout": "it was stopped, and nobody answers under it any more",
}


def _is_no(step: Case) -> bool:
    return not isinstance(step.expect, Value) or "refused" in step.expect.value


def _gives_a_sign(step: Case) -> bool:
    """What only a component that is there answers: a command, a delivery, a bond, entries, how it stands."""
    if _is_no(step) or step.operation not in {*ASKED, "world.status"}:
        return False
    assert isinstance(step.expect, Value)
    return step.operation != "world.read" or bool(step.expect.value["entries"])


def _worlds_of(scenario: Scenario) -> Iterator[list[Case]]:
    """The steps of a scenario, world by world."""
    opens = (number for number, step in enumerate(scenario.steps) if step.operation == "world.open")
    begins = [number for number in opens if not _is_no(scenario.steps[number])]
    for begin, end in pairwise([*begins, len(scenario.steps)]):
        yield list(scenario.steps[begin:end])


def _without_sign(steps: list[Case]) -> Iterator[Case]:
    """Refusals of a component that are not between two signs of it."""
    stopped = {step.params["component"] for step in steps if step.operation == "world.stop" and not _is_no(step)}
    for number, step in enumerate(steps):
        if step.operation not in ASKED or not isinstance(step.expect, Value) or "refused" not in step.expect.value:
            continue
        if step.expect.value["refused"] in NOBODY_THERE:
            continue
        ident = step.params["component"]
        before, after = (
            any(_gives_a_sign(each) and each.params["component"] == ident for each in part)
            for part in (steps[:number], steps[number + 1 :])
        )
        if not before or not (after or ident in stopped):
            yield step


def test_every_refusal_stands_between_signs_of_life(scenarios: list[Scenario], improvised: list[Scenario]) -> None:
    """Before and after each refusal the component that refused shows itself, so that silence passes nothing."""
    missing = [
        step.id
        for scenario in [*scenarios, *improvised]
        for steps in _worlds_of(scenario)
        for step in _without_sign(steps)
    ]
    assert missing == []


def test_a_component_that_was_never_heard_is_found(scenarios: list[Scenario]) -> None:
    """The rule above is one: without the signs before it, or those behind it, a refusal is reported."""
    life = next(each for each in scenarios if each.id == "world/almanac/life")
    refusals = [number for number, step in enumerate(life.steps) if _is_no(step)]
    assert not list(_without_sign(list(life.steps)))
    assert list(_without_sign(list(life.steps[refusals[0] :])))
    assert list(_without_sign(list(life.steps[: refusals[-1] + 1])))
