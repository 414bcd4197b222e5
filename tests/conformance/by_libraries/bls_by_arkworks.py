"""BLS12-381 by arkworks, which neither backend of the reference is built on."""

from __future__ import annotations

from typing import Any

from blake3 import blake3
from py_arkworks_bls12381 import GT, G1Point, G2Point, Scalar

Params = dict[str, Any]
POINTS: dict[str, Any] = {"G1": G1Point, "G2": G2Point}
OTHER = {"G1": "G2", "G2": "G1"}


def suite(group: str) -> bytes:
    """The tag of signatures in a group."""
    return f"BLS_SIG_BLS12381{group}_XMD:SHA-256_SSWU_RO_NUL_".encode()


def scalar(digits: str) -> Scalar:
    """A scalar of big-endian digits; arkworks takes little-endian."""
    return Scalar.from_le_bytes(bytes.fromhex(digits)[::-1])


def point(group: str, digits: str) -> Any:
    """A point that is of the subgroup and not the identity."""
    found = POINTS[group].from_compressed_bytes(bytes.fromhex(digits))
    assert found != POINTS[group].identity()
    return found


def holds(group: str, key: Any, message: bytes, signature: Any, tag: bytes | None = None) -> bool:
    """Whether the signature is the message's under the key: one pairing product."""
    hashed = POINTS[group].hash_to_curve(message, tag or suite(group))
    of_signatures, of_keys = [-signature, hashed], [POINTS[OTHER[group]](), key]
    if group == "G2":
        of_signatures, of_keys = of_keys, of_signatures
    return bool(GT.pairing_check(of_signatures, of_keys))


def hash_to_curve(params: Params) -> str:
    """`crypto.bls_hash_to_curve`."""
    made = POINTS[params["group"]["kind"]].hash_to_curve(bytes.fromhex(params["message"]), bytes.fromhex(params["tag"]))
    return bytes(made.to_compressed_bytes()).hex()


def public_key(params: Params) -> str:
    """`crypto.bls_public_key`."""
    made = POINTS[OTHER[params["signature_group"]["kind"]]]() * scalar(params["secret"])
    return bytes(made.to_compressed_bytes()).hex()


def sign(params: Params) -> str:
    """`crypto.bls_sign`."""
    group = params["signature_group"]["kind"]
    made = POINTS[group].hash_to_curve(bytes.fromhex(params["message"]), suite(group)) * scalar(params["secret"])
    return bytes(made.to_compressed_bytes()).hex()


def verify(params: Params) -> str:
    """`crypto.bls_verify`."""
    group = params["signature_group"]["kind"]
    key, signature = point(OTHER[group], params["public_key"]), point(group, params["signature"])
    assert holds(group, key, bytes.fromhex(params["message"]), signature)
    return blake3(bytes.fromhex(params["signature"])).hexdigest()


BLS = {
    "crypto.bls_hash_to_curve": hash_to_curve,
    "crypto.bls_public_key": public_key,
    "crypto.bls_sign": sign,
    "crypto.bls_verify": verify,
}
