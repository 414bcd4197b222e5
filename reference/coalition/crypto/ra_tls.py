"""RA-TLS: evidence in a certificate that binds the certificate's own key, in both directions (chapter RA-TLS)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from coalition.crypto import dcap
from coalition.crypto.dcap import TdxCollateral, TdxGiven, TdxPolicy, TdxVerdict
from coalition.crypto.ratls_errors import (
    RatlsCertificateForged,
    RatlsCertificateMalformed,
    RatlsCertificateOutOfTime,
    RatlsEvidenceCritical,
    RatlsEvidenceMalformed,
    RatlsEvidenceMissing,
    RatlsEvidenceUnsupported,
    RatlsKeyUnbound,
    RatlsNonceMismatch,
    RatlsPeerUnattested,
    RatlsSameKey,
)
from coalition.preimage import operation
from coalition.shapes import U64, Bytes32, Record

#: The extension that holds evidence (RATLS-4).
OID = "2.23.133.5.4.9"
#: The CBOR tag of a quote with its claims (RATLS-2).
TAG = 60000
#: The number of SHA-256 among hash algorithms (RATLS-1).
SHA_256 = 1


@dataclass(frozen=True)
class RatlsEvidence(Record):
    """What a certificate's extension holds."""

    quote: bytes
    claims: bytes


@dataclass(frozen=True)
class RatlsVerdict(Record):
    """A peer that is attested: the hash of its public key, and what its quote says."""

    key_hash: Bytes32
    tdx: TdxVerdict


@dataclass(frozen=True)
class RatlsChannel(Record):
    """A channel whose two sides are attested to each other."""

    server: RatlsVerdict
    client: RatlsVerdict


@operation("crypto.ratls_claims")
def claims(key_hash: Bytes32, nonce: Bytes32) -> bytes:
    """The claims about a key and a verifier's nonce, deterministic CBOR (RATLS-1)."""
    import cbor2

    return cbor2.dumps({"pubkey-hash": [SHA_256, key_hash], "nonce": nonce}, canonical=True)


@operation("crypto.ratls_evidence")
def evidence(quote: bytes, claims: bytes) -> bytes:
    """The evidence of a quote and its claims (RATLS-2)."""
    import cbor2

    return cbor2.dumps(cbor2.CBORTag(TAG, [quote, claims]), canonical=True)


@operation("crypto.ratls_read")
def read(evidence: bytes) -> RatlsEvidence:
    """The quote and the claims of evidence (RATLS-2)."""
    import cbor2

    tagged = _decoded(evidence)
    if not isinstance(tagged, cbor2.CBORTag):
        raise RatlsEvidenceMalformed(evidence, "no tag")
    check_tag(tagged.tag)
    parts = tagged.value
    if not isinstance(parts, (list, tuple)) or [type(each) for each in parts] != [bytes, bytes]:
        raise RatlsEvidenceMalformed(evidence, "two byte strings")
    return RatlsEvidence(parts[0], parts[1])


def check_tag(tag: int) -> None:
    """Raise `RatlsEvidenceUnsupported` for another kind of evidence (RATLS-2)."""
    if tag != TAG:
        raise RatlsEvidenceUnsupported(tag)


