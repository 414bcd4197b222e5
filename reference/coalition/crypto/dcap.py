"""Verifying a TDX quote in the order of DCAP, the time an input, and what it must say to bind a peer (chapter TDX)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coalition.crypto import dcap_certificates as certificates
from coalition.crypto import dcap_collateral as collaterals
from coalition.crypto import dcap_platform as platforms
from coalition.crypto.dcap_collateral import TcbStatus
from coalition.crypto.tdx_errors import (
    DcapCollateralForged,
    DcapIdentityUnsupported,
    DcapPlatformMismatch,
    DcapTcbRevoked,
    DcapTcbUnaccepted,
    TdxAttestationKeyUnbound,
    TdxAttributesReserved,
    TdxDebug,
    TdxMeasurementMismatch,
    TdxNonceReused,
    TdxQeReportForged,
    TdxQuoteForged,
    TdxReportDataMismatch,
    TdxSeptVeEnabled,
)
from coalition.crypto.tdx_quote import SIGNED, Bytes64, TdxBody, bond_digest, card_digest, parse
from coalition.preimage import operation
from coalition.shapes import U64, Bytes32, Bytes48, Record, Variant
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class TdxCollateral(Record):
    """What Intel publishes about platforms: JSON texts, PEM chains, lists of revoked certificates in DER."""

    root_ca_crl: bytes
    pck_crl: bytes
    tcb_info_issuer_chain: str
    tcb_info: str
    tcb_info_signature: Bytes64
    qe_identity_issuer_chain: str
    qe_identity: str
    qe_identity_signature: Bytes64


@dataclass(frozen=True)
class TdxBond(Variant):
    """A bond: the presenter's key and the nonce of this bond. `spent` are the nonces of others."""

    KIND = "Bond"
    public_key: Bytes32
    nonce: Bytes32
    spent: tuple[Bytes32, ...]


@dataclass(frozen=True)
class TdxCard(Variant):
    """A provider's card, for as long as it runs without a new start."""

    KIND = "Card"
    public_key: Bytes32
    content_hash: UniqueId
    boot_nonce: Bytes32


@dataclass(frozen=True)
class TdxGiven(Variant):
    """Report data that follow from something else; all 64 bytes are given."""

    KIND = "Given"
    report_data: Bytes64


TdxBinding = TdxBond | TdxCard | TdxGiven


@dataclass(frozen=True)
class TdxPolicy(Record):
    """What a verifier admits: measurements of guests, and statuses of platforms."""

    mr_tds: tuple[Bytes48, ...]
    statuses: tuple[TcbStatus, ...]


@dataclass(frozen=True)
class TdxVerdict(Record):
    """What a quote that verifies says."""

    status: TcbStatus
    fmspc: bytes
    mr_td: Bytes48
    report_data: Bytes64


@operation("crypto.tdx_verify")
def verify(
    quote: bytes, collateral: TdxCollateral, root: bytes, now: U64, policy: TdxPolicy, binding: TdxBinding
) -> TdxVerdict:
    """What a quote says, if every check of the chapter passes, in its order (TDX-7 to TDX-24)."""
    parts = parse(quote)
    trusted = certificates.read_certificate(root)
    root_crl = certificates.read_crl(collateral.root_ca_crl)
    certificates.check_crl(root_crl, trusted, now)
    certificates.check_revocation(trusted, root_crl)
    form, info_path = _signed_text(
        collateral.tcb_info, collateral.tcb_info_signature, collateral.tcb_info_issuer_chain, trusted, now
    )
    info = collaterals.tcb_info(form)
    form, identity_path = _signed_text(
        collateral.qe_identity, collateral.qe_identity_signature, collateral.qe_identity_issuer_chain, trusted, now
    )
    identity = collaterals.qe_identity(form)
    check_kinds(info.id, info.version, identity.id, identity.version)
    path = certificates.check_chain(certificates.read_chain(parts.pck_chain), trusted, now)
    pck_crl = certificates.read_crl(collateral.pck_crl)
    pck_issuer = path[1] if len(path) > 1 else trusted
    certificates.check_crl(pck_crl, pck_issuer, now)
    lists = ((trusted, root_crl), (pck_issuer, pck_crl))
    for each in (info_path, identity_path, path):
        certificates.check_path(each, trusted, lists)
    leaf = path[0]
    check_qe_report(leaf, parts.qe_report_signature, parts.qe_report)
    check_auth_data(parts.qe_auth_data)
    check_attestation_key(parts.qe_report, parts.attestation_key + parts.qe_auth_data)
    collaterals.check_enclave(parts.qe_report, identity)
    check_quote(parts.attestation_key, parts.signature, quote)
    platform = platforms.platform(leaf)
    check_platform(info, platform)
    statuses = (
        collaterals.platform_status(info, platform.cpu_svn, platform.pce_svn, parts.body),
        collaterals.module_status(info, parts.body),
        identity.levels.status(int.from_bytes(parts.qe_report[258:260], "little")),
    )
    status = check_status(statuses, policy.statuses)
    check_attributes(parts.body.td_attributes)
    check_measurements(parts.body, policy.mr_tds)
    check_binding(parts.body.report_data, binding)
    return TdxVerdict(status, platform.fmspc, parts.body.mr_td, parts.body.report_data)


