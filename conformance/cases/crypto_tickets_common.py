"""What the cases of the chapter Tickets share: a validator, claims that it takes, and how a token is refused."""

from __future__ import annotations

from typing import Any

from coalition.crypto.jose import Hs256
from coalition.crypto.mosaik_tickets import JwtValidator
from conformance.casebook import Casebook
from conformance.tokens import PEER, SECRET

HS = Hs256(SECRET)
PLAIN = JwtValidator((HS,), (), (), None, (), allow_non_expiring=False, max_lifetime_s=None, max_age_s=None)
#: Far enough away that a validator with a clock of its own takes the token too.
FAR = 4_102_444_800
CLAIMS: dict[str, Any] = {"sub": PEER.hex(), "exp": FAR, "iat": 1_600_000_000}


def refuse(book: Casebook, name: str, comment: str, twin: str, requirement: str, **changed: Any) -> None:
    """A ticket that differs from its accepted twin in one place is refused, whatever the reason."""
    book.refuse_changed(name, comment, twin, "InvalidTicket", requirements=(requirement,), **changed)
