"""Every operation of the specification, by name: importing this module defines them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from coalition import (
    acl,
    almanac,
    coalition_config,
    content,
    content_preimages,
    encoding,
    handshake,
    lattice,
    measurements,
    module,
    oracle,
    organism,
    reference,
    retirement,
    serialised,
    signer,
    stable_id,
    struct_digest,
    substrate,
    surface,
    tickets,
)
from coalition.crypto import (
    beacon,
    blake3_modes,
    bls_signature,
    dcap,
    dealing,
    dkg,
    ecvrf,
    ed25519,
    frost,
    issuer_ticket,
    key_refresh,
    mosaik_tickets,
    ra_tls,
    recipe,
    resharing,
    sealed_box,
    shamir,
    share_refresh,
    shuffle,
    tdx_quote,
    threshold_bls,
    threshold_ecdsa,
    validator_signatures,
)
from coalition.errors import RuleError
from coalition.preimage import OPERATIONS as _OPERATIONS

#: The modules that define them.
MODULES: Final = (
    acl,
    almanac,
    coalition_config,
    content,
    content_preimages,
    encoding,
    handshake,
    lattice,
    measurements,
    module,
    oracle,
    organism,
    reference,
    retirement,
    serialised,
    signer,
    stable_id,
    struct_digest,
    substrate,
    surface,
    tickets,
    # Cryptography, an area a module.
    blake3_modes,
    bls_signature,
    shamir,
    sealed_box,
    threshold_bls,
    frost,
    ed25519,
    threshold_ecdsa,
    dealing,
    dkg,
    ecvrf,
    tdx_quote,
    dcap,
    ra_tls,
    recipe,
    shuffle,
    key_refresh,
    resharing,
    share_refresh,
    beacon,
    mosaik_tickets,
    validator_signatures,
    issuer_ticket,
)

OPERATIONS: Final[Mapping[str, Callable[..., Any]]] = _OPERATIONS

#: The errors of rules by name: those of `errors.py`, and those that stand beside what they are about in `crypto/`.
RULE_ERRORS: Final[Mapping[str, type[RuleError]]] = {each.__name__: each for each in RuleError.__subclasses__()}
