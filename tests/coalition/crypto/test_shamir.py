"""Shamir's secret sharing: any t of n give the secret, fewer give none, and the weights sum to one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.crypto.bls12_381 import ORDER, encode_scalar
from coalition.crypto.shamir import (
    DuplicateIndex,
    Share,
    SharesInconsistent,
    TooFewShares,
    evaluate,
    interpolate,
    lagrange,
    shamir_combine,
    shamir_lagrange,
    shamir_split,
)

SCALARS = st.integers(1, ORDER - 1)
POLYNOMIALS = st.lists(SCALARS, min_size=1, max_size=4)


@given(POLYNOMIALS, st.integers(0, 2))
def test_any_threshold_of_the_shares_gives_the_secret(polynomial: list[int], spare: int) -> None:
    threshold, size = len(polynomial), len(polynomial) + spare
    coefficients = tuple(map(encode_scalar, polynomial))
    shares = shamir_split(coefficients, size)
    for count in range(threshold, size + 1):
        for some in itertools.combinations(shares, count):
            assert shamir_combine(threshold, some) == coefficients[0]
    with pytest.raises(TooFewShares):
        shamir_combine(threshold, shares[: threshold - 1])


@given(st.lists(SCALARS, min_size=2, max_size=4))
def test_one_share_too_few_gives_another_secret(polynomial: list[int]) -> None:
    """What comes out of too few shares is a well-formed scalar, and not the secret."""
    points = {index: evaluate(polynomial, index) for index in range(1, len(polynomial))}
    assert interpolate(points) != polynomial[0]


@given(st.sets(st.integers(1, 65535), min_size=1, max_size=6), SCALARS)
def test_the_weights_sum_to_one(indices: set[int], constant: int) -> None:
    """The polynomial that is constant has its value at zero."""
    listed = sorted(indices)
    assert sum(lagrange(index, listed) for index in listed) % ORDER == 1
    assert interpolate(dict.fromkeys(listed, constant)) == constant
    weights = {index: int.from_bytes(shamir_lagrange(index, tuple(listed[::-1]))) for index in listed}
    assert weights == {index: lagrange(index, listed) for index in listed}


@given(POLYNOMIALS, SCALARS)
def test_a_wrong_share_is_noticed_beside_enough_others(polynomial: list[int], error: int) -> None:
    threshold = len(polynomial)
    shares = shamir_split(tuple(map(encode_scalar, polynomial)), threshold + 1)
    for at in range(threshold + 1):
        wrong = Share(at + 1, encode_scalar(int.from_bytes(shares[at].value) + error))
        with pytest.raises(SharesInconsistent):
            shamir_combine(threshold, (*shares[:at], wrong, *shares[at + 1 :]))


def test_a_repeated_share_is_no_second_one() -> None:
    shares = shamir_split((encode_scalar(3), encode_scalar(5)), 3)
    with pytest.raises(DuplicateIndex):
        shamir_combine(2, (shares[0], shares[0]))
