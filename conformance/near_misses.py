"""Near misses: the values that typical mistakes would give, so that a failure can say which mistake was made.

Most are made from the labelled preimage by one change of its encoding. Those that belong to one derivation, the
overruled passages of the book among them, stand in `overruled.py`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, Final

from coalition.preimage import Field, Preimage
from coalition.unique_id import hash_bytes
from conformance import ed25519_policies
from conformance.notes import Note, value_of
from conformance.overruled import NOTES, overruled

Fields = tuple[Field, ...]

#: What a wrong identity leads to, wherever it comes from.
_DISJOINT: Final = "The id is another: peers that derive it rightly never find this component (ConnectTimeout)."


def lengths(preimage: Preimage, prefix: Callable[[int], bytes]) -> bytes:
    """The value with another length prefix before each field."""
    return hash_bytes(b"".join(prefix(len(each.data)) + each.data for each in preimage.fields))


_UNCOMBINED: Final = "What others combine with it is another secret, or another signature."

_MISTAKES: Final[dict[str, Note]] = {
    "lengths-left-out": Note("ENCODING", "hash_many was computed without the length of each part.", _DISJOINT),
    "lengths-put-in": Note("ENCODING", "A plain concatenation was hashed with a length before each part.", _DISJOINT),
    "lengths-u32": Note("ENCODING", "The length of each part was written as u32, not u64.", _DISJOINT),
    "lengths-big-endian": Note("ENCODING", "The length of each part was written big-endian.", _DISJOINT),
    "sha-256": Note("WRONG_PRIMITIVE", "SHA-256 was used where BLAKE3 is due.", _DISJOINT),
    "hashed-twice": Note("WRONG_PRIMITIVE", "The hash was hashed once more.", _DISJOINT),
    "ids-as-hex": Note("ENCODING", "32-byte values were folded as 64 hexadecimal characters.", _DISJOINT),
    "big-endian": Note("ENCODING", "Integers were written big-endian.", _DISJOINT),
    "integers-as-text": Note("ENCODING", 'Integers were written as decimal digits: "1" is 0x31, not 0x01.', _DISJOINT),
    "integers-as-u32": Note("ENCODING", "Integers were written in four bytes.", _DISJOINT),
    "integers-as-u64": Note("ENCODING", "Integers were written in eight bytes.", _DISJOINT),
    "absent-as-empty": Note("ENCODING", "An absent id was folded as no bytes, not as ZERO_ID.", _DISJOINT),
    "absent-as-zero": Note("ENCODING", "An absent value was folded as zero bytes, not as nothing.", _DISJOINT),
    "absent-as-zero-byte": Note("ENCODING", "An absent option was folded as the byte 0x00, not as nothing.", _DISJOINT),
    "present-unmarked": Note("ENCODING", "A present option was folded without the byte 0x01 before it.", _DISJOINT),
    "list-sorted": Note("ORDER", "A list was sorted; its order is part of the identity.", _DISJOINT),
    "list-reversed": Note("ORDER", "A list was folded in reverse.", _DISJOINT),
    "set-unsorted": Note("ORDER", "A set was folded in the order given, not in ascending byte order.", _DISJOINT),
    "name-lower-case": Note("NORMALISATION", "A text was folded in lower case.", _DISJOINT),
    "name-nfd": Note("NORMALISATION", "A text was folded in Normalization Form D.", _DISJOINT),
    "name-utf-16": Note("ENCODING", "A text was folded as UTF-16.", _DISJOINT),
    "discriminant-from-1": Note("ENCODING", "Discriminants were counted from 1, not from 0.", _DISJOINT),
    "discriminant-u32": Note("ENCODING", "A discriminant was folded in four bytes.", _DISJOINT),
    "tag-left-out": Note(
        "DOMAIN_SEPARATION", "The tag that separates domains was left out.", "Two kinds of component can have one id."
    ),
    "separators-left-out": Note(
        "DOMAIN_SEPARATION", "The separators between fields were left out.", "Two names can have one id."
    ),
    "share-index-from-zero": Note("INDEX", "Shares were evaluated at 0, 1, …: the first is the secret.", _UNCOMBINED),
    "share-index-one-more": Note("INDEX", "Shares were evaluated at one more than the index.", _UNCOMBINED),
    "coefficients-reversed": Note("ORDER", "The last coefficient was taken for the secret.", _UNCOMBINED),
    "lagrange-negated": Note("ARITHMETIC", "The weight has the wrong sign: i − j for j − i.", _UNCOMBINED),
    "lagrange-index-one-more": Note("INDEX", "The weight is that of indices that are one more.", _UNCOMBINED),
    "lagrange-inverted": Note("ARITHMETIC", "The weight is upside down: (j − i) / j.", _UNCOMBINED),
    "share-key-is-committee-key": Note("INDEX", "The key of the committee was taken for a member's.", _UNCOMBINED),
    "threshold-half": Note(
        "ARITHMETIC", "Half of the committee was taken for more than half.", "Two halves may sign what contradicts."
    ),
    "bls-tag-swapped": Note(
        "DOMAIN_SEPARATION",
        "The tag names the group of the keys; it names the one the signatures are in.",
        "No other implementation verifies the signature.",
    ),
    **ed25519_policies.NOTES,
}


def _left_out(label: str) -> tuple[str, Note]:
    flag = f"left-out-{label.replace('_', '-')}"
    return flag, Note("FIELD_MISSING", f"The field `{label}` was left out.", _DISJOINT)


def note(flag: str) -> Note:
    """What a flag means. KeyError for a flag that nothing gives."""
    if flag in NOTES:
        return NOTES[flag]
    if flag.startswith("left-out-"):
        return _left_out(flag.removeprefix("left-out-"))[1]
    return _MISTAKES[flag]


def flags() -> Iterator[str]:
    """Every flag but those of single fields."""
    yield from _MISTAKES


def near_misses(preimage: Preimage) -> dict[str, Any]:
    """Flag to value, in a fixed order; none equals the right value or another miss."""
    right = preimage.value()
    found: dict[str, str] = {}
    seen = {right}
    for flag, value in [*overruled(preimage), *_of_fields(preimage), *_of_hash(preimage)]:
        if value not in seen:
            seen.add(value)
            found[flag] = value.hex()
    return found


def _of_hash(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    whole = preimage.encode()
    if preimage.hash == "hash_many":
        yield "lengths-left-out", hash_bytes(b"".join(each.data for each in preimage.fields))
        yield "lengths-u32", lengths(preimage, lambda size: size.to_bytes(4, "little"))
        yield "lengths-big-endian", lengths(preimage, lambda size: size.to_bytes(8, "big"))
    if preimage.hash == "concat":
        yield "lengths-put-in", lengths(preimage, lambda size: size.to_bytes(8, "little"))
    if preimage.hash in ("concat", "hash_many"):
        yield "sha-256", hashlib.sha256(whole).digest()
        yield "hashed-twice", hash_bytes(preimage.value())


def _of_fields(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    if preimage.hash == "fold":
        return
    fields = preimage.fields
    for flag, change in _CHANGES.items():
        changed = tuple(change(each) for each in fields)
        if changed != fields:
            yield flag, value_of(preimage, changed)
    yield from _of_lists(preimage)
    if len(fields) > 1:
        yield (
            "tag-left-out",
            value_of(preimage, tuple(each for each in fields if each.label not in ("tag", "clause_tag"))),
        )
        yield "separators-left-out", value_of(preimage, tuple(each for each in fields if each.label != "separator"))
    for label in dict.fromkeys(each.label for each in fields):
        if label not in ("tag", "clause_tag", "separator") and len(fields) > 1:
            yield _left_out(label)[0], value_of(preimage, tuple(each for each in fields if each.label != label))


def _of_lists(preimage: Preimage) -> Iterator[tuple[str, bytes]]:
    fields = preimage.fields
    listed = [each for each in fields if each.encoding.startswith("each ")]
    if len(listed) > 1:
        rest = tuple(each for each in fields if each not in listed)
        ordered = tuple(sorted(listed, key=lambda each: each.data))
        # The lists of the specification come last in their preimages, so that what stands before keeps its place.
        yield "list-sorted", value_of(preimage, rest + ordered)
        yield "list-reversed", value_of(preimage, rest + tuple(reversed(listed)))


def _changed(field: Field, data: bytes) -> Field:
    return Field(field.label, field.encoding, data, field.part)


def _core(encoding: str) -> str:
    return encoding.removeprefix("sorted ").removeprefix("each ")


def _integer_width(field: Field) -> int | None:
    core = _core(field.encoding).removesuffix(" or nothing")
    return len(field.data) if core[:1] in "iu" and core[1:].isdigit() else None


def _big_endian(field: Field) -> Field:
    return _changed(field, field.data[::-1]) if _integer_width(field) or field.encoding == "bps" else field


def _as_text(field: Field) -> Field:
    if _integer_width(field) is None:
        return field
    signed = _core(field.encoding).startswith("i")
    return _changed(field, str(int.from_bytes(field.data, "little", signed=signed)).encode())


def _wide(size: int) -> Callable[[Field], Field]:
    def widen(field: Field) -> Field:
        width = _integer_width(field)
        return field if width is None or width >= size else _changed(field, field.data.ljust(size, b"\0"))

    return widen


def _as_hex(field: Field) -> Field:
    folded = len(field.data) == 32 and _core(field.encoding).split(" ")[0] in ("id", "bytes32")
    return _changed(field, field.data.hex().encode()) if folded else field


def _absent_as_empty(field: Field) -> Field:
    return _changed(field, b"") if field.encoding == "id or ZERO_ID" and not any(field.data) else field


def _absent_as_zero(field: Field) -> Field:
    widths = {"bytes48 or empty": 48, "id or empty": 32, "option id": 32}
    return _changed(field, bytes(widths[field.encoding])) if field.encoding in widths and not field.data else field


def _absent_as_zero_byte(field: Field) -> Field:
    return _changed(field, b"\0") if field.encoding.startswith("option ") and not field.data else field


def _unmarked(field: Field) -> Field:
    return _changed(field, field.data[1:]) if field.encoding.startswith("option ") and field.data else field


def _text(change: Callable[[str], bytes]) -> Callable[[Field], Field]:
    def change_text(field: Field) -> Field:
        if "utf8" not in field.encoding:
            return field
        return _changed(field, change(field.data.decode("utf-8", "surrogatepass")))

    return change_text


def _numbered_from_one(field: Field) -> Field:
    return _changed(field, bytes([field.data[0] + 1])) if "discriminant" in field.encoding else field


def _wide_discriminant(field: Field) -> Field:
    return _changed(field, field.data.ljust(4, b"\0")) if "discriminant" in field.encoding else field


_CHANGES: Final[dict[str, Callable[[Field], Field]]] = {
    "big-endian": _big_endian,
    "integers-as-text": _as_text,
    "integers-as-u32": _wide(4),
    "integers-as-u64": _wide(8),
    "ids-as-hex": _as_hex,
    "absent-as-empty": _absent_as_empty,
    "absent-as-zero": _absent_as_zero,
    "absent-as-zero-byte": _absent_as_zero_byte,
    "present-unmarked": _unmarked,
    "name-lower-case": _text(lambda text: text.lower().encode()),
    "name-nfd": _text(lambda text: unicodedata.normalize("NFD", text).encode()),
    "name-utf-16": _text(lambda text: text.encode("utf-16-le")),
    "discriminant-from-1": _numbered_from_one,
    "discriminant-u32": _wide_discriminant,
}
