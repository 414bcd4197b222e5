"""Making JWTs, right ones and wrong ones: from claims, header and key, each as it is given."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from coalition.crypto.ed25519 import challenge
from coalition.crypto.ed25519 import sign as ed25519_sign
from coalition.crypto.edwards25519 import ORDER
from coalition.crypto.jose import AnyJwtKey, EdDsa, Es256, Es384, Es512, Hs256, Hs384, Hs512, encoded
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId, hash_bytes, unique_id

NOW: Final = 1_700_000_000
PEER: Final = peer_id(unique_id("a peer with a token"))
SECRET: Final = hash_bytes(b"a secret of tokens")

Claims = Mapping[str, Any] | bytes
_ORDERS: Final = {
    "ES256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "ES384": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    "ES512": 2**521 - 657877501894328237357444332315020117536923257219387276263472201219398408051703,
}  # fmt: skip


def _joined(claims: Claims, header: bytes) -> str:
    body = claims if isinstance(claims, bytes) else json.dumps(claims, separators=(",", ":")).encode()
    return f"{encoded(header)}.{encoded(body)}"


def token(
    claims: Claims, *, secret: bytes = SECRET, alg: str = "HS256", header: bytes | None = None, sign: bool = True
) -> bytes:
    """A token signed by HMAC with SHA-256, whatever its header says."""
    message = _joined(claims, _header(alg) if header is None else header)
    code = hmac.new(secret, message.encode(), "sha256").digest() if sign else b""
    return f"{message}.{encoded(code)}".encode()


def token_of(head: str, body: str) -> bytes:
    """Two parts as they stand, signed by HMAC with SHA-256."""
    message = f"{head}.{body}"
    return f"{message}.{encoded(hmac.digest(SECRET, message.encode(), 'sha256'))}".encode()


def _header(alg: str) -> bytes:
    return json.dumps({"alg": alg, "typ": "JWT"}, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Signer:
    """A key, and the secret that signs for it."""

    key: AnyJwtKey
    secret: bytes

    def token(self, claims: Claims, *, high: bool = False) -> bytes:
        """A token that the key takes; of ECDSA with a low s, or a high one."""
        message = _joined(claims, _header(self.key.ALGORITHM))
        return f"{message}.{encoded(self._signature(message.encode(), high=high))}".encode()

    def _signature(self, message: bytes, *, high: bool) -> bytes:
        name = self.key.ALGORITHM
        if name.startswith("HS"):
            return hmac.new(self.secret, message, f"sha{name[2:]}").digest()
        return ed25519_sign(self.secret, message) if name == "EdDSA" else _ecdsa(name, self.secret, message, high=high)


def _ecdsa(name: str, secret: bytes, message: bytes, *, high: bool) -> bytes:
    """ECDSA with a nonce that follows from secret and message, so that a vector stays what it is."""
    order, width = _ORDERS[name], {"ES256": 32, "ES384": 48, "ES512": 66}[name]
    digest = hashlib.new(f"sha{name[2:]}", message).digest()
    z = int.from_bytes(digest, "big") >> max(0, 8 * len(digest) - order.bit_length())
    d = int.from_bytes(secret, "big") % order
    k = int.from_bytes(hashlib.shake_256(secret + digest).digest(width + 16), "big") % order
    r = int(_public(name, k).x) % order
    s = pow(k, -1, order) * (z + r * d) % order
    s = max(s, order - s) if high else min(s, order - s)
    return r.to_bytes(width, "big") + s.to_bytes(width, "big")


def _public(name: str, scalar: int) -> Any:
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - where a curve is needed

    curve = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}[name]
    return ec.derive_private_key(scalar, curve).public_key().public_numbers()


def _compressed(name: str, secret: bytes) -> bytes:
    numbers = _public(name, int.from_bytes(secret, "big") % _ORDERS[name])
    width = {"ES256": 32, "ES384": 48, "ES512": 66}[name]
    return bytes([2 + numbers.y % 2]) + int(numbers.x).to_bytes(width, "big")


def signers(secret: bytes = SECRET) -> Iterator[Signer]:
    """A signer of every algorithm."""
    wide = hashlib.shake_256(secret).digest(66)
    yield Signer(Hs256(secret), secret)
    yield Signer(Hs384(wide[:48]), wide[:48])
    yield Signer(Hs512(wide[:64]), wide[:64])
    yield Signer(Es256(_compressed("ES256", secret)), secret)
    yield Signer(Es384(_compressed("ES384", wide[:48])), wide[:48])
    yield Signer(Es512(_compressed("ES512", wide)), wide)
    yield Signer(EdDsa(peer_id(UniqueId(secret))), secret)


def weak_token(claims: Mapping[str, Any]) -> tuple[EdDsa, bytes]:
    """A key that is the identity, and a token that anyone could have signed: R is the identity too, and S zero."""
    identity = b"\1" + bytes(31)
    message = _joined(claims, _header("EdDSA"))
    assert int.from_bytes(challenge(identity, message.encode(), identity), "little") % ORDER
    return EdDsa(identity), f"{message}.{encoded(identity + bytes(32))}".encode()
