"""Shamir's secret sharing with the scalars of arkworks."""

from __future__ import annotations

from typing import Any

from py_arkworks_bls12381 import Scalar

from by_libraries.bls_by_arkworks import scalar

Params = dict[str, Any]


def written(value: Scalar) -> str:
    """Big-endian digits."""
    return bytes(value.to_le_bytes())[::-1].hex()


def evaluated(coefficients: list[Scalar], at: int) -> Scalar:
    """The sum of each coefficient times a power."""
    total = Scalar(0)
    for power, coefficient in enumerate(coefficients):
        total = total + coefficient * Scalar(at).pow(Scalar(power))
    return total


def weight(index: int, indices: list[int]) -> Scalar:
    """The Lagrange coefficient at zero."""
    over, under = Scalar(1), Scalar(1)
    for other in indices:
        if other != index:
            over = over * Scalar(other)
            under = under * (Scalar(other) - Scalar(index))
    return over / under


def split(params: Params) -> list[Params]:
    """`crypto.shamir_split`."""
    coefficients = [scalar(each) for each in params["coefficients"]]
    return [
        {"index": index, "value": written(evaluated(coefficients, index))}
        for index in range(1, params["committee_size"] + 1)
    ]


def lagrange(params: Params) -> str:
    """`crypto.shamir_lagrange`."""
    return written(weight(params["index"], params["indices"]))


def combine(params: Params) -> str:
    """`crypto.shamir_combine`: of the last shares, which give what the first do."""
    shares = params["shares"][-params["threshold"] :]
    indices = [share["index"] for share in shares]
    total = Scalar(0)
    for share in shares:
        total = total + weight(share["index"], indices) * scalar(share["value"])
    return written(total)


SHAMIR = {
    "crypto.shamir_split": split,
    "crypto.shamir_lagrange": lagrange,
    "crypto.shamir_combine": combine,
}
