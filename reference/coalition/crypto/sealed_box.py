"""Sealed boxes, and what travels in them: SSH receipts and signatures (chapter Sealed box)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import rfc8785

from coalition.errors import CoalitionError, RuleError
from coalition.json_form import as_json, decode, parse
from coalition.names import FreeText
from coalition.preimage import operation
from coalition.presence import PresentId
from coalition.shapes import U16, U64, Bytes32, Record
from coalition.unique_id import UniqueId, hash_bytes

#: The prime of the field that Curve25519 is over.
PRIME: Final = 2**255 - 19
#: The bytes of a box that are no plaintext: the ephemeral key, and the tag.
OVERHEAD: Final = 48
_KEY: Final = 32
_NONCE: Final = bytes(12)


class BoxRejected(RuleError):
    """A box that is short, altered, for someone else, or under a key that no one may use."""

    requirement = "SEAL-4"
    stage = "verify"


class RecipientKeyUnusable(RuleError):
    """A recipient's key that is not canonical, or with which every secret is zero."""

    requirement = "SEAL-3"
    stage = "validate"


class ReceiptMalformed(RuleError):
    """A box that opens, and holds no receipt in its one form."""

    requirement = "SEAL-7"
    stage = "decode"


class DeliveryMismatch(RuleError):
    """A box that opens, and holds another signature than the outcome's."""

    requirement = "SEAL-8"
    stage = "verify"


@dataclass(frozen=True)
class SshAccessReceipt(Record):
    """How to reach a provisioned instance, and until when: seven fields, and neither bridge nor payment (SEAL-6)."""

    instance_host: FreeText
    instance_port: U16
    user: FreeText
    ssh_key_private: bytes
    ssh_host_key: bytes
    grant_id: PresentId
    valid_to: U64


@operation("crypto.seal")
def seal(recipient: Bytes32, ephemeral_secret: Bytes32, plaintext: bytes) -> bytes:
    """The box: 32 bytes of ephemeral key, then ciphertext and tag (SEAL-1). Raises `RecipientKeyUnusable`."""
    secret = shared_secret(ephemeral_secret, recipient)
    if secret is None:
        raise RecipientKeyUnusable(recipient)
    return public_key(ephemeral_secret) + encrypt(secret, plaintext)


@operation("crypto.open")
def open_box(recipient_secret: Bytes32, box: bytes) -> bytes:
    """The plaintext of a box (SEAL-1, SEAL-4, SEAL-5). Raises `BoxRejected`, whatever is wrong with it."""
    if len(box) < OVERHEAD:
        raise BoxRejected(box)
    secret = shared_secret(recipient_secret, box[:_KEY])
    plaintext = None if secret is None else decrypt(secret, box[_KEY:])
    if plaintext is None:
        raise BoxRejected(box)
    return plaintext


def public_key(secret: bytes) -> bytes:
    """The X25519 public key of 32 bytes of secret, clamped (SEAL-2)."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def shared_secret(secret: bytes, public: bytes) -> bytes | None:
    """The X25519 shared secret (SEAL-2), or None with a key that is not canonical or a secret that is zero (SEAL-3)."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    if not is_canonical(public):
        return None
    try:
        return X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        # The library refuses a secret that is zero; nothing else is wrong with 32 bytes.
        return None


def is_canonical(public: bytes) -> bool:
    """Whether a u-coordinate is below the prime, the bit that X25519 masks included (SEAL-3)."""
    return int.from_bytes(public, "little") < PRIME


def encrypt(secret: bytes, plaintext: bytes) -> bytes:
    """ChaCha20-Poly1305 under the secret itself: nonce zero, no additional data (SEAL-1)."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(secret).encrypt(_NONCE, plaintext, None)


def decrypt(secret: bytes, ciphertext: bytes) -> bytes | None:
    """The plaintext, or None where the tag is not that of the whole ciphertext (SEAL-4)."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(secret).decrypt(_NONCE, ciphertext, None)
    except InvalidTag:
        return None


@operation("crypto.receipt")
def receipt_json(receipt: SshAccessReceipt) -> str:
    """The one form of a receipt: RFC 8785, bytes in digits, wide integers as decimal strings (SEAL-6)."""
    return rfc8785.dumps(as_json(receipt)).decode()


@operation("crypto.seal_receipt")
def seal_receipt(recipient: Bytes32, ephemeral_secret: Bytes32, receipt: SshAccessReceipt) -> bytes:
    """A receipt in a box (SEAL-6). Raises `RecipientKeyUnusable`."""
    return seal(recipient, ephemeral_secret, receipt_json(receipt).encode())


@operation("crypto.open_receipt")
def open_receipt(recipient_secret: Bytes32, box: bytes) -> SshAccessReceipt:
    """The receipt in a box (SEAL-7). Raises `BoxRejected`, `ReceiptMalformed`."""
    return read_receipt(open_box(recipient_secret, box))


def read_receipt(plaintext: bytes) -> SshAccessReceipt:
    """A receipt in its one form (SEAL-7). Raises `ReceiptMalformed` for any other bytes."""
    try:
        receipt: SshAccessReceipt = decode(SshAccessReceipt, parse(plaintext.decode()))
    except (CoalitionError, UnicodeDecodeError):
        raise ReceiptMalformed(plaintext) from None
    check_form(receipt, plaintext)
    return receipt


def check_form(receipt: SshAccessReceipt, plaintext: bytes) -> None:
    """Raise `ReceiptMalformed` unless these are the bytes that the receipt is written as (SEAL-7)."""
    if receipt_json(receipt).encode() != plaintext:
        raise ReceiptMalformed(plaintext)


@operation("crypto.open_signature")
def open_signature(recipient_secret: Bytes32, box: bytes, signature_digest: UniqueId) -> bytes:
    """The signature in a box, if it is the one of the outcome (SEAL-8). Raises `BoxRejected`, `DeliveryMismatch`."""
    signature = open_box(recipient_secret, box)
    check_delivery(signature, signature_digest)
    return signature


def check_delivery(signature: bytes, signature_digest: UniqueId) -> None:
    """Raise `DeliveryMismatch` unless the digest is that of the signature (SEAL-8, ID-28)."""
    if hash_bytes(signature) != bytes(signature_digest):
        raise DeliveryMismatch(signature)
