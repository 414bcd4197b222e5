"""A sample of mutants that a seed draws: the same as long as the mutants are the same, wherever their lines stand."""

from __future__ import annotations

from collections.abc import Sequence

from blake3 import blake3

from conformance.campaign.mutations import Mutant


def drawn(mutants: Sequence[Mutant], count: int, seed: str) -> list[Mutant]:
    """The `count` mutants with the least digests of seed and name, in the order they came in.

    A mutant that is added or goes changes one place of the sample, and no other.
    """
    ranked = sorted(mutants, key=lambda mutant: _rank(mutant, seed))
    chosen = set(ranked[:count])
    return [mutant for mutant in mutants if mutant in chosen]


def _rank(mutant: Mutant, seed: str) -> bytes:
    return blake3(f"{seed}\0{mutant.name}".encode()).digest()
