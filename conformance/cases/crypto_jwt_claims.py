"""Cases of the chapter Tickets: what a JWT claims, for whom, until when, and besides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coalition.crypto.mosaik_tickets import LAST_SECOND, Flag, Integer, JwtClaim, Text
from coalition.substrate import peer_id
from coalition.unique_id import unique_id
from conformance.casebook import Casebook
from conformance.cases.crypto_jwt_texts import duplicate_first
from conformance.cases.crypto_tickets_common import CLAIMS, FAR, PLAIN, refuse
from conformance.tokens import NOW, PEER, token


def claimed(book: Casebook, base: dict[str, Any]) -> None:
    """What `crypto.jwt_validate` is asked about the claims of a token that `base` takes."""
    _registered(book, base)
    _times(book, base)
    _private(book, base)


def _registered(book: Casebook, base: dict[str, Any]) -> None:
    listed = replace(PLAIN, issuers=("a", "b"), audiences=("x", "y"))
    whole = {**CLAIMS, "iss": "b", "aud": "y"}
    book.accept("listed", "one of the issuers and one of the audiences", base, validator=listed, ticket=token(whole))
    for name, comment, changes in (
        ("issuer-other", "another issuer", {"iss": "c"}),
        ("issuer-absent", "no issuer", {"iss": None}),
        ("issuer-joined", "both issuers at once", {"iss": "a,b"}),
        ("audience-other", "another audience", {"aud": "z"}),
        ("audience-absent", "no audience", {"aud": None}),
        ("audience-list", "audiences in a list", {"aud": ["y"]}),
    ):
        refuse(book, name, comment, "listed", "TICK-4", ticket=token({**whole, **changes}))
    book.accept("unlisted", "nobody asks for an issuer", base, ticket=token({**CLAIMS, "iss": "c", "aud": "z"}))
    book.accept("nulls", "null is absent", base, ticket=token({**CLAIMS, "iss": None, "nbf": None, "jti": None}))
    subject = replace(PLAIN, subject="service")
    book.accept(
        "subject", "a subject that is no peer", base, validator=subject, ticket=token({**CLAIMS, "sub": "service"})
    )
    refuse(book, "subject-peer", "the peer where a subject is asked for", "subject", "TICK-4", ticket=token(CLAIMS))
    other = peer_id(unique_id("another peer"))
    for name, comment, sub in (
        ("peer-other", "another peer's token", other.hex()),
        ("peer-upper", "the peer id in upper case", PEER.hex().upper()),
        ("peer-absent", "no subject", None),
        ("peer-empty", "an empty subject", ""),
    ):
        refuse(book, name, comment, "hs256", "TICK-4", ticket=token({**CLAIMS, "sub": sub}))
    refuse(book, "shown-by-another", "shown by another peer", "hs256", "TICK-4", peer=other)
    for claim, value, name in (
        ("exp", str(FAR), "text"),
        ("exp", FAR + 0.5, "fraction"),
        ("exp", -1, "negative"),
        ("exp", 2**64, "too-wide"),
        ("exp", True, "bool"),
        ("iat", "1", "text"),
        ("nbf", -5, "negative"),
        ("iss", 7, "number"),
        ("jti", ["1"], "list"),
    ):
        refuse(
            book,
            f"{claim}-{name}",
            f"a value of another type for {claim}",
            "hs256",
            "TICK-4",
            ticket=token({**CLAIMS, claim: value}),
        )


def _times(book: Casebook, base: dict[str, Any]) -> None:
    """What is called an edge lies about `now`; a validator with a clock of its own would answer otherwise."""
    for name, claims, at in (
        ("edge-exp", {"exp": NOW + 1}, "expires in a second"),
        ("edge-nbf", {"nbf": NOW}, "valid since this second"),
    ):
        book.accept(name, at, base, ticket=token({**CLAIMS, **claims}))
    refuse(book, "edge-exp-now", "expires this second", "edge-exp", "TICK-5", ticket=token({**CLAIMS, "exp": NOW}))
    refuse(book, "edge-exp-later", "a second later", "edge-exp", "TICK-5", now=NOW + 1)
    refuse(
        book,
        "edge-nbf-next",
        "valid from the next second",
        "edge-nbf",
        "TICK-5",
        ticket=token({**CLAIMS, "nbf": NOW + 1}),
    )
    refuse(book, "expired", "expired long ago", "hs256", "TICK-5", ticket=token({**CLAIMS, "exp": 1_600_000_000}))
    refuse(book, "exp-zero", "expired at the epoch", "hs256", "TICK-5", ticket=token({**CLAIMS, "exp": 0}))
    refuse(book, "not-yet", "not valid for long", "hs256", "TICK-5", ticket=token({**CLAIMS, "nbf": FAR}))
    endless = {name: value for name, value in CLAIMS.items() if name != "exp"}
    refuse(book, "endless", "without an end", "hs256", "TICK-5", ticket=token(endless))
    lasting = replace(PLAIN, allow_non_expiring=True)
    book.accept("endless-allowed", "where that is allowed", base, validator=lasting, ticket=token(endless))
    book.accept("ending-allowed", "an end is an end all the same", base, validator=lasting)
    refuse(
        book,
        "ended-allowed",
        "and has passed",
        "ending-allowed",
        "TICK-5",
        ticket=token({**CLAIMS, "exp": 1_600_000_000}),
    )
    book.accept("last-second", "the last second there is", base, ticket=token({**CLAIMS, "exp": LAST_SECOND}))
    for name, exp in (("one", LAST_SECOND + 1), ("i64", 2**63), ("u64", 2**64 - 1)):
        refuse(
            book,
            f"after-the-last-second-{name}",
            "no time that there is",
            "last-second",
            "TICK-5",
            ticket=token({**CLAIMS, "exp": exp}),
        )
    _lifetimes(book, base, endless)


def _lifetimes(book: Casebook, base: dict[str, Any], endless: dict[str, Any]) -> None:
    hour = replace(PLAIN, max_lifetime_s=3600)
    book.accept(
        "edge-lifetime",
        "an hour left",
        base,
        requirements=("TICK-6",),
        validator=hour,
        ticket=token({**CLAIMS, "exp": NOW + 3600}),
    )
    refuse(
        book,
        "edge-lifetime-longer",
        "a second more",
        "edge-lifetime",
        "TICK-6",
        ticket=token({**CLAIMS, "exp": NOW + 3601}),
    )
    book.accept(
        "lifetime-endless",
        "none to measure",
        base,
        requirements=("TICK-6",),
        validator=replace(hour, allow_non_expiring=True),
        ticket=token(endless),
    )
    refuse(book, "lifetime-far", "years left", "lifetime-endless", "TICK-6", ticket=token(CLAIMS))
    young = replace(PLAIN, max_age_s=60)
    book.accept(
        "edge-age",
        "a minute old",
        base,
        requirements=("TICK-6",),
        validator=young,
        ticket=token({**CLAIMS, "iat": NOW - 60}),
    )
    refuse(book, "edge-age-older", "a second more", "edge-age", "TICK-6", ticket=token({**CLAIMS, "iat": NOW - 61}))
    book.accept(
        "age-future",
        "made in the future",
        base,
        requirements=("TICK-6",),
        validator=young,
        ticket=token({**CLAIMS, "iat": FAR}),
    )
    ageless = {name: value for name, value in CLAIMS.items() if name != "iat"}
    refuse(book, "age-absent", "of no age", "age-future", "TICK-6", ticket=token(ageless))
    refuse(book, "age-old", "years old", "age-future", "TICK-6", ticket=token(CLAIMS))


def _private(book: Casebook, base: dict[str, Any]) -> None:
    asked = (JwtClaim("role", Text("signer")), JwtClaim("level", Integer(3)), JwtClaim("tdx", Flag(True)))
    validator = replace(PLAIN, claims=asked)
    whole = {**CLAIMS, "role": "signer", "level": 3, "tdx": True}
    book.accept(
        "claims", "a claim of each type", base, requirements=("TICK-7",), validator=validator, ticket=token(whole)
    )
    book.accept(
        "claims-more", "one that nobody asks for", base, validator=validator, ticket=token({**whole, "more": []})
    )
    for name, changes in (
        ("role-other", {"role": "Signer"}),
        ("role-null", {"role": None}),
        ("level-text", {"level": "3"}),
        ("level-other", {"level": 4}),
        ("level-fraction", {"level": 3.5}),
        ("tdx-one", {"tdx": 1}),
        ("tdx-text", {"tdx": "true"}),
    ):
        refuse(
            book,
            f"claims-{name}",
            "another value, or another type",
            "claims",
            "TICK-7",
            ticket=token({**whole, **changes}),
        )
    without = {name: value for name, value in whole.items() if name != "role"}
    refuse(book, "claims-absent", "a claim that is not there", "claims", "TICK-7", ticket=token(without))
    twice = replace(validator, claims=(asked[0],))
    book.accept("claims-one", "one claim", base, validator=twice, ticket=token(whole))
    duplicate_first(book, "claims-one")
