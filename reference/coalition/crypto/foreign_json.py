"""JSON that others write: RFC 8259 with bounds, its numbers as they are written (chapters Tickets and TDX)."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

#: How many lists and objects may stand inside one another (TICK-3).
DEPTH: Final = 127
#: The least number that is rounded to no double (TICK-3).
LIMIT: Final = 2**1024 - 2**970
Members = list[tuple[str, Any]]


def json_object(text: bytes, members: Callable[[Members], dict[str, Any]] = dict) -> dict[str, Any]:
    """The object that a JSON text is, numbers that are not whole decimals. Raises `ValueError` (TICK-3).

    `members` makes an object of its members, as they stand.
    """
    try:
        found = json.loads(
            text.decode(), object_pairs_hook=members, parse_int=number, parse_float=finite, parse_constant=finite
        )
        check_values(found, DEPTH)
    except RecursionError:
        raise ValueError(text) from None
    if not isinstance(found, dict):
        raise ValueError(text)
    return found


def number(digits: str) -> int | Decimal:
    """A whole number; `-0` is none, and none is beyond what a double holds (TICK-3, TICK-4). Raises `ValueError`."""
    found = finite(digits)
    return found if digits == "-0" else int(digits)


def finite(digits: str) -> Decimal:
    """A number that a double holds (TICK-3). Raises `ValueError`, as for the words that Python takes for numbers."""
    try:
        found = Decimal(digits)
    except ArithmeticError:
        raise ValueError(digits) from None
    if not found.is_finite() or found.copy_abs() >= LIMIT:
        raise ValueError(digits)
    return found


def check_values(value: Any, depth: int) -> None:
    """Raise `ValueError` for values further inside one another, and for half a pair of surrogates (TICK-3)."""
    if isinstance(value, str):
        value.encode()
    if isinstance(value, dict | list) and depth == 0:
        raise ValueError(value)
    if isinstance(value, dict):
        for name in value:
            check_values(name, depth)
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        check_values(each, depth - 1)


def distinct(members: Members) -> dict[str, Any]:
    """The members of an object in which none stands twice. Raises `ValueError` (TDX-7)."""
    found = dict(members)
    if len(found) != len(members):
        raise ValueError(members)
    return found
