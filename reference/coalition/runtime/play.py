"""Playing a world in JSON: one world and one question always give the same world and outcome (WORLD-15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coalition.errors import RuleError
from coalition.json_form import arguments, encode, parameters
from coalition.runtime import repertoire
from coalition.runtime.refusals import Refusal
from coalition.runtime.verbs import CARRYING, OPEN, VERBS
from coalition.runtime.world import World

Json = Any

#: Where the verbs come from; what is played is defined by then.
MODULES = repertoire.MODULES


def verb_parameters(name: str) -> tuple[tuple[str, str, Any], ...]:
    """The parameters of a verb beside the name of the world: on the wire, in Python, and their shape."""
    listed = parameters(VERBS[name])
    return listed if name == OPEN else listed[1:]


def open_world(params: Any) -> tuple[World, Json]:
    """A new world, and the outcome of opening it. Raises a `ShapeError`."""
    world, value = VERBS[OPEN](**arguments(verb_parameters(OPEN), params))
    return world, encode(value)


def play(world: World, name: str, params: Any) -> tuple[World, Json]:
    """The world after a verb, and its outcome. A refusal leaves the world as it was (PROTO-19).

    Raises a `ShapeError`, and the `RuleError` of a configuration that breaks a rule.
    """
    try:
        after, value = VERBS[name](world, **arguments(verb_parameters(name), params))
    except Refusal as refusal:
        return world, refused(type(refusal).__name__)
    except RuleError as error:
        if name not in CARRYING:
            raise
        return world, refused(broken_command(error))
    return after, encode(value)


def refused(name: str) -> Mapping[str, str]:
    """The outcome of what is refused (PROTO-19)."""
    return {"refused": name}


def broken_command(error: RuleError) -> str:
    """The name under which a command that breaks a rule of its types is refused (WORLD-7)."""
    return type(error).__name__
