"""Tickets as mosaik 0.3.18 takes them: JWTs, the signatures of validators, and what several tickets come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from coalition.crypto.foreign_json import json_object
from coalition.crypto.jose import AnyJwtKey, decoded, verifies
from coalition.errors import CoalitionError, RuleError
from coalition.preimage import operation
from coalition.shapes import I64, U64, Bytes32, Record, Variant
from coalition.struct_digest import check_distinct_keys

#: The last second that mosaik's type for times has: the end of the year 262142 (TICK-5).
LAST_SECOND: Final = 8_210_266_876_799


class InvalidTicket(RuleError):
    """A ticket that its validator does not take, or a peer without one that it does."""

    requirement = "TICK-2"
    stage = "verify"


@dataclass(frozen=True)
class Text(Variant):
    """A text."""

    text: str


@dataclass(frozen=True)
class Integer(Variant):
    """A whole number."""

    value: I64


@dataclass(frozen=True)
class Flag(Variant):
    """True or false."""

    value: bool


ClaimValue = Text | Integer | Flag


@dataclass(frozen=True)
class JwtClaim(Record):
    """A claim that a token has to have, and its value."""

    name: str
    value: ClaimValue


@dataclass(frozen=True)
class JwtValidator(Record):
    """What a validator of JWTs asks. Times in seconds; an absent subject is the peer's id in digits."""

    keys: tuple[AnyJwtKey, ...]
    issuers: tuple[str, ...]
    audiences: tuple[str, ...]
    subject: str | None
    claims: tuple[JwtClaim, ...]
    allow_non_expiring: bool
    max_lifetime_s: U64 | None
    max_age_s: U64 | None

    def rules(self) -> None:
        check_distinct_keys(claim.name.encode() for claim in self.claims)


@dataclass(frozen=True)
class Never(Variant):
    """A ticket that does not expire."""


@dataclass(frozen=True)
class At(Variant):
    """When a ticket expires, in Unix milliseconds."""

    unix_ms: U64


Expiration = Never | At


@dataclass(frozen=True)
class Refused(Variant):
    """A ticket that its validator does not take."""


@dataclass(frozen=True)
class Taken(Variant):
    """A ticket that its validator takes, and until when."""

    expiration: Expiration


TicketOutcome = Refused | Taken


@dataclass(frozen=True)
class Open(Variant):
    """That nobody asks for a ticket."""


@dataclass(frozen=True)
class Until(Variant):
    """That every validator admits the peer, and until when."""

    expiration: Expiration


Admission = Open | Until


@operation("crypto.jwt_validate")
def jwt_validate(validator: JwtValidator, ticket: bytes, peer: Bytes32, now: U64) -> Expiration:
    """Until when a JWT is taken, `now` in Unix seconds (TICK-1 to TICK-7). Raises `InvalidTicket`."""
    claims = signed_claims(validator, ticket)
    check_issuer(validator, claims)
    check_subject(validator, claims, peer)
    check_times(validator, claims, now)
    check_audience(validator, claims)
    check_claims(validator, claims)
    return expiration(claims)


def signed_claims(validator: JwtValidator, ticket: bytes) -> dict[str, Any]:
    """The claims of a token that one of the keys signed (TICK-3). Raises `InvalidTicket`."""
    try:
        head, body, signature = ticket.decode().split(".", 2)
        header = json_object(decoded(head))
        if not any(verifies(key, header.get("alg"), f"{head}.{body}", signature) for key in validator.keys):
            raise InvalidTicket(ticket)
        return _typed(json_object(decoded(body)))
    except (ValueError, CoalitionError):
        raise InvalidTicket(ticket) from None


def _typed(claims: dict[str, Any]) -> dict[str, Any]:
    """The claims, once the registered ones are texts, and numbers of seconds, or null (TICK-4)."""
    for name in ("iss", "sub", "aud", "jti"):
        if not isinstance(claims.get(name), str | None):
            raise InvalidTicket(claims)
    for name in ("exp", "nbf", "iat"):
        value = claims.get(name)
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**64
        if value is not None and not whole:
            raise InvalidTicket(claims)
    return claims


