"""Names, type tags and free text: the rules a text obeys before it is hashed (ENC-6 to ENC-12)."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from typing import Annotated, Final

from coalition.errors import (
    NameEmpty,
    NameForbiddenCodePoint,
    NameHasSeparator,
    NameNotNfc,
    NameTooLong,
    NameUnassignedCodePoint,
    TextHasControl,
    TextTooLong,
    TypeTagEmpty,
    TypeTagHasSeparator,
    TypeTagTooLong,
)
from coalition.shapes import Rule
from coalition.unicode_ranges import ASSIGNED, FORBIDDEN

MAX_NAME_BYTES: Final = 255
MAX_TYPE_TAG_BYTES: Final = 255
MAX_TEXT_BYTES: Final = 4096
SEPARATOR: Final = "|"

_ASSIGNED_STARTS: Final = [first for first, _ in ASSIGNED]
_FORBIDDEN_STARTS: Final = [first for first, _ in FORBIDDEN]
_CONTROLS: Final = frozenset(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))


def _within(point: int, ranges: tuple[tuple[int, int], ...], starts: list[int]) -> bool:
    at = bisect_right(starts, point) - 1
    return at >= 0 and point <= ranges[at][1]


def is_assigned(character: str) -> bool:
    """Whether Unicode 14.0 assigns the code point (ENC-8)."""
    return _within(ord(character), ASSIGNED, _ASSIGNED_STARTS)


def is_forbidden(character: str) -> bool:
    """Whether the code point is of the category Cc, Cf, Cs, Co, Zl or Zp (ENC-9)."""
    return _within(ord(character), FORBIDDEN, _FORBIDDEN_STARTS)


def check_length(name: str) -> None:
    """Raise `NameEmpty` or `NameTooLong` unless the name is 1 to 255 bytes of UTF-8 (ENC-6)."""
    if not name:
        raise NameEmpty(name)
    # A surrogate has no UTF-8; it is counted here, and refused by its category (ENC-9).
    if len(name.encode("utf-8", "surrogatepass")) > MAX_NAME_BYTES:
        raise NameTooLong(name)


def check_separator(name: str) -> None:
    """Raise `NameHasSeparator` for a name that holds `|` (ENC-7)."""
    if SEPARATOR in name:
        raise NameHasSeparator(name)


def check_assigned(name: str) -> None:
    """Raise `NameUnassignedCodePoint` for a code point that Unicode 14.0 does not assign (ENC-8)."""
    for character in name:
        if not is_assigned(character):
            raise NameUnassignedCodePoint(name, f"U+{ord(character):04X}")


def check_categories(name: str) -> None:
    """Raise `NameForbiddenCodePoint` for a character that no one could see or type (ENC-9)."""
    for character in name:
        if is_forbidden(character):
            raise NameForbiddenCodePoint(name, f"U+{ord(character):04X}")


def check_nfc(name: str) -> None:
    """Raise `NameNotNfc` unless the name is in Normalization Form C (ENC-10)."""
    if not unicodedata.is_normalized("NFC", name):
        raise NameNotNfc(name)


def check_name(name: str) -> None:
    """Raise the named error of the first of ENC-6 to ENC-10 that the name breaks."""
    check_length(name)
    check_separator(name)
    if name.isascii() and name.isprintable():
        return
    check_assigned(name)
    check_categories(name)
    check_nfc(name)


def check_type_tag(type_tag: bytes) -> None:
    """Raise `TypeTagEmpty`, `TypeTagTooLong` or `TypeTagHasSeparator` (ENC-11)."""
    if not type_tag:
        raise TypeTagEmpty(type_tag)
    if len(type_tag) > MAX_TYPE_TAG_BYTES:
        raise TypeTagTooLong(type_tag)
    if SEPARATOR.encode() in type_tag:
        raise TypeTagHasSeparator(type_tag)


def check_free_text(text: str) -> None:
    """Raise `TextTooLong` or `TextHasControl` (ENC-12)."""
    if len(text.encode()) > MAX_TEXT_BYTES:
        raise TextTooLong(text)
    if not _CONTROLS.isdisjoint(text):
        raise TextHasControl(text)


# The rules are looked up when they are needed, so that each has one place.
Name = Annotated[str, Rule(lambda name: check_name(name))]
TypeTag = Annotated[bytes, Rule(lambda type_tag: check_type_tag(type_tag))]
FreeText = Annotated[str, Rule(lambda text: check_free_text(text))]
