"""`hash_many` and the digest of a struct: injective, and computed here by hand."""

from __future__ import annotations

import pytest
from by_hand import ZERO, h, hash_many
from hypothesis import given
from hypothesis import strategies as st

from coalition.encoding import hash_many_parts
from coalition.errors import DuplicateElement, DuplicateKey
from coalition.preimage import fold, raw
from coalition.struct_digest import (
    Pair,
    Struct,
    TypedBool,
    TypedBytes,
    TypedI64,
    TypedI128,
    TypedList,
    TypedMap,
    TypedOption,
    TypedSet,
    TypedStruct,
    TypedText,
    TypedU8,
    TypedU16,
    TypedU32,
    TypedU64,
    TypedU128,
    TypedVariant,
    digest,
    enc,
)
from coalition.unique_id import hash_many as made_of

parts = st.lists(st.binary(max_size=12), max_size=6)


@given(parts)
def test_hash_many_is_the_formula(given_parts: list[bytes]) -> None:
    """`hash_many` hashes every part after its length as u64 little-endian."""
    assert bytes(made_of(given_parts)) == hash_many(*given_parts)
    assert hash_many_parts(tuple(given_parts)).value() == hash_many(*given_parts)


@given(parts, parts)
def test_different_lists_have_different_preimages(first: list[bytes], second: list[bytes]) -> None:
    """Two lists of parts are hashed from the same bytes only if they are the same list."""
    same = hash_many_parts(tuple(first)).encode() == hash_many_parts(tuple(second)).encode()
    assert same is (first == second)


@given(st.binary(max_size=30), st.lists(st.integers(0, 30), max_size=4), st.lists(st.integers(0, 30), max_size=4))
def test_one_string_of_bytes_cut_twice_has_two_preimages(whole: bytes, first: list[int], second: list[int]) -> None:
    """Lists that join to the same bytes, the ones a plain concatenation confuses, stay apart."""
    cuts = [_cut(whole, at) for at in (first, second)]
    encoded = [hash_many_parts(tuple(cut)).encode() for cut in cuts]
    assert (encoded[0] == encoded[1]) is (cuts[0] == cuts[1])


def _cut(whole: bytes, at: list[int]) -> list[bytes]:
    ends = sorted(min(each, len(whole)) for each in at)
    return [whole[low:high] for low, high in zip([0, *ends], [*ends, len(whole)], strict=True)]


def test_nothing_is_not_one_empty_part() -> None:
    """`hash_many([])` is `H` of no bytes, and one empty part is eight zero bytes."""
    assert bytes(made_of([])) == h()
    assert bytes(made_of([b""])) == h(bytes(8)) != h()


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        (TypedU8(1), "01"),
        (TypedU16(0x0102), "0201"),
        (TypedU32(1), "01000000"),
        (TypedU64(2**64 - 1), "ff" * 8),
        (TypedU128(256), "0001" + "00" * 14),
        (TypedI64(-2), "fe" + "ff" * 7),
        (TypedI128(-1), "ff" * 16),
        (TypedBool(True), "01"),
        (TypedBool(False), "00"),
        (TypedBytes(b"\x00\xff"), "00ff"),
        (TypedText("é"), "c3a9"),
        (TypedOption(None), ""),
        (TypedOption(TypedU8(0)), "0100"),
        (TypedOption(TypedOption(None)), "01"),
        (TypedOption(TypedBytes(ZERO)), "01" + "00" * 32),
        (TypedVariant(3, ()), "03"),
        (TypedList(()), hash_many(b"list").hex()),
        (TypedList((TypedU8(2), TypedU8(1))), hash_many(b"list", b"\x02", b"\x01").hex()),
        (TypedSet((TypedU8(2), TypedU8(1))), hash_many(b"list", b"\x01", b"\x02").hex()),
        (TypedSet((TypedText("b"), TypedText("aa"))), hash_many(b"list", b"aa", b"b").hex()),
        (TypedVariant(3, (TypedU8(9), TypedText("x"))), hash_many(b"enum", b"\x03", b"\x09", b"x").hex()),
        (TypedStruct("price-tick.v1", (TypedU8(9),)), hash_many(b"price-tick.v1", b"\x09").hex()),
        (
            TypedMap((Pair(TypedU8(2), TypedText("b")), Pair(TypedU8(1), TypedText("a")))),
            hash_many(b"list", hash_many(b"list", b"\x01", b"a"), hash_many(b"list", b"\x02", b"b")).hex(),
        ),
    ],
)
def test_a_field_is_encoded_as_the_text_says(value: object, encoded: str) -> None:
    """ENC-16 to ENC-21 case by case, the bytes written out by hand."""
    assert enc(value).value().hex() == encoded


def test_the_digest_of_a_struct_is_its_tag_and_fields() -> None:
    """ENC-15: `hash_many([tag, enc(f1), enc(f2)])`, a nested struct by its digest."""
    inner = TypedStruct("inner.v1", (TypedBool(True),))
    made = digest(Struct("outer.v1", (TypedU16(7), inner)))
    assert made.value() == hash_many(b"outer.v1", b"\x07\x00", hash_many(b"inner.v1", b"\x01"))


@given(st.permutations([TypedU8(1), TypedU8(2), TypedU8(3), TypedU8(200)]))
def test_the_order_of_a_set_is_nothing(items: list[TypedU8]) -> None:
    """A set has one encoding in every order; the list of the same items has another in each."""
    assert enc(TypedSet(tuple(items))).value() == hash_many(b"list", b"\x01", b"\x02", b"\x03", b"\xc8")
    assert enc(TypedList(tuple(items))).value() == hash_many(b"list", *(bytes([item.value]) for item in items))


def test_a_set_and_a_map_hold_nothing_twice() -> None:
    """Equal encodings are refused even where the types differ: `U8(1)` and `Bool(true)` are one byte 1."""
    with pytest.raises(DuplicateElement):
        TypedSet((TypedU8(1), TypedBool(True)))
    with pytest.raises(DuplicateKey):
        TypedMap((Pair(TypedU8(1), TypedText("a")), Pair(TypedBool(True), TypedText("b"))))


def test_a_fold_derives_one_field_after_another() -> None:
    """The preimage printed for a `fold` is that of its last step (SUB-13)."""
    made = fold(raw("a", b"a"), raw("b", b"b"), raw("c", b"c"))
    assert made.encode() == h(h(b"a"), b"b") + b"c"
    assert made.value() == h(h(h(b"a"), b"b"), b"c")
