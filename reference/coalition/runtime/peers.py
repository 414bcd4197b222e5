"""Peers of a world: what they show, what issuers stand for, and who is bonded to what (chapter Bonds)."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyrsistent import PMap, pmap

from coalition import acl
from coalition.acl import AclComposition
from coalition.attestation import AttestationLevel
from coalition.crypto.admission import Gate, IssuerGate, JwtGate, Ticket
from coalition.crypto.issuer_ticket import check_keys
from coalition.crypto.mosaik_tickets import Expiration, JwtValidator, Never
from coalition.handshake import PageIssuer
from coalition.measurements import Measurements
from coalition.presence import PresentId
from coalition.ratio import Ratio
from coalition.runtime.bond_refusals import NotBonded, OperatorPublish
from coalition.runtime.component import Command, Phase, Retire, Running
from coalition.shapes import Record, Variant
from coalition.struct_digest import check_distinct, check_distinct_keys
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class ReputationCard(Record):
    """What a reputation organism, by its stable id, thinks of someone."""

    organism: PresentId
    score: Ratio


@dataclass(frozen=True)
class Settlement(Record):
    """That a market, by its stable id, has committed a settlement pointer for someone."""

    market: PresentId
    pointer: PresentId


@dataclass(frozen=True)
class Seat(Record):
    """That someone is a member of a signer's committee: its stable id, and its build."""

    signer: PresentId
    content_hash: PresentId


@dataclass(frozen=True)
class BondEvidence(Record):
    """What is known of someone who bonds: what its quote measured, its level, and what others committed about it."""

    measurements: Measurements | None = None
    level: AttestationLevel = AttestationLevel.Software
    cards: tuple[ReputationCard, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    seats: tuple[Seat, ...] = ()

    def rules(self) -> None:
        check_distinct_keys(bytes(card.organism) for card in self.cards)
        check_distinct_keys(bytes(settlement.market) for settlement in self.settlements)
        check_distinct(bytes(seat.signer) + bytes(seat.content_hash) for seat in self.seats)


@dataclass(frozen=True)
class Keys(Variant):
    """An issuer whose keys sign tickets of its own class (TICK-11 to TICK-14)."""

    issuer: PageIssuer

    def rules(self) -> None:
        check_keys(self.issuer)

    def gate(self, root: UniqueId) -> Gate:
        """What takes its tickets, under its root."""
        return IssuerGate(self.issuer, root)


@dataclass(frozen=True)
class Jwt(Variant):
    """An issuer of JWTs (TICK-1 to TICK-7)."""

    validator: JwtValidator

    def gate(self, root: UniqueId) -> Gate:
        """What takes its tickets; their class is that of every JWT."""
        del root
        return JwtGate(self.validator)


TicketIssuer = Keys | Jwt


@dataclass(frozen=True)
class Shown:
    """What someone shows: tickets and evidence."""

    tickets: tuple[Ticket, ...] = ()
    evidence: BondEvidence = field(default_factory=BondEvidence)


@dataclass(frozen=True)
class Peer:
    """A peer that has entered: what it shows, and whom it bonds to."""

    shown: Shown
    acl: AclComposition


@dataclass(frozen=True)
class Terms:
    """Until when a bond holds by its tickets, and the roots whose tickets it holds by."""

    until: Expiration = field(default_factory=Never)
    roots: frozenset[UniqueId] = frozenset()


@dataclass(frozen=True)
class Company:
    """Who is in a world beside its components, what is shown for these, which issuers there are, and every bond.

    A bond stands under its peer and its deployment, and may be over: `is_bonded` says whether it is.
    """

    peers: PMap[bytes, Peer] = field(default_factory=pmap)
    shown: PMap[UniqueId, Shown] = field(default_factory=pmap)
    issuers: PMap[UniqueId, TicketIssuer] = field(default_factory=pmap)
    bonds: PMap[tuple[bytes, UniqueId], Terms] = field(default_factory=pmap)


def is_bonded(company: Company, peer: bytes, running: Running, now: int) -> bool:
    """Whether a bond lives: it was made, its tickets hold, and the component is not over (BOND-7, BOND-9, BOND-11)."""
    terms = company.bonds.get((peer, running.deployment))
    return terms is not None and holds(terms.until, now) and not is_over(running, now)


def holds(until: Expiration, now: int) -> bool:
    """Whether a bond by tickets that expire then still holds: at their instant it does not (BOND-9)."""
    return isinstance(until, Never) or now < until.unix_ms


def is_over(running: Running, now: int) -> bool:
    """Whether a component's marker has taken effect, or it was stopped: bonds with it end there (BOND-11, ROT-1)."""
    return running.stopped or running.phase(now) is Phase.Retired


def check_bonded(company: Company, peer: bytes | None, running: Running, now: int) -> None:
    """Raise `NotBonded` for a peer without a living bond; the harness on its own account needs none (BOND-7)."""
    if peer is not None and not is_bonded(company, peer, running, now):
        raise NotBonded(peer)


def check_operator(composition: AclComposition, peer: bytes | None, command: Command) -> None:
    """Raise `OperatorPublish` for what the operator alone submits (BOND-8)."""
    if peer is not None and (is_ending(command) or is_published_by_operator(composition)):
        raise OperatorPublish(peer)


def is_ending(command: Command) -> bool:
    """Whether a command ends the deployment: that is the operator's (BOND-8)."""
    return isinstance(command, Retire)


def is_published_by_operator(composition: AclComposition) -> bool:
    """Whether an ACL leaves publishing to the operator (BOND-8)."""
    return any(isinstance(clause, acl.OperatorPublish) for clause in composition.clauses)
