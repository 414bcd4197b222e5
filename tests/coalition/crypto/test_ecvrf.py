"""ECVRF: the examples of the RFC, value by value, and what holds for every proof."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto.ecvrf import (
    VrfKeyUnusable,
    VrfProofMalformed,
    VrfProofRejected,
    VrfStatement,
    expanded,
    hash_to_curve,
    nonce,
    outputs,
    proof_to_hash,
    prove,
    verify,
)
from coalition.crypto.edwards25519 import BASE, encode, multiply
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId
from conformance.published import published

EXAMPLES = published("ecvrf")["examples"]
SECRETS = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["alpha"])
def test_the_examples_of_the_rfc(row: dict[str, str]) -> None:
    """Every intermediate value of appendix B.3."""
    secret, alpha, key = (bytes.fromhex(row[name]) for name in ("sk", "alpha", "pk"))
    assert peer_id(UniqueId(secret)) == key
    x, half = expanded(secret)
    assert x.to_bytes(32, "little").hex() == row["x"]
    h = hash_to_curve(key, alpha)
    assert h.hex() == row["H"]
    k = nonce(half, h)
    assert k.to_bytes(32, "little").hex() == row["k"]
    assert encode(multiply(BASE, k)).hex() == row["U"]
    proof = prove(secret, alpha)
    assert proof.hex() == row["pi"]
    assert proof_to_hash(proof).hex() == verify(key, alpha, proof).hex() == row["beta"]


def test_the_examples_are_all_there() -> None:
    assert [row["ctr"] for row in EXAMPLES] == [0, 1, 0]


@settings(max_examples=15)
@given(SECRETS, st.binary(max_size=60), st.integers(0, 79), st.integers(0, 7))
def test_a_proof_holds_and_no_neighbour_does(secret: bytes, alpha: bytes, byte: int, bit: int) -> None:
    key, proof = peer_id(UniqueId(secret)), prove(secret, alpha)
    assert verify(key, alpha, proof) == proof_to_hash(proof)
    flipped = bytearray(proof)
    flipped[byte] ^= 1 << bit
    with pytest.raises((VrfProofMalformed, VrfProofRejected)):
        verify(key, alpha, bytes(flipped))


@settings(max_examples=10)
@given(SECRETS, SECRETS, st.binary(max_size=20), st.binary(max_size=20))
def test_outputs_are_apart(one: bytes, other: bytes, alpha: bytes, beta: bytes) -> None:
    """Another key or another input has another output, and its proof is refused here."""
    key, proof = peer_id(UniqueId(one)), prove(one, alpha)
    assert prove(one, alpha) == proof
    for secret, given_alpha in ((other, alpha), (one, beta)):
        if (secret, given_alpha) != (one, alpha):
            foreign = prove(secret, given_alpha)
            assert proof_to_hash(foreign) != proof_to_hash(proof)
            assert outputs((VrfStatement(key, alpha, foreign), VrfStatement(key, alpha, proof)))[0] is None


@pytest.mark.parametrize("key", [b"\1" + bytes(31), bytes(32), b"\2" + bytes(31)])
def test_a_key_without_a_secret(key: bytes) -> None:
    with pytest.raises(VrfKeyUnusable):
        verify(key, b"", prove(bytes(32), b""))
