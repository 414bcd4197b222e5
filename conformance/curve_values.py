"""Ways to make, of a value of a curve that is right, one that is none: scalars, points, keys and signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Literal

from coalition.crypto import edwards25519 as edwards
from coalition.crypto.bls12_381 import ORDER, PRIME, CurveGroup, decode
from coalition.crypto.bls_errors import PointMalformed, PointNotInSubgroup
from coalition.crypto.frost_suites import SUITES, FrostSuite, Secp256k1
from conformance.frost_rounds import wrong_elements
from conformance.spoilt import Spoil

#: Of a value in its JSON form, each way to break it.
Ways = Callable[[str], Iterator[Spoil]]

_SECP256K1: Final = Secp256k1.order
#: Encodings on edwards25519 under which no secret stands, and what encodes no point.
_WEAK: Final = (
    ("identity", b"\1" + bytes(31), "the identity"),
    ("order-2", (edwards.PRIME - 1).to_bytes(32, "little"), "a point of order 2"),
    ("order-4", bytes(32), "a point of order 4"),
    (
        "order-8",
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        "a point of order 8",
    ),
)
_NO_POINT: Final = (
    ("off-curve", b"\2" + bytes(31), "a y that is on no point"),
    ("not-reduced", (edwards.PRIME + 1).to_bytes(32, "little"), "a y that is the prime and one more"),
    ("negative-zero", b"\1" + bytes(30) + b"\x80", "an x that is a negative zero"),
)


def _scalars(
    order: int, byte_order: Literal["big", "little"], error: str, raw: bytes, zero: str | None
) -> Iterator[tuple[str, str, bytes, str]]:
    """32 bytes that are not below the order; where zero is an error, zero."""
    own = int.from_bytes(raw, byte_order)
    for slug, number, comment in (
        ("order", order, "the order"),
        ("above-order", order + 1, "one above the order"),
        ("not-reduced", own + order, "the same scalar and the order"),
        ("greatest", 2**256 - 1, "the greatest number of its width"),
    ):
        if number < 2**256:
            yield slug, error, number.to_bytes(32, byte_order), comment
    if zero is not None:
        yield "zero", zero, bytes(32), "zero"


def _spoils(found: Iterable[tuple[str, str, bytes, str]], right: bytes) -> Iterator[Spoil]:
    """The ways that change something, each once."""
    seen = {right}
    for slug, error, raw, comment in found:
        if raw not in seen:
            seen.add(raw)
            yield Spoil(slug, error, raw.hex(), comment)


def _of(ways: Callable[[bytes], Iterable[tuple[str, str, bytes, str]]]) -> Ways:
    return lambda value: _spoils(ways(bytes.fromhex(value)), bytes.fromhex(value))


def bls_scalar(zero: str | None = None) -> Ways:
    """A scalar of BLS12-381 (TBLS-4)."""
    return _of(lambda raw: _scalars(ORDER, "big", "ScalarOutOfRange", raw, zero))


def frost_scalar(suite: FrostSuite, zero: str | None = None) -> Ways:
    """A scalar of a suite (FROST-2)."""
    by = SUITES[suite]
    return _of(lambda raw: _scalars(by.order, by.byte_order, "FrostScalarOutOfRange", raw, zero))


def frost_element(suite: FrostSuite) -> Ways:
    """An element of a suite (FROST-3 to FROST-5)."""
    return _of(lambda raw: ((slug, error, wrong, slug) for slug, error, wrong in wrong_elements(suite, raw)))


def bls_point(group: CurveGroup) -> Ways:
    """A point of BLS12-381 (TBLS-1 to TBLS-3)."""
    return _of(lambda raw: _bls_points(group, raw))


def _bls_points(group: CurveGroup, raw: bytes) -> Iterator[tuple[str, str, bytes, str]]:
    infinity = bytes([0xC0]) + bytes(group.size - 1)
    yield "identity", "PointIsIdentity", infinity, "the point at infinity"
    yield "signed-identity", "PointMalformed", bytes([0xE0]) + infinity[1:], "infinity with a sign"
    yield "flag", "PointMalformed", bytes([raw[0] & 0x7F]) + raw[1:], "not said to be compressed"
    prime = PRIME.to_bytes(48)
    yield "not-reduced", "PointMalformed", bytes([raw[0] & 0xE0 | prime[0]]) + prime[1:] + raw[48:], "an x that is p"
    yield "short", "PointMalformed", raw[:-1], "a byte less"
    yield "long", "PointMalformed", raw + b"\0", "a byte more"
    yield from _neighbours(group, raw)


def _neighbours(group: CurveGroup, raw: bytes) -> Iterator[tuple[str, str, bytes, str]]:
    """The next x that is on no point, and the next that is on a point of another order."""
    wanted = {PointMalformed: ("off-curve", "an x that is on no point"),
              PointNotInSubgroup: ("off-subgroup", "a point of another order")}  # fmt: skip
    number = int.from_bytes(raw)
    while wanted:
        number += 1
        try:
            decode(group, number.to_bytes(group.size))
        except (PointMalformed, PointNotInSubgroup) as error:
            if type(error) in wanted:
                slug, comment = wanted.pop(type(error))
                yield slug, type(error).__name__, number.to_bytes(group.size), comment


def ecdsa_key() -> Ways:
    """A public key of ECDSA (FECDSA-1)."""
    wrong = "EcdsaKeyMalformed"
    return _of(lambda raw: ((slug, wrong, made, slug) for slug, _, made in wrong_elements(FrostSuite.Secp256k1, raw)))


def ecdsa_signature() -> Ways:
    """A signature of ECDSA (FECDSA-1 to FECDSA-3)."""
    return _of(_ecdsa_signatures)


def _ecdsa_signatures(raw: bytes) -> Iterator[tuple[str, str, bytes, str]]:
    r, s, wrong = raw[:32], raw[32:], "EcdsaScalarOutOfRange"
    for slug, error, made, comment in _scalars(_SECP256K1, "big", wrong, r, wrong):
        yield f"r-{slug}", error, made + s, f"r: {comment}"
    for slug, error, made, comment in _scalars(_SECP256K1, "big", wrong, s, wrong):
        yield f"s-{slug}", error, r + made, f"s: {comment}"
    high = _SECP256K1 - int.from_bytes(s)
    yield "high-s", "EcdsaHighS", r + high.to_bytes(32), "the other s that verifies"
    yield "short", "EcdsaSignatureMalformed", raw[:-1], "a byte less"
    yield "long", "EcdsaSignatureMalformed", raw + b"\0", "a byte more"


def edwards_key(error: str) -> Ways:
    """A key on edwards25519, which is a point in its one encoding and not of small order (EDS-4, VRF-5)."""
    return _of(lambda _raw: ((slug, error, made, comment) for slug, made, comment in (*_WEAK, *_NO_POINT)))


def ed25519_signature(error: str) -> Ways:
    """A signature of Ed25519: R as a key is, S below the order (EDS-3, EDS-4)."""
    return _of(lambda raw: _ed25519_signatures(error, raw))


def _ed25519_signatures(error: str, raw: bytes) -> Iterator[tuple[str, str, bytes, str]]:
    for slug, made, comment in (*_WEAK, *_NO_POINT):
        yield f"r-{slug}", error, made + raw[32:], f"R: {comment}"
    for slug, _, made, comment in _scalars(edwards.ORDER, "little", error, raw[32:], None):
        yield f"s-{slug}", error, raw[:32] + made, f"S: {comment}"


def vrf_proof() -> Ways:
    """A proof of the VRF (VRF-4)."""
    return _of(_vrf_proofs)


def _vrf_proofs(raw: bytes) -> Iterator[tuple[str, str, bytes, str]]:
    error = "VrfProofMalformed"
    for slug, made, comment in _NO_POINT:
        yield f"gamma-{slug}", error, made + raw[32:], f"Γ: {comment}"
    for slug, _, made, comment in _scalars(edwards.ORDER, "little", error, raw[48:], None):
        yield f"s-{slug}", error, raw[:48] + made, f"s: {comment}"
    yield "short", error, raw[:-1], "a byte less"
    yield "long", error, raw + b"\0", "a byte more"


def x25519_key(error: str) -> Ways:
    """A public key of X25519: canonical, and not of small order (SEAL-3, SEAL-4)."""
    return _of(lambda raw: _x25519_keys(error, raw))


def _x25519_keys(error: str, raw: bytes) -> Iterator[tuple[str, str, bytes, str]]:
    yield "top-bit", error, raw[:31] + bytes([raw[31] | 0x80]) + raw[32:], "the top bit set"
    for slug, number, comment in (
        ("prime", edwards.PRIME, "the prime"),
        ("not-reduced", edwards.PRIME + 9, "the base point, not reduced"),
        ("zero", 0, "of small order: 0"),
        ("one", 1, "of small order: 1"),
        ("minus-one", edwards.PRIME - 1, "of small order: -1"),
    ):
        yield slug, error, number.to_bytes(32, "little") + raw[32:], comment


def frost_signature(suite: FrostSuite) -> Ways:
    """A signature of FROST (FROST-20)."""
    return _of(lambda raw: _frost_signatures(suite, raw))


def _frost_signatures(suite: FrostSuite, raw: bytes) -> Iterator[tuple[str, str, bytes, str]]:
    by: Any = SUITES[suite]
    point, z = raw[: by.element_size], raw[by.element_size :]
    for slug, error, made in wrong_elements(suite, point):
        # In Ed25519 any point of the curve is a first half.
        if len(made) == len(point) and (suite is FrostSuite.Secp256k1 or error == "FrostElementMalformed"):
            yield f"r-{slug}", error, made + z, f"R: {slug}"
    for slug, error, made, comment in _scalars(by.order, by.byte_order, "FrostScalarOutOfRange", z, None):
        yield f"z-{slug}", error, point + made, f"z: {comment}"
    yield "short", "FrostSignatureMalformed", raw[:-1], "a byte less"
    yield "long", "FrostSignatureMalformed", raw + b"\0", "a byte more"
