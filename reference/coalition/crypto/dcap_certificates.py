"""The certificates of DCAP: chains to a root, and lists of revoked ones (chapter TDX)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from coalition.crypto.tdx_errors import (
    DcapCertificateOutOfTime,
    DcapChainInvalid,
    DcapCollateralMalformed,
    DcapCrlExpired,
    DcapCrlInvalid,
    DcapRevoked,
)

_SPACE: Final = b" \t\n\f\r"
_EOL: Final = rb"(?:\r\n|\r|\n)"
#: A certificate as RFC 7468, section 3, has generators write it, and lines of text before it (TDX-7).
_CERTIFICATE: Final = re.compile(
    rb"(?:(?!-----BEGIN )(?![^\n]*-----END CERTIFICATE-----)[^\0\n]*\n)*"
    rb"-----BEGIN CERTIFICATE-----%s((?:[A-Za-z0-9+/]{64}%s)*(?=[^\r\n]{1,64}[\r\n])[A-Za-z0-9+/]+={0,2})%s"
    rb"-----END CERTIFICATE-----" % (_EOL, _EOL, _EOL)
)
#: The extensions that may be critical: basic constraints and key usage (TDX-9).
KNOWN: Final = {"2.5.29.19", "2.5.29.15"}


def read_chain(pem: bytes) -> list[Any]:
    """The certificates of a PEM text, leaf first; it may end in zero bytes (TDX-7)."""
    rest = pem.rstrip(b"\0").strip(_SPACE)
    found = []
    while rest:
        match = _CERTIFICATE.match(rest)
        if match is None:
            raise DcapCollateralMalformed(pem, "PEM")
        found.append(read_certificate(_decoded(match[1])))
        rest = rest[match.end() :].lstrip(_SPACE)
    if not found:
        raise DcapCollateralMalformed(pem, "no certificate")
    return found


def _decoded(lines: bytes) -> bytes:
    text = b"".join(lines.split())
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise DcapCollateralMalformed(lines, str(error)) from None
    if base64.b64encode(found) != text:
        raise DcapCollateralMalformed(lines, "bits left over")
    return found


def read_certificate(der: bytes) -> Any:
    """A certificate, such as the root that is trusted (TDX-7)."""
    from cryptography import x509

    try:
        found = x509.load_der_x509_certificate(der)
        # Read here, where what cannot be read has its error.
        iter(found.extensions)
    except (ValueError, x509.DuplicateExtension) as error:
        raise DcapCollateralMalformed(der, str(error)) from None
    return found


def check_chain(chain: Sequence[Any], root: Any, now: int) -> list[Any]:
    """The chain from its leaf to the root, each signed by the next and valid now (TDX-9). The root is not in it."""
    path = below_root(chain, root)
    if not path:
        raise DcapChainInvalid(chain, "nothing but the root")
    check_leaf(path[0])
    for below, (certificate, issuer) in enumerate(pairs(path, root)):
        check_authority(issuer, below)
        check_issued(certificate, issuer)
    for each in (*path, root):
        check_critical(each.extensions, KNOWN)
    for each in (*path, root):
        check_time(each, now)
    return path


def below_root(chain: Sequence[Any], root: Any) -> list[Any]:
    """The certificates of a chain without the root, which may stand at its end or be left out (TDX-9)."""
    return list(chain[:-1] if chain[-1] == root else chain)


def check_direct(chain: Sequence[Any], root: Any) -> None:
    """Raise `DcapChainInvalid` for a signer of collateral below another than the root (TDX-9)."""
    if len(below_root(chain, root)) > 1:
        raise DcapChainInvalid(chain, "collateral is signed directly below the root")


def check_leaf(leaf: Any) -> None:
    """Raise `DcapChainInvalid` for a leaf that is an authority (TDX-9)."""
    from cryptography import x509

    try:
        constraints = leaf.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return
    if constraints.ca:
        raise DcapChainInvalid(leaf.subject, "a leaf that is an authority")


def pairs(path: Sequence[Any], root: Any) -> Iterable[tuple[Any, Any]]:
    """Each certificate of a path with its issuer, the last one's the root."""
    return zip(path, [*path[1:], root], strict=True)


def check_authority(issuer: Any, below: int) -> None:
    """Raise `DcapChainInvalid` unless it may sign certificates above so many other authorities (TDX-9)."""
    from cryptography import x509

    try:
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound as error:
        raise DcapChainInvalid(issuer.subject, str(error)) from None
    if not constraints.ca:
        raise DcapChainInvalid(issuer.subject, "no certificate authority")
    check_path_length(constraints.path_length, below)
    if not may(issuer, "key_cert_sign"):
        raise DcapChainInvalid(issuer.subject, "it may not sign certificates")


def check_path_length(most: int | None, below: int) -> None:
    """Raise `DcapChainInvalid` for more authorities below one than it allows (TDX-9)."""
    if most is not None and below > most:
        raise DcapChainInvalid(below, f"at most {most}")


def may(certificate: Any, usage: str) -> bool:
    """Whether a key may be used so; without an extension it may be used for anything (TDX-9, TDX-10)."""
    from cryptography import x509

    try:
        return bool(getattr(certificate.extensions.get_extension_for_class(x509.KeyUsage).value, usage))
    except x509.ExtensionNotFound:
        return True


