"""The JSON forms of values: reading them without coercion, writing them canonically (PROTO-5, PROTO-6, ID-29).

Readers are built from the annotations of records and operations, once for each. A reader raises a `ShapeError` for
what a typed language could not receive, and a `RuleError` for what breaks a rule.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, Union

from coalition.errors import (
    MissingMember,
    NotCanonical,
    RepeatedMember,
    UnknownKind,
    UnknownMember,
    WrongLength,
    WrongType,
)
from coalition.shapes import Discriminant, Length, Open, Record, Rule, Variant, Width, fields_of, union_of, variants_of
from coalition.unique_id import UniqueId

Reader = Callable[[Any], Any]

_DECIMAL: Final = re.compile(r"0|-?[1-9][0-9]*")
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*")


def parse(text: str) -> Any:
    """A JSON text as Python values. Raises `RepeatedMember`, `NotCanonical`, and `WrongType` for what is no JSON."""
    try:
        return json.loads(
            text, object_pairs_hook=_members, parse_constant=_no_constant, parse_int=_integer, parse_float=_no_float
        )
    except json.JSONDecodeError as error:
        raise WrongType(text, f"JSON: {error.msg}") from None
    except RecursionError:
        raise WrongType(text, "JSON of a reasonable depth") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        raise RepeatedMember(next(name for name in names if names.count(name) > 1))
    return members


def _no_constant(word: str) -> Any:
    raise WrongType(word, "a JSON value")


def _no_float(digits: str) -> Any:
    raise NotCanonical(digits, "an integer")


def _integer(digits: str) -> int:
    # No field is wider than 128 bits; the bound keeps a hostile number from costing more than its refusal.
    if len(digits) > 40 or not _DECIMAL.fullmatch(digits):
        raise NotCanonical(digits, "an integer")
    return int(digits)


def decode(shape: Any, value: Any) -> Any:
    """The value of the annotated shape that the JSON `value` stands for."""
    return reader(shape)(value)


def encode(value: Any) -> Any:
    """The JSON form of a value; integers as numbers, wherever their width is not known (see `encode_as`)."""
    if isinstance(value, Record):
        return _encode_record(value)
    if isinstance(value, Discriminant):
        return {"kind": value.name}
    if isinstance(value, UniqueId):
        return value.hex()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return value


def _encode_record(record: Record) -> dict[str, Any]:
    form: dict[str, Any] = {"kind": record.variant()} if isinstance(record, Variant) else {}
    for name, shape in fields_of(type(record)):
        form[name] = encode_as(shape, getattr(record, name))
    return form


def encode_as(shape: Any, value: Any) -> Any:
    """The JSON form of a value of the annotated shape: wide integers as decimal strings, data as text or bytes."""
    width = _width(shape)
    if width is not None and isinstance(value, int):
        return str(value) if width.bits > 32 else value
    if isinstance(value, tuple) and typing.get_origin(_bare(shape)) is tuple:
        return [encode_as(typing.get_args(_bare(shape))[0], item) for item in value]
    if _bare(shape) == str | bytes:
        return {"text": value} if isinstance(value, str) else {"bytes": value.hex()}
    return encode(value)


def _bare(shape: Any) -> Any:
    while typing.get_origin(shape) is Annotated:
        shape = typing.get_args(shape)[0]
    return shape


def _width(shape: Any) -> Width | None:
    if typing.get_origin(shape) is Annotated:
        return next((mark for mark in typing.get_args(shape)[1:] if isinstance(mark, Width)), None)
    if typing.get_origin(shape) in (Union, types.UnionType):
        return next((width for width in map(_width, typing.get_args(shape)) if width is not None), None)
    return None


@functools.cache
def reader(shape: Any) -> Reader:  # noqa: PLR0911 - one return a shape
    """The reader of a shape."""
    origin = typing.get_origin(shape)
    if origin is Annotated:
        base, *marks = typing.get_args(shape)
        return _marked(base, marks)
    if origin in (Union, types.UnionType):
        return _union(shape)
    if origin is tuple:
        return _list(reader(typing.get_args(shape)[0]))
    if shape is UniqueId:
        return _identifier
    if shape is bytes:
        return _bytes
    if shape is str:
        return _text
    if shape is bool:
        return _bool
    if isinstance(shape, type) and issubclass(shape, Discriminant):
        return _discriminant(shape)
    if isinstance(shape, type) and issubclass(shape, Record):
        return _record(shape)
    raise TypeError(shape)


def _marked(base: Any, marks: list[Any]) -> Reader:
    width = next((mark for mark in marks if isinstance(mark, Width)), None)
    if Open() in marks:
        return _tagged(tuple(variants_of(base).values()))
    read = _decimal(width) if width is not None else reader(base)
    lengths = [mark.bytes for mark in marks if isinstance(mark, Length)]
    checks = [mark.check for mark in marks if isinstance(mark, Rule)]

    def read_marked(value: Any) -> Any:
        found = read(value)
        for size in lengths:
            if len(found) != size:
                raise WrongLength(value, f"{size} bytes")
        for check in checks:
            check(found)
        return found

    return read_marked


def _decimal(width: Width) -> Reader:
    def read_number(value: Any) -> int:
        width.check(value)
        return int(value)

    def read_string(value: Any) -> int:
        if not isinstance(value, str):
            raise WrongType(value, f"{width} as a decimal string")
        if len(value) > 80 or not _DECIMAL.fullmatch(value):
            raise NotCanonical(value, f"{width} as a decimal string")
        number = int(value)
        width.check(number)
        return number

    return read_number if width.bits <= 32 else read_string


def _identifier(value: Any) -> UniqueId:
    raw = _bytes(value)
    if len(raw) != 32:
        raise WrongLength(value, "32 bytes")
    return UniqueId(raw)


def _bytes(value: Any) -> bytes:
    if not isinstance(value, str):
        raise WrongType(value, "hexadecimal digits")
    if not _HEX.fullmatch(value):
        raise NotCanonical(value, "lower-case hexadecimal digits, two a byte")
    return bytes.fromhex(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise WrongType(value, "text")
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise NotCanonical(value, "Unicode: a surrogate stands alone")
    return value


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongType(value, "true or false")
    return value


def _list(item: Reader) -> Reader:
    def read_list(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise WrongType(value, "a list")
        return tuple([item(each) for each in value])

    return read_list


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongType(value, "an object")
    return value


def _only(value: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    for name in value:
        if name not in names:
            raise UnknownMember(name, where)
    for name in names:
        if name not in value:
            raise MissingMember(name, where)


def _discriminant(shape: type[Discriminant]) -> Reader:
    def read_discriminant(value: Any) -> Discriminant:
        form = _object(value)
        _only(form, ("kind",), shape.__name__)
        # An alias (`CONSERVATIVE`) is for readers of Python; on the wire a variant has one name.
        if not isinstance(form["kind"], str) or form["kind"] not in shape._member_names_:
            raise UnknownKind(form["kind"], shape.__name__)
        return shape[form["kind"]]

    return read_discriminant


def _record(shape: type[Record]) -> Reader:
    readers = _field_readers(shape)
    names = tuple(readers)

    def read_record(value: Any) -> Record:
        form = _object(value)
        _only(form, names, shape.__name__)
        return shape(**{name: read(form[name]) for name, read in readers.items()})

    return read_record


def _field_readers(shape: type[Record]) -> dict[str, Reader]:
    # Looked up when it is called, so that a struct may hold itself.
    return {name: _late(annotation) for name, annotation in fields_of(shape)}


def _late(shape: Any) -> Reader:
    return lambda value: reader(shape)(value)


def _union(shape: Any) -> Reader:
    choices = typing.get_args(shape)
    if type(None) in choices:
        return _option(union_of([each for each in choices if each is not type(None)]))
    if set(choices) == {str, bytes}:
        return _data
    return _tagged(choices)


def _option(shape: Any) -> Reader:
    def read_option(value: Any) -> Any:
        return None if value is None else reader(shape)(value)

    return read_option


def _data(value: Any) -> str | bytes:
    form = _object(value)
    if "text" in form:
        _only(form, ("text",), "data")
        return _text(form["text"])
    _only(form, ("bytes",), "data")
    return _bytes(form["bytes"])


def _tagged(choices: tuple[type[Variant], ...]) -> Reader:
    variants = {choice.variant(): (choice, _field_readers(choice)) for choice in choices}

    def read_tagged(value: Any) -> Record:
        form = _object(value)
        if "kind" not in form:
            raise MissingMember("kind", "a variant")
        if not isinstance(form["kind"], str) or form["kind"] not in variants:
            raise UnknownKind(form["kind"])
        choice, readers = variants[form["kind"]]
        _only(form, ("kind", *readers), choice.variant())
        return choice(**{name: read(form[name]) for name, read in readers.items()})

    return read_tagged


@functools.cache
def parameters(function: Callable[..., Any]) -> tuple[tuple[str, str, Any], ...]:
    """The parameters of an operation: its name on the wire, in Python, and its shape."""
    hints = typing.get_type_hints(function, include_extras=True)
    return tuple((name.rstrip("_"), name, shape) for name, shape in hints.items() if name != "return")


def call(function: Callable[..., Any], params: Any) -> Any:
    """Call an operation with parameters in their JSON form."""
    # Every shape is read before the call, so that an ill-shaped parameter is never hidden by a broken rule beside it.
    return function(**arguments(parameters(function), params))


def arguments(shapes: tuple[tuple[str, str, Any], ...], params: Any) -> dict[str, Any]:
    """Parameters in their JSON form as the keyword arguments of a function."""
    form = _object(params)
    _only(form, tuple(wire for wire, _, _ in shapes), "params")
    return {name: reader(shape)(form[wire]) for wire, name, shape in shapes}


def as_json(record: Record) -> dict[str, Any]:
    """The JSON form of a record, as a plain object."""
    return _encode_record(record)


def replace(record: Record, **changes: Any) -> Any:
    """A record with some fields changed, checked anew."""
    return dataclasses.replace(record, **changes)
