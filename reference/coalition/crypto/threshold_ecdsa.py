"""Threshold ECDSA: what an outcome must be, and a dealer's presignatures to make one (chapter Threshold ECDSA).

The dealer knows key and nonces. It stands in for a protocol that the book does not name, so that outcomes and aborts
can be asked about; it shares no trust.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from coalition.crypto.ecdsa_errors import (
    EcdsaAbortWithoutCulprit,
    EcdsaCoefficientsMismatch,
    EcdsaCulpritForeign,
    EcdsaCulpritRepeated,
    EcdsaHighS,
    EcdsaKeyMalformed,
    EcdsaPresignatureReused,
    EcdsaScalarOutOfRange,
    EcdsaSignatureInvalid,
    EcdsaSignatureMalformed,
)
from coalition.crypto.frost import check_shares, evaluate, interpolation
from coalition.crypto.frost_errors import FrostIdentityElement, FrostSignerUnknown, FrostTooFewSigners
from coalition.crypto.frost_round import check_distinct, check_identifiers, check_threshold
from coalition.crypto.frost_suites import Secp256k1
from coalition.preimage import operation
from coalition.shapes import U16, Bytes32, Discriminant, Record, Variant
from coalition.unique_id import UniqueId, hash_bytes

_CURVE = Secp256k1()


class PresignatureOrigin(Discriminant):
    """Who made a presignature (FECDSA-6)."""

    Dealer = 0


@dataclass(frozen=True)
class EcdsaMember(Record):
    """A participant's public parts of a presignature, by which its share is checked."""

    identifier: U16
    inverse: bytes
    product: bytes


@dataclass(frozen=True)
class EcdsaPresignature(Record):
    """The public side of a presignature: `nonce` is the nonce times the generator."""

    origin: PresignatureOrigin
    threshold: U16
    public_key: bytes
    nonce: bytes
    members: tuple[EcdsaMember, ...]


@dataclass(frozen=True)
class EcdsaSecret(Record):
    """A participant's secret parts of a presignature: shares of k⁻¹ and of k⁻¹·x."""

    inverse: Bytes32
    product: Bytes32


@dataclass(frozen=True)
class EcdsaDealt(Record):
    """A presignature and its secrets, in the order of the identifiers, from 1."""

    presignature: EcdsaPresignature
    secrets: tuple[EcdsaSecret, ...]


@dataclass(frozen=True)
class EcdsaShare(Record):
    """A participant's share of s."""

    identifier: U16
    share: Bytes32


@dataclass(frozen=True)
class EcdsaSignature(Variant):
    """A signature under the committee's key."""

    KIND = "Signature"
    signature: bytes


@dataclass(frozen=True)
class EcdsaAbort(Variant):
    """No signature, and who is to blame."""

    KIND = "Abort"
    culprits: tuple[U16, ...]


EcdsaOutcome = EcdsaSignature | EcdsaAbort


@operation("crypto.ecdsa_signature")
def signature_digest(public_key: bytes, message: bytes, signature: bytes) -> UniqueId:
    """The digest of a signature that is an outcome's (FECDSA-1 to FECDSA-4)."""
    check_length(signature)
    check_key(public_key)
    r, s = (int.from_bytes(each, "big") for each in (signature[:32], signature[32:]))
    check_range(r, s)
    check_low(s)
    check_equation(public_key, message, r, s)
    return UniqueId(hash_bytes(signature))


def check_length(signature: bytes) -> None:
    """Raise `EcdsaSignatureMalformed` for what has not 64 bytes (FECDSA-1)."""
    if len(signature) != 64:
        raise EcdsaSignatureMalformed(signature)


def check_key(public_key: bytes) -> None:
    """Raise `EcdsaKeyMalformed` for what is no compressed point (FECDSA-1)."""
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        if len(public_key) != 33:
            raise EcdsaKeyMalformed(public_key, "33 bytes")
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), public_key)
    except ValueError:
        raise EcdsaKeyMalformed(public_key) from None