def _decoded(data: bytes) -> Any:
    """CBOR in its deterministic form, whole."""
    import cbor2

    try:
        found = cbor2.loads(data)
        again = cbor2.dumps(found, canonical=True)
    except (cbor2.CBORError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise RatlsEvidenceMalformed(data, str(error)) from None
    check_deterministic(data, again)
    return found


def check_deterministic(data: bytes, again: bytes) -> None:
    """Raise `RatlsEvidenceMalformed` for CBOR in another form, or with bytes behind it (RATLS-2)."""
    if data != again:
        raise RatlsEvidenceMalformed(data, "not deterministic")


@operation("crypto.ratls_verify")
def verify(
    certificate: bytes, nonce: Bytes32, collateral: TdxCollateral, root: bytes, now: U64, policy: TdxPolicy
) -> RatlsVerdict:
    """The peer of a certificate, if its evidence binds the key and the nonce (RATLS-3 to RATLS-6)."""
    from cryptography import x509

    try:
        found = x509.load_der_x509_certificate(certificate)
        key = found.public_key()
        extensions = found.extensions
    except Exception as error:
        # The library raises errors of its own besides ValueError for what it cannot read.
        raise RatlsCertificateMalformed(certificate, str(error)) from None
    check_signed(found)
    check_time(found, now)
    held = read(_extension(extensions))
    key_hash = hashlib.sha256(_spki(key)).digest()
    check_claims(held.claims, key_hash, nonce)
    binding = TdxGiven(report_data(held.claims))
    return RatlsVerdict(key_hash, dcap.verify(held.quote, collateral, root, now, policy, binding))


def report_data(held: bytes) -> bytes:
    """What the quote binds: SHA-256 of the claims, and zeros (RATLS-6)."""
    return hashlib.sha256(held).digest() + bytes(32)


def _spki(key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    spki: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return spki


def check_signed(certificate: Any) -> None:
    """Raise `RatlsCertificateForged` unless a certificate's own key has signed it (RATLS-3)."""
    from cryptography.exceptions import InvalidSignature

    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature) as error:
        raise RatlsCertificateForged(certificate.subject, str(error)) from None


def check_time(certificate: Any, now: int) -> None:
    """Raise `RatlsCertificateOutOfTime` for a certificate that is not valid now (RATLS-3)."""
    if not certificate.not_valid_before_utc.timestamp() <= now <= certificate.not_valid_after_utc.timestamp():
        raise RatlsCertificateOutOfTime(certificate.subject, f"now is {now}")


def _extension(extensions: Any) -> bytes:
    """The evidence of a certificate (RATLS-4)."""
    from cryptography import x509

    try:
        found = extensions.get_extension_for_oid(x509.ObjectIdentifier(OID))
    except x509.ExtensionNotFound as error:
        raise RatlsEvidenceMissing(OID, str(error)) from None
    check_uncritical(found.critical)
    held: bytes = found.value.value
    return held


def check_uncritical(critical: bool) -> None:
    """Raise `RatlsEvidenceCritical`: who does not know the extension must still speak TLS (RATLS-4)."""
    if critical:
        raise RatlsEvidenceCritical(OID)


def check_claims(held: bytes, key_hash: bytes, nonce: bytes) -> None:
    """Raise `RatlsKeyUnbound` or `RatlsNonceMismatch` for claims about something else (RATLS-5)."""
    found = _decoded(held)
    if not isinstance(found, dict) or set(found) != {"pubkey-hash", "nonce"}:
        raise RatlsEvidenceMalformed(held, "a key's hash and a nonce")
    check_key(found["pubkey-hash"], key_hash)
    check_nonce(found["nonce"], nonce)


def check_key(claimed: Any, key_hash: bytes) -> None:
    """Raise `RatlsKeyUnbound` unless the certificate's own key is claimed (RATLS-5)."""
    if claimed not in ([SHA_256, key_hash], (SHA_256, key_hash)):
        raise RatlsKeyUnbound(claimed)


def check_nonce(claimed: Any, nonce: bytes) -> None:
    """Raise `RatlsNonceMismatch` unless the verifier's nonce is claimed (RATLS-5)."""
    if claimed != nonce:
        raise RatlsNonceMismatch(claimed)


@operation("crypto.ratls_handshake")
def handshake(
    server: bytes | None,
    client: bytes | None,
    server_nonce: Bytes32,
    client_nonce: Bytes32,
    collateral: TdxCollateral,
    root: bytes,
    now: U64,
    policy: TdxPolicy,
) -> RatlsChannel:
    """Both sides' verdicts: the server answers the client's nonce, the client the server's (RATLS-7, RATLS-8)."""
    check_presented(server, client)
    one = verify(server or client or b"", client_nonce, collateral, root, now, policy)
    other = verify(client or server or b"", server_nonce, collateral, root, now, policy)
    check_apart(one.key_hash, other.key_hash)
    return RatlsChannel(one, other)


def check_presented(server: bytes | None, client: bytes | None) -> None:
    """Raise `RatlsPeerUnattested` if a side presents nothing (RATLS-7)."""
    for each in (server, client):
        if each is None:
            raise RatlsPeerUnattested(each)


def check_apart(server: bytes, client: bytes) -> None:
    """Raise `RatlsSameKey` for one key on both sides (RATLS-8)."""
    if server == client:
        raise RatlsSameKey(server)
