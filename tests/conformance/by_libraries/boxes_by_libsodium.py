"""Sealed boxes by libsodium: its X25519 and its ChaCha20-Poly1305."""

from __future__ import annotations

import json
from typing import Any

import rfc8785
from nacl.bindings import (
    crypto_aead_chacha20poly1305_ietf_decrypt,
    crypto_aead_chacha20poly1305_ietf_encrypt,
    crypto_scalarmult,
    crypto_scalarmult_base,
)

Params = dict[str, Any]


def _seal(params: Params, plaintext: bytes) -> str:
    secret = bytes.fromhex(params["ephemeral_secret"])
    key = crypto_scalarmult(secret, bytes.fromhex(params["recipient"]))
    sealed = crypto_aead_chacha20poly1305_ietf_encrypt(plaintext, None, bytes(12), key)
    return (crypto_scalarmult_base(secret) + sealed).hex()


def _open(params: Params) -> bytes:
    box = bytes.fromhex(params["box"])
    key = crypto_scalarmult(bytes.fromhex(params["recipient_secret"]), box[:32])
    return crypto_aead_chacha20poly1305_ietf_decrypt(box[32:], None, bytes(12), key)


def _receipt(params: Params) -> str:
    return rfc8785.dumps(params["receipt"]).decode()


BOXES = {
    "crypto.seal": lambda params: _seal(params, bytes.fromhex(params["plaintext"])),
    "crypto.open": lambda params: _open(params).hex(),
    "crypto.receipt": _receipt,
    "crypto.seal_receipt": lambda params: _seal(params, _receipt(params).encode()),
    "crypto.open_receipt": lambda params: json.loads(_open(params)),
    "crypto.open_signature": lambda params: _open(params).hex(),
}
