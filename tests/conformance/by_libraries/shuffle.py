"""The shuffle over libsodium, written from the chapter without the reference."""

from __future__ import annotations

from typing import Any

import nacl.bindings as sodium
from blake3 import blake3

Params = dict[str, Any]

_ORDER = 2**252 + 27742317777372353535851937790883648493


def _xor(texts: list[bytes], length: int) -> bytes:
    total = bytearray(length)
    for each in texts:
        for at, byte in enumerate(each):
            total[at] ^= byte
    return bytes(total)


def _length(params: Params) -> int:
    return int(params["shape"]["slots"]) * int(params["shape"]["size"])


def _pad_of(params: Params, secret: str) -> bytes:
    message = b"shuffle-pad|" + int(params["round"]).to_bytes(8, "little")
    return blake3(message, key=bytes.fromhex(secret)).digest(length=_length(params))


def _slot(message: bytes, size: int) -> bytes:
    made = len(message).to_bytes(2, "little") + message
    made += bytes(size - 16 - len(made))
    return made + blake3(b"shuffle-slot|" + made).digest()[:16]


def _submit(params: Params) -> str:
    slots = [bytes(params["shape"]["size"])] * params["shape"]["slots"]
    content = params["content"]
    if content is not None:
        slots[content["slot"]] = _slot(bytes.fromhex(content["message"]), params["shape"]["size"])
    pads = [_pad_of(params, each) for each in params["secrets"]]
    return _xor([b"".join(slots), *pads], _length(params)).hex()


def _serve(params: Params) -> str:
    return _xor([_pad_of(params, each) for each in params["secrets"]], _length(params)).hex()


def _combine(params: Params) -> list[str]:
    size = params["shape"]["size"]
    whole = _xor([bytes.fromhex(each) for each in (*params["submissions"], *params["servers"])], _length(params))
    found = []
    for at in range(0, len(whole), size):
        slot = whole[at : at + size]
        if slot != bytes(size):
            message = slot[2 : 2 + int.from_bytes(slot[:2], "little")]
            assert slot == _slot(message, size)
            found.append(message.hex())
    return sorted(found, key=bytes.fromhex)


def _times(point: bytes, scalar: int) -> bytes:
    return bytes(sodium.crypto_scalarmult_ed25519_noclamp((scalar % _ORDER).to_bytes(32, "little"), point))


def _key(element: bytes, shared: bytes) -> bytes:
    return blake3(b"shuffle-unseal|" + element + shared).digest()


def _seal(params: Params) -> str:
    scalar = bytes.fromhex(params["ephemeral"])
    element = bytes(sodium.crypto_scalarmult_ed25519_base_noclamp(scalar))
    shared = _times(bytes.fromhex(params["public_key"]), int.from_bytes(scalar, "little"))
    message = bytes.fromhex(params["message"])
    box = sodium.crypto_aead_chacha20poly1305_ietf_encrypt(message, None, bytes(12), _key(element, shared))
    return (element + box).hex()


def _partial(params: Params) -> str:
    share = int.from_bytes(bytes.fromhex(params["share"]), "little")
    return _times(bytes.fromhex(params["sealed"])[:32], share).hex()


def _unseal(params: Params) -> str:
    sealed, shared = bytes.fromhex(params["sealed"]), b""
    identifiers = [each["identifier"] for each in params["partials"]]
    for each in params["partials"]:
        weight, own = 1, each["identifier"]
        for other in identifiers:
            if other != own:
                weight = weight * other * pow(other - own, -1, _ORDER) % _ORDER
        part = _times(bytes.fromhex(each["element"]), weight)
        shared = bytes(sodium.crypto_core_ed25519_add(shared, part)) if shared else part
    key = _key(sealed[:32], shared)
    return sodium.crypto_aead_chacha20poly1305_ietf_decrypt(sealed[32:], None, bytes(12), key).hex()


SHUFFLE = {
    "crypto.shuffle_pad": lambda params: _pad_of(params, params["secret"]).hex(),
    "crypto.shuffle_submit": _submit,
    "crypto.shuffle_serve": _serve,
    "crypto.shuffle_combine": _combine,
    "crypto.shuffle_seal": _seal,
    "crypto.shuffle_partial": _partial,
    "crypto.shuffle_unseal": _unseal,
}
