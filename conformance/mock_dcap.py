"""An authority of our own in Intel's place: certificates, lists, collateral and quotes, the same each time.

Every key follows from a label, and every signature is deterministic (RFC 6979), so that vectors can be committed.
"""

from __future__ import annotations

import base64
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
from conformance.mock_extensions import PLATFORM, STRANGE, Extras, der, extended, platform

#: The time at which everything is in order, 1 January 2026.
NOW: Final = 1_767_225_600
_DAY: Final = 86_400
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def key(label: str, *, wider: bool = False) -> Any:
    """A key on P-256 that follows from a label; on P-384 if a wider one is asked for."""
    number = int.from_bytes(hashlib.sha512(f"mock dcap {label}".encode()).digest(), "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP384R1() if wider else ec.SECP256R1())


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


@dataclass(frozen=True)
class World:
    """Everything that a quote and its collateral are made of; a case changes one part."""

    body: TdxBody
    extras: tuple[tuple[str, Extras], ...] = ()
    crl_critical: str = ""
    crl_sha384: bool = False
    crl_endless: bool = False
    platformless: bool = False
    platform: tuple[tuple[bytes, bytes], ...] = ()
    auth_data: bytes = bytes(range(32))
    root: str = "root"
    pck_signer: str = "pck ca"
    pck_signer_ca: bool = True
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


def certificate(
    common: str,
    issuer: str,
    *,
    ca: bool,
    end: int,
    held: bytes | None = None,
    extras: tuple[tuple[str, Extras], ...] = (),
) -> x509.Certificate:
    """A certificate of `common` by `issuer`, whose keys follow from their names."""
    own, above = (dict(extras).get(each, Extras()) for each in (common, issuer))
    serial = int.from_bytes(hashlib.sha256(common.encode()).digest()[:8], "big") >> 1
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(common))
        .issuer_name(_name(own.issuer or issuer))
        .public_key(key(common, wider=own.wider).public_key())
        .serial_number(serial)
        .not_valid_before(_time(NOW - 300 * _DAY if own.starts is None else own.starts))
        .not_valid_after(_time(end if own.ends is None else own.ends))
    )
    builder = extended(builder, own, ca=ca)
    if held is not None:
        builder = builder.add_extension(x509.UnrecognizedExtension(PLATFORM, held), critical=False)
    digest = hashes.SHA384() if own.sha384 else hashes.SHA256()
    made: x509.Certificate = builder.sign(key(issuer, wider=above.wider), digest, ecdsa_deterministic=True)
    return made


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
    if world.crl_critical == "entry":
        gone = x509.RevokedCertificateBuilder().serial_number(7).revocation_date(_time(world.crl_start))
        builder = builder.add_revoked_certificate(gone.add_extension(STRANGE, critical=True).build())
    if world.crl_critical == "list":
        builder = builder.add_extension(STRANGE, critical=True)
    digest = hashes.SHA384() if world.crl_sha384 else hashes.SHA256()
    signed = builder.sign(key(signer), digest, ecdsa_deterministic=True)
    return _endless(signed, signer) if world.crl_endless else signed.public_bytes(Encoding.DER)


