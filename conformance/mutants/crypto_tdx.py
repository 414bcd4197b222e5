"""Mutants of the chapter TDX: each leaves one check out, or makes it a little wrong."""

from __future__ import annotations

import hashlib
from typing import Any

from coalition.crypto import dcap_certificates
from coalition.crypto.dcap_platform import Platform
from coalition.crypto.tdx_errors import DcapCollateralMalformed, TdxReportDataMismatch
from coalition.preimage import Preimage
from conformance.mutants.breaking import Mutant, made, replaced, rows, unchecked, without


def _first_half(_original: Any) -> Any:
    def check(report_data: bytes, expected: bytes) -> None:
        if report_data[:32] != expected[:32]:
            raise TdxReportDataMismatch(report_data)

    return check


def _untrusting(_original: Any) -> Any:
    return lambda chain, root, now: [each for each in chain if each != root] or list(chain)


def _body_alone(original: Any) -> Any:
    return lambda key, signature, quote: original(key, signature, quote[48:])


def _hash_alone(original: Any) -> Any:
    return lambda report, bound: original(report[:352] + bytes(32), bound)


def _data_left_out(original: Any) -> Any:
    return lambda report, bound: original(report[:320] + hashlib.sha256(bound).digest() + report[352:], bound)


def _ten_components(_original: Any) -> Any:
    return lambda numbers, least: all(one >= other for one, other in zip(numbers[:10], least[:10], strict=True))


def _best(original: Any) -> Any:
    return lambda statuses, accepted: original([min(statuses, key=lambda each: each.value)], accepted)


def _fmspc_alone(original: Any) -> Any:
    return lambda info, platform: original(
        info, Platform(platform.fmspc, info.pce_id, platform.cpu_svn, platform.pce_svn)
    )


def _one_to_spare(original: Any) -> Any:
    return lambda issued, renewed, now: original(issued, renewed + 3600, now)


def _no_tail(original: Any) -> Any:
    return lambda quote: original(type(quote)(**{**vars(quote), "trailing": 0}))


def _pem_of_any_form(_original: Any) -> Any:
    from cryptography import x509  # noqa: PLC0415 - when the mutant lives

    def read_chain(pem: bytes) -> Any:
        try:
            return x509.load_pem_x509_certificates(pem.rstrip(b"\0"))
        except ValueError as error:
            raise DcapCollateralMalformed(pem, str(error)) from None

    return read_chain


def _where_there_is_one(_original: Any) -> Any:
    def check_path(path: Any, root: Any, lists: Any) -> None:
        for certificate, issuer in dcap_certificates.pairs(path, root):
            for lister, crl in lists:
                if lister == issuer:
                    dcap_certificates.check_revocation(certificate, crl)

    return check_path


def _plain_without(original: Any) -> Any:
    return lambda info, name: original(info, name) if info.modules else info.module


