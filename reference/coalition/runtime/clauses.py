"""Clauses of an ACL as they are judged when a bond is made: of whom, by whom, and what of it they ask (BOND-12 on)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from coalition import acl
from coalition.acl import AnyClause, Own, Side
from coalition.coalition_config import CoalitionConfig, tickets_root
from coalition.content_preimages import ComputeContent
from coalition.crypto.admission import outcomes
from coalition.crypto.mosaik_tickets import InvalidTicket, Never, earliest, latest
from coalition.measurements import Measurements
from coalition.module import module_config
from coalition.ratio import basis_points
from coalition.reference import OrganismRef
from coalition.runtime import bond_refusals as refused
from coalition.runtime.component import Component, Running
from coalition.runtime.module import Module
from coalition.runtime.peers import BondEvidence, Shown, Terms
from coalition.runtime.refusals import Refusal
from coalition.runtime.world import World
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class Party:
    """A side of a bond: its keys, what it shows, its clauses, and what of the world it is.

    `deployment` is None for a peer, `coalition` for whatever is no module of one.
    """

    keys: tuple[bytes, ...]
    shown: Shown
    clauses: tuple[AnyClause, ...]
    deployment: UniqueId | None = None
    coalition: CoalitionConfig | None = None


def party(world: World, running: Running) -> Party:
    """A component as a side of a bond (BOND-4)."""
    component: Any = world.configured[running.deployment]
    return Party(
        running.committee.members,
        world.company.shown.get(running.deployment, declared(component)),
        component.acl.clauses,
        running.deployment,
        component.coalition if isinstance(component, Module) else None,
    )


def guest(world: World, key: bytes) -> Party:
    """A peer as a side of a bond (BOND-1)."""
    peer = world.company.peers[key]
    return Party((key,), peer.shown, peer.acl.clauses)


def declared(component: Any) -> Shown:
    """What a component shows by itself: the measurements that it declares (BOND-4)."""
    return Shown((), BondEvidence(component.measurements))


def terms(world: World, key: bytes, running: Running) -> Terms:
    """What a bond of both comes to (BOND-5, BOND-9). Raises the `Refusal` of the first clause that does not hold."""
    peer, component = guest(world, key), party(world, running)
    admitted = judgement(world, asked_of_who_comes(component.clauses), component, peer)
    verified = judgement(world, asked_of_whom_it_goes_to(peer.clauses), peer, component)
    return together((admitted, verified))


def asked_of_who_comes(clauses: Iterable[AnyClause]) -> tuple[AnyClause, ...]:
    """The clauses by which one is judged that comes: what it is to hold (BOND-6)."""
    return tuple(clause for clause in clauses if clause.side is Side.RequireTicket)


def asked_of_whom_it_goes_to(clauses: Iterable[AnyClause]) -> tuple[AnyClause, ...]:
    """The clauses by which one is judged that is gone to: of either side (BOND-6)."""
    return tuple(clauses)


def judgement(world: World, clauses: Iterable[AnyClause], judge: Party, judged: Party) -> Terms:
    """What clauses come to, all of which hold. Raises the `Refusal` of the first that does not (BOND-5)."""
    return together(judged_by(world, clause, judge, judged) for clause in clauses)


def together(found: Iterable[Terms]) -> Terms:
    """The earliest of their expirations, by all of their roots (TICK-10)."""
    each = tuple(found)
    until = earliest([Never(), *(terms.until for terms in each)])
    return Terms(until, frozenset(root for terms in each for root in terms.roots))


def judged_by(world: World, clause: AnyClause, judge: Party, judged: Party) -> Terms:
    """What one clause comes to. Raises its `Refusal`."""
    if isinstance(clause, acl.RecogniseIssuer):
        return recognised(world, clause, judge, judged)
    if isinstance(clause, acl.ComputeModuleRequesterAcl):
        return requested(world, clause, judged)
    CHECKS[type(clause)](world, clause, judged)
    return Terms()


# --- issuers ----------------------------------------------------------------------------------------------------------


def recognised(world: World, clause: acl.RecogniseIssuer, judge: Party, judged: Party) -> Terms:
    """Until when tickets of an issuer are taken (BOND-13). Raises `RecogniseIssuer`."""
    root = root_of(clause, judge)
    issuer = world.company.issuers.get(root) if root is not None else None
    if root is None or issuer is None:
        raise refused.RecogniseIssuer(root)
    gate = issuer.gate(root)
    made = [each for key in judged.keys for each in outcomes((gate,), judged.shown.tickets, key, world.now)[0]]
    try:
        return Terms(latest(tuple(made)), frozenset((root,)))
    except InvalidTicket:
        raise refused.RecogniseIssuer(root) from None


def root_of(clause: acl.RecogniseIssuer, judge: Party) -> UniqueId | None:
    """The root that a clause names; `Own` is that of the coalition, if it has an issuer (BOND-13, ID-21)."""
    if not isinstance(clause.issuer, Own):
        return clause.issuer.root
    if judge.coalition is None or judge.coalition.ticket_issuer is None:
        return None
    return tickets_root(judge.coalition).id()


# --- Compute modules --------------------------------------------------------------------------------------------------


def in_slot(world: World, slot: OrganismRef) -> Running | None:
    """The Compute in a slot: of several the one that was deployed last (BOND-19)."""
    found = [each for each in world.deployed() if fills(world.configured[each.deployment], each, slot)]
    return found[-1] if found else None


def fills(component: Component, running: Running, slot: OrganismRef) -> bool:
    """Whether a component is the Compute that a reference means, by its derived stable id (BOND-19, ID-36)."""
    if not isinstance(component, Module) or not isinstance(component.content, ComputeContent):
        return False
    derived = module_config(component.kind(), component.config()).id()
    return derived == slot.stable_id and slot.content_hash in (None, running.ids.content_hash)


def requested(world: World, clause: acl.ComputeModuleRequesterAcl, judged: Party) -> Terms:
    """What the ACL of the Compute in a slot comes to (BOND-20). Raises `ComputeModuleRequesterAcl`."""
    module = in_slot(world, clause.slot)
    if module is None:
        raise refused.ComputeModuleRequesterAcl(clause.slot)
    judge = party(world, module)
    try:
        return judgement(world, asked_of_who_comes(judge.clauses), judge, judged)
    except Refusal:
        raise refused.ComputeModuleRequesterAcl(clause.slot) from None


def check_pin(world: World, clause: acl.ComputeModulePin, judged: Party) -> None:
    """Raise `ComputeModulePin` for who is no member of the Compute in the slot, nor that itself (BOND-19)."""
    module = in_slot(world, clause.slot)
    if module is None or not (judged.deployment == module.deployment or is_member(judged, module)):
        raise refused.ComputeModulePin(clause.slot)


def is_member(judged: Party, module: Running) -> bool:
    """Whether a peer's key is one of the committee's (BOND-19)."""
    return judged.deployment is None and judged.keys[0] in module.committee.members


# --- what is shown ----------------------------------------------------------------------------------------------------


def measured(judged: Party) -> Measurements:
    """What was measured of someone. Raises `UnattestedPeer` (BOND-15)."""
    found = judged.shown.evidence.measurements
    if found is None:
        raise refused.UnattestedPeer(judged.keys)
    return found


def check_mrtd(_world: World, clause: acl.RequireMrtd, judged: Party) -> None:
    """Raise `UnattestedPeer`, or `RequireMrtd` for another MRTD (BOND-15)."""
    if measured(judged).mr_td != clause.mr_td:
        raise refused.RequireMrtd(clause.mr_td)


def check_equal(_world: World, clause: acl.AdmitsMeasurementsEqual, judged: Party) -> None:
    """Raise `UnattestedPeer`, or `AdmitsMeasurementsEqual` for other measurements (BOND-16)."""
    if not is_image(measured(judged), clause.measurements):
        raise refused.AdmitsMeasurementsEqual(clause.measurements)


def check_in_set(_world: World, clause: acl.AdmitsMeasurementsInSet, judged: Party) -> None:
    """Raise `UnattestedPeer`, or `AdmitsMeasurementsInSet` for measurements that are none of them (BOND-16)."""
    found = measured(judged)
    if not any(is_image(found, each) for each in clause.set):
        raise refused.AdmitsMeasurementsInSet(clause.set)


def is_image(found: Measurements, wanted: Measurements) -> bool:
    """Whether every register that is declared was measured so; another is not compared (BOND-16)."""
    registers = wanted.__dataclass_fields__
    return all(getattr(wanted, name) in (None, getattr(found, name)) for name in registers)


def check_reputation(_world: World, clause: acl.ReputationFloor, judged: Party) -> None:
    """Raise `ReputationFloor` for a score below the floor, or none (BOND-17)."""
    scores = [card.score for card in judged.shown.evidence.cards if card.organism == clause.organism]
    if not any(basis_points(score) >= basis_points(clause.floor) for score in scores):
        raise refused.ReputationFloor(clause.organism)


def check_settled(_world: World, clause: acl.MarketSettlement, judged: Party) -> None:
    """Raise `MarketSettlement` for whom the market has settled nothing (BOND-18)."""
    if all(each.market != clause.market for each in judged.shown.evidence.settlements):
        raise refused.MarketSettlement(clause.market)


def check_seat(_world: World, clause: acl.AnyCommitteeMember, judged: Party) -> None:
    """Raise `AnyCommitteeMember` for who sits on no committee of the signer, of the pinned build if any (BOND-21)."""
    signer = clause.signer
    seats = [seat for seat in judged.shown.evidence.seats if seat.signer == signer.stable_id]
    if not any(signer.content_hash in (None, seat.content_hash) for seat in seats):
        raise refused.AnyCommitteeMember(signer)


def check_level(_world: World, clause: acl.OutcomePredicate, judged: Party) -> None:
    """Raise `OutcomePredicate` for a level below the floor (BOND-22)."""
    if judged.shown.evidence.level.value < clause.floor.value:
        raise refused.OutcomePredicate(clause.floor)


def nothing_asked(_world: World, clause: AnyClause, _judged: Party) -> None:
    """The operator's publish clause asks nothing of a bond (BOND-8)."""
    del clause


#: What each clause checks, of those that neither tickets nor another ACL decide.
CHECKS: Final[dict[type[AnyClause], Callable[[World, Any, Party], None]]] = {
    acl.RequireMrtd: check_mrtd,
    acl.AdmitsMeasurementsEqual: check_equal,
    acl.AdmitsMeasurementsInSet: check_in_set,
    acl.ReputationFloor: check_reputation,
    acl.MarketSettlement: check_settled,
    acl.ComputeModulePin: check_pin,
    acl.AnyCommitteeMember: check_seat,
    acl.OutcomePredicate: check_level,
    acl.OperatorPublish: nothing_asked,
}
