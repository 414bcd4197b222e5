"""Cases of the chapter Tickets: base64 and JSON of tokens, keys that are no points, and how claims are folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coalition.crypto.foreign_json import DEPTH
from coalition.crypto.jose import AnyJwtKey, EdDsa, Es256, Es384, Es512
from coalition.crypto.mosaik_tickets import Flag, Integer, JwtClaim, JwtValidator, Text
from conformance.casebook import Casebook
from conformance.cases.crypto_tickets_common import refuse
from conformance.tokens import signers, token, token_of

Claims = Mapping[str, Any]


def texts(book: Casebook, base: Mapping[str, Any], claims: Claims) -> None:
    """What `crypto.jwt_validate` is asked about the texts of a token that `base` takes."""
    _parts(book, base, claims)
    _numbers(book, base, claims)
    _values(book, base, claims)
    _json(book, base, claims)
    _no_points(book, base, claims)


def _over(part: str) -> str:
    """The same bytes in base64, with a bit left over that is set."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert len(part) % 4
    return part[:-1] + alphabet[alphabet.index(part[-1]) | 1]


def _parts(book: Casebook, base: Mapping[str, Any], claims: Claims) -> None:
    """A bit left over, a character too many, and padding's neighbours, in each of the three parts."""
    header, jti = b'{"alg":"HS256","typ":"J"}', {**claims, "jti": ""}
    while len(token(jti).split(b".")[1]) % 4 == 0:
        jti["jti"] += "a"
    ticket = token(jti, header=header)
    book.accept("parts", "three parts that do not fill their last character", base, ticket=ticket)
    head, body, signature = ticket.decode().split(".")
    for name, changed in (
        ("header", token_of(_over(head), body)),
        ("claims", token_of(head, _over(body))),
        ("signature", f"{head}.{body}.{_over(signature)}".encode()),
    ):
        refuse(book, f"parts-{name}-bit-over", f"a bit left over in the {name}", "parts", "TICK-3", ticket=changed)
    longer = signature + "A" * (5 - len(signature) % 4)
    refuse(
        book, "parts-character-over", "a character that is no byte", "parts", "TICK-3",
        ticket=f"{head}.{body}.{longer}".encode(),
    )  # fmt: skip
    inside = f"{head}.{body}.{signature[:8]}\n{signature[8:]}".encode()
    refuse(book, "parts-line-feed", "a line feed within the signature", "parts", "TICK-3", ticket=inside)


def _raw(claims: Claims, name: str, digits: str) -> bytes:
    """The claims as JSON, one of them spelled by hand."""
    others = "".join(f'"{key}":{_spelled(value)},' for key, value in claims.items() if key != name)
    return f'{{{others}"{name}":{digits}}}'.encode()


def _spelled(value: Any) -> str:
    return str(value) if isinstance(value, int) else f'"{value}"'


def _numbers(book: Casebook, base: Mapping[str, Any], claims: Claims) -> None:
    """Seconds are digits: as a fraction, by an exponent, or as a zero below zero they are none."""
    for name, whole, wrong in (
        ("exp", "4102444800", ("4102444800.0", "4102444800e0", "4.1024448e9", "-4102444800", "04102444800")),
        ("nbf", "1000", ("1000.0", "1e3", "1E+3", "-1000", "+1000")),
        ("iat", "0", ("0.0", "0e0", "-0", "-0.0", "00")),
    ):
        twin = f"{name}-whole"
        book.accept(twin, "a whole number", base, ticket=token(_raw(claims, name, whole)))
        for digits in wrong:
            slug = digits.replace(".", "-point-").replace("+", "plus-").lower()
            slug = f"minus{slug}" if slug.startswith("-") else slug
            refuse(
                book, f"{name}-spelled-{slug}", f"{digits}, which is no whole number of seconds", twin, "TICK-4",
                ticket=token(_raw(claims, name, digits)),
            )  # fmt: skip


def _values(book: Casebook, base: Mapping[str, Any], claims: Claims) -> None:
    """A claim that is an integer, and a text that is escaped."""
    for wanted, right, wrong in ((5, "5", ("5.0", "5e0", "-5")), (0, "0", ("-0", "0.0")), (-5, "-5", ("5", "-5.0"))):
        validator = replace(base["validator"], claims=(JwtClaim("level", Integer(wanted)),))
        twin = f"level-{'minus-' if wanted < 0 else ''}{abs(wanted)}"
        given = {"validator": validator, "ticket": token(_raw(claims, "level", right))}
        book.accept(twin, "a claim that is an integer", base, requirements=("TICK-7",), **given)
        for number, digits in enumerate(wrong, 1):
            refuse(
                book, f"{twin}-other-{number}", f"{digits} in its place", twin, "TICK-7",
                ticket=token(_raw(claims, "level", digits)),
            )  # fmt: skip
    escaped = replace(base["validator"], claims=(JwtClaim("role", Text("größe/😀")),))
    raw = r'"gr\u00f6\u00DFe\/\ud83d\ude00"'
    book.accept(
        "escaped", "a text in escapes is that text", base, validator=escaped, requirements=("TICK-7",),
        ticket=token(_raw(claims, "role", raw)),
    )  # fmt: skip


