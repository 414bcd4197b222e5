"""A world and the verbs that are asked of it (chapter Worlds): each gives another world and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from coalition.content_preimages import AlmanacContent
from coalition.retirement import AnyInstant
from coalition.runtime.almanac import Almanac, AnyCommand, AnyComponent, Phase
from coalition.runtime.log import Commit, Log, LogHead, Page, page
from coalition.runtime.refusals import (
    AlreadyDeployed,
    EmptyCommittee,
    TimeBackwards,
    UnknownClass,
    UnknownComponent,
    UnknownPeer,
    UnknownSurface,
)
from coalition.shapes import U32, U64, Bytes32, Record
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class World:
    """A stage: what time it is there, and what was deployed on it, in order."""

    now: int
    components: Mapping[UniqueId, Almanac] = field(default_factory=dict)


@dataclass(frozen=True)
class Clock(Record):
    """What time it is in a world, in Unix milliseconds."""

    now: U64


@dataclass(frozen=True)
class Surface(Record):
    """A surface by name and id."""

    name: str
    id: UniqueId


@dataclass(frozen=True)
class Deployed(Record):
    """The ids of a component."""

    address: UniqueId
    content_hash: UniqueId
    deployment: UniqueId
    surfaces: tuple[Surface, ...]


@dataclass(frozen=True)
class Accepted(Record):
    """What a command committed."""

    commits: tuple[Commit, ...]


@dataclass(frozen=True)
class Status(Record):
    """Where a component is in its life."""

    now: U64
    phase: Phase
    effective_at: AnyInstant | None
    logs: tuple[LogHead, ...]


@dataclass(frozen=True)
class Closed(Record):
    """What a world came to."""

    now: U64
    logs: tuple[LogHead, ...]


Verb = Callable[..., tuple[World, Record]]
V = TypeVar("V", bound=Verb)

#: Every verb by its name on the wire. All but `world.open` take the world first.
VERBS: Final[dict[str, Verb]] = {}
OPEN: Final = "world.open"
CLOSE: Final = "world.close"


def _verb(name: str) -> Callable[[V], V]:
    def register(function: V) -> V:
        VERBS[name] = function
        return function

    return register


@_verb(OPEN)
def open_world(seed: Bytes32, now: U64) -> tuple[World, Clock]:
    """A world without components, at `now` (WORLD-1). Nothing here draws on the seed (WORLD-15)."""
    del seed
    return World(now), Clock(now)


@_verb("world.advance")
def advance(world: World, to: U64) -> tuple[World, Clock]:
    """The world at a later instant, or the same (WORLD-1)."""
    check_forward(world, to)
    return replace(world, now=to), Clock(to)


@_verb("world.deploy")
def deploy(world: World, component: AnyComponent, committee: tuple[Bytes32, ...]) -> tuple[World, Deployed]:
    """The world with one more component, which answers with its ids (WORLD-2 to WORLD-4)."""
    if not isinstance(component.content, AlmanacContent):
        raise UnknownClass(component.content.variant())
    check_committee(committee)
    almanac = Almanac.deploy(component, component.content)
    check_new(world, almanac)
    deployed = Deployed(
        almanac.address, almanac.content_hash, almanac.deployment, (Surface(almanac.log.name, almanac.log.surface),)
    )
    return _with(world, almanac), deployed


@_verb("world.submit")
def submit(world: World, as_: Bytes32 | None, component: UniqueId, command: AnyCommand) -> tuple[World, Accepted]:
    """The world after a command, which answers with what it committed (WORLD-6, WORLD-7, WORLD-11)."""
    check_peer(as_)
    before = find(world, component)
    after = before.apply(command, world.now)
    return _with(world, after), Accepted((after.log.last(),))


@_verb("world.read")
def read(
    world: World, as_: Bytes32 | None, component: UniqueId, surface: str, after: U64 | None, limit: U32
) -> tuple[World, Page]:
    """A page of a surface (WORLD-8 to WORLD-10)."""
    check_peer(as_)
    return world, page(log_of(find(world, component), surface), after, limit)


@_verb("world.status")
def status(world: World, component: UniqueId) -> tuple[World, Status]:
    """Where a component is in its life (WORLD-14)."""
    found = find(world, component)
    effective_at = None if found.marker is None else found.marker.effective_at
    return world, Status(world.now, found.phase(world.now), effective_at, (found.log.head(),))


@_verb(CLOSE)
def close(world: World) -> tuple[World, Closed]:
    """What the world came to: the head of every log, in the order of the deployments (WORLD-16)."""
    return world, Closed(world.now, tuple(each.log.head() for each in world.components.values()))


def _with(world: World, component: Almanac) -> World:
    """The world with one component as it is now, the others as they were (WORLD-17)."""
    return replace(world, components={**world.components, component.deployment: component})


def find(world: World, component: UniqueId) -> Almanac:
    """The component of a deployment. Raises `UnknownComponent` (WORLD-5)."""
    found = world.components.get(component)
    if found is None:
        raise UnknownComponent(component)
    return found


def log_of(component: Almanac, surface: str) -> Log:
    """The log on a surface. Raises `UnknownSurface` (WORLD-5)."""
    if surface != component.log.name:
        raise UnknownSurface(surface)
    return component.log


def check_peer(peer: bytes | None) -> None:
    """Raise `UnknownPeer` for any: this chapter brings none into a world (WORLD-5)."""
    if peer is not None:
        raise UnknownPeer(peer)


def check_forward(world: World, to: int) -> None:
    """Raise `TimeBackwards` for an instant before the present; the present itself is right (WORLD-1)."""
    if to < world.now:
        raise TimeBackwards(to)


def check_committee(committee: tuple[bytes, ...]) -> None:
    """Raise `EmptyCommittee` (WORLD-2)."""
    if not committee:
        raise EmptyCommittee(committee)


def check_new(world: World, component: Almanac) -> None:
    """Raise `AlreadyDeployed` for a deployment that the world has had, retired or not (WORLD-4)."""
    if component.deployment in world.components:
        raise AlreadyDeployed(component.deployment)
