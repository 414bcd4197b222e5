"""Cases of the chapter Tickets: JWTs by their signatures, keys and forms, and by what they claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition.crypto.jose import Hs256, Hs384
from conformance.casebook import Casebook
from conformance.cases import crypto_jwt_claims
from conformance.cases.crypto_jwt_texts import texts
from conformance.cases.crypto_tickets_common import CLAIMS, HS, PLAIN, refuse
from conformance.tokens import NOW, PEER, Signer, signers, token, weak_token


def casebooks() -> Iterator[Casebook]:
    """The casebook of tokens."""
    yield _validate()


def _validate() -> Casebook:
    book = Casebook("crypto.jwt_validate", requirements=("TICK-1", "TICK-2", "TICK-3", "TICK-4", "TICK-5"))
    base = {"validator": PLAIN, "ticket": token(CLAIMS), "peer": PEER, "now": NOW}
    book.accept("hs256", "the least that is asked", base)
    for signer in signers():
        validator = replace(PLAIN, keys=(signer.key,))
        name = signer.key.ALGORITHM.lower()
        ticket = signer.token(CLAIMS)
        book.accept(f"by-{name}", f"signed by {signer.key.ALGORITHM}", base, validator=validator, ticket=ticket)
        _signatures(book, f"by-{name}", ticket, signer)
    high = next(signer for signer in signers() if signer.key.ALGORITHM == "ES256").token(CLAIMS, high=True)
    es256 = replace(PLAIN, keys=(next(signer for signer in signers() if signer.key.ALGORITHM == "ES256").key,))
    book.accept("high-s", "an ECDSA signature with a high s", base, validator=es256, ticket=high)
    key, ticket = weak_token(CLAIMS)
    weak = replace(PLAIN, keys=(key,))
    book.accept("weak-key", "an Ed25519 key of small order, as mosaik takes it", base, validator=weak, ticket=ticket)
    _keys(book, base)
    _forms(book)
    crypto_jwt_claims.claimed(book, base)
    texts(book, base, CLAIMS)
    book.random(3)
    book.spoil("hs256", shapes=12)
    return book


def _signatures(book: Casebook, twin: str, ticket: bytes, signer: Signer) -> None:
    head, body, signature = ticket.split(b".")
    other = b"A" if signature[:1] != b"A" else b"B"
    refuse(
        book,
        f"{twin}-altered",
        "another signature",
        twin,
        "TICK-3",
        ticket=b".".join((head, body, other + signature[1:])),
    )
    refuse(book, f"{twin}-unsigned", "no signature", twin, "TICK-3", ticket=head + b"." + body + b".")
    elsewhere = signer.token({**CLAIMS, "jti": "1"}).split(b".")[2]
    refuse(
        book,
        f"{twin}-elsewhere",
        "the signature of another token",
        twin,
        "TICK-3",
        ticket=b".".join((head, body, elsewhere)),
    )


def _keys(book: Casebook, base: dict[str, Any]) -> None:
    rotated = replace(PLAIN, keys=(Hs256(bytes(32)), HS))
    book.accept("second-key", "any key of the algorithm will do", base, validator=rotated)
    refuse(book, "no-such-key", "none of them does", "second-key", "TICK-3", ticket=token(CLAIMS, secret=b"\7" * 32))
    book.accept(
        "two-algorithms", "each key has its algorithm", base, validator=replace(PLAIN, keys=(Hs384(bytes(48)), HS))
    )
    refuse(
        book,
        "alg-none",
        "no algorithm, and no signature",
        "hs256",
        "TICK-3",
        ticket=token(CLAIMS, alg="none", sign=False),
    )
    for alg in ("none", "None", "hs256", "HS384", "HS512", "ES256K", "HS256 ", ""):
        slug = alg.strip().lower() or "empty"
        name = f"alg-{slug}-signed{'-upper' if alg == 'None' else ''}{'-space' if alg.endswith(' ') else ''}"
        refuse(book, name, f"signed by the key, called {alg!r}", "hs256", "TICK-3", ticket=token(CLAIMS, alg=alg))
    public = next(signer.key for signer in signers() if signer.key.ALGORITHM == "ES256")
    es256 = replace(PLAIN, keys=(public,))
    honest = next(signer for signer in signers() if signer.key.ALGORITHM == "ES256").token(CLAIMS)
    book.accept("public-key", "a public key", base, validator=es256, ticket=honest)
    confused = token(CLAIMS, secret=public.material())
    refuse(book, "public-key-as-secret", "the public key as a shared secret", "public-key", "TICK-3", ticket=confused)


def _forms(book: Casebook) -> None:
    ticket = token(CLAIMS)
    head, body, _ = ticket.split(b".")
    for name, comment, changed in (
        ("empty", "nothing", b""),
        ("one-part", "a header alone", head),
        ("two-parts", "no third part", head + b"." + body),
        ("four-parts", "a part more", ticket + b".AA"),
        ("not-utf-8", "no UTF-8", b"\xff" + ticket),
        ("white-space", "a line feed behind it", ticket + b"\n"),
        ("header-no-json", "a header that is no JSON", token(CLAIMS, header=b"alg=HS256")),
        ("header-list", "a header that is a list", token(CLAIMS, header=b'["HS256"]')),
        ("header-no-alg", "a header without an algorithm", token(CLAIMS, header=b'{"typ":"JWT"}')),
        ("header-alg-list", "an algorithm in a list", token(CLAIMS, header=b'{"alg":["HS256"]}')),
        ("claims-no-json", "claims that are no JSON", token(b"sub=me")),
        ("claims-list", "claims that are a list", token(b"[]")),
    ):
        refuse(book, name, comment, "hs256", "TICK-3", ticket=changed)
    _alphabets(book)
    book.accept(
        "typ",
        "another type, which nobody reads",
        validator=PLAIN,
        ticket=token(CLAIMS, header=b'{"typ":"x","alg":"HS256"}'),
        peer=PEER,
        now=NOW,
    )


def _alphabets(book: Casebook) -> None:
    """A signature whose base64 has a character that the other alphabet has not."""
    found = (token({**CLAIMS, "jti": str(number)}) for number in range(1000))
    ticket = next(each for each in found if set(b"-_") & set(each.split(b".")[2]))
    book.accept("alphabet", "the alphabet of URLs", validator=PLAIN, ticket=ticket, peer=PEER, now=NOW)
    head, body, signature = ticket.split(b".")
    other = signature.replace(b"-", b"+").replace(b"_", b"/")
    refuse(book, "standard-alphabet", "the other one", "alphabet", "TICK-3", ticket=b".".join((head, body, other)))
