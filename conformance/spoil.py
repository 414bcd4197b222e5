"""Breaking exactly one thing in parameters that are right: a rule, or the shape of one value.

A spoilt input differs from its accepted twin in one place, so that the reason of its refusal has one place too.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Final, Union

from coalition.json_form import parameters
from coalition.names import FreeText, Name, TypeTag
from coalition.operations import OPERATIONS
from coalition.organism import SchemaVersion
from coalition.presence import PresentId
from coalition.ratio import Ratio
from coalition.shapes import Discriminant, Length, Record, Width, fields_of, union_of
from coalition.unique_id import ZERO_ID, UniqueId
from conformance.spoilt import GONE, ILL_SHAPED, Path, Spoil, Spoilt, spoilt

NAME_SPOILS: Final = (
    Spoil("empty", "NameEmpty", "", "no byte"),
    Spoil("long", "NameTooLong", "é" * 128, "256 bytes in 128 characters"),
    Spoil("separator", "NameHasSeparator", "a|b", "the separator of the book's preimages"),
    Spoil("unassigned", "NameUnassignedCodePoint", "a\u0378b", "U+0378 is not assigned"),
    Spoil("newer-unicode", "NameUnassignedCodePoint", "\U0001fae8", "U+1FAE8 came with Unicode 15.0"),
    Spoil("format", "NameForbiddenCodePoint", "a\u200bb", "a zero-width space"),
    Spoil("control", "NameForbiddenCodePoint", "a\nb", "a line feed"),
    Spoil("private-use", "NameForbiddenCodePoint", "\ue000", "a private-use character"),
    Spoil("nfd", "NameNotNfc", "cafe\u0301", "a combining mark that would compose"),
    Spoil("compatibility-jamo", "NameNotNfc", "\u1100\u1161", "Hangul in letters that would compose"),
)

_RULES: Final[dict[Any, tuple[Spoil, ...]]] = {
    Name: NAME_SPOILS,
    PresentId: (Spoil("zero-id", "ZeroId", ZERO_ID.hex(), "a present id that is ZERO_ID"),),
    SchemaVersion: (
        Spoil("version-2", "UnsupportedSchemaVersion", 2, "a later schema version"),
        Spoil("version-0", "UnsupportedSchemaVersion", 0, "no schema version"),
        Spoil("version-ascii", "UnsupportedSchemaVersion", 0x31, "the digit for the byte"),
    ),
    Ratio: (
        Spoil("too-fine", "RatioTooFine", "0.55001", "finer than a basis point"),
        Spoil("above-1", "RatioOutOfRange", "1.0001", "above 1"),
        Spoil("malformed", "RatioMalformed", "55%", "no decimal fraction"),
        Spoil("exponent", "RatioMalformed", "5e-1", "an exponent"),
    ),
    TypeTag: (
        Spoil("empty", "TypeTagEmpty", "", "no byte"),
        Spoil("long", "TypeTagTooLong", "61" * 256, "256 bytes"),
        Spoil("separator", "TypeTagHasSeparator", "617c62", "the separator of the preimage"),
    ),
    FreeText: (
        Spoil("long", "TextTooLong", "x" * 4097, "4097 bytes"),
        Spoil("control", "TextHasControl", "a\x00b", "a control character"),
    ),
}


def rule_spoils(operation: str, params: Any) -> Iterator[Spoilt]:
    """Every way to break one rule of one value, over all values of the parameters."""
    for path, shape, value in positions(operation, params):
        for spoil in _RULES.get(shape, ()):
            if value is not None:
                yield spoilt(params, path, spoil)


def shape_spoils(operation: str, params: Any) -> Iterator[Spoilt]:
    """Every way to break the shape of one value, over all values of the parameters."""
    found = list(positions(operation, params))
    optional = {path for path, shape, _ in found if type(None) in typing.get_args(shape)}
    for path, shape, value in found:
        for spoil in _ill_shapes(shape, value):
            if spoil.value is None and path in optional:
                continue
            yield spoilt(params, path, spoil)
    for path, member in _objects(params):
        yield spoilt(params, (*path, "surplus"), _ill("surplus", 0, "a member the operation does not have"))
        for name in member:
            yield spoilt(params, (*path, name), _ill("missing", GONE, "a member left out"))


def positions(operation: str, params: Any) -> Iterator[tuple[Path, Any, Any]]:
    """Every value in the parameters: its path, its annotated shape, its JSON form."""
    for wire, _, shape in parameters(OPERATIONS[operation]):
        yield from _walk(shape, params[wire], (wire,))


def _walk(shape: Any, value: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    yield path, shape, value
    origin = typing.get_origin(shape)
    if value is None:
        return
    if origin is Annotated:
        return
    if origin in (Union, types.UnionType):
        choices = [each for each in typing.get_args(shape) if each is not type(None)]
        if len(choices) == 1:
            yield from _walk(choices[0], value, path)
        elif type(None) in typing.get_args(shape):
            yield from _walk(union_of(choices), value, path)
        elif set(choices) != {str, bytes}:
            variant = next(each for each in choices if each.variant() == value["kind"])
            yield from _walk_record(variant, value, path)
    elif origin is tuple:
        for at, item in enumerate(value):
            yield from _walk(typing.get_args(shape)[0], item, (*path, at))
    elif isinstance(shape, type) and issubclass(shape, Record):
        yield from _walk_record(shape, value, path)


def _walk_record(shape: type[Record], value: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    for name, annotation in fields_of(shape):
        yield from _walk(annotation, value[name], (*path, name))


def _ill(slug: str, value: Any, comment: str) -> Spoil:
    return Spoil(slug, ILL_SHAPED, value, comment)


def _ill_shapes(shape: Any, value: Any) -> Iterator[Spoil]:
    origin = typing.get_origin(shape)
    if value is None:
        return
    if origin is Annotated:
        yield from _ill_marked(shape, value)
    elif origin is tuple:
        yield _ill("object-for-list", {}, "an object where a list is due")
    elif shape in (UniqueId, bytes):
        yield from _ill_bytes(value, fixed=shape is UniqueId)
    elif shape is str:
        yield _ill("number-for-text", 7, "a number where text is due")
    elif shape is bool:
        yield _ill("number-for-bool", 1, "a number where true or false is due")
    elif isinstance(shape, type) and issubclass(shape, Discriminant):
        yield _ill("unknown-kind", {"kind": "Unknown"}, "a variant the enum does not have")
        yield _ill("lower-case-kind", {"kind": value["kind"].lower()}, "a variant's name in lower case")
        yield _ill("number-for-kind", shape[value["kind"]].value, "a discriminant where a variant is due")
    elif origin in (Union, types.UnionType) and {str, bytes} == set(typing.get_args(shape)):
        yield _ill("bare-data", "text", "text that does not say it is text")


def _ill_marked(shape: Any, value: Any) -> Iterator[Spoil]:
    base, *marks = typing.get_args(shape)
    for mark in marks:
        if isinstance(mark, Width):
            yield from _ill_integer(mark, value)
            return
    fixed = any(isinstance(mark, Length) for mark in marks) or base is UniqueId
    if base in (UniqueId, bytes):
        yield from _ill_bytes(value, fixed=fixed)
    elif base is str:
        yield _ill("number-for-text", 7, "a number where text is due")


def _ill_bytes(value: str, *, fixed: bool) -> Iterator[Spoil]:
    yield _ill("number-for-bytes", 7, "a number where digits are due")
    yield _ill("odd-digits", value[:-1] if value else "0", "half a byte")
    yield _ill("upper-case", "AB" + value[2:], "hexadecimal digits in upper case")
    yield _ill("no-digits", "zz" + value[2:], "letters that are no digits")
    if fixed:
        yield _ill("one-byte-short", value[2:], "one byte too few")
        yield _ill("one-byte-long", value + "00", "one byte too many")


def _ill_integer(width: Width, value: Any) -> Iterator[Spoil]:
    low, high = width.bounds()
    wide = width.bits > 32
    yield _ill("bool-for-integer", True, "true where an integer is due")
    yield _ill("null-for-integer", None, "null where an integer is due")
    if wide:
        yield _ill("number-for-decimal", 1, f"a JSON number for a {width}")
        yield _ill("leading-zero", "01", "a leading zero")
        yield _ill("plus-sign", "+1", "a plus sign")
        if width.bits < 256:
            yield _ill("above-width", str(high + 1), f"one above the greatest {width}")
            yield _ill("below-width", str(low - 1), f"one below the least {width}")
    else:
        yield _ill("decimal-for-number", "1", f"a string for a {width}")
        yield _ill("fraction", 1.5, "a fraction")
        yield _ill("above-width", high + 1, f"one above the greatest {width}")
        yield _ill("below-width", low - 1, f"one below the least {width}")


def _objects(params: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every object in the parameters, with its path."""
    queue: list[tuple[Path, Any]] = [((), params)]
    while queue:
        path, value = queue.pop(0)
        if isinstance(value, dict):
            yield path, value
            queue.extend(((*path, name), inner) for name, inner in value.items())
        elif isinstance(value, list):
            queue.extend(((*path, at), inner) for at, inner in enumerate(value))


def sample(found: list[Spoilt], count: int) -> list[Spoilt]:
    """At most `count`, spread over the paths first and over the kinds of spoil then."""
    if not count:
        return []
    by_path: dict[Path, list[Spoilt]] = {}
    for each in found:
        by_path.setdefault(each.path, []).append(each)
    turns = [group[at % len(group)] for at, group in enumerate(by_path.values())]
    step = max(1, -(-len(turns) // count))
    return turns[::step]


Spoiler = Callable[[str, Any], Iterator[Spoilt]]
