"""FROST: two-round threshold Schnorr signatures as RFC 9591 has them (chapter FROST).

Nonces are made from randomness that the caller brings; nothing here draws any.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coalition.crypto.frost_errors import (
    FrostCommitmentAltered,
    FrostNonceReused,
    FrostSharesMismatch,
    FrostSignatureInvalid,
    FrostSignatureMalformed,
    FrostSignerUnlisted,
)
from coalition.crypto.frost_round import (
    FrostBinding,
    FrostCommitment,
    FrostCulprits,
    FrostGroup,
    FrostKeys,
    FrostMember,
    FrostNonces,
    FrostOutcome,
    FrostShare,
    FrostSignature,
    Round,
    challenge_of,
    check_identifiers,
    check_threshold,
    opened,
)
from coalition.crypto.frost_suites import SUITES, FrostSuite
from coalition.preimage import operation
from coalition.shapes import U16, Bytes32
from coalition.unique_id import UniqueId, hash_bytes


@operation("crypto.frost_deal")
def deal(suite: FrostSuite, secret: Bytes32, coefficients: tuple[Bytes32, ...], size: U16) -> FrostKeys:
    """A trusted dealer's sharing among the identifiers 1 to `size` (FROST-7, FROST-8).

    Raises `FrostThresholdTooSmall`, `FrostGroupTooSmall`, `FrostScalarOutOfRange` and `FrostIdentityElement`.
    """
    by = SUITES[suite]
    polynomial = [by.scalar(each) for each in (secret, *coefficients)]
    check_threshold(len(polynomial), size)
    commitments = tuple(by.encode_element(by.base(each)) for each in polynomial)
    shares = [evaluate(polynomial, identifier, by.order) for identifier in range(1, size + 1)]
    members = tuple(
        FrostMember(identifier, by.encode_element(by.base(share))) for identifier, share in enumerate(shares, 1)
    )
    group = FrostGroup(suite, len(polynomial), commitments[0], members)
    return FrostKeys(group, tuple(by.encode_scalar(each) for each in shares), commitments)


def evaluate(polynomial: Sequence[int], identifier: int, order: int) -> int:
    """A polynomial's value at an identifier, the constant term first (FROST-8)."""
    value = 0
    for coefficient in reversed(polynomial):
        value = (value * identifier + coefficient) % order
    return value


@operation("crypto.frost_nonce")
def nonce(suite: FrostSuite, randomness: Bytes32, share: Bytes32) -> bytes:
    """A nonce: 32 bytes of fresh randomness, hedged with the signer's share (FROST-9)."""
    by = SUITES[suite]
    return by.encode_scalar(by.h3(randomness + by.encode_scalar(by.scalar(share))))


@operation("crypto.frost_commit")
def commit(suite: FrostSuite, identifier: U16, nonces: FrostNonces) -> FrostCommitment:
    """The commitment of the first round (FROST-9)."""
    by = SUITES[suite]
    check_identifiers((identifier,))
    hiding, binding = (by.encode_element(by.base(by.scalar(each))) for each in (nonces.hiding, nonces.binding))
    return FrostCommitment(identifier, hiding, binding)


def interpolation(identifiers: Iterable[int], identifier: int, order: int) -> int:
    """A participant's Lagrange coefficient at 0 (FROST-15)."""
    numerator = denominator = 1
    for each in identifiers:
        if each != identifier:
            numerator = numerator * each % order
            denominator = denominator * (each - identifier) % order
    return numerator * pow(denominator, -1, order) % order


@operation("crypto.frost_binding")
def binding(
    suite: FrostSuite, public_key: bytes, commitments: tuple[FrostCommitment, ...], message: bytes, identifier: U16
) -> FrostBinding:
    """A participant's binding factor and its input (FROST-11). Raises `FrostSignerUnlisted`."""
    check_identifiers((identifier,))
    return Round(suite, public_key, commitments, message).binding(identifier)


@operation("crypto.frost_group_commitment")
def group_commitment(
    suite: FrostSuite, public_key: bytes, commitments: tuple[FrostCommitment, ...], message: bytes
) -> bytes:
    """The commitment of the whole round, the first half of the signature (FROST-12)."""
    return Round(suite, public_key, commitments, message).group_commitment


@operation("crypto.frost_challenge")
def challenge(suite: FrostSuite, group_commitment: bytes, public_key: bytes, message: bytes) -> bytes:
    """The challenge, a scalar (FROST-13)."""
    by = SUITES[suite]
    by.element(group_commitment)
    by.element(public_key)
    return by.encode_scalar(challenge_of(by, group_commitment, public_key, message))


