"""What follows a DKG: a key stays or changes as it should, and shares of two epochs or committees never go together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto import bls12_381 as bls
from coalition.crypto.bls12_381 import encode_scalar
from coalition.crypto.bls_signature import bls_verify
from coalition.crypto.dealing import Deal, DealtShare
from coalition.crypto.resharing import Resharing, reshare_deal, reshare_outcome, reshare_share
from coalition.crypto.shamir import Share, shamir_combine, shamir_split
from coalition.crypto.share_refresh import (
    CommitteeEpoch,
    EpochPartial,
    ShareStale,
    epoch_combine,
    refresh_deal,
    refresh_outcome,
    refresh_share,
)
from coalition.crypto.threshold_bls import (
    SIGNATURE_GROUPS,
    BlsCommittee,
    TooFewPartials,
    tbls_combine,
    tbls_commit,
    tbls_partial_sign,
    tbls_share_key,
)
from coalition.signer import SignatureScheme

MESSAGE = b"a message"
SECRET = 41
SCHEMES = list(SIGNATURE_GROUPS)


def _committee(scheme: SignatureScheme, threshold: int, size: int) -> tuple[BlsCommittee, tuple[Share, ...]]:
    polynomial = tuple(encode_scalar(SECRET + power) for power in range(threshold))
    return BlsCommittee(scheme, size, tbls_commit(scheme, polynomial)), shamir_split(polynomial, size)


def _received(deals: list[Deal], index: int) -> tuple[DealtShare, ...]:
    return tuple(DealtShare(deal.dealing.dealer, deal.shares[index - 1].value) for deal in deals)


def _refreshed(
    current: CommitteeEpoch, shares: tuple[Share, ...], seed: int
) -> tuple[CommitteeEpoch, tuple[Share, ...]]:
    size, threshold = current.committee.committee_size, current.committee.threshold
    deals = [
        refresh_deal(current, dealer, tuple(encode_scalar(seed + dealer * 10 + k) for k in range(1, threshold)))
        for dealer in range(1, size + 1)
    ]
    dealings = tuple(deal.dealing for deal in deals)
    following = refresh_outcome(current, dealings, ()).next
    return following, tuple(refresh_share(current, dealings, each, _received(deals, each.index)) for each in shares)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)
def test_a_refresh_keeps_the_key_and_the_signature(scheme: SignatureScheme) -> None:
    committee, shares = _committee(scheme, 2, 3)
    current, held = CommitteeEpoch(committee, 0), shares
    whole = bls.sign(SIGNATURE_GROUPS[scheme], SECRET, MESSAGE).encode()
    for epoch in (1, 2):
        current, held = _refreshed(current, held, 100 * epoch)
        assert current.epoch == epoch
        assert current.committee.commitments[0] == committee.commitments[0]
        assert not {share.value for share in held} & {share.value for share in shares}
        assert int.from_bytes(shamir_combine(2, held)) == SECRET
        partials = tuple(EpochPartial(epoch, tbls_partial_sign(scheme, share, MESSAGE)) for share in held)
        assert epoch_combine(current, MESSAGE, partials[1:]).signature == whole
    bls_verify(SIGNATURE_GROUPS[scheme], committee.commitments[0], MESSAGE, whole)


def test_shares_of_two_epochs_are_of_no_use_together() -> None:
    """Neither combined as scalars, nor as partials of either committee, nor in the next refresh."""
    scheme = SignatureScheme.BlsAggregateG1
    committee, old = _committee(scheme, 2, 3)
    before = CommitteeEpoch(committee, 0)
    after, new = _refreshed(before, old, 7)
    assert int.from_bytes(shamir_combine(2, (old[0], new[1]))) != SECRET
    mixed = (tbls_partial_sign(scheme, old[0], MESSAGE), tbls_partial_sign(scheme, new[1], MESSAGE))
    for of in (before, after):
        with pytest.raises(TooFewPartials):
            tbls_combine(of.committee, MESSAGE, mixed)
    with pytest.raises(ShareStale):
        _refreshed(after, old, 9)


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(SCHEMES), st.integers(1, 3), st.integers(1, 4), st.data())
def test_resharing_keeps_the_key_whatever_the_new_committee(
    scheme: SignatureScheme, threshold: int, new_size: int, data: st.DataObject
) -> None:
    committee, shares = _committee(scheme, threshold, threshold + 1)
    new_threshold = data.draw(st.integers(1, new_size))
    resharing = Resharing(committee, new_size, new_threshold)
    dealers = data.draw(st.permutations(shares))[: data.draw(st.integers(threshold, threshold + 1))]
    deals = [
        reshare_deal(resharing, share, tuple(encode_scalar(share.index * 10 + k) for k in range(1, new_threshold)))
        for share in dealers
    ]
    dealings = tuple(deal.dealing for deal in deals)
    outcome = reshare_outcome(resharing, dealings, ())
    assert outcome.committee.commitments[0] == committee.commitments[0]
    assert outcome.committee.threshold == new_threshold
    held = [reshare_share(resharing, dealings, index, _received(deals, index)) for index in range(1, new_size + 1)]
    for share in held:
        key = bls.public_key(SIGNATURE_GROUPS[scheme], int.from_bytes(share.value)).encode()
        assert tbls_share_key(outcome.committee, share.index) == key
    assert int.from_bytes(shamir_combine(new_threshold, tuple(held))) == SECRET
    partials = tuple(tbls_partial_sign(scheme, share, MESSAGE) for share in held)
    signature = tbls_combine(outcome.committee, MESSAGE, partials).signature
    assert signature == bls.sign(SIGNATURE_GROUPS[scheme], SECRET, MESSAGE).encode()
