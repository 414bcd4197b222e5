"""BLS12-381, as narrow as its users need it: scalars, points of G1 and G2, hash to curve, pairing check, signatures.

Points are what one of two backends computes with: `readable` over py_ecc, pure Python and slow, or `fast` over blst.
Both give the same bytes and refuse the same input; which is used changes nothing but the time. Without `use`, the fast
one is taken where its library is installed.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, cast

from coalition.crypto.bls_errors import (
    BlsSignatureInvalid,
    PointIsIdentity,
    PointMalformed,
    PointNotInSubgroup,
    ScalarOutOfRange,
    ScalarZero,
    TagLength,
)
from coalition.shapes import Discriminant

#: The order r of G1, G2 and the scalar field.
ORDER: Final = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
#: The prime p of the field the coordinates are in.
PRIME: Final = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB

_COMPRESSED: Final = 0x80
_INFINITY: Final = 0x40
_SIGN: Final = 0x20
_COORDINATE: Final = 48


class CurveGroup(Discriminant):
    """The two groups of the pairing."""

    G1 = 0
    G2 = 1

    @property
    def size(self) -> int:
        """The bytes of a compressed point: 48 or 96."""
        return _COORDINATE * (self.value + 1)

    @property
    def other(self) -> CurveGroup:
        """The group the public keys are in, of signatures in this one."""
        return CurveGroup.G2 if self is CurveGroup.G1 else CurveGroup.G1

    @property
    def suite(self) -> bytes:
        """The tag of the basic ciphersuite with signatures in this group (TBLS-6)."""
        return f"BLS_SIG_BLS12381{self.name}_XMD:SHA-256_SSWU_RO_NUL_".encode("ascii")


class Backend(Protocol):
    """What computes. Points are its own values; scalars are reduced, encodings are canonical before they come here."""

    def generator(self, group: CurveGroup) -> Any:
        """The generator of the group."""

    def identity(self, group: CurveGroup) -> Any:
        """The point at infinity."""

    def add(self, a: Any, b: Any) -> Any:
        """The sum of two points of one group."""

    def negate(self, point: Any) -> Any:
        """The inverse."""

    def multiply(self, point: Any, scalar: int) -> Any:
        """The point, `scalar` times: 0 ≤ scalar < r."""

    def equal(self, a: Any, b: Any) -> bool:
        """Whether two points of one group are the same."""

    def encode(self, group: CurveGroup, point: Any) -> bytes:
        """The compressed form."""

    def decode(self, group: CurveGroup, data: bytes) -> Any:
        """The point of an encoding whose flags and coordinates are right: `PointMalformed`, `PointNotInSubgroup`."""

    def hash_to_curve(self, group: CurveGroup, message: bytes, tag: bytes) -> Any:
        """A point of the group, by RFC 9380."""

    def pairing_check(self, pairs: Sequence[tuple[Any, Any]]) -> bool:
        """Whether the product of the pairings, of G1 and G2 each, is one."""


BackendName = Literal["readable", "fast"]
_MODULES: Final = {"readable": "coalition.crypto.curves_readable", "fast": "coalition.crypto.curves_fast"}
_chosen: list[Backend] = []


def use(name: BackendName) -> None:
    """Compute with this backend from now on. `fast` needs the library pyblst."""
    _chosen[:] = [cast(Backend, importlib.import_module(_MODULES[name]))]


def backend() -> Backend:
    """The backend in use."""
    if not _chosen:
        use("fast" if importlib.util.find_spec("pyblst") else "readable")
    return _chosen[0]


@dataclass(frozen=True, eq=False)
class Point:
    """A point of the prime-order subgroup of G1 or G2, in a backend's own form."""

    group: CurveGroup
    native: Any
    computed_by: Backend

    def __add__(self, other: Point) -> Point:
        if self.group is not other.group:
            raise TypeError("points of two groups")
        return self._made(self.computed_by.add(self.native, other.native))

    def __neg__(self) -> Point:
        return self._made(self.computed_by.negate(self.native))

    def __mul__(self, scalar: int) -> Point:
        return self._made(self.computed_by.multiply(self.native, scalar % ORDER))

    __rmul__ = __mul__

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Point) or self.group is not other.group:
            return False
        return self.computed_by.equal(self.native, other.native)

    def __hash__(self) -> int:
        return hash(self.encode())

    def is_identity(self) -> bool:
        """Whether it is the point at infinity."""
        return self.computed_by.equal(self.native, self.computed_by.identity(self.group))

    def encode(self) -> bytes:
        """The compressed form (TBLS-1): 48 bytes of G1, 96 of G2."""
        return self.computed_by.encode(self.group, self.native)

    def _made(self, native: Any) -> Point:
        return Point(self.group, native, self.computed_by)


def generator(group: CurveGroup) -> Point:
    """The generator of the group."""
    return Point(group, backend().generator(group), backend())


