"""Scenarios of lives that are lived twice: beside another of the class, in another world, and replayed from entries."""

from __future__ import annotations

from typing import Final

from coalition.runtime.component import Component, Running
from coalition.runtime.composite import Composite
from coalition.unique_id import UniqueId
from conformance.pages import changed
from conformance.scenarios.deeds import Class, Deed, asked, done, looked
from conformance.scenarios.performers import CADENCE, START, advance, as_it_is, deployed, opened, retire, submitted
from conformance.scenarios.playing import delivered
from conformance.scenarios.script import Collection, Script

_AGAIN: Final = ("WORLD-15", "WORLD-17")


def beside(found: Collection, each: Class) -> None:
    """The life of one that is alone, and of the same one in another world, beside another of its class."""
    script = found.script(
        f"lives/{each.name}/beside", "the same life, alone and in company, commits the same", features=each.features
    )
    alone = _alone(script, each)
    ident = opened(script, each.component(each.name), comment="the same, in another world")
    company = deployed(script, each.component(f"{each.name}.b"), "and another one")
    done(script, company, each.first, cites=_AGAIN)
    done(script, ident, each.first, cites=_AGAIN)
    retire(script, company)
    advance(script, START + CADENCE)
    done(script, ident, each.more, cites=_AGAIN)
    assert as_it_is(script, ident).logs == alone.logs, each.name
    script.go("world.close", "of three lives two are one", cites=["WORLD-16", *_AGAIN])


def _alone(script: Script, each: Class) -> Running:
    """A life of one in a world of its own; what it came to."""
    ident = opened(script, each.component(each.name), comment=each.name)
    done(script, ident, each.first)
    advance(script, START + CADENCE)
    done(script, ident, each.more)
    lived = as_it_is(script, ident)
    script.go("world.close", "what it came to", cites=["WORLD-16", "WORLD-15"])
    return lived


def replayed(found: Collection, each: Class) -> None:
    """The life of a composite organism, and the same one by command, from all the entries that there were."""
    script = found.script(
        f"lives/{each.name}/replayed", "who replays commits the same, what came late too", features=each.features
    )
    lived = _alone(script, each)
    component = each.component(each.name)
    ident = opened(script, _replaying(component), START + CADENCE, "one that replays")
    deeds = (*each.first(as_it_is(script, ident)), *each.more(as_it_is(script, ident)))
    for deed in reversed(deeds):
        if not deed.is_command:
            values = dict(deed.values)
            entries = values.pop("entries")
            delivered(script, ident, values.pop("surface"), *entries, comment="it is kept", cites=["COMP-27"], **values)
    for deed in deeds:
        _by_command(script, ident, deed)
    assert as_it_is(script, ident).logs == lived.logs, each.name
    looked(script, ident, "the same, byte for byte", cites=["COMP-27", "COMP-17"])
    script.go("world.close", "the same digests", cites=["WORLD-16", "COMP-27"])


def _replaying(component: Component) -> Component:
    made: Component = changed(component, replay=True)
    return made


def _by_command(script: Script, ident: UniqueId, deed: Deed) -> None:
    """A deed as who replays does it: what was brought is observed by command."""
    if deed.is_command:
        asked(script, ident, deed, cites=["COMP-27"])
        return
    running = as_it_is(script, ident)
    assert isinstance(running, Composite)
    upstream = running.upstreams[deed.values["surface"]]
    for entry in deed.values["entries"]:
        command = upstream.observe(upstream.pointer(entry))  # type: ignore[call-arg] # every such command has one
        submitted(script, ident, command, deed.comment, cites=["COMP-11", "COMP-17", "COMP-27"])
