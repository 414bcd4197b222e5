from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.codec import DEPTH_CAP, DIGITS_CAP, LINE_CAP, GarbledError, encode, quick, same, strict

scalars = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
values = st.recursive(
    scalars | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_by_both(value: object) -> None:
    line = encode(value)
    assert same(strict(line), value)
    if value is not None:
        assert same(quick(line), value)


@given(values)
def test_both_agree_on_other_writings(value: object) -> None:
    for line in (json.dumps(value).encode(), json.dumps(value, indent=1).encode()):
        assert same(strict(line), value)
        fast = quick(line)
        assert fast is None or same(fast, value)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_reason(line: bytes) -> None:
    fast = quick(line)
    try:
        value = strict(line)
    except GarbledError:
        # The fast reader sets no bounds of its own: what it reads still has to be equal to what is expected.
        value = fast if b"[" * DEPTH_CAP in line or len(line) > DIGITS_CAP else None
        assert same(fast, value)
    assert fast is None or same(fast, value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[1] 2", "not JSON"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        (b"\xff\xfe", "not UTF-8: byte 0xff"),
        (b'{"a":1,"a":1}', "'a' stands twice"),
        (b'{"x":{"a":1,"b":2,"a":1}}', "'a' stands twice"),
        (b"NaN", "NaN is not JSON"),
        (b"[-Infinity]", "-Infinity is not JSON"),
        (b"1e999", "too large"),
        (b'"\\ud800"', "lone surrogate"),
        (b'{"\\udfff":1}', "lone surrogate"),
        (b"9" * 21, "an integer of 21"),
        (b"9" * 100_000, "an integer of 100000"),
        (b"[" * 65 + b"]" * 65, "nested deeper"),
        (b"[" * 10_000_000, "nested deeper"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, "nested deeper"),
        (b'"' + b"x" * LINE_CAP + b'"', "over the cap"),
        (b"\x00", "not JSON"),
        (b"'a'", "not JSON"),
        (b"[1,]", "not JSON"),
        (b"01", "not JSON"),
        (b'"\t"', "not JSON"),
    ],
    ids=range(23),
)
def test_a_garbled_line_says_why(line: bytes, reason: str) -> None:
    with pytest.raises(GarbledError, match=reason.replace("(", r"\(")):
        strict(line)


@pytest.mark.parametrize(
    "line", [b'{"a":1,"a":1}', b'{"a": 1}', b'"\\u0061"', b"1e0", b"NaN", b'"\\ud800"', b"\xff", b""]
)
def test_the_fast_reader_leaves_the_odd_to_the_strict_one(line: bytes) -> None:
    assert quick(line) is None


def test_brackets_in_strings_do_not_nest() -> None:
    assert strict(encode("[" * 1000 + '"\\"' + "{" * 1000)) == "[" * 1000 + '"\\"' + "{" * 1000


def test_a_surrogate_pair_is_a_character() -> None:
    assert strict(b'"\\ud835\\udd18"') == "𝔘"


@pytest.mark.parametrize(("left", "right"), [(1, True), (1, 1.0), (0, False), ([1], [True]), ({"a": 0}, {"a": 0.0})])
def test_types_are_kept_apart(left: object, right: object) -> None:
    assert not same(left, right)
    assert same(left, left)


def test_member_order_does_not_matter() -> None:
    assert same({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"d": 3, "c": 2}, "a": 1})
