"""Shapes: the types of fields, checked when a record is made. Nothing is coerced (PROTO-5, PROTO-6).

An annotation is the one description of a field: records check themselves by it, and `json_form` reads and writes it.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import operator
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Union

from coalition.errors import IntegerOutOfRange, NotCanonical, WrongLength, WrongType


@dataclasses.dataclass(frozen=True)
class Width:
    """An integer's width in bits, and whether it has a sign."""

    bits: int
    signed: bool = False

    def bounds(self) -> tuple[int, int]:
        """The least and the greatest value."""
        return (-(1 << (self.bits - 1)) if self.signed else 0, (1 << (self.bits - self.signed)) - 1)

    def check(self, value: Any) -> None:
        """Raise `WrongType` for what is no integer (a bool is none), `IntegerOutOfRange` for one outside the width."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongType(value, str(self))
        low, high = self.bounds()
        if not low <= value <= high:
            raise IntegerOutOfRange(value, str(self))

    def encode(self, value: int) -> bytes:
        """Little-endian, two's complement (ENC-2)."""
        return value.to_bytes(self.bits // 8, "little", signed=self.signed)

    def __str__(self) -> str:
        return f"{'i' if self.signed else 'u'}{self.bits}"


@dataclasses.dataclass(frozen=True)
class Length:
    """The number of bytes of a fixed array."""

    bytes: int


@dataclasses.dataclass(frozen=True)
class Rule:
    """A rule that every value of the field obeys: a function that raises one named error."""

    check: Callable[[Any], None]


@dataclasses.dataclass(frozen=True)
class Open:
    """The mark of an enum to which chapters add variants: they are the subclasses of its base, wherever they stand."""


U8 = Annotated[int, Width(8)]
U16 = Annotated[int, Width(16)]
U32 = Annotated[int, Width(32)]
U64 = Annotated[int, Width(64)]
U128 = Annotated[int, Width(128)]
I8 = Annotated[int, Width(8, signed=True)]
I16 = Annotated[int, Width(16, signed=True)]
I32 = Annotated[int, Width(32, signed=True)]
I64 = Annotated[int, Width(64, signed=True)]
I128 = Annotated[int, Width(128, signed=True)]
#: An integer whose width another parameter says; wide enough for every one of them.
I256 = Annotated[int, Width(256, signed=True)]
Bytes20 = Annotated[bytes, Length(20)]
Bytes32 = Annotated[bytes, Length(32)]
Bytes33 = Annotated[bytes, Length(33)]
Bytes48 = Annotated[bytes, Length(48)]
Bytes49 = Annotated[bytes, Length(49)]
Bytes64 = Annotated[bytes, Length(64)]
Bytes67 = Annotated[bytes, Length(67)]
#: What Rust's `AsRef<[u8]>` takes.
Data = str | bytes


class Discriminant(enum.Enum):
    """An enum without payload, numbered in the order of the book (ENC-21); `value` is a variant's number."""

    @property
    def byte(self) -> bytes:
        """The discriminant as one byte."""
        return bytes([self.value])


@dataclasses.dataclass(frozen=True)
class Record:
    """A struct, or a variant with payload: it checks its shape, then its rules, when it is made."""

    def __post_init__(self) -> None:
        for name, shape in fields_of(type(self)):
            check(shape, getattr(self, name))
        self.rules()

    def rules(self) -> None:
        """Raise the named error of the first rule between fields that is broken."""


@dataclasses.dataclass(frozen=True)
class Variant(Record):
    """A variant of an enum that has payload, or whose siblings have: it says which variant it is."""

    #: The variant's name where it differs from the class's.
    KIND: ClassVar[str] = ""

    @classmethod
    def variant(cls) -> str:
        """The name of the variant."""
        return cls.KIND or cls.__name__


def variants_of(base: type[Variant]) -> Mapping[str, type[Variant]]:
    """The variants of an open enum, by name. Raises `TypeError` for two of one name."""
    found: dict[str, type[Variant]] = {}
    for each in base.__subclasses__():
        if each.variant() in found:
            raise TypeError(f"{base.__name__} has two variants {each.variant()}")
        found[each.variant()] = each
    return found


def fields_of(record: type[Record]) -> tuple[tuple[str, Any], ...]:
    """The fields of a record class: name and annotation, in the order of declaration."""
    found = _FIELDS.get(record)
    if found is None:
        found = _FIELDS[record] = _read_fields(record)
    return found


_FIELDS: dict[type[Record], tuple[tuple[str, Any], ...]] = {}


def _read_fields(record: type[Record]) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(record, include_extras=True)
    return tuple((field.name, hints[field.name]) for field in dataclasses.fields(record))


def check(shape: Any, value: Any) -> None:
    """Raise a `ShapeError` for a value that is not of the shape, a `RuleError` for one that breaks its rule."""
    _checker(shape)(value)


def check_parameters(function: Callable[..., Any], params: Mapping[str, Any]) -> None:
    """Check the parameters of a function by their annotations. What is no parameter is left to the call."""
    shapes = _parameters_of(function)
    for name, value in params.items():
        if name in shapes:
            _checker(shapes[name])(value)


@functools.cache
def _parameters_of(function: Callable[..., Any]) -> Mapping[str, Any]:
    # Read when it is first called, since a shape may be defined after the function.
    hints = typing.get_type_hints(function, include_extras=True)
    return {name: shape for name, shape in hints.items() if name != "return"}


@functools.cache
def _checker(shape: Any) -> Callable[[Any], None]:
    origin = typing.get_origin(shape)
    if origin is Annotated:
        base, *marks = typing.get_args(shape)
        return _marked(base, marks)
    if origin in (Union, types.UnionType):
        return _union(typing.get_args(shape))
    if origin is tuple:
        return _sequence(typing.get_args(shape)[0])
    if shape is int:
        raise TypeError("an integer field states its width")
    return _check_text if shape is str else _instance(shape)


def _instance(kind: type) -> Callable[[Any], None]:
    def check_instance(value: Any) -> None:
        if not isinstance(value, kind):
            raise WrongType(value, kind.__name__)

    return check_instance


def _check_text(value: Any) -> None:
    if not isinstance(value, str):
        raise WrongType(value, "text")
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise NotCanonical(value, "Unicode: a surrogate stands alone")


def _marked(base: Any, marks: list[Any]) -> Callable[[Any], None]:
    checks: list[Callable[[Any], None]] = [] if base is int else [_checker(base)]
    for mark in marks:
        match mark:
            case Width() | Rule():
                checks.append(mark.check)
            case Length(size):
                checks.append(_length(size))
            case Open():
                pass
            case _:
                raise TypeError(mark)

    def check_all(value: Any) -> None:
        for each in checks:
            each(value)

    return check_all


def _length(size: int) -> Callable[[Any], None]:
    def check_length(value: bytes) -> None:
        if len(value) != size:
            raise WrongLength(value, f"{size} bytes")

    return check_length


def union_of(choices: Sequence[Any]) -> Any:
    """The union of some shapes; of one, the shape itself."""
    return functools.reduce(operator.or_, choices)


def _union(choices: tuple[Any, ...]) -> Callable[[Any], None]:
    if type(None) in choices:
        rest = [each for each in choices if each is not type(None)]
        inner = _checker(union_of(rest))

        def check_option(value: Any) -> None:
            if value is not None:
                inner(value)

        return check_option
    plain = tuple(choices)

    def check_union(value: Any) -> None:
        if not isinstance(value, plain):
            raise WrongType(value, " | ".join(each.__name__ for each in plain))

    return check_union


def _sequence(item: Any) -> Callable[[Any], None]:
    inner = _checker(item)

    def check_items(value: Any) -> None:
        if not isinstance(value, tuple):
            raise WrongType(value, "a tuple")
        for each in value:
            inner(each)

    return check_items
