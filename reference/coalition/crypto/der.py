"""DER, as certificates hold it: elements one behind the other, each in its shortest frame (X.690, section 10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

INTEGER: Final = 0x02
OCTETS: Final = 0x04
IDENTIFIER: Final = 0x06
ENUMERATED: Final = 0x0A
SEQUENCE: Final = 0x30


@dataclass(frozen=True)
class Element:
    """An element: its tag, its value, and the bytes of both with the length between them."""

    tag: int
    value: bytes
    frame: bytes


def elements(data: bytes) -> list[Element]:
    """All elements that the bytes are. Raises `ValueError` for bytes that are none."""
    found = []
    while data:
        found.append(_first(data))
        data = data[len(found[-1].frame) :]
    return found


def only(data: bytes, tag: int) -> Element:
    """The one element of a tag that the bytes are. Raises `ValueError`."""
    (found,) = elements(data)
    if found.tag != tag:
        raise ValueError(data)
    return found


def _first(data: bytes) -> Element:
    """The element that the bytes begin with; a tag of more than one byte is nowhere in certificates."""
    size, start = _length(data)
    if data[0] & 0x1F == 0x1F or len(data) < start + size:
        raise ValueError(data)
    return Element(data[0], data[start : start + size], data[: start + size])


def _length(data: bytes) -> tuple[int, int]:
    """How long the first element's value is, and where it begins. Raises `ValueError` for a longer form than needed."""
    if len(data) < 2:
        raise ValueError(data)
    if data[1] < 0x80:
        return data[1], 2
    start = 2 + (data[1] & 0x7F)
    digits = data[2:start]
    size = int.from_bytes(digits, "big")
    if len(digits) != start - 2 or digits[:1] == b"\0" or size < 0x80:
        raise ValueError(data)
    return size, start
