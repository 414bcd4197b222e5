"""Threshold BLS: a committee that signs with shares of one secret (chapter Threshold BLS)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from coalition.crypto import bls12_381
from coalition.crypto.bls12_381 import CurveGroup, Point, decode, decode_secret, holds
from coalition.crypto.bls_errors import PointIsIdentity
from coalition.crypto.shamir import Share, check_index, check_indices, check_threshold, lagrange
from coalition.errors import RuleError
from coalition.preimage import operation
from coalition.shapes import U16, Bytes32, Record
from coalition.signer import SignatureScheme
from coalition.unique_id import UniqueId


class DuplicateProvider(RuleError):
    """A provider that stands twice in a committee."""

    requirement = "TBLS-9"
    stage = "relate"


class SchemeNotBls(RuleError):
    """A scheme that is not one of BLS."""

    requirement = "TBLS-10"
    stage = "validate"


class IndexOutOfRange(RuleError):
    """An index above the size of the committee."""

    requirement = "TBLS-13"
    stage = "relate"


class PartialInvalid(RuleError):
    """A partial signature that is not the message's under its member's share key."""

    requirement = "TBLS-15"
    stage = "verify"


class TooFewPartials(RuleError):
    """Fewer right partials than the threshold."""

    requirement = "TBLS-17"
    stage = "relate"


#: The greatest index that its width has.
GREATEST_INDEX = 2**16 - 1
#: The group the signatures of a scheme are in (TBLS-10).
SIGNATURE_GROUPS: dict[SignatureScheme, CurveGroup] = {
    SignatureScheme.BlsAggregateG1: CurveGroup.G1,
    SignatureScheme.BlsAggregateG2: CurveGroup.G2,
    SignatureScheme.LagrangeBls: CurveGroup.G2,
}


@dataclass(frozen=True)
class BlsCommittee(Record):
    """A committee as it publishes itself: its scheme, its size, its commitments; the first is its key (TBLS-12)."""

    scheme: SignatureScheme
    committee_size: U16
    commitments: tuple[bytes, ...]

    @property
    def threshold(self) -> int:
        """As many as there are commitments."""
        return len(self.commitments)


@dataclass(frozen=True)
class PartialSignature(Record):
    """What one member signs with its share."""

    index: U16
    signature: bytes


@dataclass(frozen=True)
class CombinedSignature(Record):
    """The committee's signature, whose partials it is of, and whose were wrong."""

    signature: bytes
    participants: tuple[U16, ...]
    culprits: tuple[U16, ...]


@operation("crypto.tbls_default_threshold")
def tbls_default_threshold(committee_size: U16) -> U16:
    """The threshold of a committee that declares none: more than half (TBLS-8)."""
    check_threshold(1, committee_size)
    return committee_size // 2 + 1


@operation("crypto.tbls_indices")
def tbls_indices(providers: tuple[UniqueId, ...]) -> tuple[U16, ...]:
    """The index of each provider: its rank by ascending id, from 1 (TBLS-9). Raises `IndexOutOfRange` past 65535."""
    check_within(len(providers), GREATEST_INDEX)
    ranked = sorted(providers)
    for before, provider in itertools.pairwise(ranked):
        check_other_provider(before, provider)
    return tuple(ranked.index(provider) + 1 for provider in providers)


@operation("crypto.tbls_commit")
def tbls_commit(scheme: SignatureScheme, coefficients: tuple[Bytes32, ...]) -> tuple[bytes, ...]:
    """Feldman's commitments to a polynomial, in the order of its coefficients (TBLS-11)."""
    group = group_of(scheme)
    check_threshold(len(coefficients))
    return tuple(bls12_381.public_key(group, decode_secret(each)).encode() for each in coefficients)


@operation("crypto.tbls_share_key")
def tbls_share_key(committee: BlsCommittee, index: U16) -> bytes:
    """The public key of one member's share (TBLS-12, TBLS-13)."""
    commitments = decoded(committee)
    check_member(index, committee.committee_size)
    return share_key(commitments, index).encode()


@operation("crypto.tbls_partial_sign")
def tbls_partial_sign(scheme: SignatureScheme, share: Share, message: bytes) -> PartialSignature:
    """A member's signature with its share (TBLS-14)."""
    group = group_of(scheme)
    check_index(share.index)
    return PartialSignature(share.index, bls12_381.sign(group, decode_secret(share.value), message).encode())


