"""When a behaviour shows: at the start, at one question, at every one, at the end. Each has its table."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .toy import Toy

#: What a behaviour writes: (toy, the right answer, how many requests came before) → bytes, line feeds included.
Behaviour = Callable[[Toy, bytes, int], bytes]
#: What happens before the first request, or after the last.
Turn = Callable[[Toy], None]

ON_7: dict[str, Behaviour] = {}
ALWAYS: dict[str, Behaviour] = {}
AT_START: dict[str, Turn] = {}
AT_END: dict[str, Turn] = {}


def on_7(behaviour: Behaviour) -> Behaviour:
    """A behaviour that shows at the sum of 7 and 100 alone."""
    ON_7[f"{_name(behaviour)}-on-7"] = behaviour
    return behaviour


def always(behaviour: Behaviour) -> Behaviour:
    """A behaviour that shows, or may, at every request but `describe`."""
    ALWAYS[_name(behaviour)] = behaviour
    return behaviour


def at_start(turn: Turn) -> Turn:
    """A behaviour that shows before the first request is read."""
    AT_START[_name(turn)] = turn
    return turn


def at_end(turn: Turn) -> Turn:
    """A behaviour that shows when the input has ended."""
    AT_END[_name(turn)] = turn
    return turn


def hit(params: Any) -> bool:
    """Whether this is the one question: the sum of 7 and 100, or in a world the number 77."""
    return params == {"a": 7, "b": 100} or (isinstance(params, dict) and params.get("number") == 77)


def ident(answer: bytes) -> bytes:
    """The id of an answer, as it is written."""
    return b"%d" % json.loads(answer)["id"]


def with_id(answer: bytes, other: bytes) -> bytes:
    """The same answer under another id, which is given as it is to be written."""
    return answer.replace(b'"id":' + ident(answer), b'"id":' + other, 1)


def _name(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", "-")
