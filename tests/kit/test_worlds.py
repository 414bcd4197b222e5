"""Worlds in the kit: several side by side, their names, and what leaves them as they were."""

from __future__ import annotations

from typing import Any

import pytest

COUNTER = """
from assay_kit import Adapter, Refused
from assay_kit.shapes import u8, u64
from assay_kit.worlds import Declined, Worlds

adapter = Adapter("counter", "1.0.0", "python", features=["world"])
worlds = Worlds(adapter)


class Counter:
    def __init__(self, value):
        self.value = value


@worlds.opens("world.open", start=u64)
def open_world(start):
    if start == 13:
        raise Declined("Unlucky")
    return Counter(start), {"value": start}


@worlds.plays("world.add", by=u8)
def add(counter, by):
    if by == 0:
        raise Declined("Nothing")
    if by == 13:
        raise Refused("ZeroId", "validate")
    if by == 99:
        raise KeyError("the dog ate it")
    counter.value += by
    return {"value": counter.value}


@worlds.closes("world.close")
def close(counter, params):
    if params:
        raise Declined("NotYet")
    return {"value": counter.value}


adapter.serve()
"""


@pytest.fixture
def counter(start: Any) -> Any:
    return start(COUNTER)


def _value(answer: dict[str, Any]) -> Any:
    return answer["result"]["value"]


def test_worlds_stand_side_by_side(counter: Any) -> None:
    """Each has a state of its own, whatever the order in which they are asked."""
    for name, begin in (("1", "10"), ("18446744073709551615", "20")):
        assert _value(counter.ask("world.open", {"world": name, "start": begin})) == {"value": int(begin)}
    assert _value(counter.ask("world.add", {"world": "1", "by": 1})) == {"value": 11}
    assert _value(counter.ask("world.add", {"world": "18446744073709551615", "by": 2})) == {"value": 22}
    assert _value(counter.ask("world.add", {"by": 3, "world": "1"})) == {"value": 14}


def test_names_are_taken_and_given_back(counter: Any) -> None:
    """WorldExists while it is open, UnknownWorld before and after, and a new world under the old name."""
    unknown = {"refused": "UnknownWorld"}
    assert _value(counter.ask("world.add", {"world": "1", "by": 1})) == unknown
    counter.ask("world.open", {"world": "1", "start": "10"})
    assert _value(counter.ask("world.open", {"world": "1", "start": "50"})) == {"refused": "WorldExists"}
    assert _value(counter.ask("world.add", {"world": "1", "by": 1})) == {"value": 11}
    assert _value(counter.ask("world.close", {"world": "1"})) == {"value": 11}
    assert _value(counter.ask("world.close", {"world": "1"})) == unknown
    assert _value(counter.ask("world.open", {"world": "1", "start": "50"})) == {"value": 50}


def test_a_refusal_is_a_value_and_changes_nothing(counter: Any) -> None:
    """Declined while opening, no world is there; while closing, it stays."""
    assert _value(counter.ask("world.open", {"world": "1", "start": "13"})) == {"refused": "Unlucky"}
    assert _value(counter.ask("world.add", {"world": "1", "by": 1})) == {"refused": "UnknownWorld"}
    counter.ask("world.open", {"world": "1", "start": "10"})
    assert _value(counter.ask("world.add", {"world": "1", "by": 0})) == {"refused": "Nothing"}
    assert _value(counter.ask("world.close", {"world": "1", "why": 1})) == {"refused": "NotYet"}
    assert _value(counter.ask("world.add", {"world": "1", "by": 1})) == {"value": 11}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"by": 1}, -32602),
        ({"world": 1, "by": 1}, -32602),
        ({"world": "01", "by": 1}, -32602),
        ({"world": "18446744073709551616", "by": 1}, -32602),
        ({"world": "1", "by": "1"}, -32602),
        ({"world": "1"}, -32602),
        ({"world": "1", "by": 1, "more": 1}, -32602),
        ([], -32602),
        (None, -32602),
        ({"world": "1", "by": 13}, -32000),
        ({"world": "1", "by": 99}, -32603),
    ],
)
def test_an_error_leaves_the_world(counter: Any, params: Any, code: int) -> None:
    """Ill-shaped parameters, a broken rule and a failure are errors, and the world goes on where it was."""
    counter.ask("world.open", {"world": "1", "start": "10"})
    assert counter.ask("world.add", params)["error"]["code"] == code
    assert _value(counter.ask("world.add", {"world": "1", "by": 1})) == {"value": 11}


def test_nothing_is_there_in_another_session(start: Any) -> None:
    """A process that is started again knows no world."""
    first = start(COUNTER)
    first.ask("world.open", {"world": "1", "start": "10"})
    assert first.end() == 0
    second = start(COUNTER)
    assert _value(second.ask("world.add", {"world": "1", "by": 1})) == {"refused": "UnknownWorld"}
