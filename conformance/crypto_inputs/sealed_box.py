"""Random boxes: what is sealed opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.sealed_box import SshAccessReceipt, public_key, receipt_json, seal
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy


def receipt(entropy: Entropy) -> SshAccessReceipt:
    """A receipt whose texts hold whatever a text may hold."""
    return SshAccessReceipt(
        instance_host=entropy.choice(("host.example", "192.0.2.1", "2001:db8::1", "größe.example", "")),
        instance_port=entropy.between(0, 65535),
        user=entropy.choice(("root", "ec2-user", "ünïcode", 'quo"te\\', "𝔸")),
        ssh_key_private=entropy.bytes(entropy.below(60)),
        ssh_host_key=entropy.bytes(entropy.below(40)),
        grant_id=UniqueId(entropy.bytes(32)),
        valid_to=entropy.between(0, 2**64 - 1),
    )


def _seal(entropy: Entropy) -> dict[str, Any]:
    plaintext = entropy.bytes(entropy.choice((0, 1, 16, 63, 64, 65, 200)))
    return {"recipient": public_key(entropy.bytes(32)), "ephemeral_secret": entropy.bytes(32), "plaintext": plaintext}


def _sealed(entropy: Entropy, plaintext: bytes) -> dict[str, Any]:
    secret = entropy.bytes(32)
    return {"recipient_secret": secret, "box": seal(public_key(secret), entropy.bytes(32), plaintext)}


def _open(entropy: Entropy) -> dict[str, Any]:
    return _sealed(entropy, entropy.bytes(entropy.below(150)))


def _seal_receipt(entropy: Entropy) -> dict[str, Any]:
    keys = {"recipient": public_key(entropy.bytes(32)), "ephemeral_secret": entropy.bytes(32)}
    return {**keys, "receipt": receipt(entropy)}


def _open_receipt(entropy: Entropy) -> dict[str, Any]:
    return _sealed(entropy, receipt_json(receipt(entropy)).encode())


def _open_signature(entropy: Entropy) -> dict[str, Any]:
    signature = entropy.bytes(entropy.choice((48, 64, 96)))
    return _sealed(entropy, signature) | {"signature_digest": UniqueId.hash(signature)}


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.seal": _seal,
    "crypto.open": _open,
    "crypto.receipt": lambda entropy: {"receipt": receipt(entropy)},
    "crypto.seal_receipt": _seal_receipt,
    "crypto.open_receipt": _open_receipt,
    "crypto.open_signature": _open_signature,
}
