"""Random parameters of operations of cryptography, an area a module: what is signed verifies, what is sealed opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from conformance.crypto_inputs import (
    beacon,
    blake3_modes,
    bls,
    dkg,
    ecvrf,
    ed25519,
    frost,
    ra_tls,
    randomness,
    refresh,
    sealed_box,
    shamir,
    shuffle,
    tdx,
    threshold_bls,
    threshold_ecdsa,
    tickets,
)
from conformance.entropy import Entropy

#: By operation: its parameters, as Python values under their Python names. An area adds its own table.
OPERATIONS: Final[Mapping[str, Callable[[Entropy], dict[str, Any]]]] = {
    **blake3_modes.OPERATIONS,
    **bls.OPERATIONS,
    **shamir.OPERATIONS,
    **sealed_box.OPERATIONS,
    **threshold_bls.OPERATIONS,
    **frost.OPERATIONS,
    **ed25519.OPERATIONS,
    **threshold_ecdsa.OPERATIONS,
    **dkg.OPERATIONS,
    **ecvrf.OPERATIONS,
    **tdx.OPERATIONS,
    **ra_tls.OPERATIONS,
    **shuffle.OPERATIONS,
    **refresh.OPERATIONS,
    **beacon.OPERATIONS,
    **tickets.OPERATIONS,
    **randomness.OPERATIONS,
}
