"""Resharing: the same key, handed on to another committee (chapter DKG)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coalition.crypto.bls12_381 import Point, decode, encode_scalar
from coalition.crypto.dealing import (
    BlameReason,
    Complaint,
    Deal,
    Dealing,
    DealtShare,
    DkgOutcome,
    Rules,
    check_degree,
    check_enough_dealers,
    check_enough_dealings,
    judge,
    received_shares,
)
from coalition.crypto.dkg import blame_for, finite, outcome, share_of, sum_of
from coalition.crypto.shamir import Share, check_threshold, lagrange, shamir_split
from coalition.crypto.share_refresh import check_no_possession, current_share
from coalition.crypto.threshold_bls import BlsCommittee, decoded, evaluated, group_of, tbls_commit
from coalition.errors import RuleError
from coalition.preimage import operation
from coalition.shapes import U16, Bytes32, Record


class ConstantInvalid(RuleError):
    """A dealing whose constant is not the dealer's share in the old committee."""

    requirement = "DKG-18"
    stage = "verify"


@dataclass(frozen=True)
class Resharing(Record):
    """The old committee, and the size and threshold of the new one."""

    committee: BlsCommittee
    new_size: U16
    new_threshold: U16

    def rules(self) -> None:
        """The old committee is one (TBLS-12), and the new threshold fits (SHARE-2)."""
        decoded(self.committee)
        check_threshold(self.new_threshold, self.new_size)


@operation("crypto.reshare_deal")
def reshare_deal(resharing: Resharing, share: Share, coefficients: tuple[Bytes32, ...]) -> Deal:
    """A dealing of an old member's share to the new committee (DKG-18)."""
    own = current_share(resharing.committee, share)
    check_degree(len(coefficients), resharing.new_threshold - 1)
    polynomial = (encode_scalar(own), *coefficients)
    commitments = tbls_commit(resharing.committee.scheme, polynomial)
    return Deal(Dealing(share.index, commitments, None), shamir_split(polynomial, resharing.new_size))


@operation("crypto.reshare_outcome")
def reshare_outcome(
    resharing: Resharing, dealings: tuple[Dealing, ...], complaints: tuple[Complaint, ...]
) -> DkgOutcome:
    """Who qualifies, who is blamed, and the new committee, whose key is the old one's (DKG-19)."""
    judged = judge(rules_of(resharing), dealings, complaints)
    check_enough_dealers(len(judged.qualified), resharing.committee.threshold)
    commitments = handed_on(judged.qualified)
    return outcome(judged, BlsCommittee(resharing.committee.scheme, resharing.new_size, commitments))


@operation("crypto.reshare_share")
def reshare_share(
    resharing: Resharing, dealings: tuple[Dealing, ...], index: U16, received: tuple[DealtShare, ...]
) -> Share:
    """A new member's share: what it received, weighed by the dealers' indices (DKG-20)."""
    shares = received_shares(rules_of(resharing), dealings, index, received)
    check_enough_dealings(len(shares), resharing.committee.threshold)
    return share_of(index, sum(weight(dealer, list(shares)) * value for dealer, value in shares.items()))


def rules_of(resharing: Resharing) -> Rules:
    """The rules of dealings from the old committee to the new one (DKG-19)."""
    return Rules(
        resharing.committee.committee_size,
        resharing.new_size,
        resharing.new_threshold,
        lambda dealing: checked_dealing(resharing, dealing),
        blame_for_resharing,
        evaluated,
    )


def checked_dealing(resharing: Resharing, dealing: Dealing) -> list[Point]:
    """The commitments of a dealing that is right (DKG-18)."""
    check_degree(len(dealing.commitments), resharing.new_threshold)
    group = group_of(resharing.committee.scheme).other
    points = [decode(group, each) for each in dealing.commitments]
    check_no_possession(dealing)
    # A share key at infinity is nobody's first commitment, which is a point by TBLS-2.
    check_constant(points[0], evaluated(decoded(resharing.committee), dealing.dealer))
    return points


def check_constant(constant: Point, key: Point) -> None:
    """Raise `ConstantInvalid` (DKG-18)."""
    if constant != key:
        raise ConstantInvalid(constant.encode().hex())


def blame_for_resharing(error: RuleError) -> BlameReason:
    """What a dealing is blamed for (DKG-6, DKG-19)."""
    return BlameReason.ConstantInvalid if isinstance(error, ConstantInvalid) else blame_for(error)


def weight(dealer: int, dealers: Sequence[int]) -> int:
    """The Lagrange coefficient of a dealer among those that count (DKG-19, DKG-20)."""
    return lagrange(dealer, dealers)


def handed_on(qualified: Mapping[int, Sequence[Point]]) -> tuple[bytes, ...]:
    """The weighed sums of the dealers' commitments (DKG-19)."""
    dealers = list(qualified)
    weighed = [[point * weight(dealer, dealers) for point in qualified[dealer]] for dealer in dealers]
    return tuple(finite(sum_of(column)).encode() for column in zip(*weighed, strict=True))
