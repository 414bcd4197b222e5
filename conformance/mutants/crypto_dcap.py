"""Mutants of the chapter TDX: each lets one certificate's time, one number, one status or one binding pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.crypto.dcap import TdxCard, TdxGiven
from coalition.crypto.dcap_collateral import TcbStatus
from coalition.crypto.tdx_errors import DcapTcbRevoked, DcapTcbUnaccepted
from conformance.mutants.breaking import Break, Mutant, replaced

_ALL = 0xFF


def _bound_by(kind: type[Any], check: Callable[[Any, bytes, Any], None]) -> Break:
    """The check of report data, another one for bindings of a kind."""

    def make(original: Any) -> Any:
        def check_binding(report_data: bytes, binding: Any) -> None:
            if isinstance(binding, kind):
                check(original, report_data, binding)
            else:
                original(report_data, binding)

        return check_binding

    return replaced("crypto.dcap.check_binding", make)


def _unlooked(_original: Any, _report_data: bytes, _binding: Any) -> None:
    return None


def _half(original: Any, report_data: bytes, binding: Any) -> None:
    original(report_data[:32] + _expected(binding)[32:], binding)


def _rest(original: Any, report_data: bytes, binding: Any) -> None:
    original(_expected(binding)[:32] + report_data[32:], binding)


def _expected(binding: Any) -> bytes:
    from coalition.crypto.dcap import bound  # noqa: PLC0415 - as it is while the mutant lives

    return bound(binding)


def _times(check: Callable[[Any, int], bool]) -> Break:
    """A certificate's time is looked at where a condition holds."""

    def make(original: Any) -> Any:
        def check_time(certificate: Any, now: int) -> None:
            if check(certificate, now):
                original(certificate, now)

        return check_time

    return replaced("crypto.dcap_certificates.check_time", make)


def _authority(certificate: Any) -> bool:
    from cryptography import x509  # noqa: PLC0415 - when the mutant lives

    return any(isinstance(each.value, x509.BasicConstraints) and each.value.ca for each in certificate.extensions)


def _numbers(change: Callable[..., tuple[Any, ...]]) -> Break:
    """The platform's numbers, changed before they are compared."""
    return replaced(
        "crypto.dcap_collateral.platform_status",
        lambda original: lambda info, cpu_svn, pce_svn, body: original(info, *change(cpu_svn, pce_svn, body)),
    )


def _statuses(kept: Callable[[Any], Any]) -> Break:
    """Of the three statuses some are kept: the platform's, the module's, the quoting enclave's."""
    return replaced(
        "crypto.dcap.check_status", lambda original: lambda statuses, accepted: original(kept(statuses), accepted)
    )


def _revoked_by_policy(_original: Any) -> Any:
    def check_status(statuses: Any, accepted: Any) -> TcbStatus:
        worst: TcbStatus = max(statuses, key=lambda each: each.value)
        if worst not in accepted:
            raise (DcapTcbRevoked if worst is TcbStatus.Revoked else DcapTcbUnaccepted)(worst)
        return worst

    return check_status


def _versions(change: Callable[[int, int], tuple[int, int]]) -> Break:
    """The versions of TCB information and identity, changed before they are compared."""

    def make(original: Any) -> Any:
        def check_kinds(info: str, info_version: int, identity: str, identity_version: int) -> None:
            one, other = change(info_version, identity_version)
            original(info, one, identity, other)

        return check_kinds

    return replaced("crypto.dcap.check_kinds", make)


def _all_tdx(cpu_svn: bytes, pce_svn: int, body: Any) -> tuple[Any, ...]:
    # The second says whether the module has a version, and stays.
    first, second = body.tee_tcb_svn[:2]
    return cpu_svn, pce_svn, replace(body, tee_tcb_svn=bytes([first, second, *[_ALL] * 14]))


MUTANTS = (
    Mutant(
        "tdx-card-unbound", ("TDX-24",), "a card's report data are not compared", (_bound_by(TdxCard, _unlooked),)
    ),
    Mutant("tdx-card-half", ("TDX-24",), "half of a card's report data is compared", (_bound_by(TdxCard, _half),)),
    Mutant("tdx-card-padding", ("TDX-24",), "of a card's report data the zeros are", (_bound_by(TdxCard, _rest),)),
    Mutant(
        "tdx-given-unbound", ("TDX-24",), "report data that are given are no matter", (_bound_by(TdxGiven, _unlooked),)
    ),
    Mutant("tdx-given-half", ("TDX-24",), "half of those given is compared", (_bound_by(TdxGiven, _half),)),
    Mutant(
        "dcap-certificate-before-its-time",
        ("TDX-9",),
        "when a certificate begins is not looked at",
        (_times(lambda certificate, now: now >= certificate.not_valid_before_utc.timestamp()),),
    ),
    Mutant(
        "dcap-certificate-after-its-time",
        ("TDX-9",),
        "when a certificate ends is not looked at",
        (_times(lambda certificate, now: now <= certificate.not_valid_after_utc.timestamp()),),
    ),
    Mutant(
        "dcap-time-of-leaves-alone",
        ("TDX-9",),
        "of a chain the leaf's time alone is looked at",
        (_times(lambda certificate, _now: not _authority(certificate)),),
    ),
    Mutant(
        "dcap-time-of-authorities-alone",
        ("TDX-9",),
        "of a chain the authorities' time alone is looked at",
        (_times(lambda certificate, _now: _authority(certificate)),),
    ),
    Mutant(
        "dcap-root-for-ever",
        ("TDX-9",),
        "the root's own time is not looked at",
        (_times(lambda certificate, _now: certificate.subject != certificate.issuer),),
    ),
    Mutant(
        "dcap-any-version",
        ("TDX-12",),
        "collateral of any version is read as what is known",
        (_versions(lambda _info, _identity: (3, 2)),),
    ),
    Mutant(
        "dcap-identity-of-version-2-alone",
        ("TDX-12",),
        "an identity of version 3 is refused",
        (_versions(lambda info, identity: (info, 0 if identity == 3 else identity)),),
    ),
    Mutant(
        "dcap-cpu-svn-ignored",
        ("TDX-18",),
        "the SGX components are not compared",
        (_numbers(lambda _cpu, pce_svn, body: (bytes([_ALL]) * 16, pce_svn, body)),),
    ),
    Mutant(
        "dcap-pce-svn-ignored",
        ("TDX-18",),
        "the PCE SVN is not compared",
        (_numbers(lambda cpu_svn, _pce, body: (cpu_svn, 0xFFFF, body)),),
    ),
    Mutant("dcap-tdx-components-ignored", ("TDX-18",), "the TDX components are not compared", (_numbers(_all_tdx),)),
    Mutant(
        "dcap-platform-status-ignored",
        ("TDX-20",),
        "the platform's status is no matter",
        (_statuses(lambda statuses: statuses[1:]),),
    ),
    Mutant(
        "dcap-module-status-ignored",
        ("TDX-19", "TDX-20"),
        "the module's own status is no matter",
        (_statuses(lambda statuses: (statuses[0], statuses[2])),),
    ),
    Mutant(
        "dcap-qe-status-ignored",
        ("TDX-20",),
        "the quoting enclave's status is no matter",
        (_statuses(lambda statuses: statuses[:2]),),
    ),
    Mutant(
        "dcap-revoked-by-policy",
        ("TDX-20",),
        "a policy that names Revoked accepts it",
        (replaced("crypto.dcap.check_status", _revoked_by_policy),),
    ),
)  # fmt: skip
