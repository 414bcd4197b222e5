"""A right implementation of the toy suite with worlds; wrong ones by the battery's behaviours and a few more."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from assay.battery.behaviours import ALWAYS, AT_START
from assay.battery.stdio import serve
from assay.battery.toy import Toy

Result = dict[str, Any]


class ToyWorlds(Toy):
    """Each world adds up numbers and remembers them."""

    def __init__(self) -> None:
        super().__init__()
        self.features.append("toy.world")
        self.worlds: dict[str, list[int]] = {}
        self.one = False
        self.most, self.refusal = 255, "OVERFLOW"

    def methods(self) -> dict[str, Callable[[Any], Result]]:
        return {**super().methods(), "toy.open": self.open, "toy.add": self.add_to, "toy.seen": self.seen}

    def open(self, params: Any) -> Result:
        (world,) = self.shape(params, world=str)
        if world in self.worlds:
            return {"error": {"code": -32603, "message": "this world is open"}}
        self.worlds[world] = next(iter(self.worlds.values()), []) if self.one else []
        return {"result": {"value": {"seen": self.worlds[world]}}}

    def add_to(self, params: Any) -> Result:
        world, number = self.shape(params, world=str, number=int)
        seen = self.worlds.get(world)
        if seen is None:
            return {"error": {"code": -32603, "message": "no such world"}}
        if sum(seen) + number > self.most:
            return {"result": {"value": {"refused": self.refusal}}}
        seen.append(number)
        return {"result": {"value": {"sum": sum(seen) + self.add}}}

    def seen(self, params: Any) -> Result:
        (world,) = self.shape(params, world=str)
        seen = self.worlds.get(world)
        if seen is None:
            return {"error": {"code": -32603, "message": "no such world"}}
        return {"result": {"value": {"seen": seen}}}


def one_world(toy: Any) -> None:
    """State is kept in the program, and not by the name of the world."""
    toy.one = True


def crash_later(_toy: Toy, good: bytes, count: int) -> bytes:
    if count == 150:
        os._exit(4)
    return good + b"\n"


def forgets(toy: Any) -> None:
    """A second number is added up, and not seen."""
    seen = toy.seen
    toy.seen = lambda params: {"result": {"value": {"seen": seen(params)["result"]["value"]["seen"][:1]}}}


def boundless(toy: Any) -> None:
    """No sum is refused."""
    toy.most = 1000


def narrow(toy: Any) -> None:
    """Sums are refused that fit."""
    toy.most = 189


def other_words(toy: Any) -> None:
    """The right sums are refused, under another name."""
    toy.refusal = "FULL"


AT_START["boundless"] = boundless
AT_START["forgets"] = forgets
AT_START["narrow"] = narrow
AT_START["other-words"] = other_words
AT_START["one-world"] = one_world
ALWAYS["crash-later"] = crash_later

if __name__ == "__main__":
    serve(sys.argv[1:], ToyWorlds)
