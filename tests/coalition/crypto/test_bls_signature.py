"""BLS signatures: all of Wycheproof, by each backend, and what holds for every message."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto import bls12_381 as bls
from coalition.crypto.bls12_381 import BackendName, CurveGroup
from coalition.crypto.bls_signature import bls_public_key, bls_sign, bls_verify
from coalition.errors import RuleError
from coalition.unique_id import hash_bytes
from conformance.published import published

WYCHEPROOF = published("bls_g2_basic")
SECRETS = st.integers(1, bls.ORDER - 1).map(lambda value: value.to_bytes(32))


@pytest.fixture(scope="module", params=["fast", "readable"])
def backend(request: pytest.FixtureRequest) -> Iterator[BackendName]:
    before = list(bls._chosen)
    bls.use(request.param)
    yield request.param
    bls._chosen[:] = before


def test_all_of_wycheproof_is_there() -> None:
    assert [case["id"] for case in WYCHEPROOF["cases"]] == list(range(1, 89))
    assert WYCHEPROOF["ciphersuite"].encode() == CurveGroup.G2.suite


@pytest.mark.parametrize("case", WYCHEPROOF["cases"], ids=lambda case: str(case["id"]))
def test_wycheproof(backend: BackendName, case: dict[str, str]) -> None:
    """What is valid verifies, what is invalid is refused, under one name by both backends."""
    key, message, signature = (bytes.fromhex(case[name]) for name in ("public_key", "message", "signature"))
    assert (case["error"] is None) == (case["result"] == "valid")
    if case["result"] == "valid":
        assert bytes(bls_verify(CurveGroup.G2, key, message, signature)) == hash_bytes(signature)
        return
    with pytest.raises(RuleError) as raised:
        bls_verify(CurveGroup.G2, key, message, signature)
    assert type(raised.value).__name__ == case["error"]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(list(CurveGroup)), SECRETS, st.binary(max_size=300))
def test_what_is_signed_verifies_and_is_one(group: CurveGroup, secret: bytes, message: bytes) -> None:
    """A signature is unique: the one that verifies is the one that is made, and its negative is none."""
    key, signature = bls_public_key(group, secret), bls_sign(group, secret, message)
    bls_verify(group, key, message, signature)
    negative = (-bls.decode(group, signature)).encode()
    for wrong in ((key, message + b"\0", signature), (key, message, negative)):
        with pytest.raises(RuleError):
            bls_verify(group, *wrong)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(CurveGroup)), st.data())
def test_no_single_bit_of_key_or_signature_is_free(group: CurveGroup, data: st.DataObject) -> None:
    secret, message = (7).to_bytes(32), b"a message"
    pair = [bls_public_key(group, secret), bls_sign(group, secret, message)]
    at = data.draw(st.sampled_from((0, 1)))
    bit = data.draw(st.integers(0, 8 * len(pair[at]) - 1))
    changed = bytearray(pair[at])
    changed[bit // 8] ^= 1 << bit % 8
    pair[at] = bytes(changed)
    with pytest.raises(RuleError):
        bls_verify(group, pair[0], message, pair[1])
