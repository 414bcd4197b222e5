"""A world of many components and many events on the reference: time, memory a commit, and whether history costs.

    python benchmarks/worlds.py
    python benchmarks/worlds.py --components 100 --events 10000 --of deliveries

There are two loads (`loads.py`), of events in their JSON form: `ticks` are commands that Almanacs take and commit,
`deliveries` entries of played lattices, brought to intent routers, which keep what they saw and commit when the time of
a slot is up. The floor is BLAKE3 over the same preimages and nothing else. CPU is counted, not the clock, so that who
else is busy counts little. Python's collector of cycles is off: worlds are values and hold none, and it would walk all
of history now and then. What it might have freed is counted as memory, and stays.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from blake3 import blake3
from loads import LOADS, Load

from coalition.runtime.play import play
from coalition.runtime.world import World
from coalition.unique_id import UniqueId

T = TypeVar("T")

PAGE = 4096
TURNS = 15
#: Of so many components one is played where every allocation is counted.
SHARE = 10


def main() -> None:
    """Print for each load the time, the memory of both halves, an event with history and without, and the floor."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--components", type=int, default=1_000)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--of", choices=LOADS, action="append", help="a load (default: each)")
    options = parser.parse_args()
    gc.disable()
    for name in options.of or LOADS:
        print(f"{name}:")
        measure(LOADS[name](), options.components, options.events)


def measure(load: Load, components: int, wanted: int) -> None:
    """Print the figures of a load."""
    early, idents = load.deployed(components)
    each = len(idents) * load.events
    rounds = max(wanted // each, 2)
    early = load.played(early, idents, range(1, 2))
    before = resident()
    late, total = timed(lambda: load.played(early, idents, range(2, rounds + 2)))
    grown = (resident() - before) / (rounds * len(idents) * load.commits)
    memories = held(load, -(-components // SHARE), rounds)
    costs = [cost / load.events for cost in compared(load, early, late, idents, rounds + 2)]
    sizes = hashed(lambda: load.played(late, idents, range(rounds + 2, rounds + 3)))
    _, floor = timed(lambda: hash_alone(sizes, rounds))
    length = load.lengths(rounds)
    _, pages = min((timed(lambda: read(load, late, idents[0], length)) for _ in range(5)), key=lambda found: found[1])
    print(f"  {len(idents)} components, {rounds * each} events: {total:.1f} s")
    print(f"  a commit {grown:.0f} B of resident memory")
    print(f"  a commit in the first half {memories[0]:.0f} B, in the second {memories[1]:.0f} B: {ratio(memories)}")
    print(f"  an event at the beginning {costs[0] * 1e6:.0f} µs, at the end {costs[1] * 1e6:.0f} µs: {ratio(costs)}")
    print(f"  the hashing alone {floor / (rounds * each) * 1e6:.1f} µs an event: {total / floor:.0f}")
    print(f"  a page of one entry at the end of {length}: {pages * 1e6:.0f} µs")


def held(load: Load, components: int, rounds: int) -> list[float]:
    """The bytes that a commit keeps alive, in the first half of the rounds and in the second.

    Every allocation is counted, which is slow; what is resident depends on what was freed before, and is taken again.
    """
    world, idents = load.deployed(components)
    world = load.played(world, idents, range(1, 2))
    found = []
    tracemalloc.start()
    for half in (range(2, rounds // 2 + 2), range(rounds // 2 + 2, rounds + 2)):
        before, _ = tracemalloc.get_traced_memory()
        world = load.played(world, idents, half)
        after, _ = tracemalloc.get_traced_memory()
        found.append((after - before) / (len(half) * len(idents) * load.commits))
    tracemalloc.stop()
    return found


def compared(load: Load, early: World, late: World, idents: list[str], number: int) -> list[float]:
    """What a component costs in a round, in a world of one round and in one with all of history.

    Worlds are values: both are asked the same, in turn, so that a machine that is slow for a while is slow for both.
    """
    costs: list[list[float]] = [[], []]
    for _ in range(TURNS):
        for cost, world in zip(costs, (early, late), strict=True):
            cost.append(timed(lambda world=world: load.played(world, idents, range(number, number + 1)))[1])
    return [statistics.median(cost) / len(idents) for cost in costs]


def read(load: Load, world: World, ident: str, length: int) -> None:
    """An entry at the end of a log."""
    page = {"as": None, "component": ident, "surface": load.surface, "after": str(length - 2), "limit": 1}
    _, value = play(world, "world.read", page)
    assert len(value["entries"]) == 1


def hashed(work: Callable[[], Any]) -> list[int]:
    """The sizes of the preimages that some work hashes."""
    sizes: list[int] = []

    def noted(data: bytes) -> Any:
        sizes.append(len(data))
        return blake3(data)

    with patch.object(sys.modules[UniqueId.__module__], "blake3", noted):
        work()
    assert sizes, "everything is hashed there"
    return sizes


def hash_alone(sizes: list[int], times: int) -> None:
    """BLAKE3 over preimages of these sizes, so many times."""
    preimages = [bytes(size) for size in sizes]
    for _ in range(times):
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
