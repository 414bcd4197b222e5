"""Scenarios computed on the spot: lives that nobody has written down, short and long, from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from assay.suite import Case, Scenario
from conformance.entropy import Entropy
from conformance.scenario_files import expectation
from conformance.scenarios import moves
from conformance.scenarios.acts import ACTS
from conformance.scenarios.improvised import Act, Stage
from conformance.scenarios.script import Script
from conformance.vectors import STRICT_INPUT

#: How many moves a life has. The short ones come first to mind when one of them fails, and the long ones fail oftener.
_LENGTHS = (1, 1, 2, 2, 3, 5, 8, 13, 21)

#: Where a question comes from that no file holds.
FRESH: Final = "fresh"


@dataclass(frozen=True)
class Life:
    """A life that was drawn and not yet played: its features are known before it costs anything."""

    ident: str
    act: Act
    strict: bool
    entropy: Entropy
    source: str = FRESH

    @property
    def features(self) -> tuple[str, ...]:
        """What it is asked under."""
        return (*self.act.features, STRICT_INPUT) if self.strict else self.act.features

    def played(self) -> Scenario:
        """The scenario; the reference says what is expected. Once alone: playing draws."""
        script = Script(self.ident, "an improvised life", self.features)
        _play(self.act.stage(script, self.entropy), self.act, strict=self.strict)
        return _scenario(script, self.source)


def fresh_life(ident: str, entropy: Entropy, act: Act | None = None, source: str = FRESH) -> Life:
    """A life of that id, drawn from `entropy`, of any act or this one; its steps say `source`."""
    act = entropy.choice(ACTS) if act is None else act
    return Life(ident, act, bool(act.strict) and entropy.chance(6), entropy, source)


def fresh_scenario(ident: str, entropy: Entropy, act: Act | None = None) -> Scenario:
    """A life of that id, played."""
    return fresh_life(ident, entropy, act).played()


def _play(stage: Stage, act: Act, *, strict: bool) -> None:
    entropy, script = stage.entropy, stage.script
    if entropy.chance(8):
        script.refuse("world.advance", "UnknownWorld", "no world is open yet", to=entropy.below(10**6))
    stage.open()
    refused = (*act.refused, *(act.strict * 4 if strict else ()))
    for _ in range(entropy.choice(_LENGTHS)):
        entropy.choice(act.through if entropy.chance(2) else refused)(stage)
    if entropy.chance(2):
        moves.looks(stage)
    script.go("world.close", "every log", cites=["WORLD-16", "PROTO-15"])
    if entropy.chance(8):
        script.refuse("world.close", "UnknownWorld", "it is gone")
    if entropy.chance(6):
        _again(stage, act)


def _again(stage: Stage, act: Act) -> None:
    """The same once more, in a world of another seed where none was drawn from: all is answered alike (WORLD-15)."""
    first = next(number for number, step in enumerate(stage.script.steps) if step.operation == "world.open")
    for step in stage.script.steps[first:]:
        params = dict(step.params)
        if step.operation == "world.open" and params.keys() == {"seed", "now"} and not act.draws:
            params["seed"] = stage.entropy.bytes(32).hex()
        stage.script.repeat(step, params, cites=["WORLD-15"])


def _scenario(script: Script, source: str) -> Scenario:
    steps = tuple(
        Case(
            id=f"{script.id}#{number}",
            operation=step.operation,
            params=step.params,
            expect=expectation(step.expect),
            requirements=step.requirements,
            features=script.features,
            unit=script.id,
            source=source,
            comment=step.comment,
        )
        for number, step in enumerate(script.steps, 1)
    )
    return Scenario(script.id, steps, script.requirements, script.features, script.id, source, script.comment)
