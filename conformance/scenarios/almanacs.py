"""What the scenarios of Almanacs deploy and submit: those of one coalition, their members, and their ticks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from coalition import examples
from coalition.acl import AclComposition
from coalition.almanac import Observation
from coalition.content_preimages import AlmanacContent
from coalition.module import atlas_members
from coalition.runtime.almanac import TICKS, Tick
from coalition.runtime.module import Module
from coalition.stable_id import member_id
from coalition.unique_id import UniqueId
from conformance.pages import changed
from conformance.scenarios import performers
from conformance.scenarios.performers import CADENCE, START
from conformance.scenarios.script import Script

SLOT: Final = START // CADENCE
MEMBERS: Final = tuple(member_id(each) for each in atlas_members(examples.ETH_SUPERCHAIN))
STRANGER: Final = bytes(20)


def almanac(name: str = "almanac", cadence_ms: int = CADENCE, **changes: Any) -> Module:
    """The Almanac of `ethereum.superchain`, some of its members changed."""
    base = Module(examples.ETH_SUPERCHAIN, name, AlmanacContent(cadence_ms, None), None, AclComposition(()))
    return changed(base, **changes) if changes else base


def opened(script: Script, component: Module | None = None, now: int = START) -> UniqueId:
    """Open a world and deploy an Almanac; its deployment."""
    return performers.opened(script, almanac() if component is None else component, now, "an Almanac")


def deployed(script: Script, component: Module | None = None, comment: str = "an Almanac") -> UniqueId:
    """Deploy an Almanac; its deployment."""
    return performers.deployed(script, almanac() if component is None else component, comment)


def observed(*pairs: tuple[int, int]) -> tuple[Observation, ...]:
    """What members (by their place in the coalition) showed (milliseconds after START)."""
    return tuple(Observation(MEMBERS[place], START + offset) for place, offset in pairs)


def tick(
    script: Script, ident: UniqueId, *pairs: tuple[int, int], comment: str = "a tick", cites: Sequence[str] = ()
) -> Any:
    """Submit a tick that is accepted."""
    return performers.submitted(script, ident, Tick(observed(*pairs)), comment, cites=cites or ["WORLD-6", "ALM-3"])


def no_tick(script: Script, ident: UniqueId, refusal: str, *pairs: tuple[int, int], comment: str = "") -> None:
    """Submit a tick that is refused."""
    performers.not_submitted(script, ident, refusal, Tick(observed(*pairs)), comment)


def read(
    script: Script, ident: UniqueId, after: int | None, limit: int, comment: str = "", *, cites: Sequence[str] = ()
) -> Any:
    """Read a page."""
    return performers.read(script, ident, TICKS, after, limit, comment, cites=cites)


def whole(script: Script, ident: UniqueId, comment: str = "the whole log", *, cites: Sequence[str] = ()) -> Any:
    """Read everything there is."""
    return performers.whole(script, ident, TICKS, comment, cites=cites)
