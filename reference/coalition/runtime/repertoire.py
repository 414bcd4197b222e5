"""All that can be played: importing this module defines every verb, class, command, record and refusal of the worlds.

A chapter adds its modules here, one a line.
"""

from __future__ import annotations

from typing import Final

from coalition.runtime import (
    almanac,
    atlas,
    bond_refusals,
    bonds,
    chain,
    chronicle,
    committee,
    component,
    composite,
    compute,
    compute_records,
    compute_refusals,
    correlator,
    fault,
    intents,
    ledger,
    log,
    module,
    over_lattices,
    peers,
    randomness,
    randomness_records,
    randomness_refusals,
    rotation,
    upstream,
    world,
)

#: The modules that define them, each chapter's behind those it builds on.
MODULES: Final = (
    log,
    committee,
    component,
    module,
    bond_refusals,
    peers,
    world,
    fault,
    bonds,
    chain,
    rotation,
    almanac,
    compute_refusals,
    compute_records,
    compute,
    upstream,
    composite,
    over_lattices,
    intents,
    ledger,
    correlator,
    chronicle,
    atlas,
    randomness_refusals,
    randomness_records,
    randomness,
)
