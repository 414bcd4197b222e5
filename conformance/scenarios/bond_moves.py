"""What can happen between peers and components on a stage."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from coalition.acl import (
    AclComposition,
    OperatorPublish,
    ReputationFloor,
    RequireMrtd,
    Side,
)
from coalition.json_form import as_json
from coalition.measurements import Measurements
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.almanac import Almanac, Tick
from coalition.runtime.component import Retire
from coalition.runtime.peers import BondEvidence, ReputationCard, Seat, Settlement
from coalition.unique_id import UniqueId
from conformance.scenarios import almanac_moves, bond_clause_moves, bond_ticket_moves, guests, moves
from conformance.scenarios.bond_stage import BondStage
from conformance.scenarios.guests import BONDS, COMES, GOES, NOBODY
from conformance.scenarios.improvised import Act
from conformance.scenarios.markets import COMPUTE

#: Behind this instant there is no time for tickets that expire.
_LATE: Final = 10**15

Move = Callable[[BondStage], None]


def _timely(move: Move) -> Move:
    """The move where time is left for it."""

    @wraps(move)
    def moved(stage: BondStage) -> None:
        if stage.now < _LATE:
            move(stage)

    return moved


def comes(stage: BondStage) -> None:
    """A peer enters, is bonded to nothing, bonds, and is answered; what it sees is the whole log."""
    open_to_all = stage.gate()
    if stage.entropy.chance(2):
        stage.no_bond(open_to_all, stage.entropy.bytes(32), "UnknownPeer", "WORLD-5")
    peer = stage.guest()
    stage.over(open_to_all, peer, "BOND-1", "BOND-7")
    stage.bond(open_to_all, peer)
    almanac = stage.again(open_to_all)
    assert isinstance(almanac, Almanac)
    stage.writes(almanac, peer)
    stage.lives(open_to_all, peer)


def one_of_two(stage: BondStage) -> None:
    """A bond is one peer's with one deployment; each may have several."""
    one, two = stage.gate(), stage.gate()
    first, second = stage.guest(), stage.guest()
    stage.bond(one, first)
    stage.over(one, second, "BOND-7")
    stage.over(two, first, "BOND-7")
    stage.bond(two, first)
    stage.bond(one, second)
    for running, peer in ((one, first), (two, first), (one, second)):
        stage.lives(running, peer, "BOND-7")


def operators(stage: BondStage) -> None:
    """What is the operator's alone; reading never is."""
    published = stage.entropy.chance(2)
    running = stage.gate(*([OperatorPublish(stage.entropy.choice((COMES, GOES)))] if published else []))
    peer = stage.guest()
    stage.bond(running, peer, "BOND-8")
    ending = Retire(RetirementMarker.retired(moves.some_instant(stage, running)))
    asked = Tick(()) if published else ending
    stage.script.refuse(
        "world.submit", "OperatorPublish", "it is not its own", as_=peer, component=running.deployment, command=asked
    )
    guests.reads(stage.script, running.deployment, peer=peer, cites=["BOND-8"])
    moves.looks(stage, running)


def leaves_and_returns(stage: BondStage) -> None:
    """Who leaves is not there, and comes back to nothing."""
    running = stage.gate()
    peer, other = stage.guest(), stage.guest()
    for each in (peer, other):
        stage.bond(running, each)
    guests.leaves(stage.script, peer=peer)
    stage.over(running, peer, "BOND-3", refusal="UnknownPeer")
    stage.lives(running, other)
    stage.guest(key=peer)
    stage.over(running, peer, "BOND-3")
    if stage.entropy.chance(2):
        stage.bond(running, peer)
        stage.lives(running, peer)


def enters_again(stage: BondStage) -> None:
    """What a peer showed counts no more, longer tickets make longer bonds, and none of its other bonds ends."""
    issuer, clause, changes = stage.recognising()
    running, free = stage.gate(clause, **changes), stage.gate()
    stage.publish(issuer)
    peer, ends = stage.entropy.bytes(32), stage.later()
    stage.guest(issuer.ticket(peer, ends), key=peer)
    stage.bond(running, peer)
    stage.bond(free, peer)
    stage.guest(issuer.ticket(peer, ends + 10), key=peer)
    stage.advance(ends, "where the first ticket ends")
    stage.lives(running, peer, "BOND-10")
    stage.guest(key=peer)
    stage.over(running, peer, "BOND-10")
    stage.lives(free, peer, "BOND-10")
    stage.guest(issuer.ticket(peer, ends + 10), key=peer)
    stage.over(running, peer, "BOND-9", "BOND-10")
    stage.no_bond(free, stage.entropy.bytes(32), "UnknownPeer")


