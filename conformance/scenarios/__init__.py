"""The definitions of the scenarios, a module a subject. `collections()` is all of them, one a file."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.scenarios.script import Collection


def collections() -> Iterator[Collection]:
    """Every collection of scenarios, in the order of their files."""
    from conformance.scenarios import (  # noqa: PLC0415 - imported when they are asked for, as the cases are
        almanac,
        atlas,
        attested,
        bond_clauses,
        bond_corners,
        bond_tickets,
        bonds,
        boundary,
        chains,
        chronicle,
        composites,
        compute,
        correlators,
        faults,
        ledgers,
        lives,
        matrix,
        mutated,
        randomness,
        rotations,
        stage,
        stalls,
        upstreams,
    )

    for subject in (
        stage,
        almanac,
        faults,
        chains,
        bonds,
        bond_tickets,
        bond_clauses,
        bond_corners,
        compute,
        composites,
        ledgers,
        correlators,
        stalls,
        upstreams,
        matrix,
        mutated,
        chronicle,
        atlas,
        randomness,
        rotations,
        boundary,
        attested,
        lives,
    ):
        yield from subject.collections()
