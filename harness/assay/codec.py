"""JSON as strict as the driver protocol asks for (PROTO-1, PROTO-5).

Two readers with one meaning. `quick` is fast and recognises only lines that are already in the compact form in which
msgspec would write them again; a repeated key, an escape too many or a number in another form makes the round trip
differ. `strict` reads every line, says what is wrong with a bad one, and never raises anything but `GarbledError`.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import msgspec

#: Bytes: the longest line a target may send (PROTO-3).
LINE_CAP = 16 * 1024 * 1024
#: How deep arrays and objects may nest in an answer.
DEPTH_CAP = 64
#: Characters of the longest integer literal: wider ones are strings (PROTO-5).
DIGITS_CAP = 20

encode = msgspec.json.encode
_decode = msgspec.json.Decoder().decode
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{\]}]')


class GarbledError(Exception):
    """A line that is no message; the text says why."""


def quick(line: bytes) -> Any:
    """The value of a line in canonical compact form; None where only `strict` can tell."""
    try:
        value = _decode(line)
        return value if encode(value) == line else None
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def strict(line: bytes) -> Any:
    """The value of any line; raises GarbledError with the reason."""
    if len(line) > LINE_CAP:
        raise GarbledError(f"a line of {len(line)} bytes, over the cap of {LINE_CAP}")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise GarbledError(f"not UTF-8: byte 0x{line[error.start]:02x} at offset {error.start}") from None
    _check_depth(line)
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_number, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        raise GarbledError(f"not JSON: {error.msg} at offset {error.pos}") from None
    except RecursionError:
        raise GarbledError(f"nested deeper than {DEPTH_CAP}") from None
    if "\\u" in text:
        _check_surrogates(value)
    return value


def same(left: Any, right: Any) -> bool:
    """Equality of JSON values that keeps `1`, `1.0` and `true` apart."""
    return left == right and sorted_json(left) == sorted_json(right)


def sorted_json(value: Any) -> bytes:
    """The value with its members in ascending order: equal bytes for equal values."""
    return encode(value, order="sorted")


def show(value: Any) -> str:
    """The value as compact JSON text."""
    return encode(value).decode()


def _check_depth(line: bytes) -> None:
    depth = 0
    for match in _TOKENS.finditer(line):
        token = line[match.start()]
        if token in b"[{":
            depth += 1
            if depth > DEPTH_CAP:
                raise GarbledError(f"nested deeper than {DEPTH_CAP}")
        elif token in b"]}":
            depth -= 1


def _check_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise GarbledError("a lone surrogate in a string") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise GarbledError(f"the member {key!r:.60} stands twice in one object")
            seen.add(key)
    return members


def _integer(literal: str) -> int:
    if len(literal) > DIGITS_CAP:
        raise GarbledError(f"an integer of {len(literal)} characters")
    return int(literal)


def _number(literal: str) -> float:
    number = float(literal)
    if number in (float("inf"), float("-inf")):
        raise GarbledError("a number too large for any width")
    return number


def _constant(name: str) -> NoReturn:
    raise GarbledError(f"{name} is not JSON")
