"""`UniqueId`, its traps, and the values that were seen on the real crate (mosaik-facts, section 1)."""

from __future__ import annotations

import pytest
from by_hand import h
from hypothesis import given
from hypothesis import strategies as st

from coalition.errors import IntegerOutOfRange, WrongLength, WrongType
from coalition.stable_id import COALITION_ROOT_SEED, UNIVERSE
from coalition.unique_id import ZERO_ID, UniqueId, unique_id

ids = st.binary(min_size=32, max_size=32)
data = st.one_of(st.binary(max_size=80), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))

ROOT = "bb8eb9bda9e543d8587c1d10516bef9c6b74c27c4631b46f7876a74171fc9746"


@pytest.mark.parametrize(
    ("made", "hexadecimal"),
    [
        (unique_id("coalition.root.v1"), ROOT),
        (
            unique_id("coalition.root.v1").derive("module").derive("atlas"),
            "84a603343a5d60fd15dac4ed6307e9d09a3590db64d0e169376c61ce2f1238a3",
        ),
        (
            unique_id("coalition.root.v1").derive("moduleatlas"),
            "0c9be6023d5b90ab22258c00e7f447b421e72b8e60a82340436580353ab4afdc",
        ),
        (UniqueId.of(bytes(32)), "2ada83c1819a5372dae1238fc1ded123c8104fdaa15862aaee69428a1820fcda"),
        (ZERO_ID.hashed(), "2ada83c1819a5372dae1238fc1ded123c8104fdaa15862aaee69428a1820fcda"),
        (UniqueId.of("AB" * 32), "ab" * 32),
        (UniqueId.of("ab" * 31 + "zz"), "7baf95b9a481cb25dc3c15632859cc74dcca93e7d353b8b3bb3e19a51fa99b2b"),
        (UniqueId.of("mosaik.universe"), "b82b6f3b4a1e53d2d56523f5a7b1974e3842ac37a068cc302286065a8853cf43"),
        (UniqueId.hash(""), "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"),
    ],
)
def test_the_values_seen_on_the_real_crate(made: UniqueId, hexadecimal: str) -> None:
    """Every constant of mosaik-facts section 1 comes out bit for bit."""
    assert str(made) == made.hex() == hexadecimal


def test_the_two_constants_of_the_coalition_layer() -> None:
    """`COALITION_ROOT_SEED` and `UNIVERSE` are the hashes of their names."""
    assert COALITION_ROOT_SEED.hex() == ROOT
    assert bytes(UNIVERSE) == h(b"mosaik.universe")


@pytest.mark.parametrize("digits", ["0123456789abcdef" * 4, "0123456789ABCDEF" * 4, "aB" * 32])
def test_64_digits_of_either_case_decode(digits: str) -> None:
    """Exactly 64 hexadecimal digits are the id they write, as text and as bytes."""
    assert bytes(UniqueId.of(digits)) == bytes.fromhex(digits)
    assert UniqueId.of(digits.encode()) == UniqueId.of(digits) == UniqueId.from_hex(digits)


@pytest.mark.parametrize(
    "text",
    ["", "ab" * 31, "ab" * 31 + "a", "ab" * 32 + "a", "ab" * 33, "0x" + "ab" * 31, "ab" * 31 + "g0", f" {'ab' * 31}a"],
)
def test_anything_else_is_hashed_never_refused(text: str) -> None:
    """63 and 65 digits, a `0x`, a blank and a letter that is no digit are all text to be hashed."""
    assert bytes(UniqueId.of(text)) == h(text.encode())


def test_fullwidth_digits_are_no_digits() -> None:
    """64 digits of another script are hashed: only ASCII digits decode."""
    text = "１" * 64
    assert bytes(UniqueId.of(text)) == h(text.encode())
    with pytest.raises(WrongType):
        UniqueId.from_hex(text)


@given(ids)
def test_32_raw_bytes_are_hashed_by_from_and_used_by_from_bytes(raw: bytes) -> None:
    """`From<&[u8]>` hashes a slice of 32 bytes; `from_bytes` takes it as it is."""
    assert bytes(UniqueId.of(raw)) == h(raw)
    assert bytes(UniqueId.from_bytes(raw)) == raw


def test_hash_has_no_rule_about_digits() -> None:
    """`UniqueId::hash` hashes 64 digits like any text."""
    assert bytes(UniqueId.hash("ab" * 32)) == h(b"ab" * 32)


@given(st.lists(data, max_size=5))
def test_from_parts_hashes_the_bare_concatenation(parts: list[str | bytes]) -> None:
    """`from_parts` puts no lengths between the parts, so that a|bc and ab|c are one id."""
    joined = b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    assert bytes(UniqueId.from_parts(parts)) == h(joined)
    assert UniqueId.from_parts(["a", "bc"]) == UniqueId.from_parts(["ab", b"c"])