@operation("crypto.frost_sign")
def sign(
    group: FrostGroup,
    identifier: U16,
    share: Bytes32,
    nonces: FrostNonces,
    message: bytes,
    commitments: tuple[FrostCommitment, ...],
    spent: tuple[bytes, ...],
) -> bytes:
    """A signature share, a scalar (FROST-15). `spent` are the commitments this signer has signed with (FROST-16).

    Raises `FrostSignerUnlisted`, `FrostCommitmentAltered`, `FrostNonceReused`, and what a round raises.
    """
    check_identifiers((identifier,))
    round_ = opened(group, commitments, message)
    by = round_.by
    secret, hiding, binding = (by.scalar(each) for each in (share, nonces.hiding, nonces.binding))
    if identifier not in round_.points:
        raise FrostSignerUnlisted(identifier)
    listed = next(each for each in commitments if each.identifier == identifier)
    check_own(listed, *(by.encode(by.base(each)) for each in (hiding, binding)))
    check_unspent(listed, spent)
    weight = interpolation(round_.points, identifier, by.order) * secret * round_.challenge
    return by.encode_scalar(hiding + binding * round_.factors[identifier] + weight)


def check_own(listed: FrostCommitment, hiding: bytes, binding: bytes) -> None:
    """Raise `FrostCommitmentAltered` for a listed commitment that is not the signer's (FROST-15).

    No listed commitment is that to a nonce of 0, since the identity is no element.
    """
    if (listed.hiding, listed.binding) != (hiding, binding):
        raise FrostCommitmentAltered(listed)


def check_unspent(listed: FrostCommitment, spent: Sequence[bytes]) -> None:
    """Raise `FrostNonceReused` for a commitment that was signed with before (FROST-16)."""
    if listed.hiding in spent or listed.binding in spent:
        raise FrostNonceReused(listed)


@operation("crypto.frost_aggregate")
def aggregate(
    group: FrostGroup, message: bytes, commitments: tuple[FrostCommitment, ...], shares: tuple[FrostShare, ...]
) -> FrostOutcome:
    """The signature, or who sent wrong shares (FROST-17 to FROST-19). Raises `FrostSharesMismatch`."""
    round_ = opened(group, commitments, message)
    by = round_.by
    check_identifiers([each.identifier for each in shares])
    given = {each.identifier: by.scalar(each.share) for each in shares}
    check_shares(shares, round_.points)
    z = sum(given.values()) % by.order
    right = by.add(by.element(round_.group_commitment), by.multiply(round_.key, round_.challenge))
    if by.same(by.base(z), right):
        return FrostSignature(round_.group_commitment + by.encode_scalar(z))
    return FrostCulprits(culprits(group, round_, given))


def check_shares(shares: Sequence[FrostShare], identifiers: Iterable[int]) -> None:
    """Raise `FrostSharesMismatch` unless there is one share of each identifier (FROST-18)."""
    given = sorted(each.identifier for each in shares)
    if given != sorted(identifiers):
        raise FrostSharesMismatch(given)


def culprits(group: FrostGroup, round_: Round, given: dict[int, int]) -> tuple[int, ...]:
    """The participants whose shares do not verify, ascending; none if the key is not the members' (FROST-19)."""
    by = round_.by
    keys = {each.identifier: by.element(each.verifying_share) for each in group.members if each.identifier in given}
    found = []
    for identifier in sorted(given):
        weight = interpolation(given, identifier, by.order) * round_.challenge
        right = by.add(round_.commitment_of(identifier), by.multiply(keys[identifier], weight % by.order))
        if not by.same(by.base(given[identifier]), right):
            found.append(identifier)
    return tuple(found)


def check_length(signature: bytes, size: int) -> None:
    """Raise `FrostSignatureMalformed` for another length (FROST-20)."""
    if len(signature) != size:
        raise FrostSignatureMalformed(signature, f"{size} bytes")


@operation("crypto.frost_verify")
def verify(suite: FrostSuite, public_key: bytes, message: bytes, signature: bytes) -> UniqueId:
    """The digest of a signature that verifies (FROST-20). Raises `FrostSignatureMalformed`, `FrostSignatureInvalid`."""
    by = SUITES[suite]
    check_length(signature, by.element_size + 32)
    commitment, z = signature[: by.element_size], by.scalar(signature[by.element_size :])
    point, key = by.signature_point(commitment), by.element(public_key)
    scalar = challenge_of(by, commitment, public_key, message)
    if not by.same(by.base(z), by.add(point, by.multiply(key, scalar))):
        raise FrostSignatureInvalid(signature)
    return UniqueId(hash_bytes(signature))
