"""Scripts: the definition of a scenario, step by step. What is expected is computed by playing it on the reference.

A step says whether it goes through or how it is refused, and the reference has to agree: a definition that is wrong
about itself is a `ScriptError`, and never a vector.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from coalition.errors import RuleError, ShapeError
from coalition.json_form import encode_as
from coalition.runtime.play import open_world, play, refused, verb_parameters
from coalition.runtime.refusals import UnknownWorld, WorldExists
from coalition.runtime.verbs import CLOSE, OPEN
from coalition.runtime.world import World
from conformance.casebook import error_class
from conformance.scenarios.signs import STATUS, Signs
from conformance.spec_text import specification
from conformance.vectors import STRICT_INPUT

#: The features of a scenario in which an Almanac is deployed.
ALMANAC: Final = ("almanac", "world")
#: The features of one in which nothing is.
BARE: Final = ("world",)
SEED: Final = bytes(range(32))

Json = Any


class ScriptError(Exception):
    """A definition is wrong: the reference does not do what it says."""


@dataclass(frozen=True)
class Step:
    """One verb, and what the reference answers."""

    operation: str
    requirements: tuple[str, ...]
    comment: str
    params: Mapping[str, Json]
    expect: Mapping[str, Json]


@dataclass
class Collection:
    """The scenarios of a file, of one chapter. `features` are those that each of them takes."""

    file: str
    features: tuple[str, ...]
    chapter: str = "worlds"
    scripts: list[Script] = field(default_factory=list)

    def script(self, name: str, comment: str, *, strict: bool = False, features: Sequence[str] = ()) -> Script:
        """A new script, called `world/…`, that takes these features too.

        A `strict` one is asked of targets that refuse input that breaks a rule.
        """
        taken = (*self.features, *features, *((STRICT_INPUT,) if strict else ()))
        made = Script(f"world/{name}", comment, tuple(dict.fromkeys(taken)))
        if any(each.id == made.id for each in self.scripts):
            raise ScriptError(f"{made.id} stands twice")
        self.scripts.append(made)
        return made


class Script:
    """A scenario as it is written. `world` is where the reference stands; None while no world is open."""

    def __init__(self, ident: str, comment: str, features: tuple[str, ...]) -> None:
        self.id = ident
        self.comment = comment
        self.features = features
        self.steps: list[Step] = []
        self._world: World | None = None
        self._signs = Signs()

    @property
    def world(self) -> World | None:
        """The world of the reference as it is now; None while none is open."""
        return self._world

    @property
    def requirements(self) -> tuple[str, ...]:
        """What the steps cite."""
        return tuple(dict.fromkeys(each for step in self.steps for each in step.requirements))

    def go(self, verb: str, comment: str = "", *, cites: Sequence[str] = (), **values: Any) -> Json:
        """A step that goes through; its value."""
        return self.go_form(verb, comment, _params(verb, values), cites=cites)

    def go_form(self, verb: str, comment: str, params: Mapping[str, Json], *, cites: Sequence[str] = ()) -> Json:
        """As `go`, with parameters in their JSON form. A world ends when what refused has given a sign again."""
        if verb == CLOSE:
            for component in self._signs.due_at_the_end():
                self._signs_of(component, "it is still there")
        value = self._play(verb, params)
        if isinstance(value, dict) and "refused" in value:
            raise ScriptError(f"{self._name()}: {value['refused']}, and is to go through")
        self._add(verb, comment, cites, params, {"value": value})
        self._signs.answered(verb, params, value)
        return value

    def repeat(self, step: Step, params: Mapping[str, Json], *, cites: Sequence[str] = ()) -> None:
        """A step once more, with these parameters; it has to end as it did."""
        if "value" not in step.expect:
            self.steps.append(Step(step.operation, step.requirements, step.comment, dict(params), step.expect))
            return
        value = self._play(step.operation, params)
        if value != step.expect["value"]:
            raise ScriptError(f"{self._name()}: {value}, and was {step.expect['value']}")
        self._add(step.operation, step.comment, (*step.requirements, *cites), params, {"value": value})

    def refuse(self, verb: str, refusal: str, comment: str = "", *, cites: Sequence[str] = (), **values: Any) -> None:
        """A step that is refused with this name, and leaves the world as it was."""
        self.refuse_form(verb, refusal, comment, _params(verb, values), cites=cites)

    def refuse_form(
        self, verb: str, refusal: str, comment: str, params: Mapping[str, Json], *, cites: Sequence[str] = ()
    ) -> None:
        """As `refuse`, with parameters in their JSON form: no Python value breaks the rules of its type."""
        due = self._signs.due_before(verb, params)
        if due is not None:
            self._signs_of(due, "it is there")
        before = self._world
        value = self._play(verb, params)
        if value != refused(refusal):
            raise ScriptError(f"{self._name()}: {value}, and is to be refused with {refusal}")
        if self._world is not before:
            raise ScriptError(f"{self._name()}: the world changed")
        requirement = specification().refusals.get(refusal) or "WORLD-7"
        self._add(verb, comment, (*cites, requirement, "PROTO-19"), params, {"value": value})
        self._signs.refused(verb, params)

    def break_rule(
        self, verb: str, error: str, comment: str, params: Mapping[str, Json], *, cites: Sequence[str] = ()
    ) -> None:
        """A step whose configuration breaks one rule: an error, and no outcome (PROTO-20)."""
        try:
            self._play(verb, params)
        except RuleError as raised:
            if type(raised).__name__ != error:
                raise ScriptError(f"{self._name()}: {raised}, not {error}") from raised
        else:
            raise ScriptError(f"{self._name()}: accepted, not {error}")
        found = error_class(error)
        cited = (*cites, found.requirement, "PROTO-20")
        self._add(verb, comment, cited, params, {"error": error, "stage": found.stage})

    def break_shape(self, verb: str, comment: str, params: Mapping[str, Json]) -> None:
        """A step whose parameters a typed language could not receive (PROTO-20)."""
        try:
            self._play(verb, params)
        except ShapeError:
            self._add(verb, comment, ("PROTO-6", "PROTO-20"), params, {"invalid_params": True})
        else:
            raise ScriptError(f"{self._name()}: accepted, and is ill-shaped")

    def _signs_of(self, component: str, comment: str) -> None:
        """A sign of life. A component that nobody runs gives none, and a stopped one none any more."""
        params = {"component": component}
        if self._world is None:
            return
        value = self._play(STATUS, params)
        if "refused" not in value:
            self._add(STATUS, comment, (), params, {"value": value})
            self._signs.answered(STATUS, params, value)

    def _play(self, verb: str, params: Mapping[str, Json]) -> Json:
        """The outcome; names of worlds are kept as PROTO-15 says."""
        if verb == OPEN:
            if self._world is not None:
                return refused(WorldExists.__name__)
            self._world, value = open_world(dict(params))
            self._signs = Signs()
            return value
        if self._world is None:
            return refused(UnknownWorld.__name__)
        after, value = play(self._world, verb, dict(params))
        self._world = None if verb == CLOSE else after
        return value

    def _add(
        self, verb: str, comment: str, cites: Sequence[str], params: Mapping[str, Json], expect: Mapping[str, Json]
    ) -> None:
        cited = tuple(dict.fromkeys(cites)) or (specification().verbs()[verb].requirement,)
        self.steps.append(Step(verb, cited, comment, dict(params), expect))

    def _name(self) -> str:
        return f"{self.id}#{len(self.steps) + 1}"


def _params(verb: str, values: Mapping[str, Any]) -> dict[str, Json]:
    """Python values in their JSON form, under their wire names. `as` is left out where nobody in particular asks."""
    listed = verb_parameters(verb)
    given = {"as_": None, **values} if any(wire == "as" for wire, _, _ in listed) else values
    if given.keys() != {python for _, python, _ in listed}:
        raise ScriptError(f"{verb} takes {', '.join(python for _, python, _ in listed)}")
    return {wire: encode_as(shape, given[python]) for wire, python, shape in listed}
