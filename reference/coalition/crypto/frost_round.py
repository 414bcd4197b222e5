"""A round of FROST: its records, the rules of a list of commitments, and what follows from it (chapter FROST)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from coalition.crypto.frost_errors import (
    FrostGroupTooSmall,
    FrostIdentifierZero,
    FrostSignerRepeated,
    FrostSignerUnknown,
    FrostSignerUnlisted,
    FrostThresholdTooSmall,
    FrostTooFewSigners,
)
from coalition.crypto.frost_suites import SUITES, FrostSuite, Point, Suite
from coalition.shapes import U16, Bytes32, Record, Variant


@dataclass(frozen=True)
class FrostCommitment(Record):
    """What a signer commits to in the first round: the commitments to its two nonces."""

    identifier: U16
    hiding: bytes
    binding: bytes


@dataclass(frozen=True)
class FrostMember(Record):
    """A participant's public part of the key: its share times the generator."""

    identifier: U16
    verifying_share: bytes


@dataclass(frozen=True)
class FrostGroup(Record):
    """The public side of a sharing: `threshold` of the members sign under `public_key`."""

    suite: FrostSuite
    threshold: U16
    public_key: bytes
    members: tuple[FrostMember, ...]


@dataclass(frozen=True)
class FrostShare(Record):
    """A participant's signature share, the second round's message."""

    identifier: U16
    share: Bytes32


@dataclass(frozen=True)
class FrostNonces(Record):
    """A signer's two nonces, its secret between the rounds."""

    hiding: Bytes32
    binding: Bytes32


@dataclass(frozen=True)
class FrostBinding(Record):
    """A participant's binding factor, and what it is the hash of."""

    input: bytes
    factor: Bytes32


@dataclass(frozen=True)
class FrostKeys(Record):
    """What a trusted dealer hands out: shares and their public parts in the order of the identifiers, from 1."""

    group: FrostGroup
    shares: tuple[Bytes32, ...]
    commitments: tuple[bytes, ...]


@dataclass(frozen=True)
class FrostSignature(Variant):
    """A signature that verifies under the group's key."""

    KIND = "Signature"
    signature: bytes


@dataclass(frozen=True)
class FrostCulprits(Variant):
    """The participants whose shares are wrong, ascending: there is no signature."""

    KIND = "Culprits"
    culprits: tuple[U16, ...]


FrostOutcome = FrostSignature | FrostCulprits


def check_threshold(threshold: int, size: int) -> None:
    """Raise `FrostThresholdTooSmall` below 2, `FrostGroupTooSmall` above the size of the group (FROST-7)."""
    if threshold < 2:
        raise FrostThresholdTooSmall(threshold)
    if threshold > size:
        raise FrostGroupTooSmall(size, f"a threshold of {threshold}")


def check_identifiers(identifiers: Iterable[int]) -> None:
    """Raise `FrostIdentifierZero` for a 0 (FROST-6)."""
    if 0 in identifiers:
        raise FrostIdentifierZero(0)


def in_order(commitments: Iterable[FrostCommitment]) -> list[FrostCommitment]:
    """The list by ascending identifier, however it came (FROST-10)."""
    return sorted(commitments, key=lambda each: each.identifier)


def challenge_of(by: Suite, group_commitment: bytes, public_key: bytes, message: bytes) -> int:
    """The challenge as a scalar (FROST-13)."""
    return by.h2(group_commitment + public_key + message)


class Round:
    """A list of commitments that obeys its rules, and what follows from it for one message under one key."""

    def __init__(
        self, suite: FrostSuite, public_key: bytes, commitments: tuple[FrostCommitment, ...], message: bytes
    ) -> None:
        self.by = SUITES[suite]
        self.key = self.by.element(public_key)
        self.public_key = public_key
        self.message = message
        check_identifiers([each.identifier for each in commitments])
        check_distinct([each.identifier for each in commitments])
        self.commitments = in_order(commitments)
        self.points = {
            each.identifier: (self.by.element(each.hiding), self.by.element(each.binding)) for each in self.commitments
        }

    def binding(self, identifier: int) -> FrostBinding:
        """The binding factor of a participant (FROST-11)."""
        by = self.by
        if identifier not in self.points:
            raise FrostSignerUnlisted(identifier)
        prefix = self.public_key + by.h4(self.message) + by.h5(encoded_list(by, self.commitments))
        full = prefix + by.encode_scalar(identifier)
        return FrostBinding(full, by.encode_scalar(by.h1(full)))

    @cached_property
    def factors(self) -> dict[int, int]:
        """The binding factors of all participants, as scalars."""
        return {each: self.by.scalar(self.binding(each).factor) for each in self.points}

    def commitment_of(self, identifier: int) -> Point:
        """A participant's part of the group's commitment."""
        hiding, binding = self.points[identifier]
        return self.by.add(hiding, self.by.multiply(binding, self.factors[identifier]))

    @cached_property
    def group_commitment(self) -> bytes:
        """The group's commitment (FROST-12)."""
        return self.by.encode_element(self.by.total(self.commitment_of(each) for each in self.points))

    @cached_property
    def challenge(self) -> int:
        """The challenge (FROST-13)."""
        return challenge_of(self.by, self.group_commitment, self.public_key, self.message)


def check_distinct(identifiers: Sequence[int]) -> None:
    """Raise `FrostSignerRepeated` for a participant that stands twice (FROST-10)."""
    for at, identifier in enumerate(identifiers):
        if identifier in identifiers[:at]:
            raise FrostSignerRepeated(identifier)


def encoded_list(by: Suite, commitments: Iterable[FrostCommitment]) -> bytes:
    """The list of commitments as it is hashed: identifier, hiding, binding of each (FROST-10)."""
    return b"".join(by.encode_scalar(each.identifier) + each.hiding + each.binding for each in commitments)


def opened(group: FrostGroup, commitments: tuple[FrostCommitment, ...], message: bytes) -> Round:
    """A round of enough participants of the group (FROST-14)."""
    found = Round(group.suite, group.public_key, commitments, message)
    check_members(group)
    check_known(group, found.points)
    check_enough(group, commitments)
    return found


def check_members(group: FrostGroup) -> None:
    """Raise the error of the first rule that a group breaks (FROST-6, FROST-7, FROST-10)."""
    check_threshold(group.threshold, len(group.members))
    check_identifiers([each.identifier for each in group.members])
    check_distinct([each.identifier for each in group.members])
    check_verifying_shares(group)


def check_verifying_shares(group: FrostGroup) -> None:
    """Raise the error of the first verifying share that is no element, whoever signs (PROTO-5, FROST-3 to FROST-5)."""
    for each in group.members:
        SUITES[group.suite].element(each.verifying_share)


def check_known(group: FrostGroup, identifiers: Iterable[int]) -> None:
    """Raise `FrostSignerUnknown` for a participant that the group does not have (FROST-14)."""
    for identifier in identifiers:
        if identifier not in [each.identifier for each in group.members]:
            raise FrostSignerUnknown(identifier)


def check_enough(group: FrostGroup, commitments: Sequence[FrostCommitment]) -> None:
    """Raise `FrostTooFewSigners` below the threshold (FROST-14)."""
    if len(commitments) < group.threshold:
        raise FrostTooFewSigners(len(commitments), f"a threshold of {group.threshold}")
