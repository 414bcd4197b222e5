"""Random keys, messages and signatures on BLS12-381."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.bls12_381 import ORDER, CurveGroup, public_key, sign
from conformance.entropy import Entropy


def scalar(entropy: Entropy) -> int:
    """A scalar that is not zero."""
    return 1 + int.from_bytes(entropy.bytes(48)) % (ORDER - 1)


def message(entropy: Entropy) -> bytes:
    """A message."""
    return entropy.bytes(entropy.choice((0, 1, 32, 64, 65, 200)))


def _hash_to_curve(entropy: Entropy) -> dict[str, Any]:
    group = entropy.choice(list(CurveGroup))
    tag = entropy.choice((group.suite, entropy.bytes(entropy.between(1, 255))))
    return {"group": group, "message": message(entropy), "tag": tag}


def _key(entropy: Entropy) -> dict[str, Any]:
    return {"signature_group": entropy.choice(list(CurveGroup)), "secret": scalar(entropy).to_bytes(32)}


def _sign(entropy: Entropy) -> dict[str, Any]:
    return _key(entropy) | {"message": message(entropy)}


def _verify(entropy: Entropy) -> dict[str, Any]:
    group, secret, signed = entropy.choice(list(CurveGroup)), scalar(entropy), message(entropy)
    return {
        "signature_group": group,
        "public_key": public_key(group, secret).encode(),
        "message": signed,
        "signature": sign(group, secret, signed).encode(),
    }


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.bls_hash_to_curve": _hash_to_curve,
    "crypto.bls_public_key": _key,
    "crypto.bls_sign": _sign,
    "crypto.bls_verify": _verify,
}
