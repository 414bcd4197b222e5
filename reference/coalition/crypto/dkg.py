"""Pedersen's DKG over Feldman's sharing, with proofs of possession and blame (chapter DKG)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coalition.crypto.bls12_381 import CurveGroup, Point, decode, decode_secret, encode_scalar, holds, sign
from coalition.crypto.bls_errors import PointIsIdentity, ScalarZero
from coalition.crypto.dealing import (
    BlameReason,
    Complaint,
    Deal,
    Dealing,
    DealtShare,
    DkgOutcome,
    Judged,
    Rules,
    WrongDegree,
    check_dealt,
    check_degree,
    check_enough_dealers,
    check_enough_dealings,
    judge,
    received_shares,
)
from coalition.crypto.shamir import Share, check_threshold, shamir_split
from coalition.crypto.threshold_bls import BlsCommittee, check_member, evaluated, group_of, tbls_commit
from coalition.errors import RuleError
from coalition.preimage import (
    Preimage,
    ascii_text,
    derivation,
    discriminant,
    hash_many_of,
    identifier,
    integer,
    operation,
    raw,
)
from coalition.shapes import U16, Bytes32, Record
from coalition.signer import SignatureScheme
from coalition.unique_id import UniqueId


class PossessionInvalid(RuleError):
    """A dealing without a right proof that its dealer knows its secret."""

    requirement = "DKG-3"
    stage = "verify"


@dataclass(frozen=True)
class DkgRound(Record):
    """One round: what tells it from others, and what is to come of it."""

    round: UniqueId
    scheme: SignatureScheme
    committee_size: U16
    threshold: U16

    def rules(self) -> None:
        """The scheme is one of BLS, the threshold fits the size (TBLS-10, SHARE-2)."""
        group_of(self.scheme)
        check_threshold(self.threshold, self.committee_size)


@derivation("crypto.dkg_possession_message")
def dkg_possession_message(round_: DkgRound, dealer: U16, constant: bytes) -> Preimage:
    """What a dealer signs to show that it knows its secret (DKG-2). Raises `IndexZero` and `IndexOutOfRange`."""
    check_member(dealer, round_.committee_size)
    return hash_many_of(
        ascii_text("tag", "dkg-possession.v1"),
        identifier("round", round_.round),
        discriminant("scheme", round_.scheme),
        integer("committee_size", 16, round_.committee_size),
        integer("threshold", 16, round_.threshold),
        integer("dealer", 16, dealer),
        raw("constant", constant),
    )


@operation("crypto.dkg_deal")
def dkg_deal(round_: DkgRound, dealer: U16, coefficients: tuple[Bytes32, ...]) -> Deal:
    """A dealer's dealing and shares; the first coefficient is its secret (DKG-1 to DKG-3)."""
    check_member(dealer, round_.committee_size)
    check_degree(len(coefficients), round_.threshold)
    shares = shamir_split(coefficients, round_.committee_size)
    commitments = tbls_commit(round_.scheme, coefficients)
    message = dkg_possession_message(round_, dealer, commitments[0]).value()
    group = group_of(round_.scheme)
    proof = sign(group, decode_secret(coefficients[0]), message, possession_tag(group))
    return Deal(Dealing(dealer, commitments, proof.encode()), shares)


@operation("crypto.dkg_check_share")
def dkg_check_share(round_: DkgRound, dealing: Dealing, share: Share) -> bytes:
    """Check what a member was dealt; the value is the commitment to it (DKG-4)."""
    check_member(dealing.dealer, round_.committee_size)
    check_member(share.index, round_.committee_size)
    commitment = evaluated(checked_dealing(round_, dealing), share.index)
    check_dealt(commitment, share.value)
    return commitment.encode()


@operation("crypto.dkg_outcome")
def dkg_outcome(round_: DkgRound, dealings: tuple[Dealing, ...], complaints: tuple[Complaint, ...]) -> DkgOutcome:
    """Who qualifies, who is blamed, and the key that follows (DKG-5 to DKG-9)."""
    judged = judge(rules_of(round_), dealings, complaints)
    check_enough_dealers(len(judged.qualified), round_.threshold)
    committee = BlsCommittee(round_.scheme, round_.committee_size, summed(list(judged.qualified.values())))
    return outcome(judged, committee)


@operation("crypto.dkg_share")
def dkg_share(round_: DkgRound, dealings: tuple[Dealing, ...], index: U16, received: tuple[DealtShare, ...]) -> Share:
    """A member's share: the sum of what the qualified dealers sent it (DKG-10)."""
    shares = received_shares(rules_of(round_), dealings, index, received)
    check_enough_dealings(len(shares), round_.threshold)
    return share_of(index, sum(shares.values()))


def possession_tag(group: CurveGroup) -> bytes:
    """The tag of proofs of possession with signatures in a group (DKG-3)."""
    return group.suite.replace(b"_SIG_", b"_POP_").replace(b"_NUL_", b"_POP_")


def checked_dealing(round_: DkgRound, dealing: Dealing) -> list[Point]:
    """The commitments of a dealing that is right (DKG-4)."""
    check_degree(len(dealing.commitments), round_.threshold)
    group = group_of(round_.scheme)
    points = [decode(group.other, each) for each in dealing.commitments]
    check_possession(round_, dealing, points[0])
    return points


def check_possession(round_: DkgRound, dealing: Dealing, constant: Point) -> None:
    """Raise `PossessionInvalid` for a proof that is not there or not right (DKG-3)."""
    if dealing.possession is None:
        raise PossessionInvalid(dealing.dealer, "none")
    group = group_of(round_.scheme)
    proof = decode(group, dealing.possession)
    message = dkg_possession_message(round_, dealing.dealer, dealing.commitments[0]).value()
    if not holds(constant, message, proof, possession_tag(group)):
        raise PossessionInvalid(dealing.dealer)


def rules_of(round_: DkgRound) -> Rules:
    """The rules of dealings in this round."""
    return Rules(
        round_.committee_size,
        round_.committee_size,
        round_.threshold,
        lambda dealing: checked_dealing(round_, dealing),
        blame_for,
        evaluated,
    )


def blame_for(error: RuleError) -> BlameReason:
    """What a dealing is blamed for (DKG-6)."""
    if isinstance(error, WrongDegree):
        return BlameReason.WrongDegree
    return BlameReason.PossessionInvalid if isinstance(error, PossessionInvalid) else BlameReason.PointInvalid


def summed(commitments: Sequence[Sequence[Point]]) -> tuple[bytes, ...]:
    """The sums, coefficient by coefficient (DKG-9). Raises `PointIsIdentity` for one at infinity."""
    return tuple(finite(sum_of(column)).encode() for column in zip(*commitments, strict=True))


def sum_of(points: Sequence[Point]) -> Point:
    """The sum of at least one point."""
    total = points[0]
    for point in points[1:]:
        total = total + point
    return total


def finite(point: Point) -> Point:
    """A commitment of a committee, which is not at infinity (TBLS-12)."""
    if point.is_identity():
        raise PointIsIdentity(point.encode().hex())
    return point


def outcome(judged: Judged, committee: BlsCommittee) -> DkgOutcome:
    """The outcome, members by ascending index (DKG-8)."""
    return DkgOutcome(judged.listed(), judged.blamed, committee)


def share_of(index: int, value: int) -> Share:
    """A member's share. Raises `ScalarZero` (DKG-10)."""
    encoded = encode_scalar(value)
    if not any(encoded):
        raise ScalarZero(encoded.hex())
    return Share(index, encoded)
