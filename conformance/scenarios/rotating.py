"""What the scenarios of rotations do: stand up a coalition, connect by its page, retire one for another, stop it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from coalition import examples
from coalition.content_preimages import AlmanacContent, AtlasContent
from coalition.measurements import Measurements
from coalition.module import ModuleKind
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.rotation import AnyHandle, ModuleHandle, OrganismHandle
from coalition.unique_id import UniqueId
from conformance.pages import changed
from conformance.scenarios.listings import Listing, Shipped
from conformance.scenarios.performers import CADENCE, START, deployed, refers_to, retire
from conformance.scenarios.script import SEED, Script

ROTATION: Final = ("almanac", "rotation", "world")
ALMANAC: Final = ModuleHandle(ModuleKind.Almanac)
ATLAS: Final = ModuleHandle(ModuleKind.Atlas)
CLOCK: Final = Shipped(AlmanacContent(CADENCE, None))
DIRECTORY: Final = Shipped(AtlasContent(None))
#: What an image measures before a rotation, and after it.
OLD: Final = examples.ORACLE_MEASUREMENTS
NEW: Final = changed(OLD, mr_td=bytes([7]) * 48)
#: An hour in which old and new run side by side.
GRACE: Final = 3_600_000
CUTOVER: Final = RetirementInstant.AtTimestamp(START + GRACE)
#: More than any chain here has.
ANY_HOPS: Final = 64


def coalition(*shipped: Shipped, instance_name: str = "ethereum.superchain") -> Listing:
    """A coalition over one lattice that ships these modules."""
    return Listing(instance_name, ("ethereum.mainnet",), (), shipped or (CLOCK,))


def to(instance_name: str) -> AnyHandle:
    """The handle to an organism."""
    return OrganismHandle(instance_name)


def raised(script: Script) -> None:
    """Open a world."""
    script.go("world.open", "the curtain rises", seed=SEED, now=START, cites=["WORLD-1"])


def stood_up(script: Script, listing: Listing, comment: str) -> tuple[UniqueId, ...]:
    """Deploy every module that a coalition ships, in its order; their deployments."""
    kinds = [each.kind for each in listing.shipped]
    return tuple(
        deployed(script, listing.module(kind), f"{comment}: its {kind.name}", cites=["WORLD-3", "WORLD-4"])
        for kind in kinds
    )


def hand_over(
    script: Script, old: UniqueId, new: UniqueId, comment: str, *, pinned: bool = False, instant: Any = CUTOVER
) -> Any:
    """Commit the marker of the old one, which names the new."""
    marker = RetirementMarker.rotation(instant, refers_to(script, new, pinned=pinned))
    return retire(script, old, marker, comment)


def stop(script: Script, ident: UniqueId, comment: str) -> None:
    """Stop what runs."""
    script.go("world.stop", comment, component=ident, cites=["ROT-1", "ROT-2", "WORLD-14"])


def connect(
    script: Script,
    page: Listing | str,
    handle: AnyHandle,
    path: Sequence[UniqueId],
    comment: str,
    *,
    admits: tuple[Measurements, ...] | None = None,
    hops: int = ANY_HOPS,
    explicit: bool = False,
    cites: Sequence[str] = (),
) -> None:
    """Connect by a page; the handle leads this way."""
    value = script.go(
        "world.connect",
        comment,
        document=page if isinstance(page, str) else page.document,
        handle=handle,
        admits=admits,
        hops=hops,
        explicit=explicit,
        cites=[*cites, "ROT-3", "ROT-4", "ROT-5", *(["ROT-6"] if admits is not None else [])],
    )
    assert value["path"] == [str(each) for each in path], comment


def not_connected(
    script: Script,
    refusal: str,
    page: Listing | str,
    handle: AnyHandle,
    comment: str,
    *,
    admits: tuple[Measurements, ...] | None = None,
    hops: int = ANY_HOPS,
    explicit: bool = False,
    cites: Sequence[str] = (),
) -> None:
    """Try to connect by a page, which is refused."""
    script.refuse(
        "world.connect",
        refusal,
        comment,
        document=page if isinstance(page, str) else page.document,
        handle=handle,
        admits=admits,
        hops=hops,
        explicit=explicit,
        cites=[*cites, "ROT-4", "ROT-5"],
    )
