"""Random signatures, honest and with points of small or mixed order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.ed25519 import Ed25519Input, challenge, sign
from coalition.crypto.edwards25519 import BASE, ORDER, add, decode, encode, multiply
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy

_ORDER_8: Final = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")


def _seed_and_message(entropy: Entropy) -> dict[str, Any]:
    return {"seed": entropy.bytes(32), "message": entropy.bytes(entropy.below(100))}


def _signed(entropy: Entropy) -> dict[str, Any]:
    seed, message = entropy.bytes(32), entropy.bytes(entropy.below(100))
    return {"public_key": peer_id(UniqueId(seed)), "message": message, "signature": sign(seed, message)}


def crafted(entropy: Entropy) -> Ed25519Input:
    """A signature over points that may have a part of small order, or be nothing else."""
    torsion = decode(_ORDER_8)
    assert torsion is not None
    secret, nonce = (entropy.choice((0, 1)) * (int.from_bytes(entropy.bytes(40), "little") % ORDER) for _ in range(2))
    key = encode(add(multiply(BASE, secret), multiply(torsion, entropy.below(8))))
    r = encode(add(multiply(BASE, nonce), multiply(torsion, entropy.below(8))))
    message = entropy.bytes(8)
    k = int.from_bytes(challenge(key, message, r), "little") % ORDER
    s = (nonce + k * secret) % ORDER + entropy.choice((0, 0, 1)) * ORDER
    return Ed25519Input(key, message, r + s.to_bytes(32, "little"))


def _input(entropy: Entropy) -> Ed25519Input:
    return crafted(entropy) if entropy.chance(2) else Ed25519Input(**_signed(entropy))


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.ed25519_sign": _seed_and_message,
    "crypto.ed25519_verify": _signed,
    "crypto.ed25519_flags": lambda entropy: {"input": _input(entropy)},
    "crypto.ed25519_verdicts": lambda entropy: {"inputs": tuple(_input(entropy) for _ in range(entropy.below(4)))},
}