def identity(group: CurveGroup) -> Point:
    """The point at infinity: where a sum begins. No input may be it (TBLS-2)."""
    return Point(group, backend().identity(group), backend())


def decode(group: CurveGroup, data: bytes) -> Point:
    """The point of a compressed form (TBLS-1, TBLS-2, TBLS-3).

    Raises `PointMalformed` for a form that is not the one form of a point of the curve, `PointIsIdentity`, and
    `PointNotInSubgroup`.
    """
    _check_form(group, data)
    return Point(group, backend().decode(group, data), backend())


def _check_form(group: CurveGroup, data: bytes) -> None:
    if len(data) != group.size:
        raise PointMalformed(data.hex(), f"{group.size} bytes")
    flags = data[0]
    if not flags & _COMPRESSED:
        raise PointMalformed(data.hex(), "not compressed")
    coordinates = bytes([flags & 0x1F]) + data[1:]
    if flags & _INFINITY:
        if flags & _SIGN or any(coordinates):
            raise PointMalformed(data.hex(), "infinity with a sign or a coordinate")
        raise PointIsIdentity(data.hex())
    for start in range(0, group.size, _COORDINATE):
        if int.from_bytes(coordinates[start : start + _COORDINATE]) >= PRIME:
            raise PointMalformed(data.hex(), "a coordinate that is not reduced")
    if not any(coordinates):
        # Libraries refuse x = 0 as a broken infinity. In G1 such a point is on the curve, of order 3; in G2 none is.
        raise (
            PointNotInSubgroup(data.hex()) if group is CurveGroup.G1 else PointMalformed(data.hex(), "not on the curve")
        )


def decode_scalar(data: bytes) -> int:
    """The scalar of 32 bytes, big-endian (TBLS-4). Raises `ScalarOutOfRange` for one that is not below the order."""
    scalar = int.from_bytes(data)
    if len(data) != 32 or scalar >= ORDER:
        raise ScalarOutOfRange(data.hex())
    return scalar


def decode_secret(data: bytes) -> int:
    """A scalar that is a key or a share: `ScalarZero` for zero, whose public key is the identity (TBLS-4)."""
    scalar = decode_scalar(data)
    if scalar == 0:
        raise ScalarZero(data.hex())
    return scalar


def encode_scalar(scalar: int) -> bytes:
    """32 bytes, big-endian, of the scalar modulo the order."""
    return (scalar % ORDER).to_bytes(32)


def hash_to_curve(group: CurveGroup, message: bytes, tag: bytes) -> Point:
    """The point a message hashes to under a domain separation tag (TBLS-5). Raises `TagLength`."""
    if not 1 <= len(tag) <= 255:
        raise TagLength(tag.hex())
    return Point(group, backend().hash_to_curve(group, message, tag), backend())


def pairing_check(*pairs: tuple[Point, Point]) -> bool:
    """Whether the product of the pairings of (G1, G2) points is one."""
    if any((a.group, b.group) != (CurveGroup.G1, CurveGroup.G2) for a, b in pairs):
        raise TypeError("a pair is a point of G1 and one of G2")
    return backend().pairing_check([(a.native, b.native) for a, b in pairs])


def pairings_equal(left: tuple[Point, Point], right: tuple[Point, Point]) -> bool:
    """Whether two pairings are equal; the points of a pair in either order."""
    (a, b), (c, d) = _g1_first(left), _g1_first(right)
    return pairing_check((-a, b), (c, d))


def _g1_first(pair: tuple[Point, Point]) -> tuple[Point, Point]:
    return pair if pair[0].group is CurveGroup.G1 else (pair[1], pair[0])


def public_key(signature_group: CurveGroup, secret: int) -> Point:
    """The public key of a secret, in the group that signatures are not in (TBLS-6)."""
    return generator(signature_group.other) * secret


def sign(signature_group: CurveGroup, secret: int, message: bytes, tag: bytes | None = None) -> Point:
    """The signature of the message: the point it hashes to, `secret` times. Without a tag, that of TBLS-6."""
    return hash_to_curve(signature_group, message, tag or signature_group.suite) * secret


def holds(key: Point, message: bytes, signature: Point, tag: bytes | None = None) -> bool:
    """Whether a signature is that of the message under the key; both points are checked already."""
    group = signature.group
    if key.group is not group.other:
        raise TypeError("key and signature are of one group")
    hashed = hash_to_curve(group, message, tag or group.suite)
    return pairings_equal((generator(group.other), signature), (key, hashed))


def verify(signature_group: CurveGroup, key: bytes, message: bytes, signature: bytes, tag: bytes | None = None) -> None:
    """Verify a signature given in bytes (TBLS-7), under the tag of TBLS-6 or another.

    Raises what `decode` raises, of the key first, and `BlsSignatureInvalid`.
    """
    decoded = decode(signature_group.other, key)
    if not holds(decoded, message, decode(signature_group, signature), tag):
        raise BlsSignatureInvalid(signature.hex())
