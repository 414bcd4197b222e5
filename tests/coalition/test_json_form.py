"""The JSON forms: they read back what they wrote, and refuse by name what is no form of the value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_types import all_records, sample

from coalition import errors
from coalition.errors import (
    CoalitionError,
    IntegerOutOfRange,
    MissingMember,
    NotCanonical,
    RepeatedMember,
    UnknownKind,
    UnknownMember,
    WrongLength,
    WrongType,
)
from coalition.json_form import as_json, call, decode, encode_as, parameters, parse
from coalition.operations import OPERATIONS
from coalition.shapes import I64, I256, U8, U32, U64, Record, fields_of
from coalition.struct_digest import AnyTyped
from coalition.unique_id import UniqueId
from conformance import random_inputs
from conformance.entropy import Entropy


@pytest.mark.parametrize("record", all_records(), ids=lambda record: record.__name__)
def test_every_record_reads_back_what_it_wrote(record: type[Record]) -> None:
    """A record, written as JSON text and read again, is the same record; its JSON is the same JSON."""
    for number in range(8):
        made = sample(record, f"round trip {record.__name__} {number}")
        form = as_json(made)
        # A variant alone has no `kind` to be told by: its union reads it (below).
        assert decode(record, {name: form[name] for name, _ in fields_of(record)}) == made
        assert parse(json.dumps(form, ensure_ascii=number % 2 == 0)) == form


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_parameter_reads_back_what_it_wrote(operation: str) -> None:
    """The parameters of each operation survive JSON, variants by their `kind`."""
    for number in range(6):
        values = random_inputs.values(operation, Entropy(f"parameters {operation} {number}"))
        for wire, python, shape in parameters(OPERATIONS[operation]):
            text = json.dumps(encode_as(shape, values[python]), ensure_ascii=False)
            assert decode(shape, parse(text)) == values[python], wire


TEXTS: list[Any] = [
    ('{"a":1,"a":1}', RepeatedMember),
    ('{"a":{"b":1,"c":2,"b":3}}', RepeatedMember),
    ('{"a":1,"\\u0061":2}', RepeatedMember),
    ("NaN", WrongType),
    ("[Infinity]", WrongType),
    ("-Infinity", WrongType),
    ("1.0", NotCanonical),
    ("1e3", NotCanonical),
    ("-0", NotCanonical),
    ("-0.0", NotCanonical),
    ("9" * 41, NotCanonical),
    ("9" * 100_000, NotCanonical),
    ("01", WrongType),
    ("+1", WrongType),
    ("", WrongType),
    ("{", WrongType),
    ("{} {}", WrongType),
    ("'a'", WrongType),
    ("[1,]", WrongType),
    ("\ufeff{}", WrongType),
    ('"a\nb"', WrongType),
    ("[" * 100_000, WrongType),
    ("[" * 100_000 + "]" * 100_000, WrongType),
    ('{"a":' * 100_000 + "1" + "}" * 100_000, WrongType),
]


@pytest.mark.parametrize(
    ("text", "error"),
    TEXTS,
    ids=lambda value: value[:20] if isinstance(value, str) else value.__name__,
)
def test_what_is_no_json_of_ours_is_refused_by_name(text: str, error: type[CoalitionError]) -> None:
    """Repeated members, numbers that are no plain integers, and nesting without end have named errors."""
    with pytest.raises(error):
        parse(text)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(plain)
def test_parse_reads_plain_json(value: Any) -> None:
    """Whatever `json` writes of plain values, `parse` reads back."""
    assert parse(json.dumps(value)) == value


FORMS: list[Any] = [
    (U8, True, WrongType),
    (U8, "1", WrongType),
    (U8, 1.0, WrongType),
    (U8, None, WrongType),
    (U8, 256, IntegerOutOfRange),
    (U8, -1, IntegerOutOfRange),
    (U32, 2**32, IntegerOutOfRange),
    (U64, 1, WrongType),
    (U64, True, WrongType),
    (U64, "01", NotCanonical),
    (U64, "+1", NotCanonical),
    (U64, "-0", NotCanonical),
    (U64, " 1", NotCanonical),
    (U64, "1\n", NotCanonical),
    (U64, "", NotCanonical),
    (U64, "1_0", NotCanonical),
    (U64, "１", NotCanonical),
    (U64, "0x1", NotCanonical),
    (U64, "9" * 5000, NotCanonical),
    (U64, str(2**64), IntegerOutOfRange),
    (U64, "-1", IntegerOutOfRange),
    (I64, str(-(2**63) - 1), IntegerOutOfRange),
    (I256, str(2**255), IntegerOutOfRange),
    (str, 7, WrongType),
    (str, None, WrongType),
    (str, "\ud800", NotCanonical),
    (str, "a\udc00b", NotCanonical),
    (bytes, 7, WrongType),
    (bytes, "0", NotCanonical),
    (bytes, "AB", NotCanonical),
    (bytes, "zz", NotCanonical),
    (bytes, "0x00", NotCanonical),
    (bytes, "00\n", NotCanonical),
    (bytes, "٠٠", NotCanonical),
    (UniqueId, "00" * 31, WrongLength),
    (UniqueId, "00" * 33, WrongLength),
    (UniqueId, "AA" * 32, NotCanonical),
    (UniqueId, ["00"] * 32, WrongType),
    (bool, 1, WrongType),
    (bool, "true", WrongType),
    (bool, None, WrongType),
    (tuple[bool, ...], {}, WrongType),
    (tuple[bool, ...], (True,), WrongType),
    (str | bytes, "text", WrongType),
    (str | bytes, {}, MissingMember),
    (str | bytes, {"text": "a", "bytes": ""}, UnknownMember),
    (str | bytes, {"bytes": "a"}, NotCanonical),
    (AnyTyped, {"value": 1}, MissingMember),
    (AnyTyped, {"kind": "U9", "value": 1}, UnknownKind),
    (AnyTyped, {"kind": "u8", "value": 1}, UnknownKind),
    (AnyTyped, {"kind": 0, "value": 1}, UnknownKind),
    (AnyTyped, {"kind": ["U8"], "value": 1}, UnknownKind),
    (AnyTyped, {"kind": "U8"}, MissingMember),
    (AnyTyped, {"kind": "U8", "value": 1, "width": 8}, UnknownMember),
    (AnyTyped, "U8", WrongType),
    (AnyTyped, None, WrongType),
]


@pytest.mark.parametrize(
    ("shape", "value", "error"),
    FORMS,
)
def test_a_value_in_another_form_is_refused_by_name(shape: Any, value: Any, error: type[CoalitionError]) -> None:
    """PROTO-5 and PROTO-6 shape by shape: nothing is coerced, and the error says what is wrong with the form."""
    with pytest.raises(error):
        decode(shape, value)


def test_an_alias_is_no_variant() -> None:
    """`CONSERVATIVE` reads well in Python and is unknown on the wire, where a variant has one name."""
    from coalition import RetirementPolicy  # noqa: PLC0415 - here alone

    assert decode(RetirementPolicy, {"kind": "Conservative"}) is RetirementPolicy.CONSERVATIVE
    for alias in ("CONSERVATIVE", "conservative", "__class__", "default"):
        with pytest.raises(UnknownKind):
            decode(RetirementPolicy, {"kind": alias})


def test_the_decimal_forms_of_wide_integers() -> None:
    """Edges of the wide types are decimal strings both ways."""
    for shape, value in ((U64, 2**64 - 1), (I64, -(2**63)), (U64, 0), (I256, -(2**255))):
        assert encode_as(shape, value) == str(value)
        assert decode(shape, str(value)) == value
    assert (encode_as(U32, 2**32 - 1), encode_as(U8, 0)) == (2**32 - 1, 0)


PARAMS: list[Any] = [
    ({}, MissingMember),
    ({"value": {"text": "a"}, "more": 1}, UnknownMember),
    ([{"text": "a"}], WrongType),
    (None, WrongType),
    ("value", WrongType),
]


@pytest.mark.parametrize(
    ("params", "error"),
    PARAMS,
)
def test_an_operation_takes_its_parameters_alone(params: Any, error: type[CoalitionError]) -> None:
    """Parameters are an object with exactly the members of the operation."""
    with pytest.raises(error):
        call(OPERATIONS["encoding.hash"], params)


def test_a_shape_is_never_hidden_by_a_rule() -> None:
    """Where one parameter breaks a rule and another has no shape, no value is derived, whichever is said."""
    params = {"address": "00" * 32, "content_hash": "not hex"}
    with pytest.raises(CoalitionError):
        call(OPERATIONS["surface.deployment"], params)


def test_64_levels_of_nesting_are_read() -> None:
    """PROTO-6: parameters nest at most 64 levels deep, and so deep they are read."""
    value: Any = {"kind": "Bool", "value": True}
    for _ in range(62):
        value = {"kind": "Option", "value": value}
    made = call(OPERATIONS["encoding.enc"], {"value": value})
    assert made.value() == b"\x01" * 63


def test_every_shape_error_is_reached() -> None:
    """Each class of shape error is raised by some row of the tables above: none is dead."""
    assert {row[-1] for row in (*TEXTS, *FORMS, *PARAMS)} == set(errors.ShapeError.__subclasses__())
