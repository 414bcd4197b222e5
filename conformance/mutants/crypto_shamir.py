"""Mutants of Shamir's secret sharing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from coalition.crypto import shamir
from coalition.crypto.bls12_381 import decode_scalar, encode_scalar
from coalition.crypto.shamir import Share
from conformance.mutants.breaking import Mutant, replaced, unchecked


def _from_zero(original: Callable[..., int]) -> Callable[..., int]:
    return lambda polynomial, at: original(polynomial, at - 1)


def _one_more(original: Callable[..., int]) -> Callable[..., int]:
    def lagrange(index: int, indices: Sequence[int], at: int = 0) -> int:
        return original(index + 1, [each + 1 for each in indices], at)

    return lagrange


def _first_alone(_original: Any) -> Callable[..., bytes]:
    def combine(threshold: int, shares: tuple[Share, ...]) -> bytes:
        shamir.check_threshold(threshold)
        shamir.check_indices([share.index for share in shares])
        points = {share.index: decode_scalar(share.value) for share in shares}
        shamir.check_enough(len(points), threshold)
        return encode_scalar(shamir.interpolate(dict(list(points.items())[:threshold])))

    return combine


MUTANTS = (
    Mutant(
        "share-index-from-zero",
        ("SHARE-1",),
        "shares are evaluated at 0 and on",
        (replaced("crypto.shamir.evaluate", _from_zero),),
    ),
    Mutant(
        "share-coefficients-reversed",
        ("SHARE-1",),
        "the last coefficient is the secret",
        (replaced("crypto.shamir.evaluate", lambda original: lambda polynomial, at: original(polynomial[::-1], at)),),
    ),
    Mutant(
        "share-threshold-unchecked", ("SHARE-2",), "any threshold goes", (unchecked("crypto.shamir.check_threshold"),)
    ),
    Mutant(
        "share-zero-index-accepted",
        ("SHARE-3",),
        "the index 0 is a member's",
        (unchecked("crypto.shamir.check_index"),),
    ),
    Mutant(
        "share-duplicates-skipped",
        ("SHARE-4",),
        "a repeated index is left out of the sum",
        (unchecked("crypto.shamir.check_unrepeated"),),
    ),
    Mutant(
        "share-lagrange-one-more",
        ("SHARE-5",),
        "weights are those of the index and one",
        (replaced("crypto.shamir.lagrange", _one_more),),
    ),
    Mutant(
        "share-too-few-accepted",
        ("SHARE-6",),
        "fewer shares than the threshold are combined",
        (unchecked("crypto.shamir.check_enough"),),
    ),
    Mutant(
        "share-rest-unchecked",
        ("SHARE-7",),
        "shares beyond the threshold are not looked at",
        (replaced("crypto.shamir.shamir_combine", _first_alone),),
    ),
)
