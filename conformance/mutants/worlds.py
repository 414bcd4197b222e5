"""Mutants of the chapter Worlds, and of the protocol's part about them."""

from __future__ import annotations

from conformance.mutants import almanac, world_ends, world_logs
from conformance.mutants.breaking import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *world_logs.MUTANTS,
    *world_ends.MUTANTS,
    *almanac.MUTANTS,
)
