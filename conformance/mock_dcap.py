"""An authority of our own in Intel's place: certificates, lists, collateral and quotes, the same each time.

Every key follows from a label, and every signature is deterministic (RFC 6979), so that vectors can be committed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from coalition.crypto.dcap import TdxCollateral
from coalition.crypto.tdx_quote import TdxBody, TdxQuote, signed_part, write

#: The time at which everything is in order, 1 January 2026.
NOW: Final = 1_767_225_600
_DAY: Final = 86_400
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_OID: Final = x509.ObjectIdentifier("1.2.840.113741.1.13.1")


def key(label: str) -> Any:
    """A key on P-256 that follows from a label."""
    number = int.from_bytes(hashlib.sha512(f"mock dcap {label}".encode()).digest(), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def raw_key(private: Any) -> bytes:
    """A public key as quotes have it: x ‖ y."""
    numbers = private.public_key().public_numbers()
    return bytes(numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big"))


def sign(private: Any, data: bytes) -> bytes:
    """A signature as quotes have it: r ‖ s."""
    halves = decode_dss_signature(private.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
    return b"".join(each.to_bytes(32, "big") for each in halves)


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _der(tag: int, value: bytes) -> bytes:
    size = len(value)
    return bytes([tag]) + (bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")) + value


def _pair(path: bytes, value: bytes) -> bytes:
    return _der(0x30, _der(0x06, bytes.fromhex("2a864886f84d010d01") + path) + value)


@dataclass(frozen=True)
class World:
    """Everything that a quote and its collateral are made of; a case changes one part."""

    body: TdxBody
    root: str = "root"
    pck_signer: str = "pck ca"
    pck_signer_ca: bool = True
    pck_end: int = NOW + 300 * _DAY
    revoked: tuple[str, ...] = ()
    crl_signer: str = "root"
    pck_crl_signer: str = "pck ca"
    crl_end: int = NOW + 20 * _DAY
    crl_start: int = NOW - 20 * _DAY
    tcb_signer: str = "tcb signing"
    tcb_chain_signer: str = "root"
    identity_signer: str = "tcb signing"
    qe_signer: str = "pck"
    quote_signer: str = "attestation"
    signed_from: int = 0
    signed_to: int = 632
    bound: bytes = b""
    qe_padding: bytes = bytes(32)
    qe_svn: int = 4
    qe_mrsigner: bytes = b"\xdc" * 32
    qe_product: int = 2
    qe_attributes: bytes = b"\x11" + bytes(15)
    qe_misc: bytes = bytes(4)
    cpu_svn: bytes = b"\x02" * 16
    pce_svn: int = 11
    fmspc: bytes = bytes.fromhex("b0c06f000000")
    pce_id: bytes = bytes(2)
    trailing: int = 0


def body(**changes: Any) -> TdxBody:
    """A guest that runs as it should."""
    numbers = {f"rtmr{number}": bytes([number]) * 48 for number in range(4)}
    plain: dict[str, Any] = {
        "tee_tcb_svn": b"\x06\x01\x03" + bytes(13),
        "mr_seam": b"\x5b" * 48,
        "mr_signer_seam": bytes(48),
        "seam_attributes": bytes(8),
        "td_attributes": bytes.fromhex("0000001000000000"),
        "xfam": bytes.fromhex("e702060000000000"),
        "mr_td": b"\x91" * 48,
        "mr_config_id": bytes(48),
        "mr_owner": bytes(48),
        "mr_owner_config": bytes(48),
        "report_data": bytes(64),
    }
    return TdxBody(**{**plain, **numbers, **changes})


def certificate(common: str, issuer: str, *, ca: bool, end: int, platform: World | None = None) -> x509.Certificate:
    """A certificate of `common` by `issuer`, whose keys follow from their names."""
    serial = int.from_bytes(hashlib.sha256(common.encode()).digest()[:8], "big") >> 1
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(common))
        .issuer_name(_name(issuer))
        .public_key(key(common).public_key())
        .serial_number(serial)
        .not_valid_before(_time(NOW - 300 * _DAY))
        .not_valid_after(_time(end))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if platform is not None:
        builder = builder.add_extension(x509.UnrecognizedExtension(_OID, _platform(platform)), critical=False)
    return builder.sign(key(issuer), hashes.SHA256(), ecdsa_deterministic=True)


def _platform(world: World) -> bytes:
    components = b"".join(
        _pair(bytes([2, number]), _der(0x02, bytes([svn]))) for number, svn in enumerate(world.cpu_svn, 1)
    )
    tcb = components + _pair(b"\x02\x11", _der(0x02, bytes([world.pce_svn])))
    tcb += _pair(b"\x02\x12", _der(0x04, world.cpu_svn))
    return _der(
        0x30,
        _pair(b"\x01", _der(0x04, bytes(16)))
        + _pair(b"\x02", _der(0x30, tcb))
        + _pair(b"\x03", _der(0x04, world.pce_id))
        + _pair(b"\x04", _der(0x04, world.fmspc))
        + _pair(b"\x05", _der(0x0A, b"\x00")),
    )


def _crl(issuer: str, signer: str, world: World, names: tuple[str, ...]) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(_name(issuer))
        .last_update(_time(world.crl_start))
        .next_update(_time(world.crl_end))
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key(issuer).public_key()), critical=False)
    )
    for name in names:
        if name in world.revoked:
            serial = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 1
            gone = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(_time(world.crl_start))
            builder = builder.add_revoked_certificate(gone.build())
    signed = builder.sign(key(signer), hashes.SHA256(), ecdsa_deterministic=True)
    return signed.public_bytes(Encoding.DER)


def _pem(*chain: x509.Certificate) -> str:
    return "".join(each.public_bytes(Encoding.PEM).decode() for each in chain)


def root(label: str = "root") -> bytes:
    """The root in DER."""
    return _root(label).public_bytes(Encoding.DER)


def _root(label: str) -> x509.Certificate:
    return certificate(label, label, ca=True, end=NOW + 3000 * _DAY)


def tcb_info(**changes: Any) -> dict[str, Any]:
    """TCB information: three levels, and a module by its version."""

    def level(sgx: int, tdx: int, pce: int, status: str) -> dict[str, Any]:
        return {
            "tcb": {
                "sgxtcbcomponents": [{"svn": sgx}] * 16,
                "pcesvn": pce,
                "tdxtcbcomponents": [{"svn": tdx}] + [{"svn": 0}] * 15,
            },
            "tcbDate": "2024-03-13T00:00:00Z",
            "tcbStatus": status,
        }

    module = {"mrsigner": "00" * 48, "attributes": "00" * 8, "attributesMask": "FF" * 8}
    listed = [{"tcb": {"isvsvn": 3}, "tcbDate": "2024-03-13T00:00:00Z", "tcbStatus": "UpToDate"}]
    return {
        "id": "TDX",
        "version": 3,
        "issueDate": "2025-12-20T00:00:00Z",
        "nextUpdate": "2026-01-20T00:00:00Z",
        "fmspc": "B0C06F000000",
        "pceId": "0000",
        "tcbType": 0,
        "tcbEvaluationDataNumber": 17,
        "tdxModule": module,
        "tdxModuleIdentities": [{"id": "TDX_01", **module, "tcbLevels": listed}],
        "tcbLevels": [
            level(2, 5, 11, "UpToDate"), level(2, 3, 5, "OutOfDate"), level(1, 1, 5, "Revoked"),
        ],
        **changes,
    }  # fmt: skip


def qe_identity(**changes: Any) -> dict[str, Any]:
    """The identity of the quoting enclave."""
    levels = [(4, "UpToDate"), (2, "OutOfDate"), (1, "Revoked")]
    return {
        "id": "TD_QE",
        "version": 2,
        "issueDate": "2025-12-20T00:00:00Z",
        "nextUpdate": "2026-01-20T00:00:00Z",
        "tcbEvaluationDataNumber": 17,
        "miscselect": "00000000",
        "miscselectMask": "FFFFFFFF",
        "attributes": "11000000000000000000000000000000",
        "attributesMask": "FBFFFFFFFFFFFFFF0000000000000000",
        "mrsigner": "DC" * 32,
        "isvprodid": 2,
        "tcbLevels": [
            {"tcb": {"isvsvn": version}, "tcbDate": "2024-03-13T00:00:00Z", "tcbStatus": status}
            for version, status in levels
        ],
        **changes,
    }


def text(form: dict[str, Any]) -> str:
    """Collateral as its authority publishes it."""
    return json.dumps(form, separators=(",", ":"))


def collateral(world: World, info: str | None = None, identity: str | None = None) -> TdxCollateral:
    """Collateral, its texts signed by the world's signers."""
    info, identity = info or text(tcb_info()), identity or text(qe_identity())
    signing = certificate("tcb signing", world.tcb_chain_signer, ca=False, end=NOW + 300 * _DAY)
    chain = _pem(signing, _root(world.root))
    return TdxCollateral(
        _crl(world.root, world.crl_signer, world, ("pck ca", "tcb signing")),
        _crl("pck ca", world.pck_crl_signer, world, ("pck",)),
        chain,
        info,
        sign(key(world.tcb_signer), info.encode()),
        chain,
        identity,
        sign(key(world.identity_signer), identity.encode()),
    )


