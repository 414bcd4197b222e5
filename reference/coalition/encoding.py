"""Hashing, integers, texts and ratios as operations of their own (chapter Encoding)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.names import FreeText, Name, TypeTag
from coalition.preimage import Preimage, bps, concat, data, derivation, each, hash_many_of, operation, plain
from coalition.presence import PresentId
from coalition.ratio import Ratio
from coalition.shapes import (
    I8,
    I16,
    I32,
    I64,
    I128,
    U8,
    U16,
    U32,
    U64,
    U128,
    Data,
    Variant,
    Width,
)
from coalition.unique_id import UniqueId


@derivation("encoding.hash")
def hash_of(value: Data) -> Preimage:
    """`H` (ENC-1)."""
    return concat(data("value", value))


@derivation("encoding.hash_many")
def hash_many_parts(parts: tuple[Data, ...]) -> Preimage:
    """`hash_many` (ENC-3)."""
    return hash_many_of(each(data("part", one) for one in parts))


@operation("encoding.present_id")
def present_id(id: PresentId) -> UniqueId:  # noqa: A002 - the parameter's name is the specification's
    """The id itself, when it is present (ENC-4)."""
    return id


@operation("encoding.name")
def name_bytes(name: Name) -> bytes:
    """The UTF-8 of a name (ENC-6 to ENC-10)."""
    return name.encode()


@operation("encoding.type_tag")
def type_tag_bytes(type_tag: TypeTag) -> bytes:
    """The bytes of a type tag (ENC-11)."""
    return type_tag


@operation("encoding.free_text")
def free_text_bytes(text: FreeText) -> bytes:
    """The UTF-8 of a free text (ENC-12)."""
    return text.encode()


@derivation("encoding.ratio")
def ratio_bytes(ratio: Ratio) -> Preimage:
    """A ratio in basis points, u16 (ENC-13, ENC-14)."""
    return plain(bps("basis_points", ratio))


@dataclass(frozen=True)
class _Integer(Variant):
    """An integer that states its type."""


@dataclass(frozen=True)
class IntegerU8(_Integer):
    """A `u8`."""

    KIND = "U8"
    value: U8


@dataclass(frozen=True)
class IntegerU16(_Integer):
    """A `u16`."""

    KIND = "U16"
    value: U16


@dataclass(frozen=True)
class IntegerU32(_Integer):
    """A `u32`."""

    KIND = "U32"
    value: U32


@dataclass(frozen=True)
class IntegerU64(_Integer):
    """A `u64`."""

    KIND = "U64"
    value: U64


@dataclass(frozen=True)
class IntegerU128(_Integer):
    """A `u128`."""

    KIND = "U128"
    value: U128


@dataclass(frozen=True)
class IntegerI8(_Integer):
    """An `i8`."""

    KIND = "I8"
    value: I8


@dataclass(frozen=True)
class IntegerI16(_Integer):
    """An `i16`."""

    KIND = "I16"
    value: I16


@dataclass(frozen=True)
class IntegerI32(_Integer):
    """An `i32`."""

    KIND = "I32"
    value: I32


@dataclass(frozen=True)
class IntegerI64(_Integer):
    """An `i64`."""

    KIND = "I64"
    value: I64


@dataclass(frozen=True)
class IntegerI128(_Integer):
    """An `i128`."""

    KIND = "I128"
    value: I128


Integer = (
    IntegerU8
    | IntegerU16
    | IntegerU32
    | IntegerU64
    | IntegerU128
    | IntegerI8
    | IntegerI16
    | IntegerI32
    | IntegerI64
    | IntegerI128
)


@operation("encoding.integer")
def integer_bytes(value: Integer) -> bytes:
    """An integer in the width of its type, little-endian (ENC-2)."""
    kind = value.variant()
    return Width(int(kind[1:]), signed=kind.startswith("I")).encode(value.value)
