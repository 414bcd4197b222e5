"""BLAKE3 in its three modes and at any output length (chapter BLAKE3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from blake3 import blake3

from coalition.preimage import operation
from coalition.shapes import U16, U32, Bytes32, Variant

#: The bytes of the counting pattern: 0 to 250, then 0 again (HASH-5).
PATTERN: Final = bytes(range(251))


@dataclass(frozen=True)
class Hash(Variant):
    """The mode without a key: what every identity is made with (HASH-1)."""


@dataclass(frozen=True)
class KeyedHash(Variant):
    """The mode with a key of 32 bytes (HASH-2)."""

    key: Bytes32


@dataclass(frozen=True)
class DeriveKey(Variant):
    """The mode that derives a key from key material, for a context (HASH-3)."""

    context: str


@dataclass(frozen=True)
class Plain(Variant):
    """A message given in full."""

    bytes: bytes


@dataclass(frozen=True)
class Counting(Variant):
    """The first `length` bytes of the pattern, repeated (HASH-5)."""

    length: U32


Blake3Mode = Hash | KeyedHash | DeriveKey
HashMessage = Plain | Counting


@operation("crypto.blake3")
def blake3_of(mode: Blake3Mode, message: HashMessage, output_length: U16) -> bytes:
    """`output_length` bytes of BLAKE3 of a message in a mode (HASH-1 to HASH-5)."""
    data = counting(message.length) if isinstance(message, Counting) else message.bytes
    match mode:
        case KeyedHash(key):
            return keyed_hash(key, data, output_length)
        case DeriveKey(context):
            return derive_key(context, data, output_length)
        case _:
            return plain_hash(data, output_length)


def counting(length: int) -> bytes:
    """The first `length` bytes of 0, 1, …, 250, 0, 1, … (HASH-5)."""
    return (PATTERN * (length // len(PATTERN) + 1))[:length]


def plain_hash(data: bytes, length: int) -> bytes:
    """`hash`, extended to `length` bytes (HASH-1, HASH-4)."""
    return blake3(data).digest(length=length)


def keyed_hash(key: bytes, data: bytes, length: int) -> bytes:
    """`keyed_hash` under a key of 32 bytes (HASH-2, HASH-4)."""
    return blake3(data, key=key).digest(length=length)


def derive_key(context: str, material: bytes, length: int) -> bytes:
    """`derive_key`: `length` bytes for a context, from key material (HASH-3, HASH-4)."""
    return blake3(material, derive_key_context=context).digest(length=length)
