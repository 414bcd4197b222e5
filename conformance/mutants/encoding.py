"""Mutants of the chapter Encoding."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

from coalition import struct_digest
from coalition.errors import NameForbiddenCodePoint
from coalition.preimage import Preimage
from coalition.shapes import Width
from conformance.mutants.breaking import Mutant, made, method, ordered, relabelled, replaced, rows, unchecked, without


def _big_endian(_encode: Any) -> Any:
    return lambda self, value: value.to_bytes(self.bits // 8, "big", signed=self.signed)


def _as_concat(preimage: Preimage) -> Preimage:
    return Preimage("concat", preimage.fields)


def _enc(name: str, requirement: str, description: str, owner: type, wrong: Any) -> Mutant:
    """A mutant whose encoding of one kind of field is wrong wherever it stands."""
    return Mutant(
        name, (requirement,), description, (method(owner, "preimage", lambda right: lambda self: wrong(right(self))),)
    )


def _unmarked(preimage: Preimage) -> Preimage:
    return Preimage("bytes", relabelled("value", lambda data: data[1:])(preimage.fields))


def _absent_as_zero(preimage: Preimage) -> Preimage:
    return Preimage("bytes", relabelled("value", lambda data: data or b"\0")(preimage.fields))


def _untagged(preimage: Preimage) -> Preimage:
    return Preimage(preimage.hash, without("tag")(preimage.fields))


def _sorted(preimage: Preimage) -> Preimage:
    by_bytes = ordered(lambda fields: sorted(fields, key=lambda each: each.data))
    return Preimage(preimage.hash, by_bytes(preimage.fields))


def _reversed(preimage: Preimage) -> Preimage:
    return Preimage(preimage.hash, ordered(lambda fields: fields[::-1])(preimage.fields))


def _wide_number(preimage: Preimage) -> Preimage:
    wide = relabelled("number", lambda data: data.ljust(4, b"\0"))
    return Preimage(preimage.hash, wide(preimage.fields))


def _bool_as_ff(preimage: Preimage) -> Preimage:
    return Preimage("bytes", relabelled("value", lambda data: b"\xff" if data == b"\1" else data)(preimage.fields))


def _bytes_counted(check: Any) -> Any:
    from coalition.errors import NameEmpty, NameTooLong  # noqa: PLC0415 - of this mutant alone

    def characters(name: str) -> None:
        if not name:
            raise NameEmpty(name)
        if len(name) > 255:
            raise NameTooLong(name)

    del check
    return characters


def _normalising(_bytes: Any) -> Any:
    return lambda name: unicodedata.normalize("NFC", name).encode()


def _runtime_categories(_check: Any) -> Any:
    def only_controls(name: str) -> None:
        for character in name:
            if unicodedata.category(character) == "Cc":
                raise NameForbiddenCodePoint(name)

    return only_controls


def _rounding(check: Any) -> Any:
    del check
    return lambda ratio: None


MUTANTS = (
    Mutant(
        "sha-256",
        ("ENC-1",),
        "SHA-256 for BLAKE3",
        (replaced("unique_id.hash_bytes", lambda _: lambda data: hashlib.sha256(data).digest()),),
    ),
    Mutant("big-endian-integers", ("ENC-2",), "integers big-endian", (method(Width, "encode", _big_endian),)),
    Mutant(
        "hash-many-without-lengths",
        ("ENC-3",),
        "hash_many as plain concatenation",
        (made("encoding.hash_many", _as_concat),),
    ),
    Mutant("zero-id-accepted", ("ENC-4",), "a present ZERO_ID is accepted", (unchecked("presence.check_present"),)),
    Mutant(
        "any-schema-version", ("ENC-5",), "any schema version is hashed", (unchecked("organism.check_schema_version"),)
    ),
    Mutant(
        "name-length-in-characters",
        ("ENC-6",),
        "characters are counted, not bytes",
        (replaced("names.check_length", _bytes_counted),),
    ),
    Mutant("name-length-unchecked", ("ENC-6",), "names of any length", (unchecked("names.check_length"),)),
    Mutant("name-separator-accepted", ("ENC-7",), "`|` in names", (unchecked("names.check_separator"),)),
    Mutant(
        "name-unassigned-accepted", ("ENC-8",), "unassigned code points in names", (unchecked("names.check_assigned"),)
    ),
    Mutant(
        "name-format-accepted",
        ("ENC-9",),
        "only control characters are refused",
        (replaced("names.check_categories", _runtime_categories),),
    ),
    Mutant("name-nfd-accepted", ("ENC-10",), "names in any normalization form", (unchecked("names.check_nfc"),)),
    Mutant(
        "name-normalised",
        ("ENC-10", "ERR-1"),
        "names are normalised silently",
        (unchecked("names.check_nfc"), replaced("encoding.name_bytes", _normalising)),
    ),
    Mutant("type-tag-unchecked", ("ENC-11",), "any bytes are a type tag", (unchecked("names.check_type_tag"),)),
    Mutant("free-text-unchecked", ("ENC-12",), "any text is free text", (unchecked("names.check_free_text"),)),
    Mutant(
        "ratio-as-percent",
        ("ENC-13",),
        "ratios in percent",
        (
            rows(
                "encoding.ratio",
                relabelled("basis_points", lambda data: (int.from_bytes(data, "little") // 100).to_bytes(2, "little")),
            ),
        ),
    ),
    Mutant(
        "ratio-rounded",
        ("ENC-14", "ERR-1"),
        "a finer ratio is rounded down",
        (replaced("ratio.check_fineness", _rounding),),
    ),
    Mutant("ratio-unbounded", ("ENC-14",), "a ratio above 1 is accepted", (unchecked("ratio.check_range"),)),
    Mutant(
        "digest-without-tag",
        ("ENC-15",),
        "the tag is left out of a struct's digest",
        (rows("encoding.digest", without("tag")),),
    ),
    Mutant("digest-fields-sorted", ("ENC-15",), "a struct's fields are sorted", (made("encoding.digest", _sorted),)),
    _enc("bool-as-ff", "ENC-16", "true is 0xff", struct_digest.TypedBool, _bool_as_ff),
    _enc("option-unmarked", "ENC-17", "a present option without 0x01", struct_digest.TypedOption, _unmarked),
    _enc(
        "option-absent-as-zero", "ENC-17", "an absent option is the byte 0", struct_digest.TypedOption, _absent_as_zero
    ),
    _enc("list-untagged", "ENC-18", "a list without its tag", struct_digest.TypedList, _untagged),
    _enc("list-sorted", "ENC-18", "a list is sorted", struct_digest.TypedList, _sorted),
    _enc("set-reversed", "ENC-19", "a set in descending order", struct_digest.TypedSet, _reversed),
    Mutant(
        "set-duplicates-accepted",
        ("ENC-19",),
        "an element may stand twice in a set",
        (unchecked("struct_digest.check_distinct"),),
    ),
    _enc("map-by-pair", "ENC-20", "a map is ordered by its pairs' hashes", struct_digest.TypedMap, _sorted),
    Mutant(
        "map-duplicates-accepted",
        ("ENC-20",),
        "a key may stand twice in a map",
        (unchecked("struct_digest.check_distinct_keys"),),
    ),
    _enc("variant-u32", "ENC-21", "discriminants in four bytes", struct_digest.TypedVariant, _wide_number),
    Mutant(
        "instant-untagged",
        ("ENC-21",),
        "a variant with payload without its tag",
        (rows("retirement.instant", without("tag")),),
    ),
)
