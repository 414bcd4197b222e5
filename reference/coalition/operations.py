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
)

OPERATIONS: Final[Mapping[str, Callable[..., Any]]] = _OPERATIONS
