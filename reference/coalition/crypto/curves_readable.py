"""BLS12-381 over py_ecc: pure Python, for reading and for comparison. A pairing takes a third of a second."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from coalition.crypto.bls12_381 import CurveGroup
from coalition.crypto.bls_errors import PointMalformed, PointNotInSubgroup
from coalition.crypto.py_ecc_import import recursion_limit_kept

with recursion_limit_kept():
    from py_ecc.bls.g2_primitives import G1_to_pubkey, G2_to_signature, pubkey_to_G1, signature_to_G2, subgroup_check
    from py_ecc.bls.hash_to_curve import hash_to_G1, hash_to_G2
    from py_ecc.fields import optimized_bls12_381_FQ12 as FQ12
    from py_ecc.optimized_bls12_381.optimized_curve import G1, G2, Z1, Z2, eq, neg
    from py_ecc.optimized_bls12_381.optimized_curve import add as _add
    from py_ecc.optimized_bls12_381.optimized_curve import multiply as _multiply
    from py_ecc.optimized_bls12_381.optimized_pairing import final_exponentiate, pairing

_GENERATORS: Final[dict[CurveGroup, Any]] = {CurveGroup.G1: G1, CurveGroup.G2: G2}
_IDENTITIES: Final[dict[CurveGroup, Any]] = {CurveGroup.G1: Z1, CurveGroup.G2: Z2}
_ENCODE: Final[dict[CurveGroup, Any]] = {CurveGroup.G1: G1_to_pubkey, CurveGroup.G2: G2_to_signature}
_DECODE: Final[dict[CurveGroup, Any]] = {CurveGroup.G1: pubkey_to_G1, CurveGroup.G2: signature_to_G2}
_HASH: Final[dict[CurveGroup, Any]] = {CurveGroup.G1: hash_to_G1, CurveGroup.G2: hash_to_G2}


def generator(group: CurveGroup) -> Any:
    """The generator of the group."""
    return _GENERATORS[group]


def identity(group: CurveGroup) -> Any:
    """The point at infinity."""
    return _IDENTITIES[group]


def add(a: Any, b: Any) -> Any:
    """The sum of two points."""
    return _add(a, b)


def negate(point: Any) -> Any:
    """The inverse."""
    return neg(point)


def multiply(point: Any, scalar: int) -> Any:
    """The point, `scalar` times."""
    return _multiply(point, scalar)


def equal(a: Any, b: Any) -> bool:
    """Whether two points are the same; they are projective, so that one point has many forms."""
    return bool(eq(a, b))


def encode(group: CurveGroup, point: Any) -> bytes:
    """The compressed form."""
    return bytes(_ENCODE[group](point))


def decode(group: CurveGroup, data: bytes) -> Any:
    """The point of an encoding whose flags and coordinates are right."""
    try:
        point = _DECODE[group](data)
    except ValueError:
        raise PointMalformed(data.hex(), "not on the curve") from None
    if not subgroup_check(point):
        raise PointNotInSubgroup(data.hex())
    return point


def hash_to_curve(group: CurveGroup, message: bytes, tag: bytes) -> Any:
    """A point of the group, by RFC 9380."""
    return _HASH[group](message, tag, sha256)


def pairing_check(pairs: Sequence[tuple[Any, Any]]) -> bool:
    """Whether the product of the pairings is one, with one final exponentiation for all."""
    product = FQ12.one()
    for of_g1, of_g2 in pairs:
        product *= pairing(of_g2, of_g1, final_exponentiate=False)
    return bool(final_exponentiate(product) == FQ12.one())