def check_issuer(validator: JwtValidator, claims: dict[str, Any]) -> None:
    """Raise `InvalidTicket` unless the issuer is listed, where any is (TICK-4)."""
    if validator.issuers and claims.get("iss") not in validator.issuers:
        raise InvalidTicket(claims)


def check_subject(validator: JwtValidator, claims: dict[str, Any], peer: bytes) -> None:
    """Raise `InvalidTicket` unless the subject is the one asked for, the peer by default (TICK-4)."""
    if claims.get("sub") != (peer.hex() if validator.subject is None else validator.subject):
        raise InvalidTicket(claims)


def check_audience(validator: JwtValidator, claims: dict[str, Any]) -> None:
    """Raise `InvalidTicket` unless the audience is listed, where any is (TICK-4)."""
    if validator.audiences and claims.get("aud") not in validator.audiences:
        raise InvalidTicket(claims)


def check_claims(validator: JwtValidator, claims: dict[str, Any]) -> None:
    """Raise `InvalidTicket` unless every claim that is asked for has its value, and its type (TICK-7)."""
    for claim in validator.claims:
        value = claim.value.text if isinstance(claim.value, Text) else claim.value.value
        found = claims.get(claim.name)
        if type(found) is not type(value) or found != value:
            raise InvalidTicket(claims)


def check_times(validator: JwtValidator, claims: dict[str, Any], now: int) -> None:
    """Raise `InvalidTicket` as TICK-5 and TICK-6 say; there is no leeway."""
    exp, nbf, iat = claims.get("exp"), claims.get("nbf"), claims.get("iat")
    if nbf is not None and is_early(nbf, now):
        raise InvalidTicket(claims)
    if (exp is None and not validator.allow_non_expiring) or (exp is not None and is_late(exp, now)):
        raise InvalidTicket(claims)
    if validator.max_lifetime_s is not None and exp is not None and exp - now > validator.max_lifetime_s:
        raise InvalidTicket(claims)
    if validator.max_age_s is not None and (iat is None or now - iat > validator.max_age_s):
        raise InvalidTicket(claims)


def is_early(nbf: int, now: int) -> bool:
    """Whether a token is not valid yet (TICK-5)."""
    return nbf > now


def is_late(exp: int, now: int) -> bool:
    """Whether a token has expired, at the second it says (TICK-5)."""
    return exp <= now


def expiration(claims: dict[str, Any]) -> Expiration:
    """When a token expires (TICK-5). Raises `InvalidTicket` for a second that mosaik's times do not have."""
    exp = claims.get("exp")
    if exp is None:
        return Never()
    if exp > LAST_SECOND:
        raise InvalidTicket(claims)
    return At(exp * 1000)


@operation("crypto.admit")
def admit(validators: tuple[tuple[TicketOutcome, ...], ...]) -> Admission:
    """Until when a peer is admitted, by what each validator makes of the peer's tickets of its class (TICK-10).

    Raises `InvalidTicket` where a validator takes none of them.
    """
    if is_open(len(validators)):
        return Open()
    return Until(earliest([latest(outcomes) for outcomes in validators]))


def is_open(validators: int) -> bool:
    """Whether so many validators ask for nothing (TICK-10)."""
    return validators == 0


def latest(outcomes: tuple[TicketOutcome, ...]) -> Expiration:
    """The latest expiration of the tickets that a validator takes (TICK-10). Raises `InvalidTicket` for none."""
    taken = [outcome.expiration for outcome in outcomes if isinstance(outcome, Taken)]
    if not taken:
        raise InvalidTicket(outcomes)
    return max(taken, key=order)


def earliest(expirations: list[Expiration]) -> Expiration:
    """The earliest expiration over all validators (TICK-10)."""
    return min(expirations, key=order)


def order(expires: Expiration) -> tuple[bool, int]:
    """What expirations are compared by: `Never` is after every time (TICK-10)."""
    return (True, 0) if isinstance(expires, Never) else (False, expires.unix_ms)