def check_range(r: int, s: int) -> None:
    """Raise `EcdsaScalarOutOfRange` unless both are from 1 to the order less 1 (FECDSA-2)."""
    for each in (r, s):
        if not 1 <= each < _CURVE.order:
            raise EcdsaScalarOutOfRange(each)


def check_low(s: int) -> None:
    """Raise `EcdsaHighS` above half the order (FECDSA-3)."""
    if s > _CURVE.order // 2:
        raise EcdsaHighS(s)


def check_equation(public_key: bytes, message: bytes, r: int, s: int) -> None:
    """Raise `EcdsaSignatureInvalid` for a signature that does not verify (FECDSA-4)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256K1(), public_key)
    try:
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise EcdsaSignatureInvalid((r, s)) from None


@operation("crypto.ecdsa_abort")
def abort(participants: tuple[U16, ...], culprits: tuple[U16, ...]) -> tuple[U16, ...]:
    """The culprits of an abort, ascending (FECDSA-5)."""
    check_identifiers(participants)
    check_distinct(participants)
    if not culprits:
        raise EcdsaAbortWithoutCulprit(culprits)
    check_named(participants, culprits)
    return tuple(sorted(culprits))


def check_named(participants: Sequence[int], culprits: Sequence[int]) -> None:
    """Raise `EcdsaCulpritForeign` or `EcdsaCulpritRepeated` for the first that is either (FECDSA-5)."""
    for at, each in enumerate(culprits):
        if each not in participants:
            raise EcdsaCulpritForeign(each)
        if each in culprits[:at]:
            raise EcdsaCulpritRepeated(each)


@operation("crypto.ecdsa_deal")
def deal(
    secret: Bytes32,
    nonce: Bytes32,
    inverse_coefficients: tuple[Bytes32, ...],
    product_coefficients: tuple[Bytes32, ...],
    size: U16,
) -> EcdsaDealt:
    """A dealer's presignature among the identifiers 1 to `size` (FECDSA-6)."""
    x, k = _CURVE.scalar(secret), _CURVE.scalar(nonce)
    public_key, committed = (_CURVE.encode_element(_CURVE.base(each)) for each in (x, k))
    if len(inverse_coefficients) != len(product_coefficients):
        raise EcdsaCoefficientsMismatch((len(inverse_coefficients), len(product_coefficients)))
    check_threshold(len(inverse_coefficients) + 1, size)
    inverted = pow(k, -1, _CURVE.order)
    sharings = [
        [constant, *(_CURVE.scalar(each) for each in coefficients)]
        for constant, coefficients in (
            (inverted, inverse_coefficients),
            (inverted * x % _CURVE.order, product_coefficients),
        )
    ]
    check_coefficients(sharings)
    members, secrets = [], []
    for identifier in range(1, size + 1):
        parts = [evaluate(polynomial, identifier, _CURVE.order) for polynomial in sharings]
        members.append(EcdsaMember(identifier, *(_CURVE.encode_element(_CURVE.base(each)) for each in parts)))
        secrets.append(EcdsaSecret(*(_CURVE.encode_scalar(each) for each in parts)))
    threshold = len(inverse_coefficients) + 1
    return EcdsaDealt(
        EcdsaPresignature(PresignatureOrigin.Dealer, threshold, public_key, committed, tuple(members)), tuple(secrets)
    )


def check_coefficients(sharings: Sequence[Sequence[int]]) -> None:
    """Raise `FrostIdentityElement` for a coefficient that is zero: fewer could sign then (FECDSA-6)."""
    for polynomial in sharings:
        if 0 in polynomial:
            raise FrostIdentityElement(polynomial)


def hashed(message: bytes) -> int:
    """The scalar that is signed: SHA-256 of the message (FECDSA-1)."""
    return int.from_bytes(hashlib.sha256(message).digest(), "big") % _CURVE.order