def _signed_text(text: str, signature: bytes, pem: str, root: Any, now: int) -> tuple[Any, list[Any]]:
    """A collateral's JSON that is current, and signed by the first of a chain to the root (TDX-8 to TDX-11)."""
    form = collaterals.read(text, now)
    chain = certificates.read_chain(pem.encode())
    certificates.check_direct(chain, root)
    path = certificates.check_chain(chain, root, now)
    check_text(path[0], signature, text)
    return form, path


def check_text(signer: Any, signature: bytes, text: str) -> None:
    """Raise `DcapCollateralForged` unless the signature is over the text as it stands (TDX-11)."""
    if not certificates.signed(signer, signature, text.encode()):
        raise DcapCollateralForged(text)


def check_kinds(info: str, info_version: int, identity: str, identity_version: int) -> None:
    """Raise `DcapIdentityUnsupported` for collateral of another kind of enclave (TDX-12)."""
    if (info, info_version) != ("TDX", 3):
        raise DcapIdentityUnsupported((info, info_version))
    if identity != "TD_QE" or identity_version not in (2, 3):
        raise DcapIdentityUnsupported((identity, identity_version))


def check_qe_report(leaf: Any, signature: bytes, report: bytes) -> None:
    """Raise `TdxQeReportForged` unless the PCK certificate signed the report (TDX-13)."""
    if not certificates.signed(leaf, signature, report):
        raise TdxQeReportForged(report)


def check_auth_data(auth_data: bytes) -> None:
    """Raise `TdxAttestationKeyUnbound` for data of another length than Intel's quoting enclave writes (TDX-14)."""
    if len(auth_data) != 32:
        raise TdxAttestationKeyUnbound(auth_data, "32 bytes")


def check_attestation_key(report: bytes, bound: bytes) -> None:
    """Raise `TdxAttestationKeyUnbound` unless the report has the hash of key and data, and zeros (TDX-14)."""
    if report[320:] != hashlib.sha256(bound).digest() + bytes(32):
        raise TdxAttestationKeyUnbound(bound)


def check_quote(key: bytes, signature: bytes, quote: bytes) -> None:
    """Raise `TdxQuoteForged` unless the attestation key signed header and body (TDX-16)."""
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + key)
    except ValueError:
        raise TdxQuoteForged(key, "no key") from None
    if not certificates.verifies(public, signature, quote[:SIGNED]):
        raise TdxQuoteForged(signature)


def check_platform(info: collaterals.TcbInfo, platform: platforms.Platform) -> None:
    """Raise `DcapPlatformMismatch` for TCB information of another platform (TDX-17)."""
    if (info.fmspc, info.pce_id) != (platform.fmspc, platform.pce_id):
        raise DcapPlatformMismatch((platform.fmspc, platform.pce_id))


def check_status(statuses: Sequence[TcbStatus], accepted: Sequence[TcbStatus]) -> TcbStatus:
    """The worst of the statuses. Raises `DcapTcbRevoked` always, `DcapTcbUnaccepted` unless accepted (TDX-20)."""
    worst = max(statuses, key=lambda each: each.value)
    if worst is TcbStatus.Revoked:
        raise DcapTcbRevoked(worst)
    if worst not in accepted:
        raise DcapTcbUnaccepted(worst)
    return worst


#: The bits of TDATTRIBUTES that are neither DEBUG nor reserved: SEPT_VE_DISABLE, PKS, KL, PERFMON (TDX-21).
KNOWN_ATTRIBUTES = 1 << 28 | 1 << 30 | 1 << 31 | 1 << 63


def check_attributes(attributes: bytes) -> None:
    """Raise the error of the first attribute of a guest that is not as it must be (TDX-21)."""
    bits = int.from_bytes(attributes, "little")
    check_debug(bits)
    if bits & ~(KNOWN_ATTRIBUTES | 1):
        raise TdxAttributesReserved(attributes)
    if not bits >> 28 & 1:
        raise TdxSeptVeEnabled(attributes)


def check_debug(bits: int) -> None:
    """Raise `TdxDebug` for a guest that can be debugged (TDX-21)."""
    if bits & 1:
        raise TdxDebug(bits)


def check_measurements(body: TdxBody, mr_tds: Sequence[bytes]) -> None:
    """Raise `TdxMeasurementMismatch` unless the guest is one of those admitted (TDX-22)."""
    if body.mr_td not in mr_tds:
        raise TdxMeasurementMismatch(body.mr_td)


def check_binding(report_data: bytes, binding: TdxBinding) -> None:
    """Raise `TdxNonceReused` or `TdxReportDataMismatch` for what binds another (TDX-23, TDX-24)."""
    if isinstance(binding, TdxBond):
        check_nonce(binding.nonce, binding.spent)
    check_report_data(report_data, bound(binding))


def bound(binding: TdxBinding) -> bytes:
    """The report data of a binding: its digest and zeros (TDX-24)."""
    if isinstance(binding, TdxBond):
        return bond_digest(binding.public_key, binding.nonce).value() + bytes(32)
    if isinstance(binding, TdxCard):
        return card_digest(binding.public_key, binding.content_hash, binding.boot_nonce).value() + bytes(32)
    return binding.report_data


def check_nonce(nonce: bytes, spent: Sequence[bytes]) -> None:
    """Raise `TdxNonceReused` for the nonce of another bond (TDX-23)."""
    if nonce in spent:
        raise TdxNonceReused(nonce)


def check_report_data(report_data: bytes, expected: bytes) -> None:
    """Raise `TdxReportDataMismatch` unless all 64 bytes are those expected (TDX-24)."""
    if report_data != expected:
        raise TdxReportDataMismatch(report_data)