def _json(book: Casebook, base: Mapping[str, Any], claims: Claims) -> None:
    """Members that nobody asks for have to be JSON all the same."""
    deep = "[" * (DEPTH - 1) + "]" * (DEPTH - 1)
    for name, comment, right, wrongs in (
        ("deep", "127 inside one another", deep, (("deeper", "128 inside one another", f"[{deep}]"),)),
        (
            "great",
            "a number that a double holds",
            "1e308",
            (
                ("greater", "one that it does not", "1e309"),
                ("digits", "one that it does not, in digits", "9" * 310),
                ("nan", "a word for what is no number", "NaN"),
                ("infinity", "a word for no number either", "-Infinity"),
            ),
        ),
        (
            "pair",
            "a pair of surrogates",
            r'"\ud83d\ude00"',
            (
                ("half", "the first of a pair alone", r'"\ud83d"'),
                ("second-half", "the second alone", r'"\ude00"'),
                ("control", "a line feed as it is", '"\n"'),
            ),
        ),
    ):
        book.accept(f"json-{name}", comment, base, ticket=token(_raw(claims, "more", right)))
        for wrong, remark, text in wrongs:
            refuse(
                book, f"json-{name}-{wrong}", remark, f"json-{name}", "TICK-3",
                ticket=token(_raw(claims, "more", text)),
            )  # fmt: skip
    plain = _raw(claims, "more", "0")
    book.accept("json-space", "white space about the object", base, ticket=token(b" \r\n\t" + plain + b" "))
    refuse(book, "json-mark", "a byte order mark", "json-space", "TICK-3", ticket=token(b"\xef\xbb\xbf" + plain))
    refuse(book, "json-two", "an object more", "json-space", "TICK-3", ticket=token(plain + b"{}"))
    refuse(
        book,
        "json-not-utf-8",
        "no UTF-8",
        "json-space",
        "TICK-3",
        ticket=token(_raw(claims, "x", '"\0"').replace(b"\0", b"\xff")),
    )
    header = f'{{"alg":"HS256","more":{deep}}}'.encode()
    book.accept("json-deep-header", "a header of that depth", base, ticket=token(claims, header=header))
    refuse(
        book, "json-deeper-header", "a deeper one", "json-deep-header", "TICK-3",
        ticket=token(claims, header=header.replace(deep.encode(), f"[{deep}]".encode())),
    )  # fmt: skip


def _no_points(book: Casebook, base: Mapping[str, Any], claims: Claims) -> None:
    """Keys that are no points sign nothing, and disturb no other."""
    by = {type(signer.key): signer for signer in signers()}
    compact = Es256(b"\5" + by[Es256].key.material()[1:])
    for key, kind in ((compact, "compact"), *((each, type(each).ALGORITHM.lower()) for each in no_points())):
        signer = by[type(key)]
        beside = replace(base["validator"], keys=(key, signer.key))
        alone = replace(base["validator"], keys=(key,))
        name = f"no-point-{kind}"
        book.accept(
            f"{name}-beside", "beside the key that signed", base, requirements=("TICK-3",), validator=beside,
            ticket=signer.token(claims),
        )  # fmt: skip
        refuse(book, f"{name}-alone", "alone", f"{name}-beside", "TICK-3", validator=alone)


def no_points() -> tuple[AnyJwtKey, ...]:
    """A key of each curve whose bytes are those of no point, the least x or y that none has."""
    return (
        Es256(b"\2" + (1).to_bytes(32, "big")),
        Es384(b"\2" + (1).to_bytes(48, "big")),
        Es512(b"\2" + (3).to_bytes(66, "big")),
        EdDsa((2).to_bytes(32, "little")),
    )


def duplicate_first(book: Casebook, twin: str) -> None:
    """A name that stands twice in the validator is found before the ticket is looked at."""
    form = dict(next(test for test in book.tests if test.id.endswith(f"/{twin}")).params)
    listed = form["validator"]["claims"]
    twice = {**form["validator"], "claims": [*listed, listed[0]]}
    comment = "a name that stands twice"
    book.refuse("claims-name-twice", comment, twin, "DuplicateKey", {**form, "validator": twice})
    book.refuse(
        "claims-name-twice-first", f"{comment}, and a ticket that is none", twin, "DuplicateKey",
        {**form, "validator": twice, "ticket": ""}, requirements=("TICK-2",),
    )  # fmt: skip


def foldings(book: Casebook, plain: JwtValidator) -> None:
    """What `crypto.jwt_validator_signature` is asked about empty steps and about claims as they are written."""
    book.accept("empty-subject", "an empty subject and none are folded alike", validator=replace(plain, subject=""))
    book.accept("empty-issuer", "an empty issuer and none are folded alike", validator=replace(plain, issuers=("",)))
    book.accept("two-empty-issuers", "two empty ones are a comma", validator=replace(plain, issuers=("", "")))
    controls = "".join(map(chr, range(0x20)))
    for name, comment, value in (
        ("controls", "all that JSON escapes, and what it need not", Text(f'{controls}"\\/\x7f\u2028é😀')),
        ("least", "the least integer", Integer(-(2**63))),
        ("greatest", "the greatest integer", Integer(2**63 - 1)),
        ("false", "a flag", Flag(False)),
        ("empty", "an empty text under an empty name", Text("")),
    ):
        claim = JwtClaim("" if name == "empty" else "claim", value)
        book.accept(f"claim-{name}", comment, validator=replace(plain, claims=(claim,)))
    names = tuple(JwtClaim(name, Integer(at)) for at, name in enumerate(("😀", "\ufb01", "z", "Z", "é", "")))
    book.accept("names", "names by their bytes in UTF-8, not in UTF-16", validator=replace(plain, claims=names))
    for key in no_points()[:1]:
        book.accept("no-point", "a key that is no point, folded as it is", validator=replace(plain, keys=(key,)))
