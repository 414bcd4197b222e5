"""The first thing that is wrong with a history, and scenarios of which nothing else is judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from assay.suite import Breach, Checked, Scenario, Value
from conformance.histories.checks import CHECKS
from conformance.histories.observations import history


def breach(scenario: Scenario, values: Sequence[Any]) -> Breach | None:
    """What contradicts what was answered before it, at the earliest step; None where all agrees."""
    seen = history([(step.operation, step.params) for step in scenario.steps], values)
    found = [(at, number, reason) for number, check in enumerate(CHECKS) for at, reason in check.findings(seen)]
    if not found:
        return None
    at, number, reason = min(found)
    return Breach(at, CHECKS[number].name, CHECKS[number].requirements, reason)


def loosened(scenario: Scenario) -> Scenario:
    """The scenario without its expected values, which of a live deployment nobody knows: its history alone is judged.

    What is to be an error stays one: a rule is broken at any time.
    """
    steps = tuple(
        msgspec.structs.replace(step, expect=Checked()) if isinstance(step.expect, Value) else step
        for step in scenario.steps
    )
    return msgspec.structs.replace(scenario, steps=steps)
