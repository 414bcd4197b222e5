"""The digest of a struct that has no preimage of its own, and the encoding of its fields (ENC-15 to ENC-21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coalition.errors import DuplicateElement, DuplicateKey
from coalition.preimage import (
    Field,
    Preimage,
    ascii_text,
    derivation,
    each,
    hash_many_of,
    integer,
    list_of,
    option,
    part,
    plain,
    raw,
    sorted_each,
    utf8,
)
from coalition.shapes import I64, I128, U8, U16, U32, U64, U128, Record, Variant, Width


@dataclass(frozen=True)
class Typed(Variant):
    """A field's value that states its type."""

    def preimage(self) -> Preimage:
        """The encoding of the value (ENC-16)."""
        raise NotImplementedError(type(self).__name__)


@dataclass(frozen=True)
class _Integer(Typed):
    """An integer in its width (ENC-2)."""

    def preimage(self) -> Preimage:
        kind = self.variant()
        width = Width(int(kind[1:]), signed=kind.startswith("I"))
        return plain(integer("value", width.bits, self.value, signed=width.signed))  # type: ignore[attr-defined] # every subclass has it


@dataclass(frozen=True)
class TypedU8(_Integer):
    """A `u8`."""

    KIND = "U8"
    value: U8


@dataclass(frozen=True)
class TypedU16(_Integer):
    """A `u16`."""

    KIND = "U16"
    value: U16


@dataclass(frozen=True)
class TypedU32(_Integer):
    """A `u32`."""

    KIND = "U32"
    value: U32


@dataclass(frozen=True)
class TypedU64(_Integer):
    """A `u64`, durations in milliseconds among them."""

    KIND = "U64"
    value: U64


@dataclass(frozen=True)
class TypedU128(_Integer):
    """A `u128`."""

    KIND = "U128"
    value: U128


@dataclass(frozen=True)
class TypedI64(_Integer):
    """An `i64`."""

    KIND = "I64"
    value: I64


@dataclass(frozen=True)
class TypedI128(_Integer):
    """An `i128`."""

    KIND = "I128"
    value: I128


@dataclass(frozen=True)
class TypedBool(Typed):
    """A `bool`, one byte."""

    KIND = "Bool"
    value: bool

    def preimage(self) -> Preimage:
        return plain(raw("value", bytes([self.value]), "bool"))


@dataclass(frozen=True)
class TypedBytes(Typed):
    """Bytes as they are, ids among them."""

    KIND = "Bytes"
    value: bytes

    def preimage(self) -> Preimage:
        return plain(raw("value", self.value))


@dataclass(frozen=True)
class TypedText(Typed):
    """Text, as UTF-8."""

    KIND = "Text"
    value: str

    def preimage(self) -> Preimage:
        return plain(utf8("value", self.value))


@dataclass(frozen=True)
class TypedOption(Typed):
    """An option (ENC-17)."""

    KIND = "Option"
    value: AnyTyped | None

    def preimage(self) -> Preimage:
        return plain(option("value", "bytes", None if self.value is None else self.value.preimage()))


@dataclass(frozen=True)
class TypedList(Typed):
    """A list or tuple (ENC-18)."""

    KIND = "List"
    items: tuple[AnyTyped, ...]

    def preimage(self) -> Preimage:
        return list_of(each(part("item", item.preimage(), "bytes") for item in self.items))


@dataclass(frozen=True)
class TypedSet(Typed):
    """A set (ENC-19)."""

    KIND = "Set"
    items: tuple[AnyTyped, ...]

    def rules(self) -> None:
        check_distinct(item.preimage().value() for item in self.items)

    def preimage(self) -> Preimage:
        return list_of(sorted_each(part("item", item.preimage(), "bytes") for item in self.items))


@dataclass(frozen=True)
class Pair(Record):
    """An entry of a map."""

    key: AnyTyped
    value: AnyTyped

    def preimage(self) -> Preimage:
        """The list of the encoded key and value (ENC-20)."""
        return list_of(
            part("key", self.key.preimage(), "bytes"),
            part("value", self.value.preimage(), "bytes"),
        )


@dataclass(frozen=True)
class TypedMap(Typed):
    """A map (ENC-20)."""

    KIND = "Map"
    entries: tuple[Pair, ...]

    def rules(self) -> None:
        check_distinct_keys(entry.key.preimage().value() for entry in self.entries)

    def preimage(self) -> Preimage:
        ordered = sorted(self.entries, key=lambda entry: entry.key.preimage().value())
        return list_of(each(part("entry", entry.preimage(), "bytes") for entry in ordered))


@dataclass(frozen=True)
class TypedStruct(Typed):
    """A nested struct: its digest (ENC-16)."""

    KIND = "Struct"
    tag: str
    fields: tuple[AnyTyped, ...]

    def preimage(self) -> Preimage:
        return struct_preimage(self.tag, (part("field", field.preimage(), "bytes") for field in self.fields))


@dataclass(frozen=True)
class TypedVariant(Typed):
    """A variant of an enum, with or without payload (ENC-21)."""

    KIND = "Variant"
    number: U8
    fields: tuple[AnyTyped, ...]

    def preimage(self) -> Preimage:
        number = integer("number", 8, self.number)
        if not self.fields:
            return plain(number)
        payload = each(part("field", field.preimage(), "bytes") for field in self.fields)
        return hash_many_of(ascii_text("tag", "enum"), number, payload)


AnyTyped = (
    TypedU8
    | TypedU16
    | TypedU32
    | TypedU64
    | TypedU128
    | TypedI64
    | TypedI128
    | TypedBool
    | TypedBytes
    | TypedText
    | TypedOption
    | TypedList
    | TypedSet
    | TypedMap
    | TypedStruct
    | TypedVariant
)


@dataclass(frozen=True)
class Struct(Record):
    """A struct: its tag (kebab-case name and version) and its fields in order."""

    tag: str
    fields: tuple[AnyTyped, ...]


def check_distinct(encoded: Iterable[bytes]) -> None:
    """Raise `DuplicateElement` for an element that stands twice (ENC-19)."""
    seen: set[bytes] = set()
    for each_one in encoded:
        if each_one in seen:
            raise DuplicateElement(each_one)
        seen.add(each_one)


def check_distinct_keys(encoded: Iterable[bytes]) -> None:
    """Raise `DuplicateKey` for a key that stands twice (ENC-20)."""
    seen: set[bytes] = set()
    for each_one in encoded:
        if each_one in seen:
            raise DuplicateKey(each_one)
        seen.add(each_one)


def struct_preimage(tag: str, fields: Iterable[Field]) -> Preimage:
    """`hash_many([tag, enc(f₁), …])` (ENC-15)."""
    return hash_many_of(utf8("tag", tag), each(fields))


@derivation("encoding.digest")
def digest(struct: Struct) -> Preimage:
    """The digest of a struct (ENC-15)."""
    return struct_preimage(struct.tag, (part("field", field.preimage(), "bytes") for field in struct.fields))


@derivation("encoding.enc")
def enc(value: AnyTyped) -> Preimage:
    """The encoding of a field (ENC-16 to ENC-21)."""
    return value.preimage()
