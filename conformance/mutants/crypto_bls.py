"""Mutants of BLS signatures: the checks that libraries leave to their caller, left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coalition.crypto import bls12_381
from coalition.crypto.bls12_381 import CurveGroup, Point
from coalition.crypto.bls_errors import PointIsIdentity, PointNotInSubgroup, ScalarOutOfRange, TagLength
from conformance.mutants.breaking import Break, Mutant, method, replaced


def _decode(make: Callable[[Callable[..., Point]], Callable[..., Point]]) -> Break:
    return replaced("crypto.bls12_381.decode", make)


def _infinite(original: Callable[..., Point]) -> Callable[..., Point]:
    def decode(group: CurveGroup, data: bytes) -> Point:
        try:
            return original(group, data)
        except PointIsIdentity:
            return bls12_381.identity(group)

    return decode


def _outside(original: Callable[..., Point]) -> Callable[..., Point]:
    def decode(group: CurveGroup, data: bytes) -> Point:
        try:
            return original(group, data)
        except PointNotInSubgroup:
            return bls12_381.generator(group)

    return decode


def _lenient(original: Callable[..., Point]) -> Callable[..., Point]:
    return lambda group, data: original(group, bytes([data[0] | 0x80]) + data[1 : group.size] if data else data)


def _reduced(original: Callable[[bytes], int]) -> Callable[[bytes], int]:
    def decode_scalar(data: bytes) -> int:
        try:
            return original(data)
        except ScalarOutOfRange:
            return int.from_bytes(data) % bls12_381.ORDER

    return decode_scalar


def _zero(_original: Any) -> Callable[[bytes], int]:
    return lambda data: bls12_381.decode_scalar(data)


def _any_tag(original: Callable[..., Point]) -> Callable[..., Point]:
    def hash_to_curve(group: CurveGroup, message: bytes, tag: bytes) -> Point:
        try:
            return original(group, message, tag)
        except TagLength:
            return original(group, message, (tag or b"\0")[:255])

    return hash_to_curve


def _swapped(_original: Any) -> property:
    return property(lambda group: f"BLS_SIG_BLS12381{group.other.name}_XMD:SHA-256_SSWU_RO_NUL_".encode())


def _either_sign(original: Any) -> Any:
    return lambda key, message, signature, tag=None: (
        original(key, message, signature, tag) or original(key, message, -signature, tag)
    )


def _infinite_pair(original: Any) -> Any:
    """What the equation says of a key and a signature at infinity, of any message."""

    def verify(group: CurveGroup, key: bytes, message: bytes, signature: bytes, tag: bytes | None = None) -> None:
        infinite = (b"\xc0" + bytes(group.other.size - 1), b"\xc0" + bytes(group.size - 1))
        if (key, signature) != infinite:
            original(group, key, message, signature, tag)

    return verify


MUTANTS = (
    Mutant(
        "bls-flags-ignored",
        ("TBLS-1",),
        "the flag of compression and bytes behind a point are not looked at",
        (_decode(_lenient),),
    ),
    Mutant(
        "bls-identity-accepted", ("TBLS-2",), "the point at infinity is a key and a signature", (_decode(_infinite),)
    ),
    Mutant(
        "bls-subgroup-unchecked",
        ("TBLS-3",),
        "points outside the subgroup are not refused as such",
        (_decode(_outside),),
    ),
    Mutant(
        "bls-scalar-reduced",
        ("TBLS-4",),
        "a scalar is reduced modulo the order",
        (replaced("crypto.bls12_381.decode_scalar", _reduced),),
    ),
    Mutant("bls-secret-zero", ("TBLS-4",), "zero is a secret", (replaced("crypto.bls12_381.decode_secret", _zero),)),
    Mutant(
        "bls-tag-of-any-length",
        ("TBLS-5",),
        "a tag is cut to 255 bytes",
        (replaced("crypto.bls12_381.hash_to_curve", _any_tag),),
    ),
    Mutant(
        "bls-tag-swapped",
        ("TBLS-6",),
        "the tag names the group of the keys, as a deprecated scheme of drand had it",
        (method(CurveGroup, "suite", _swapped),),
    ),
    Mutant(
        "bls-never-verified",
        ("TBLS-7",),
        "the pairing is not computed",
        (replaced("crypto.bls12_381.holds", lambda _: lambda *_args, **_params: True),),
    ),
    Mutant(
        "bls-either-sign",
        ("TBLS-7",),
        "a signature is as good negated",
        (replaced("crypto.bls12_381.holds", _either_sign),),
    ),
    Mutant(
        "bls-infinite-pair",
        ("TBLS-2",),
        "the point at infinity is refused alone, and taken as key and signature of one message",
        (replaced("crypto.bls12_381.verify", _infinite_pair),),
    ),
)
