"""A world and the verbs that are asked of it (chapter Worlds): each gives another world and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pyrsistent import PMap, PVector, pmap, pvector

from coalition.acl import AclComposition
from coalition.retirement import AnyInstant
from coalition.runtime.agenda import Agenda, added, without_first
from coalition.runtime.committee import Committee, has_quorum
from coalition.runtime.component import CLASSES, AnyCommand, AnyComponent, Component, Context, Phase, Running, commits
from coalition.runtime.log import Commit, LogHead, Page, page
from coalition.runtime.module import Module
from coalition.runtime.peers import Company, check_bonded, check_operator
from coalition.runtime.refusals import (
    AlreadyDeployed,
    ConnectTimeout,
    EmptyCommittee,
    TimeBackwards,
    UnknownClass,
    UnknownComponent,
    UnknownPeer,
)
from coalition.runtime.verbs import CLOSE, OPEN, verb
from coalition.shapes import U32, U64, Bytes32, Record
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class World:
    """A stage: what time it is there, and what was deployed on it, by deployment and in order.

    `agenda` holds when components have something due, under (instant, place of the deployment). What stands there and
    is no longer so is passed over. `configured` is what each component was deployed as; `company` are the peers, whom
    the chapter Bonds brings in.
    """

    now: int
    seed: bytes
    components: PMap[UniqueId, Running] = field(default_factory=pmap)
    order: PVector[UniqueId] = field(default_factory=pvector)
    places: PMap[UniqueId, int] = field(default_factory=pmap)
    addresses: PMap[UniqueId, PVector[UniqueId]] = field(default_factory=pmap)
    agenda: Agenda | None = None
    configured: PMap[UniqueId, Component] = field(default_factory=pmap)
    company: Company = field(default_factory=Company)

    def deployed(self) -> Iterator[Running]:
        """The components in the order they were deployed."""
        return (self.components[each] for each in self.order)

    def at(self, address: UniqueId) -> Iterator[Running]:
        """The components of an address in the order they were deployed."""
        return (self.components[each] for each in self.addresses.get(address, ()))

    def context(self, peer: bytes | None = None) -> Context:
        """What a component finds now."""
        return Context(self.now, self.seed, peer)


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


@verb(OPEN)
def open_world(seed: Bytes32, now: U64) -> tuple[World, Clock]:
    """A world without components, at `now` (WORLD-1). An Almanac draws nothing from the seed (WORLD-15)."""
    return World(now, seed), Clock(now)


@verb("world.advance")
def advance(world: World, to: U64) -> tuple[World, Clock]:
    """The world at a later instant, or the same (WORLD-1), and what fell due until then done (WORLD-18)."""
    check_forward(world, to)
    return replace(settled(world, to), now=to), Clock(to)


@verb("world.deploy")
def deploy(world: World, component: AnyComponent, committee: tuple[Bytes32, ...]) -> tuple[World, Deployed]:
    """The world with one more component, which answers with its ids (WORLD-2 to WORLD-4)."""
    played = class_of(component)
    check_committee(committee)
    running = played.deploy(component, Committee(committee), world.context())
    check_new(world, running)
    ids = running.ids
    surfaces = tuple(Surface(log.name, log.surface) for log in running.logs)
    listed = _listed(world, running, component)
    return put(listed, running), Deployed(ids.address, ids.content_hash, ids.deployment, surfaces)


@verb("world.submit", carries_commands=True)
def submit(world: World, as_: Bytes32 | None, component: UniqueId, command: AnyCommand) -> tuple[World, Accepted]:
    """The world after a command, which answers with what it committed (WORLD-6, WORLD-7, WORLD-11)."""
    check_peer(world, as_)
    before = find(world, component)
    check_bonded(world.company, as_, before, world.now)
    check_operator(composition(world.configured[component]), as_, command)
    after = before.apply(command, world.context(as_))
    return put(world, after), Accepted(commits(before, after))


@verb("world.read")
def read(
    world: World, as_: Bytes32 | None, component: UniqueId, surface: str, after: U64 | None, limit: U32
) -> tuple[World, Page]:
    """A page of a surface (WORLD-8 to WORLD-10), whoever of the committee is there (FLT-4)."""
    check_peer(world, as_)
    found = find(world, component)
    check_bonded(world.company, as_, found, world.now)
    return world, page(found.log(surface), after, limit)


@verb("world.status")
def status(world: World, component: UniqueId) -> tuple[World, Status]:
    """Where a component is in its life (WORLD-14)."""
    found = find(world, component)
    effective_at = None if found.marker is None else found.marker.effective_at
    return world, Status(world.now, found.phase(world.now), effective_at, heads(found))


@verb(CLOSE)
def close(world: World) -> tuple[World, Closed]:
    """What the world came to: the head of every log, in the order of the deployments (WORLD-16)."""
    return world, Closed(world.now, tuple(head for each in world.deployed() for head in heads(each)))


def heads(running: Running) -> tuple[LogHead, ...]:
    """The heads of a component's logs, in the order of its class."""
    return tuple(log.head() for log in running.logs)


