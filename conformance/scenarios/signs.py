"""Signs of life: what a component answered that only one that is there can answer, before and after a refusal.

A refusal says that nothing happened, which is also all that is seen of a component that does nothing. A script sees to
it that each stands between two signs of the component it was asked of, in the same world.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

Json = Any

#: What is asked of one component, and may be refused.
ASKED: Final = frozenset({"world.submit", "world.deliver", "world.read", "world.bond"})
#: What tells of a component whether it does anything else or not.
STATUS: Final = "world.status"


class Signs:
    """Which components of a world have given a sign, and which owe one since they last refused."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._owed: dict[str, None] = {}

    def due_before(self, verb: str, params: Mapping[str, Json]) -> str | None:
        """The component that is to give a sign before it refuses this."""
        asked = _asked(verb, params)
        return asked if asked not in self._given else None

    def due_at_the_end(self) -> Iterator[str]:
        """Those that have to give one after they refused."""
        yield from tuple(self._owed)

    def answered(self, verb: str, params: Mapping[str, Json], value: Json) -> None:
        """A step went through."""
        asked = params["component"] if verb == STATUS else _asked(verb, params)
        if asked is not None and (verb != "world.read" or value["entries"]):
            self._given.add(asked)
            self._owed.pop(asked, None)

    def refused(self, verb: str, params: Mapping[str, Json]) -> None:
        """A step was refused."""
        asked = _asked(verb, params)
        if asked is not None:
            self._owed[asked] = None


def _asked(verb: str, params: Mapping[str, Json]) -> str | None:
    component: str | None = params["component"] if verb in ASKED else None
    return component