def _endless(crl: x509.CertificateRevocationList, signer: str) -> bytes:
    """A list that does not say when the next one comes."""
    assert crl.next_update_utc is not None
    ends = der(0x17, crl.next_update_utc.strftime("%y%m%d%H%M%SZ").encode())
    content = der(0x30, crl.tbs_certlist_bytes[2:].replace(ends, b"", 1))
    made = key(signer).sign(content, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    algorithm = der(0x30, der(0x06, bytes.fromhex("2a8648ce3d040302")))
    return der(0x30, content + algorithm + der(0x03, b"\0" + made))


def pem(*chain: x509.Certificate) -> str:
    """A chain as it is published."""
    return "".join(pem_of(each.public_bytes(Encoding.DER)) for each in chain)


def pem_of(der: bytes) -> str:
    """Any bytes as if they were a certificate."""
    text = base64.b64encode(der).decode()
    lines = "".join(f"{text[at : at + 64]}\n" for at in range(0, len(text), 64))
    return f"-----BEGIN CERTIFICATE-----\n{lines}-----END CERTIFICATE-----\n"


def root(label: str = "root", extras: tuple[tuple[str, Extras], ...] = ()) -> bytes:
    """The root in DER."""
    return root_certificate(label, extras).public_bytes(Encoding.DER)


def root_certificate(label: str = "root", extras: tuple[tuple[str, Extras], ...] = ()) -> x509.Certificate:
    """The root, which has signed itself."""
    return certificate(label, label, ca=True, end=NOW + 3000 * _DAY, extras=extras)


def authority(common: str, issuer: str, extras: tuple[tuple[str, Extras], ...] = ()) -> x509.Certificate:
    """An authority below the root."""
    return certificate(common, issuer, ca=True, end=NOW + 2000 * _DAY, extras=extras)


def signing(issuer: str, extras: tuple[tuple[str, Extras], ...] = ()) -> x509.Certificate:
    """Who signs collateral."""
    return certificate("tcb signing", issuer, ca=False, end=NOW + 300 * _DAY, extras=extras)


def pck(world: World) -> x509.Certificate:
    """The certificate of a platform."""
    said = platform(world.cpu_svn, world.pce_svn, world.pce_id, world.fmspc, dict(world.platform))
    held = None if world.platformless else said
    return certificate("pck", world.pck_signer, ca=False, end=NOW + 300 * _DAY, held=held, extras=world.extras)


def levels(*listed: tuple[int, str]) -> list[dict[str, Any]]:
    """Levels of a module or an enclave: the least version of each, and its status."""
    return [
        {"tcb": {"isvsvn": version}, "tcbDate": "2024-03-13T00:00:00Z", "tcbStatus": status}
        for version, status in listed
    ]


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
        "tdxModuleIdentities": [{"id": "TDX_01", **module, "tcbLevels": levels((3, "UpToDate"))}],
        "tcbLevels": [
            level(2, 5, 11, "UpToDate"), level(2, 3, 5, "OutOfDate"), level(1, 1, 5, "Revoked"),
        ],
        **changes,
    }  # fmt: skip


def qe_identity(**changes: Any) -> dict[str, Any]:
    """The identity of the quoting enclave."""
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
        "tcbLevels": levels((4, "UpToDate"), (2, "OutOfDate"), (1, "Revoked")),
        **changes,
    }


def text(form: dict[str, Any]) -> str:
    """Collateral as its authority publishes it."""
    return json.dumps(form, separators=(",", ":"))


def collateral(world: World, info: str | None = None, identity: str | None = None) -> TdxCollateral:
    """Collateral, its texts signed by the world's signers."""
    info, identity = info or text(tcb_info()), identity or text(qe_identity())
    signer = signing(world.tcb_chain_signer, world.extras)
    chain = pem(signer, root_certificate(world.root, world.extras))
    return TdxCollateral(
        _crl(world.root, world.crl_signer, world, ("pck ca", "tcb signing", "root")),
        _crl("pck ca", world.pck_crl_signer, world, ("pck", "tcb signing")),
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
    bound = hashlib.sha256(world.bound or attestation + world.auth_data).digest() + world.qe_padding
    report = (
        bytes(16) + world.qe_misc + bytes(28) + world.qe_attributes + b"\xe5" * 32 + bytes(32) + world.qe_mrsigner
        + bytes(96) + world.qe_product.to_bytes(2, "little") + world.qe_svn.to_bytes(2, "little") + bytes(60) + bound
    )  # fmt: skip
    issuer = certificate("pck ca", world.root, ca=world.pck_signer_ca, end=NOW + 2000 * _DAY, extras=world.extras)
    return TdxQuote(
        0,
        bytes(20),
        world.body,
        sign(key(world.quote_signer), header[world.signed_from : world.signed_to]),
        attestation,
        report,
        sign(key(world.qe_signer), report),
        world.auth_data,
        pem(pck(world), issuer, root_certificate(world.root, world.extras)).encode(),
        world.trailing,
    )


def quote(world: World) -> bytes:
    """The bytes of a quote."""
    return write(parts(world))


def changed(world: World, **changes: Any) -> World:
    """A world with some parts changed."""
    return replace(world, **changes)