MUTANTS = (
    Mutant("tdx-any-tail", ("TDX-1",), "anything may follow a quote", (unchecked("crypto.tdx_quote.check_trailing"),)),
    Mutant("tdx-any-header", ("TDX-2",), "the header is not looked at", (unchecked("crypto.tdx_quote.check_header"),)),
    Mutant(
        "tdx-overlong-certification",
        ("TDX-3",),
        "bytes behind certification data are left",
        (unchecked("crypto.tdx_quote.check_exact"),),
    ),
    Mutant(
        "tdx-tail-lost", ("TDX-4",), "trailing zeros are not written", (replaced("crypto.tdx_quote.write", _no_tail),)
    ),
    Mutant(
        "tdx-bond-by-hash-many",
        ("TDX-5",),
        "a bond is digested with lengths",
        (made("crypto.tdx_bond_digest", lambda preimage: Preimage("hash_many", preimage.fields)),),
    ),
    Mutant(
        "tdx-card-without-boot",
        ("TDX-6",),
        "a card leaves its boot out",
        (rows("crypto.tdx_card_digest", without("boot_nonce")),),
    ),
    Mutant(
        "dcap-short-components",
        ("TDX-7",),
        "a level of fewer components is compared as far as it goes",
        (
            unchecked("crypto.dcap_collateral.check_count"),
            replaced(
                "crypto.dcap_collateral.reaches",
                lambda _: lambda numbers, least: all(one >= other for one, other in zip(numbers, least, strict=False)),
            ),
        ),
    ),
    Mutant(
        "dcap-time-unchecked", ("TDX-8",), "old collateral will do", (unchecked("crypto.dcap_collateral.check_window"),)
    ),
    Mutant(
        "dcap-hour-to-spare",
        ("TDX-8",),
        "collateral holds an hour longer",
        (replaced("crypto.dcap_collateral.check_window", _one_to_spare),),
    ),
    Mutant(
        "dcap-chain-unchecked",
        ("TDX-9", "TDX-13"),
        "no chain is checked, as in mosaik's own validator",
        (
            replaced("crypto.dcap_certificates.check_chain", _untrusting),
            unchecked("crypto.dcap_certificates.check_crl"),
        ),
    ),
    Mutant(
        "dcap-certificates-for-ever",
        ("TDX-9",),
        "a certificate's time is not looked at",
        (unchecked("crypto.dcap_certificates.check_time"),),
    ),
    Mutant(
        "dcap-members-twice",
        ("TDX-7",),
        "of a member that stands twice the last counts",
        (replaced("crypto.foreign_json.distinct", lambda _: dict),),
    ),
    Mutant(
        "dcap-numbers-coerced",
        ("TDX-7",),
        "numbers are what they can be made",
        (replaced("crypto.dcap_collateral._number", lambda _: lambda value, most=0: int(value)),),
    ),
    Mutant(
        "dcap-pem-of-any-form",
        ("TDX-7",),
        "PEM is read however it is laid out",
        (replaced("crypto.dcap_certificates.read_chain", _pem_of_any_form),),
    ),
    Mutant(
        "dcap-path-length-unchecked",
        ("TDX-9",),
        "any number of authorities stands below another",
        (unchecked("crypto.dcap_certificates.check_path_length"),),
    ),
    Mutant(
        "dcap-usage-unchecked",
        ("TDX-9", "TDX-10"),
        "a key may be used for anything",
        (replaced("crypto.dcap_certificates.may", lambda _: lambda certificate, usage: True),),
    ),
    Mutant(
        "dcap-critical-ignored",
        ("TDX-9", "TDX-10"),
        "what is critical and unknown is passed over",
        (unchecked("crypto.dcap_certificates.check_critical"),),
    ),
    Mutant(
        "dcap-any-signature-algorithm",
        ("TDX-9", "TDX-10"),
        "certificates and lists are signed by any algorithm",
        (replaced("crypto.dcap_certificates.by_p256", lambda _: lambda signed, key: True),),
    ),
    Mutant(
        "dcap-issuer-without-list",
        ("TDX-9", "TDX-10"),
        "a certificate is looked up where there is a list",
        (replaced("crypto.dcap_certificates.check_path", _where_there_is_one),),
    ),
    Mutant(
        "dcap-list-of-anybody",
        ("TDX-10",),
        "any key signs lists",
        (unchecked("crypto.dcap_certificates.check_lister"),),
    ),
    Mutant(
        "dcap-critical-list",
        ("TDX-10",),
        "a list is not looked at for what is critical",
        (unchecked("crypto.dcap_certificates.check_plain"),),
    ),
    Mutant(
        "dcap-module-compared-twice",
        ("TDX-18",),
        "all sixteen components are compared, whatever the module's version",
        (replaced("crypto.dcap_collateral.first_component", lambda _: lambda tee_tcb_svn: 0),),
    ),
    Mutant(
        "dcap-module-without-list",
        ("TDX-19",),
        "where no module is listed, a version does not matter",
        (replaced("crypto.dcap_collateral.listed_module", _plain_without),),
    ),
    Mutant("dcap-crl-unchecked", ("TDX-10",), "any list will do", (unchecked("crypto.dcap_certificates.check_crl"),)),
    Mutant(
        "dcap-crl-for-ever", ("TDX-10",), "old lists will do", (unchecked("crypto.dcap_certificates.check_crl_time"),)
    ),
    Mutant(
        "dcap-revoked-accepted",
        ("TDX-10",),
        "a revoked certificate is one",
        (unchecked("crypto.dcap_certificates.check_revocation"),),
    ),
    Mutant(
        "dcap-collateral-unsigned", ("TDX-11",), "collateral needs no signature", (unchecked("crypto.dcap.check_text"),)
    ),
    Mutant("dcap-any-kind", ("TDX-12",), "collateral of SGX will do", (unchecked("crypto.dcap.check_kinds"),)),
    Mutant(
        "tdx-qe-report-unsigned",
        ("TDX-13",),
        "the quoting enclave's report needs no signature",
        (unchecked("crypto.dcap.check_qe_report"),),
    ),
    Mutant(
        "tdx-attestation-key-unbound",
        ("TDX-14",),
        "any attestation key will do",
        (unchecked("crypto.dcap.check_attestation_key"),),
    ),
    Mutant(
        "tdx-attestation-padding",
        ("TDX-14",),
        "half of the quoting enclave's report data is compared",
        (replaced("crypto.dcap.check_attestation_key", _hash_alone),),
    ),
    Mutant(
        "tdx-attestation-hash",
        ("TDX-14",),
        "the padding alone is compared",
        (replaced("crypto.dcap.check_attestation_key", _data_left_out),),
    ),
    Mutant(
        "tdx-any-quoting-enclave",
        ("TDX-15",),
        "any enclave quotes",
        (unchecked("crypto.dcap_collateral.check_enclave"),),
    ),
    Mutant("tdx-quote-unsigned", ("TDX-16",), "a quote needs no signature", (unchecked("crypto.dcap.check_quote"),)),
    Mutant(
        "tdx-wrong-range",
        ("TDX-16",),
        "the signature is looked for over the body alone",
        (replaced("crypto.dcap.check_quote", _body_alone),),
    ),
    Mutant(
        "dcap-any-platform",
        ("TDX-17",),
        "TCB information of any platform will do",
        (unchecked("crypto.dcap.check_platform"),),
    ),
    Mutant(
        "dcap-fmspc-alone",
        ("TDX-17",),
        "the PCE id is not compared",
        (replaced("crypto.dcap.check_platform", _fmspc_alone),),
    ),
    Mutant(
        "dcap-ten-components",
        ("TDX-18",),
        "ten components are compared",
        (replaced("crypto.dcap_collateral.reaches", _ten_components),),
    ),
    Mutant(
        "tdx-any-module", ("TDX-19",), "any TDX module will do", (unchecked("crypto.dcap_collateral.check_module"),)
    ),
    Mutant(
        "dcap-best-status",
        ("TDX-20",),
        "the best status is the quote's",
        (replaced("crypto.dcap.check_status", _best),),
    ),
    Mutant("tdx-debug-accepted", ("TDX-21",), "a debugged guest is one", (unchecked("crypto.dcap.check_debug"),)),
    Mutant(
        "tdx-attributes-unchecked",
        ("TDX-21",),
        "attributes are not looked at",
        (unchecked("crypto.dcap.check_attributes"),),
    ),
    Mutant("tdx-any-guest", ("TDX-22",), "any guest will do", (unchecked("crypto.dcap.check_measurements"),)),
    Mutant("tdx-nonce-reused", ("TDX-23",), "a nonce is good again", (unchecked("crypto.dcap.check_nonce"),)),
    Mutant(
        "tdx-report-data-unchecked",
        ("TDX-24",),
        "report data are not compared",
        (unchecked("crypto.dcap.check_report_data"),),
    ),
    Mutant(
        "tdx-half-the-report-data",
        ("TDX-24",),
        "half of the report data is compared, as mosaik does",
        (replaced("crypto.dcap.check_report_data", _first_half),),
    ),
)
