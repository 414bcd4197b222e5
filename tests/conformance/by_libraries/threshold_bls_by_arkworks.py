"""Threshold BLS by arkworks: share keys, partials, culprits and combined signatures."""

from __future__ import annotations

from typing import Any

from py_arkworks_bls12381 import Scalar

from by_libraries.bls_by_arkworks import OTHER, POINTS, holds, point, scalar, suite
from by_libraries.shamir_by_arkworks import weight

Params = dict[str, Any]
GROUPS = {"BlsAggregateG1": "G1", "BlsAggregateG2": "G2", "LagrangeBls": "G2"}


def written(made: Any) -> str:
    """The digits of a compressed point."""
    return bytes(made.to_compressed_bytes()).hex()


def commit(params: Params) -> list[str]:
    """`crypto.tbls_commit`."""
    base = POINTS[OTHER[GROUPS[params["scheme"]["kind"]]]]()
    return [written(base * scalar(each)) for each in params["coefficients"]]


def key_of(committee: Params, index: int) -> Any:
    """The share key of a member."""
    group = OTHER[GROUPS[committee["scheme"]["kind"]]]
    total = POINTS[group].identity()
    for power, commitment in enumerate(committee["commitments"]):
        total = total + point(group, commitment) * Scalar(index).pow(Scalar(power))
    return total


def partial_sign(params: Params) -> Params:
    """`crypto.tbls_partial_sign`."""
    group = GROUPS[params["scheme"]["kind"]]
    hashed = POINTS[group].hash_to_curve(bytes.fromhex(params["message"]), suite(group))
    share = params["share"]
    return {"index": share["index"], "signature": written(hashed * scalar(share["value"]))}


def right(committee: Params, message: str, partial: Params) -> bool:
    """Whether a partial is a point, and its member's."""
    group = GROUPS[committee["scheme"]["kind"]]
    try:
        signature = point(group, partial["signature"])
    except (ValueError, AssertionError):
        return False
    return holds(group, key_of(committee, partial["index"]), bytes.fromhex(message), signature)


def partial_verify(params: Params) -> str:
    """`crypto.tbls_partial_verify`."""
    assert right(params["committee"], params["message"], params["partial"])
    return written(key_of(params["committee"], params["partial"]["index"]))


def combine(params: Params) -> Params:
    """`crypto.tbls_combine`, and arkworks verifies what it gives under the committee's key."""
    committee, message = params["committee"], params["message"]
    group = GROUPS[committee["scheme"]["kind"]]
    good = [each for each in params["partials"] if right(committee, message, each)]
    chosen = good[: len(committee["commitments"])]
    indices = [each["index"] for each in chosen]
    total = POINTS[group].identity()
    for each in chosen:
        total = total + point(group, each["signature"]) * weight(each["index"], indices)
    assert holds(group, point(OTHER[group], committee["commitments"][0]), bytes.fromhex(message), total)
    culprits = {each["index"] for each in params["partials"]} - {each["index"] for each in good}
    return {"signature": written(total), "participants": sorted(indices), "culprits": sorted(culprits)}


THRESHOLD_BLS = {
    "crypto.tbls_default_threshold": lambda params: -(-(params["committee_size"] + 1) // 2),
    "crypto.tbls_indices": lambda params: [
        1 + sum(other < each for other in params["providers"]) for each in params["providers"]
    ],
    "crypto.tbls_commit": commit,
    "crypto.tbls_share_key": lambda params: written(key_of(params["committee"], params["index"])),
    "crypto.tbls_partial_sign": partial_sign,
    "crypto.tbls_partial_verify": partial_verify,
    "crypto.tbls_combine": combine,
}
