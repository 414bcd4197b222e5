"""ECVRF from RFC 9381 over libsodium's group: its points, its scalars, its hash of secrets."""

from __future__ import annotations

import hashlib
from typing import Any

from nacl.bindings import (
    crypto_core_ed25519_add,
    crypto_core_ed25519_is_valid_point,
    crypto_core_ed25519_scalar_add,
    crypto_core_ed25519_scalar_mul,
    crypto_core_ed25519_scalar_reduce,
    crypto_core_ed25519_sub,
    crypto_scalarmult_ed25519_base_noclamp,
    crypto_scalarmult_ed25519_noclamp,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import RuntimeError as Refused

Params = dict[str, Any]


def _eight(point: bytes) -> bytes:
    for _ in range(3):
        point = crypto_core_ed25519_add(point, point)
    return point


def _sha512(*parts: bytes) -> bytes:
    return hashlib.sha512(b"".join(parts)).digest()


def hash_to_curve(salt: bytes, alpha: bytes) -> bytes:
    """Section 5.4.1.1. The encodings that hashing gives are canonical but for one in 2²⁵⁰."""
    for counter in range(256):
        hashed = _sha512(b"\x03\x01", salt, alpha, bytes([counter]), b"\x00")[:32]
        try:
            point = _eight(hashed)
        except Refused:
            continue
        if crypto_core_ed25519_is_valid_point(point):
            return point
    raise AssertionError


def _challenge(*points: bytes) -> bytes:
    return _sha512(b"\x03\x02", *points, b"\x00")[:16]


def _output(gamma: bytes) -> bytes:
    return _sha512(b"\x03\x03", _eight(gamma), b"\x00")


def prove(secret: bytes, alpha: bytes) -> bytes:
    """Section 5.1."""
    key, _ = crypto_sign_seed_keypair(secret)
    hashed = _sha512(secret)
    clamped = bytes([hashed[0] & 248, *hashed[1:31], hashed[31] & 127 | 64])
    x = crypto_core_ed25519_scalar_reduce(clamped + bytes(32))
    h = hash_to_curve(key, alpha)
    gamma = crypto_scalarmult_ed25519_noclamp(x, h)
    k = crypto_core_ed25519_scalar_reduce(_sha512(hashed[32:], h))
    c = _challenge(key, h, gamma, crypto_scalarmult_ed25519_base_noclamp(k), crypto_scalarmult_ed25519_noclamp(k, h))
    return gamma + c + crypto_core_ed25519_scalar_add(k, crypto_core_ed25519_scalar_mul(c + bytes(16), x))


def verify(key: bytes, alpha: bytes, proof: bytes) -> bytes | None:
    """Section 5.3: β, or None."""
    gamma, c, s = proof[:32], proof[32:48] + bytes(16), proof[48:]
    reduced = len(proof) == 80 and crypto_core_ed25519_scalar_reduce(s + bytes(32)) == s
    if not reduced or not crypto_core_ed25519_is_valid_point(key):
        return None
    h = hash_to_curve(key, alpha)
    try:
        u = crypto_core_ed25519_sub(_base(s), crypto_scalarmult_ed25519_noclamp(c, key))
        v = crypto_core_ed25519_sub(
            crypto_scalarmult_ed25519_noclamp(s, h), crypto_scalarmult_ed25519_noclamp(c, gamma)
        )
    except Refused:
        return None
    return _output(gamma) if _challenge(key, h, gamma, u, v) == proof[32:48] else None


def _base(scalar: bytes) -> bytes:
    return crypto_scalarmult_ed25519_base_noclamp(scalar)


def _verify(params: Params) -> str | None:
    found = verify(*(bytes.fromhex(params[name]) for name in ("public_key", "alpha", "proof")))
    return None if found is None else found.hex()


ECVRF = {
    "crypto.vrf_hash_to_curve": lambda params: hash_to_curve(
        bytes.fromhex(params["public_key"]), bytes.fromhex(params["alpha"])
    ).hex(),
    "crypto.vrf_prove": lambda params: prove(bytes.fromhex(params["secret"]), bytes.fromhex(params["alpha"])).hex(),
    "crypto.vrf_proof_to_hash": lambda params: _output(bytes.fromhex(params["proof"])[:32]).hex(),
    "crypto.vrf_verify": _verify,
    "crypto.vrf_outputs": lambda params: [_verify(each) for each in params["statements"]],
}
