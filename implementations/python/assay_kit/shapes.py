"""Shapes of parameters: functions that decode a JSON value without coercing it, or raise `IllShaped` (PROTO-6).

decode = struct(instance_name=text, chain_id=u64, pin=option(hexadecimal(32)))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

Shape = Callable[[Any], Any]

_DECIMAL: Final = re.compile(r"0|-?[1-9][0-9]*")
_DIGITS: Final = re.compile(r"(?:[0-9a-f]{2})*")


class IllShaped(Exception):
    """The parameters have a shape that a typed language could not receive (PROTO-6)."""


def integer(bits: int, *, signed: bool = False) -> Shape:
    """An integer of this width: a JSON number up to 32 bits, a decimal string above."""
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)

    def decode(value: Any) -> int:
        if bits > 32:
            if not isinstance(value, str) or len(value) > 80 or not _DECIMAL.fullmatch(value):
                raise IllShaped(f"{value!r} is no decimal string of {bits} bits")
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise IllShaped(f"{value!r} is no integer of {bits} bits")
        return value

    return decode


u8 = integer(8)
u16 = integer(16)
u32 = integer(32)
u64 = integer(64)
u128 = integer(128)
i8 = integer(8, signed=True)
i16 = integer(16, signed=True)
i32 = integer(32, signed=True)
i64 = integer(64, signed=True)
i128 = integer(128, signed=True)


def text(value: Any) -> str:
    """Text that is Unicode."""
    if not isinstance(value, str) or any("\ud800" <= character <= "\udfff" for character in value):
        raise IllShaped(f"{value!r} is no text")
    return value


def boolean(value: Any) -> bool:
    """True or false, and nothing that stands for them."""
    if not isinstance(value, bool):
        raise IllShaped(f"{value!r} is neither true nor false")
    return value


def hexadecimal(width: int | None = None) -> Shape:
    """Bytes as lower-case digits; `width` of them, where it is given."""

    def decode(value: Any) -> bytes:
        if not isinstance(value, str) or not _DIGITS.fullmatch(value):
            raise IllShaped(f"{value!r} is not lower-case hexadecimal digits")
        if width is not None and len(value) != 2 * width:
            raise IllShaped(f"{value!r} is not {width} bytes")
        return bytes.fromhex(value)

    return decode


def data(value: Any) -> bytes:
    """`{"text": …}` as UTF-8, or `{"bytes": …}` as it is."""
    if isinstance(value, dict) and value.keys() == {"text"}:
        return text(value["text"]).encode()
    if isinstance(value, dict) and value.keys() == {"bytes"}:
        return bytes(hexadecimal()(value["bytes"]))
    raise IllShaped(f"{value!r} is neither text nor bytes")


def option(shape: Shape) -> Shape:
    """None for null."""
    return lambda value: None if value is None else shape(value)


def listed(shape: Shape) -> Shape:
    """A list of values of one shape."""

    def decode(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise IllShaped(f"{value!r} is no list")
        return [shape(item) for item in value]

    return decode


def struct(**shapes: Shape) -> Shape:
    """An object with exactly these members, as a dict of decoded values."""

    def decode(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or value.keys() != shapes.keys():
            raise IllShaped(f"an object with the members {', '.join(shapes) or 'none'} is due")
        return {name: shape(value[name]) for name, shape in shapes.items()}

    return decode


def variant(**kinds: Mapping[str, Shape]) -> Shape:
    """An enum: the kind, and the decoded members beside it. `variant(Own={}, Foreign={"root": hexadecimal(32)})`."""
    decoders = {kind: struct(kind=text, **members) for kind, members in kinds.items()}

    def decode(value: Any) -> tuple[str, dict[str, Any]]:
        kind = value.get("kind") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in decoders:
            raise IllShaped(f"{value!r} is none of {', '.join(decoders)}")
        members = decoders[kind](value)
        del members["kind"]
        return kind, members

    return decode
