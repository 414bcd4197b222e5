"""Peers in scenarios: who they are, which tickets they hold, what is known of them, and the steps of bonds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from coalition import examples
from coalition.acl import AclComposition, AnyClause, Foreign, Own, RecogniseIssuer, Side
from coalition.crypto.admission import Ticket
from coalition.crypto.issuer_ticket import issuer_ticket
from coalition.crypto.jose import Hs256
from coalition.crypto.mosaik_tickets import JwtValidator
from coalition.crypto.validator_signatures import JWT_CLASS
from coalition.handshake import PageIssuer
from coalition.measurements import Measurements
from coalition.runtime.almanac import TICKS, Tick
from coalition.runtime.module import Module
from coalition.runtime.peers import BondEvidence, Jwt, Keys, TicketIssuer
from coalition.substrate import peer_id
from coalition.tickets import TicketIssuerConfig
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.scenarios.almanacs import almanac, observed
from conformance.scenarios.performers import START
from conformance.scenarios.script import ALMANAC, Script
from conformance.tokens import SECRET, token

#: The features of a scenario in which peers bond to an Almanac.
BONDS: Final = (*ALMANAC, "bonds")
GUEST: Final = peer_id(unique_id("a guest"))
OTHER: Final = peer_id(unique_id("another guest"))
NOBODY: Final = BondEvidence()
#: The coalition of the Almanacs, with an issuer of its own, and the root of its tickets.
ISSUING: Final = replace(
    examples.ETH_SUPERCHAIN, ticket_issuer=TicketIssuerConfig("superchain.tickets", AclComposition.OPEN)
)
#: The same once it has rotated its issuer, and with it its root.
NEXT: Final = replace(ISSUING, ticket_issuer=TicketIssuerConfig("superchain.tickets.v2", AclComposition.OPEN))
ROOT: Final = ISSUING.ticket_issuer_root()
ABROAD: Final = unique_id("the tickets of another coalition")
SEEDS: Final = tuple(hash_bytes(b"a key that issues %d" % number) for number in range(3))
HOUR: Final = 3_600_000
MR_TD: Final = bytes([0x11]) * 48
OTHER_MR_TD: Final = bytes([0x22]) * 48
IMAGE: Final = Measurements(MR_TD, rtmr1=bytes(48))
COMES: Final = Side.RequireTicket
GOES: Final = Side.VerifyPeer
OWN: Final = RecogniseIssuer(COMES, Own())
FOREIGN: Final = RecogniseIssuer(COMES, Foreign(ABROAD))


def acl(*clauses: AnyClause) -> AclComposition:
    """A validator of these clauses."""
    return AclComposition(clauses)


def gated(*clauses: AnyClause, name: str = "almanac", **changes: Any) -> Module:
    """An Almanac with these clauses, of the coalition that has an issuer."""
    return almanac(name, **{"coalition": ISSUING, "acl": acl(*clauses), **changes})


def keys(*places: int, threshold: int = 1) -> Keys:
    """The issuer of some keys."""
    return Keys(PageIssuer(tuple(peer_id(UniqueId(SEEDS[place])) for place in places), threshold))


def jwt(**changes: Any) -> Jwt:
    """An issuer of JWTs, under one secret."""
    plain = JwtValidator(
        (Hs256(SECRET),), (), (), None, (), allow_non_expiring=False, max_lifetime_s=None, max_age_s=None
    )
    return Jwt(replace(plain, **changes))


def ticket(
    expires: int = START + HOUR, peer: bytes = GUEST, *, by: Sequence[int] = (0,), root: UniqueId = ROOT
) -> Ticket:
    """A ticket that some of the issuer's keys sign."""
    return Ticket(root, issuer_ticket(peer, expires, tuple(SEEDS[place] for place in by)))


def jwt_ticket(peer: bytes = GUEST, **claims: Any) -> Ticket:
    """A JWT of a peer."""
    return Ticket(JWT_CLASS, token({"sub": peer.hex(), **claims}))


