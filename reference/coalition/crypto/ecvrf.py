"""ECVRF-EDWARDS25519-SHA512-TAI of RFC 9381 (chapter ECVRF)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from coalition.crypto.ed25519 import has_small_order, negate
from coalition.crypto.edwards25519 import BASE, IDENTITY, ORDER, Point, decode, encode, equal, multiply, multiply_both
from coalition.errors import RuleError
from coalition.preimage import operation
from coalition.shapes import Bytes32, Bytes64, Record

#: The octet of the ciphersuite (VRF-1).
SUITE: Final = b"\x03"
#: The bytes of a proof: Γ, c and s (VRF-3).
PROOF_BYTES: Final = 80
_COFACTOR: Final = 8


class VrfKeyUnusable(RuleError):
    """A public key that is no point in its one encoding, or has small order."""

    requirement = "VRF-5"
    stage = "validate"


class VrfProofMalformed(RuleError):
    """A proof that cannot be read: its length, its point, or a scalar that is not reduced."""

    requirement = "VRF-4"
    stage = "decode"


class VrfProofRejected(RuleError):
    """A proof that is not of this key and this input."""

    requirement = "VRF-6"
    stage = "verify"


@dataclass(frozen=True)
class VrfStatement(Record):
    """A proof that is said to be a key's, of an input."""

    public_key: Bytes32
    alpha: bytes
    proof: bytes


@dataclass(frozen=True)
class Proof:
    """A proof as it is read (VRF-3)."""

    gamma: Point
    c: int
    s: int


@operation("crypto.vrf_hash_to_curve")
def hash_to_curve(public_key: Bytes32, alpha: bytes) -> Bytes32:
    """The point H of an input under a key: 32 bytes (VRF-1)."""
    return encode(point_of(public_key, alpha))


@operation("crypto.vrf_prove")
def prove(secret: Bytes32, alpha: bytes) -> bytes:
    """The proof Γ ‖ c ‖ s of 80 bytes (VRF-2, VRF-3)."""
    x, half = expanded(secret)
    public_key = encode(multiply(BASE, x))
    h = point_of(public_key, alpha)
    gamma = multiply(h, x)
    k = nonce(half, encode(h))
    c = challenge(public_key, h, gamma, multiply(BASE, k), multiply(h, k))
    return encode(gamma) + c.to_bytes(16, "little") + ((k + c * x) % ORDER).to_bytes(32, "little")


@operation("crypto.vrf_proof_to_hash")
def proof_to_hash(proof: bytes) -> Bytes64:
    """β of a proof that is not verified (VRF-7). Raises `VrfProofMalformed`."""
    return output(read_proof(proof).gamma)


@operation("crypto.vrf_verify")
def verify(public_key: Bytes32, alpha: bytes, proof: bytes) -> Bytes64:
    """β of a proof that is the key's (VRF-6). Raises `VrfKeyUnusable`, `VrfProofMalformed`, `VrfProofRejected`."""
    key = read_key(public_key)
    read = read_proof(proof)
    h = point_of(public_key, alpha)
    u = multiply_both(BASE, read.s, negate(key), read.c)
    v = multiply_both(h, read.s, negate(read.gamma), read.c)
    if challenge(public_key, h, read.gamma, u, v) != read.c:
        raise VrfProofRejected(proof)
    return output(read.gamma)


@operation("crypto.vrf_outputs")
def outputs(statements: tuple[VrfStatement, ...]) -> tuple[Bytes64 | None, ...]:
    """For each statement β if it holds, or None (VRF-8)."""
    return tuple(_output_or_none(each) for each in statements)


def _output_or_none(statement: VrfStatement) -> bytes | None:
    try:
        return verify(statement.public_key, statement.alpha, statement.proof)
    except (VrfKeyUnusable, VrfProofMalformed, VrfProofRejected):
        return None


def expanded(secret: bytes) -> tuple[int, bytes]:
    """The scalar x and the second half of the hashed secret (VRF-2)."""
    hashed = hashlib.sha512(secret).digest()
    x = int.from_bytes(hashed[:32], "little") & (1 << 254) - 8 | 1 << 254
    return x, hashed[32:]


def point_of(salt: bytes, alpha: bytes) -> Point:
    """The first point that hashing with a counter gives, times the cofactor (VRF-1)."""
    for counter in range(256):
        hashed = hashlib.sha512(SUITE + b"\x01" + salt + alpha + bytes([counter]) + b"\x00").digest()
        point = decode(hashed[:32])
        if point is not None and not equal(cleared := multiply(point, _COFACTOR), IDENTITY):
            return cleared
    raise AssertionError("the input of a hash of which 256 begin with no point")


def nonce(half: bytes, h: bytes) -> int:
    """The nonce k, from the secret and H alone (VRF-2)."""
    return int.from_bytes(hashlib.sha512(half + h).digest(), "little") % ORDER


def challenge(public_key: bytes, *points: Point) -> int:
    """The first 16 bytes of the hash of the key, H, Γ, U and V (VRF-3)."""
    hashed = hashlib.sha512(SUITE + b"\x02" + public_key + b"".join(map(encode, points)) + b"\x00").digest()
    return int.from_bytes(hashed[:16], "little")


def output(gamma: Point) -> bytes:
    """β: the hash of Γ times the cofactor (VRF-7)."""
    return hashlib.sha512(SUITE + b"\x03" + encode(multiply(gamma, _COFACTOR)) + b"\x00").digest()


def read_proof(proof: bytes) -> Proof:
    """A proof of 80 bytes (VRF-4). Raises `VrfProofMalformed`."""
    gamma = decode(proof[:32]) if len(proof) == PROOF_BYTES else None
    s = int.from_bytes(proof[48:], "little")
    if gamma is None or not is_reduced(s):
        raise VrfProofMalformed(proof)
    return Proof(gamma, int.from_bytes(proof[32:48], "little"), s)


def is_reduced(s: int) -> bool:
    """Whether a scalar is below the order (VRF-4)."""
    return s < ORDER


def read_key(public_key: bytes) -> Point:
    """A key of more than small order (VRF-5). Raises `VrfKeyUnusable`."""
    key = decode(public_key)
    if key is None or is_weak(key):
        raise VrfKeyUnusable(public_key)
    return key


def is_weak(key: Point) -> bool:
    """Whether there is no secret behind a key (VRF-5)."""
    return has_small_order(key)
