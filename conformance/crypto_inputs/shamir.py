"""Random polynomials, shares of them, and sets of indices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.shamir import Share, shamir_split
from conformance.crypto_inputs.bls import scalar
from conformance.entropy import Entropy


def coefficients(entropy: Entropy, count: int) -> tuple[bytes, ...]:
    """Coefficients of a polynomial."""
    return tuple(scalar(entropy).to_bytes(32) for _ in range(count))


def some(entropy: Entropy, items: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """Some of the items, in any order."""
    left = list(items)
    return tuple(left.pop(entropy.below(len(left))) for _ in range(count))


def _split(entropy: Entropy) -> dict[str, Any]:
    size = entropy.between(1, 9)
    return {"coefficients": coefficients(entropy, entropy.between(1, size)), "committee_size": size}


def _lagrange(entropy: Entropy) -> dict[str, Any]:
    indices = tuple(dict.fromkeys(entropy.between(1, entropy.choice((7, 65535))) for _ in range(entropy.between(1, 6))))
    return {"index": entropy.choice(indices), "indices": indices}


def _combine(entropy: Entropy) -> dict[str, Any]:
    size = entropy.between(1, 7)
    threshold = entropy.between(1, size)
    shares: tuple[Share, ...] = shamir_split(coefficients(entropy, threshold), size)
    return {"threshold": threshold, "shares": some(entropy, shares, entropy.between(threshold, size))}


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.shamir_split": _split,
    "crypto.shamir_lagrange": _lagrange,
    "crypto.shamir_combine": _combine,
}