def issues(
    script: Script,
    issuer: TicketIssuer | None,
    comment: str = "who issues",
    root: UniqueId = ROOT,
    cites: Sequence[str] = ("BOND-12",),
) -> Any:
    """Say who issues under a root; the bonds that ended."""
    return script.go("world.issuer", comment, root=root, issuer=issuer, cites=cites)["ended"]


def enters(
    script: Script,
    comment: str = "a peer enters",
    *tickets: Ticket,
    peer: bytes = GUEST,
    evidence: BondEvidence = NOBODY,
    validator: AclComposition = AclComposition.OPEN,
    cites: Sequence[str] = ("BOND-1",),
) -> Any:
    """A peer enters, or enters again; the bonds that ended."""
    shown = {"key": peer, "tickets": tickets, "evidence": evidence, "acl": validator}
    return script.go("world.peer", comment, **shown, cites=cites)["ended"]


def leaves(script: Script, comment: str = "it leaves", peer: bytes = GUEST) -> Any:
    """A peer leaves; the bonds that ended."""
    return script.go("world.leave", comment, key=peer, cites=["BOND-3"])["ended"]


def shows(
    script: Script, ident: UniqueId, evidence: BondEvidence, comment: str, *tickets: Ticket, cites: Sequence[str] = ()
) -> Any:
    """A component shows something else; the bonds that ended."""
    shown = {"component": ident, "tickets": tickets, "evidence": evidence}
    return script.go("world.show", comment, **shown, cites=["BOND-4", *cites])["ended"]


def bonds(
    script: Script, ident: UniqueId, comment: str = "they bond", *, peer: bytes = GUEST, cites: Sequence[str] = ()
) -> Any:
    """A bond is made; until when it holds."""
    return script.go("world.bond", comment, as_=peer, component=ident, cites=["BOND-5", *cites])["until"]


def no_bond(
    script: Script,
    ident: UniqueId,
    refusal: str,
    comment: str = "",
    *,
    peer: bytes = GUEST,
    cites: Sequence[str] = (),
) -> None:
    """No bond is made."""
    script.refuse("world.bond", refusal, comment, as_=peer, component=ident, cites=["BOND-5", *cites])


def reads(
    script: Script, ident: UniqueId, comment: str = "it reads", *, peer: bytes = GUEST, cites: Sequence[str] = ()
) -> Any:
    """A peer reads the whole log."""
    page = {"surface": TICKS, "after": None, "limit": 1024}
    return script.go("world.read", comment, as_=peer, component=ident, **page, cites=["BOND-7", *cites])


def no_read(
    script: Script,
    ident: UniqueId,
    comment: str = "it reads nothing",
    *,
    refusal: str = "NotBonded",
    peer: bytes = GUEST,
    cites: Sequence[str] = (),
) -> None:
    """A peer reads nothing."""
    page = {"surface": TICKS, "after": None, "limit": 1024}
    script.refuse("world.read", refusal, comment, as_=peer, component=ident, **page, cites=cites)


def ticks(
    script: Script, ident: UniqueId, at: int = 0, comment: str = "its tick", *, peer: bytes = GUEST, place: int = 0
) -> Any:
    """A peer submits a tick that is taken."""
    command = Tick(observed((place, at)))
    return script.go(
        "world.submit", comment, as_=peer, component=ident, command=command, cites=["BOND-7", "WORLD-6", "ALM-3"]
    )


def no_tick(
    script: Script,
    ident: UniqueId,
    comment: str = "nothing of it is taken",
    *,
    refusal: str = "NotBonded",
    peer: bytes = GUEST,
    cites: Sequence[str] = (),
) -> None:
    """A peer submits a tick in vain."""
    command = Tick(observed((0, 0)))
    script.refuse("world.submit", refusal, comment, as_=peer, component=ident, command=command, cites=cites)