def nonce_scalar(nonce: bytes) -> int:
    """r: the x-coordinate of the nonce's point (FECDSA-7)."""
    return int(_CURVE.element(nonce)[0]) % _CURVE.order


@operation("crypto.ecdsa_sign")
def sign(secret: EcdsaSecret, nonce: bytes, message: bytes, spent: tuple[bytes, ...]) -> bytes:
    """A share of s (FECDSA-7). `spent` are the nonces' points this signer has signed with (FECDSA-8)."""
    check_unspent(nonce, spent)
    inverse, product = _CURVE.scalar(secret.inverse), _CURVE.scalar(secret.product)
    return _CURVE.encode_scalar(inverse * hashed(message) + product * nonce_scalar(nonce))


def check_unspent(nonce: bytes, spent: Sequence[bytes]) -> None:
    """Raise `EcdsaPresignatureReused` for a nonce that has signed before (FECDSA-8)."""
    if nonce in spent:
        raise EcdsaPresignatureReused(nonce)


@operation("crypto.ecdsa_combine")
def combine(
    presignature: EcdsaPresignature, message: bytes, participants: tuple[U16, ...], shares: tuple[EcdsaShare, ...]
) -> EcdsaOutcome:
    """The signature, or the participants whose shares are wrong (FECDSA-9)."""
    check_presignature(presignature)
    _check_participants(presignature, participants)
    check_identifiers([each.identifier for each in shares])
    given = {each.identifier: _CURVE.scalar(each.share) for each in shares}
    check_shares(shares, participants)  # type: ignore[arg-type] # it looks at the identifiers alone
    r = nonce_scalar(presignature.nonce)
    total = sum(interpolation(given, each, _CURVE.order) * share for each, share in given.items()) % _CURVE.order
    signature = _CURVE.encode_scalar(r) + _CURVE.encode_scalar(lowered(total))
    try:
        signature_digest(presignature.public_key, message, signature)
    except (EcdsaSignatureInvalid, EcdsaScalarOutOfRange):
        return EcdsaAbort(culprits(presignature, message, given))
    return EcdsaSignature(signature)


def lowered(s: int) -> int:
    """The one of s and its negative that is not above half the order (FECDSA-3)."""
    return min(s, _CURVE.order - s)


def check_presignature(presignature: EcdsaPresignature) -> None:
    """Raise the error of the first part that is no key or element, whoever signs (PROTO-5, FECDSA-1, FROST-3)."""
    check_key(presignature.public_key)
    for encoded in (presignature.nonce, *(each for one in presignature.members for each in (one.inverse, one.product))):
        _CURVE.element(encoded)


def _check_participants(presignature: EcdsaPresignature, participants: tuple[int, ...]) -> None:
    """The rules of a presignature's members and of who signs with it (FECDSA-9)."""
    members = [each.identifier for each in presignature.members]
    check_threshold(presignature.threshold, len(members))
    for identifiers in (members, participants):
        check_identifiers(identifiers)
        check_distinct(identifiers)
    for each in participants:
        if each not in members:
            raise FrostSignerUnknown(each)
    if len(participants) < presignature.threshold:
        raise FrostTooFewSigners(len(participants), f"a threshold of {presignature.threshold}")


def culprits(presignature: EcdsaPresignature, message: bytes, given: dict[int, int]) -> tuple[int, ...]:
    """The participants whose shares do not verify, ascending; none if the presignature is at fault (FECDSA-9)."""
    e, r = hashed(message), nonce_scalar(presignature.nonce)
    found = []
    for member in presignature.members:
        if member.identifier in given:
            inverse, product = _CURVE.element(member.inverse), _CURVE.element(member.product)
            right = _CURVE.add(_CURVE.multiply(inverse, e), _CURVE.multiply(product, r))
            if not _CURVE.same(_CURVE.base(given[member.identifier]), right):
                found.append(member.identifier)
    return tuple(sorted(found))
