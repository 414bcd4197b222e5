"""Shamir's secret sharing over the scalar field of BLS12-381 (chapter Shamir)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coalition.crypto.bls12_381 import ORDER, decode_scalar, decode_secret, encode_scalar
from coalition.crypto.bls_errors import ScalarZero
from coalition.errors import RuleError, ThresholdOutOfRange
from coalition.preimage import operation
from coalition.shapes import U16, Bytes32, Record


class IndexZero(RuleError):
    """The index 0, at which a polynomial is its secret."""

    requirement = "SHARE-3"
    stage = "validate"


class DuplicateIndex(RuleError):
    """An index that stands twice."""

    requirement = "SHARE-4"
    stage = "relate"


class IndexNotListed(RuleError):
    """An index that is not of the set it is weighed in."""

    requirement = "SHARE-5"
    stage = "relate"


class TooFewShares(RuleError):
    """Fewer shares than the threshold."""

    requirement = "SHARE-6"
    stage = "relate"


class SharesInconsistent(RuleError):
    """Shares that lie on no one polynomial of the threshold's degree."""

    requirement = "SHARE-7"
    stage = "verify"


@dataclass(frozen=True)
class Share(Record):
    """What one member holds: its index, from 1, and the polynomial's value there."""

    index: U16
    value: Bytes32


@operation("crypto.shamir_split")
def shamir_split(coefficients: tuple[Bytes32, ...], committee_size: U16) -> tuple[Share, ...]:
    """The shares of a committee, by ascending index; the first coefficient is the secret (SHARE-1, SHARE-2)."""
    polynomial = [decode_secret(each) for each in coefficients]
    check_threshold(len(polynomial), committee_size)
    return tuple(Share(index, encode_scalar(evaluate(polynomial, index))) for index in range(1, committee_size + 1))


@operation("crypto.shamir_lagrange")
def shamir_lagrange(index: U16, indices: tuple[U16, ...]) -> Bytes32:
    """The Lagrange coefficient of an index among a set, at zero (SHARE-3 to SHARE-5)."""
    check_indices(indices)
    if index not in indices:
        raise IndexNotListed(index)
    return encode_scalar(lagrange(index, indices))


@operation("crypto.shamir_combine")
def shamir_combine(threshold: U16, shares: tuple[Share, ...]) -> Bytes32:
    """The secret of at least `threshold` shares (SHARE-3, SHARE-4, SHARE-6, SHARE-7)."""
    check_threshold(threshold)
    check_indices([share.index for share in shares])
    points = {share.index: decode_scalar(share.value) for share in shares}
    check_enough(len(points), threshold)
    first = dict(list(points.items())[:threshold])
    for index, value in points.items():
        if interpolate(first, index) != value:
            raise SharesInconsistent(index)
    secret = interpolate(first)
    if secret == 0:
        raise ScalarZero(encode_scalar(secret).hex())
    return encode_scalar(secret)


def check_threshold(threshold: int, committee_size: int | None = None) -> None:
    """Raise `ThresholdOutOfRange` for a threshold of 0, or above the size of the committee (SHARE-2)."""
    if threshold < 1 or (committee_size is not None and threshold > committee_size):
        raise ThresholdOutOfRange(threshold)


def check_index(index: int) -> None:
    """Raise `IndexZero` for 0 (SHARE-3)."""
    if index == 0:
        raise IndexZero(index)


def check_indices(indices: Sequence[int]) -> None:
    """Raise `IndexZero` or `DuplicateIndex` for the first index that is wrong (SHARE-3, SHARE-4)."""
    for at, index in enumerate(indices):
        check_index(index)
        check_unrepeated(index, indices[:at])


def check_unrepeated(index: int, before: Sequence[int]) -> None:
    """Raise `DuplicateIndex` for one that stood before (SHARE-4)."""
    if index in before:
        raise DuplicateIndex(index)


def check_enough(given: int, threshold: int) -> None:
    """Raise `TooFewShares` for fewer than the threshold (SHARE-6)."""
    if given < threshold:
        raise TooFewShares(given, f"the threshold is {threshold}")


def evaluate(polynomial: Sequence[int], at: int) -> int:
    """The polynomial's value, its coefficients in ascending order (SHARE-1)."""
    value = 0
    for coefficient in reversed(polynomial):
        value = (value * at + coefficient) % ORDER
    return value


def lagrange(index: int, indices: Sequence[int], at: int = 0) -> int:
    """The weight of the value at `index` in the value at `at`, among distinct indices (SHARE-5)."""
    weight = 1
    for other in indices:
        if other != index:
            weight = weight * (at - other) * pow(index - other, -1, ORDER) % ORDER
    return weight


def interpolate(points: dict[int, int], at: int = 0) -> int:
    """The value at `at` of the polynomial through the points, index to value (SHARE-7)."""
    return sum(lagrange(index, list(points), at) * value for index, value in points.items()) % ORDER
