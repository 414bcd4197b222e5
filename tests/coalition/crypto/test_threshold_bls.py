"""Threshold BLS: any t of n give one signature, which others verify; who is wrong is named."""

from __future__ import annotations

import itertools

import py_arkworks_bls12381 as arkworks
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto import bls12_381 as bls
from coalition.crypto.bls12_381 import CurveGroup, encode_scalar
from coalition.crypto.bls_signature import bls_verify
from coalition.crypto.shamir import Share, shamir_split
from coalition.crypto.threshold_bls import (
    SIGNATURE_GROUPS,
    BlsCommittee,
    IndexOutOfRange,
    PartialSignature,
    TooFewPartials,
    tbls_combine,
    tbls_commit,
    tbls_indices,
    tbls_partial_sign,
    tbls_share_key,
)
from coalition.signer import SignatureScheme
from coalition.unique_id import UniqueId

MESSAGE = b"a message"
SCHEMES = list(SIGNATURE_GROUPS)
SCALARS = st.integers(1, bls.ORDER - 1).map(encode_scalar)
ARKWORKS = {CurveGroup.G1: arkworks.G1Point, CurveGroup.G2: arkworks.G2Point}


def _committee(
    scheme: SignatureScheme, polynomial: tuple[bytes, ...], size: int
) -> tuple[BlsCommittee, tuple[PartialSignature, ...]]:
    partials = tuple(tbls_partial_sign(scheme, share, MESSAGE) for share in shamir_split(polynomial, size))
    return BlsCommittee(scheme, size, tbls_commit(scheme, polynomial)), partials


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_any_three_of_five_give_what_the_secret_signs(scheme: SignatureScheme) -> None:
    polynomial = tuple(encode_scalar(value) for value in (3, 5, 7))
    committee, partials = _committee(scheme, polynomial, 5)
    group = SIGNATURE_GROUPS[scheme]
    whole = bls.sign(group, 3, MESSAGE).encode()
    for some in itertools.permutations(partials, 3):
        combined = tbls_combine(committee, MESSAGE, some)
        assert combined.signature == whole
        assert combined.participants == tuple(sorted(each.index for each in some))
        assert combined.culprits == ()
    bls_verify(group, committee.commitments[0], MESSAGE, whole)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_arkworks_verifies_what_is_combined(scheme: SignatureScheme) -> None:
    committee, partials = _committee(scheme, tuple(encode_scalar(value) for value in (11, 13)), 3)
    group = SIGNATURE_GROUPS[scheme]
    signature = ARKWORKS[group].from_compressed_bytes(tbls_combine(committee, MESSAGE, partials[1:]).signature)
    key = ARKWORKS[group.other].from_compressed_bytes(committee.commitments[0])
    pairs = [(-signature, ARKWORKS[group.other]()), (ARKWORKS[group].hash_to_curve(MESSAGE, group.suite), key)]
    ordered = [pair if group is CurveGroup.G1 else pair[::-1] for pair in pairs]
    assert arkworks.GT.pairing_check([a for a, _ in ordered], [b for _, b in ordered])


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(SCHEMES), st.lists(SCALARS, min_size=1, max_size=3), st.data())
def test_culprits_are_exactly_those_who_are_wrong(
    scheme: SignatureScheme, polynomial: list[bytes], data: st.DataObject
) -> None:
    size = len(polynomial) + data.draw(st.integers(0, 2))
    committee, partials = _committee(scheme, tuple(polynomial), size)
    wrong = data.draw(st.sets(st.integers(1, size)))
    given_ = [
        PartialSignature(each.index, (-bls.decode(SIGNATURE_GROUPS[scheme], each.signature)).encode())
        if each.index in wrong
        else each
        for each in data.draw(st.permutations(partials))
    ]
    if size - len(wrong) < committee.threshold:
        with pytest.raises(TooFewPartials):
            tbls_combine(committee, MESSAGE, tuple(given_))
        return
    combined = tbls_combine(committee, MESSAGE, tuple(given_))
    assert set(combined.culprits) == wrong
    right = [each.index for each in given_ if each.index not in wrong]
    assert combined.participants == tuple(sorted(right[: committee.threshold]))
    bls_verify(SIGNATURE_GROUPS[scheme], committee.commitments[0], MESSAGE, combined.signature)


@settings(max_examples=20, deadline=None)
@given(st.lists(SCALARS, min_size=1, max_size=4), st.integers(1, 65535))
def test_the_share_key_is_the_key_of_the_share(polynomial: list[bytes], index: int) -> None:
    """What the commitments say of a member is what its share is."""
    scheme = SignatureScheme.BlsAggregateG2
    committee = BlsCommittee(scheme, 65535, tbls_commit(scheme, tuple(polynomial)))
    share = Share(index, encode_scalar(sum(int.from_bytes(a) * index**k for k, a in enumerate(polynomial))))
    assert tbls_share_key(committee, index) == bls.public_key(CurveGroup.G2, int.from_bytes(share.value)).encode()


def test_no_index_is_above_its_width() -> None:
    """More providers than indices are refused, before any is compared with another (TBLS-9)."""
    with pytest.raises(IndexOutOfRange):
        tbls_indices((UniqueId(bytes(32)),) * 2**16)
