"""The Unicode table the reference ships: generated here from the runtime's, where that is of version 14.0.

python tests/coalition/test_unicode_ranges.py     writes reference/coalition/unicode_ranges.py
"""

from __future__ import annotations

import itertools
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coalition import unicode_ranges
from coalition.names import is_assigned, is_forbidden
from coalition.unicode_ranges import ASSIGNED, FORBIDDEN

TABLE = Path(unicode_ranges.__file__)
HEAD = '''"""Code points of Unicode 14.0, as inclusive ranges (ENC-8, ENC-9).

Shipped as a table so that a name means the same under every runtime's own tables. Generated from the Unicode Character
Database 14.0.0 by `tests/coalition/test_unicode_ranges.py`, which compares it wherever the runtime has that version.
"""

from typing import Final

UNICODE_VERSION: Final = "14.0.0"

#: Every code point with a general category other than Cn.
# fmt: off
ASSIGNED: Final[tuple[tuple[int, int], ...]] = (
'''
MIDDLE = """)

#: Every code point of the categories Cc, Cf, Cs, Co, Zl and Zp.
FORBIDDEN: Final[tuple[tuple[int, int], ...]] = (
"""
TAIL = ")\n# fmt: on\n"
WIDTH = 120

needs_14 = pytest.mark.skipif(
    unicodedata.unidata_version != "14.0.0",
    reason=f"this Python has the tables of Unicode {unicodedata.unidata_version}, not 14.0.0: nothing to compare with",
)


def _ranges(wanted: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    first = None
    for point in range(0x110001):
        inside = point < 0x110000 and wanted(unicodedata.category(chr(point)))
        if inside and first is None:
            first = point
        if not inside and first is not None:
            yield first, point - 1
            first = None


def _lines(ranges: Iterator[tuple[int, int]]) -> str:
    lines, line = [], ""
    for first, last in ranges:
        item = f"(0x{first:04X}, 0x{last:04X}),"
        if line and len(f"{line} {item}") > WIDTH:
            lines.append(line)
            line = ""
        line = f"{line} {item}" if line else f"    {item}"
    return "\n".join([*lines, line, ""])


def generate() -> str:
    """The file as the runtime's tables make it."""
    forbidden = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assigned = _lines(_ranges(lambda category: category != "Cn"))
    return HEAD + assigned + MIDDLE + _lines(_ranges(lambda category: category in forbidden)) + TAIL


@needs_14
def test_the_table_is_the_database_of_version_14() -> None:
    """The committed file is, byte for byte, what the Unicode Character Database 14.0.0 makes."""
    assert TABLE.read_text("utf-8") == generate()


@needs_14
def test_every_code_point_has_its_category() -> None:
    """Over all 1 114 112 code points, assigned and forbidden are what the runtime says."""
    forbidden = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    wrong = []
    for point in range(0x110000):
        category = unicodedata.category(chr(point))
        if (is_assigned(chr(point)), is_forbidden(chr(point))) != (category != "Cn", category in forbidden):
            wrong.append(hex(point))
    assert wrong == []


@pytest.mark.parametrize("table", [ASSIGNED, FORBIDDEN])
def test_ranges_are_ordered_apart_and_within_unicode(table: tuple[tuple[int, int], ...]) -> None:
    """Ranges ascend, never touch, and end at U+10FFFF at most, whatever the runtime knows."""
    assert all(first <= last for first, last in table)
    assert all(last + 1 < first for (_, last), (first, _) in itertools.pairwise(table))
    assert table[-1][1] <= 0x10FFFF


def test_what_is_forbidden_is_assigned() -> None:
    """No code point breaks both rules by the table: an unassigned one has no other category."""
    edges = [point for pair in FORBIDDEN for point in pair]
    assert all(is_assigned(chr(point)) for point in edges)


@pytest.mark.parametrize(
    ("point", "assigned"),
    [
        (0x061D, True),  # ARABIC END OF TEXT MARK, new in 14.0
        (0x1FAE7, True),  # BUBBLES, new in 14.0
        (0x1FAE8, False),  # SHAKING FACE, new in 15.0
        (0x1E030, False),  # Cyrillic Extended-D, new in 15.0
        (0x31350, False),  # CJK Extension H, new in 15.0
        (0x2EBF0, False),  # CJK Extension I, new in 15.1
        (0x10FFFF, False),  # a noncharacter
    ],
)
def test_what_each_version_added(point: int, assigned: bool) -> None:
    """Characters of 14.0 are in, those of 15.0 and later are not, under any runtime."""
    assert is_assigned(chr(point)) is assigned


def test_later_runtimes_only_add() -> None:
    """What the table assigns is assigned in this runtime too, if that has 14.0 or more: Unicode never takes away."""
    if tuple(map(int, unicodedata.unidata_version.split("."))) < (14,):
        pytest.skip(f"this Python has the tables of Unicode {unicodedata.unidata_version}, older than 14.0")
    assert all(unicodedata.category(chr(point)) != "Cn" for pair in ASSIGNED for point in pair)


def test_the_registry_publishes_the_same_ranges(root: Path) -> None:
    """`spec/registry.json` and the reference hold one table."""
    published = json.loads((root / "spec" / "registry.json").read_text("utf-8"))["unicode"]
    assert published["version"] == "14.0.0"
    assert [tuple(pair) for pair in published["assigned"]] == list(ASSIGNED)
    assert [tuple(pair) for pair in published["forbidden"]] == list(FORBIDDEN)


if __name__ == "__main__":
    if unicodedata.unidata_version != "14.0.0":
        sys.exit(f"this Python has the tables of Unicode {unicodedata.unidata_version}, not 14.0.0")
    TABLE.write_text(generate(), "utf-8")
