"""Following a retirement chain to the component that goes on (chapter Retirement chains)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from coalition.retirement import ComponentRef
from coalition.runtime.component import Phase, Running
from coalition.runtime.refusals import ConnectTimeout, Refusal
from coalition.runtime.verbs import verb
from coalition.runtime.world import World
from coalition.shapes import U32, Record
from coalition.unique_id import UniqueId


class ChainEnded(Refusal):
    """A chain that ends at a component that is over."""

    requirement = "CHAIN-3"


class ChainCycle(Refusal):
    """A chain that comes back to where it was."""

    requirement = "CHAIN-4"


class TooManyHops(Refusal):
    """A chain with more replacements than whoever follows it wants to take."""

    requirement = "CHAIN-5"


class PinnedBuild(Refusal):
    """A chain that leads away from the one build that was pinned."""

    requirement = "CHAIN-6"


@dataclass(frozen=True)
class Followed(Record):
    """The deployments that a chain goes through, the last of which goes on, and where that one is in its life."""

    path: tuple[UniqueId, ...]
    phase: Phase


@verb("world.follow", carries_commands=True)
def follow(world: World, component: ComponentRef, hops: U32, explicit: bool) -> tuple[World, Followed]:
    """Where a chain leads that begins at a reference, within so many replacements (CHAIN-1 to CHAIN-6)."""
    path = list(chain(world, component, hops))
    if len(path) > 1:
        check_pin(component, explicit)
    return world, Followed(tuple(each.deployment for each in path), path[-1].phase(world.now))


def chain(world: World, component: ComponentRef, hops: int) -> Iterator[Running]:
    """The components from the one that is referred to, each the replacement of the one before it (CHAIN-2)."""
    passed: set[UniqueId] = set()
    reference: ComponentRef | None = component
    for taken in count():
        if reference is None:
            return
        running = resolved(world, reference)
        check_cycle(running, passed)
        check_hops(taken, hops)
        passed.add(running.deployment)
        yield running
        reference = successor(running, world.now)


def successor(running: Running, now: int) -> ComponentRef | None:
    """What replaces a component; None for one that goes on. Raises `ChainEnded` for one that is over (CHAIN-3)."""
    if running.marker is None or running.marker.replacement is not None:
        return None if running.marker is None else running.marker.replacement
    check_goes_on(running, now)
    return None


def resolved(world: World, reference: ComponentRef) -> Running:
    """The component that is meant: of several at one address that with the content hash, or else the latest (CHAIN-1).

    Raises `ConnectTimeout`.
    """
    found = [each for each in world.at(reference.address) if is_meant(each, reference) and is_up(each)]
    if not found:
        raise ConnectTimeout(reference.address)
    return found[-1]


def is_meant(running: Running, reference: ComponentRef) -> bool:
    """Whether a component at the address is of the kind and of the build that a reference names (CHAIN-1)."""
    return running.REFERRED_AS is reference.kind and reference.content_hash in (None, running.ids.content_hash)


def is_up(running: Running) -> bool:
    """Whether somebody runs a component: its operator has not stopped it (ROT-1)."""
    return not running.stopped


def check_goes_on(running: Running, now: int) -> None:
    """Raise `ChainEnded` for a component that is over and that nothing replaces (CHAIN-3)."""
    if running.phase(now) is Phase.Retired:
        raise ChainEnded(running.deployment)


def check_cycle(running: Running, passed: set[UniqueId]) -> None:
    """Raise `ChainCycle` for a component that the chain has been at (CHAIN-4)."""
    if running.deployment in passed:
        raise ChainCycle(running.deployment)


def check_hops(taken: int, hops: int) -> None:
    """Raise `TooManyHops` for a replacement more than those that are taken at most (CHAIN-5)."""
    if taken > hops:
        raise TooManyHops(taken)


def check_pin(component: ComponentRef, explicit: bool) -> None:
    """Raise `PinnedBuild` for whoever pinned one build and does not say that another is right (CHAIN-6)."""
    if component.content_hash is not None and not explicit:
        raise PinnedBuild(component.content_hash)
