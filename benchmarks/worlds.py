"""A world of many components and many events on the reference: time, memory a commit, and whether history costs.

    python benchmarks/worlds.py
    python benchmarks/worlds.py --components 100 --events 10000

Every event is a command in its JSON form that a component takes and commits: an Almanac's tick of two members. The
floor is BLAKE3 over the same preimages and nothing else. CPU is counted, not the clock, so that who else is busy counts
little.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from blake3 import blake3

from coalition import examples
from coalition.acl import AclComposition
from coalition.content_preimages import AlmanacContent
from coalition.json_form import as_json
from coalition.module import atlas_members
from coalition.runtime.module import Module
from coalition.runtime.play import open_world, play
from coalition.runtime.world import World
from coalition.stable_id import member_id

T = TypeVar("T")

CADENCE = 1_000
START = 1_700_000_000_000
PAGE = 4096
TURNS = 15
MEMBERS = [member_id(each).hex() for each in atlas_members(examples.ETH_SUPERCHAIN)][:2]


def main() -> None:
    """Print the time, the memory of both halves, an event with history and without, and the floor."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--components", type=int, default=1_000)
    parser.add_argument("--events", type=int, default=100_000)
    options = parser.parse_args()
    early, idents = deployed(options.components)
    rounds = max(options.events // options.components, 2)
    events = rounds * len(idents)
    late, total, memories = early, 0.0, []
    for half in (range(1, rounds // 2 + 1), range(rounds // 2 + 1, rounds + 1)):
        before = resident()
        late, took = timed(lambda half=half, late=late: delivered(late, idents, half))
        total += took
        memories.append((resident() - before) / (len(half) * len(idents)))
    costs = compared(early, late, idents, rounds + 1)
    _, floor = timed(lambda: hashed(events))
    _, pages = min((timed(lambda: read(late, idents[0], rounds)) for _ in range(5)), key=lambda found: found[1])
    print(f"{len(idents)} components, {events} events: {total:.1f} s")
    print(f"a commit in the first half {memories[0]:.0f} B, in the second {memories[1]:.0f} B: {ratio(memories)}")
    print(f"an event at the beginning {costs[0] * 1e6:.0f} µs, at the end {costs[1] * 1e6:.0f} µs: {ratio(costs)}")
    print(f"the hashing alone {floor / events * 1e6:.1f} µs an event: {total / floor:.0f}")
    print(f"a page of one entry at the end of {rounds}: {pages * 1e6:.0f} µs")


def compared(early: World, late: World, idents: list[str], number: int) -> list[float]:
    """An event in a world without history and in one with all of it.

    Worlds are values: both are asked the same, in turn, so that a machine that is slow for a while is slow for both.
    The collector, which walks all that lives now and then, is left out.
    """
    gc.collect()
    gc.disable()
    costs: list[list[float]] = [[], []]
    for _ in range(TURNS):
        for cost, world in zip(costs, (early, late), strict=True):
            cost.append(timed(lambda world=world: delivered(world, idents, range(number, number + 1)))[1] / len(idents))
    gc.enable()
    return [statistics.median(cost) for cost in costs]


def deployed(count: int) -> tuple[World, list[str]]:
    """A world of so many Almanacs, and their deployments."""
    world, _ = open_world({"seed": "00" * 32, "now": str(START)})
    idents = []
    for number in range(count):
        content = AlmanacContent(CADENCE, None)
        module = Module(examples.ETH_SUPERCHAIN, f"almanac.{number}", content, None, AclComposition(()))
        asked = {"component": as_json(module), "committee": ["01" * 32]}
        world, value = play(world, "world.deploy", asked)
        idents.append(value["deployment"])
    return world, idents


def delivered(world: World, idents: list[str], rounds: range) -> World:
    """The world after a tick of every component in each of the rounds."""
    for number in rounds:
        now = START + number * CADENCE
        world, _ = play(world, "world.advance", {"to": str(now)})
        observed = [{"member": member, "at": str(now)} for member in MEMBERS]
        for ident in idents:
            command = {"kind": "Tick", "observed_at": observed}
            world, value = play(world, "world.submit", {"as": None, "component": ident, "command": command})
            assert value["commits"]
    return world


def read(world: World, ident: str, length: int) -> None:
    """The last entry of a log."""
    page = {"as": None, "component": ident, "surface": "Ticks", "after": str(length - 2), "limit": 1}
    _, value = play(world, "world.read", page)
    assert len(value["entries"]) == 1


def hashed(events: int) -> None:
    """What an event hashes: two observations, their list, the tick, the commit and the running digest."""
    preimages = [bytes(size) for size in (60, 60, 84, 79, 150, 94)]
    for _ in range(events):
        for preimage in preimages:
            blake3(preimage).digest()


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What some work comes to, and the seconds of CPU it took."""
    before = time.process_time()
    found = work()
    return found, time.process_time() - before


def resident() -> int:
    """The memory of this process that is in use, in bytes."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE


def ratio(pair: list[float]) -> str:
    """The second of two over the first."""
    return f"{pair[1] / pair[0]:.2f}"


if __name__ == "__main__":
    main()
