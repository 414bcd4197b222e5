"""FROST over libsecp256k1 and libsodium, written from RFC 9591 without the reference."""

from __future__ import annotations

import hashlib
from typing import Any

import nacl.bindings as sodium
from blake3 import blake3
from coincurve import PublicKey

Params = dict[str, Any]


class _Secp256k1:
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    ends, size, context, hash = "big", 33, b"FROST-secp256k1-SHA256-v1", hashlib.sha256

    def field(self, message: bytes, tag: bytes) -> int:
        """RFC 9380, 5.2 and 5.3.1, for one element of 48 bytes."""
        tag = self.context + tag
        tag += bytes([len(tag)])
        first = hashlib.sha256(bytes(64) + message + b"\x00\x30\x00" + tag).digest()
        one = hashlib.sha256(first + b"\x01" + tag).digest()
        two = hashlib.sha256(bytes(a ^ b for a, b in zip(first, one, strict=True)) + b"\x02" + tag).digest()
        return int.from_bytes((one + two)[:48], "big") % self.order

    def challenge(self, message: bytes) -> int:
        return self.field(message, b"chal")

    def base(self, scalar: int) -> bytes:
        return PublicKey.from_secret((scalar % self.order).to_bytes(32, "big")).format()

    def times(self, point: bytes, scalar: int) -> bytes:
        return PublicKey(point).multiply((scalar % self.order).to_bytes(32, "big")).format()

    def plus(self, one: bytes, other: bytes) -> bytes:
        return PublicKey.combine_keys([PublicKey(one), PublicKey(other)]).format()

    def same(self, one: bytes, other: bytes) -> bool:
        return one == other


class _Ed25519:
    order = 2**252 + 27742317777372353535851937790883648493
    ends, size, context, hash = "little", 32, b"FROST-ED25519-SHA512-v1", hashlib.sha512

    def field(self, message: bytes, tag: bytes) -> int:
        return self.challenge(self.context + tag + message)

    def challenge(self, message: bytes) -> int:
        return int.from_bytes(sodium.crypto_core_ed25519_scalar_reduce(hashlib.sha512(message).digest()), "little")

    def base(self, scalar: int) -> bytes:
        return bytes(sodium.crypto_scalarmult_ed25519_base_noclamp((scalar % self.order).to_bytes(32, "little")))

    def times(self, point: bytes, scalar: int) -> bytes:
        return bytes(sodium.crypto_scalarmult_ed25519_noclamp((scalar % self.order).to_bytes(32, "little"), point))

    def plus(self, one: bytes, other: bytes) -> bytes:
        return bytes(sodium.crypto_core_ed25519_add(one, other))

    def same(self, one: bytes, other: bytes) -> bool:
        for _ in range(3):
            one, other = self.plus(one, one), self.plus(other, other)
        return one == other


_SUITES: dict[str, Any] = {"Secp256k1": _Secp256k1(), "Ed25519": _Ed25519()}


def _suite(params: Params) -> Any:
    return _SUITES[params["suite"]["kind"]]


def _number(by: Any, digits: str) -> int:
    return int.from_bytes(bytes.fromhex(digits), by.ends)


def _scalar(by: Any, value: int) -> bytes:
    return bytes((value % by.order).to_bytes(32, by.ends))


def _deal(params: Params) -> Any:
    by = _suite(params)
    terms = [_number(by, each) for each in (params["secret"], *params["coefficients"])]
    shares = [sum(term * x**power for power, term in enumerate(terms)) for x in range(1, params["size"] + 1)]
    public = [by.base(each).hex() for each in terms]
    members = [{"identifier": x, "verifying_share": by.base(each).hex()} for x, each in enumerate(shares, 1)]
    group = {
        "suite": params["suite"], "threshold": len(terms), "public_key": public[0], "members": members,
    }  # fmt: skip
    return {"group": group, "shares": [_scalar(by, each).hex() for each in shares], "commitments": public}


def _nonce(params: Params) -> str:
    by = _suite(params)
    return _scalar(by, by.field(bytes.fromhex(params["randomness"] + params["share"]), b"nonce")).hex()


def _commit(params: Params) -> Any:
    by = _suite(params)
    pair = {kind: by.base(_number(by, params["nonces"][kind])).hex() for kind in ("hiding", "binding")}
    return {"identifier": params["identifier"], **pair}


