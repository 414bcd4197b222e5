"""What follows a DKG, by arkworks."""

from __future__ import annotations

from typing import Any

from blake3 import blake3
from py_arkworks_bls12381 import Scalar

from by_libraries.bls_by_arkworks import OTHER, POINTS, holds, point, scalar
from by_libraries.dkg_by_arkworks import group_of, judged, opened, shares_of
from by_libraries.shamir_by_arkworks import weight, written
from by_libraries.threshold_bls_by_arkworks import combine, key_of
from by_libraries.threshold_bls_by_arkworks import written as point_digits

Params = dict[str, Any]


def _digest(key: Params) -> str:
    return blake3(bytes.fromhex(key["public_key"])).hexdigest()


def _open(key: Params, at: str) -> bool:
    closes = key["closes_at_ms"]
    return int(key["opens_at_ms"]) <= int(at) and (closes is None or int(at) < int(closes))


def key_active(params: Params) -> list[str]:
    """`crypto.key_active`."""
    return [_digest(key) for key in params["keys"] if _open(key, params["at_ms"])]


def key_verify(params: Params) -> str:
    """`crypto.key_verify`."""
    (key,) = (key for key in params["keys"] if _digest(key) == params["committee_pk_digest"])
    assert _open(key, params["committed_at_ms"])
    group = group_of(key["scheme"])
    decoded, signature = point(OTHER[group], key["public_key"]), point(group, params["signature"])
    assert holds(group, decoded, bytes.fromhex(params["message"]), signature)
    return blake3(bytes.fromhex(params["signature"])).hexdigest()


def _key_group(committee: Params) -> str:
    return OTHER[group_of(committee["scheme"])]


def refresh_deal(params: Params) -> Params:
    """`crypto.refresh_deal`."""
    committee = params["current"]["committee"]
    coefficients = [scalar(each) for each in params["coefficients"]]
    commitments = [point_digits(POINTS[_key_group(committee)]() * each) for each in coefficients]
    shares = shares_of([Scalar(0), *coefficients], committee["committee_size"])
    return {"dealing": {"dealer": params["dealer"], "commitments": commitments, "possession": None}, "shares": shares}


def _points(group: str, dealing: Params, degree: int) -> list[Any] | str:
    if len(dealing["commitments"]) != degree:
        return "WrongDegree"
    try:
        points = [point(group, each) for each in dealing["commitments"]]
    except (ValueError, AssertionError):
        return "PointInvalid"
    return points if dealing["possession"] is None else "PossessionInvalid"


def _without_constant(points: list[Any], index: int) -> Any:
    return opened(points, index) * Scalar(index)


def refresh_outcome(params: Params) -> Params:
    """`crypto.refresh_outcome`; the key stays."""
    committee = params["current"]["committee"]
    group, threshold = _key_group(committee), len(committee["commitments"])
    qualified, blamed = judged(
        params, threshold, group, lambda each: _points(group, each, threshold - 1), _without_constant
    )
    commitments = [committee["commitments"][0]]
    for at, digits in enumerate(committee["commitments"][1:]):
        total = point(group, digits)
        for points in qualified.values():
            total = total + points[at]
        commitments.append(point_digits(total))
    following = {**committee, "commitments": commitments}
    return {
        "qualified": sorted(qualified),
        "blamed": blamed,
        "next": {"committee": following, "epoch": params["current"]["epoch"] + 1},
    }


def refresh_share(params: Params) -> Params:
    """`crypto.refresh_share`: the sum, and it is what the refreshed commitments say."""
    share, committee = params["share"], params["current"]["committee"]
    total = scalar(share["value"])
    for each in params["received"]:
        total = total + scalar(each["value"])
    group = _key_group(committee)
    key = key_of(committee, share["index"])
    for dealing in params["dealings"]:
        key = key + _without_constant([point(group, each) for each in dealing["commitments"]], share["index"])
    assert POINTS[group]() * total == key
    return {"index": share["index"], "value": written(total)}


def epoch_combine(params: Params) -> Params:
    """`crypto.epoch_combine`."""
    current = params["current"]
    assert {each["epoch"] for each in params["partials"]} == {current["epoch"]}
    partials = [each["partial"] for each in params["partials"]]
    return combine({"committee": current["committee"], "message": params["message"], "partials": partials})


def reshare_deal(params: Params) -> Params:
    """`crypto.reshare_deal`."""
    resharing, share = params["resharing"], params["share"]
    coefficients = [scalar(each) for each in (share["value"], *params["coefficients"])]
    group = _key_group(resharing["committee"])
    commitments = [point_digits(POINTS[group]() * each) for each in coefficients]
    assert commitments[0] == point_digits(key_of(resharing["committee"], share["index"]))
    dealing = {"dealer": share["index"], "commitments": commitments, "possession": None}
    return {"dealing": dealing, "shares": shares_of(coefficients, resharing["new_size"])}


def reshare_outcome(params: Params) -> Params:
    """`crypto.reshare_outcome`; the key stays."""
    resharing = params["resharing"]
    committee, degree = resharing["committee"], resharing["new_threshold"]
    group = _key_group(committee)

    def check(dealing: Params) -> list[Any] | str:
        found = _points(group, dealing, degree)
        if isinstance(found, list) and found[0] != key_of(committee, dealing["dealer"]):
            return "ConstantInvalid"
        return found

    qualified, blamed = judged(params, degree, group, check)
    commitments = []
    for at in range(degree):
        total = POINTS[group].identity()
        for dealer, points in qualified.items():
            total = total + points[at] * weight(dealer, list(qualified))
        commitments.append(point_digits(total))
    assert commitments[0] == committee["commitments"][0]
    handed = {"scheme": committee["scheme"], "committee_size": resharing["new_size"], "commitments": commitments}
    return {"qualified": sorted(qualified), "blamed": blamed, "committee": handed}


def reshare_share(params: Params) -> Params:
    """`crypto.reshare_share`: the weighed sum, and it is what the new commitments say."""
    group = _key_group(params["resharing"]["committee"])
    dealers = [each["dealer"] for each in params["received"]]
    total = Scalar(0)
    for each in params["received"]:
        total = total + scalar(each["value"]) * weight(each["dealer"], dealers)
    key = POINTS[group].identity()
    for dealing in params["dealings"]:
        points = [point(group, each) for each in dealing["commitments"]]
        key = key + opened(points, params["index"]) * weight(dealing["dealer"], dealers)
    assert POINTS[group]() * total == key
    return {"index": params["index"], "value": written(total)}


REFRESH = {
    "crypto.key_active": key_active,
    "crypto.key_verify": key_verify,
    "crypto.refresh_deal": refresh_deal,
    "crypto.refresh_outcome": refresh_outcome,
    "crypto.refresh_share": refresh_share,
    "crypto.epoch_combine": epoch_combine,
    "crypto.reshare_deal": reshare_deal,
    "crypto.reshare_outcome": reshare_outcome,
    "crypto.reshare_share": reshare_share,
}
