"""Scenarios of what is brought to a composite organism of any class, and is not what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from coalition.runtime.component import Component
from coalition.runtime.composite import Composite
from coalition.runtime.log import Entry, SurfaceRecord
from coalition.runtime.upstream import Upstream
from coalition.surface import commit, deployment
from coalition.unique_id import UniqueId, unique_id
from conformance.pages import changed
from conformance.scenarios.deeds import Class, Deed, asked, looked
from conformance.scenarios.performers import CADENCE, START, advance, as_it_is, opened
from conformance.scenarios.playing import delivered, not_delivered, pinned
from conformance.scenarios.script import Collection, Script

_BUILD: Final = unique_id("the build that is pinned")
_OTHER: Final = unique_id("another build")


def _brought(script: Script, ident: UniqueId, each: Class) -> list[tuple[Upstream, Deed]]:
    """What is brought at first, an entry of each surface, and the surface."""
    running = as_it_is(script, ident)
    assert isinstance(running, Composite)
    entries = [deed for deed in each.first(running) if not deed.is_command]
    firsts = {deed.values["surface"]: deed for deed in reversed(entries)}
    return [(running.upstreams[surface], deed) for surface, deed in reversed(firsts.items())]


def _committed(upstream: Upstream, content_hash: UniqueId | None, index: int, record: SurfaceRecord) -> Entry:
    """The entry of a record at a place of a log that a build writes."""
    built = deployment(upstream.address, content_hash).id()
    return Entry(index, commit(upstream.surface, built, index, record.digest().id()).id(), record)


def _commits(found: Collection, each: Class) -> None:
    script = found.script(f"lives/{each.name}/commits", "every entry is what its commit says", features=each.features)
    ident = opened(script, each.component(each.name), comment=each.name)
    brought = _brought(script, ident, each)
    for number, (upstream, deed) in enumerate(brought):
        (entry,), build = deed.values["entries"], deed.values["content_hash"]
        stranger = brought[number - 1][1].values["entries"][0].record
        wrong = (
            ("CommitMismatch", "another commit", replace(entry, commit=unique_id("another commit"))),
            ("CommitMismatch", "at another place", replace(entry, index=entry.index + 1)),
            ("CommitMismatch", "of another build", _committed(upstream, _OTHER, entry.index, entry.record)),
            ("WrongRecord", "a record of another surface", _committed(upstream, build, entry.index, stranger)),
        )
        for refusal, comment, one in wrong:
            not_delivered(script, ident, refusal, upstream.surface, one, comment=comment, content_hash=build)
        asked(script, ident, deed, cites=["COMP-7"])
        second = _committed(upstream, build, entry.index + 1, entry.record)
        values: dict[str, Any] = {"content_hash": build}
        not_delivered(script, ident, "ConflictingEvidence", upstream.surface, second, comment="a second one", **values)
        delivered(script, ident, upstream.surface, entry, comment="the same again", cites=["COMP-8"], **values)
    advance(script, START + CADENCE)
    looked(script, ident, "what came of the right ones", cites=["COMP-7", "COMP-8"])
    script.go("world.close")


def _pinned(component: Any) -> Component:
    """A composite organism whose first member's build is pinned."""
    member, *others = component.lattices if hasattr(component, "lattices") else component.organisms
    if hasattr(component, "lattices"):
        made = changed(component, lattices=(pinned(member, _BUILD), *others))
    else:
        made = changed(component, organisms=(replace(member, content_hash=_BUILD), *others))
    found: Component = made
    return found


def _pins(found: Collection, each: Class) -> None:
    script = found.script(f"lives/{each.name}/pins", "a build that is pinned, and others", features=each.features)
    ident = opened(script, _pinned(each.component(each.name)), comment=each.name)
    for upstream, deed in _brought(script, ident, each):
        if upstream.pin is None:
            continue
        (entry,), surface = deed.values["entries"], upstream.surface
        other = _committed(upstream, _OTHER, entry.index, entry.record)
        not_delivered(script, ident, "PinnedContent", surface, entry, comment="no build is said")
        not_delivered(script, ident, "PinnedContent", surface, other, comment="another", content_hash=_OTHER)
        right = _committed(upstream, _BUILD, entry.index, entry.record)
        delivered(script, ident, surface, right, comment="the build", content_hash=_BUILD, cites=["COMP-6"])
    for deed in each.first(as_it_is(script, ident)):
        if deed.is_command or not _is_pinned(script, ident, deed):
            asked(script, ident, deed, cites=["COMP-6"])
    looked(script, ident, "what came of the right ones", cites=["COMP-6"])
    script.go("world.close")


def _is_pinned(script: Script, ident: UniqueId, deed: Deed) -> bool:
    running = as_it_is(script, ident)
    assert isinstance(running, Composite)
    return running.upstreams[deed.values["surface"]].pin is not None


LAWS: Final = (_commits, _pins)
