"""BLAKE3: the authors' vectors, and what holds for every message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.crypto.blake3_modes import Counting, DeriveKey, Hash, KeyedHash, Plain, blake3_of, counting
from coalition.unique_id import UniqueId, hash_bytes
from conformance.published import published

FIGURES = published("blake3")
MODES = {
    "hash": Hash(),
    "keyed_hash": KeyedHash(bytes.fromhex(FIGURES["key"])),
    "derive_key": DeriveKey(FIGURES["context"]),
}
SIZES = st.integers(0, 300)


@pytest.mark.parametrize("name", MODES)
@pytest.mark.parametrize("case", FIGURES["cases"], ids=lambda case: str(case["length"]))
def test_the_authors_vectors(name: str, case: dict[str, str]) -> None:
    """All 131 bytes of each, and the default length as their beginning."""
    message = Counting(int(case["length"]))
    assert blake3_of(MODES[name], message, 131).hex() == case[name]
    assert blake3_of(MODES[name], message, 32).hex() == case[name][:64]


def test_the_figures_are_all_there() -> None:
    assert len(FIGURES["cases"]) == 35
    assert "test_vectors.json" in FIGURES["source"]


@given(st.binary(max_size=3000))
def test_an_identity_uses_the_mode_without_key(data: bytes) -> None:
    """`H` is `Hash` with 32 bytes."""
    assert blake3_of(Hash(), Plain(data), 32) == hash_bytes(data)


@given(st.binary(max_size=200), SIZES, SIZES)
def test_a_longer_output_begins_with_the_shorter(data: bytes, one: int, other: int) -> None:
    short, long = sorted((one, other))
    for mode in MODES.values():
        assert blake3_of(mode, Plain(data), long)[:short] == blake3_of(mode, Plain(data), short)


@given(st.text(max_size=40), st.binary(max_size=100))
def test_modes_are_apart(context: str, data: bytes) -> None:
    """No mode is another one of a longer message, and `derive` is not `DeriveKey`."""
    key = hash_bytes(context.encode())
    keyed = blake3_of(KeyedHash(key), Plain(data), 32)
    derived = blake3_of(DeriveKey(context), Plain(data), 32)
    assert len({keyed, derived, blake3_of(Hash(), Plain(data), 32), blake3_of(Hash(), Plain(key + data), 32)}) == 4
    assert UniqueId(key).derive(data) == UniqueId.hash(key + data) != UniqueId(keyed)


@given(st.integers(0, 5000))
def test_the_counting_message(length: int) -> None:
    assert counting(length) == bytes(at % 251 for at in range(length))
