"""Mutants of bonds: who enters, who judges whom, until when a bond lives, and what it is good for."""

from __future__ import annotations

from conformance.mutants import (
    bond_clauses,
    bond_company,
    bond_entries,
    bond_issuers,
    bond_lives,
    bond_sides,
    bond_uses,
)
from conformance.mutants.breaking import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *bond_entries.MUTANTS,
    *bond_sides.MUTANTS,
    *bond_uses.MUTANTS,
    *bond_lives.MUTANTS,
    *bond_issuers.MUTANTS,
    *bond_company.MUTANTS,
    *bond_clauses.MUTANTS,
)
