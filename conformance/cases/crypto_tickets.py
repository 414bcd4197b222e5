"""Cases of the chapter Tickets: tokens, validators' signatures, and what several tickets come to."""

from __future__ import annotations

from collections.abc import Iterator

from coalition.crypto.admission import IssuerGate, JwtGate, Ticket, outcomes
from coalition.crypto.issuer_ticket import issuer_ticket
from coalition.crypto.mosaik_tickets import At, Never, Refused, Taken
from coalition.handshake import PageIssuer
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, unique_id
from conformance.casebook import Casebook
from conformance.cases import crypto_jwt, crypto_tdx_ticket, crypto_validator_signatures
from conformance.cases.crypto_issuer_ticket import SEEDS
from conformance.cases.crypto_tickets_common import CLAIMS, PLAIN
from conformance.tokens import PEER, token


def casebooks() -> Iterator[Casebook]:
    """The casebooks of mosaik's tickets."""
    yield from crypto_jwt.casebooks()
    yield from crypto_validator_signatures.casebooks()
    yield from crypto_tdx_ticket.casebooks()
    yield _admit()


def _admit() -> Casebook:
    book = Casebook("crypto.admit", requirements=("TICK-10",))
    soon, late, never = Taken(At(1_000)), Taken(At(2_000)), Taken(Never())
    book.accept("none", "no validator", validators=())
    book.accept("one", "one ticket", validators=((soon,),))
    book.accept("latest-of-each", "the latest of each, the earliest of all", validators=((soon, late), (never, soon)))
    book.accept("earliest-of-all", "every validator counts", validators=((never,), (late,), (soon,)))
    book.accept("refused-beside", "a refused ticket takes nothing away", validators=((Refused(), soon, Refused()),))
    book.accept("never", "nothing expires", validators=((never,), (never, soon)))
    book.accept("zero", "a time like any other", validators=((Taken(At(0)), soon), (late,)))
    book.random(3)
    refused, nothing = ((Refused(),),), ((),)
    book.refuse_changed("refused", "a ticket that is refused", "one", "InvalidTicket", validators=refused)
    book.refuse_changed("no-ticket", "no ticket of the class", "one", "InvalidTicket", validators=nothing)
    book.refuse_changed(
        "one-of-two",
        "one validator admits, the other does not",
        "latest-of-each",
        "InvalidTicket",
        validators=((soon, late), (Refused(), Refused())),
    )
    book.refuse_changed(
        "second-empty", "the second has no ticket", "latest-of-each", "InvalidTicket", validators=((soon, late), ())
    )
    _composed(book)
    book.spoil_all("one")
    return book


def _composed(book: Casebook) -> None:
    """What two validators make of real tickets, as the two other operations validate them."""
    now, ends = 10, 40
    keys = tuple(peer_id(UniqueId(seed)) for seed in SEEDS)
    gates = (JwtGate(PLAIN), IssuerGate(PageIssuer(keys, 2), unique_id("the tickets root of a coalition")))
    shown = (
        Ticket(gates[0].of_class, token(CLAIMS, secret=b"\7" * 32)),
        Ticket(gates[0].of_class, token({**CLAIMS, "exp": ends})),
        Ticket(gates[1].of_class, issuer_ticket(PEER, ends * 1000 + 1, SEEDS[:2])),
        Ticket(gates[1].of_class, issuer_ticket(PEER, ends * 1000 + 2, SEEDS[:1])),
    )
    book.accept(
        "composed",
        "a token of another key and one for half a minute, an issuer's ticket and one that too few signed",
        validators=outcomes(gates, shown, PEER, now * 1000),
    )
    book.refuse_changed(
        "composed-later",
        "the same half a minute later: the token has ended, the issuer's ticket has a millisecond left",
        "composed",
        "InvalidTicket",
        validators=outcomes(gates, shown, PEER, ends * 1000),
    )