def ends_in_order(stage: BondStage) -> None:
    """The bonds that end are told deployment by deployment."""
    issuer, clause, changes = stage.recognising()
    one, two = (stage.gate(clause, **changes) for _ in range(2))
    stage.publish(issuer)
    lesser, greater = stage.pair()
    ends = stage.now + 10**8
    for running, peer in ((two, lesser), (one, greater)):
        stage.guest(issuer.ticket(peer, ends), key=peer)
        stage.bond(running, peer)
    stage.publish(stage.issuer(issuer.root), "other keys")
    for running, peer in ((two, lesser), (one, greater)):
        stage.over(running, peer, "BOND-10")


def both_judge(stage: BondStage) -> None:
    """Each by its own clauses, of the sides that are asked; the component's come first, each list in its order."""
    entropy = stage.entropy
    here, there = entropy.bytes(48), entropy.bytes(48)
    issuer, clause, changes = stage.recognising()
    stage.publish(issuer)
    asked = (RequireMrtd(COMES, here), clause, RequireMrtd(GOES, there))
    turned = entropy.chance(2)
    running = stage.gate(*(asked[::-1] if turned else asked), measurements=Measurements(here), **changes)
    peer, ends = entropy.bytes(32), stage.now + 10**8
    wish = AclComposition((RequireMrtd(entropy.choice((COMES, GOES)), there),))
    wrong, right = BondEvidence(Measurements(there)), BondEvidence(Measurements(here))
    stage.guest(key=peer, evidence=wrong, validator=wish)
    stage.no_bond(running, peer, "RecogniseIssuer" if turned else "RequireMrtd", "BOND-13", "BOND-15")
    held = issuer.ticket(peer, ends)
    stage.guest(held, key=peer, evidence=wrong, validator=wish)
    stage.no_bond(running, peer, "RequireMrtd", "BOND-15")
    stage.guest(held, key=peer, evidence=right, validator=wish)
    stage.no_bond(running, peer, "RequireMrtd", "BOND-6")
    stage.guest(held, key=peer, evidence=right)
    stage.bond(running, peer)
    stage.lives(running, peer)
    floor = AclComposition((ReputationFloor(GOES, UniqueId(entropy.bytes(32)), "0"),))
    stage.guest(held, key=peer, evidence=wrong, validator=floor)
    stage.no_bond(running, peer, "RequireMrtd", "BOND-5")


def shows_another(stage: BondStage) -> None:
    """A component shows what it declares until something else is said; then that alone counts."""
    image, another = Measurements(stage.entropy.bytes(48)), Measurements(stage.entropy.bytes(48))
    running = stage.gate(measurements=image)
    side = stage.entropy.choice((COMES, GOES))
    peer = stage.guest(validator=AclComposition((RequireMrtd(side, image.mr_td),)))
    stage.bond(running, peer, "BOND-4")
    other = stage.guest()
    stage.bond(running, other)
    ident = running.deployment
    guests.shows(stage.script, ident, BondEvidence(image), "the same", cites=["BOND-10"])
    stage.lives(running, peer, "BOND-10")
    shown, refusal = stage.entropy.choice(((BondEvidence(another), "RequireMrtd"), (NOBODY, "UnattestedPeer")))
    guests.shows(stage.script, ident, shown, "something else", cites=["BOND-10"])
    stage.over(running, peer, "BOND-4", "BOND-10")
    stage.lives(running, other)
    stage.no_bond(running, peer, refusal, "BOND-4")


def retires_bonded(stage: BondStage) -> None:
    """Bonds hold and are made until the marker takes effect."""
    running = stage.gate()
    peer, other = stage.guest(), stage.guest()
    stage.bond(running, peer)
    effective = stage.later()
    moves.retire(stage, running, RetirementMarker.retired(RetirementInstant.AtTimestamp(effective)))
    stage.advance(effective - 1, "just before its instant")
    stage.lives(running, peer, "BOND-11")
    stage.bond(running, other, "BOND-11")
    stage.advance(effective, "its instant")
    stage.over(running, peer, "BOND-11")
    stage.no_bond(running, other, "Retired", "BOND-11")
    moves.looks(stage, running)


