"""Agendas: what falls due, in order. A value: adding and taking give another one, at a cost of the logarithm.

A leftist heap, whose right spine is the short one: no sorted list is copied, however much is waiting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Agenda:
    """What is waiting: `key` says when and in which order, `what` says what; `rank` is the length of the spine."""

    key: tuple[int, ...]
    what: Any
    rank: int = 1
    left: Agenda | None = None
    right: Agenda | None = None


def added(agenda: Agenda | None, key: tuple[int, ...], what: Any) -> Agenda:
    """The agenda with one thing more. Of equal keys either may come first: give each its own."""
    return _merged(agenda, Agenda(key, what)) or Agenda(key, what)


def without_first(agenda: Agenda) -> Agenda | None:
    """The agenda without what comes first."""
    return _merged(agenda.left, agenda.right)


def _merged(one: Agenda | None, other: Agenda | None) -> Agenda | None:
    if one is None or other is None:
        return one or other
    first, second = (other, one) if other.key < one.key else (one, other)
    rest = _merged(first.right, second)
    left, right = (first.left, rest) if _rank(first.left) >= _rank(rest) else (rest, first.left)
    return Agenda(first.key, first.what, _rank(right) + 1, left, right)


def _rank(agenda: Agenda | None) -> int:
    return 0 if agenda is None else agenda.rank
