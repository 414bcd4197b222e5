"""Scenarios of what holds of every class, whatever it commits: a script a law, asked of each class by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from coalition.retirement import RetirementInstant, RetirementMarker, RetirementReason
from coalition.runtime.component import Component, Retire
from coalition.runtime.composite import Composite
from coalition.runtime.fault import Fault
from coalition.unique_id import UniqueId
from conformance.scenarios import brought, encounters, replays
from conformance.scenarios.classes import COMPOSITES, MODULES
from conformance.scenarios.deeds import Class, asked, done, looked, not_asked
from conformance.scenarios.performers import (
    CADENCE,
    RETIRED,
    START,
    advance,
    as_it_is,
    deployed,
    not_submitted,
    opened,
    refers_to,
    retire,
    status,
)
from conformance.scenarios.playing import DEADLINE, correlator, ledger, router
from conformance.scenarios.rotating import stop
from conformance.scenarios.script import Collection, Script

_LATER: Final = RetirementInstant.AtTimestamp(START + 60_000)
#: Composite organisms whose events have a deadline.
_TIMED: Final[dict[str, Callable[[str], Component]]] = {"intents": router, "ledger": ledger, "correlator": correlator}
_ENDS: Final = ("WORLD-12", "WORLD-11")
#: The reasons that name no successor.
_FAREWELLS: Final = (
    RetirementMarker.retired(RetirementInstant.AtSequence(0)),
    RetirementMarker.operator_exit(RetirementInstant.AtTimestamp(START)),
)


def collections() -> Iterator[Collection]:
    """The lives of modules, and those of composite organisms."""
    modules = Collection("scenarios/lives.json", ("world",))
    organisms = Collection("scenarios/composite-lives.json", ("world",))
    for law in (_quorum, _marker, _reasons, replays.beside, *encounters.LAWS):
        for classes, found in ((MODULES, modules), (COMPOSITES, organisms)):
            for each in classes:
                law(found, each)
    for law in (_due, _never_due, _stopped, replays.replayed, *brought.LAWS):
        for each in COMPOSITES:
            law(organisms, each)
    yield from (modules, organisms)


def begun(script: Script, each: Class) -> UniqueId:
    """Open a world, deploy a component, and let it commit on each surface; a second passes."""
    ident = opened(script, each.component(each.name), comment=each.name)
    done(script, ident, each.first)
    assert all(log.entries for log in as_it_is(script, ident).logs), each.name
    advance(script, START + CADENCE)
    return ident


def _befalls(script: Script, ident: UniqueId, fault: Fault, member: int, comment: str) -> None:
    asked: dict[str, Any] = {"component": ident, "fault": fault, "members": (member,)}
    script.go("world.fault", comment, **asked, cites=["FLT-1", "FLT-3"])


def _quorum(found: Collection, each: Class) -> None:
    script = found.script(
        f"lives/{each.name}/quorum", "a majority is lost and found again", features=(*each.features, "faults")
    )
    ident = begun(script, each)
    _befalls(script, ident, Fault.Crash, 0, "one of three goes down")
    _befalls(script, ident, Fault.Isolate, 2, "another is cut off")
    for deed in each.more(as_it_is(script, ident)):
        not_asked(script, ident, "NoQuorum", deed, cites=["FLT-3"])
    not_submitted(script, ident, "NoQuorum", Retire(RETIRED), "nor does it end")
    status(script, ident, "what was committed is there", cites=["FLT-4"])
    _befalls(script, ident, Fault.Heal, 2, "two of three")
    signing = ["FLT-6"] if each.signs else []
    done(script, ident, each.more, cites=["FLT-3", *signing])
    looked(script, ident, cites=["FLT-3", "FLT-4", *signing])
    script.go("world.close")


def _waiting(script: Script, each: Class) -> UniqueId:
    """Open a world and deploy a composite organism, of which an event or two are open."""
    ident = opened(script, _TIMED[each.name](each.name), comment=each.name)
    running = as_it_is(script, ident)
    assert isinstance(running, Composite)
    for deed in each.first(running):
        if deed.values.get("surface") in running.upstreams:
            asked(script, ident, deed)
    return ident


def _due(found: Collection, each: Class) -> None:
    script = found.script(
        f"lives/{each.name}/due", "what falls due waits for a quorum", features=(*each.features, "faults")
    )
    ident = _waiting(script, each)
    _befalls(script, ident, Fault.Crash, 0, "one of three goes down")
    _befalls(script, ident, Fault.Crash, 1, "another")
    advance(script, START + DEADLINE, "to the deadline", cites=["WORLD-18", "COMP-14", "FLT-5"])
    status(script, ident, "nothing is committed", cites=["FLT-3", "FLT-5"])
    advance(script, START + 2 * DEADLINE, "beyond it", cites=["WORLD-18", "COMP-14", "FLT-5"])
    _befalls(script, ident, Fault.Restart, 1, "two of three")
    looked(script, ident, "it is sealed now", cites=["FLT-5", "COMP-14"])
    script.go("world.close")


def _stopped(found: Collection, each: Class) -> None:
    script = found.script(
        f"lives/{each.name}/stopped-in-time",
        "nothing falls due of what is stopped",
        features=(*each.features, "rotation"),
    )
    ident = _waiting(script, each)
    stop(script, ident, "its operator leaves")
    advance(script, START + 2 * DEADLINE, "beyond the deadline", cites=["WORLD-18", "COMP-14", "ROT-2"])
    script.go("world.close", "nothing was committed", cites=["WORLD-16", "WORLD-18", "ROT-2"])


def _never_due(found: Collection, each: Class) -> None:
    script = found.script(f"lives/{each.name}/never-due", "nothing falls due after the marker", features=each.features)
    ident = _waiting(script, each)
    retire(script, ident)
    advance(script, START + 2 * DEADLINE, "beyond the deadline", cites=["WORLD-18", "COMP-14", "WORLD-12"])
    looked(script, ident, "the marker alone", cites=["WORLD-18", "COMP-14", *_ENDS])
    script.go("world.close")


def _marker(found: Collection, each: Class) -> None:
    script = found.script(
        f"lives/{each.name}/marker", "the marker is the last on every surface", features=each.features
    )
    ident = begun(script, each)
    value = retire(script, ident)
    assert {commit["surface"] for commit in value["commits"]} == set(as_it_is(script, ident).SURFACES), each.name
    for deed in each.more(as_it_is(script, ident)):
        not_asked(script, ident, "Retired", deed, cites=_ENDS)
    not_submitted(script, ident, "Retired", Retire(RETIRED), "nor a second marker", cites=_ENDS)
    advance(script, START + 60_000, "to its instant, and past whatever was open", cites=["WORLD-18"])
    not_asked(script, ident, "Retired", each.more(as_it_is(script, ident))[0], cites=_ENDS)
    looked(script, ident, "the marker is the last", cites=_ENDS)
    status(script, ident, "it has retired")
    script.go("world.close")


def _reasons(found: Collection, each: Class) -> None:
    script = found.script(f"lives/{each.name}/reasons", "every reason to retire", features=each.features)
    rotated = opened(script, each.component(f"{each.name}.0"), comment="one that is replaced")
    own, other = (refers_to(script, rotated), deployed(script, each.component(f"{each.name}.1"), "its successor"))
    circle = RetirementMarker.rotation(_LATER, own)
    not_submitted(script, rotated, "SelfReplacement", Retire(circle), "by itself", cites=["WORLD-13"])
    _ends(script, each, rotated, RetirementMarker.rotation(_LATER, refers_to(script, other)))
    asked(script, other, each.first(as_it_is(script, other))[0], cites=["WORLD-17"])
    _ends(script, each, other, RetirementMarker(_LATER, RetirementReason.Emergency))
    for number, marker in enumerate(_FAREWELLS, 2):
        ident = deployed(script, each.component(f"{each.name}.{number}"), "another")
        _ends(script, each, ident, marker)
    script.go("world.close")


def _ends(script: Script, each: Class, ident: UniqueId, marker: RetirementMarker) -> None:
    retire(script, ident, marker, marker.reason.name)
    not_submitted(script, ident, "Retired", Retire(RETIRED), "it has its marker", cites=_ENDS)
    status(script, ident, "where it is in its life")
