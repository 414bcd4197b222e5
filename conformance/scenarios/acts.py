"""The acts of fresh scenarios, one a class of components."""

from __future__ import annotations

from typing import Final

from conformance.scenarios import (
    almanac_moves,
    atlas_moves,
    attested_moves,
    bond_moves,
    chains_moves,
    chronicle_company,
    chronicle_moves,
    composite_moves,
    compute_moves,
    faults_moves,
    randomness_moves,
    rotation_company,
    rotation_moves,
)
from conformance.scenarios.improvised import Act

ACTS: Final[tuple[Act, ...]] = (
    almanac_moves.ACT,
    chronicle_moves.ACT,
    chronicle_company.ACT,
    atlas_moves.ACT,
    faults_moves.ACT,
    chains_moves.ACT,
    chains_moves.BUILDS,
    bond_moves.ACT,
    bond_moves.COMPANY,
    compute_moves.ACT,
    composite_moves.ACT,
    composite_moves.FAULTS,
    composite_moves.UPSTREAMS,
    compute_moves.BESIDE,
    randomness_moves.ACT,
    rotation_moves.ACT,
    rotation_company.ACT,
    attested_moves.ACT,
)