def check_critical(extensions: Iterable[Any], known: Iterable[str]) -> None:
    """Raise `DcapChainInvalid` for an extension that is critical and not known here (TDX-9)."""
    for each in extensions:
        if each.critical and each.oid.dotted_string not in known:
            raise DcapChainInvalid(each.oid.dotted_string, "critical")


def check_issued(certificate: Any, issuer: Any) -> None:
    """Raise `DcapChainInvalid` unless the issuer, by its name, has signed the certificate (TDX-9)."""
    from cryptography.exceptions import InvalidSignature

    if not by_p256(certificate, key_of(issuer)):
        raise DcapChainInvalid(certificate.subject, "another algorithm")
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature) as error:
        raise DcapChainInvalid(certificate.subject, str(error)) from None


def key_of(certificate: Any) -> Any:
    """A certificate's key on P-256, None if it has another (TDX-9, TDX-13)."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1) else None


def by_p256(signed: Any, key: Any) -> bool:
    """Whether there is a key on P-256, and what it is to have signed says ECDSA with SHA-256 (TDX-9)."""
    from cryptography.x509.oid import SignatureAlgorithmOID

    return key is not None and bool(signed.signature_algorithm_oid == SignatureAlgorithmOID.ECDSA_WITH_SHA256)


def check_time(certificate: Any, now: int) -> None:
    """Raise `DcapCertificateOutOfTime` for a certificate that is not valid now (TDX-9)."""
    if not certificate.not_valid_before_utc.timestamp() <= now <= certificate.not_valid_after_utc.timestamp():
        raise DcapCertificateOutOfTime(certificate.subject, f"now is {now}")


def signs(key: Any, certificate: Any) -> bool:
    """Whether a key on P-256 has signed a certificate, by ECDSA with SHA-256 (RATLS-3)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        key.verify(certificate.signature, certificate.tbs_certificate_bytes, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def read_crl(der: bytes) -> Any:
    """A list of revoked certificates (TDX-7)."""
    from cryptography import x509

    try:
        return x509.load_der_x509_crl(der)
    except ValueError as error:
        raise DcapCollateralMalformed(der, str(error)) from None


def check_crl(crl: Any, issuer: Any, now: int) -> None:
    """Raise `DcapCrlInvalid` or `DcapCrlExpired` for a list that may not be relied on (TDX-10)."""
    key = key_of(issuer)
    if crl.issuer != issuer.subject or not by_p256(crl, key) or not crl.is_signature_valid(key):
        raise DcapCrlInvalid(crl.issuer)
    check_lister(issuer)
    check_plain(crl)
    check_crl_time(crl, now)


def check_lister(issuer: Any) -> None:
    """Raise `DcapCrlInvalid` for one who may not sign lists (TDX-10)."""
    if not may(issuer, "crl_sign"):
        raise DcapCrlInvalid(issuer.subject, "it may not sign lists")


def check_plain(crl: Any) -> None:
    """Raise `DcapCrlInvalid` for a list that has something critical, in an entry or as a whole (TDX-10)."""
    try:
        for extensions in (crl.extensions, *(each.extensions for each in crl)):
            check_critical(extensions, ())
    except DcapChainInvalid as error:
        raise DcapCrlInvalid(crl.issuer, str(error)) from None


def check_crl_time(crl: Any, now: int) -> None:
    """Raise `DcapCrlExpired` for a list that is not current (TDX-10)."""
    late = crl.next_update_utc is None or crl.next_update_utc.timestamp() < now
    if late or crl.last_update_utc.timestamp() > now:
        raise DcapCrlExpired(crl.issuer, f"now is {now}")


def check_path(path: Sequence[Any], root: Any, lists: Iterable[tuple[Any, Any]]) -> None:
    """Raise `DcapRevoked` for a certificate on its issuer's list, `DcapChainInvalid` without one (TDX-9, TDX-10)."""
    for certificate, issuer in pairs(path, root):
        found = [crl for lister, crl in lists if lister == issuer]
        if not found:
            raise DcapChainInvalid(certificate.subject, "its issuer has no list")
        for crl in found:
            check_revocation(certificate, crl)


def check_revocation(certificate: Any, crl: Any) -> None:
    """Raise `DcapRevoked` for a certificate that its issuer's list has (TDX-10)."""
    if crl.get_revoked_certificate_by_serial_number(certificate.serial_number) is not None:
        raise DcapRevoked(certificate.subject)


def signed(certificate: Any, signature: bytes, data: bytes) -> bool:
    """Whether a certificate's key made a signature of 64 bytes over the data, ECDSA on P-256 with SHA-256."""
    key = key_of(certificate)
    return key is not None and verifies(key, signature, data)


def verifies(key: Any, signature: bytes, data: bytes) -> bool:
    """Whether a key on P-256 made a signature `r ‖ s` over the data (TDX-13)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    halves = (int.from_bytes(each, "big") for each in (signature[:32], signature[32:]))
    try:
        key.verify(encode_dss_signature(*halves), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
