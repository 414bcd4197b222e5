"""A scenario that nobody wrote: a stage, and what a player needs to know of it to go on.

Every draw comes from one `Entropy`. What is expected is what the reference answers, as in the scenarios that are
written: a move says whether it goes through or how it is refused, and the script does not let it be wrong about that.

A class of components has a stage of its own, which says what is deployed there and what it takes, and an `Act`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from coalition.coalition_config import CoalitionConfig
from coalition.retirement import AtSequence
from coalition.runtime.committee import has_quorum
from coalition.runtime.component import Command, Component, Running
from coalition.runtime.module import Module
from coalition.runtime.world import World
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy
from conformance.random_inputs import draw
from conformance.scenarios.script import Script

LAST: Final = 2**64 - 1
#: Draws of a coalition before one with few members is taken.
_TRIES: Final = 8

R = TypeVar("R", bound=Running)


class Stage:
    """A world in play: the script of it, and the configurations that were deployed, by deployment."""

    def __init__(self, script: Script, entropy: Entropy) -> None:
        self.script = script
        self.entropy = entropy
        self.configured: dict[UniqueId, Component] = {}

    # --- what a class says of itself ---

    def component(self) -> Component:
        """A component that was not deployed yet."""
        raise NotImplementedError(type(self).__name__)

    def ready(self) -> tuple[Running, Command]:
        """A component without a marker, made ready if need be, and a command that it would take now."""
        raise NotImplementedError(type(self).__name__)

    def turning(self, running: Running) -> list[int]:
        """The instants from now on at which something changes of itself: what falls due."""
        due = running.due()
        return [] if due is None else [due]

    def begins(self, running: Running, sequence: int) -> int | None:
        """When a sequence begins by which a marker takes effect; None for a class that counts none."""
        del running, sequence
        return None

    def opening(self) -> int:
        """The instant at which a world opens: one that leaves room behind it, or the epoch."""
        entropy = self.entropy
        return entropy.choice((0, 1, entropy.between(1, 10**6), entropy.between(10**12, 2 * 10**12)))

    # --- what every stage has ---

    @property
    def world(self) -> World:
        """The world as it is now."""
        assert self.script.world is not None
        return self.script.world

    @property
    def now(self) -> int:
        """The present."""
        return self.world.now

    def open(self, comment: str = "") -> None:
        """Open a world at an instant that leaves room behind it, or at the epoch."""
        now = self.opening()
        self.configured = {}
        self.script.go("world.open", comment, seed=self.entropy.bytes(32), now=now, cites=["WORLD-1", "PROTO-15"])

    def committee(self) -> tuple[bytes, ...]:
        """Secret keys, one at least."""
        return tuple(self.entropy.bytes(32) for _ in range(self.entropy.between(1, 4)))

    def deploy(self, component: Component | None = None, comment: str = "a component") -> Running:
        """Deploy a component."""
        component = component or self.component()
        value = self.script.go(
            "world.deploy",
            comment,
            component=component,
            committee=self.committee(),
            cites=["WORLD-2", "WORLD-3", "WORLD-4", "WORLD-17"],
        )
        ident = UniqueId(bytes.fromhex(value["deployment"]))
        self.configured[ident] = component
        return self.world.components[ident]

    def those(self, kind: type[R]) -> list[R]:
        """The components of a class, in the order they were deployed."""
        return [each for each in self.world.deployed() if isinstance(each, kind)]

    def anyone(self) -> Running:
        """A component, whatever became of it."""
        found = self.those(Running)
        return self.entropy.choice(found) if found else self.deploy()

    def running(self) -> Running:
        """A component that takes commands: without a marker, and with a quorum."""
        found = [each for each in self.those(Running) if takes_commands(each)]
        return self.entropy.choice(found) if found else self.deploy()

    def again(self, running: R) -> R:
        """The component as it is now."""
        found = self.world.components[running.deployment]
        assert isinstance(found, type(running))
        return found

    def effective(self, running: Running) -> int | None:
        """When the marker of a component takes effect; None where it never does."""
        assert running.marker is not None
        instant = running.marker.effective_at
        return self.begins(running, instant.sequence) if isinstance(instant, AtSequence) else instant.timestamp_ms

    def advance(self, to: int, comment: str) -> None:
        """Move the present."""
        self.script.go("world.advance", comment, to=to, cites=["WORLD-1", "PROTO-18"])

    def submit(self, running: Running, command: Command, comment: str, cites: Sequence[str]) -> Any:
        """Submit a command that is accepted."""
        return self.script.go("world.submit", comment, component=running.deployment, command=command, cites=cites)

    def shuffled(self, items: Sequence[bytes]) -> list[bytes]:
        """The items in random order."""
        ranks = {item: self.entropy.bytes(8) for item in items}
        return sorted(items, key=lambda item: ranks[item])

    def coalition(self) -> CoalitionConfig:
        """A coalition, of its own or one that is here."""
        here = [each.coalition for each in self.configured.values() if isinstance(each, Module)]
        if here and self.entropy.chance(2):
            return self.entropy.choice(here)
        for _ in range(_TRIES):
            config: CoalitionConfig = draw(CoalitionConfig, self.entropy)
            if len(config.lattices) > 1:
                break
        return config


def takes_commands(running: Running) -> bool:
    """Whether a component commits anything at all."""
    return running.marker is None and has_quorum(running.committee)


#: A move brings about what it needs, and then one thing. It gets the stage of its act.
Move = Callable[[Any], None]


@dataclass(frozen=True)
class Act:
    """The lives of a class: the features they are asked under, the stage, and what can happen on it.

    `strict` are moves for targets that refuse input that breaks a rule. `chapter` names the mutants that die of them.
    `draws` says whether what is answered follows from the seed of the world too.
    """

    chapter: str
    features: tuple[str, ...]
    stage: type[Stage]
    through: tuple[Move, ...]
    refused: tuple[Move, ...]
    strict: tuple[Move, ...] = ()
    draws: bool = False
