"""What is done with a component of any class: deeds, and the steps in which they go through, or are refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coalition.runtime.committee import Committee
from coalition.runtime.component import Component
from coalition.runtime.composite import Composite
from coalition.unique_id import UniqueId
from conformance.scenarios.performers import as_it_is, whole
from conformance.scenarios.script import Script


@dataclass(frozen=True)
class Deed:
    """Something that is asked of a component: the verb, and what it takes beside the component and who asks."""

    comment: str
    verb: str
    values: Mapping[str, Any]
    cites: tuple[str, ...]

    @property
    def is_command(self) -> bool:
        """Whether it is submitted, so that a peer can."""
        return self.verb == "world.submit"


#: Deeds with a component as it is.
Deeds = Callable[[Any], Sequence[Deed]]


@dataclass(frozen=True)
class Class:
    """A class by its name in these scenarios, the features that it takes, and what is done with one."""

    name: str
    features: tuple[str, ...]
    component: Callable[[str], Component]
    first: Deeds
    more: Deeds
    #: Whether its committee signs some of what it commits.
    signs: bool = False


def asked(script: Script, ident: UniqueId, deed: Deed, *, peer: bytes | None = None, cites: Sequence[str] = ()) -> Any:
    """A deed that goes through."""
    who = {"as_": peer} if deed.is_command else {}
    return script.go(deed.verb, deed.comment, component=ident, **who, **deed.values, cites=[*deed.cites, *cites])


def done(script: Script, ident: UniqueId, deeds: Deeds, *, cites: Sequence[str] = ()) -> None:
    """Deeds that go through, one after another."""
    for deed in deeds(as_it_is(script, ident)):
        asked(script, ident, deed, cites=cites)


def not_asked(
    script: Script, ident: UniqueId, refusal: str, deed: Deed, *, peer: bytes | None = None, cites: Sequence[str] = ()
) -> None:
    """A deed that is refused, for nothing but what is said here: by itself it is right."""
    check_right(script, ident, deed)
    who = {"as_": peer} if deed.is_command else {}
    script.refuse(deed.verb, refusal, deed.comment, component=ident, **who, **deed.values, cites=cites)


def check_right(script: Script, ident: UniqueId, deed: Deed) -> None:
    """Raise the `Refusal` of a deed that would be refused of a component that lives, and has all of its members."""
    assert script.world is not None
    running = as_it_is(script, ident)
    healthy = replace(running, marker=None, committee=Committee(running.committee.keys))
    if deed.is_command:
        healthy.apply(deed.values["command"], script.world.context())
    else:
        assert isinstance(healthy, Composite)
        healthy.delivered(**deed.values, now=script.world.now)


def looked(script: Script, ident: UniqueId, comment: str = "all of it", *, cites: Sequence[str] = ()) -> None:
    """Read every surface."""
    for surface in as_it_is(script, ident).SURFACES:
        whole(script, ident, surface, comment, cites=["WORLD-8", "WORLD-10", *cites])
