"""Random conditions, and sightings close enough to each other for them to hold now and then."""

from __future__ import annotations

from typing import Any, Final

from coalition.runtime.conditions import AnyClause, Condition, Count, Filter, Run, Sighting
from coalition.unique_id import UniqueId
from conformance.entropy import Entropy

_LOGS: Final = tuple(UniqueId.hash(name) for name in ("a log", "another log"))
_ORIGINS: Final = (bytes([1]) * 20, bytes([2]) * 20)
_LAST: Final = 2**64 - 1


def watched(entropy: Entropy) -> dict[str, Any]:
    """The parameters of `condition.stretches`."""
    begin = entropy.choice((0, 1_700_000_000_000, _LAST - 40))
    seen = tuple(_sighting(entropy, begin) for _ in range(entropy.between(0, 24)))
    clauses = tuple(_clause(entropy) for _ in range(entropy.between(0, 3)))
    return {"condition": Condition(clauses, entropy.between(0, len(clauses) + 1)), "sightings": seen}


def _sighting(entropy: Entropy, begin: int) -> Sighting:
    return Sighting(entropy.choice(_LOGS), begin + entropy.below(40), entropy.choice(_ORIGINS), entropy.below(4))


def _clause(entropy: Entropy) -> AnyClause:
    wanted = Filter(
        entropy.choice((None, None, *_LOGS)),
        entropy.choice((None, None, *_ORIGINS)),
        entropy.choice((None, None, 0, 1)),
    )
    least = entropy.choice((0, 1, 2, 3, 4))
    if entropy.chance(2):
        return Run(wanted, least)
    return Count(wanted, entropy.choice((None, 0, 1, 5, 12)), least)
