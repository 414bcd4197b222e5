"""Cases of the chapter TDX: a quote of hardware, quotes of an authority of our own, and each check by what it stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coalition.crypto.dcap import TdxBinding, TdxBond, TdxCollateral, TdxGiven, TdxPolicy, bound
from coalition.crypto.dcap_collateral import TcbStatus
from coalition.crypto.tdx_quote import parse
from coalition.unique_id import unique_id
from conformance import mock_dcap as mock
from conformance.casebook import Casebook
from conformance.cases.crypto_tdx_chains import chains
from conformance.cases.crypto_tdx_common import BOND, CARD, Changed, edited, guest, lists, of, texts, world
from conformance.cases.crypto_tdx_json import documents
from conformance.cases.crypto_tdx_levels import levels
from conformance.cases.crypto_tdx_platforms import platforms
from conformance.cases.crypto_tdx_times import times
from conformance.crypto_inputs.tdx import verifying
from conformance.mock_extensions import Extras
from conformance.published import published


def hardware() -> Changed:
    """What verifying the published quote takes."""
    figures = published("tdx")
    texts = ("tcb_info", "qe_identity", "tcb_info_issuer_chain", "qe_identity_issuer_chain")
    raw: Changed = {
        name: each if name in texts else bytes.fromhex(each) for name, each in figures["collateral"].items()
    }
    quote = bytes.fromhex(figures["quote"])
    body = parse(quote).body
    return {
        "quote": quote,
        "collateral": TdxCollateral(**raw),
        "root": bytes.fromhex(figures["root"]),
        "now": int(figures["now"]),
        "policy": TdxPolicy((body.mr_td,), (TcbStatus.UpToDate,)),
        "binding": TdxGiven(body.report_data),
    }


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _parse()
    yield _write()
    yield _bond()
    yield _card()
    yield _verify()


def _parse() -> Casebook:
    book, twin = Casebook("crypto.tdx_parse", requirements=("TDX-1", "TDX-2", "TDX-3")), "mock"
    quote = mock.quote(world())
    book.accept("hardware", "a quote of TDX hardware, 70 zero bytes behind it", quote=hardware()["quote"])
    book.accept(twin, "a quote of our own authority", quote=quote)
    book.accept("trailing", "zero bytes behind the signature data", quote=quote + bytes(9))
    at = 636 + 64 + 64 + 6
    inner = at + 384 + 64 + 2 + 32
    wrong: tuple[tuple[str, str, bytes], ...] = (
        ("empty", "TdxTruncated", b""),
        ("header-alone", "TdxTruncated", quote[:48]),
        ("body-cut", "TdxTruncated", quote[:631]),
        ("one-byte-short", "TdxTruncated", quote[:-1]),
        ("trailing-byte", "TdxTrailing", quote + b"\x01"),
        ("version-3", "TdxVersionUnsupported", _put(quote, 0, b"\x03")),
        ("version-5", "TdxVersionUnsupported", _put(quote, 0, b"\x05")),
        ("key-type-3", "TdxKeyTypeUnsupported", _put(quote, 2, b"\x03")),
        ("sgx", "TdxNotTdx", _put(quote, 4, b"\x00")),
        ("vendor", "TdxVendorUnknown", _put(quote, 12, b"\x94")),
        ("outer-type-5", "TdxCertificationUnsupported", _put(quote, at - 6, b"\x05")),
        ("inner-type-1", "TdxCertificationUnsupported", _put(quote, inner, b"\x01")),
        ("outer-long", "TdxCertificationTruncated", _add(quote, at - 4, 1)),
        ("outer-short", "TdxCertificationOverlong", _add(quote, at - 4, -1)),
        ("inner-long", "TdxCertificationTruncated", _add(quote, inner + 2, 1)),
        ("inner-short", "TdxCertificationOverlong", _add(quote, inner + 2, -1)),
    )
    for name, error, raw in wrong:
        book.refuse_changed(f"{twin}-{name}", name.replace("-", " "), twin, error, quote=raw)
    book.random(2)
    book.spoil(twin, shapes=4)
    return book


def _put(quote: bytes, at: int, new: bytes) -> bytes:
    return quote[:at] + new + quote[at + len(new) :]


def _add(quote: bytes, at: int, more: int) -> bytes:
    """A quote whose length at some place is another."""
    return _put(quote, at, (int.from_bytes(quote[at : at + 4], "little") + more).to_bytes(4, "little"))


def _write() -> Casebook:
    book = Casebook("crypto.tdx_write")
    book.accept("mock", "a quote of our own authority", quote=mock.parts(world()))
    book.accept("hardware", "a quote of TDX hardware", quote=parse(hardware()["quote"]))
    book.random(2)
    book.spoil("mock", shapes=6)
    return book


def _bond() -> Casebook:
    book = Casebook("crypto.tdx_bond_digest")
    book.accept("bond", "a bond", public_key=BOND.public_key, nonce=BOND.nonce)
    book.accept("zeros", "zeros", public_key=bytes(32), nonce=bytes(32))
    book.random(3)
    book.spoil("bond", shapes=8)
    return book


def _card() -> Casebook:
    book = Casebook("crypto.tdx_card_digest")
    book.accept("card", "a card", vars(CARD))
    book.random(3)
    book.spoil("card", shapes=8)
    return book


def _verify() -> Casebook:
    stages = [f"TDX-{number}" for number in range(7, 25)]
    book, twin = Casebook("crypto.tdx_verify", requirements=stages), "bond"
    book.accept("hardware", "a quote of TDX hardware, verified under Intel's root", hardware())
    book.accept(twin, "a guest that binds the presenter of a bond", verifying(world(), BOND))
    card = mock.World(mock.body(report_data=bound(CARD)))
    book.accept("card", "a guest that binds a provider's card", verifying(card, CARD))
    old = mock.changed(world(), cpu_svn=b"\x02" * 16, pce_svn=7)
    allowed = TdxPolicy((world().body.mr_td,), (TcbStatus.OutOfDate, TcbStatus.UpToDate))
    book.accept("out-of-date", "a status that the verifier accepts", verifying(old, BOND, policy=allowed))
    book.accept("trailing", "zero bytes behind the signature data", verifying(mock.changed(world(), trailing=70), BOND))
    third = texts(identity=mock.qe_identity(version=3))
    book.accept("identity-version-3", "an identity of the later version", {**verifying(world(), BOND), **third})
    edge = {"now": 1_768_867_200}
    book.accept("last-second", "the last second of the collateral", verifying(world(), BOND, **edge))
    for name, error, changed in (*_quotes(), *_collateral(), *_policies()):
        book.refuse_changed(f"{twin}-{name}", name.replace("-", " "), twin, error, **changed)
    book.refuse_changed(
        "last-second-over", "the collateral is over", "last-second", "DcapCollateralExpired", now=edge["now"] + 1
    )
    chains(book)
    times(book)
    levels(book)
    documents(book)
    platforms(book)
    _cards(book)
    book.random(2)
    book.spoil(twin, shapes=5)
    return book


def _cards(book: Casebook) -> None:
    """Report data that bind a card, and those that are given, each compared to its last byte."""
    given = TdxGiven(bytes(range(64)))
    book.accept("given", "report data that follow from something else", _holding(bound(given), given))
    both: tuple[tuple[str, TdxBinding, tuple[tuple[str, str, TdxBinding], ...]], ...] = (
        ("card", CARD, _other_cards()),
        ("given", given, (("other", "other report data", TdxGiven(bytes(64))),)),
    )
    for name, binding, others in both:
        data = bound(binding)
        for other, comment, changed in others:
            book.refuse_changed(f"{name}-{other}", comment, name, "TdxReportDataMismatch", binding=changed)
        for other, comment, at in (("data-first", "the first byte altered", 0), ("data-last", "the last byte", 63)):
            altered = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
            quote = {"quote": _holding(altered, binding)["quote"]}
            book.refuse_changed(f"{name}-{other}", comment, name, "TdxReportDataMismatch", **quote)


def _holding(data: bytes, binding: TdxBinding) -> Changed:
    return verifying(mock.World(mock.body(report_data=data)), binding)


def _other_cards() -> tuple[tuple[str, str, TdxBinding], ...]:
    return (
        ("of-another-key", "another provider's key", replace(CARD, public_key=bytes(32))),
        ("of-other-content", "another content served", replace(CARD, content_hash=unique_id("other content"))),
        ("of-another-boot", "another start of the provider", replace(CARD, boot_nonce=bytes(32))),
        ("as-bond", "a bond of the same key and nonce", TdxBond(CARD.public_key, CARD.boot_nonce, ())),
    )


def self_signed() -> bytes:
    """A quote as anyone makes one in software: its own keys, a certificate of its own, everything signed."""
    return mock.quote(mock.changed(world(), root="mallory", pck_signer="pck ca"))


def _quotes() -> Iterator[tuple[str, str, Changed]]:
    """Quotes that one check stops, in the order of the checks."""
    parts = mock.parts(world())
    chain = parts.pck_chain
    yield "version-5", "TdxVersionUnsupported", {"quote": _put(mock.quote(world()), 0, b"\x05")}
    yield "no-chain", "DcapCollateralMalformed", edited(pck_chain=b"no certificate")
    yield "self-signed", "DcapChainInvalid", {"quote": self_signed()}
    yield "pck-of-nobody", "DcapChainInvalid", of(pck_signer="mallory")
    yield "authority-is-none", "DcapChainInvalid", of(pck_signer_ca=False)
    first = chain.index(b"-----BEGIN", 1)
    yield "chain-without-authority", "DcapChainInvalid", edited(pck_chain=chain[:first])
    yield "pck-over", "DcapCertificateOutOfTime", of(extras=(("pck", Extras(ends=mock.NOW - 1)),))
    yield "qe-report-signed-by-another", "TdxQeReportForged", of(qe_signer="mallory")
    yield "qe-report-altered", "TdxQeReportForged", edited(qe_report=b"\x01" + parts.qe_report[1:])
    yield "attestation-key-unbound", "TdxAttestationKeyUnbound", of(bound=b"another key")
    yield "qe-auth-data-altered", "TdxAttestationKeyUnbound", edited(qe_auth_data=b"\x01" + parts.qe_auth_data[1:])
    for name, size in (("none", 0), ("short", 31), ("long", 33), ("double", 64)):
        yield f"qe-auth-data-{name}", "TdxAttestationKeyUnbound", of(auth_data=bytes(size))
    yield "qe-report-data-unpadded", "TdxAttestationKeyUnbound", of(qe_padding=b"\x01" + bytes(31))
    yield "qe-signer", "TdxQuotingEnclaveUnknown", of(qe_mrsigner=b"\xdd" * 32)
    yield "qe-product", "TdxQuotingEnclaveUnknown", of(qe_product=1)
    yield "qe-debug", "TdxQuotingEnclaveUnknown", of(qe_attributes=b"\x13" + bytes(15))
    yield "qe-misc", "TdxQuotingEnclaveUnknown", of(qe_misc=b"\x01" + bytes(3))
    yield "signed-body-alone", "TdxQuoteForged", of(signed_from=48)
    yield "signed-header-alone", "TdxQuoteForged", of(signed_to=48)
    yield "signed-by-another", "TdxQuoteForged", of(quote_signer="mallory")
    yield "body-altered", "TdxQuoteForged", edited(body=replace(parts.body, rtmr0=b"\x09" * 48))
    yield "header-altered", "TdxQuoteForged", edited(user_data=b"\x01" * 20)
    yield "platform-unsaid", "DcapCollateralMalformed", of(platformless=True)
    yield "other-fmspc", "DcapPlatformMismatch", of(fmspc=b"\xb0\xc0\x6f\x00\x00\x01")
    yield "other-pce", "DcapPlatformMismatch", of(pce_id=b"\x00\x01")
    yield "below-every-level", "DcapTcbUnlisted", of(pce_svn=4)
    yield "last-component-below", "DcapTcbUnlisted", of(cpu_svn=b"\x02" * 15 + b"\x00")
    yield "other-module-signer", "TdxModuleUnknown", guest(mr_signer_seam=b"\x01" * 48)
    yield "module-attributes", "TdxModuleUnknown", guest(seam_attributes=b"\x01" + bytes(7))
    yield "unlisted-module", "TdxModuleUnknown", guest(tee_tcb_svn=b"\x06\x02\x03" + bytes(13))
    yield "old-qe", "DcapTcbUnaccepted", of(qe_svn=3)
    yield "unlisted-qe", "DcapTcbUnlisted", of(qe_svn=0)
    yield "revoked-qe", "DcapTcbRevoked", of(qe_svn=1)
    yield "platform-out-of-date", "DcapTcbUnaccepted", of(pce_svn=7)
    yield "platform-revoked", "DcapTcbRevoked", of(cpu_svn=b"\x01" * 16)
    yield "debug", "TdxDebug", guest(td_attributes=bytes.fromhex("0100001000000000"))
    yield "reserved-bit", "TdxAttributesReserved", guest(td_attributes=bytes.fromhex("0001001000000000"))
    yield "sept-ve", "TdxSeptVeEnabled", guest(td_attributes=bytes(8))
    yield "other-report-data", "TdxReportDataMismatch", guest(report_data=bytes(64))
    data = world().body.report_data
    yield "report-data-unpadded", "TdxReportDataMismatch", guest(report_data=data[:63] + b"\x01")
    yield "other-guest", "TdxMeasurementMismatch", guest(mr_td=b"\x92" * 48)


def _collateral() -> Iterator[tuple[str, str, Changed]]:
    """Collateral that one check stops."""
    right = mock.collateral(world())
    for name, own, make in (("tcb", "info", mock.tcb_info), ("qe", "identity", mock.qe_identity)):
        member = "tcb_info" if own == "info" else "qe_identity"
        yield f"{name}-over", "DcapCollateralExpired", texts(**{own: make(nextUpdate="2025-12-31T23:59:59Z")})
        yield f"{name}-early", "DcapCollateralEarly", texts(**{own: make(issueDate="2026-01-01T00:00:01Z")})
        yield f"{name}-date", "DcapCollateralMalformed", texts(**{own: make(issueDate="2025-12-20")})
        signed_by = lists(**{"tcb_signer" if own == "info" else "identity_signer": "mallory"})
        forged = replace(right, **{f"{member}_signature": getattr(signed_by, f"{member}_signature")})
        yield f"{name}-forged", "DcapCollateralForged", {"collateral": forged}
        respaced: Changed = {member: getattr(right, member).replace(",", ", ", 1)}
        spaced = replace(right, **respaced)
        yield f"{name}-respaced", "DcapCollateralForged", {"collateral": spaced}
        stranger = lists(tcb_chain_signer="mallory").tcb_info_issuer_chain
        linked: Changed = {f"{member}_issuer_chain": stranger}
        wrong_chain = replace(right, **linked)
        yield f"{name}-chain", "DcapChainInvalid", {"collateral": wrong_chain}
    yield "tcb-of-sgx", "DcapIdentityUnsupported", texts(info=mock.tcb_info(id="SGX"))
    yield "tcb-version-2", "DcapIdentityUnsupported", texts(info=mock.tcb_info(version=2))
    yield "tcb-version-4", "DcapIdentityUnsupported", texts(info=mock.tcb_info(version=4))
    for version in (1, 4):
        other = texts(identity=mock.qe_identity(version=version))
        yield f"identity-version-{version}", "DcapIdentityUnsupported", other
    yield "identity-of-sgx", "DcapIdentityUnsupported", texts(identity=mock.qe_identity(id="QE"))
    short = mock.tcb_info()
    short["tcbLevels"][0]["tcb"]["sgxtcbcomponents"].pop()
    yield "fifteen-components", "DcapCollateralMalformed", texts(info=short)
    yield "no-levels", "DcapTcbUnlisted", texts(info=mock.tcb_info(tcbLevels=[]))
    revoked = lists(revoked=("pck",)).pck_crl
    yield "pck-revoked", "DcapRevoked", {"collateral": replace(right, pck_crl=revoked)}
    for name in ("pck ca", "tcb signing"):
        gone = lists(revoked=(name,)).root_ca_crl
        yield f"{name.replace(' ', '-')}-revoked", "DcapRevoked", {"collateral": replace(right, root_ca_crl=gone)}
    expired, early = lists(crl_end=mock.NOW - 1), lists(crl_start=mock.NOW + 1)
    yield "root-crl-over", "DcapCrlExpired", {"collateral": replace(right, root_ca_crl=expired.root_ca_crl)}
    yield "pck-crl-over", "DcapCrlExpired", {"collateral": replace(right, pck_crl=expired.pck_crl)}
    yield "pck-crl-early", "DcapCrlExpired", {"collateral": replace(right, pck_crl=early.pck_crl)}
    forged = lists(crl_signer="mallory", pck_crl_signer="mallory")
    yield "root-crl-forged", "DcapCrlInvalid", {"collateral": replace(right, root_ca_crl=forged.root_ca_crl)}
    yield "pck-crl-forged", "DcapCrlInvalid", {"collateral": replace(right, pck_crl=forged.pck_crl)}
    yield "pck-crl-of-root", "DcapCrlInvalid", {"collateral": replace(right, pck_crl=right.root_ca_crl)}
    yield "crl-malformed", "DcapCollateralMalformed", {"collateral": replace(right, pck_crl=b"\x30\x00")}


def _policies() -> Iterator[tuple[str, str, Changed]]:
    """What the verifier asks, and the quote does not say."""
    yield "no-guest-admitted", "TdxMeasurementMismatch", {"policy": TdxPolicy((), (TcbStatus.UpToDate,))}
    admitted = (bytes(48), world().body.mr_td)
    yield "no-status-accepted", "DcapTcbUnaccepted", {"policy": TdxPolicy(admitted, ())}
    yield "another-presenter", "TdxReportDataMismatch", {"binding": replace(BOND, public_key=bytes(32))}
    yield "another-nonce", "TdxReportDataMismatch", {"binding": replace(BOND, nonce=bytes(32))}
    spent = (b"\x0a" * 32, BOND.nonce)
    yield "nonce-reused", "TdxNonceReused", {"binding": replace(BOND, spent=spent)}
    # No chain leads to it either; that its list is not its own is checked before them (TDX-9).
    yield "another-root", "DcapCrlInvalid", {"root": mock.root("mallory")}
    yield "no-root", "DcapCollateralMalformed", {"root": b"\x30\x00"}
