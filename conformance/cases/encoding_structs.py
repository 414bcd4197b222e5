"""Cases of the encoding of structs, lists, sets, maps and variants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition.unique_id import hash_many
from conformance.casebook import Casebook

#: What a refusal of this chapter shows about refusals at all.
REFUSALS = ("ERR-2", "PROTO-7")


def _u8(value: int) -> dict[str, Any]:
    return {"kind": "U8", "value": value}


def _text(value: str) -> dict[str, Any]:
    return {"kind": "Text", "value": value}


def _digest() -> Casebook:
    book = Casebook("encoding.digest", requirements=["ENC-15"])
    tick = {
        "tag": "price-tick.v1",
        "fields": [{"kind": "U64", "value": "1700000000000"}, {"kind": "Bool", "value": True}, _text("USDC/ETH")],
    }
    book.accept_params("flat", "three fields", {"struct": tick})
    book.accept_params("later-version", "the version in the tag counts", {"struct": {**tick, "tag": "price-tick.v2"}})
    book.accept_params("swapped", "the order of fields counts", {"struct": {**tick, "fields": tick["fields"][::-1]}})
    book.accept_params("no-fields", "a struct without fields", {"struct": {"tag": "nothing.v1", "fields": []}})
    nested = {"tag": "outer.v1", "fields": [{"kind": "Struct", **tick}, {"kind": "List", "items": [_u8(1), _u8(2)]}]}
    book.accept_params("nested", "a struct and a list inside", {"struct": nested})
    book.random(12)
    book.spoil("nested", rules=0, shapes=24)
    return book


def _enc() -> Casebook:
    book = Casebook("encoding.enc", requirements=["ENC-16"])

    def accept(name: str, comment: str, value: dict[str, Any], requirement: str = "ENC-16", **misses: str) -> None:
        book.requirements = (requirement,)
        book.accept_params(name, comment, {"value": value})
        if misses:
            test = book.tests[-1]
            found = {**test.misses, **{flag.replace("_", "-"): miss for flag, miss in misses.items()}}
            book.tests[-1] = type(test)(**{**test.__dict__, "misses": found})

    accept("u8", "one byte", _u8(1), "ENC-16", integers_as_text="31")
    accept("u16", "two bytes, little-endian", {"kind": "U16", "value": 0x0102}, "ENC-16", big_endian="0102")
    accept("u64", "eight bytes", {"kind": "U64", "value": "258"})
    accept("u128", "sixteen bytes", {"kind": "U128", "value": "340282366920938463463374607431768211455"})
    accept("i64", "two's complement", {"kind": "I64", "value": "-2"})
    accept("i128", "two's complement", {"kind": "I128", "value": "-170141183460469231731687303715884105728"})
    accept("bool-true", "one byte 1", {"kind": "Bool", "value": True})
    accept("bool-false", "one byte 0", {"kind": "Bool", "value": False})
    accept("bytes", "as they are", {"kind": "Bytes", "value": "00ff"})
    accept("text", "UTF-8", _text("señal"))
    accept("empty-text", "no bytes", _text(""))
    accept("struct", "the digest", {"kind": "Struct", "tag": "unit.v1", "fields": []})
    accept(
        "option-absent",
        "no bytes",
        {"kind": "Option", "value": None},
        "ENC-17",
        absent_as_zero_byte="00",
        absent_as_zero="00" * 32,
    )
    accept("option-present", "0x01 before it", {"kind": "Option", "value": _u8(7)}, "ENC-17", present_unmarked="07")
    accept(
        "option-present-empty",
        "a present value without bytes is not absent",
        {"kind": "Option", "value": _text("")},
        "ENC-17",
    )
    accept(
        "option-id",
        "an id inside an option is no ZERO_ID when absent, and marked when present",
        {"kind": "Option", "value": {"kind": "Bytes", "value": "11" * 32}},
        "ENC-17",
        present_unmarked="11" * 32,
    )
    twice = {"kind": "Option", "value": {"kind": "Option", "value": _u8(7)}}
    accept("option-of-option", "0x01 before each", twice, "ENC-17", present_unmarked="0107")
    none_inside = {"kind": "Option", "value": {"kind": "Option", "value": None}}
    accept("option-of-absent", "a present option whose value is absent is not absent", none_inside, "ENC-17")
    accept("list", "in order", {"kind": "List", "items": [_u8(2), _u8(1)]}, "ENC-18")
    accept("list-empty", "a list without items", {"kind": "List", "items": []}, "ENC-18")
    accept("list-repeated", "an item may stand twice", {"kind": "List", "items": [_u8(1), _u8(1)]}, "ENC-18")
    accept(
        "set",
        "in ascending byte order",
        {"kind": "Set", "items": [_u8(2), _u8(1)]},
        "ENC-19",
        set_unsorted=hash_many(["list", b"\x02", b"\x01"]).hex(),
    )
    accept("set-in-order", "the same set", {"kind": "Set", "items": [_u8(1), _u8(2)]}, "ENC-19")
    accept(
        "set-of-wide",
        "ordered by encoded bytes, not by number",
        {"kind": "Set", "items": [{"kind": "U16", "value": 1}, {"kind": "U16", "value": 256}]},
        "ENC-19",
    )
    accept(
        "set-of-texts",
        "a shorter text sorts before the one it begins",
        {"kind": "Set", "items": [_text("ab"), _text("a"), _text("b")]},
        "ENC-19",
    )
    entries = [{"key": _text("b"), "value": _u8(1)}, {"key": _text("a"), "value": _u8(2)}]
    accept("map", "pairs in ascending order of keys", {"kind": "Map", "entries": entries}, "ENC-20")
    accept("map-in-order", "the same map", {"kind": "Map", "entries": entries[::-1]}, "ENC-20")
    accept(
        "map-values-cross",
        "ordered by key, not by the pair's hash",
        {"kind": "Map", "entries": [{"key": _u8(at), "value": _u8(9 - at)} for at in (5, 3, 8, 1)]},
        "ENC-20",
    )
    accept(
        "map-of-wide",
        "ordered by encoded bytes, not by number",
        {"kind": "Map", "entries": [{"key": {"kind": "U16", "value": at}, "value": _u8(at % 7)} for at in (1, 256)]},
        "ENC-20",
    )
    accept(
        "map-of-texts",
        "a longer key sorts before a shorter one whose first byte is greater",
        {"kind": "Map", "entries": [{"key": _text(key), "value": _u8(1)} for key in ("b", "aa", "a")]},
        "ENC-20",
    )
    accept(
        "variant",
        "without payload: one byte",
        {"kind": "Variant", "number": 3, "fields": []},
        "ENC-21",
        discriminant_from_1="04",
        discriminant_u32="03000000",
    )
    accept("variant-payload", "with payload: a hash", {"kind": "Variant", "number": 3, "fields": [_u8(1)]}, "ENC-21")
    accept(
        "variant-two-fields",
        "with two fields",
        {"kind": "Variant", "number": 0, "fields": [_text("a"), _text("b")]},
        "ENC-21",
    )
    book.requirements = ("ENC-16",)
    book.random(16)
    _duplicates(book, entries)
    for twin in ("u8", "u16", "u64", "i64", "bool-true", "bytes", "variant", "map"):
        book.spoil(twin, rules=0, shapes=6)
    return book


def _duplicates(book: Casebook, entries: list[dict[str, Any]]) -> None:
    book.refuse(
        "set-duplicate",
        "an element twice",
        "set",
        "DuplicateElement",
        {"value": {"kind": "Set", "items": [_u8(1), _u8(1)]}},
        REFUSALS,
    )
    book.refuse(
        "set-duplicate-apart",
        "an element twice, not side by side",
        "set-of-texts",
        "DuplicateElement",
        {"value": {"kind": "Set", "items": [_text("ab"), _text("a"), _text("ab")]}},
    )
    book.refuse(
        "set-duplicate-encoding",
        "two elements that differ in type and have one encoding",
        "set-in-order",
        "DuplicateElement",
        {"value": {"kind": "Set", "items": [_u8(1), {"kind": "Bool", "value": True}]}},
    )
    book.refuse(
        "map-duplicate-encoding",
        "two keys that differ in type and have one encoding",
        "map",
        "DuplicateKey",
        {"value": {"kind": "Map", "entries": [entries[0], {"key": {"kind": "Bytes", "value": "62"}, "value": _u8(2)}]}},
    )
    book.refuse(
        "map-duplicate",
        "a key twice, with another value",
        "map",
        "DuplicateKey",
        {"value": {"kind": "Map", "entries": [entries[0], {"key": _text("b"), "value": _u8(9)}]}},
        REFUSALS,
    )


def casebooks() -> Iterator[Casebook]:
    """The casebooks of what is made of parts."""
    yield _digest()
    yield _enc()
