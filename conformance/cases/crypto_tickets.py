"""Cases of the chapter Tickets: JWTs at their edges, validators' signatures, and what several tickets come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition.crypto.admission import IssuerGate, JwtGate, Ticket, outcomes
from coalition.crypto.issuer_ticket import issuer_ticket
from coalition.crypto.jose import Hs256, Hs384
from coalition.crypto.mosaik_tickets import (
    LAST_SECOND,
    At,
    Flag,
    Integer,
    JwtClaim,
    JwtValidator,
    Never,
    Refused,
    Taken,
    Text,
)
from coalition.crypto.validator_signatures import TdxCriteria, TdxValidator
from coalition.handshake import PageIssuer
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, unique_id
from conformance.casebook import Casebook
from conformance.cases.crypto_issuer_ticket import SEEDS
from conformance.cases.crypto_jwt_texts import duplicate_first, foldings, texts
from conformance.tokens import NOW, PEER, SECRET, Signer, signers, token, weak_token

_HS = Hs256(SECRET)
PLAIN = JwtValidator((_HS,), (), (), None, (), allow_non_expiring=False, max_lifetime_s=None, max_age_s=None)
#: Far enough away that a validator with a clock of its own takes the token too.
FAR = 4_102_444_800
_CLAIMS: dict[str, Any] = {"sub": PEER.hex(), "exp": FAR, "iat": 1_600_000_000}


def casebooks() -> Iterator[Casebook]:
    """The casebooks of mosaik's tickets."""
    yield _validate()
    yield _jwt_signature()
    yield _criteria()
    yield _tdx_signature()
    yield _admit()


def _validate() -> Casebook:
    book = Casebook("crypto.jwt_validate", requirements=("TICK-1", "TICK-2", "TICK-3", "TICK-4", "TICK-5"))
    base = {"validator": PLAIN, "ticket": token(_CLAIMS), "peer": PEER, "now": NOW}
    book.accept("hs256", "the least that is asked", base)
    for signer in signers():
        validator = replace(PLAIN, keys=(signer.key,))
        name = signer.key.ALGORITHM.lower()
        ticket = signer.token(_CLAIMS)
        book.accept(f"by-{name}", f"signed by {signer.key.ALGORITHM}", base, validator=validator, ticket=ticket)
        _signatures(book, f"by-{name}", ticket, signer)
    high = next(signer for signer in signers() if signer.key.ALGORITHM == "ES256").token(_CLAIMS, high=True)
    es256 = replace(PLAIN, keys=(next(signer for signer in signers() if signer.key.ALGORITHM == "ES256").key,))
    book.accept("high-s", "an ECDSA signature with a high s", base, validator=es256, ticket=high)
    key, ticket = weak_token(_CLAIMS)
    weak = replace(PLAIN, keys=(key,))
    book.accept("weak-key", "an Ed25519 key of small order, as mosaik takes it", base, validator=weak, ticket=ticket)
    _keys(book, base)
    _forms(book)
    _registered(book, base)
    _times(book, base)
    _private(book, base)
    texts(book, base, _CLAIMS)
    book.random(3)
    book.spoil("hs256", shapes=12)
    return book


def _refuse(book: Casebook, name: str, comment: str, twin: str, requirement: str, **changed: Any) -> None:
    book.refuse_changed(name, comment, twin, "InvalidTicket", requirements=(requirement,), **changed)


def _signatures(book: Casebook, twin: str, ticket: bytes, signer: Signer) -> None:
    head, body, signature = ticket.split(b".")
    other = b"A" if signature[:1] != b"A" else b"B"
    _refuse(
        book,
        f"{twin}-altered",
        "another signature",
        twin,
        "TICK-3",
        ticket=b".".join((head, body, other + signature[1:])),
    )
    _refuse(book, f"{twin}-unsigned", "no signature", twin, "TICK-3", ticket=head + b"." + body + b".")
    elsewhere = signer.token({**_CLAIMS, "jti": "1"}).split(b".")[2]
    _refuse(
        book,
        f"{twin}-elsewhere",
        "the signature of another token",
        twin,
        "TICK-3",
        ticket=b".".join((head, body, elsewhere)),
    )


def _keys(book: Casebook, base: dict[str, Any]) -> None:
    rotated = replace(PLAIN, keys=(Hs256(bytes(32)), _HS))
    book.accept("second-key", "any key of the algorithm will do", base, validator=rotated)
    _refuse(book, "no-such-key", "none of them does", "second-key", "TICK-3", ticket=token(_CLAIMS, secret=b"\7" * 32))
    book.accept(
        "two-algorithms", "each key has its algorithm", base, validator=replace(PLAIN, keys=(Hs384(bytes(48)), _HS))
    )
    _refuse(
        book,
        "alg-none",
        "no algorithm, and no signature",
        "hs256",
        "TICK-3",
        ticket=token(_CLAIMS, alg="none", sign=False),
    )
    for alg in ("none", "None", "hs256", "HS384", "HS512", "ES256K", "HS256 ", ""):
        slug = alg.strip().lower() or "empty"
        name = f"alg-{slug}-signed{'-upper' if alg == 'None' else ''}{'-space' if alg.endswith(' ') else ''}"
        _refuse(book, name, f"signed by the key, called {alg!r}", "hs256", "TICK-3", ticket=token(_CLAIMS, alg=alg))
    public = next(signer.key for signer in signers() if signer.key.ALGORITHM == "ES256")
    es256 = replace(PLAIN, keys=(public,))
    honest = next(signer for signer in signers() if signer.key.ALGORITHM == "ES256").token(_CLAIMS)
    book.accept("public-key", "a public key", base, validator=es256, ticket=honest)
    confused = token(_CLAIMS, secret=public.material())
    _refuse(book, "public-key-as-secret", "the public key as a shared secret", "public-key", "TICK-3", ticket=confused)


