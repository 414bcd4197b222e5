"""BLS signatures of the basic ciphersuites (chapter Threshold BLS): hash to curve, keys, signing, verifying."""

from __future__ import annotations

from coalition.crypto import bls12_381
from coalition.crypto.bls12_381 import CurveGroup, decode_secret
from coalition.preimage import operation
from coalition.shapes import Bytes32
from coalition.unique_id import UniqueId, hash_bytes


@operation("crypto.bls_hash_to_curve")
def bls_hash_to_curve(group: CurveGroup, message: bytes, tag: bytes) -> bytes:
    """The compressed point a message hashes to under a tag of 1 to 255 bytes (TBLS-5)."""
    return bls12_381.hash_to_curve(group, message, tag).encode()


@operation("crypto.bls_public_key")
def bls_public_key(signature_group: CurveGroup, secret: Bytes32) -> bytes:
    """The compressed public key of a secret, in the group that signatures are not in (TBLS-4, TBLS-6)."""
    return bls12_381.public_key(signature_group, decode_secret(secret)).encode()


@operation("crypto.bls_sign")
def bls_sign(signature_group: CurveGroup, secret: Bytes32, message: bytes) -> bytes:
    """The compressed signature of a message (TBLS-4, TBLS-6)."""
    return bls12_381.sign(signature_group, decode_secret(secret), message).encode()


@operation("crypto.bls_verify")
def bls_verify(signature_group: CurveGroup, public_key: bytes, message: bytes, signature: bytes) -> UniqueId:
    """Verify a signature, and name it by its digest: `H` of its bytes (TBLS-1 to TBLS-3, TBLS-7)."""
    bls12_381.verify(signature_group, public_key, message, signature)
    return UniqueId(hash_bytes(signature))