def _binding_of(by: Any, params: Params, key: str, identifier: int) -> tuple[bytes, int]:
    entries = sorted(params["commitments"], key=lambda each: int(each["identifier"]))
    listed = b"".join(
        _scalar(by, each["identifier"]) + bytes.fromhex(each["hiding"] + each["binding"]) for each in entries
    )
    message = by.hash(by.context + b"msg" + bytes.fromhex(params["message"])).digest()
    hashed = by.hash(by.context + b"com" + listed).digest()
    made = bytes.fromhex(key) + message + hashed + _scalar(by, identifier)
    return made, by.field(made, b"rho")


def _binding(params: Params) -> Any:
    by = _suite(params)
    made, factor = _binding_of(by, params, params["public_key"], params["identifier"])
    return {"input": made.hex(), "factor": _scalar(by, factor).hex()}


def _part(by: Any, params: Params, key: str, entry: Params) -> bytes:
    factor = _binding_of(by, params, key, entry["identifier"])[1]
    return bytes(by.plus(bytes.fromhex(entry["hiding"]), by.times(bytes.fromhex(entry["binding"]), factor)))


def _commitment(by: Any, params: Params, key: str) -> bytes:
    first, *rest = (_part(by, params, key, each) for each in params["commitments"])
    for each in rest:
        first = by.plus(first, each)
    return first


def _group_commitment(params: Params) -> str:
    return _commitment(_suite(params), params, params["public_key"]).hex()


def _challenge(params: Params) -> str:
    by = _suite(params)
    hashed = bytes.fromhex(params["group_commitment"] + params["public_key"] + params["message"])
    return _scalar(by, by.challenge(hashed)).hex()


def _weight(by: Any, params: Params, identifier: int) -> int:
    weight = 1
    for each in params["commitments"]:
        other = each["identifier"]
        if other != identifier:
            weight = weight * other * pow(other - identifier, -1, by.order) % by.order
    return weight


def _challenge_of(by: Any, params: Params, key: str) -> int:
    commitment = _commitment(by, params, key)
    return int(by.challenge(commitment + bytes.fromhex(key) + bytes.fromhex(params["message"])))


def _sign(params: Params) -> str:
    by, key, own = _suite(params["group"]), params["group"]["public_key"], params["identifier"]
    hiding, binding = (_number(by, params["nonces"][kind]) for kind in ("hiding", "binding"))
    factor = _binding_of(by, params, key, own)[1]
    keyed = _weight(by, params, own) * _number(by, params["share"]) * _challenge_of(by, params, key)
    return _scalar(by, hiding + binding * factor + keyed).hex()


def _aggregate(params: Params) -> Any:
    by, key = _suite(params["group"]), params["group"]["public_key"]
    members = {each["identifier"]: bytes.fromhex(each["verifying_share"]) for each in params["group"]["members"]}
    entries = {each["identifier"]: each for each in params["commitments"]}
    challenge, commitment = _challenge_of(by, params, key), _commitment(by, params, key)
    total = sum(_number(by, each["share"]) for each in params["shares"])
    if by.same(by.base(total), by.plus(commitment, by.times(bytes.fromhex(key), challenge))):
        return {"kind": "Signature", "signature": (commitment + _scalar(by, total)).hex()}
    culprits = []
    for each in params["shares"]:
        own = each["identifier"]
        keyed = by.times(members[own], challenge * _weight(by, params, own))
        if not by.same(by.base(_number(by, each["share"])), by.plus(_part(by, params, key, entries[own]), keyed)):
            culprits.append(own)
    return {"kind": "Culprits", "culprits": sorted(culprits)}


def _verify(params: Params) -> str:
    by, raw = _suite(params), bytes.fromhex(params["signature"])
    first, key = raw[: by.size], bytes.fromhex(params["public_key"])
    challenge = by.challenge(first + key + bytes.fromhex(params["message"]))
    assert by.same(by.base(int.from_bytes(raw[by.size :], by.ends)), by.plus(first, by.times(key, challenge)))
    return blake3(raw).hexdigest()


FROST = {
    "crypto.frost_deal": _deal,
    "crypto.frost_nonce": _nonce,
    "crypto.frost_commit": _commit,
    "crypto.frost_binding": _binding,
    "crypto.frost_group_commitment": _group_commitment,
    "crypto.frost_challenge": _challenge,
    "crypto.frost_sign": _sign,
    "crypto.frost_aggregate": _aggregate,
    "crypto.frost_verify": _verify,
}