@operation("crypto.tbls_partial_verify")
def tbls_partial_verify(committee: BlsCommittee, message: bytes, partial: PartialSignature) -> bytes:
    """Verify a partial signature; the value is the share key it verifies under (TBLS-15)."""
    commitments = decoded(committee)
    check_member(partial.index, committee.committee_size)
    key = share_key(commitments, partial.index)
    checked(committee.scheme, key, message, partial)
    return key.encode()


@operation("crypto.tbls_combine")
def tbls_combine(committee: BlsCommittee, message: bytes, partials: tuple[PartialSignature, ...]) -> CombinedSignature:
    """The committee's signature, of the first right partials in the order of the log (TBLS-16, TBLS-17)."""
    commitments = decoded(committee)
    check_indices([partial.index for partial in partials])
    for partial in partials:
        check_member(partial.index, committee.committee_size)
    keys = {partial.index: share_key(commitments, partial.index) for partial in partials}
    right: dict[int, Point] = {}
    culprits = []
    for partial in partials:
        try:
            right[partial.index] = checked(committee.scheme, keys[partial.index], message, partial)
        except RuleError:
            culprits.append(partial.index)
    participants = tuple(right)[: committee.threshold]
    check_enough_partials(len(participants), committee.threshold)
    signature = interpolated({index: right[index] for index in participants})
    return listed(signature.encode(), participants, culprits)


def listed(signature: bytes, participants: Sequence[int], culprits: Sequence[int]) -> CombinedSignature:
    """The outcome, members by ascending index (TBLS-18)."""
    return CombinedSignature(signature, tuple(sorted(participants)), tuple(sorted(culprits)))


def group_of(scheme: SignatureScheme) -> CurveGroup:
    """The group a scheme signs in. Raises `SchemeNotBls` (TBLS-10)."""
    if scheme not in SIGNATURE_GROUPS:
        raise SchemeNotBls(scheme)
    return SIGNATURE_GROUPS[scheme]


def decoded(committee: BlsCommittee) -> list[Point]:
    """The commitments of a committee, checked (TBLS-12)."""
    group = group_of(committee.scheme).other
    check_threshold(committee.threshold, committee.committee_size)
    return [decode(group, each) for each in committee.commitments]


def check_member(index: int, committee_size: int) -> None:
    """Raise `IndexZero`, or `IndexOutOfRange` for an index above the size (SHARE-3, TBLS-13)."""
    check_index(index)
    check_within(index, committee_size)


def check_within(index: int, committee_size: int) -> None:
    """Raise `IndexOutOfRange` for an index above the size (TBLS-13)."""
    if index > committee_size:
        raise IndexOutOfRange(index)


def check_other_provider(before: UniqueId, provider: UniqueId) -> None:
    """Raise `DuplicateProvider` for the same one (TBLS-9)."""
    if before == provider:
        raise DuplicateProvider(provider.hex())


def check_enough_partials(given: int, threshold: int) -> None:
    """Raise `TooFewPartials` for fewer than the threshold (TBLS-17)."""
    if given < threshold:
        raise TooFewPartials(given, f"the threshold is {threshold}")


def evaluated(commitments: Sequence[Point], index: int) -> Point:
    """`Σ iᵏ·Cₖ`: the commitment to the polynomial's value (TBLS-12)."""
    total = commitments[-1]
    for commitment in reversed(commitments[:-1]):
        total = total * index + commitment
    return total


def share_key(commitments: Sequence[Point], index: int) -> Point:
    """The share key of a member. Raises `PointIsIdentity` (TBLS-12)."""
    key = evaluated(commitments, index)
    if key.is_identity():
        raise PointIsIdentity(key.encode().hex(), f"the share key of {index}")
    return key


def checked(scheme: SignatureScheme, key: Point, message: bytes, partial: PartialSignature) -> Point:
    """The signature of a partial that is right under its share key (TBLS-15)."""
    signature = decode(group_of(scheme), partial.signature)
    if not holds(key, message, signature):
        raise PartialInvalid(partial.index)
    return signature


def interpolated(points: dict[int, Point]) -> Point:
    """The sum of points, each times the Lagrange coefficient of its index (TBLS-17)."""
    first, *rest = (point * lagrange(index, list(points)) for index, point in points.items())
    for point in rest:
        first = first + point
    return first
