"""What tickets are worth on a stage: whose are taken, until when, and what becomes of bonds when issuers change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from coalition.acl import (
    AclComposition,
    Foreign,
    Own,
    RecogniseIssuer,
)
from coalition.unique_id import UniqueId
from conformance.scenarios import guests
from conformance.scenarios.bond_stage import BondStage
from conformance.scenarios.guests import COMES, GOES, NOBODY

Move = Callable[[BondStage], None]


def until_its_instant(stage: BondStage) -> None:
    """Of several tickets the latest that is taken counts, up to its instant, and nothing brings the bond back."""
    issuer, clause, changes = stage.recognising()
    running = stage.gate(clause, **changes)
    stage.publish(issuer)
    peer, ends = stage.entropy.bytes(32), stage.later()
    tickets = (issuer.ticket(peer, ends - 1), issuer.ticket(peer, ends), issuer.ticket(peer, ends + 9, 0))
    stage.guest(*tickets, key=peer)
    stage.bond(running, peer, "BOND-13")
    stage.advance(ends - 1, "just before its instant")
    stage.lives(running, peer, "BOND-9")
    stage.advance(ends, "its instant")
    stage.over(running, peer, "BOND-9")
    stage.guest(issuer.ticket(peer, ends + 10**6), key=peer)
    stage.over(running, peer, "BOND-9")
    stage.bond(running, peer)
    stage.lives(running, peer)


def two_issuers(stage: BondStage) -> None:
    """Tokens and tickets, each under its root; the earlier of the two ends the bond."""
    issuer, clause, changes = stage.recognising()
    tokens = stage.tokens()
    clauses = (clause, RecogniseIssuer(COMES, Foreign(tokens.root)))
    running = stage.gate(*clauses[:: stage.entropy.choice((1, -1))], **changes)
    stage.publish(issuer)
    never = stage.entropy.chance(3)
    published = tokens.published(allow_non_expiring=never)
    guests.issues(stage.script, published, "tokens", tokens.root)
    second = stage.now // 1_000 + stage.entropy.between(2, 100)
    ends = second * 1_000 + stage.entropy.choice((-1, 1, 5_000, -1_000))
    peer = stage.entropy.bytes(32)
    claims = {} if never else {"exp": second}
    stage.guest(issuer.ticket(peer, ends), tokens.ticket(peer, **claims), key=peer)
    stage.bond(running, peer, "BOND-13")
    until = ends if never else min(ends, second * 1_000)
    stage.advance(until - 1, "just before the earlier")
    stage.lives(running, peer)
    stage.advance(until, "the earlier")
    stage.over(running, peer, "BOND-9")


def rotates(stage: BondStage) -> None:
    """An issuer changes: who holds by it is judged again, and nobody else, whichever side recognises it."""
    issuer, clause, changes = stage.recognising()
    tokens = stage.tokens()
    running = stage.gate(clause, **changes)
    aged = stage.gate(RecogniseIssuer(COMES, Foreign(tokens.root)))
    stage.publish(issuer)
    guests.issues(stage.script, tokens.published(max_age_s=1), "tokens", tokens.root)
    peer, ends = stage.entropy.bytes(32), stage.now + 10**8
    second = stage.now // 1_000
    stage.guest(issuer.ticket(peer, ends), tokens.ticket(peer, exp=second + 10**6, iat=second), key=peer)
    stage.bond(running, peer)
    stage.bond(aged, peer)
    stage.advance(stage.now + 3_000, "the token grows old")
    stage.publish(replace(stage.issuer(issuer.root), threshold=1), "other keys")
    stage.over(running, peer, "BOND-14")
    stage.lives(aged, peer, "BOND-14", "BOND-10")
    stage.publish(issuer, "the old keys again")
    stage.over(running, peer, "BOND-9")
    stage.bond(running, peer)
    guests.issues(stage.script, None, "nobody", issuer.root, ["BOND-12", "BOND-14"])
    stage.over(running, peer, "BOND-14")


def grows_old(stage: BondStage) -> None:
    """What time alone changes ends no bond; one that is asked for again is refused, and the one that is there stays."""
    tokens = stage.tokens()
    running = stage.gate(RecogniseIssuer(COMES, Foreign(tokens.root)))
    guests.issues(stage.script, tokens.published(max_age_s=1), "tokens", tokens.root)
    peer, second = stage.entropy.bytes(32), stage.now // 1_000
    held = tokens.ticket(peer, exp=second + 10**6, iat=second)
    stage.guest(held, key=peer)
    stage.bond(running, peer)
    stage.advance(stage.now + 3_000, "the token grows old")
    stage.lives(running, peer, "BOND-10")
    stage.no_bond(running, peer, "RecogniseIssuer", "BOND-5")
    stage.lives(running, peer, "BOND-5")
    stage.guest(held, key=peer)
    stage.over(running, peer, "BOND-10")


def component_holds(stage: BondStage) -> None:
    """A component holds tickets by its members, and loses its bonds with them as a peer does."""
    issuer = stage.issuer(UniqueId(stage.entropy.bytes(32)))
    running = stage.gate()
    stage.publish(issuer)
    wish = AclComposition((RecogniseIssuer(stage.entropy.choice((COMES, GOES)), Foreign(issuer.root)),))
    peer, ends = stage.guest(validator=wish), stage.now + 10**8
    stage.no_bond(running, peer, "RecogniseIssuer", "BOND-13")
    member = stage.entropy.choice(running.committee.members)
    guests.shows(stage.script, running.deployment, NOBODY, "a ticket", issuer.ticket(member, ends), cites=["BOND-13"])
    stage.bond(running, peer, "BOND-13")
    stage.publish(stage.issuer(issuer.root), "other keys")
    stage.over(running, peer, "BOND-14")


def no_ticket(stage: BondStage) -> None:
    """Tickets that are not taken, one at a time, and no reason is given."""
    issuer, clause, changes = stage.recognising()
    running = stage.gate(clause, **changes)
    other = stage.issuer(UniqueId(stage.entropy.bytes(32)))
    stage.publish(other, "somebody else")
    peer, ends = stage.entropy.bytes(32), stage.later()
    if stage.entropy.chance(2):
        stage.guest(issuer.ticket(peer, ends), other.ticket(peer, ends), key=peer)
        stage.no_bond(running, peer, "RecogniseIssuer", "BOND-13")
    stage.publish(issuer)
    wrong = (
        (),
        (issuer.ticket(peer, stage.now),),
        (issuer.ticket(stage.entropy.bytes(32), ends),),
        (issuer.ticket(peer, ends, issuer.threshold - 1),),
        (replace(issuer.ticket(peer, ends), of_class=other.root),),
        (other.ticket(peer, ends),),
    )
    stage.guest(*stage.entropy.choice(wrong), key=peer)
    stage.no_bond(running, peer, "RecogniseIssuer", "BOND-13")
    stage.guest(issuer.ticket(peer, ends), key=peer)
    stage.bond(running, peer)
    stage.lives(running, peer)


def no_root(stage: BondStage) -> None:
    """`Own` needs a coalition with an issuer, on either side."""
    bare = replace(stage.coalition(), ticket_issuer=None)
    issuer = stage.issuer(bare.stable_id().derive("tickets"))
    stage.publish(issuer)
    asking, free = stage.gate(RecogniseIssuer(COMES, Own()), coalition=bare), stage.gate()
    peer = stage.entropy.bytes(32)
    held = issuer.ticket(peer, stage.now + 10**8)
    stage.guest(held, key=peer)
    stage.no_bond(asking, peer, "RecogniseIssuer", "BOND-13")
    stage.bond(free, peer)
    stage.guest(held, key=peer, validator=AclComposition((RecogniseIssuer(GOES, Own()),)))
    stage.no_bond(free, peer, "RecogniseIssuer", "BOND-13")


def stops(stage: BondStage) -> None:
    """A component is stopped, and its bonds are over with it: they do not end once more."""
    issuer, clause, changes = stage.recognising()
    stopped, running = (stage.gate(clause, **changes) for _ in range(2))
    stage.publish(issuer)
    peer = stage.entropy.bytes(32)
    stage.guest(issuer.ticket(peer, stage.now + 10**8), key=peer)
    for each in (stopped, running):
        stage.bond(each, peer)
    stage.script.go("world.stop", "it is stopped", component=stopped.deployment, cites=["ROT-1"])
    stage.over(stopped, peer, "BOND-11", refusal="ConnectTimeout")
    stage.lives(running, peer, "BOND-11")
    stage.publish(stage.issuer(issuer.root), "other keys")
    stage.over(running, peer, "BOND-14")


THROUGH: Final[tuple[Move, ...]] = (until_its_instant, two_issuers, rotates, grows_old, component_holds)
#: What only happens where components are stopped.
STOPPED: Final[tuple[Move, ...]] = (stops,)
REFUSED: Final[tuple[Move, ...]] = (no_ticket, no_root)
