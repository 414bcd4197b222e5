"""Proactive refresh: the same key, new shares; those of another epoch are of no use (chapter DKG)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coalition.crypto.bls12_381 import Point, decode, decode_secret, encode_scalar, generator, public_key
from coalition.crypto.dealing import (
    Blame,
    Complaint,
    Deal,
    Dealing,
    DealtShare,
    Rules,
    check_degree,
    check_enough_dealers,
    check_enough_dealings,
    judge,
    received_shares,
)
from coalition.crypto.dkg import PossessionInvalid, blame_for, finite, share_of, sum_of
from coalition.crypto.shamir import Share, evaluate
from coalition.crypto.threshold_bls import (
    BlsCommittee,
    CombinedSignature,
    PartialSignature,
    check_member,
    decoded,
    evaluated,
    group_of,
    share_key,
    tbls_combine,
)
from coalition.errors import RuleError
from coalition.preimage import operation
from coalition.shapes import U16, U32, Bytes32, Record

#: The last epoch of its width.
LAST_EPOCH = 2**32 - 1


class NothingToRefresh(RuleError):
    """A refresh of shares that are the secret itself, or after the last epoch."""

    requirement = "DKG-14"
    stage = "relate"


class ShareStale(RuleError):
    """A share that is not the committee's, such as one of an earlier epoch."""

    requirement = "DKG-16"
    stage = "verify"


class EpochMismatch(RuleError):
    """A partial signature of another epoch than the committee's."""

    requirement = "DKG-17"
    stage = "relate"


@dataclass(frozen=True)
class CommitteeEpoch(Record):
    """A committee and the number of refreshes its shares have had."""

    committee: BlsCommittee
    epoch: U32


@dataclass(frozen=True)
class RefreshOutcome(Record):
    """Who dealt rightly, who is blamed, and the committee of the next epoch."""

    qualified: tuple[U16, ...]
    blamed: tuple[Blame, ...]
    next: CommitteeEpoch


@dataclass(frozen=True)
class EpochPartial(Record):
    """A partial signature, and the epoch of the share it was made with."""

    epoch: U32
    partial: PartialSignature


@operation("crypto.refresh_deal")
def refresh_deal(current: CommitteeEpoch, dealer: U16, coefficients: tuple[Bytes32, ...]) -> Deal:
    """A dealing of zero: commitments to every coefficient but the first, which is zero (DKG-14)."""
    committee = refreshable(current)
    check_member(dealer, committee.committee_size)
    check_degree(len(coefficients), committee.threshold - 1)
    drawn = [decode_secret(each) for each in coefficients]
    group = group_of(committee.scheme)
    commitments = tuple(public_key(group, each).encode() for each in drawn)
    shares = tuple(
        Share(index, encode_scalar(evaluate([0, *drawn], index))) for index in range(1, committee.committee_size + 1)
    )
    return Deal(Dealing(dealer, commitments, None), shares)


@operation("crypto.refresh_outcome")
def refresh_outcome(
    current: CommitteeEpoch, dealings: tuple[Dealing, ...], complaints: tuple[Complaint, ...]
) -> RefreshOutcome:
    """Who qualifies, who is blamed, and the committee of the next epoch (DKG-15)."""
    committee = refreshable(current)
    commitments = decoded(committee)
    judged = judge(rules_of(committee), dealings, complaints)
    check_enough_dealers(len(judged.qualified), committee.threshold)
    refreshed = refreshed_commitments(commitments, list(judged.qualified.values()))
    successor = BlsCommittee(committee.scheme, committee.committee_size, refreshed)
    return RefreshOutcome(judged.listed(), judged.blamed, CommitteeEpoch(successor, current.epoch + 1))


@operation("crypto.refresh_share")
def refresh_share(
    current: CommitteeEpoch, dealings: tuple[Dealing, ...], share: Share, received: tuple[DealtShare, ...]
) -> Share:
    """A member's share of the next epoch: its own and what it received (DKG-16)."""
    committee = refreshable(current)
    own = current_share(committee, share)
    added = received_shares(rules_of(committee), dealings, share.index, received)
    check_enough_dealings(len(added), committee.threshold)
    return share_of(share.index, own + sum(added.values()))


@operation("crypto.epoch_combine")
def epoch_combine(current: CommitteeEpoch, message: bytes, partials: tuple[EpochPartial, ...]) -> CombinedSignature:
    """The committee's signature of partials of its epoch (DKG-17)."""
    for each in partials:
        check_epoch(each.epoch, current.epoch)
    return tbls_combine(current.committee, message, tuple(each.partial for each in partials))


def refreshable(current: CommitteeEpoch) -> BlsCommittee:
    """The committee, whose commitments are checked. Raises `NothingToRefresh` (DKG-14)."""
    decoded(current.committee)
    if current.committee.threshold == 1 or current.epoch == LAST_EPOCH:
        raise NothingToRefresh(current.epoch)
    return current.committee


def rules_of(committee: BlsCommittee) -> Rules:
    """The rules of dealings of zero in a committee."""
    size = committee.committee_size
    return Rules(
        size, size, committee.threshold, lambda dealing: checked_dealing(committee, dealing), blame_for, opened
    )


def checked_dealing(committee: BlsCommittee, dealing: Dealing) -> list[Point]:
    """The commitments of a dealing of zero that is right (DKG-14)."""
    check_degree(len(dealing.commitments), committee.threshold - 1)
    points = [decode(group_of(committee.scheme).other, each) for each in dealing.commitments]
    check_no_possession(dealing)
    return points


def check_no_possession(dealing: Dealing) -> None:
    """Raise `PossessionInvalid` for a proof of what is not there to prove (DKG-14, DKG-18)."""
    if dealing.possession is not None:
        raise PossessionInvalid(dealing.dealer, "one that is not due")


def opened(commitments: Sequence[Point], index: int) -> Point:
    """The commitment to a share of a polynomial without constant term (DKG-15)."""
    return evaluated(commitments, index) * index


def refreshed_commitments(commitments: Sequence[Point], dealt: Sequence[Sequence[Point]]) -> tuple[bytes, ...]:
    """The first as it was, each other with the dealers' sum added (DKG-15)."""
    columns = zip(*dealt, strict=True)
    added = (finite(sum_of([old, *column])) for old, column in zip(commitments[1:], columns, strict=True))
    return tuple(point.encode() for point in (commitments[0], *added))


def current_share(committee: BlsCommittee, share: Share) -> int:
    """The scalar of a share that is the committee's. Raises `ShareStale` (DKG-16, DKG-18)."""
    check_member(share.index, committee.committee_size)
    value = decode_secret(share.value)
    check_current(share_key(decoded(committee), share.index), value)
    return value


def check_current(key: Point, value: int) -> None:
    """Raise `ShareStale` for a share of another share key (DKG-16)."""
    if generator(key.group) * value != key:
        raise ShareStale(key.encode().hex())


def check_epoch(given: int, epoch: int) -> None:
    """Raise `EpochMismatch` (DKG-17)."""
    if given != epoch:
        raise EpochMismatch(given, f"the epoch is {epoch}")
