"""What the scenarios of every class do: open a world, deploy, submit, read, wait, retire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from coalition.retirement import ComponentRef, RetirementInstant, RetirementMarker
from coalition.runtime.component import Command, Component, Retire, Running
from coalition.unique_id import UniqueId
from conformance.scenarios.script import SEED, Script

#: A second of cadence, and a present in the middle of a slot.
CADENCE: Final = 1_000
START: Final = 1_700_000_000_400
#: The secret keys of a committee of three.
COMMITTEE: Final = tuple(bytes([number]) * 32 for number in (1, 2, 3))
RETIRED: Final = RetirementMarker.retired(RetirementInstant.AtTimestamp(START + 60_000))


def opened(script: Script, component: Component, now: int = START, comment: str = "the first component") -> UniqueId:
    """Open a world and deploy a component; its deployment."""
    script.go("world.open", "the curtain rises", seed=SEED, now=now, cites=["WORLD-1"])
    return deployed(script, component, comment)


def deployed(
    script: Script,
    component: Component,
    comment: str,
    committee: tuple[bytes, ...] = COMMITTEE,
    cites: Sequence[str] = ("WORLD-3", "WORLD-2"),
) -> UniqueId:
    """Deploy a component; its deployment."""
    value = script.go("world.deploy", comment, component=component, committee=committee, cites=cites)
    return UniqueId(bytes.fromhex(value["deployment"]))


def as_it_is(script: Script, ident: UniqueId) -> Running:
    """A component as it is now."""
    assert script.world is not None
    return script.world.components[ident]


def refers_to(script: Script, ident: UniqueId, *, pinned: bool = False) -> ComponentRef:
    """What refers to a deployment: by its address alone, or to that build."""
    found = as_it_is(script, ident)
    return ComponentRef(found.REFERRED_AS, found.address, found.ids.content_hash if pinned else None)


def submitted(script: Script, ident: UniqueId, command: Command, comment: str = "", *, cites: Sequence[str]) -> Any:
    """Submit a command that is accepted."""
    return script.go("world.submit", comment, component=ident, command=command, cites=cites)


def not_submitted(
    script: Script, ident: UniqueId, refusal: str, command: Command, comment: str = "", *, cites: Sequence[str] = ()
) -> None:
    """Submit a command that is refused."""
    script.refuse("world.submit", refusal, comment, component=ident, command=command, cites=cites)


def retire(script: Script, ident: UniqueId, marker: RetirementMarker = RETIRED, comment: str = "the marker") -> Any:
    """Submit a marker that is accepted."""
    return submitted(script, ident, Retire(marker), comment, cites=["WORLD-11", "WORLD-6"])


def read(
    script: Script,
    ident: UniqueId,
    surface: str,
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
        surface=surface,
        after=after,
        limit=limit,
        cites=cites or ["WORLD-8", "WORLD-10", "WORLD-6"],
    )


def whole(
    script: Script, ident: UniqueId, surface: str, comment: str = "the whole log", *, cites: Sequence[str] = ()
) -> Any:
    """Read everything there is on a surface."""
    return read(script, ident, surface, None, 1024, comment, cites=cites)


def advance(script: Script, to: int, comment: str = "time passes", *, cites: Sequence[str] = ()) -> None:
    """Move the present."""
    script.go("world.advance", comment, to=to, cites=["WORLD-1", "PROTO-18", *cites])


def status(script: Script, ident: UniqueId, comment: str, *, cites: Sequence[str] = ()) -> Any:
    """Ask where a component is in its life."""
    return script.go("world.status", comment, component=ident, cites=["WORLD-14", "WORLD-10", *cites])
