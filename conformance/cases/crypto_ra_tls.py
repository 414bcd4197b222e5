"""Cases of the chapters RA-TLS and Recipe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from coalition.crypto import ra_tls
from coalition.crypto.recipe import digest
from conformance import mock_dcap as mock
from conformance import mock_ratls
from conformance.casebook import Casebook
from conformance.crypto_inputs.ra_tls import trusting
from conformance.mock_extensions import Extras

NONCE: Final = bytes(range(32))
OTHER: Final = b"\x0d" * 32
Refused = tuple[tuple[str, str, dict[str, Any]], ...]


def casebooks() -> Iterator[Casebook]:
    """The casebooks of both chapters."""
    yield _claims()
    yield _evidence()
    yield _read()
    yield _verify()
    yield _handshake()
    yield _digest()
    yield _recipe()


def _refuse(book: Casebook, twin: str, refused: Refused) -> None:
    for name, error, changed in refused:
        inside = ("RATLS-6",) if error.startswith("Tdx") else ()
        book.refuse_changed(f"{twin}-{name}", name.replace("-", " "), twin, error, requirements=inside, **changed)


def _claims() -> Casebook:
    book = Casebook("crypto.ratls_claims")
    book.accept("counting", "a key's hash and a nonce", key_hash=b"\x11" * 32, nonce=NONCE)
    book.random(3)
    book.spoil("counting", shapes=6)
    return book


def _evidence() -> Casebook:
    book = Casebook("crypto.ratls_evidence", requirements=("RATLS-2",))
    book.accept("short", "a quote of three bytes", quote=b"abc", claims=b"\xa0")
    for size in (0, 23, 24, 255, 256):
        book.accept(f"quote-{size}", "the edges of a length", quote=bytes(size), claims=b"")
    book.random(3)
    book.spoil("short", shapes=6)
    return book


def _read() -> Casebook:
    book, twin = Casebook("crypto.ratls_read", requirements=("RATLS-2",)), "short"
    right = ra_tls.evidence(b"abc", b"\xa0")
    book.accept(twin, "a quote of three bytes", evidence=right)
    tag, body = right[:3], right[3:]
    wrong: Refused = (
        ("empty", "RatlsEvidenceMalformed", {"evidence": b""}),
        ("trailing", "RatlsEvidenceMalformed", {"evidence": right + b"\x00"}),
        ("cut", "RatlsEvidenceMalformed", {"evidence": right[:-1]}),
        ("untagged", "RatlsEvidenceMalformed", {"evidence": body}),
        ("long-length", "RatlsEvidenceMalformed", {"evidence": tag + b"\x82\x58\x03abc\x41\xa0"}),
        ("indefinite", "RatlsEvidenceMalformed", {"evidence": tag + b"\x9f\x43abc\x41\xa0\xff"}),
        ("three-parts", "RatlsEvidenceMalformed", {"evidence": tag + b"\x83\x43abc\x41\xa0\x40"}),
        ("text", "RatlsEvidenceMalformed", {"evidence": tag + b"\x82\x63abc\x41\xa0"}),
        ("tag-alone", "RatlsEvidenceMalformed", {"evidence": tag}),
        ("tag-cut", "RatlsEvidenceMalformed", {"evidence": tag[:2]}),
        ("tag-long", "RatlsEvidenceMalformed", {"evidence": b"\xda\0\0\xea\x60" + body}),
        ("report-tag", "RatlsEvidenceUnsupported", {"evidence": b"\xd9\xea\x61" + body}),
        ("report-tag-alone", "RatlsEvidenceUnsupported", {"evidence": b"\xd9\xea\x61"}),
        ("report-tag-untidy", "RatlsEvidenceUnsupported", {"evidence": b"\xd9\xea\x61\x9f\x43abc\x41\xa0\xff"}),
        ("legacy-tag", "RatlsEvidenceUnsupported", {"evidence": b"\xd9\xea\x62" + body}),
    )
    _refuse(book, twin, wrong)
    book.random(2)
    book.spoil(twin, shapes=5)
    return book


def _verify() -> Casebook:
    book, twin = Casebook("crypto.ratls_verify", requirements=[f"RATLS-{number}" for number in range(3, 7)]), "server"
    book.accept(
        twin, "a peer that answers the nonce", trusting(certificate=mock_ratls.attested("a", NONCE), nonce=NONCE)
    )
    claims = ra_tls.claims(mock_ratls.key_hash("a"), NONCE)
    right = mock_ratls.evidence(claims)

    def made(held: bytes | None = right, label: str = "a", **more: Any) -> dict[str, Any]:
        return {"certificate": mock_ratls.certificate(label, held, **more)}

    short = claims.replace(b"\x65nonce\x58\x20" + NONCE, b"")
    wrong: Refused = (
        ("malformed", "RatlsCertificateMalformed", {"certificate": b"\x30\x00"}),
        ("signed-by-another", "RatlsCertificateForged", made(signer="b")),
        ("over", "RatlsCertificateOutOfTime", made(end=mock.NOW - 1)),
        ("without-evidence", "RatlsEvidenceMissing", made(None)),
        ("gramine-legacy", "RatlsEvidenceMissing", made(oid="1.2.840.113741.1337.6")),
        ("critical", "RatlsEvidenceCritical", made(critical=True)),
        ("quote-alone", "RatlsEvidenceMalformed", made(ra_tls.read(right).quote)),
        ("report-tag", "RatlsEvidenceUnsupported", made(b"\xd9\xea\x61" + right[3:])),
        ("without-nonce", "RatlsEvidenceMalformed", made(mock_ratls.evidence(b"\xa1" + short[1:]))),
        ("anothers-evidence", "RatlsKeyUnbound", made(label="b")),
        ("another-nonce", "RatlsNonceMismatch", {"nonce": OTHER}),
        ("claims-unbound", "TdxReportDataMismatch", made(mock_ratls.evidence(claims, report_data=bytes(64)))),
        ("another-guest", "TdxMeasurementMismatch", made(mock_ratls.evidence(claims, mr_td=bytes(48)))),
        ("debug", "TdxDebug", made(mock_ratls.evidence(claims, td_attributes=bytes.fromhex("0100001000000000")))),
    )
    _refuse(book, twin, wrong)
    _certificates(book, right)
    _forms(book, claims)
    book.random(1)
    book.spoil(twin, shapes=4)
    return book


def _certificates(book: Casebook, held: bytes) -> None:
    """What of a certificate is looked at, and what is not."""

    def made(**more: Any) -> bytes:
        return mock_ratls.certificate("a", held, **more)

    base = trusting(nonce=NONCE)
    for name, comment, certificate in (
        ("other-names", "an issuer of another name than the subject", made(extras=Extras(issuer="another"))),
        ("usages", "constraints and a usage that are critical", made(extras=Extras(usage=("digital_signature",)))),
        ("last-second", "the last second", made(end=mock.NOW)),
        ("first-second", "the first second", made(start=mock.NOW)),
    ):
        book.accept(name, comment, base, certificate=certificate, requirements=("RATLS-3",))
    wrong: Refused = (
        ("byte-behind", "RatlsCertificateMalformed", {"certificate": made() + b"\0"}),
        ("wider", "RatlsCertificateForged", {"certificate": made(extras=Extras(constrained=False, wider=True))}),
        ("sha-384", "RatlsCertificateForged", {"certificate": made(extras=Extras(constrained=False, sha384=True))}),
        ("early", "RatlsCertificateOutOfTime", {"certificate": made(start=mock.NOW + 1)}),
        (
            "strange",
            "RatlsCertificateMalformed",
            {"certificate": made(extras=Extras(constrained=False, critical=True))},
        ),
    )
    _refuse(book, "server", wrong)


def _forms(book: Casebook, right: bytes) -> None:
    """Claims that are bound, and are no claims: each differs from the right ones in one place of their form."""
    nonce, algorithm = b"\x65nonce\x58\x20" + NONCE, b"\x82\x01\x58\x20"
    hashed = right.replace(nonce, b"")[1:]
    for name, claims in (
        ("algorithm-7", right.replace(algorithm, b"\x82\x07\x58\x20")),
        ("algorithm-true", right.replace(algorithm, b"\x82\xf5\x58\x20")),
        ("algorithm-float", right.replace(algorithm, b"\x82\xf9\x3c\x00\x58\x20")),
        ("algorithm-absent", right.replace(algorithm, b"\x81\x58\x20")),
        ("hash-alone", right.replace(algorithm, b"\x58\x20")),
        ("hash-text", right.replace(algorithm, b"\x82\x01\x78\x20")),
        ("hash-short", (right[:-1]).replace(algorithm, b"\x82\x01\x58\x1f")),
        ("nonce-short", b"\xa2\x65nonce\x58\x1f" + NONCE[:-1] + hashed),
        ("nonce-long", b"\xa2\x65nonce\x58\x21" + NONCE + b"\0" + hashed),
        ("member-more", b"\xa3\x61a\0" + right[1:]),
        ("nonce-twice", b"\xa3" + nonce + nonce + hashed),
        ("other-order", b"\xa2" + hashed + nonce),
        ("list", b"\x82" + right[1:]),
        ("byte-behind", right + b"\0"),
    ):
        held = mock_ratls.evidence(claims)
        book.refuse_changed(
            f"server-claims-{name}", f"claims of another form: {name.replace('-', ' ')}", "server",
            "RatlsEvidenceMalformed", requirements=("RATLS-1",), certificate=mock_ratls.certificate("a", held),
        )  # fmt: skip
    data = ra_tls.report_data(right)
    unpadded = mock_ratls.evidence(right, report_data=data[:63] + b"\1")
    cut = ra_tls.evidence(ra_tls.read(mock_ratls.evidence(right)).quote[:-1], right)
    wrong: Refused = (
        ("report-data-unpadded", "TdxReportDataMismatch", {"certificate": mock_ratls.certificate("a", unpadded)}),
        ("quote-cut", "TdxTruncated", {"certificate": mock_ratls.certificate("a", cut)}),
    )
    _refuse(book, "server", wrong)


def _handshake() -> Casebook:
    book, twin = Casebook("crypto.ratls_handshake", requirements=("RATLS-7", "RATLS-8")), "channel"
    server, client = mock_ratls.attested("a", OTHER), mock_ratls.attested("b", NONCE)
    base = trusting(server=server, client=client, server_nonce=NONCE, client_nonce=OTHER)
    book.accept(twin, "each answers the other's nonce", base)
    own = mock_ratls.attested("a", NONCE)
    wrong: Refused = (
        ("client-silent", "RatlsPeerUnattested", {"client": None}),
        ("server-silent", "RatlsPeerUnattested", {"server": None}),
        ("server-empty", "RatlsCertificateMalformed", {"server": b""}),
        ("client-empty", "RatlsCertificateMalformed", {"client": b""}),
        ("client-answers-itself", "RatlsNonceMismatch", {"client": mock_ratls.attested("b", OTHER)}),
        ("server-answers-itself", "RatlsNonceMismatch", {"server": mock_ratls.attested("a", NONCE)}),
        ("reflected", "RatlsNonceMismatch", {"client": server}),
        ("one-key", "RatlsSameKey", {"client": own}),
        (
            "client-of-another-guest",
            "TdxMeasurementMismatch",
            {"client": mock_ratls.attested("b", NONCE, mr_td=bytes(48))},
        ),
    )
    _refuse(book, twin, wrong)
    book.random(1)
    book.spoil(twin, shapes=3)
    return book


_LINES: Final = b"FROM scratch\nCOPY signer /signer\n"


def _digest() -> Casebook:
    book = Casebook("crypto.recipe_digest", requirements=("RECIPE-1",))
    book.accept("lines", "a recipe of two lines", recipe=_LINES)
    book.accept("carriage-returns", "other line endings are another recipe", recipe=_LINES.replace(b"\n", b"\r\n"))
    book.accept("digits", "64 digits are bytes like any other", recipe=b"ab" * 32)
    book.accept("empty", "no byte", recipe=b"")
    book.random(2)
    book.spoil("lines", shapes=5)
    return book


def _recipe() -> Casebook:
    book, twin = Casebook("crypto.recipe_verify", requirements=("RECIPE-2", "RECIPE-3")), "lines"
    built = b"\x91" * 48
    book.accept(
        twin, "built as declared", recipe=_LINES, declared=digest(_LINES).id(), built=built, mr_tds=(bytes(48), built)
    )
    wrong: Refused = (
        ("other-recipe", "RecipeDigestMismatch", {"recipe": _LINES + b"\n"}),
        ("carriage-returns", "RecipeDigestMismatch", {"recipe": _LINES.replace(b"\n", b"\r\n")}),
        ("other-build", "RecipeBuildMismatch", {"built": b"\x92" * 48}),
        ("nothing-declared", "RecipeBuildMismatch", {"mr_tds": ()}),
    )
    _refuse(book, twin, wrong)
    book.random(2)
    book.spoil(twin, shapes=6)
    return book
