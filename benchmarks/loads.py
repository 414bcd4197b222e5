"""Loads of a world: components of one class, and rounds of events in their JSON form that each of them takes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

from coalition import examples
from coalition.acl import AclComposition
from coalition.content_preimages import AlmanacContent
from coalition.json_form import as_json
from coalition.module import atlas_members
from coalition.runtime.module import Module
from coalition.runtime.play import open_world, play
from coalition.runtime.world import World
from coalition.stable_id import member_id
from conformance.scenarios.playing import DEADLINE, Superchain, router

Json = Any

START = 1_700_000_000_000
CADENCE = 1_000
MEMBERS = [member_id(each).hex() for each in atlas_members(examples.ETH_SUPERCHAIN)][:2]


class Load(ABC):
    """What a world is loaded with. Times are Unix milliseconds, rounds are numbered from 1."""

    #: The surface on which every round commits.
    surface: str
    #: Events that a component takes a round, and records that it then commits on `surface`.
    events: int
    commits: int
    #: How long a round lasts.
    pace: int

    @abstractmethod
    def component(self, number: int) -> Json:
        """The component of a number."""

    @abstractmethod
    def asked(self, number: int) -> tuple[tuple[str, Mapping[str, Json]], ...]:
        """The verbs of a round and their parameters, but for the component."""

    def deployed(self, count: int) -> tuple[World, list[str]]:
        """A world of so many components, and their deployments."""
        world, _ = open_world({"seed": "00" * 32, "now": str(START)})
        idents = []
        for number in range(count):
            world, value = play(world, "world.deploy", {"component": self.component(number), "committee": ["01" * 32]})
            idents.append(value["deployment"])
        return world, idents

    def played(self, world: World, idents: list[str], rounds: range) -> World:
        """The world after each of the rounds: its time comes, and every component takes its events."""
        for number in rounds:
            world, _ = play(world, "world.advance", {"to": str(START + number * self.pace)})
            asked = self.asked(number)
            for ident in idents:
                for verb, params in asked:
                    world, value = play(world, verb, {**params, "component": ident})
                    assert "refused" not in value, value
        return world

    def lengths(self, rounds: int) -> int:
        """How long the log of a component is when the rounds are over, and the time of the last is up."""
        return rounds * self.commits


class Ticks(Load):
    """Commands that an Almanac takes and commits, of two members each."""

    surface, events, commits, pace = "Ticks", 1, 1, CADENCE

    def component(self, number: int) -> Json:
        content = AlmanacContent(CADENCE, None)
        return as_json(Module(examples.ETH_SUPERCHAIN, f"almanac.{number}", content, None, AclComposition(())))

    def asked(self, number: int) -> tuple[tuple[str, Mapping[str, Json]], ...]:
        observed = [{"member": member, "at": str(START + number * CADENCE)} for member in MEMBERS]
        return (("world.submit", {"as": None, "command": {"kind": "Tick", "observed_at": observed}}),)


class Deliveries(Load):
    """Entries of three played lattices, brought to intent routers, which commit when the time of a slot is up."""

    surface, events, commits, pace = "RoutedIntents", 3, 3, DEADLINE

    def __init__(self) -> None:
        self._chain = Superchain()
        self._made: list[tuple[tuple[str, Mapping[str, Json]], ...]] = []

    def component(self, number: int) -> Json:
        return as_json(router(f"superchain.intents.{number}"))

    def asked(self, number: int) -> tuple[tuple[str, Mapping[str, Json]], ...]:
        while len(self._made) < number:
            self._made.append(tuple(self._slots(len(self._made))))
        return self._made[number - 1]

    def _slots(self, event: int) -> Iterator[tuple[str, Mapping[str, Json]]]:
        for place, slot in enumerate(self._chain.event(event)):
            surface = str(self._chain.surface(place, "UnsealedPool"))
            yield "world.deliver", {"surface": surface, "content_hash": None, "entries": [as_json(slot.pool)]}


LOADS: Mapping[str, type[Load]] = {"ticks": Ticks, "deliveries": Deliveries}
