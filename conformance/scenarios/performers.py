"""What the scenarios deploy and submit: the Almanacs of a coalition, their members, and steps that come up often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from coalition import examples
from coalition.acl import AclComposition
from coalition.almanac import Observation
from coalition.content_preimages import AlmanacContent
from coalition.module import atlas_members
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.almanac import Module, Retire, Tick
from coalition.stable_id import member_id
from coalition.unique_id import UniqueId
from conformance.pages import changed
from conformance.scenarios.script import SEED, Script

#: A second of cadence, and a present in the middle of a slot.
CADENCE: Final = 1_000
START: Final = 1_700_000_000_400
SLOT: Final = START // CADENCE
#: The secret keys of a committee of three.
COMMITTEE: Final = tuple(bytes([number]) * 32 for number in (1, 2, 3))
MEMBERS: Final = tuple(member_id(each) for each in atlas_members(examples.ETH_SUPERCHAIN))
STRANGER: Final = bytes(20)
RETIRED: Final = RetirementMarker.retired(RetirementInstant.AtTimestamp(START + 60_000))


def almanac(name: str = "almanac", cadence_ms: int = CADENCE, **changes: Any) -> Module:
    """The Almanac of `ethereum.superchain`, some of its members changed."""
    base = Module(examples.ETH_SUPERCHAIN, name, AlmanacContent(cadence_ms, None), None, AclComposition(()))
    return changed(base, **changes) if changes else base


def opened(script: Script, component: Module | None = None, now: int = START) -> UniqueId:
    """Open a world and deploy an Almanac; its deployment."""
    script.go("world.open", "the curtain rises", seed=SEED, now=now, cites=["WORLD-1"])
    return deployed(script, component)


def deployed(script: Script, component: Module | None = None, comment: str = "an Almanac", **more: Any) -> UniqueId:
    """Deploy an Almanac; its deployment."""
    value = script.go(
        "world.deploy",
        comment,
        component=almanac() if component is None else component,
        committee=COMMITTEE,
        cites=["WORLD-3", "WORLD-2"],
        **more,
    )
    return UniqueId(bytes.fromhex(value["deployment"]))


def observed(*pairs: tuple[int, int]) -> tuple[Observation, ...]:
    """What members (by their place in the coalition) showed (milliseconds after START)."""
    return tuple(Observation(MEMBERS[place], START + offset) for place, offset in pairs)


def tick(
    script: Script, ident: UniqueId, *pairs: tuple[int, int], comment: str = "a tick", cites: Sequence[str] = ()
) -> Any:
    """Submit a tick that is accepted."""
    return script.go(
        "world.submit",
        comment,
        component=ident,
        command=Tick(observed(*pairs)),
        cites=cites or ["WORLD-6", "ALM-3"],
    )


def no_tick(script: Script, ident: UniqueId, refusal: str, *pairs: tuple[int, int], comment: str = "") -> None:
    """Submit a tick that is refused."""
    script.refuse("world.submit", refusal, comment, component=ident, command=Tick(observed(*pairs)))


def retire(script: Script, ident: UniqueId, marker: RetirementMarker = RETIRED, comment: str = "the marker") -> Any:
    """Submit a marker that is accepted."""
    return script.go("world.submit", comment, component=ident, command=Retire(marker), cites=["WORLD-11", "WORLD-6"])


def whole(script: Script, ident: UniqueId, comment: str = "the whole log", *, cites: Sequence[str] = ()) -> Any:
    """Read everything there is."""
    return read(script, ident, None, 1024, comment, cites=cites)


def read(
    script: Script,
    ident: UniqueId,
    after: int | None,
    limit: int,
    comment: str = "",
    *,
    cites: Sequence[str] = (),
) -> Any:
    """Read a page."""
    return script.go(
        "world.read",
        comment,
        component=ident,
        surface="Ticks",
        after=after,
        limit=limit,
        cites=cites or ["WORLD-8", "WORLD-10", "WORLD-6"],
    )


def advance(script: Script, to: int, comment: str = "time passes") -> None:
    """Move the present."""
    script.go("world.advance", comment, to=to, cites=["WORLD-1", "PROTO-18"])


def status(script: Script, ident: UniqueId, comment: str) -> Any:
    """Ask where a component is in its life."""
    return script.go("world.status", comment, component=ident, cites=["WORLD-14", "WORLD-10"])
