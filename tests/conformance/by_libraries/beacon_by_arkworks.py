"""Beacons by arkworks: rounds verified under the tag of their scheme."""

from __future__ import annotations

import hashlib
from typing import Any

from by_libraries.bls_by_arkworks import holds, point, suite

Params = dict[str, Any]
#: The group of the signatures, the group that the tag names, whether rounds are chained.
_SCHEMES = {
    "PedersenBlsChained": ("G2", "G2", True),
    "PedersenBlsUnchained": ("G2", "G2", False),
    "BlsUnchainedOnG1": ("G1", "G2", False),
    "BlsUnchainedG1Rfc9380": ("G1", "G1", False),
}


def _message(params: Params) -> bytes:
    chained, previous = _SCHEMES[params["scheme"]["kind"]][2], params["previous_signature"]
    assert (previous is not None) == chained
    return hashlib.sha256(bytes.fromhex(previous or "") + int(params["round"]).to_bytes(8, "big")).digest()


def _verify(params: Params) -> str:
    group, tag, _ = _SCHEMES[params["scheme"]["kind"]]
    key = point("G1" if group == "G2" else "G2", params["public_key"])
    assert holds(group, key, _message(params), point(group, params["signature"]), suite(tag))
    return hashlib.sha256(bytes.fromhex(params["signature"])).hexdigest()


def _value(params: Params) -> str:
    output = params["output"]
    if output["kind"] == "VrfOutput":
        return str(output["beta"][:64])
    return hashlib.sha256(bytes.fromhex(output["signature"])).hexdigest()


BEACON = {
    "crypto.beacon_message": lambda params: _message(params).hex(),
    "crypto.beacon_verify": _verify,
    "crypto.beacon_value": _value,
}
