"""Mutants of a Compute that runs."""

from __future__ import annotations

from conformance.mutants import compute_grants, compute_providers, compute_ranking, compute_rounds
from conformance.mutants.breaking import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *compute_providers.MUTANTS,
    *compute_rounds.MUTANTS,
    *compute_ranking.MUTANTS,
    *compute_grants.MUTANTS,
)
