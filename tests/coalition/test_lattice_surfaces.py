"""Records of a lattice and of an oracle, against formulas written out by hand."""

from __future__ import annotations

import pytest
from by_hand import h, hash_many

from coalition.errors import DuplicateKey
from coalition.lattice_surfaces import (
    PriceTick,
    RefundEntry,
    Refunds,
    TallyAttestation,
    UnsealedBundle,
    UnsealedPool,
    attestation_digest,
    bundle_digest,
    pool_digest,
    price_tick_digest,
    refunds_digest,
)
from coalition.oracle import TokenPair
from coalition.runtime.committee import CommitteeSignature
from coalition.surface import EvidencePointer
from coalition.unique_id import unique_id

POINTER = EvidencePointer(unique_id("somebody"), 7, unique_id("a commit"))
EVIDENCE = hash_many(b"evidence-pointer.v1", bytes(POINTER.address), (7).to_bytes(8, "little"), bytes(POINTER.commit))


def test_a_pool_folds_its_bundles_one_by_one() -> None:
    """An absent target is no bytes, a present one has its mark."""
    bundles = (UnsealedBundle(b"one", None), UnsealedBundle(b"two", bytes(20)))
    listed = hash_many(
        b"list",
        hash_many(b"unsealed-bundle.v1", b"one", b""),
        hash_many(b"unsealed-bundle.v1", b"two", b"\x01" + bytes(20)),
    )
    made = pool_digest(UnsealedPool(9, POINTER, bundles)).value()
    assert made == hash_many(b"unsealed-pool.v1", (9).to_bytes(8, "little"), EVIDENCE, listed)
    assert bundle_digest(b"one").value() == h(b"one")


def test_refunds_fold_their_entries() -> None:
    """An entry has six fields, wei in sixteen bytes."""
    entry = RefundEntry(unique_id("bundle"), 5, 2**100, bytes(20), POINTER, POINTER)
    wei = (2**100).to_bytes(16, "little")
    folded = hash_many(
        b"refund-entry.v1",
        bytes(unique_id("bundle")),
        (5).to_bytes(8, "little"),
        wei,
        bytes(20),
        EVIDENCE,
        EVIDENCE,
    )
    made = refunds_digest(Refunds(3, (entry,))).value()
    assert made == hash_many(b"refunds.v1", (3).to_bytes(8, "little"), hash_many(b"list", folded))


def test_signatures_are_not_folded() -> None:
    """The committee signs what they are not part of."""
    signed = TallyAttestation(3, POINTER, (CommitteeSignature(bytes(32), bytes(64)),))
    assert attestation_digest(signed).value() == attestation_digest(TallyAttestation(3, POINTER, ())).value()


def test_a_pair_turned_round_is_another_record() -> None:
    """The price belongs to the orientation."""
    digests = {
        price_tick_digest(PriceTick(1, TokenPair(base, quote), 2, 3, bytes(32), 4, False, 5)).value()
        for base, quote in (("EUR", "USD"), ("USD", "EUR"))
    }
    assert len(digests) == 2


def test_a_bundle_stands_once() -> None:
    """In a pool by its cleartext, whomever it is meant for; among refunds by its digest."""
    with pytest.raises(DuplicateKey):
        UnsealedPool(9, POINTER, (UnsealedBundle(b"one", None), UnsealedBundle(b"one", bytes(20))))
    entry = RefundEntry(unique_id("bundle"), 5, 1, bytes(20), POINTER, POINTER)
    with pytest.raises(DuplicateKey):
        Refunds(3, (entry, RefundEntry(unique_id("bundle"), 6, 2, bytes(20), POINTER, POINTER)))
