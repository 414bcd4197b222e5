"""Random rounds of providers of randomness, which their proofs prove."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.beacon import DrandScheme
from coalition.crypto.bls12_381 import CurveGroup
from coalition.unique_id import UniqueId
from conformance.beacon_providers import Beacon
from conformance.entropy import Entropy


def _round(entropy: Entropy) -> dict[str, Any]:
    provider = Beacon(entropy.bytes(32), entropy.choice((None, *CurveGroup, *DrandScheme)))
    module, number = UniqueId(entropy.bytes(32)), entropy.between(0, 2 ** entropy.choice((8, 32, 64)) - 1)
    card = provider.card(entropy.below(2**64))
    return {"card": card, "module": module, "round": number, "proof": provider.proof(module, number)}


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {"randomness.verify": _round}
