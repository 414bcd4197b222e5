"""Certificates with evidence, by keys that follow from labels; their quotes are those of the mock authority."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from coalition.crypto import ra_tls
from conformance import mock_dcap as mock
from conformance.mock_extensions import Extras, extended


def key_hash(label: str) -> bytes:
    """SHA-256 of a key's SubjectPublicKeyInfo."""
    spki = mock.key(label).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(spki).digest()


def evidence(claims: bytes, **body: Any) -> bytes:
    """Evidence whose quote binds the claims."""
    guest = mock.body(**{"report_data": ra_tls.report_data(claims), **body})
    return ra_tls.evidence(mock.quote(mock.World(guest)), claims)


def certificate(
    label: str,
    held: bytes | None,
    *,
    signer: str | None = None,
    critical: bool = False,
    end: int = mock.NOW + 3600,
    oid: str = ra_tls.OID,
    start: int = mock.NOW - 3600,
    extras: Extras | None = None,
) -> bytes:
    """A certificate of a key that holds evidence, in DER."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "RA-TLS")])
    said = extras or Extras(constrained=False)
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, said.issuer or "RA-TLS")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(mock.key(label, wider=said.wider).public_key())
        .serial_number(1)
        .not_valid_before(datetime.fromtimestamp(start, UTC))
        .not_valid_after(datetime.fromtimestamp(end, UTC))
    )
    if held is not None:
        builder = builder.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), held), critical)
    digest = hashes.SHA384() if said.sha384 else hashes.SHA256()
    builder = extended(builder, said, ca=False)
    made: x509.Certificate = builder.sign(mock.key(signer or label, wider=said.wider), digest, ecdsa_deterministic=True)
    return made.public_bytes(Encoding.DER)


def attested(label: str, nonce: bytes, **body: Any) -> bytes:
    """A certificate as a peer presents it to a verifier."""
    return certificate(label, evidence(ra_tls.claims(key_hash(label), nonce), **body))
