"""Beacons: published rounds under each scheme, and what holds for every round."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto.beacon import SCHEMES, DrandScheme, beacon_draw, beacon_verify
from coalition.crypto.bls_errors import BlsSignatureInvalid
from coalition.errors import RuleError
from coalition.unique_id import hash_bytes
from conformance.cases.crypto_beacon import of_our_own, rounds
from conformance.published import published

ROUNDS = dict(rounds())


@pytest.mark.parametrize("name", ROUNDS)
def test_a_published_round_is_of_one_scheme(name: str) -> None:
    """It verifies under its own scheme and under none of the other three."""
    params: dict[str, Any] = ROUNDS[name]
    assert len(beacon_verify(**params)) == 32
    for scheme in DrandScheme:
        if scheme is not params["scheme"]:
            previous = (params["previous_signature"] or b"") if SCHEMES[scheme].chained else None
            if (scheme, previous) == (DrandScheme.PedersenBlsChained, b""):
                # Without a link before it, an unchained round of G2 is a chained one whose link is empty.
                continue
            with pytest.raises(RuleError):
                beacon_verify(**{**params, "scheme": scheme, "previous_signature": previous})


def test_the_rounds_are_of_all_schemes() -> None:
    assert {params["scheme"] for params in ROUNDS.values()} == set(DrandScheme)
    assert len(published("drand")["rounds"]) == 4


def test_a_published_value() -> None:
    """The randomness that drand gives with round 72785 of mainnet."""
    assert (
        beacon_verify(**ROUNDS["mainnet"]).hex() == "8b676484b5fb1f37f9ec5c413d7d29883504e5b669f604a1ce68b3388e9ae3d9"
    )


@settings(max_examples=8)
@given(st.sampled_from(list(DrandScheme)), st.integers(0, 2**64 - 2))
def test_a_round_is_the_round_it_says(scheme: DrandScheme, number: int) -> None:
    params = of_our_own(scheme, number, b"before" if SCHEMES[scheme].chained else None)
    beacon_verify(**params)
    with pytest.raises(BlsSignatureInvalid):
        beacon_verify(**{**params, "round": number + 1})


@given(st.binary(min_size=32, max_size=32), st.text(max_size=20), st.text(max_size=20))
def test_draws_are_apart(value: bytes, one: str, other: str) -> None:
    assert (beacon_draw(value, one).value() == beacon_draw(value, other).value()) == (one == other)
    assert beacon_draw(value, one).value() == hash_bytes(value + one.encode())
