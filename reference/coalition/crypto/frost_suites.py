"""The two ciphersuites of FROST (RFC 9591, sections 6.1 and 6.5): a group of prime order, its encodings, its hashes."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from coalition.crypto import edwards25519 as edwards
from coalition.crypto.frost_errors import (
    FrostElementMalformed,
    FrostElementOrder,
    FrostIdentityElement,
    FrostScalarOutOfRange,
)
from coalition.crypto.py_ecc_import import recursion_limit_kept
from coalition.shapes import Discriminant

Point = Any


class FrostSuite(Discriminant):
    """The suites that a signer may use (FROST-1)."""

    Secp256k1 = 0
    Ed25519 = 1


class Suite(ABC):
    """A group of prime order with its hashes. A point is whatever the curve's library makes of it."""

    context: ClassVar[bytes]
    order: ClassVar[int]
    byte_order: ClassVar[Any]
    element_size: ClassVar[int]

    def scalar(self, encoded: bytes) -> int:
        """A scalar of 32 bytes. Raises `FrostScalarOutOfRange` for one that is not below the order (FROST-2)."""
        value = int.from_bytes(encoded, self.byte_order)
        if value >= self.order:
            raise FrostScalarOutOfRange(encoded)
        return value

    def encode_scalar(self, value: int) -> bytes:
        """A scalar in 32 bytes (FROST-2)."""
        return (value % self.order).to_bytes(32, self.byte_order)

    def element(self, encoded: bytes) -> Point:
        """An element of the group: on the curve, in the prime-order group, not the identity (FROST-3 to FROST-5)."""
        if len(encoded) != self.element_size:
            raise FrostElementMalformed(encoded, f"{self.element_size} bytes")
        point = self.decode(encoded)
        self.check_identity(point, encoded)
        self.check_order(point, encoded)
        return point

    def check_identity(self, point: Point, encoded: bytes) -> None:
        """Raise `FrostIdentityElement` for the identity (FROST-4)."""
        if self.is_identity(point):
            raise FrostIdentityElement(encoded)

    def check_order(self, point: Point, encoded: bytes) -> None:
        """Raise `FrostElementOrder` for a point outside the group of prime order (FROST-5)."""
        if not self.is_identity(self.multiply(point, self.order)):
            raise FrostElementOrder(encoded)

    def encode_element(self, point: Point) -> bytes:
        """An element's bytes. Raises `FrostIdentityElement` for the identity, which is none to send (FROST-4)."""
        if self.is_identity(point):
            raise FrostIdentityElement(point)
        return self.encode(point)

    def total(self, points: Iterable[Point]) -> Point:
        """The sum of some points."""
        found = self.identity()
        for each in points:
            found = self.add(found, each)
        return found

    def base(self, scalar: int) -> Point:
        """A multiple of the generator."""
        return self.multiply(self.generator(), scalar)

    def h4(self, message: bytes) -> bytes:
        """The digest of a message (FROST-1)."""
        return self.digest(self.context + b"msg" + message)

    def h5(self, message: bytes) -> bytes:
        """The digest of a list of commitments (FROST-1)."""
        return self.digest(self.context + b"com" + message)

    @abstractmethod
    def h1(self, message: bytes) -> int:
        """The scalar of a binding factor (FROST-1)."""

    @abstractmethod
    def h2(self, message: bytes) -> int:
        """The scalar of a challenge (FROST-1)."""

    @abstractmethod
    def h3(self, message: bytes) -> int:
        """The scalar of a nonce (FROST-1)."""

    @abstractmethod
    def digest(self, message: bytes) -> bytes:
        """The suite's hash."""

    @abstractmethod
    def generator(self) -> Point:
        """The generator."""

    @abstractmethod
    def identity(self) -> Point:
        """The identity."""

    @abstractmethod
    def is_identity(self, point: Point) -> bool:
        """Whether a point is the identity."""

    @abstractmethod
    def add(self, one: Point, other: Point) -> Point:
        """The sum of two points."""

    @abstractmethod
    def multiply(self, point: Point, scalar: int) -> Point:
        """A multiple of a point."""

    @abstractmethod
    def decode(self, encoded: bytes) -> Point:
        """A point of the curve, the identity among them. Raises `FrostElementMalformed`."""

    @abstractmethod
    def encode(self, point: Point) -> bytes:
        """The bytes of a point."""

    @abstractmethod
    def signature_point(self, encoded: bytes) -> Point:
        """The first half of a signature as a point (FROST-20)."""

    @abstractmethod
    def same(self, one: Point, other: Point) -> bool:
        """Whether the two sides of the verification equation agree (FROST-20)."""


def _secp256k1() -> Any:
    """The curve's arithmetic."""
    with recursion_limit_kept():
        from py_ecc.secp256k1 import secp256k1

    return secp256k1


