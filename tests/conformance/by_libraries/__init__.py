"""The operations of cryptography, computed by libraries that are not ours, an area a module.

Each takes parameters in their JSON form and gives the value in its JSON form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from by_libraries.beacon_by_arkworks import BEACON
from by_libraries.blake3_by_the_paper import blake3_by_the_paper
from by_libraries.bls_by_arkworks import BLS
from by_libraries.boxes_by_libsodium import BOXES
from by_libraries.dkg_by_arkworks import DKG
from by_libraries.ecvrf_over_libsodium import ECVRF
from by_libraries.ed25519_by_libsodium import ED25519
from by_libraries.frost import FROST
from by_libraries.ra_tls import RA_TLS
from by_libraries.refresh_by_arkworks import REFRESH
from by_libraries.shamir_by_arkworks import SHAMIR
from by_libraries.shuffle import SHUFFLE
from by_libraries.tdx import TDX
from by_libraries.threshold_bls_by_arkworks import THRESHOLD_BLS
from by_libraries.threshold_ecdsa import THRESHOLD_ECDSA
from by_libraries.tickets_by_hand import TICKETS

#: By operation; `by_the_prose.PROSE` takes them over. An area adds its own table.
LIBRARIES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "crypto.blake3": blake3_by_the_paper,
    **BLS,
    **SHAMIR,
    **BOXES,
    **THRESHOLD_BLS,
    **FROST,
    **ED25519,
    **THRESHOLD_ECDSA,
    **DKG,
    **ECVRF,
    **TDX,
    **RA_TLS,
    **SHUFFLE,
    **REFRESH,
    **BEACON,
    **TICKETS,
}
