"""The worlds of a session: what an adapter keeps between the steps of a scenario (PROTO-15 to PROTO-21).

    worlds = Worlds(adapter)

    @worlds.opens("world.open", seed=hexadecimal(32), now=u64)
    def open_world(seed, now):
        stage = my_library.Stage(now)
        return stage, {"now": str(now)}

    @worlds.plays("world.advance", to=u64)
    def advance(stage, to):
        if to < stage.now:
            raise Declined("TimeBackwards")
        stage.now = to
        return {"now": str(to)}

    @worlds.closes("world.close")
    def close(stage):
        return {"now": str(stage.now), "logs": []}

Each function gets the state of the one world that is asked, and returns the value; several worlds stand side by side.
A function that raises is to leave the state as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from assay_kit.shapes import IllShaped, Shape, struct, u64

__all__ = ["Declined", "Worlds"]

Result = Mapping[str, Any]
Registered = Callable[[Callable[..., Any]], Callable[..., Any]]


class _Registry(Protocol):
    """What an `Adapter` is here."""

    def operation(self, name: str, /) -> Callable[[Callable[[Any], Result]], Any]:
        """Register the function that answers an operation."""


class Declined(Exception):
    """What was asked of a world is refused: an outcome, and no error (PROTO-19). The name of the refusal."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class Worlds:
    """The open worlds by name, and the verbs of an adapter that are asked of them."""

    def __init__(self, adapter: _Registry) -> None:
        self._adapter = adapter
        self._states: dict[int, Any] = {}

    def opens(self, verb: str, /, **shapes: Shape) -> Registered:
        """Register the function that opens a world: it returns the state and the value."""

        def begin(name: int, function: Callable[..., Any], params: Any) -> Any:
            self._check_free(name)
            state, value = function(**params)
            self._states[name] = state
            return value

        return self._register(verb, shapes, begin)

    def plays(self, verb: str, /, **shapes: Shape) -> Registered:
        """Register the function of a verb: it gets the state, may change it, and returns the value."""

        def go_on(name: int, function: Callable[..., Any], params: Any) -> Any:
            return function(self._state(name), **params)

        return self._register(verb, shapes, go_on)

    def closes(self, verb: str, /, **shapes: Shape) -> Registered:
        """Register the function that ends a world: it gets the state, and returns the value."""

        def end(name: int, function: Callable[..., Any], params: Any) -> Any:
            value = function(self._state(name), **params)
            self._forget(name)
            return value

        return self._register(verb, shapes, end)

    def _check_free(self, name: int) -> None:
        if name in self._states:
            raise Declined("WorldExists")

    def _forget(self, name: int) -> None:
        del self._states[name]

    def _state(self, name: int) -> Any:
        if name not in self._states:
            raise Declined("UnknownWorld")
        return self._states[name]

    def _register(
        self, verb: str, shapes: Mapping[str, Shape], act: Callable[[int, Callable[..., Any], Any], Any]
    ) -> Registered:
        decode = struct(**shapes) if shapes else _as_they_came

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            def answer(params: Any) -> Result:
                name, rest = _name_of(params)
                try:
                    return {"value": act(name, function, decode(rest))}
                except Declined as declined:
                    return {"value": {"refused": declined.name}}

            self._adapter.operation(verb)(answer)
            return function

        return register


def _name_of(params: Any) -> tuple[int, dict[str, Any]]:
    """The world that is asked, and the parameters beside its name."""
    if not isinstance(params, dict) or "world" not in params:
        raise IllShaped("the member `world` is due")
    return u64(params["world"]), {member: value for member, value in params.items() if member != "world"}


def _as_they_came(params: Any) -> dict[str, Any]:
    """Without shapes, a function gets the parameters as one mapping."""
    return {"params": params}
