"""What clauses make of peers and components on a stage, one clause at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from coalition.acl import (
    AclComposition,
    AdmitsMeasurementsEqual,
    AdmitsMeasurementsInSet,
    AnyClause,
    AnyCommitteeMember,
    ComputeModulePin,
    ComputeModuleRequesterAcl,
    MarketSettlement,
    OutcomePredicate,
    ReputationFloor,
    RequireMrtd,
)
from coalition.attestation import AttestationLevel
from coalition.content_preimages import ComputeContent
from coalition.measurements import Measurements
from coalition.module import module_config
from coalition.reference import OrganismRef
from coalition.runtime.committee import public_key
from coalition.runtime.component import Running
from coalition.runtime.module import Module
from coalition.runtime.peers import BondEvidence, ReputationCard, Seat, Settlement
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy
from conformance.pages import changed
from conformance.random_inputs import name
from conformance.scenarios import guests
from conformance.scenarios.bond_stage import BondStage
from conformance.scenarios.guests import COMES, GOES, NOBODY

#: A clause, what it admits, what it does not, and what it says of nothing.
Asked = tuple[AnyClause, list[BondEvidence], list[BondEvidence], str]

_REGISTERS: Final = ("mr_config_id", "mr_owner", "mr_owner_config", "rtmr0", "rtmr1", "rtmr2", "rtmr3")


def _ident(entropy: Entropy) -> UniqueId:
    return UniqueId(entropy.bytes(32))


def _mrtd(entropy: Entropy) -> Asked:
    image, other = entropy.bytes(48), entropy.bytes(48)
    right = [_measured(image), _measured(image, **{entropy.choice(_REGISTERS): other})]
    wrong = [_measured(other), _measured(other, **{entropy.choice(_REGISTERS): image})]
    return RequireMrtd(COMES, image), right, wrong, "UnattestedPeer"


def _measured(mr_td: bytes, **registers: bytes) -> BondEvidence:
    return BondEvidence(Measurements(mr_td, **registers))


def _equal(entropy: Entropy) -> Asked:
    declared, zero, other = (_REGISTERS[place] for place in _places(entropy))
    image = Measurements(entropy.bytes(48), **{declared: entropy.bytes(48), zero: bytes(48)})
    right = [BondEvidence(image), BondEvidence(replace(image, **{other: entropy.bytes(48)}))]
    wrong = [
        BondEvidence(changed(image, **{declared: entropy.choice((entropy.bytes(48), None))})),
        BondEvidence(changed(image, **{zero: None})),
        BondEvidence(replace(image, **{zero: entropy.bytes(48)})),
        BondEvidence(replace(image, mr_td=entropy.bytes(48))),
    ]
    return AdmitsMeasurementsEqual(COMES, image), right, wrong, "UnattestedPeer"


def _places(entropy: Entropy) -> list[int]:
    """Three registers, none twice."""
    first = entropy.below(len(_REGISTERS))
    return [(first + step) % len(_REGISTERS) for step in (0, entropy.between(1, 3), entropy.between(4, 6))]


def _in_set(entropy: Entropy) -> Asked:
    register = entropy.choice(_REGISTERS)
    old, new = (Measurements(entropy.bytes(48), **{register: entropy.bytes(48)}) for _ in range(2))
    right = [BondEvidence(old), BondEvidence(new)]
    wrong = [BondEvidence(replace(old, **{register: getattr(new, register)})), _measured(entropy.bytes(48))]
    return AdmitsMeasurementsInSet(COMES, (old, new)), right, wrong, "UnattestedPeer"


def _floor(entropy: Entropy) -> Asked:
    organism, other = _ident(entropy), _ident(entropy)
    points = entropy.choice((0, 1, 5_500, 10_000, entropy.between(0, 10_000)))
    right = [_cards((organism, points)), _cards((other, 0), (organism, entropy.between(points, 10_000)))]
    wrong = [_cards((other, 10_000))]
    if points:
        wrong += [_cards((organism, points - 1)), _cards((organism, entropy.below(points)), (other, points))]
    return ReputationFloor(COMES, organism, _ratio(points)), right, wrong, "ReputationFloor"


def _cards(*scores: tuple[UniqueId, int]) -> BondEvidence:
    return BondEvidence(cards=tuple(ReputationCard(organism, _ratio(points)) for organism, points in scores))


def _ratio(points: int) -> str:
    return f"{points // 10_000}.{points % 10_000:04}"


def _settled(entropy: Entropy) -> Asked:
    market, other, pointer = _ident(entropy), _ident(entropy), _ident(entropy)
    one, another = Settlement(market, pointer), Settlement(other, pointer)
    right = [BondEvidence(settlements=(another, one)), BondEvidence(settlements=(one,))]
    wrong = [
        BondEvidence(settlements=(another,)),
        _cards((market, 10_000)),
        BondEvidence(settlements=(Settlement(other, market),)),
    ]
    return MarketSettlement(COMES, market), right, wrong, "MarketSettlement"


def _member(entropy: Entropy) -> Asked:
    signer, build, other = _ident(entropy), _ident(entropy), _ident(entropy)
    pinned = entropy.chance(2)
    clause = AnyCommitteeMember(COMES, OrganismRef("signer", signer, build if pinned else None))
    right = [_seats((signer, build)), _seats((other, build), (signer, build if pinned else other))]
    if pinned:
        right.append(_seats((signer, other), (signer, build)))
    wrong = [_seats((other, build))]
    if pinned:
        wrong += [_seats((signer, other)), _seats((signer, other), (other, build))]
    return clause, right, wrong, "AnyCommitteeMember"


def _seats(*seats: tuple[UniqueId, UniqueId]) -> BondEvidence:
    return BondEvidence(seats=tuple(Seat(*each) for each in seats))


def _outcome(entropy: Entropy) -> Asked:
    levels = list(AttestationLevel)
    place = entropy.between(1, len(levels) - 1)
    right = [BondEvidence(level=levels[place]), BondEvidence(level=entropy.choice(levels[place:]))]
    wrong = [BondEvidence(level=levels[place - 1]), _measured(entropy.bytes(48))]
    return OutcomePredicate(COMES, levels[place]), right, wrong, "OutcomePredicate"


_CLAUSES: Final[tuple[Callable[[Entropy], Asked], ...]] = (
    _mrtd, _equal, _equal, _in_set, _floor, _floor, _settled, _member, _member, _outcome,
)  # fmt: skip
_RULES: Final = {
    RequireMrtd: "BOND-15",
    AdmitsMeasurementsEqual: "BOND-16",
    AdmitsMeasurementsInSet: "BOND-16",
    ReputationFloor: "BOND-17",
    MarketSettlement: "BOND-18",
    AnyCommitteeMember: "BOND-21",
    OutcomePredicate: "BOND-22",
}


def of_a_peer(stage: BondStage) -> None:
    """A component asks a clause of a peer: nothing known, something wrong, everything right."""
    clause, right, wrong, nothing = stage.entropy.choice(_CLAUSES)(stage.entropy)
    kind, rule = type(clause).__name__, _RULES[type(clause)]
    running = stage.gate(clause)
    peer = stage.guest()
    stage.no_bond(running, peer, nothing, rule)
    for evidence in wrong:
        stage.guest(key=peer, evidence=evidence)
        stage.no_bond(running, peer, kind, rule)
    for evidence in right:
        stage.guest(key=peer, evidence=evidence)
        stage.bond(running, peer, rule)
    stage.lives(running, peer)
    stage.guest(key=peer, evidence=stage.entropy.choice((*wrong, NOBODY)))
    stage.over(running, peer, "BOND-10")


def of_a_component(stage: BondStage) -> None:
    """A peer asks a clause of a component, on either side."""
    clause, right, wrong, nothing = stage.entropy.choice(_CLAUSES)(stage.entropy)
    kind, rule = type(clause).__name__, _RULES[type(clause)]
    running = stage.gate()
    ident = running.deployment
    asked = replace(clause, side=stage.entropy.choice((COMES, GOES)))
    peer = stage.guest(validator=AclComposition((asked,)))
    stage.no_bond(running, peer, nothing, rule, "BOND-6")
    guests.shows(stage.script, ident, stage.entropy.choice(wrong), "something wrong")
    stage.no_bond(running, peer, kind, rule)
    guests.shows(stage.script, ident, stage.entropy.choice(right), "what is asked for")
    stage.bond(running, peer, rule)
    stage.lives(running, peer)


def _market(stage: BondStage, *clauses: AnyClause, **changes: Any) -> Module:
    called = f"{name(stage.entropy)}.{len(stage.configured)}"
    made = Module(stage.coalition(), called, ComputeContent(None, None), None, AclComposition(clauses))
    return replace(made, **changes)


def _slot(module: Module, content_hash: UniqueId | None = None) -> OrganismRef:
    return OrganismRef("compute", module_config(module.kind(), module.config()).id(), content_hash)


def _placed(stage: BondStage, module: Module, keys: tuple[bytes, ...]) -> Running:
    cites = ["WORLD-2", "WORLD-3"]
    value = stage.script.go("world.deploy", "a Compute", component=module, committee=keys, cites=cites)
    ident = UniqueId(bytes.fromhex(value["deployment"]))
    stage.configured[ident] = module
    return stage.world.components[ident]


def pinned(stage: BondStage) -> None:
    """A Compute's members, and itself; not those of another, nor of another build, nor who has the same keys."""
    entropy = stage.entropy
    market, other = _market(stage), _market(stage)
    build = market.config().as_organism().content_hash()
    pin = ComputeModulePin(COMES, _slot(market, entropy.choice((None, build))))
    asking, elsewhere = stage.gate(pin), stage.gate(ComputeModulePin(COMES, _slot(market, _ident(entropy))))
    keys = tuple(entropy.bytes(32) for _ in range(3))
    member, stranger = public_key(keys[1]), public_key(keys[2])
    for peer in (member, stranger):
        stage.guest(key=peer)
    stage.no_bond(asking, member, "ComputeModulePin", "BOND-19")
    placed, alike = _placed(stage, market, keys[:2]), _placed(stage, replace(other, name=f"{other.name}.b"), keys)
    stage.bond(asking, member, "BOND-19")
    stage.lives(asking, member)
    stage.no_bond(asking, stranger, "ComputeModulePin", "BOND-19")
    stage.no_bond(elsewhere, member, "ComputeModulePin", "BOND-19")
    provider = stage.guest(validator=AclComposition((replace(pin, side=entropy.choice((COMES, GOES))),)))
    stage.bond(placed, provider, "BOND-19")
    stage.no_bond(alike, provider, "ComputeModulePin", "BOND-19")