class Secp256k1(Suite):
    """FROST(secp256k1, SHA-256), RFC 9591, section 6.5: points affine, the identity `(0, 0)`."""

    context = b"FROST-secp256k1-SHA256-v1"
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    byte_order = "big"
    element_size = 33

    def h1(self, message: bytes) -> int:
        return self._to_field(message, b"rho")

    def h2(self, message: bytes) -> int:
        return self._to_field(message, b"chal")

    def h3(self, message: bytes) -> int:
        return self._to_field(message, b"nonce")

    def digest(self, message: bytes) -> bytes:
        return hashlib.sha256(message).digest()

    def _to_field(self, message: bytes, tag: bytes) -> int:
        """`hash_to_field` of RFC 9380 with `expand_message_xmd`, one element of 48 bytes."""
        with recursion_limit_kept():
            from py_ecc.bls.hash import expand_message_xmd

        # py_ecc annotates its hash by the type that hashlib does not name.
        expanded = expand_message_xmd(message, self.context + tag, 48, hashlib.sha256)  # type: ignore[arg-type] # above
        return int.from_bytes(expanded, "big") % self.order

    def generator(self) -> Point:
        secp256k1 = _secp256k1()

        return secp256k1.G

    def identity(self) -> Point:
        return (0, 0)

    def is_identity(self, point: Point) -> bool:
        return bool(point == (0, 0))

    def add(self, one: Point, other: Point) -> Point:
        secp256k1 = _secp256k1()

        if self.is_identity(one) or self.is_identity(other):
            return other if self.is_identity(one) else one
        if one[0] == other[0] and one[1] != other[1]:
            return self.identity()
        return secp256k1.add(one, other)

    def multiply(self, point: Point, scalar: int) -> Point:
        secp256k1 = _secp256k1()

        if self.is_identity(point) or scalar % self.order == 0:
            return self.identity()
        return secp256k1.multiply(point, scalar % self.order)

    def check_order(self, point: Point, encoded: bytes) -> None:
        """Every point of this curve is of its prime order (FROST-5)."""

    def decode(self, encoded: bytes) -> Point:
        secp256k1 = _secp256k1()

        if encoded == bytes(33):
            return self.identity()
        prime = secp256k1.P
        x = int.from_bytes(encoded[1:], "big")
        square = (pow(x, 3, prime) + 7) % prime
        y = pow(square, (prime + 1) // 4, prime)
        if encoded[0] not in (2, 3) or x >= prime or y * y % prime != square:
            raise FrostElementMalformed(encoded, "SEC1, compressed")
        return (x, y if y % 2 == encoded[0] % 2 else prime - y)

    def encode(self, point: Point) -> bytes:
        x, y = point
        return bytes([2 + int(y) % 2]) + int(x).to_bytes(32, "big")

    def signature_point(self, encoded: bytes) -> Point:
        return self.element(encoded)

    def same(self, one: Point, other: Point) -> bool:
        return bool(one == other)


class Ed25519(Suite):
    """FROST(Ed25519, SHA-512), RFC 9591, section 6.1."""

    context = b"FROST-ED25519-SHA512-v1"
    order = edwards.ORDER
    byte_order = "little"
    element_size = 32

    def h1(self, message: bytes) -> int:
        return self._reduced(self.context + b"rho" + message)

    def h2(self, message: bytes) -> int:
        # No prefix: the signature is one of RFC 8032.
        return self._reduced(message)

    def h3(self, message: bytes) -> int:
        return self._reduced(self.context + b"nonce" + message)

    def digest(self, message: bytes) -> bytes:
        return hashlib.sha512(message).digest()

    def _reduced(self, message: bytes) -> int:
        return int.from_bytes(hashlib.sha512(message).digest(), "little") % self.order

    def generator(self) -> Point:
        return edwards.BASE

    def identity(self) -> Point:
        return edwards.IDENTITY

    def is_identity(self, point: Point) -> bool:
        return edwards.equal(point, edwards.IDENTITY)

    def add(self, one: Point, other: Point) -> Point:
        return edwards.add(one, other)

    def multiply(self, point: Point, scalar: int) -> Point:
        return edwards.multiply(point, scalar)

    def decode(self, encoded: bytes) -> Point:
        point = edwards.decode(encoded)
        if point is None:
            raise FrostElementMalformed(encoded, "RFC 8032, section 5.1.3")
        return point

    def encode(self, point: Point) -> bytes:
        return edwards.encode(point)

    def signature_point(self, encoded: bytes) -> Point:
        # RFC 8032 takes any point here, since the equation is multiplied by the cofactor.
        return self.decode(encoded)

    def same(self, one: Point, other: Point) -> bool:
        return edwards.equal(edwards.multiply(one, 8), edwards.multiply(other, 8))


SUITES: dict[FrostSuite, Suite] = {FrostSuite.Secp256k1: Secp256k1(), FrostSuite.Ed25519: Ed25519()}
