"""Threshold ECDSA: Wycheproof's figures, OpenSSL and libsecp256k1 on every outcome, and why presignatures sign once."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import combinations

import pytest
from coincurve import PublicKey
from coincurve.ecdsa import cdata_to_der, deserialize_compact
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto import threshold_ecdsa as ecdsa
from coalition.crypto.frost_suites import Secp256k1
from coalition.crypto.threshold_ecdsa import EcdsaAbort, EcdsaShare, EcdsaSignature, PresignatureOrigin
from conformance.cases.crypto_threshold_ecdsa import refused
from conformance.crypto_inputs.threshold_ecdsa import combining, dealt
from conformance.entropy import Entropy
from conformance.published import published

ORDER = Secp256k1.order


def test_every_published_test_is_judged_as_published() -> None:
    """All 231 representable tests: valid ones are accepted, invalid ones are refused, each error at least once."""
    verdicts: Counter[str | None] = Counter()
    for group in published("ecdsa")["groups"]:
        for test in group["tests"]:
            error = refused(test, group["public_key"])
            assert (error is None) == (test["result"] == "valid"), test["id"]
            verdicts[error] += 1
    assert verdicts[None] == 162
    assert sum(verdicts.values()) == 231
    assert {"EcdsaScalarOutOfRange", "EcdsaHighS", "EcdsaSignatureInvalid"} <= set(verdicts)


@settings(deadline=None, max_examples=15)
@given(st.text(max_size=8), st.binary(max_size=80))
def test_libsecp256k1_verifies_what_any_participants_make(label: str, message: bytes) -> None:
    """Every subset of at least the threshold makes the same signature, low, and libsecp256k1 takes it."""
    made = dealt(Entropy(label))
    members = range(1, len(made.secrets) + 1)
    found = set()
    for size in range(made.presignature.threshold, len(made.secrets) + 1):
        for participants in combinations(members, size):
            outcome = ecdsa.combine(**combining(made, participants, message))
            assert isinstance(outcome, EcdsaSignature)
            found.add(outcome.signature)
    (signature,) = found
    assert int.from_bytes(signature[32:], "big") <= ORDER // 2
    assert PublicKey(made.presignature.public_key).verify(cdata_to_der(deserialize_compact(signature)), message)


def test_each_wrong_share_is_named() -> None:
    made = dealt(Entropy("named"))
    members = tuple(range(1, len(made.secrets) + 1))
    given_ = combining(made, members, b"m")
    for wrong in members:
        shares = tuple(
            EcdsaShare(each.identifier, each.share[:-1] + bytes([each.share[-1] ^ 1]))
            if each.identifier == wrong
            else each
            for each in given_["shares"]
        )
        assert ecdsa.combine(**{**given_, "shares": shares}) == EcdsaAbort((wrong,))


def test_a_presignature_that_signs_twice_gives_the_key_away() -> None:
    """Why FECDSA-8: two messages under one nonce, and the committee's key is solved for."""
    made = dealt(Entropy("twice"))
    members = tuple(range(1, len(made.secrets) + 1))
    key = made.presignature.public_key
    signatures, digests = [], []
    for message in (b"one", b"two"):
        outcome = ecdsa.combine(**combining(made, members, message))
        assert isinstance(outcome, EcdsaSignature)
        signatures.append(int.from_bytes(outcome.signature[32:], "big"))
        digests.append(int.from_bytes(hashlib.sha256(message).digest(), "big"))
    r = int.from_bytes(made.presignature.nonce[1:], "big")
    solved = set()
    for sign in (1, -1):  # which of the two was lowered is not known
        other = sign * signatures[1]
        nonce = (digests[0] - digests[1]) * pow(signatures[0] - other, -1, ORDER) % ORDER
        secret = (signatures[0] * nonce - digests[0]) * pow(r, -1, ORDER) % ORDER
        solved.add(PublicKey.from_secret(secret.to_bytes(32, "big")).format())
    assert key in solved


def test_a_presignature_says_who_made_it() -> None:
    assert dealt(Entropy("origin")).presignature.origin is PresignatureOrigin.Dealer
    assert [each.name for each in PresignatureOrigin] == ["Dealer"]


@pytest.mark.parametrize("s", [1, 2, ORDER // 2, ORDER // 2 + 1, ORDER - 1])
def test_the_lower_of_two(s: int) -> None:
    assert ecdsa.lowered(s) in (s, ORDER - s)
    assert 0 < ecdsa.lowered(s) <= ORDER // 2
