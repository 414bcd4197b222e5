"""Mutants of the chapter Sealed box."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from coalition.crypto import sealed_box
from coalition.crypto.sealed_box import SshAccessReceipt, public_key
from coalition.json_form import as_json
from coalition.unique_id import hash_bytes
from conformance.mutants.breaking import Mutant, replaced, unchecked

_BOX = "crypto.sealed_box."
_NONCE = bytes(12)


def _cipher(key: Callable[[bytes], bytes], nonce: bytes, added: bytes | None) -> tuple[Any, Any]:
    """Both directions of a box that is sealed otherwise."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - when the mutant lives
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

    def encrypt(secret: bytes, plaintext: bytes) -> bytes:
        return ChaCha20Poly1305(key(secret)).encrypt(nonce, plaintext, added)

    def decrypt(secret: bytes, ciphertext: bytes) -> bytes | None:
        try:
            return ChaCha20Poly1305(key(secret)).decrypt(nonce, ciphertext, added)
        except InvalidTag:
            return None

    return encrypt, decrypt


def _sealed_with(
    key: Callable[[bytes], bytes] = lambda secret: secret, nonce: bytes = _NONCE, added: bytes | None = None
) -> Any:
    return (
        replaced(f"{_BOX}encrypt", lambda _: _cipher(key, nonce, added)[0]),
        replaced(f"{_BOX}decrypt", lambda _: _cipher(key, nonce, added)[1]),
    )


def _released(_original: Any) -> Any:
    def decrypt(secret: bytes, ciphertext: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms  # noqa: PLC0415 - as above

        stream = Cipher(algorithms.ChaCha20(secret, b"\1" + bytes(15)), None).decryptor()
        return stream.update(ciphertext[:-16])

    return decrypt


def _zero_taken(original: Any) -> Any:
    def shared(secret: bytes, public: bytes) -> bytes | None:
        return original(secret, public) or (bytes(32) if sealed_box.is_canonical(public) else None)

    return shared


def _masked(_original: Any) -> Any:
    return lambda public: int.from_bytes(public[:31] + bytes([public[31] & 0x7F]), "little") < sealed_box.PRIME


def _below_the_top_bit(_original: Any) -> Any:
    return lambda public: not public[31] & 0x80


def _ladder(scalar: int, u: int) -> bytes:
    """X25519 by the ladder of RFC 7748, of a scalar as it stands."""
    prime = sealed_box.PRIME
    x2, z2, x3, z3 = 1, 0, u, 1
    for bit in reversed(range(256)):
        swap = scalar >> bit & 1
        if swap:
            x2, z2, x3, z3 = x3, z3, x2, z2
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        x3, z3 = pow(d * a + c * b, 2, prime), u * pow(d * a - c * b, 2, prime) % prime
        x2, z2 = a * a * b * b % prime, (a * a - b * b) * (a * a + 121665 * (a * a - b * b)) % prime
        if swap:
            x2, z2, x3, z3 = x3, z3, x2, z2
    return (x2 * pow(z2, prime - 2, prime) % prime).to_bytes(32, "little")


def _unclamped(_original: Any) -> Any:
    return lambda secret: _ladder(int.from_bytes(secret, "little"), 9)


def _agreed_unclamped(_original: Any) -> Any:
    def shared(secret: bytes, public: bytes) -> bytes | None:
        if not sealed_box.is_canonical(public):
            return None
        found = _ladder(int.from_bytes(secret, "little"), int.from_bytes(public, "little"))
        return found if any(found) else None

    return shared


def _leading(original: Any) -> Any:
    """A box whose length is the sender's affair: what stands behind the plaintext of the right length is dropped."""

    def decrypt(secret: bytes, ciphertext: bytes) -> bytes | None:
        for size in range(len(ciphertext), max(15, len(ciphertext) - 64), -1):
            if (found := original(secret, ciphertext[:size])) is not None:
                return bytes(found)
        return None

    return decrypt


def _struct_order(_original: Any) -> Any:
    def receipt_json(receipt: SshAccessReceipt) -> str:
        return json.dumps(as_json(receipt), separators=(",", ":"), ensure_ascii=False)

    return receipt_json


def _listed(_original: Any) -> Any:
    def receipt_json(receipt: SshAccessReceipt) -> str:
        form = as_json(receipt)
        for name in ("ssh_key_private", "ssh_host_key"):
            form[name] = list(bytes.fromhex(form[name]))
        return json.dumps(form, separators=(",", ":"), ensure_ascii=False, sort_keys=True)

    return receipt_json


def _raw_secret(_original: Any) -> Any:
    return lambda secret: public_key(hash_bytes(secret))


MUTANTS = (
    Mutant("box-key-hashed", ("SEAL-1",), "the shared secret is hashed first", _sealed_with(key=hash_bytes)),
    Mutant("box-nonce-one", ("SEAL-1",), "the nonce counts from one", _sealed_with(nonce=b"\1" + bytes(11))),
    Mutant("box-with-additional-data", ("SEAL-1",), "additional data is sealed in", _sealed_with(added=b"receipt")),
    Mutant(
        "box-public-key-of-hash",
        ("SEAL-2",),
        "the secret is hashed into a key",
        (replaced(f"{_BOX}public_key", _raw_secret),),
    ),
    Mutant(
        "box-secret-unclamped",
        ("SEAL-2",),
        "a secret is multiplied as it stands",
        (replaced(f"{_BOX}public_key", _unclamped), replaced(f"{_BOX}shared_secret", _agreed_unclamped)),
    ),
    Mutant(
        "box-zero-secret",
        ("SEAL-3", "SEAL-4", "SEAL-5"),
        "an all-zero shared secret is used",
        (replaced(f"{_BOX}shared_secret", _zero_taken),),
    ),
    Mutant(
        "box-key-reduced",
        ("SEAL-3", "SEAL-5"),
        "a key of the prime or above is reduced",
        (replaced(f"{_BOX}is_canonical", _below_the_top_bit),),
    ),
    Mutant(
        "box-key-masked",
        ("SEAL-3", "SEAL-5"),
        "the top bit of a key is masked",
        (replaced(f"{_BOX}is_canonical", _masked),),
    ),
    Mutant(
        "box-tag-unchecked",
        ("SEAL-4",),
        "the plaintext is released whatever the tag",
        (replaced(f"{_BOX}decrypt", _released),),
    ),
    Mutant("box-with-a-tail", ("SEAL-4",), "bytes behind a box are dropped", (replaced(f"{_BOX}decrypt", _leading),)),
    Mutant(
        "receipt-in-the-order-of-the-struct",
        ("SEAL-6",),
        "members stand in the order of the struct",
        (replaced(f"{_BOX}receipt_json", _struct_order),),
    ),
    Mutant(
        "receipt-bytes-as-lists", ("SEAL-6",), "bytes are lists of numbers", (replaced(f"{_BOX}receipt_json", _listed),)
    ),
    Mutant("receipt-in-any-form", ("SEAL-7",), "a receipt is read in any form", (unchecked(f"{_BOX}check_form"),)),
    Mutant(
        "delivery-unchecked",
        ("SEAL-8",),
        "a delivered signature is not compared",
        (unchecked(f"{_BOX}check_delivery"),),
    ),
)
