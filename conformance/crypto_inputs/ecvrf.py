"""Random inputs of the VRF, and proofs that hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.ecvrf import VrfStatement, prove
from coalition.substrate import peer_id
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy


def _alpha(entropy: Entropy) -> bytes:
    return entropy.bytes(entropy.below(40))


def _statement(entropy: Entropy) -> dict[str, Any]:
    secret, alpha = entropy.bytes(32), _alpha(entropy)
    return {"public_key": peer_id(UniqueId(secret)), "alpha": alpha, "proof": prove(secret, alpha)}


def _listed(entropy: Entropy) -> VrfStatement:
    statement = _statement(entropy)
    return VrfStatement(**statement if entropy.chance(2) else {**statement, "alpha": _alpha(entropy)})


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "crypto.vrf_hash_to_curve": lambda entropy: {"public_key": entropy.bytes(32), "alpha": _alpha(entropy)},
    "crypto.vrf_prove": lambda entropy: {"secret": entropy.bytes(32), "alpha": _alpha(entropy)},
    "crypto.vrf_proof_to_hash": lambda entropy: {"proof": _statement(entropy)["proof"]},
    "crypto.vrf_verify": _statement,
    "crypto.vrf_outputs": lambda entropy: {"statements": tuple(_listed(entropy) for _ in range(entropy.below(3)))},
}
