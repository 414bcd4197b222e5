"""Ratios against `decimal.Decimal`, which knows nothing of basis points."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.encoding import ratio_bytes
from coalition.errors import RatioMalformed, RatioOutOfRange, RatioTooFine, RuleError
from coalition.ratio import basis_points, check_ratio, shortest

digits = st.text(st.sampled_from("0123456789"), max_size=7)
zeros = st.text(st.just("0"), max_size=4)
well_formed = st.one_of(
    st.builds(lambda whole, fraction: f"{whole}.{fraction}", digits, digits),
    st.builds(lambda z, n, y: f"{z}0.{n:04d}{y}", zeros, st.integers(0, 9999), zeros),
    st.builds(lambda z, n, y: f"{z}{n}.0{y}", zeros, st.integers(0, 2), zeros),
    digits,
)
written = st.one_of(well_formed, st.text(st.sampled_from("01.5e-+% _٥\n"), max_size=6), st.text(max_size=4))


def _expected(ratio: str) -> set[type[RuleError]]:
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", ratio, re.ASCII):
        return {RatioMalformed}
    exact = Fraction(Decimal(ratio))
    found: set[type[RuleError]] = {RatioOutOfRange} if exact > 1 else set()
    return found | ({RatioTooFine} if (exact * 10_000).denominator != 1 else set())


@given(written)
def test_a_ratio_is_accepted_exactly_where_it_is_basis_points_up_to_1(ratio: str) -> None:
    """What `Decimal` says is a whole number of basis points, at most 1, is accepted; the rest breaks the named rule."""
    expected = _expected(ratio)
    if expected:
        with pytest.raises(tuple(expected)):
            check_ratio(ratio)
        return
    check_ratio(ratio)
    points = int(Decimal(ratio).scaleb(4))
    assert basis_points(ratio) == points
    assert ratio_bytes(ratio).value() == points.to_bytes(2, "little")


@given(well_formed)
def test_the_shortest_form_is_one_for_every_way_to_write_a_ratio(ratio: str) -> None:
    """The shortest form has the same value, no zero at either end, and is its own shortest form."""
    if _expected(ratio):
        return
    short = shortest(ratio)
    assert Decimal(short) == Decimal(ratio)
    assert shortest(short) == short
    assert re.fullmatch(r"0|1|0\.[0-9]{0,3}[1-9]", short)


@pytest.mark.parametrize(
    ("ratio", "points", "short"),
    [
        ("0", 0, "0"),
        ("1", 10_000, "1"),
        ("0.55", 5500, "0.55"),
        ("00.5500", 5500, "0.55"),
        ("0.0001", 1, "0.0001"),
        ("0.9999", 9999, "0.9999"),
        ("1.0000000", 10_000, "1"),
        ("0.10000", 1000, "0.1"),
        ("0001", 10_000, "1"),
    ],
)
def test_boundaries(ratio: str, points: int, short: str) -> None:
    """0 and 1, one basis point, one below 1, and zeros at either end."""
    check_ratio(ratio)
    assert (basis_points(ratio), shortest(ratio)) == (points, short)


@pytest.mark.parametrize(
    ("ratio", "error"),
    [
        ("1.0001", RatioOutOfRange),
        ("2", RatioOutOfRange),
        ("10", RatioOutOfRange),
        ("11", RatioOutOfRange),
        ("0.00001", RatioTooFine),
        ("0.55001", RatioTooFine),
        *((text, RatioMalformed) for text in ("", ".", ".5", "5.", "-0", "+1", "1e0", " 1", "1 ", "1\n", "0,5", "٠.٥")),
        *((text, RatioMalformed) for text in ("0.5.5", "0x1", "1/2", "NaN", "inf", "1_0", "½", "0.５")),
    ],
)
def test_what_is_no_ratio(ratio: str, error: type[RuleError]) -> None:
    """Signs, exponents, other scripts' digits and everything else that `float` or `Decimal` would take is malformed."""
    with pytest.raises(error):
        check_ratio(ratio)


@pytest.mark.parametrize(("ratio", "points"), [("0" * 5000 + "1", 10_000), ("0." + "5" + "0" * 9000, 5000)])
def test_zeros_mean_nothing_however_many(ratio: str, points: int) -> None:
    """ENC-14 sets no bound on the zeros at either end, and Python's on the digits of an integer is not ours."""
    check_ratio(ratio)
    assert basis_points(ratio) == points
    assert Decimal(shortest(ratio)) == Decimal(points).scaleb(-4)
