"""Peers enter a world, show what they have, bond to components, and lose their bonds (chapter Bonds)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pyrsistent import PMap, pmap

from coalition.acl import AclComposition
from coalition.crypto.admission import Ticket
from coalition.crypto.mosaik_tickets import Expiration
from coalition.presence import PresentId
from coalition.runtime.clauses import terms
from coalition.runtime.component import Running
from coalition.runtime.peers import BondEvidence, Company, Peer, Shown, Terms, TicketIssuer, is_bonded, is_over
from coalition.runtime.refusals import Refusal, Retired
from coalition.runtime.verbs import verb
from coalition.runtime.world import World, check_peer, find
from coalition.shapes import Bytes32, Record
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class Bond(Record):
    """A bond by its peer, and the deployment it is with."""

    peer: Bytes32
    component: UniqueId


@dataclass(frozen=True)
class Ended(Record):
    """The bonds that ended, in the order of the deployments, and of the keys with one (BOND-10)."""

    ended: tuple[Bond, ...]


@dataclass(frozen=True)
class Bonded(Record):
    """Until when a bond holds by its tickets."""

    until: Expiration


#: Which bonds something is about.
About = Callable[[Bond, Terms], bool]


@verb("world.peer", carries_commands=True)
def peer(
    world: World, key: Bytes32, tickets: tuple[Ticket, ...], evidence: BondEvidence, acl: AclComposition
) -> tuple[World, Ended]:
    """The world with a peer in it, which shows this and nothing that it showed before (BOND-1, BOND-2, BOND-10)."""
    entered = world.company.peers.set(key, Peer(Shown(tickets, evidence), acl))
    return judged_again(of(world, replace(world.company, peers=entered)), lambda bond, _: bond.peer == key)


@verb("world.leave")
def leave(world: World, key: Bytes32) -> tuple[World, Ended]:
    """The world without a peer, and without its bonds (BOND-3)."""
    check_peer(world, key)
    ended = tuple(bond for bond in living(world) if bond.peer == key)
    left: PMap[tuple[bytes, UniqueId], Terms] = pmap(
        {pair: each for pair, each in world.company.bonds.items() if pair[0] != key}
    )
    return of(world, replace(world.company, peers=world.company.peers.remove(key), bonds=left)), Ended(ended)


@verb("world.show", carries_commands=True)
def show(world: World, component: UniqueId, tickets: tuple[Ticket, ...], evidence: BondEvidence) -> tuple[World, Ended]:
    """The world in which a component shows this, and not what it declares (BOND-4, BOND-10)."""
    ident = find(world, component).deployment
    shown = world.company.shown.set(ident, Shown(tickets, evidence))
    return judged_again(of(world, replace(world.company, shown=shown)), lambda bond, _: bond.component == ident)


@verb("world.issuer", carries_commands=True)
def issuer(world: World, root: PresentId, issuer: TicketIssuer | None) -> tuple[World, Ended]:
    """The world in which this issues under a root, or nobody any more (BOND-12, BOND-14)."""
    before = world.company.issuers
    issuers = before.discard(root) if issuer is None else before.set(root, issuer)
    return judged_again(of(world, replace(world.company, issuers=issuers)), lambda _, held: root in held.roots)


@verb("world.bond")
def bond(world: World, as_: Bytes32, component: UniqueId) -> tuple[World, Bonded]:
    """The world with a bond more, and until when it holds (BOND-5). Raises what the first clause says that does not."""
    check_peer(world, as_)
    running = find(world, component)
    check_not_over(running, world.now)
    found = terms(world, as_, running)
    bonds = world.company.bonds.set((as_, running.deployment), found)
    return of(world, replace(world.company, bonds=bonds)), Bonded(found.until)


def of(world: World, company: Company) -> World:
    """The world with another company; its components are as they were (BOND-23)."""
    return replace(world, company=company)


def living(world: World) -> tuple[Bond, ...]:
    """The bonds that live, in the order of the deployments, and of the keys with one."""
    found = (
        Bond(key, ident)
        for key, ident in world.company.bonds
        if is_bonded(world.company, key, world.components[ident], world.now)
    )
    return tuple(sorted(found, key=lambda each: (world.places[each.component], each.peer)))


def judged_again(world: World, about: About) -> tuple[World, Ended]:
    """The world after its living bonds of some kind are judged anew, and those that do not stand it (BOND-10)."""
    bonds, ended = world.company.bonds, []
    for each in living(world):
        pair = (each.peer, each.component)
        if about(each, bonds[pair]):
            found = judged(world, each.peer, world.components[each.component])
            bonds = bonds.remove(pair) if found is None else bonds.set(pair, found)
            ended += [each] if found is None else []
    return of(world, replace(world.company, bonds=bonds)), Ended(tuple(ended))


def judged(world: World, key: bytes, running: Running) -> Terms | None:
    """What a bond comes to now; None where it would be refused."""
    try:
        return terms(world, key, running)
    except Refusal:
        return None


def check_not_over(running: Running, now: int) -> None:
    """Raise `Retired` for a component whose marker has taken effect (BOND-11)."""
    if is_over(running, now):
        raise Retired(running.deployment)