def settled(world: World, to: int) -> World:
    """The world with what falls due until `to` done, each thing at its own instant, which is the present then.

    Things of one instant are done in the order of the deployments, and those of one in its own (WORLD-18).
    """
    while world.agenda is not None and world.agenda.key[0] <= to:
        (at, _), ident = world.agenda.key, world.agenda.what
        world = replace(world, agenda=without_first(world.agenda))
        running = world.components[ident]
        if falls_due(running) == at:
            world = replace(world, now=max(at, world.now))
            fired = running.fire(world.context())
            world = put(world, fired)
            # What stood there for it has been taken; a second thing of the same instant stands there anew.
            world = _waiting(world, fired) if falls_due(fired) == at else world
    return world


def falls_due(running: Running) -> int | None:
    """When a component has something to do: nothing after its marker, nor without a quorum, nor when it is stopped.

    (WORLD-18, FLT-5, ROT-2)
    """
    idle = running.stopped or running.marker is not None or not has_quorum(running.committee)
    return None if idle else running.due()


def _listed(world: World, running: Running, component: Component) -> World:
    """The world with a component more in its order."""
    ident, address = running.deployment, running.address
    return replace(
        world,
        order=world.order.append(ident),
        places=world.places.set(ident, len(world.order)),
        configured=world.configured.set(ident, component),
        addresses=world.addresses.set(address, world.addresses.get(address, pvector()).append(ident)),
    )


def put(world: World, running: Running) -> World:
    """The world with one component as it is now, the others as they were (WORLD-17)."""
    before = world.components.get(running.deployment)
    after = replace(world, components=world.components.set(running.deployment, running))
    known = before is not None and falls_due(before) == falls_due(running)
    return after if known else _waiting(after, running)


def _waiting(world: World, running: Running) -> World:
    """The world with a component on its agenda, if it has something to do."""
    at, ident = falls_due(running), running.deployment
    return world if at is None else replace(world, agenda=added(world.agenda, (at, world.places[ident]), ident))


def class_of(component: AnyComponent) -> type[Running]:
    """The class that plays a configuration. Raises `UnknownClass` (WORLD-2)."""
    configured = component.content if isinstance(component, Module) else component
    played = CLASSES.get(type(configured))
    if played is None:
        raise UnknownClass(configured.variant())
    return played


def find(world: World, component: UniqueId) -> Running:
    """The component of a deployment. Raises `UnknownComponent` (WORLD-5), and `ConnectTimeout` for a stopped one."""
    found = world.components.get(component)
    if found is None:
        raise UnknownComponent(component)
    check_answers(found)
    return found


def check_answers(running: Running) -> None:
    """Raise `ConnectTimeout` for a component that its operator stopped (ROT-1)."""
    if running.stopped:
        raise ConnectTimeout(running.deployment)


def composition(component: Any) -> AclComposition:
    """The ACL of a component: whatever is deployed has one."""
    found: AclComposition = component.acl
    return found


def check_peer(world: World, peer: bytes | None) -> None:
    """Raise `UnknownPeer` for one that has not entered; the chapter Bonds alone brings any in (WORLD-5, BOND-1)."""
    if peer is not None and peer not in world.company.peers:
        raise UnknownPeer(peer)


def check_forward(world: World, to: int) -> None:
    """Raise `TimeBackwards` for an instant before the present; the present itself is right (WORLD-1)."""
    if to < world.now:
        raise TimeBackwards(to)


def check_committee(committee: tuple[bytes, ...]) -> None:
    """Raise `EmptyCommittee` (WORLD-2)."""
    if not committee:
        raise EmptyCommittee(committee)


def check_new(world: World, running: Running) -> None:
    """Raise `AlreadyDeployed` for a deployment that the world has had, retired or not (WORLD-4)."""
    if running.deployment in world.components:
        raise AlreadyDeployed(running.deployment)
