"""What scenarios of several readers do: bring what lattices published in an event, and have it decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coalition.runtime.composite import Apply
from coalition.runtime.played import PlayedSlot
from coalition.unique_id import UniqueId
from conformance.scenarios.performers import submitted
from conformance.scenarios.playing import Superchain, delivered
from conformance.scenarios.script import Script

POOL, REFUNDS = "UnsealedPool", "Refunds"
#: The places of the lattices in a span of all three.
ETH, UNI, BASE = range(3)
ALL: Final = (ETH, UNI, BASE)


def brought(
    script: Script,
    ident: UniqueId,
    chain: Superchain,
    slots: Sequence[PlayedSlot],
    places: Sequence[int],
    name: str = POOL,
    builds: Sequence[UniqueId | None] = (None, None, None),
) -> None:
    """What some lattices published in an event."""
    for place in places:
        entry = slots[place].pool if name == POOL else slots[place].refunds
        build = builds[place]
        surface = chain.surface(place, name)
        delivered(script, ident, surface, entry, content_hash=build, comment="what a member committed")


def applied(script: Script, *idents: UniqueId, comment: str = "nobody is missing") -> None:
    """Whatever is complete is decided."""
    for ident in idents:
        submitted(script, ident, Apply(), comment, cites=["COMP-13", "COMP-28"])