def strangers(stage: BondStage) -> None:
    """Nobody is there, or nobody is meant."""
    running, key = stage.gate(), stage.entropy.bytes(32)
    stage.script.refuse("world.leave", "UnknownPeer", "nobody left", key=key, cites=["BOND-3"])
    stage.over(running, key, "WORLD-5", refusal="UnknownPeer")
    peer, nobody = stage.guest(), UniqueId(stage.entropy.bytes(32))
    guests.no_bond(stage.script, nobody, "UnknownComponent", peer=peer)
    stage.script.refuse("world.show", "UnknownComponent", component=nobody, tickets=(), evidence=NOBODY)
    stage.script.break_shape("world.bond", "nobody in particular", {"as": None, "component": running.deployment.hex()})
    stage.bond(running, peer)


def broken(stage: BondStage) -> None:
    """What breaks a rule of its types, by its name."""
    entropy, running = stage.entropy, stage.gate()
    one, other = UniqueId(entropy.bytes(32)), UniqueId(entropy.bytes(32))
    card, paid, seat = (
        as_json(each) for each in (ReputationCard(one, "0.5"), Settlement(one, other), Seat(one, other))
    )
    rule, error, members = entropy.choice(
        (
            ("ENC-20", "DuplicateKey", {"cards": [card, {**card, "score": "0.6"}]}),
            ("ENC-20", "DuplicateKey", {"settlements": [paid, {**paid, "pointer": one.hex()}]}),
            ("ENC-19", "DuplicateElement", {"seats": [seat, seat]}),
            ("ENC-14", "RatioTooFine", {"cards": [{**card, "score": "0.00001"}]}),
            ("ENC-4", "ZeroId", {"seats": [{**seat, "signer": "00" * 32}]}),
        )
    )
    key = entropy.bytes(32)
    shown: dict[str, Any] = {"tickets": [], "evidence": {**as_json(NOBODY), **members}}
    form = {"key": key.hex(), **shown, "acl": {"clauses": []}}
    stage.script.refuse_form("world.peer", error, "a peer", form, cites=["BOND-2", rule])
    form = {"component": running.deployment.hex(), **shown}
    stage.script.refuse_form("world.show", error, "a component", form, cites=["BOND-2", rule])
    stage.no_bond(running, key, "UnknownPeer", "BOND-2")


def broken_issuers(stage: BondStage) -> None:
    """Keys that no page may have, and a set of nothing."""
    issuer = stage.issuer(UniqueId(stage.entropy.bytes(32)))
    keys = as_json(issuer.keys)["issuer"]["keys"]
    listed, threshold = stage.entropy.choice((([], 1), ([*keys, keys[0]], 1), (keys, len(keys) + 1), (keys, 0)))
    form = {"root": issuer.root.hex(), "issuer": {"kind": "Keys", "issuer": {"keys": listed, "threshold": threshold}}}
    stage.script.refuse_form("world.issuer", "IssuerMismatch", "keys", form, cites=["BOND-2", "HS-11"])
    side = {"kind": stage.entropy.choice(list(Side)).name}
    acl = {"clauses": [{"kind": "AdmitsMeasurementsInSet", "side": side, "set": []}]}
    peer = {"key": stage.entropy.bytes(32).hex(), "tickets": [], "evidence": as_json(NOBODY), "acl": acl}
    stage.script.refuse_form("world.peer", "EmptySet", "a set of nothing", peer, cites=["BOND-2", "ID-33"])


_BONDED: Final[tuple[Move, ...]] = (
    comes, one_of_two, operators, leaves_and_returns, enters_again, ends_in_order, shows_another, retires_bonded,
    *bond_ticket_moves.THROUGH, *bond_clause_moves.THROUGH, *bond_clause_moves.THROUGH,
)  # fmt: skip
_REFUSED: Final[tuple[Move, ...]] = (
    *bond_ticket_moves.REFUSED, both_judge, strangers, broken, broken, broken_issuers, *bond_clause_moves.THROUGH,
)  # fmt: skip
_COMPANY: Final[tuple[Move, ...]] = (*bond_clause_moves.MARKET, *bond_ticket_moves.STOPPED)
_ANYWHERE: Final = (moves.deploys, moves.waits, moves.reads, almanac_moves.ticks)

ACT: Final = Act(
    chapter="bonds",
    features=BONDS,
    stage=BondStage,
    through=(*_ANYWHERE, *map(_timely, _BONDED)),
    refused=(moves.other_surfaces, moves.peers, *map(_timely, _REFUSED)),
)

#: The same in the company of what some of its clauses are about.
COMPANY: Final = Act(
    chapter="bonds",
    features=(*BONDS, *COMPUTE, "rotation"),
    stage=BondStage,
    through=(*_ANYWHERE, *map(_timely, (*_COMPANY, *_COMPANY, *_BONDED))),
    refused=(moves.other_surfaces, moves.peers, *map(_timely, (*_COMPANY, *_REFUSED))),
)