def _forms(book: Casebook) -> None:
    ticket = token(_CLAIMS)
    head, body, _ = ticket.split(b".")
    for name, comment, changed in (
        ("empty", "nothing", b""),
        ("one-part", "a header alone", head),
        ("two-parts", "no third part", head + b"." + body),
        ("four-parts", "a part more", ticket + b".AA"),
        ("not-utf-8", "no UTF-8", b"\xff" + ticket),
        ("white-space", "a line feed behind it", ticket + b"\n"),
        ("header-no-json", "a header that is no JSON", token(_CLAIMS, header=b"alg=HS256")),
        ("header-list", "a header that is a list", token(_CLAIMS, header=b'["HS256"]')),
        ("header-no-alg", "a header without an algorithm", token(_CLAIMS, header=b'{"typ":"JWT"}')),
        ("header-alg-list", "an algorithm in a list", token(_CLAIMS, header=b'{"alg":["HS256"]}')),
        ("claims-no-json", "claims that are no JSON", token(b"sub=me")),
        ("claims-list", "claims that are a list", token(b"[]")),
    ):
        _refuse(book, name, comment, "hs256", "TICK-3", ticket=changed)
    _alphabets(book)
    book.accept(
        "typ",
        "another type, which nobody reads",
        validator=PLAIN,
        ticket=token(_CLAIMS, header=b'{"typ":"x","alg":"HS256"}'),
        peer=PEER,
        now=NOW,
    )


def _alphabets(book: Casebook) -> None:
    """A signature whose base64 has a character that the other alphabet has not."""
    found = (token({**_CLAIMS, "jti": str(number)}) for number in range(1000))
    ticket = next(each for each in found if set(b"-_") & set(each.split(b".")[2]))
    book.accept("alphabet", "the alphabet of URLs", validator=PLAIN, ticket=ticket, peer=PEER, now=NOW)
    head, body, signature = ticket.split(b".")
    other = signature.replace(b"-", b"+").replace(b"_", b"/")
    _refuse(book, "standard-alphabet", "the other one", "alphabet", "TICK-3", ticket=b".".join((head, body, other)))


def _registered(book: Casebook, base: dict[str, Any]) -> None:
    listed = replace(PLAIN, issuers=("a", "b"), audiences=("x", "y"))
    whole = {**_CLAIMS, "iss": "b", "aud": "y"}
    book.accept("listed", "one of the issuers and one of the audiences", base, validator=listed, ticket=token(whole))
    for name, comment, changes in (
        ("issuer-other", "another issuer", {"iss": "c"}),
        ("issuer-absent", "no issuer", {"iss": None}),
        ("issuer-joined", "both issuers at once", {"iss": "a,b"}),
        ("audience-other", "another audience", {"aud": "z"}),
        ("audience-absent", "no audience", {"aud": None}),
        ("audience-list", "audiences in a list", {"aud": ["y"]}),
    ):
        _refuse(book, name, comment, "listed", "TICK-4", ticket=token({**whole, **changes}))
    book.accept("unlisted", "nobody asks for an issuer", base, ticket=token({**_CLAIMS, "iss": "c", "aud": "z"}))
    book.accept("nulls", "null is absent", base, ticket=token({**_CLAIMS, "iss": None, "nbf": None, "jti": None}))
    subject = replace(PLAIN, subject="service")
    book.accept(
        "subject", "a subject that is no peer", base, validator=subject, ticket=token({**_CLAIMS, "sub": "service"})
    )
    _refuse(book, "subject-peer", "the peer where a subject is asked for", "subject", "TICK-4", ticket=token(_CLAIMS))
    other = peer_id(unique_id("another peer"))
    for name, comment, sub in (
        ("peer-other", "another peer's token", other.hex()),
        ("peer-upper", "the peer id in upper case", PEER.hex().upper()),
        ("peer-absent", "no subject", None),
        ("peer-empty", "an empty subject", ""),
    ):
        _refuse(book, name, comment, "hs256", "TICK-4", ticket=token({**_CLAIMS, "sub": sub}))
    _refuse(book, "shown-by-another", "shown by another peer", "hs256", "TICK-4", peer=other)
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
        _refuse(
            book,
            f"{claim}-{name}",
            f"a value of another type for {claim}",
            "hs256",
            "TICK-4",
            ticket=token({**_CLAIMS, claim: value}),
        )


