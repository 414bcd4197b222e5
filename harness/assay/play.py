"""A scenario on its way: which step is next, and under which name its world stands in which session."""

from __future__ import annotations

import secrets

from assay.lookback import Heard
from assay.session import Session
from assay.suite import Case, Scenario
from assay.units import Unit


class Play:
    """One playing of a scenario.

    A world is gone with the session it stood in. It is then played again from its first step, under another name, up to
    where it was: `reached` counts the steps that have passed once, `at` is the next one to ask. `heard` is what those
    before it were answered with in the world that stands.
    """

    __slots__ = ("at", "heard", "over", "reached", "scenario", "session", "unit", "world")

    def __init__(self, scenario: Scenario, unit: Unit) -> None:
        self.scenario = scenario
        self.unit = unit
        self.at = 0
        self.reached = 0
        self.heard: list[Heard] = []
        self.world = 0
        self.session: Session | None = None
        self.over = False

    @property
    def step(self) -> Case:
        """The step that is next."""
        return self.scenario.steps[self.at]

    @property
    def again(self) -> bool:
        """Whether the next step has passed before."""
        return self.at < self.reached

    def enter(self, session: Session) -> None:
        """Begin, or begin again, with a world nobody knows: a server may hold those of a run with this seed."""
        self.session = session
        self.world = secrets.randbits(53)
        self.at = 0
        self.heard.clear()

    def advance(self, heard: Heard) -> bool:
        """The step has passed; whether there is another."""
        self.heard.append(heard)
        self.at += 1
        self.reached = max(self.reached, self.at)
        self.over = self.at == len(self.scenario.steps)
        return not self.over
