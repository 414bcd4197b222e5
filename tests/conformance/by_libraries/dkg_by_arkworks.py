"""The DKG by arkworks: dealings, blame, keys and shares."""

from __future__ import annotations

from typing import Any

from blake3 import blake3
from py_arkworks_bls12381 import Scalar

from by_libraries.bls_by_arkworks import OTHER, POINTS, holds, point, scalar
from by_libraries.shamir_by_arkworks import evaluated, written
from by_libraries.threshold_bls_by_arkworks import GROUPS
from by_libraries.threshold_bls_by_arkworks import written as point_digits

Params = dict[str, Any]
NUMBERS = {"BlsAggregateG1": 0, "BlsAggregateG2": 1, "LagrangeBls": 5}


def group_of(scheme: Params) -> str:
    """The group of signatures."""
    return GROUPS[scheme["kind"]]


def possession_message(params: Params) -> bytes:
    """The 32 bytes of DKG-2."""
    made = params["round"]
    numbers = [made["committee_size"], made["threshold"], params["dealer"]]
    fields = [b"dkg-possession.v1", bytes.fromhex(made["round"]), bytes([NUMBERS[made["scheme"]["kind"]]])]
    fields += [number.to_bytes(2, "little") for number in numbers]
    fields.append(bytes.fromhex(params["constant"]))
    return blake3(b"".join(len(each).to_bytes(8, "little") + each for each in fields)).digest()


def tag(group: str) -> bytes:
    """The tag of proofs of possession."""
    return f"BLS_POP_BLS12381{group}_XMD:SHA-256_SSWU_RO_POP_".encode()


def shares_of(coefficients: list[Scalar], size: int) -> list[Params]:
    """A polynomial's values."""
    return [{"index": index, "value": written(evaluated(coefficients, index))} for index in range(1, size + 1)]


def deal(params: Params) -> Params:
    """`crypto.dkg_deal`."""
    made, dealer = params["round"], params["dealer"]
    group = group_of(made["scheme"])
    coefficients = [scalar(each) for each in params["coefficients"]]
    commitments = [point_digits(POINTS[OTHER[group]]() * each) for each in coefficients]
    message = possession_message({"round": made, "dealer": dealer, "constant": commitments[0]})
    proof = POINTS[group].hash_to_curve(message, tag(group)) * coefficients[0]
    dealing = {"dealer": dealer, "commitments": commitments, "possession": point_digits(proof)}
    return {"dealing": dealing, "shares": shares_of(coefficients, made["committee_size"])}


def opened(points: list[Any], index: int) -> Any:
    """The commitment to a member's share."""
    total = points[0]
    for power, each in enumerate(points[1:], 1):
        total = total + each * Scalar(index).pow(Scalar(power))
    return total


def points_or_blame(made: Params, dealing: Params) -> list[Any] | str:
    """The commitments of a dealing, or what its dealer is blamed for."""
    group = group_of(made["scheme"])
    if len(dealing["commitments"]) != made["threshold"]:
        return "WrongDegree"
    try:
        points = [point(OTHER[group], each) for each in dealing["commitments"]]
        proof = None if dealing["possession"] is None else point(group, dealing["possession"])
    except (ValueError, AssertionError):
        return "PointInvalid"
    message = possession_message({"round": made, "dealer": dealing["dealer"], "constant": dealing["commitments"][0]})
    if proof is None or not holds(group, points[0], message, proof, tag(group)):
        return "PossessionInvalid"
    return points


def is_right(commitment: Any, value: str, group: str) -> bool:
    """Whether a share is the one committed to."""
    number = int(value, 16)
    order = int(Scalar(0) - Scalar(1)) + 1
    return 0 < number < order and POINTS[group]() * Scalar(number) == commitment


def blame(
    found: list[Any] | str, threshold: int, against: list[Params], key_group: str, of: Any = opened
) -> str | None:
    """What a dealer is blamed for after complaints."""
    if isinstance(found, str):
        return found
    if len(against) >= threshold:
        return "TooManyComplaints"
    if any(each["revealed"] is None for each in against):
        return "ShareWithheld"
    if not all(is_right(of(found, each["complainant"]), each["revealed"], key_group) for each in against):
        return "ShareInvalid"
    return None


def judged(params: Params, threshold: int, key_group: str, check: Any, of: Any = opened) -> tuple[Params, list[Params]]:
    """The commitments of the qualified in the order of the log, and the blamed."""
    qualified: Params = {}
    blamed = {}
    for dealing in params["dealings"]:
        dealer = dealing["dealer"]
        found = check(dealing)
        if any(other["dealer"] == dealer and other != dealing for other in params["dealings"]):
            found = "Equivocated"
        against = [each for each in params["complaints"] if each["dealer"] == dealer]
        why = blame(found, threshold, against, key_group, of)
        if why is None:
            qualified[dealer] = found
        else:
            blamed[dealer] = {"dealer": dealer, "reason": {"kind": why}}
    return qualified, [blamed[dealer] for dealer in sorted(blamed)]


def outcome(params: Params) -> Params:
    """`crypto.dkg_outcome`."""
    made = params["round"]
    key_group = OTHER[group_of(made["scheme"])]
    qualified, blamed = judged(params, made["threshold"], key_group, lambda each: points_or_blame(made, each))
    sums = []
    for column in zip(*qualified.values(), strict=True):
        total = POINTS[key_group].identity()
        for each in column:
            total = total + each
        sums.append(point_digits(total))
    committee = {"scheme": made["scheme"], "committee_size": made["committee_size"], "commitments": sums}
    return {"qualified": sorted(qualified), "blamed": blamed, "committee": committee}


def check_share(params: Params) -> str:
    """`crypto.dkg_check_share`."""
    found = points_or_blame(params["round"], params["dealing"])
    assert not isinstance(found, str)
    commitment = opened(found, params["share"]["index"])
    assert is_right(commitment, params["share"]["value"], OTHER[group_of(params["round"]["scheme"])])
    return point_digits(commitment)


def share(params: Params) -> Params:
    """`crypto.dkg_share`: the sum, and it is the secret of what the commitments of all come to."""
    total = Scalar(0)
    for each in params["received"]:
        total = total + scalar(each["value"])
    group = OTHER[group_of(params["round"]["scheme"])]
    commitment = POINTS[group].identity()
    for dealing in params["dealings"]:
        commitment = commitment + opened([point(group, each) for each in dealing["commitments"]], params["index"])
    assert POINTS[group]() * total == commitment
    return {"index": params["index"], "value": written(total)}


DKG = {
    "crypto.dkg_deal": deal,
    "crypto.dkg_check_share": check_share,
    "crypto.dkg_outcome": outcome,
    "crypto.dkg_share": share,
}
