"""A stage with peers: who issues tickets on it, who comes, and the steps of bonds with whatever Almanac is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from coalition.acl import AclComposition, AnyClause, Foreign, Own, RecogniseIssuer, Side
from coalition.coalition_config import CoalitionConfig
from coalition.content_preimages import AlmanacContent
from coalition.crypto.admission import Ticket
from coalition.crypto.issuer_ticket import issuer_ticket
from coalition.crypto.jose import Hs256
from coalition.crypto.mosaik_tickets import JwtValidator
from coalition.crypto.validator_signatures import JWT_CLASS
from coalition.handshake import PageIssuer
from coalition.runtime.almanac import Almanac, Tick
from coalition.runtime.component import Running
from coalition.runtime.module import Module
from coalition.runtime.peers import Jwt, Keys
from coalition.substrate import peer_id
from coalition.tickets import TicketIssuerConfig
from coalition.unique_id import UniqueId
from conformance.random_inputs import name
from conformance.scenarios import guests
from conformance.scenarios.almanac_moves import AlmanacStage
from conformance.scenarios.improvised import R, Stage
from conformance.tokens import token


@dataclass(frozen=True)
class Issuer:
    """Somebody who issues under a root: so many of these seeds sign."""

    root: UniqueId
    seeds: tuple[bytes, ...]
    threshold: int

    @property
    def keys(self) -> Keys:
        """What is published of it."""
        return Keys(PageIssuer(tuple(peer_id(UniqueId(seed)) for seed in self.seeds), self.threshold))

    def ticket(self, peer: bytes, expires: int, signers: int | None = None) -> Ticket:
        """A ticket that enough of its keys sign, or so many."""
        signing = self.seeds[: self.threshold if signers is None else signers]
        return Ticket(self.root, issuer_ticket(peer, expires, signing))


@dataclass(frozen=True)
class TokenIssuer:
    """Somebody who issues JWTs, under a secret."""

    root: UniqueId
    secret: bytes

    def published(self, **changes: Any) -> Jwt:
        """What is published of it."""
        keys = (Hs256(self.secret),)
        plain = JwtValidator(keys, (), (), None, (), allow_non_expiring=False, max_lifetime_s=None, max_age_s=None)
        return Jwt(replace(plain, **changes))

    def ticket(self, peer: bytes, **claims: Any) -> Ticket:
        """A token of a peer."""
        return Ticket(JWT_CLASS, token({"sub": peer.hex(), **claims}, secret=self.secret))


class BondStage(AlmanacStage):
    """A stage of Almanacs that peers come to."""

    def those(self, kind: type[R]) -> list[R]:
        return [each for each in super().those(kind) if not each.stopped]

    def turning(self, running: Running) -> list[int]:
        # A Compute is here for its slot alone: it counts nothing, and nothing is asked of it.
        return super().turning(running) if isinstance(running, Almanac) else Stage.turning(self, running)

    def gate(self, *clauses: AnyClause, **changes: Any) -> Running:
        """Deploy an Almanac with these clauses."""
        return self.deploy(self.gated(*clauses, **changes), "an Almanac that peers come to")

    def gated(self, *clauses: AnyClause, **changes: Any) -> Module:
        """An Almanac with these clauses, whose slots are seconds."""
        called = f"{name(self.entropy)}.{len(self.configured)}"
        made = Module(self.coalition(), called, AlmanacContent(1_000, None), None, AclComposition(clauses))
        return replace(made, **changes)

    def issuing(self) -> CoalitionConfig:
        """A coalition with an issuer of its own."""
        issuer = TicketIssuerConfig(f"{name(self.entropy)}.tickets", AclComposition.OPEN)
        return replace(self.coalition(), ticket_issuer=issuer)

    def recognising(self, side: Side = Side.RequireTicket) -> tuple[Issuer, RecogniseIssuer, dict[str, Any]]:
        """An issuer, a clause that recognises it, and what of an Almanac has to be so that it does."""
        coalition = self.issuing()
        if self.entropy.chance(2):
            return self.issuer(coalition.ticket_issuer_root()), RecogniseIssuer(side, Own()), {"coalition": coalition}
        root = UniqueId(self.entropy.bytes(32))
        return self.issuer(root), RecogniseIssuer(side, Foreign(root)), {}

    def issuer(self, root: UniqueId) -> Issuer:
        """An issuer under a root: some keys, and how many of them sign."""
        seeds = tuple(self.entropy.bytes(32) for _ in range(self.entropy.between(1, 3)))
        return Issuer(root, seeds, self.entropy.between(1, len(seeds)))

    def tokens(self, root: UniqueId | None = None) -> TokenIssuer:
        """An issuer of JWTs."""
        return TokenIssuer(UniqueId(self.entropy.bytes(32)) if root is None else root, self.entropy.bytes(32))

    def publish(self, issuer: Issuer, comment: str = "who issues") -> None:
        """Say who issues."""
        guests.issues(self.script, issuer.keys, comment, issuer.root, ["BOND-12", "BOND-14", "BOND-10"])

    def guest(self, *tickets: Ticket, key: bytes | None = None, **shown: Any) -> bytes:
        """A peer enters; its key."""
        peer = self.entropy.bytes(32) if key is None else key
        guests.enters(self.script, "a peer", *tickets, peer=peer, cites=["BOND-1", "BOND-10"], **shown)
        return peer

    def bond(self, running: Running, peer: bytes, *cites: str) -> None:
        """A bond is made."""
        guests.bonds(self.script, running.deployment, peer=peer, cites=["BOND-9", "BOND-6", *cites])

    def no_bond(self, running: Running, peer: bytes, refusal: str, *cites: str) -> None:
        """None is."""
        guests.no_bond(self.script, running.deployment, refusal, "it is not made", peer=peer, cites=cites)

    def lives(self, running: Running, peer: bytes, *cites: str) -> None:
        """A bond lives: the peer reads, or submits first where the slot is free."""
        almanac = self.again(running)
        assert isinstance(almanac, Almanac)
        if almanac.marker is None and not self.is_taken(almanac) and self.entropy.chance(2):
            self.writes(almanac, peer)
        guests.reads(self.script, running.deployment, peer=peer, cites=["BOND-23", *cites])

    def writes(self, almanac: Almanac, peer: bytes) -> None:
        """A peer submits a tick that is taken."""
        command, ident = Tick(self.observations(almanac)), almanac.deployment
        cites = ["BOND-7", "WORLD-6", "ALM-3"]
        self.script.go("world.submit", "its tick", as_=peer, component=ident, command=command, cites=cites)

    def over(self, running: Running, peer: bytes, *cites: str, refusal: str = "NotBonded") -> None:
        """There is no bond: nothing is read, or nothing taken."""
        if self.entropy.chance(2):
            guests.no_read(self.script, running.deployment, refusal=refusal, peer=peer, cites=cites)
            return
        asked = {"as_": peer, "component": running.deployment, "command": Tick(())}
        self.script.refuse("world.submit", refusal, "nothing is taken", cites=cites, **asked)

    def later(self, least: int = 2) -> int:
        """An instant from which there is some room to the present."""
        return self.now + self.entropy.between(least, self.entropy.choice((10, 10**4, 10**8)))

    def pair(self) -> Sequence[bytes]:
        """Two keys, the lesser first."""
        return sorted((self.entropy.bytes(32), self.entropy.bytes(32)))
