"""Random messages, modes and lengths of output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.blake3_modes import Counting, DeriveKey, Hash, KeyedHash, Plain
from conformance.entropy import Entropy


def _blake3(entropy: Entropy) -> dict[str, Any]:
    mode = entropy.choice((Hash(), KeyedHash(entropy.bytes(32)), DeriveKey(entropy.bytes(entropy.below(20)).hex())))
    edge = max(0, entropy.choice((0, 64, 128, 1024, 2048, 3072)) + entropy.between(-2, 2))
    message = entropy.choice((Counting(edge), Plain(entropy.bytes(entropy.below(200)))))
    return {"mode": mode, "message": message, "output_length": entropy.choice((32, 32, 0, 1, 64, 65, 131))}


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {"crypto.blake3": _blake3}