def requests(stage: BondStage) -> None:
    """Whom a Compute would admit, until its tickets end; the clause has one name, whatever does not hold."""
    entropy = stage.entropy
    issuer, clause, changes = stage.recognising()
    image, other = entropy.bytes(48), entropy.bytes(48)
    market = _market(stage, clause, RequireMrtd(COMES, image), RequireMrtd(GOES, other), **changes)
    asking = stage.gate(ComputeModuleRequesterAcl(COMES, _slot(market)))
    stage.publish(issuer)
    peer, ends = entropy.bytes(32), stage.later()
    held, runs = issuer.ticket(peer, ends), _measured(image)
    stage.guest(held, key=peer, evidence=runs)
    stage.no_bond(asking, peer, "ComputeModuleRequesterAcl", "BOND-20")
    _placed(stage, market, (entropy.bytes(32),))
    tickets, evidence = entropy.choice((((), runs), ((held,), NOBODY), ((held,), _measured(other))))
    stage.guest(*tickets, key=peer, evidence=evidence)
    stage.no_bond(asking, peer, "ComputeModuleRequesterAcl", "BOND-20")
    stage.guest(held, key=peer, evidence=runs)
    stage.bond(asking, peer, "BOND-20")
    stage.lives(asking, peer)
    stage.advance(ends, "where its ticket ends")
    stage.over(asking, peer, "BOND-20", "BOND-9")


THROUGH: Final[tuple[Callable[[BondStage], None], ...]] = (of_a_peer, of_a_peer, of_a_component)
#: What only happens where there is a Compute.
MARKET: Final[tuple[Callable[[BondStage], None], ...]] = (pinned, requests)
