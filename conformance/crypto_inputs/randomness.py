"""Random rounds of providers of randomness, which their proofs and quotes prove."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition.crypto.beacon import DrandScheme
from coalition.crypto.bls12_381 import CurveGroup
from coalition.unique_id import UniqueId
from conformance import mock_dcap as mock
from conformance.attested_providers import Guest, collateral
from conformance.beacon_providers import Beacon
from conformance.entropy import Entropy


def _round(entropy: Entropy) -> dict[str, Any]:
    provider = Beacon(entropy.bytes(32), entropy.choice((None, *CurveGroup, *DrandScheme)))
    module, number = UniqueId(entropy.bytes(32)), entropy.between(0, 2 ** entropy.choice((8, 32, 64)) - 1)
    card = provider.card(entropy.below(2**64))
    return {"card": card, "module": module, "round": number, "proof": provider.proof(module, number)}


def _attested(entropy: Entropy) -> dict[str, Any]:
    guest = Guest(entropy.bytes(32), mr_td=entropy.bytes(48), root=entropy.choice(("root", "other root")))
    module, number = UniqueId(entropy.bytes(32)), entropy.below(2**64)
    return {
        "card": guest.card(entropy.below(2**64)),
        "module": module,
        "round": number,
        "quote": guest.proof(module, number),
        "collateral": collateral(root=guest.root),
        "now": mock.NOW + entropy.below(86_400),
    }


OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    "randomness.verify": _round,
    "randomness.verify_attested": _attested,
}