@pytest.mark.parametrize(
    ("kind", "value", "tail"),
    [
        ("U8", 7, "07"),
        ("U8", 255, "ff"),
        ("I8", -1, "ff"),
        ("I8", -128, "80"),
        ("U16", 0x0102, "0201"),
        ("I16", -2, "feff"),
        ("U32", 0x01020304, "04030201"),
        ("I32", -(2**31), "00000080"),
        ("U64", 0x0102030405060708, "0807060504030201"),
        ("I64", -1, "ff" * 8),
        ("U128", 1, "01" + "00" * 15),
        ("U128", 2**128 - 1, "ff" * 16),
        ("I128", -(2**127), "00" * 15 + "80"),
    ],
)
def test_integers_stand_little_endian_at_the_end(kind: str, value: int, tail: str) -> None:
    """`from_u16(0x0102)` is 30 zero bytes, 02, 01, and a negative one is not extended beyond its width."""
    assert UniqueId.from_integer(kind, value).hex() == tail.rjust(64, "0")


@pytest.mark.parametrize(("kind", "value"), [("U8", 256), ("U8", -1), ("I8", 128), ("I128", 2**127), ("U128", 2**128)])
def test_an_integer_outside_its_width_is_refused(kind: str, value: int) -> None:
    """An integer that its type cannot hold makes no id."""
    with pytest.raises(IntegerOutOfRange):
        UniqueId.from_integer(kind, value)


def test_a_bool_is_no_integer() -> None:
    """`True` is not taken for 1."""
    with pytest.raises(WrongType):
        UniqueId.from_integer("U8", True)


@given(ids, data)
def test_derive_hashes_the_id_and_the_info(raw: bytes, info: str | bytes) -> None:
    """`derive` is `H(id ‖ info)` for text and bytes alike."""
    folded = info if isinstance(info, bytes) else info.encode()
    assert bytes(UniqueId(raw).derive(info)) == h(raw, folded)


@given(ids, data, data)
def test_deriving_twice_is_not_deriving_the_concatenation(raw: bytes, first: str | bytes, second: str | bytes) -> None:
    """Two derivations never meet the one derivation of both infos joined."""
    joined = b"".join(part if isinstance(part, bytes) else part.encode() for part in (first, second))
    assert UniqueId(raw).derive(first).derive(second) != UniqueId(raw).derive(joined)


@given(ids)
def test_hashed_is_derive_of_nothing(raw: bytes) -> None:
    """`hashed` and `derive("")` are one, and both move the id."""
    made = UniqueId(raw)
    assert made.hashed() == made.derive("") == made.derive(b"") == UniqueId.hash(raw)
    assert made.hashed() != made


@given(ids, ids)
def test_ids_are_ordered_equal_and_hashed_by_their_bytes(first: bytes, second: bytes) -> None:
    """Order, equality and Python's hash follow the 32 bytes, read from the first."""
    one, other = UniqueId(first), UniqueId(second)
    assert (one < other, one <= other, one > other) == (first < second, first <= second, first > second)
    assert (one == other) is (first == second)
    assert len({one, UniqueId(first)}) == 1


def test_an_id_is_nothing_but_an_id() -> None:
    """An id equals neither its bytes nor its digits."""
    others: list[object] = [bytes(32), "00" * 32, 0, None]
    assert all(other != ZERO_ID for other in others)


def test_an_id_has_no_order_with_other_things() -> None:
    """Comparing an id with what is no id is a `TypeError`, as Python has it for any two types."""
    with pytest.raises(TypeError):
        _ = ZERO_ID < b"\x01"


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_an_id_has_32_bytes(size: int) -> None:
    """Any other number of bytes makes no id."""
    with pytest.raises(WrongLength):
        UniqueId(bytes(size))


@pytest.mark.parametrize("raw", [bytearray(32), memoryview(bytes(32)), [0] * 32, "00" * 32, 0, None])
def test_only_bytes_make_an_id(raw: object) -> None:
    """Nothing is coerced to bytes."""
    with pytest.raises(WrongType):
        UniqueId(raw)  # type: ignore[arg-type]


@pytest.mark.parametrize("digits", ["ab" * 31, "ab" * 33, ""])
def test_from_hex_takes_64_digits_only(digits: str) -> None:
    """`from_hex` never falls back to hashing."""
    with pytest.raises(WrongLength):
        UniqueId.from_hex(digits)


@pytest.mark.parametrize("value", [5, None, ["a"], bytearray(b"a"), True])
def test_only_text_and_bytes_are_data(value: object) -> None:
    """`derive`, `hash` and `from` take text or bytes, and nothing that could be turned into them."""
    for use in (UniqueId.of, UniqueId.hash, ZERO_ID.derive):
        with pytest.raises(WrongType):
            use(value)  # type: ignore[operator]
