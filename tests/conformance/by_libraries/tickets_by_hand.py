"""Tickets written from the prose: `hmac`, `cryptography` and libsodium verify, the rest is arithmetic."""

from __future__ import annotations

import base64
import hmac
import json
import struct
from typing import Any

from blake3 import blake3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from by_libraries.ed25519_by_libsodium import verified

Params = dict[str, Any]
_CURVES = {"Es256": (ec.SECP256R1(), hashes.SHA256()), "Es384": (ec.SECP384R1(), hashes.SHA384())}
_CURVES["Es512"] = (ec.SECP521R1(), hashes.SHA512())


def _h(*parts: bytes) -> bytes:
    return blake3(b"".join(parts)).digest()


def _plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _signed(key: Params, message: bytes, signature: bytes) -> bool:
    kind = key["kind"]
    if kind.startswith("Hs"):
        return hmac.digest(bytes.fromhex(key["secret"]), message, f"sha{kind[2:]}") == signature
    try:
        if kind == "EdDsa":
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(key["key"])).verify(signature, message)
            return True
        curve, digest = _CURVES[kind]
        half = len(signature) // 2
        dss = encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
        public = ec.EllipticCurvePublicKey.from_encoded_point(curve, bytes.fromhex(key["key"]))
        public.verify(dss, message, ec.ECDSA(digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def _validate(params: Params) -> Params:
    validator, now = params["validator"], int(params["now"])
    head, body, signature = bytes.fromhex(params["ticket"]).decode().split(".")
    alg = json.loads(_plain(head))["alg"]
    keys = [key for key in validator["keys"] if key["kind"].upper() == alg.upper()]
    assert any(_signed(key, f"{head}.{body}".encode(), _plain(signature)) for key in keys)
    claims = json.loads(_plain(body))
    assert claims["sub"] == (validator["subject"] or params["peer"])
    for name, listed in (("iss", "issuers"), ("aud", "audiences")):
        assert not validator[listed] or claims[name] in validator[listed]
    assert (claims.get("nbf") or 0) <= now
    exp = claims.get("exp")
    assert validator["allow_non_expiring"] if exp is None else exp > now
    if validator["max_lifetime_s"] is not None and exp is not None:
        assert exp - now <= int(validator["max_lifetime_s"])
    if validator["max_age_s"] is not None:
        assert now - claims["iat"] <= int(validator["max_age_s"])
    for claim in validator["claims"]:
        assert json.dumps(claims[claim["name"]]) == _claim(claim["value"], ascii_only=True)
    return {"kind": "Never"} if exp is None else {"kind": "At", "unix_ms": str(exp * 1000)}


def _claim(value: Params, *, ascii_only: bool = False) -> str:
    found: Any = value["text"] if value["kind"] == "Text" else value["value"]
    return json.dumps(int(found) if value["kind"] == "Integer" else found, ensure_ascii=ascii_only)


def _seconds(value: str | None) -> bytes:
    return (int(value or 0) % 2**64).to_bytes(8, "little")


def _jwt_signature(params: Params) -> str:
    validator = params["validator"]
    found = _h(b"mosaik.tickets.jwt.v1")
    for key in validator["keys"]:
        kind = key["kind"]
        label, name = ("EdDsa", "EdDSA") if kind == "EdDsa" else (kind.lower(), kind.upper())
        found = _h(_h(found, name.encode()), _h(_h(label.encode()), bytes.fromhex(key.get("secret") or key["key"])))
    for segment in (
        bytes([validator["allow_non_expiring"]]),
        ",".join(validator["issuers"]).encode(),
        ",".join(validator["audiences"]).encode(),
        (validator["subject"] or "").encode(),
        _seconds(validator["max_lifetime_s"]),
        _seconds(validator["max_age_s"]),
    ):
        found = _h(found, segment)
    for claim in sorted(validator["claims"], key=lambda claim: str(claim["name"]).encode()):
        found = _h(_h(found, claim["name"].encode()), _claim(claim["value"]).encode())
    return found.hex()


def _criteria(criteria: Params) -> bytes:
    found = _h(b"mosaik.tee.tdx.measurements-criteria.v1")
    for name, absent in (("mrtd", 9), ("rtmr0", 1), ("rtmr1", 2), ("rtmr2", 3), ("rtmr3", 4)):
        given = criteria[name]
        found = _h(found, bytes([absent] * 48) if given is None else bytes.fromhex(given))
    return found


def _tdx_signature(params: Params) -> str:
    validator = params["validator"]
    found = _h(_h(b"mosaik.tee.tdx.ticket.v1"), _criteria(validator["baseline"]))
    for criteria in validator["variants"]:
        found = _h(found, _criteria(criteria))
    for name in ("max_age_s", "not_before_s", "max_lifetime_s"):
        found = _h(found, _seconds(validator[name]))
    return found.hex()


def _report_data(params: Params) -> str:
    found = _h(_h(_h(b"mosaik.tdx.ticket.extra"), bytes.fromhex(params["peer"])), bytes.fromhex(params["network"]))
    ends = params["expiration"].get("unix_ms", "0")
    for time in (params["started_ms"], params["quoted_ms"], ends):
        found = _h(found, struct.pack("<q", int(time) // 1000))
    return found.hex() + "00" * 32


def _admit(params: Params) -> Params:
    never = 2**64
    ends = []
    for outcomes in params["validators"]:
        taken = [each["expiration"] for each in outcomes if each["kind"] == "Taken"]
        ends.append(max(int(each.get("unix_ms", never)) for each in taken))
    if not ends:
        return {"kind": "Open"}
    earliest = {"kind": "Never"} if min(ends) == never else {"kind": "At", "unix_ms": str(min(ends))}
    return {"kind": "Until", "expiration": earliest}


def _issuer_digest(subject: bytes, expires: bytes) -> bytes:
    parts = (b"issuer-ticket.v1", subject, expires)
    return _h(*(len(part).to_bytes(8, "little") + part for part in parts))


def _issuer_ticket(params: Params) -> str:
    subject, expires = bytes.fromhex(params["subject"]), int(params["expires_ms"]).to_bytes(8, "little")
    digest = _issuer_digest(subject, expires)
    pairs = sorted(crypto_sign_seed_keypair(bytes.fromhex(seed)) for seed in params["seeds"])
    return (subject + expires + b"".join(key + crypto_sign(digest, secret)[:64] for key, secret in pairs)).hex()


def _issuer_validate(params: Params) -> Params:
    data, issuer = bytes.fromhex(params["data"]), params["issuer"]
    assert data[:32].hex() == params["peer"]
    digest, found = _issuer_digest(data[:32], data[32:40]).hex(), []
    for at in range(40, len(data), 96):
        key, signature = data[at : at + 32].hex(), data[at + 32 : at + 96].hex()
        assert verified({"public_key": key, "message": digest, "signature": signature}) is not None
        found.append(key)
    assert found == sorted(set(found) & set(issuer["keys"]))
    assert len(found) >= issuer["threshold"]
    assert int.from_bytes(data[32:40], "little") > int(params["now_ms"])
    return {"kind": "At", "unix_ms": str(int.from_bytes(data[32:40], "little"))}


TICKETS = {
    "crypto.jwt_validate": _validate,
    "crypto.jwt_validator_signature": _jwt_signature,
    "crypto.tdx_criteria_signature": lambda params: _criteria(params["criteria"]).hex(),
    "crypto.tdx_validator_signature": _tdx_signature,
    "crypto.tdx_ticket_report_data": _report_data,
    "crypto.admit": _admit,
    "crypto.issuer_ticket": _issuer_ticket,
    "crypto.issuer_ticket_validate": _issuer_validate,
}
