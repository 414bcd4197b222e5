"""Cases of the chapter Tickets: the signatures of validators, of which a class of tickets is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coalition.crypto.jose import Hs256, Hs384
from coalition.crypto.mosaik_tickets import Flag, Integer, JwtClaim, JwtValidator, Text
from coalition.crypto.validator_signatures import TdxCriteria, TdxValidator
from coalition.unique_id import unique_id
from conformance.casebook import Casebook
from conformance.cases.crypto_jwt_texts import foldings
from conformance.cases.crypto_tickets_common import HS, PLAIN
from conformance.tokens import signers


def casebooks() -> Iterator[Casebook]:
    """The casebooks of validators' signatures."""
    yield _jwt_signature()
    yield _criteria()
    yield _tdx_signature()


def _jwt_signature() -> Casebook:
    book = Casebook("crypto.jwt_validator_signature", requirements=("TICK-8",))
    upstream = replace(
        PLAIN, keys=(Hs256(bytes(unique_id("mosaik.test.jwt.secret"))),), issuers=("mosaik.test.jwt.issuer",)
    )
    book.accept("upstream", "the default validator of mosaik's own tests", validator=upstream)
    book.accept("plain", "a key and nothing else", validator=PLAIN)
    for signer in signers():
        book.accept(
            f"by-{signer.key.ALGORITHM.lower()}", "each kind of key", validator=replace(PLAIN, keys=(signer.key,))
        )
    keys = (HS, Hs384(b"\1" * 48))
    claims = (
        JwtClaim("z", Integer(1)),
        JwtClaim("a", Text('tex"t')),
        JwtClaim("é", Flag(False)),
        JwtClaim("b", Integer(-2)),
    )
    whole = JwtValidator(
        keys, ("i1", "i2"), ("a1", "a2"), "s", claims, allow_non_expiring=True, max_lifetime_s=7, max_age_s=9
    )
    book.accept("whole", "every part, claims by their names", validator=whole)
    for name, changes in (
        ("keys-swapped", {"keys": keys[::-1]}),
        ("issuers-swapped", {"issuers": ("i2", "i1")}),
        ("expiring", {"allow_non_expiring": False}),
        ("no-subject", {"subject": None}),
        ("issuers-joined", {"issuers": ("i1,i2",)}),
        ("no-lifetime", {"max_lifetime_s": None}),
        ("zero-lifetime", {"max_lifetime_s": 0}),
        ("greatest-age", {"max_age_s": 2**64 - 1}),
    ):
        book.accept(name, "one part otherwise", validator=replace(whole, **changes))
    foldings(book, PLAIN)
    book.random(3)
    book.spoil("whole", shapes=12)
    return book


_EMPTY = TdxCriteria(None, None, None, None, None)
_ONE = TdxCriteria(b"\xaa" * 48, None, b"\xbb" * 48, None, bytes(48))


def _criteria() -> Casebook:
    book = Casebook("crypto.tdx_criteria_signature", requirements=("TICK-9",))
    book.accept("empty", "nothing is asked", criteria=_EMPTY)
    book.accept("some", "some measurements", criteria=_ONE)
    book.accept("zero", "48 zeros are a measurement", criteria=replace(_EMPTY, mrtd=bytes(48)))
    book.accept("nines", "the same signature as nothing asked", criteria=replace(_EMPTY, mrtd=b"\x09" * 48))
    book.random(2)
    book.spoil_all("some")
    return book


def _tdx_signature() -> Casebook:
    book = Casebook("crypto.tdx_validator_signature", requirements=("TICK-9",))
    base = TdxValidator(_EMPTY, (), None, None, None)
    book.accept("new", "mosaik's Tdx::new()", validator=base)
    whole = TdxValidator(_ONE, (_EMPTY, _ONE), 60, 1_700_000_000, 3600)
    book.accept("whole", "every part", validator=whole)
    book.accept("variants-swapped", "the order counts", validator=replace(whole, variants=(_ONE, _EMPTY)))
    book.accept("before-the-epoch", "a time below 0", validator=replace(whole, not_before_s=-1))
    book.accept("zero-age", "no age and the age 0 are one", validator=replace(base, max_age_s=0))
    book.random(2)
    book.spoil("whole")
    return book