def _times(book: Casebook, base: dict[str, Any]) -> None:
    """What is called an edge lies about `now`; a validator with a clock of its own would answer otherwise."""
    for name, claims, at in (
        ("edge-exp", {"exp": NOW + 1}, "expires in a second"),
        ("edge-nbf", {"nbf": NOW}, "valid since this second"),
    ):
        book.accept(name, at, base, ticket=token({**_CLAIMS, **claims}))
    _refuse(book, "edge-exp-now", "expires this second", "edge-exp", "TICK-5", ticket=token({**_CLAIMS, "exp": NOW}))
    _refuse(book, "edge-exp-later", "a second later", "edge-exp", "TICK-5", now=NOW + 1)
    _refuse(
        book,
        "edge-nbf-next",
        "valid from the next second",
        "edge-nbf",
        "TICK-5",
        ticket=token({**_CLAIMS, "nbf": NOW + 1}),
    )
    _refuse(book, "expired", "expired long ago", "hs256", "TICK-5", ticket=token({**_CLAIMS, "exp": 1_600_000_000}))
    _refuse(book, "exp-zero", "expired at the epoch", "hs256", "TICK-5", ticket=token({**_CLAIMS, "exp": 0}))
    _refuse(book, "not-yet", "not valid for long", "hs256", "TICK-5", ticket=token({**_CLAIMS, "nbf": FAR}))
    endless = {name: value for name, value in _CLAIMS.items() if name != "exp"}
    _refuse(book, "endless", "without an end", "hs256", "TICK-5", ticket=token(endless))
    lasting = replace(PLAIN, allow_non_expiring=True)
    book.accept("endless-allowed", "where that is allowed", base, validator=lasting, ticket=token(endless))
    book.accept("ending-allowed", "an end is an end all the same", base, validator=lasting)
    _refuse(
        book,
        "ended-allowed",
        "and has passed",
        "ending-allowed",
        "TICK-5",
        ticket=token({**_CLAIMS, "exp": 1_600_000_000}),
    )
    book.accept("last-second", "the last second there is", base, ticket=token({**_CLAIMS, "exp": LAST_SECOND}))
    for name, exp in (("one", LAST_SECOND + 1), ("i64", 2**63), ("u64", 2**64 - 1)):
        _refuse(
            book,
            f"after-the-last-second-{name}",
            "no time that there is",
            "last-second",
            "TICK-5",
            ticket=token({**_CLAIMS, "exp": exp}),
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
        ticket=token({**_CLAIMS, "exp": NOW + 3600}),
    )
    _refuse(
        book,
        "edge-lifetime-longer",
        "a second more",
        "edge-lifetime",
        "TICK-6",
        ticket=token({**_CLAIMS, "exp": NOW + 3601}),
    )
    book.accept(
        "lifetime-endless",
        "none to measure",
        base,
        requirements=("TICK-6",),
        validator=replace(hour, allow_non_expiring=True),
        ticket=token(endless),
    )
    _refuse(book, "lifetime-far", "years left", "lifetime-endless", "TICK-6", ticket=token(_CLAIMS))
    young = replace(PLAIN, max_age_s=60)
    book.accept(
        "edge-age",
        "a minute old",
        base,
        requirements=("TICK-6",),
        validator=young,
        ticket=token({**_CLAIMS, "iat": NOW - 60}),
    )
    _refuse(book, "edge-age-older", "a second more", "edge-age", "TICK-6", ticket=token({**_CLAIMS, "iat": NOW - 61}))
    book.accept(
        "age-future",
        "made in the future",
        base,
        requirements=("TICK-6",),
        validator=young,
        ticket=token({**_CLAIMS, "iat": FAR}),
    )
    ageless = {name: value for name, value in _CLAIMS.items() if name != "iat"}
    _refuse(book, "age-absent", "of no age", "age-future", "TICK-6", ticket=token(ageless))
    _refuse(book, "age-old", "years old", "age-future", "TICK-6", ticket=token(_CLAIMS))


def _private(book: Casebook, base: dict[str, Any]) -> None:
    asked = (JwtClaim("role", Text("signer")), JwtClaim("level", Integer(3)), JwtClaim("tdx", Flag(True)))
    validator = replace(PLAIN, claims=asked)
    whole = {**_CLAIMS, "role": "signer", "level": 3, "tdx": True}
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
        _refuse(
            book,
            f"claims-{name}",
            "another value, or another type",
            "claims",
            "TICK-7",
            ticket=token({**whole, **changes}),
        )
    without = {name: value for name, value in whole.items() if name != "role"}
    _refuse(book, "claims-absent", "a claim that is not there", "claims", "TICK-7", ticket=token(without))
    twice = replace(validator, claims=(asked[0],))
    book.accept("claims-one", "one claim", base, validator=twice, ticket=token(whole))
    duplicate_first(book, "claims-one")


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
    keys = (_HS, Hs384(b"\1" * 48))
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
        Ticket(gates[0].of_class, token(_CLAIMS, secret=b"\7" * 32)),
        Ticket(gates[0].of_class, token({**_CLAIMS, "exp": ends})),
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
