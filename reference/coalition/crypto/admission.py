"""A peer that shows its tickets: real ones, each given to the validator of its class, and what each makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coalition.crypto.issuer_ticket import issuer_ticket_validate
from coalition.crypto.mosaik_tickets import (
    Expiration,
    InvalidTicket,
    JwtValidator,
    Refused,
    Taken,
    TicketOutcome,
    jwt_validate,
)
from coalition.crypto.validator_signatures import JWT_CLASS
from coalition.handshake import PageIssuer
from coalition.shapes import Record
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class Ticket(Record):
    """A ticket as a peer publishes it (TICK-1)."""

    of_class: UniqueId
    data: bytes


@dataclass(frozen=True)
class JwtGate:
    """A validator of JWTs."""

    validator: JwtValidator
    of_class: UniqueId = JWT_CLASS

    def expiration(self, data: bytes, peer: bytes, now_ms: int) -> Expiration:
        """Until when a token is taken, by a clock of seconds. Raises `InvalidTicket`."""
        return jwt_validate(self.validator, data, peer, now_ms // 1000)


@dataclass(frozen=True)
class IssuerGate:
    """A validator of the tickets of a coalition's issuer, whose class is its `TICKETS_ROOT` (ID-21)."""

    issuer: PageIssuer
    of_class: UniqueId

    def expiration(self, data: bytes, peer: bytes, now_ms: int) -> Expiration:
        """Until when a ticket is taken. Raises `InvalidTicket`."""
        return issuer_ticket_validate(self.issuer, data, peer, now_ms)


Gate = JwtGate | IssuerGate


def outcomes(
    gates: Iterable[Gate], tickets: Iterable[Ticket], peer: bytes, now_ms: int
) -> tuple[tuple[TicketOutcome, ...], ...]:
    """What each validator makes of the peer's tickets of its class: the parameter of `crypto.admit` (TICK-10)."""
    shown = tuple(tickets)
    return tuple(
        tuple(_outcome(gate, ticket, peer, now_ms) for ticket in shown if ticket.of_class == gate.of_class)
        for gate in gates
    )


def _outcome(gate: Gate, ticket: Ticket, peer: bytes, now_ms: int) -> TicketOutcome:
    try:
        return Taken(gate.expiration(ticket.data, peer, now_ms))
    except InvalidTicket:
        return Refused()
