"""Threshold ECDSA over libsecp256k1, written from the chapter without the reference."""

from __future__ import annotations

import hashlib
from typing import Any

from blake3 import blake3
from coincurve import PublicKey
from coincurve.ecdsa import cdata_to_der, deserialize_compact, signature_normalize

Params = dict[str, Any]

_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def _verifies(key: str, message: str, signature: bytes) -> bool:
    """libsecp256k1 takes low s alone."""
    parsed = deserialize_compact(signature)
    assert not signature_normalize(parsed)[0]
    return bool(PublicKey(bytes.fromhex(key)).verify(cdata_to_der(parsed), bytes.fromhex(message)))


def _signature(params: Params) -> str:
    raw = bytes.fromhex(params["signature"])
    assert _verifies(params["public_key"], params["message"], raw)
    return blake3(raw).hexdigest()


def _abort(params: Params) -> list[int]:
    return sorted(params["culprits"])


def _base(scalar: int) -> str:
    return PublicKey.from_secret((scalar % _ORDER).to_bytes(32, "big")).format().hex()


def _deal(params: Params) -> Any:
    x, k = int(params["secret"], 16), int(params["nonce"], 16)
    inverted = pow(k, -1, _ORDER)
    members, secrets = [], []
    for at in range(1, params["size"] + 1):
        parts = {
            name: (
                constant
                + sum(int(each, 16) * at**power for power, each in enumerate(params[f"{name}_coefficients"], 1))
            )
            % _ORDER
            for name, constant in (("inverse", inverted), ("product", inverted * x))
        }
        members.append({"identifier": at, **{name: _base(each) for name, each in parts.items()}})
        secrets.append({name: f"{each:064x}" for name, each in parts.items()})
    presignature = {
        "origin": {"kind": "Dealer"},
        "threshold": len(params["inverse_coefficients"]) + 1,
        "public_key": _base(x),
        "nonce": _base(k),
        "members": members,
    }
    return {"presignature": presignature, "secrets": secrets}


def _hashed(params: Params) -> int:
    return int(hashlib.sha256(bytes.fromhex(params["message"])).hexdigest(), 16)


def _sign(params: Params) -> str:
    r = int(params["nonce"][2:], 16)
    share = int(params["secret"]["inverse"], 16) * _hashed(params) + int(params["secret"]["product"], 16) * r
    return f"{share % _ORDER:064x}"


def _combine(params: Params) -> Any:
    presignature = params["presignature"]
    shares = {each["identifier"]: int(each["share"], 16) for each in params["shares"]}
    r, total = int(presignature["nonce"][2:], 16) % _ORDER, 0
    for own, share in shares.items():
        for other in shares.keys() - {own}:
            share = share * other * pow(other - own, -1, _ORDER) % _ORDER  # noqa: PLW2901 - times its coefficient
        total += share
    low = min(total % _ORDER, -total % _ORDER)
    signature = r.to_bytes(32, "big") + low.to_bytes(32, "big")
    if low and _verifies(presignature["public_key"], params["message"], signature):
        return {"kind": "Signature", "signature": signature.hex()}
    culprits = []
    for member in presignature["members"]:
        own = member["identifier"]
        if own in shares:
            parts = [
                PublicKey(bytes.fromhex(member[name])).multiply((scalar % _ORDER).to_bytes(32, "big"))
                for name, scalar in (("inverse", _hashed(params)), ("product", r))
            ]
            right = PublicKey.combine_keys(parts).format().hex()
            if not shares[own] or right != _base(shares[own]):
                culprits.append(own)
    return {"kind": "Abort", "culprits": sorted(culprits)}


THRESHOLD_ECDSA = {
    "crypto.ecdsa_signature": _signature,
    "crypto.ecdsa_abort": _abort,
    "crypto.ecdsa_deal": _deal,
    "crypto.ecdsa_sign": _sign,
    "crypto.ecdsa_combine": _combine,
}
