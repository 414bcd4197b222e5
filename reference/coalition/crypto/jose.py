"""What a JWT is signed with, as mosaik 0.3.18 has it: keys, base64 and the texts of claims (chapter Tickets)."""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import rfc8785

from coalition.shapes import Bytes32, Bytes33, Bytes48, Bytes49, Bytes64, Bytes67, Variant

_BASE64: Final = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True)
class _Hmac(Variant):
    ALGORITHM: ClassVar[str]
    LABEL: ClassVar[str]
    HASH: ClassVar[str]

    def material(self) -> bytes:
        """The bytes that the fingerprint folds (TICK-8)."""
        raise NotImplementedError

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether the message's authentication code is this one (TICK-3)."""
        return hmac.compare_digest(hmac.new(self.material(), message, self.HASH).digest(), signature)


@dataclass(frozen=True)
class Hs256(_Hmac):
    """HMAC with SHA-256."""

    secret: Bytes32

    ALGORITHM: ClassVar[str] = "HS256"
    LABEL: ClassVar[str] = "hs256"
    HASH: ClassVar[str] = "sha256"

    def material(self) -> bytes:
        return self.secret


@dataclass(frozen=True)
class Hs384(_Hmac):
    """HMAC with SHA-384."""

    secret: Bytes48

    ALGORITHM: ClassVar[str] = "HS384"
    LABEL: ClassVar[str] = "hs384"
    HASH: ClassVar[str] = "sha384"

    def material(self) -> bytes:
        return self.secret


@dataclass(frozen=True)
class Hs512(_Hmac):
    """HMAC with SHA-512."""

    secret: Bytes64

    ALGORITHM: ClassVar[str] = "HS512"
    LABEL: ClassVar[str] = "hs512"
    HASH: ClassVar[str] = "sha512"

    def material(self) -> bytes:
        return self.secret


@dataclass(frozen=True)
class _Ecdsa(Variant):
    ALGORITHM: ClassVar[str]
    LABEL: ClassVar[str]
    CURVE: ClassVar[str]
    HASH: ClassVar[str]

    def material(self) -> bytes:
        """The bytes that the fingerprint folds (TICK-8)."""
        raise NotImplementedError

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether r and s, of the width of the curve, are a signature of the message, low or high (TICK-3)."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

        curve = getattr(ec, self.CURVE)()
        width = (curve.key_size + 7) // 8
        if len(signature) != 2 * width:
            return False
        r, s = (int.from_bytes(half, "big") for half in (signature[:width], signature[width:]))
        try:
            key = ec.EllipticCurvePublicKey.from_encoded_point(curve, self.material())
            key.verify(encode_dss_signature(r, s), message, ec.ECDSA(getattr(hashes, self.HASH)()))
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Es256(_Ecdsa):
    """ECDSA over P-256, the key compressed."""

    key: Bytes33

    ALGORITHM: ClassVar[str] = "ES256"
    LABEL: ClassVar[str] = "es256"
    CURVE: ClassVar[str] = "SECP256R1"
    HASH: ClassVar[str] = "SHA256"

    def material(self) -> bytes:
        return self.key


@dataclass(frozen=True)
class Es384(_Ecdsa):
    """ECDSA over P-384, the key compressed."""

    key: Bytes49

    ALGORITHM: ClassVar[str] = "ES384"
    LABEL: ClassVar[str] = "es384"
    CURVE: ClassVar[str] = "SECP384R1"
    HASH: ClassVar[str] = "SHA384"

    def material(self) -> bytes:
        return self.key


@dataclass(frozen=True)
class Es512(_Ecdsa):
    """ECDSA over P-521, the key compressed."""

    key: Bytes67

    ALGORITHM: ClassVar[str] = "ES512"
    LABEL: ClassVar[str] = "es512"
    CURVE: ClassVar[str] = "SECP521R1"
    HASH: ClassVar[str] = "SHA512"

    def material(self) -> bytes:
        return self.key


@dataclass(frozen=True)
class EdDsa(Variant):
    """Ed25519, more leniently than the strict rule (EDS-6, the policy ref10)."""

    key: Bytes32

    ALGORITHM: ClassVar[str] = "EdDSA"
    LABEL: ClassVar[str] = "EdDsa"

    def material(self) -> bytes:
        """The bytes that the fingerprint folds (TICK-8)."""
        return self.key

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether OpenSSL, whose policy is mosaik's here, takes the signature (TICK-3)."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


AnyJwtKey = Hs256 | Hs384 | Hs512 | Es256 | Es384 | Es512 | EdDsa


def verifies(key: AnyJwtKey, algorithm: Any, message: str, signature: str) -> bool:
    """Whether a key of this algorithm made the signature (TICK-3)."""
    return is_of(key, algorithm) and key.verifies(message.encode(), decoded(signature))


def is_of(key: AnyJwtKey, algorithm: Any) -> bool:
    """Whether a key is of the algorithm that a header names, letter for letter (TICK-3)."""
    return bool(algorithm == key.ALGORITHM)


def decoded(text: str) -> bytes:
    """The bytes of base64 in the alphabet of URLs, without padding (TICK-3). Raises `ValueError`."""
    if not _BASE64.fullmatch(text) or len(text) % 4 == 1:
        raise ValueError(text)
    found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encoded(found) != text:
        raise ValueError(text)
    return found


def encoded(data: bytes) -> str:
    """Base64 in the alphabet of URLs, without padding (TICK-3)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def json_text(value: str | int | bool) -> str:
    """A claim's value as compact JSON (TICK-8)."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return rfc8785.dumps(value).decode()
