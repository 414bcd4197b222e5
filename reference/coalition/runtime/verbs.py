"""The verbs of worlds by name. A chapter registers its own where it defines them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

Verb = Callable[..., tuple[Any, Any]]
V = TypeVar("V", bound=Verb)

#: Every verb by its name on the wire. All but `world.open` take the world first; each gives a world and a record.
VERBS: Final[dict[str, Verb]] = {}
#: The verbs that carry commands: a value that breaks a rule of its types is refused there, and no error (WORLD-7).
CARRYING: Final[set[str]] = set()
OPEN: Final = "world.open"
CLOSE: Final = "world.close"


def verb(name: str, *, carries_commands: bool = False) -> Callable[[V], V]:
    """Register a verb."""

    def register(function: V) -> V:
        VERBS[name] = function
        if carries_commands:
            CARRYING.add(name)
        return function

    return register
