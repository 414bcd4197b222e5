"""Ed25519 by libsodium, and its flags in affine coordinates, by the curve's equation."""

from __future__ import annotations

import hashlib
from typing import Any

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import BadSignatureError

Params = dict[str, Any]
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_B = (0x216936D3CD6E53FEC0A4E231FDD6DC5C692CC7609525A7B2C9562D608F25D51A, 4 * pow(5, -1, _P) % _P)

Affine = tuple[int, int]


def _sign(params: Params) -> str:
    message = bytes.fromhex(params["message"])
    _, secret = crypto_sign_seed_keypair(bytes.fromhex(params["seed"]))
    return crypto_sign(message, secret)[:64].hex()


def _challenge(params: Params) -> bytes:
    parts = (params["signature"][:64], params["public_key"], params["message"])
    return hashlib.sha512(b"".join(bytes.fromhex(part) for part in parts)).digest()


def verified(params: Params) -> str | None:
    """What `crypto.ed25519_verify` gives, None where libsodium refuses."""
    signed = bytes.fromhex(params["signature"] + params["message"])
    try:
        crypto_sign_open(signed, bytes.fromhex(params["public_key"]))
    except BadSignatureError:
        return None
    return _challenge(params).hex()


def _add(one: Affine, other: Affine) -> Affine:
    (x1, y1), (x2, y2) = one, other
    t = _D * x1 * x2 * y1 * y2 % _P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + t, -1, _P) % _P,
        (y1 * y2 + x1 * x2) * pow(1 - t, -1, _P) % _P,
    )


def _times(scalar: int, point: Affine) -> Affine:
    result = (0, 1)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _decode(encoded: bytes) -> tuple[Affine | None, bool]:
    """The point and whether the encoding is canonical: x is found as a square root of (y² − 1) / (d·y² + 1)."""
    number = int.from_bytes(encoded, "little")
    sign, given = divmod(number, 2**255)
    y = given % _P
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    canonical = given < _P and not (sign and square == 0)
    if square and pow(square, (_P - 1) // 2, _P) != 1:
        return None, canonical
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    return ((_P - x) % _P if x % 2 != sign else x, y), canonical


def _flags(params: Params) -> dict[str, bool]:
    given = params["input"]
    signature = bytes.fromhex(given["signature"])
    key, key_canonical = _decode(bytes.fromhex(given["public_key"]))
    r, r_canonical = _decode(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    found = {"s_reduced": s < _L, "key_canonical": key_canonical, "r_canonical": r_canonical}
    for name, point in (("key", key), ("r", r)):
        found[f"{name}_decodes"] = point is not None
        found[f"{name}_small_order"] = point is not None and _times(8, point) == (0, 1)
        found[f"{name}_torsion"] = point is not None and _times(_L, point) != (0, 1)
    found["equation"] = found["cofactored_equation"] = False
    if key is not None and r is not None:
        right = _add(r, _times(int.from_bytes(_challenge(given), "little") % _L, key))
        found["equation"] = _times(s, _B) == right
        found["cofactored_equation"] = _times(8 * s, _B) == _times(8, right)
    return found


ED25519 = {
    "crypto.ed25519_sign": _sign,
    "crypto.ed25519_verify": verified,
    "crypto.ed25519_flags": _flags,
    "crypto.ed25519_verdicts": lambda params: [verified(each) for each in params["inputs"]],
}
