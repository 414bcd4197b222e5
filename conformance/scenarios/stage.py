"""Scenarios of the stage itself: names, time, and what is refused where no component is."""

from __future__ import annotations

from collections.abc import Iterator

from coalition.runtime.almanac import Tick
from coalition.unique_id import unique_id
from conformance.scenarios.performers import START, advance
from conformance.scenarios.script import BARE, SEED, Collection

_LAST = 2**64 - 1


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    stage = Collection("scenarios/stage.json", BARE)
    _opened_twice(stage)
    _closed(stage)
    _never_opened(stage)
    _time(stage)
    _ill_shaped(stage)
    _empty_stage(stage)
    yield stage


def _opened_twice(stage: Collection) -> None:
    script = stage.script("opened-twice", "a name in use is refused, and the world that has it goes on")
    script.go("world.open", seed=SEED, now=START, cites=["PROTO-15", "WORLD-1"])
    advance(script, START + 10)
    script.refuse("world.open", "WorldExists", "the same name", seed=SEED, now=START)
    script.refuse("world.open", "WorldExists", "with other parameters", seed=bytes(32), now=START + 99)
    script.refuse("world.advance", "TimeBackwards", "the first world's present stands", to=START + 9)
    advance(script, START + 10, "where it was")
    script.go("world.close")


def _closed(stage: Collection) -> None:
    script = stage.script("closed", "a closed world is gone, and its name free")
    script.go("world.open", seed=SEED, now=START, cites=["PROTO-15", "WORLD-1"])
    advance(script, START + 10)
    script.go("world.close", "answers with the present")
    script.refuse("world.advance", "UnknownWorld", "nothing is there", to=START + 20)
    script.refuse("world.close", "UnknownWorld", "it cannot be closed twice")
    script.go("world.open", "a new world, at an earlier time", seed=SEED, now=START - 10, cites=["PROTO-15"])
    advance(script, START - 9, "its time is its own")
    script.go("world.close")


def _never_opened(stage: Collection) -> None:
    script = stage.script("never-opened", "no verb opens a world by the way")
    script.refuse("world.advance", "UnknownWorld", to=START)
    script.refuse("world.status", "UnknownWorld", component=unique_id("nobody"))
    script.refuse("world.close", "UnknownWorld")
    script.go("world.open", "until it is opened", seed=SEED, now=START, cites=["PROTO-15"])
    advance(script, START + 1)
    script.go("world.close")
    script.refuse("world.close", "UnknownWorld", "and when it is closed")


def _time(stage: Collection) -> None:
    script = stage.script("time", "time at its boundaries")
    script.go("world.open", "at the epoch", seed=SEED, now=0)
    advance(script, 0, "the present itself")
    advance(script, 1, "a millisecond")
    advance(script, 1, "again")
    script.refuse("world.advance", "TimeBackwards", "back to the epoch", to=0)
    advance(script, 1, "it is still the present")
    advance(script, _LAST, "the last instant")
    advance(script, _LAST, "the last instant again")
    script.refuse("world.advance", "TimeBackwards", "one before the last", to=_LAST - 1)
    script.go("world.close", "at the end of time")


def _ill_shaped(stage: Collection) -> None:
    script = stage.script("ill-shaped", "ill-shaped parameters are an error, and leave the world as it was")
    script.break_shape("world.open", "a number for a u64", {"seed": SEED.hex(), "now": 0})
    script.go("world.open", "nothing was opened by it", seed=SEED, now=START, cites=["PROTO-20"])
    script.break_shape("world.advance", "a number for a u64", {"to": 5})
    script.break_shape("world.advance", "an integer outside its width", {"to": str(2**64)})
    script.break_shape("world.advance", "a member left out", {})
    script.break_shape("world.advance", "a member too many", {"to": str(START + 5), "by": "5"})
    advance(script, START, "the present is where it was")
    script.break_shape("world.close", "a member too many", {"now": str(START)})
    advance(script, START + 1, "the world is still open")
    script.go("world.close")


def _empty_stage(stage: Collection) -> None:
    script = stage.script("empty-stage", "nobody is there who could be asked")
    script.go("world.open", seed=SEED, now=START)
    nobody = unique_id("nobody")
    script.refuse("world.status", "UnknownComponent", component=nobody)
    script.refuse("world.read", "UnknownComponent", component=nobody, surface="Ticks", after=None, limit=1)
    script.refuse("world.submit", "UnknownComponent", component=nobody, command=Tick(()))
    advance(script, START + 1)
    script.go("world.close", "no log")
