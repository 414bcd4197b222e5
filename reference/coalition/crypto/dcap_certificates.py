"""The certificates of DCAP: chains to a root, lists of revoked ones, the platform of a PCK certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coalition.crypto.tdx_errors import (
    DcapCertificateOutOfTime,
    DcapChainInvalid,
    DcapCollateralMalformed,
    DcapCrlExpired,
    DcapCrlInvalid,
    DcapRevoked,
)

#: The extension of a PCK certificate, and its parts (TDX-17).
_EXTENSION = "1.2.840.113741.1.13.1"
_PARTS = bytes.fromhex("2a864886f84d010d01")


def read_chain(pem: bytes) -> list[Any]:
    """The certificates of a PEM text, leaf first; it may end in zero bytes (TDX-7)."""
    from cryptography import x509

    try:
        return x509.load_pem_x509_certificates(pem.rstrip(b"\0"))
    except ValueError as error:
        raise DcapCollateralMalformed(pem, str(error)) from None


def read_root(der: bytes) -> Any:
    """The root that is trusted (TDX-7)."""
    from cryptography import x509

    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        raise DcapCollateralMalformed(der, str(error)) from None


def check_chain(chain: Sequence[Any], root: Any, now: int) -> list[Any]:
    """The chain from its leaf to the root, each signed by the next and valid now (TDX-9)."""
    path = [each for each in chain if each != root]
    for certificate, issuer in zip(path, [*path[1:], root], strict=True):
        check_issued(certificate, issuer)
    for each in (*path, root):
        check_time(each, now)
    if not path:
        raise DcapChainInvalid(chain, "nothing but the root")
    return path


def check_issued(certificate: Any, issuer: Any) -> None:
    """Raise `DcapChainInvalid` unless a certificate authority has signed the certificate (TDX-9)."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    try:
        if not issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise DcapChainInvalid(issuer.subject, "no certificate authority")
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound) as error:
        raise DcapChainInvalid(certificate.subject, str(error)) from None


def check_time(certificate: Any, now: int) -> None:
    """Raise `DcapCertificateOutOfTime` for a certificate that is not valid now (TDX-9)."""
    if not certificate.not_valid_before_utc.timestamp() <= now <= certificate.not_valid_after_utc.timestamp():
        raise DcapCertificateOutOfTime(certificate.subject, f"now is {now}")


def read_crl(der: bytes) -> Any:
    """A list of revoked certificates (TDX-7)."""
    from cryptography import x509

    try:
        return x509.load_der_x509_crl(der)
    except ValueError as error:
        raise DcapCollateralMalformed(der, str(error)) from None


def check_crl(crl: Any, issuer: Any, now: int) -> None:
    """Raise `DcapCrlInvalid` or `DcapCrlExpired` for a list that may not be relied on (TDX-10)."""
    if crl.issuer != issuer.subject or not crl.is_signature_valid(issuer.public_key()):
        raise DcapCrlInvalid(crl.issuer)
    check_crl_time(crl, now)


def check_crl_time(crl: Any, now: int) -> None:
    """Raise `DcapCrlExpired` for a list that is not current (TDX-10)."""
    late = crl.next_update_utc is None or crl.next_update_utc.timestamp() < now
    if late or crl.last_update_utc.timestamp() > now:
        raise DcapCrlExpired(crl.issuer, f"now is {now}")


def check_revocation(certificate: Any, crl: Any) -> None:
    """Raise `DcapRevoked` for a certificate that its issuer's list has (TDX-10)."""
    if crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None:
        raise DcapRevoked(certificate.subject)


def signed(certificate: Any, signature: bytes, data: bytes) -> bool:
    """Whether a certificate's key made a signature of 64 bytes over the data, ECDSA on P-256 with SHA-256."""
    return verifies(certificate.public_key(), signature, data)


def verifies(key: Any, signature: bytes, data: bytes) -> bool:
    """Whether a key on P-256 made a signature `r ‖ s` over the data (TDX-13)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        return False
    halves = (int.from_bytes(each, "big") for each in (signature[:32], signature[32:]))
    try:
        key.verify(encode_dss_signature(*halves), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


@dataclass(frozen=True)
class Platform:
    """What a PCK certificate says of its platform."""

    fmspc: bytes
    pce_id: bytes
    cpu_svn: bytes
    pce_svn: int


def platform(certificate: Any) -> Platform:
    """The platform of a PCK certificate (TDX-17). Raises `DcapCollateralMalformed`."""
    from cryptography import x509

    try:
        extension = certificate.extensions.get_extension_for_oid(x509.ObjectIdentifier(_EXTENSION)).value
        parts = _members(extension.value)
        tcb = _members(_sequence(parts[2]))
        found = Platform(parts[4], parts[3], tcb[18], int.from_bytes(tcb[17], "big"))
    except (x509.ExtensionNotFound, KeyError, IndexError) as error:
        raise DcapCollateralMalformed(certificate.subject, f"no platform: {error}") from None
    if (len(found.fmspc), len(found.pce_id), len(found.cpu_svn)) != (6, 2, 16):
        raise DcapCollateralMalformed(certificate.subject, "a platform of other lengths")
    return found


def _sequence(value: bytes) -> bytes:
    """A value that is a sequence already, in its own frame again."""
    size = len(value)
    return b"\x30" + (bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")) + value


def _members(der: bytes) -> dict[int, bytes]:
    """The values of a DER sequence of pairs of an identifier and a value, by the identifier's last number."""
    found = {}
    rest = _value(der)[0]
    while rest:
        pair, rest = _value(rest)
        identifier, value = _value(pair)
        if identifier.startswith(_PARTS):
            found[identifier[-1]] = _value(value)[0]
    return found


def _value(der: bytes) -> tuple[bytes, bytes]:
    """The value of the first element of DER, and what follows it."""
    size, start = der[1], 2
    if size & 0x80:
        start = 2 + (size & 0x7F)
        size = int.from_bytes(der[2:start], "big")
    if len(der) < start + size:
        raise IndexError(der)
    return der[start : start + size], der[start + size :]
