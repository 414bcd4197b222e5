"""Shapes: every width at its edges, every record against values of every other type. Nothing is coerced."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from by_hand import ZERO
from record_types import all_records, sample

from coalition import LatticeConfig, OrganismRef, shapes
from coalition.errors import CoalitionError, IntegerOutOfRange, NotCanonical, ShapeError, WrongLength, WrongType
from coalition.shapes import Discriminant, Length, Record, Width, check, fields_of
from coalition.unique_id import UniqueId

WIDTHS = {
    "u8": (shapes.U8, 0, 2**8 - 1),
    "u16": (shapes.U16, 0, 2**16 - 1),
    "u32": (shapes.U32, 0, 2**32 - 1),
    "u64": (shapes.U64, 0, 2**64 - 1),
    "u128": (shapes.U128, 0, 2**128 - 1),
    "i8": (shapes.I8, -(2**7), 2**7 - 1),
    "i16": (shapes.I16, -(2**15), 2**15 - 1),
    "i32": (shapes.I32, -(2**31), 2**31 - 1),
    "i64": (shapes.I64, -(2**63), 2**63 - 1),
    "i128": (shapes.I128, -(2**127), 2**127 - 1),
    "i256": (shapes.I256, -(2**255), 2**255 - 1),
}


@pytest.mark.parametrize("name", WIDTHS)
def test_a_width_holds_its_edges_and_nothing_beyond(name: str) -> None:
    """The least and the greatest value pass and come out little-endian; one beyond either is refused."""
    shape, low, high = WIDTHS[name]
    width = typing.get_args(shape)[1]
    assert str(width) == name
    for value in (low, high, 0, 1):
        check(shape, value)
        assert int.from_bytes(width.encode(value), "little", signed=name[0] == "i") == value
        assert len(width.encode(value)) * 8 == int(name[1:])
    for value in (low - 1, high + 1, 10**100):
        with pytest.raises(IntegerOutOfRange):
            check(shape, value)


@pytest.mark.parametrize("name", WIDTHS)
@pytest.mark.parametrize("value", [True, False, 1.0, "1", b"\x01", None, [1], (1,), 1j])
def test_what_is_no_integer_is_refused_at_every_width(name: str, value: object) -> None:
    """A bool, a float without fraction and a digit are no integers."""
    with pytest.raises(WrongType):
        check(WIDTHS[name][0], value)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_an_array_has_its_length(size: int) -> None:
    """A fixed array takes its number of bytes alone."""
    check(shapes.Bytes32, bytes(32))
    check(shapes.Bytes48, bytes(48))
    with pytest.raises(WrongLength):
        check(shapes.Bytes32, bytes(size))
    with pytest.raises(WrongLength):
        check(shapes.Bytes48, bytes(size))


def _takes(shape: Any, value: Any) -> bool:
    """Whether a value has the type that the annotation says, apart from widths, lengths and rules."""
    origin = typing.get_origin(shape)
    if origin is Annotated:
        return _takes(typing.get_args(shape)[0], value)
    if origin is tuple:
        return isinstance(value, tuple)
    if origin is not None:
        return any(_takes(choice, value) for choice in typing.get_args(shape))
    if shape is int:
        return type(value) is int
    return isinstance(value, shape)


FOREIGN: list[Any] = [
    None,
    True,
    7,
    1.5,
    "text",
    b"bytes",
    bytearray(32),
    [],
    (),
    {},
    set(),
    object(),
    ZERO.hex(),
    UniqueId(bytes([1]) * 32),
    OrganismRef("role", UniqueId(bytes([1]) * 32)),
    LatticeConfig("name", UniqueId(bytes([1]) * 32)),
]


def _fields() -> Iterator[Any]:
    for record in all_records():
        for name, shape in fields_of(record):
            yield pytest.param(record, name, shape, id=f"{record.__name__}.{name}")


@pytest.mark.parametrize(("record", "name", "shape"), list(_fields()))
def test_a_field_refuses_every_value_of_another_type(record: type[Record], name: str, shape: Any) -> None:
    """No field of any record takes a value of a type it does not state, be it a record of the same members."""
    right = sample(record, f"shapes {record.__name__}")
    values = {field: getattr(right, field) for field, _ in fields_of(record)}
    assert record(**values) == right
    for value in FOREIGN:
        if not _takes(shape, value):
            with pytest.raises(ShapeError):
                record(**{**values, name: value})


def _lists() -> Iterator[Any]:
    for record in all_records():
        for name, shape in fields_of(record):
            if typing.get_origin(shape) is tuple:
                yield pytest.param(record, name, id=f"{record.__name__}.{name}")


@pytest.mark.parametrize(("record", "name"), list(_lists()))
def test_a_list_is_no_tuple(record: type[Record], name: str) -> None:
    """A list of the right items is refused where a tuple is due: a record cannot change after it was checked."""
    right = sample(record, f"lists {record.__name__}")
    values = {field: getattr(right, field) for field, _ in fields_of(record)}
    with pytest.raises(WrongType):
        record(**{**values, name: list(values[name])})


@pytest.mark.parametrize(("record", "name"), list(_lists()))
def test_the_items_of_a_tuple_are_checked(record: type[Record], name: str) -> None:
    """One foreign item in a tuple is refused."""
    right = sample(record, f"items {record.__name__}")
    values = {field: getattr(right, field) for field, _ in fields_of(record)}
    with pytest.raises(CoalitionError):
        record(**{**values, name: (*values[name], object())})


def _widths(shape: Any) -> Iterator[Any]:
    for inner in typing.get_args(shape):
        if isinstance(inner, (Width, Length)):
            yield inner
        else:
            yield from _widths(inner)


def _measured() -> Iterator[Any]:
    for record in all_records():
        for name, shape in fields_of(record):
            if typing.get_origin(shape) is not tuple:
                for mark in _widths(shape):
                    yield pytest.param(record, name, mark, id=f"{record.__name__}.{name}")


@pytest.mark.parametrize(("record", "name", "mark"), list(_measured()))
def test_a_field_holds_its_width_or_length(record: type[Record], name: str, mark: Width | Length) -> None:
    """One beyond either edge of an integer, and one byte more or less of an array, is refused wherever it stands."""
    right = sample(record, f"widths {record.__name__}")
    values = {field: getattr(right, field) for field, _ in fields_of(record)}
    if isinstance(mark, Width):
        low, high = WIDTHS[str(mark)][1:]
        for value in (low - 1, high + 1):
            with pytest.raises(IntegerOutOfRange):
                record(**{**values, name: value})
    else:
        for size in (mark.bytes - 1, mark.bytes + 1):
            with pytest.raises(WrongLength):
                record(**{**values, name: bytes(size)})


def test_every_record_is_frozen() -> None:
    """A record that was checked does not change."""
    for record in all_records():
        right = sample(record, f"frozen {record.__name__}")
        for name, _ in fields_of(record):
            with pytest.raises(AttributeError):
                setattr(right, name, None)


def test_variants_of_one_enum_are_no_variants_of_another() -> None:
    """A `Side` is not taken for a scheme though both are numbered 0."""
    from coalition import AttestationLevel, SignatureScheme, SignerConfig  # noqa: PLC0415 - here alone
    from coalition.acl import Side  # noqa: PLC0415 - here alone

    level = AttestationLevel.Software
    pk = UniqueId(bytes([1]) * 32)
    SignerConfig("a", b"t", SignatureScheme.BlsAggregateG1, 1, 1, level, pk)
    for wrong in (Side.RequireTicket, level, 0):
        with pytest.raises(WrongType):
            SignerConfig("a", b"t", wrong, 1, 1, level, pk)  # type: ignore[arg-type]


def test_discriminants_count_from_0_without_gaps() -> None:
    """ENC-21: the variants of an enum are numbered from 0 in their order, each one byte."""
    enums = {each for each in Discriminant.__subclasses__() if each.__module__.startswith("coalition.")}
    assert len(enums) >= 12
    for enum in enums:
        assert [each.value for each in enum] == list(range(len(enum)))
        assert [each.byte for each in enum] == [bytes([number]) for number in range(len(enum))]


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_text_is_unicode(text: str) -> None:
    """Text that holds half a surrogate pair has no UTF-8, and a named error says so."""
    from coalition.struct_digest import TypedText  # noqa: PLC0415 - here alone

    with pytest.raises(NotCanonical):
        TypedText(text)
    with pytest.raises(NotCanonical):
        UniqueId.of(text)
    with pytest.raises(CoalitionError):
        OrganismRef(text, UniqueId(bytes([1]) * 32))