def parts(world: World) -> TdxQuote:
    """A quote in its parts, signed all the way up to the PCK certificate, whose chain it has."""
    header = signed_part(0, bytes(20), world.body)
    attestation = raw_key(key("attestation"))
    auth = bytes(range(32))
    bound = hashlib.sha256(world.bound or attestation + auth).digest() + world.qe_padding
    report = (
        bytes(16) + world.qe_misc + bytes(28) + world.qe_attributes + b"\xe5" * 32 + bytes(32) + world.qe_mrsigner
        + bytes(96) + world.qe_product.to_bytes(2, "little") + world.qe_svn.to_bytes(2, "little") + bytes(60) + bound
    )  # fmt: skip
    leaf = certificate("pck", world.pck_signer, ca=False, end=world.pck_end, platform=world)
    authority = certificate("pck ca", world.root, ca=world.pck_signer_ca, end=NOW + 2000 * _DAY)
    return TdxQuote(
        0,
        bytes(20),
        world.body,
        sign(key(world.quote_signer), header[world.signed_from : world.signed_to]),
        attestation,
        report,
        sign(key(world.qe_signer), report),
        auth,
        _pem(leaf, authority, _root(world.root)).encode(),
        world.trailing,
    )


def quote(world: World) -> bytes:
    """The bytes of a quote."""
    return write(parts(world))


def changed(world: World, **changes: Any) -> World:
    """A world with some parts changed."""
    return replace(world, **changes)
