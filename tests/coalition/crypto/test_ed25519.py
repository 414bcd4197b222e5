"""Ed25519: published figures, other libraries, and what holds for every signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from coalition.crypto.ed25519 import Ed25519Flags, Ed25519Input, SignatureRejected, flags, sign, verdicts, verify
from coalition.crypto.edwards25519 import ORDER
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId
from conformance.crypto_inputs.ed25519 import crafted
from conformance.ed25519_policies import OTHERS, STRICT
from conformance.entropy import Entropy
from conformance.published import published

FIGURES = published("ed25519")
SEEDS = st.binary(min_size=32, max_size=32)


def _input(row: dict[str, Any]) -> Ed25519Input:
    return Ed25519Input(*(bytes.fromhex(row[name]) for name in ("key", "message", "signature")))


def _takes(given: Ed25519Input) -> bool:
    try:
        verify(given.public_key, given.message, given.signature)
    except SignatureRejected:
        return False
    return True


def _libsodium(given: Ed25519Input) -> bool:
    try:
        crypto_sign_open(given.signature + given.message, given.public_key)
    except BadSignatureError:
        return False
    return True


def _openssl(given: Ed25519Input) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(given.public_key).verify(given.signature, given.message)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("row", FIGURES["rfc8032"], ids=lambda row: str(row["message"]))
def test_the_figures_of_the_rfc(row: dict[str, str]) -> None:
    seed, message = bytes.fromhex(row["seed"]), bytes.fromhex(row["message"])
    assert sign(seed, message).hex() == row["signature"]
    verify(peer_id(UniqueId(seed)), message, bytes.fromhex(row["signature"]))


@pytest.mark.parametrize("row", FIGURES["wycheproof"], ids=lambda row: str(row["id"]))
def test_the_figures_of_wycheproof(row: dict[str, Any]) -> None:
    key, message, signature = (bytes.fromhex(row[name]) for name in ("key", "message", "signature"))
    if row["valid"]:
        verify(key, message, signature)
    else:
        with pytest.raises(SignatureRejected):
            verify(key, message, signature)


@pytest.mark.parametrize(
    ("library", "policy"),
    [
        ("Dalek strict", "strict"),
        ("LibSodium", "strict"),
        ("Dalek", "ed25519-ref10"),
        ("OpenSSL-3.0", "ed25519-ref10"),
        ("Go", "ed25519-ref10"),
        ("BoringSSL", "ed25519-ref10"),
        ("Hacl*", "ed25519-canonical-key"),
        ("BouncyCastle", "ed25519-canonical-key"),
        ("TweetNaCl", "ed25519-lax-scalar"),
        ("Zebra", "ed25519-zip-215"),
    ],
)
def test_the_policies_are_those_that_were_measured(library: str, policy: str) -> None:
    """The verdicts of libraries over the 12 inputs, as the authors of the paper published them."""
    takes = STRICT if policy == "strict" else OTHERS[policy]
    found = "".join("V" if takes(flags(_input(row))) else "X" for row in FIGURES["speccheck"])
    assert found == FIGURES["speccheck_results"][library]


@pytest.mark.parametrize("row", FIGURES["cctv"], ids=lambda row: str(row["number"]))
def test_the_flags_are_those_of_cctv(row: dict[str, Any]) -> None:
    """The flags that C2SP publishes beside each input, and the verdicts that follow from them."""
    found, given = flags(_input(row)), _input(row)
    named = set(row["flags"])
    assert found.key_small_order == ("low_order_A" in named)
    assert found.r_small_order == ("low_order_R" in named)
    assert found.key_canonical == ("non_canonical_A" not in named)
    assert found.r_canonical == ("non_canonical_R" not in named)
    assert found.key_torsion == ("low_order_component_A" in named)
    assert found.r_torsion == ("low_order_component_R" in named)
    assert found.s_reduced
    if "reencoded_k" not in named:
        assert found.equation == ("low_order_residue" not in named)
        assert found.cofactored_equation
    assert _takes(given) == STRICT(found) == _libsodium(given)
    assert _openssl(given) == OTHERS["ed25519-ref10"](found)


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_two_libraries_are_two_policies(number: int) -> None:
    """Libsodium is strict and OpenSSL is not, whatever points a signature is made of."""
    made = crafted(Entropy(f"crafted {number}"))
    found = flags(made)
    assert _takes(made) == STRICT(found) == _libsodium(made)
    assert _openssl(made) == OTHERS["ed25519-ref10"](found)


@given(SEEDS, st.binary(max_size=80), st.integers(0, 63), st.integers(0, 7))
def test_a_signature_and_no_neighbour_is_taken(seed: bytes, message: bytes, byte: int, bit: int) -> None:
    key, signature = peer_id(UniqueId(seed)), sign(seed, message)
    verify(key, message, signature)
    flipped = bytearray(signature)
    flipped[byte] ^= 1 << bit
    raised = (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
    for other in (bytes(flipped), signature[:32] + raised, signature[:63], signature + b"\0"):
        with pytest.raises(SignatureRejected):
            verify(key, message, other)


@given(st.lists(st.integers(0, 10**6), max_size=3))
def test_verdicts_are_those_of_each(numbers: list[int]) -> None:
    inputs = tuple(crafted(Entropy(f"listed {number}")) for number in numbers)
    assert [found is not None for found in verdicts(inputs)] == [_takes(each) for each in inputs]


def test_every_policy_is_another() -> None:
    """No two rows of the table take the same of all published inputs, but for one that nobody can sign."""
    inputs = [_input(row) for name in ("speccheck", "cctv") for row in FIGURES[name]]
    found: list[Ed25519Flags] = [flags(each) for each in inputs]
    policies: dict[str, Callable[[Ed25519Flags], bool]] = {"strict": STRICT, **OTHERS}
    taken = {name: tuple(policy(each) for each in found) for name, policy in policies.items()}
    assert len(set(taken.values())) == len(policies)
