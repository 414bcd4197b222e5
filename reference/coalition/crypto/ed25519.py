"""Ed25519: signing, the strict rule of verification, and the flags by which policies differ (chapter Ed25519)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from coalition.crypto.edwards25519 import (
    BASE,
    IDENTITY,
    ORDER,
    PRIME,
    Point,
    add,
    decode,
    equal,
    multiply,
    multiply_both,
)
from coalition.errors import RuleError
from coalition.preimage import operation
from coalition.shapes import Bytes32, Bytes64, Record

_SIGN: Final = 1 << 255


class SignatureRejected(RuleError):
    """A signature that the strict rule does not take."""

    requirement = "EDS-2"
    stage = "verify"


@dataclass(frozen=True)
class Ed25519Input(Record):
    """A message said to be signed: key, message, and 64 bytes R ‖ S."""

    public_key: Bytes32
    message: bytes
    signature: Bytes64


@dataclass(frozen=True)
class Ed25519Flags(Record):
    """What policies of verification differ about (EDS-6). R is the first half of a signature, S the second."""

    key_decodes: bool
    key_canonical: bool
    key_small_order: bool
    key_torsion: bool
    r_decodes: bool
    r_canonical: bool
    r_small_order: bool
    r_torsion: bool
    s_reduced: bool
    equation: bool
    cofactored_equation: bool


@operation("crypto.ed25519_sign")
def sign(seed: Bytes32, message: bytes) -> Bytes64:
    """The signature R ‖ S of RFC 8032, section 5.1.6: 64 bytes, the same whenever it is made (EDS-1)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


@operation("crypto.ed25519_verify")
def verify(public_key: Bytes32, message: bytes, signature: bytes) -> Bytes64:
    """SHA-512(R ‖ A ‖ M) of a signature that the strict rule takes (EDS-2 to EDS-5). Raises `SignatureRejected`."""
    if len(signature) != 64 or not strict(Ed25519Input(public_key, message, signature)):
        raise SignatureRejected(signature)
    return challenge(public_key, message, signature[:32])


@operation("crypto.ed25519_verdicts")
def verdicts(inputs: tuple[Ed25519Input, ...]) -> tuple[Bytes64 | None, ...]:
    """For each input what `crypto.ed25519_verify` gives, or None where it refuses (EDS-7)."""
    return tuple(_verdict(each) for each in inputs)


def _verdict(signed: Ed25519Input) -> bytes | None:
    return challenge(signed.public_key, signed.message, signed.signature[:32]) if strict(signed) else None


@operation("crypto.ed25519_flags")
def flags(input: Ed25519Input) -> Ed25519Flags:  # noqa: A002 - the parameter's name is the specification's
    """The flags of an input, whether any policy takes it or not (EDS-6)."""
    key, r = decode_leniently(input.public_key), decode_leniently(input.signature[:32])
    balance = residue(input, key, r)
    return Ed25519Flags(
        key_decodes=key is not None,
        key_canonical=is_canonical(input.public_key),
        key_small_order=key is not None and has_small_order(key),
        key_torsion=key is not None and has_torsion(key),
        r_decodes=r is not None,
        r_canonical=is_canonical(input.signature[:32]),
        r_small_order=r is not None and has_small_order(r),
        r_torsion=r is not None and has_torsion(r),
        s_reduced=is_reduced(input.signature[32:]),
        equation=balance is not None and equal(balance, IDENTITY),
        cofactored_equation=balance is not None and has_small_order(balance),
    )


def strict(signed: Ed25519Input) -> bool:
    """Whether the strict rule takes an input (EDS-2)."""
    if not is_reduced(signed.signature[32:]):
        return False
    key, r = strict_point(signed.public_key), strict_point(signed.signature[:32])
    balance = residue(signed, key, r)
    return balance is not None and holds(balance)


def is_reduced(s: bytes) -> bool:
    """Whether S is below the order of the base point (EDS-3)."""
    return int.from_bytes(s, "little") < ORDER


def strict_point(encoded: bytes) -> Point | None:
    """A point in its one encoding, of more than small order; None for any other bytes (EDS-4)."""
    point = decode(encoded)
    return None if point is None or has_small_order(point) else point


def holds(balance: Point) -> bool:
    """Whether [S]B − [k]A − R is the identity itself, and not only after it is multiplied by 8 (EDS-5)."""
    return equal(balance, IDENTITY)


def residue(signed: Ed25519Input, key: Point | None, r: Point | None) -> Point | None:
    """[S]B − [k]A − R, S as it is written and k of the bytes as they were given (EDS-5)."""
    if key is None or r is None:
        return None
    s = int.from_bytes(signed.signature[32:], "little")
    hashed = challenge(signed.public_key, signed.message, signed.signature[:32])
    k = int.from_bytes(hashed, "little") % ORDER
    return add(multiply_both(BASE, s, negate(key), k), negate(r))


def challenge(public_key: bytes, message: bytes, r: bytes) -> bytes:
    """SHA-512(R ‖ A ‖ M), 64 bytes (EDS-5)."""
    return hashlib.sha512(r + public_key + message).digest()


def negate(point: Point) -> Point:
    """The inverse of a point."""
    x, y, z, t = point
    return (-x % PRIME, y, z, -t % PRIME)


def has_small_order(point: Point) -> bool:
    """Whether 8 times the point is the identity (EDS-4)."""
    return equal(multiply(point, 8), IDENTITY)


def has_torsion(point: Point) -> bool:
    """Whether the point is outside the group that the base point generates (EDS-6)."""
    return not equal(multiply(point, ORDER), IDENTITY)


def decode_leniently(encoded: bytes) -> Point | None:
    """A point whose y may be the prime or above, and whose x a negative zero; None for what is no point (EDS-6)."""
    number = int.from_bytes(encoded, "little")
    y = (number & _SIGN - 1) % PRIME
    sign = 0 if y in (1, PRIME - 1) else number & _SIGN
    return decode((y | sign).to_bytes(32, "little"))


def is_canonical(encoded: bytes) -> bool:
    """Whether a y is below the prime, and no zero x is called negative, whether it is a point or not (EDS-4, EDS-6)."""
    number = int.from_bytes(encoded, "little")
    y = number & _SIGN - 1
    return y < PRIME and not (number & _SIGN and y in (1, PRIME - 1))
