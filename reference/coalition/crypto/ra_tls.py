"""RA-TLS: evidence in a certificate that binds the certificate's own key, in both directions (chapter RA-TLS)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from coalition.crypto import dcap, der
from coalition.crypto import dcap_certificates as certificates
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
from coalition.crypto.tdx_errors import DcapChainInvalid, DcapCollateralMalformed
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
    tag = tag_of(evidence)
    if tag is None:
        raise RatlsEvidenceMalformed(evidence, "no tag")
    check_tag(tag)
    parts = _decoded(evidence).value
    if not isinstance(parts, (list, tuple)) or [type(each) for each in parts] != [bytes, bytes]:
        raise RatlsEvidenceMalformed(evidence, "two byte strings")
    return RatlsEvidence(parts[0], parts[1])


def tag_of(data: bytes) -> int | None:
    """The number of the tag that CBOR begins with, which is looked at first; None without one (RATLS-2)."""
    kind, short = divmod(data[0], 32) if data else (0, 0)
    size = 0 if short < 24 else 1 << (short - 24)
    if kind != 6 or short > 27 or len(data) < 1 + size:
        return None
    return int.from_bytes(data[1 : 1 + size], "big") if size else short


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
    found = _certificate(certificate)
    check_known(found)
    check_signed(found)
    check_time(found, now)
    held = read(_extension(found.extensions))
    key_hash = hashlib.sha256(key_info(found)).digest()
    check_claims(held.claims, key_hash, nonce)
    binding = TdxGiven(report_data(held.claims))
    return RatlsVerdict(key_hash, dcap.verify(held.quote, collateral, root, now, policy, binding))


def report_data(held: bytes) -> bytes:
    """What the quote binds: SHA-256 of the claims, and zeros (RATLS-6)."""
    return hashlib.sha256(held).digest() + bytes(32)


def _certificate(der: bytes) -> Any:
    """A certificate that can be read. Raises `RatlsCertificateMalformed` (RATLS-3)."""
    try:
        return certificates.read_certificate(der)
    except DcapCollateralMalformed as error:
        raise RatlsCertificateMalformed(der, str(error)) from None


def check_known(certificate: Any) -> None:
    """Raise `RatlsCertificateMalformed` for something critical that is not understood here (RATLS-3)."""
    try:
        certificates.check_critical(certificate.extensions, {*certificates.KNOWN, OID})
    except DcapChainInvalid as error:
        raise RatlsCertificateMalformed(certificate.subject, str(error)) from None


def key_info(certificate: Any) -> bytes:
    """A certificate's SubjectPublicKeyInfo as it stands, behind version, number, algorithm and names (RATLS-1)."""
    content = der.elements(der.only(certificate.tbs_certificate_bytes, der.SEQUENCE).value)
    return content[6 if content[0].tag == 0xA0 else 5].frame


def check_signed(certificate: Any) -> None:
    """Raise `RatlsCertificateForged` unless a certificate's own key has signed it, by ECDSA on P-256 (RATLS-3)."""
    key = certificates.key_of(certificate)
    if not certificates.by_p256(certificate, key) or not certificates.signs(key, certificate):
        raise RatlsCertificateForged(certificate.subject)


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
    claimed_hash, claimed_nonce = read_claims(held)
    check_key(claimed_hash, key_hash)
    check_nonce(claimed_nonce, nonce)


def read_claims(held: bytes) -> tuple[bytes, bytes]:
    """The hash of a key and the nonce that claims have. Raises `RatlsEvidenceMalformed` (RATLS-1, RATLS-2)."""
    found = _decoded(held)
    try:
        key_hash, nonce = found["pubkey-hash"][1], found["nonce"]
        sizes = (len(key_hash), len(nonce))
    except (KeyError, IndexError, TypeError) as error:
        raise RatlsEvidenceMalformed(held, str(error)) from None
    if sizes != (32, 32) or {type(key_hash), type(nonce)} != {bytes}:
        raise RatlsEvidenceMalformed(held, "two times 32 bytes")
    check_form(held, key_hash, nonce)
    return key_hash, nonce


def check_form(held: bytes, key_hash: bytes, nonce: bytes) -> None:
    """Raise `RatlsEvidenceMalformed` unless claims are just what a hash and a nonce make (RATLS-1)."""
    if held != claims(key_hash, nonce):
        raise RatlsEvidenceMalformed(held, "a key's hash and a nonce, and nothing else")


def check_key(claimed: bytes, key_hash: bytes) -> None:
    """Raise `RatlsKeyUnbound` unless the certificate's own key is claimed (RATLS-5)."""
    if claimed != key_hash:
        raise RatlsKeyUnbound(claimed)


def check_nonce(claimed: bytes, nonce: bytes) -> None:
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
    one = verify(_first(server, client), client_nonce, collateral, root, now, policy)
    other = verify(_first(client, server), server_nonce, collateral, root, now, policy)
    check_apart(one.key_hash, other.key_hash)
    return RatlsChannel(one, other)


def _first(one: bytes | None, other: bytes | None) -> bytes:
    return one if one is not None else other or b""


def check_presented(server: bytes | None, client: bytes | None) -> None:
    """Raise `RatlsPeerUnattested` if a side presents nothing (RATLS-7)."""
    for each in (server, client):
        if each is None:
            raise RatlsPeerUnattested(each)


def check_apart(server: bytes, client: bytes) -> None:
    """Raise `RatlsSameKey` for one key on both sides (RATLS-8)."""
    if server == client:
        raise RatlsSameKey(server)
