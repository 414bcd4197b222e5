"""Aligning the preimage of an answer with the one expected: the first field that differs."""

from __future__ import annotations

import msgspec

from assay.answer import Result
from assay.judging import preimage_hex
from assay.suite import Field, Preimage, Suite
from assay.units import Exchange

#: The note on fields that are all there, and not where they should be.
ANOTHER_ORDER = "the fields are in another order"


class FieldDiff(msgspec.Struct, frozen=True):
    """The first field of a preimage that differs. `expected` and `got` are lower-case hex; `at` is its byte offset."""

    label: str
    encoding: str
    at: int
    expected: str
    got: str
    note: str = ""


def differing_field(exchange: Exchange, suite: Suite) -> FieldDiff | None:
    """The first field in which the preimage of an answer differs, where it gave one and the suite has one."""
    answer = exchange.judged.answer
    if not isinstance(answer, Result) or answer.preimage is None:
        return None
    case = exchange.case
    preimage = case.preimage if case.preimage is not None else suite.preimage(case)
    return locate(preimage, answer.preimage) if preimage is not None else None


def locate(preimage: Preimage, got: str) -> FieldDiff | None:
    """The first field in which the preimage `got` (hex) differs from the labelled one."""
    if got == preimage_hex(preimage):
        return None
    given = bytes.fromhex(got)
    if preimage.hash == "hash_many":
        items = _items(given)
        if items is not None:
            return _by_item(preimage, items)
    return _by_offset(preimage, given)


def _items(given: bytes) -> list[bytes] | None:
    """The items of a length-prefixed preimage; None where the prefixes do not add up."""
    items: list[bytes] = []
    at = 0
    while at < len(given):
        size = int.from_bytes(given[at : at + 8], "little")
        at += 8
        if at + size > len(given):
            return None
        items.append(given[at : at + size])
        at += size
    return items


def _by_item(preimage: Preimage, items: list[bytes]) -> FieldDiff:
    expected = [bytes.fromhex(field.data) for field in preimage.fields]
    first = next((n for n, (a, b) in enumerate(zip(expected, items, strict=False)) if a != b), None)
    if first is None:
        first = min(len(expected), len(items))
    at = sum(8 + len(item) for item in expected[:first])
    if first == len(expected):
        return FieldDiff("(no field)", "", at, "", items[first].hex(), _too_many(len(items) - first, "field"))
    field = preimage.fields[first]
    note = ""
    if items[first:] == expected[first + 1 :]:
        note = "the field is missing"
    elif expected[first:] == items[first + 1 :]:
        note = "a field stands here that has no place"
    elif sorted(items) == sorted(expected):
        note = ANOTHER_ORDER
    got = items[first] if first < len(items) and note != "the field is missing" else b""
    return FieldDiff(field.label, field.encoding, at, field.data, got.hex(), note)


def _by_offset(preimage: Preimage, given: bytes) -> FieldDiff:
    expected = preimage.encode()
    if given.startswith(expected):
        return FieldDiff(
            "(no field)",
            "",
            len(expected),
            "",
            given[len(expected) :].hex(),
            _too_many(len(given) - len(expected), "byte"),
        )
    prefix = 8 if preimage.hash == "hash_many" else 0
    spans: list[tuple[Field, int, int]] = []
    start = 0
    for field in preimage.fields:
        end = start + prefix + len(field.data) // 2
        spans.append((field, start, end))
        start = end
    for field, start, end in spans:
        # Where everything around one field agrees, what lies between is what was folded for it, whatever its width.
        stop = len(given) - (len(expected) - end)
        if stop >= start and given[:start] == expected[:start] and given[stop:] == expected[end:]:
            return _replaced(field, start, expected[start:end], given[start:stop])
    missing = _missing(spans, expected, given)
    if missing is not None:
        return missing
    pairs = enumerate(zip(expected, given, strict=False))
    differs = next((n for n, (left, right) in pairs if left != right), min(len(expected), len(given)))
    field, start, end = next(span for span in spans if differs < span[2])
    return _replaced(field, start, expected[start:end], given[start:end])


def _too_many(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''} too many at the end"


def _missing(spans: list[tuple[Field, int, int]], expected: bytes, given: bytes) -> FieldDiff | None:
    """Fields in a row that were left out, as a field is together with its separator."""
    for first, (field, start, end) in enumerate(spans):
        if not given.startswith(expected[:start]):
            return None
        for last in range(first, len(spans)):
            if given[start:] == expected[spans[last][2] :]:
                more = last - first
                note = f"the field is missing, and {more} after it" if more else "the field is missing"
                return FieldDiff(field.label, field.encoding, start, expected[start:end].hex(), "", note)
    return None


def _replaced(field: Field, at: int, expected: bytes, got: bytes) -> FieldDiff:
    note = "" if got else "the field is missing"
    return FieldDiff(field.label, field.encoding, at, expected.hex(), got.hex(), note)
