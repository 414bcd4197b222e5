"""The DKG: whoever is dishonest, the others end with one key that any t of them sign under, and nobody knows it."""

from __future__ import annotations

import itertools
from dataclasses import replace

import py_arkworks_bls12381 as arkworks
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coalition.crypto import bls12_381 as bls
from coalition.crypto.bls12_381 import CurveGroup, encode_scalar
from coalition.crypto.bls_signature import bls_verify
from coalition.crypto.dealing import Blame, BlameReason, Complaint, Deal, DealtShare
from coalition.crypto.dkg import (
    DkgRound,
    PossessionInvalid,
    dkg_check_share,
    dkg_deal,
    dkg_outcome,
    dkg_possession_message,
    dkg_share,
)
from coalition.crypto.shamir import shamir_combine
from coalition.crypto.threshold_bls import SIGNATURE_GROUPS, tbls_combine, tbls_partial_sign, tbls_share_key
from coalition.signer import SignatureScheme
from coalition.unique_id import unique_id

MESSAGE = b"a message"
ARKWORKS = {CurveGroup.G1: arkworks.G1Point, CurveGroup.G2: arkworks.G2Point}


def _deals(round_: DkgRound, seed: int) -> list[Deal]:
    return [
        dkg_deal(
            round_, dealer, tuple(encode_scalar(seed * 1000 + dealer * 10 + k + 1) for k in range(round_.threshold))
        )
        for dealer in range(1, round_.committee_size + 1)
    ]


@pytest.mark.parametrize("scheme", list(SIGNATURE_GROUPS), ids=lambda scheme: scheme.name)
def test_a_round_comes_to_a_key_that_any_threshold_signs_under(scheme: SignatureScheme) -> None:
    """One dealer is out, one was slandered; the signatures of any two of the rest are one."""
    round_ = DkgRound(unique_id("a round"), scheme, 4, 2)
    deals = _deals(round_, 7)
    complaints = (Complaint(2, 1, None), Complaint(3, 4, deals[2].shares[3].value))
    outcome = dkg_outcome(round_, tuple(deal.dealing for deal in deals), complaints)
    assert outcome.qualified == (1, 3, 4)
    assert outcome.blamed == (Blame(2, BlameReason.ShareWithheld),)
    used = [deal for deal in deals if deal.dealing.dealer in outcome.qualified]
    shares = [
        dkg_share(
            round_,
            tuple(deal.dealing for deal in used),
            index,
            tuple(DealtShare(deal.dealing.dealer, deal.shares[index - 1].value) for deal in used),
        )
        for index in range(1, 5)
    ]
    group = SIGNATURE_GROUPS[scheme]
    for share in shares:
        assert (
            tbls_share_key(outcome.committee, share.index)
            == bls.public_key(group, int.from_bytes(share.value)).encode()
        )
    partials = [tbls_partial_sign(scheme, share, MESSAGE) for share in shares]
    signatures = {
        tbls_combine(outcome.committee, MESSAGE, some).signature for some in itertools.combinations(partials, 2)
    }
    assert len(signatures) == 1
    bls_verify(group, outcome.committee.commitments[0], MESSAGE, signatures.pop())
    secret = shamir_combine(2, tuple(shares))
    assert bls.public_key(group, int.from_bytes(secret)).encode() == outcome.committee.commitments[0]
    assert int.from_bytes(secret) == sum(7000 + dealer * 10 + 1 for dealer in outcome.qualified)


@pytest.mark.parametrize("group", CurveGroup)
def test_arkworks_verifies_the_proof_of_possession(group: CurveGroup) -> None:
    scheme = next(scheme for scheme, of in SIGNATURE_GROUPS.items() if of is group)
    round_ = DkgRound(unique_id("a round"), scheme, 3, 2)
    made = _deals(round_, 3)[1].dealing
    message = dkg_possession_message(round_, 2, made.commitments[0]).value()
    tag = f"BLS_POP_BLS12381{group.name}_XMD:SHA-256_SSWU_RO_POP_".encode()
    pairs = [
        (-ARKWORKS[group].from_compressed_bytes(made.possession or b""), ARKWORKS[group.other]()),
        (ARKWORKS[group].hash_to_curve(message, tag), ARKWORKS[group.other].from_compressed_bytes(made.commitments[0])),
    ]
    ordered = [pair if group is CurveGroup.G1 else pair[::-1] for pair in pairs]
    assert arkworks.GT.pairing_check([a for a, _ in ordered], [b for _, b in ordered])


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 4), st.data())
def test_the_key_is_of_those_who_dealt_rightly(size: int, data: st.DataObject) -> None:
    """Whoever withholds or lies is blamed and counts for nothing, whatever the order of the log."""
    threshold = data.draw(st.integers(2, size))
    round_ = DkgRound(unique_id("a round"), SignatureScheme.BlsAggregateG2, size, threshold)
    deals = _deals(round_, 5)
    bad = data.draw(st.sets(st.integers(1, size), max_size=size - threshold))
    answers = {dealer: data.draw(st.sampled_from((None, bytes(31) + b"\5"))) for dealer in bad}
    complaints = tuple(Complaint(dealer, 1, answers[dealer]) for dealer in bad)
    dealings = data.draw(st.permutations([deal.dealing for deal in deals]))
    outcome = dkg_outcome(round_, tuple(dealings), complaints)
    assert {blame.dealer for blame in outcome.blamed} == bad
    assert outcome.qualified == tuple(sorted(set(range(1, size + 1)) - bad))
    secret = sum(5001 + dealer * 10 for dealer in outcome.qualified)
    assert outcome.committee.commitments[0] == bls.public_key(CurveGroup.G2, secret).encode()


def test_a_dealing_of_an_earlier_round_is_none_of_this_one() -> None:
    round_ = DkgRound(unique_id("a round"), SignatureScheme.BlsAggregateG1, 3, 2)
    made = _deals(round_, 2)[0]
    later = replace(round_, round=unique_id("a later round"))
    dkg_check_share(round_, made.dealing, made.shares[1])
    with pytest.raises(PossessionInvalid):
        dkg_check_share(later, made.dealing, made.shares[1])


def test_a_rogue_constant_has_no_proof() -> None:
    """The last dealer takes the others' constants off its own, so that the key is its alone; it cannot prove that."""
    round_ = DkgRound(unique_id("a round"), SignatureScheme.BlsAggregateG1, 3, 2)
    deals = _deals(round_, 2)
    others = [bls.decode(CurveGroup.G2, deal.dealing.commitments[0]) for deal in deals[:2]]
    mine = bls.generator(CurveGroup.G2) * 77
    rogue = (mine + -(others[0] + others[1])).encode()
    message = dkg_possession_message(round_, 3, rogue).value()
    forged = bls.sign(CurveGroup.G1, 77, message, b"BLS_POP_BLS12381G1_XMD:SHA-256_SSWU_RO_POP_").encode()
    dealing = replace(deals[2].dealing, commitments=(rogue, deals[2].dealing.commitments[1]), possession=forged)
    outcome = dkg_outcome(round_, (deals[0].dealing, deals[1].dealing, dealing), ())
    assert outcome.blamed == (Blame(3, BlameReason.PossessionInvalid),)
    assert outcome.committee.commitments[0] != mine.encode()
