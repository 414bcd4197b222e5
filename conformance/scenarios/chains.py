"""Scenarios of retirement chains: from a component that retired to the one that goes on, or to no one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from coalition.json_form import as_json
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker, RetirementReason
from coalition.runtime.component import Component
from coalition.unique_id import UniqueId, unique_id
from conformance.scenarios import almanacs
from conformance.scenarios.almanacs import almanac, no_tick, tick
from conformance.scenarios.performers import (
    CADENCE,
    START,
    advance,
    as_it_is,
    deployed,
    opened,
    refers_to,
    retire,
    status,
)
from conformance.scenarios.playing import lattices_content, router
from conformance.scenarios.script import ALMANAC, Collection, Script

_FEATURES: Final = (*ALMANAC, "retirement-chains")
_LATER: Final = RetirementInstant.AtTimestamp(START + 60_000)
_MODULE: Final = ComponentKind.Module
#: More than any chain here has.
_ANY_HOPS: Final = 64


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    chains = Collection("scenarios/retirement-chains.json", _FEATURES, chapter="retirement-chains")
    for write in (
        _rotated,
        _ended,
        _reasons,
        _crossing,
        _nobody,
        _cycle,
        _hops,
        _long,
        _branches,
        _pins,
        _broken_references,
    ):
        write(chains)
    _fork(chains)
    _same_address(chains)
    yield chains


def _line(script: Script, count: int) -> list[UniqueId]:
    """Open a world and deploy so many Almanacs."""
    first = opened(script, almanac("almanac.0"), comment="an Almanac")
    return [first, *(_another(script, number) for number in range(1, count))]


def _another(script: Script, number: int) -> UniqueId:
    return almanacs.deployed(script, almanac(f"almanac.{number}"), "another Almanac")


def _rotate(
    script: Script, ident: UniqueId, to: ComponentRef, instant: Any = _LATER, comment: str = "a marker"
) -> None:
    retire(script, ident, RetirementMarker.rotation(instant, to), comment)


def _follow(
    script: Script,
    reference: ComponentRef,
    path: Sequence[UniqueId],
    comment: str,
    *,
    hops: int = _ANY_HOPS,
    explicit: bool = False,
    cites: Sequence[str] = ("CHAIN-1", "CHAIN-2"),
) -> None:
    """Follow a chain, which goes this way."""
    value = script.go("world.follow", comment, component=reference, hops=hops, explicit=explicit, cites=cites)
    assert value["path"] == [str(each) for each in path], comment


def _stray(
    script: Script,
    refusal: str,
    reference: ComponentRef,
    comment: str,
    *,
    hops: int = _ANY_HOPS,
    explicit: bool = False,
    cites: Sequence[str] = (),
) -> None:
    """Follow a chain that leads nowhere."""
    script.refuse("world.follow", refusal, comment, component=reference, hops=hops, explicit=explicit, cites=cites)


def _rotated(chains: Collection) -> None:
    script = chains.script("retirement-chains/rotated", "an Almanac is replaced, and its successor replaced again")
    first, second, third = _line(script, 3)
    reference = refers_to(script, first)
    tick(script, first, (0, 0), comment="it is in use")
    _follow(script, reference, [first], "nothing has been replaced")
    _rotate(script, first, refers_to(script, second), comment="its marker names the next")
    _follow(script, reference, [first, second], "before the marker takes effect")
    status(script, first, "old and new side by side")
    no_tick(script, first, "Retired", (0, 0), comment="the old one commits no more")
    tick(script, second, (0, 0), comment="the new one does")
    advance(script, START + 60_000, "the marker takes effect")
    _follow(script, reference, [first, second], "the same way")
    _rotate(script, second, refers_to(script, third), comment="the next is replaced, too")
    _follow(script, reference, [first, second, third], "all the way")
    _follow(script, refers_to(script, second), [second, third], "from the middle")
    tick(script, third, (0, 60_000), comment="where it ended somebody commits")
    script.go("world.close")


def _ended(chains: Collection) -> None:
    script = chains.script("retirement-chains/ended", "a chain that ends at a component that retires")
    first, second = _line(script, 2)
    reference = refers_to(script, first)
    _rotate(script, first, refers_to(script, second))
    retire(script, second, RetirementMarker.retired(_LATER), "it ends without a successor")
    _follow(script, reference, [first, second], "it still serves", cites=["CHAIN-3"])
    advance(script, START + 59_999, "just before its instant")
    _follow(script, reference, [first, second], "it still serves", cites=["CHAIN-3"])
    advance(script, START + 60_000, "its instant")
    _stray(script, "ChainEnded", reference, "it is over")
    _stray(script, "ChainEnded", refers_to(script, second), "by itself, too")
    status(script, second, "it is retired")
    script.go("world.close")


def _reasons(chains: Collection) -> None:
    script = chains.script(
        "retirement-chains/reasons", "every reason, with a replacement and without: five of the eight are markers"
    )
    rotated, ended, left, failed, saved, goes_on = _line(script, 6)
    now, successor = RetirementInstant.AtTimestamp(START), refers_to(script, goes_on)
    markers = {
        rotated: RetirementMarker.rotation(now, successor),
        ended: RetirementMarker.retired(now),
        left: RetirementMarker.operator_exit(now),
        failed: RetirementMarker(now, RetirementReason.Emergency),
        saved: RetirementMarker(now, RetirementReason.Emergency, successor),
    }
    for ident, wrong, refusal, rule in (
        (rotated, None, "ReplacementRequired", "RET-3"),
        (ended, successor, "ReplacementForbidden", "RET-4"),
        (left, successor, "ReplacementForbidden", "RET-4"),
    ):
        form = {**as_json(markers[ident]), "replacement": None if wrong is None else as_json(wrong)}
        params = {"as": None, "component": ident.hex(), "command": {"kind": "Retire", "marker": form}}
        reason = markers[ident].reason.name
        script.refuse_form("world.submit", refusal, f"{reason} the wrong way", params, cites=["WORLD-7", rule])
    for ident, marker in markers.items():
        retire(script, ident, marker, f"{marker.reason.name}, as it should be")
    for ident in (ended, left, failed):
        _stray(script, "ChainEnded", refers_to(script, ident), "nobody goes on")
    for ident in (rotated, saved):
        _follow(script, refers_to(script, ident), [ident, goes_on], "somebody goes on")
    script.go("world.close")


def _crossing(chains: Collection) -> None:
    script = chains.script("retirement-chains/crossing", "a rotation, an emergency and an operator's exit in one chain")
    line = _line(script, 4)
    reference = refers_to(script, line[0])
    later = RetirementInstant.AtSequence((START + 2 * CADENCE) // CADENCE)
    _rotate(script, line[0], refers_to(script, line[1], pinned=True), RetirementInstant.AtTimestamp(START))
    emergency = RetirementMarker(later, RetirementReason.Emergency, refers_to(script, line[2]))
    retire(script, line[1], emergency, "an emergency")
    _follow(script, reference, line[:3], "through retired and retiring ones")
    retire(script, line[2], RetirementMarker.operator_exit(later), "the operator leaves")
    _follow(script, reference, line[:3], "until then it serves", cites=["CHAIN-3"])
    advance(script, START + 2 * CADENCE, "the slot of the markers")
    _stray(script, "ChainEnded", reference, "and no longer")
    _follow(script, refers_to(script, line[3]), [line[3]], "another one is not concerned")
    script.go("world.close")


def _nobody(chains: Collection) -> None:
    script = chains.script("retirement-chains/nobody", "references that mean nobody, and what they mean later")
    (first,) = _line(script, 1)
    running = as_it_is(script, first)
    address, build = running.address, running.ids.content_hash
    _follow(script, ComponentRef(_MODULE, address, build), [first], "by address and build")
    for kind in (ComponentKind.Lattice, ComponentKind.Organism, ComponentKind.Coalition, ComponentKind.Provider):
        _stray(script, "ConnectTimeout", ComponentRef(kind, address), "of another kind")
    _stray(script, "ConnectTimeout", ComponentRef(_MODULE, unique_id("nobody")), "at another address")
    _stray(script, "ConnectTimeout", ComponentRef(_MODULE, address, unique_id("a build")), "another build")
    _stray(script, "ConnectTimeout", ComponentRef(_MODULE, first), "by its deployment")
    ids = deployed_ids(chains, almanac("almanac.1"))
    _rotate(script, first, ComponentRef(_MODULE, ids), comment="replaced by one that is not there yet")
    reference = ComponentRef(_MODULE, address)
    _stray(script, "ConnectTimeout", reference, "nobody answers there")
    status(script, first, "the old one still serves")
    second = _another(script, 1)
    _follow(script, reference, [first, second], "now somebody does")
    script.go("world.close")


def deployed_ids(chains: Collection, component: Component) -> UniqueId:
    """The address that a component will have."""
    script = Script("world/elsewhere", "", chains.features)
    return as_it_is(script, opened(script, component)).address


def _cycle(chains: Collection) -> None:
    script = chains.script("retirement-chains/cycle", "three that name each other, and one that leads there")
    line = _line(script, 4)
    lead, ring = line[0], line[1:]
    _rotate(script, lead, refers_to(script, ring[0]))
    _rotate(script, ring[0], refers_to(script, ring[1]))
    _follow(script, refers_to(script, lead), line[:3], "not yet a ring")
    _rotate(script, ring[1], refers_to(script, ring[2]))
    _rotate(script, ring[2], refers_to(script, ring[0], pinned=True))
    _stray(script, "ChainCycle", refers_to(script, lead), "into the ring")
    for each in ring:
        _stray(script, "ChainCycle", refers_to(script, each), "around it")
    _stray(script, "ChainCycle", refers_to(script, ring[0]), "with just enough hops", hops=3, cites=["CHAIN-5"])
    _stray(script, "TooManyHops", refers_to(script, ring[0]), "it ends before it comes around", hops=1)
    script.go("world.close")


def _hops(chains: Collection) -> None:
    script = chains.script("retirement-chains/hops", "as many replacements as are followed, and one more")
    line = _line(script, 4)
    for each, successor in pairwise(line):
        _rotate(script, each, refers_to(script, successor))
    reference = refers_to(script, line[0])
    for hops in (3, 4, 2**32 - 1):
        _follow(script, reference, line, f"{hops} hops", hops=hops, cites=["CHAIN-5", "CHAIN-2"])
    for hops in (2, 1, 0):
        _stray(script, "TooManyHops", reference, f"{hops} hops", hops=hops)
    _follow(script, refers_to(script, line[3]), [line[3]], "none are needed", hops=0, cites=["CHAIN-5"])
    script.go("world.close")


def _long(chains: Collection) -> None:
    script = chains.script("retirement-chains/long", "a chain of twelve, whose instants come one by one")
    line = _line(script, 12)
    for number, (each, successor) in enumerate(pairwise(line)):
        _rotate(script, each, refers_to(script, successor), RetirementInstant.AtTimestamp(START + number))
    _follow(script, refers_to(script, line[0]), line, "all of it")
    advance(script, START + 5, "half of them are retired")
    _follow(script, refers_to(script, line[0]), line, "it is as long")
    _follow(script, refers_to(script, line[9]), line[9:], "its end")
    script.go("world.close")


def _branches(chains: Collection) -> None:
    script = chains.script("retirement-chains/branches", "two with one successor")
    left, right, both = _line(script, 3)
    _rotate(script, left, refers_to(script, both))
    _rotate(script, right, refers_to(script, both))
    _follow(script, refers_to(script, left), [left, both], "from one")
    _follow(script, refers_to(script, right), [right, both], "and from the other")
    _follow(script, refers_to(script, both), [both], "it has no predecessors")
    script.go("world.close")


def _fork(chains: Collection) -> None:
    script = chains.script(
        "retirement-chains/fork",
        "two builds at one address that lead to different places",
        features=("stall", "stall.intents"),
    )
    old = opened(script, router(), comment="an intent router")
    new = deployed(script, router(content=lattices_content(deadline_ms=77_000)), "another build at the same address")
    left, right, far = (deployed(script, router(f"router.{name}"), "another") for name in ("left", "right", "far"))
    address = refers_to(script, old)
    pins = [refers_to(script, each, pinned=True) for each in (old, new)]
    _rotate(script, old, refers_to(script, left), comment="the old build goes one way")
    _follow(script, address, [new], "the address means the latest build, which is not replaced")
    _rotate(script, new, refers_to(script, right), comment="the new build goes another")
    _follow(script, address, [new, right], "the address goes the way of the latest", cites=["CHAIN-1", "CHAIN-2"])
    for pin, path in zip(pins, ([old, left], [new, right]), strict=True):
        _stray(script, "PinnedBuild", pin, "no build is left by itself")
        _follow(script, pin, path, "each goes its own way", explicit=True, cites=["CHAIN-1", "CHAIN-6"])
    _rotate(script, left, pins[1], comment="one way leads over to the other build")
    _rotate(script, right, refers_to(script, far), comment="and the other goes on")
    _follow(script, pins[0], [old, left, new, right, far], "through both builds of one address", explicit=True)
    status(script, far, "where both ways end somebody serves")
    script.go("world.close")


def _pins(chains: Collection) -> None:
    script = chains.script("retirement-chains/pins", "a pinned build is left by an explicit act alone")
    first, second = _line(script, 2)
    pin, address = refers_to(script, first, pinned=True), refers_to(script, first)
    _follow(script, pin, [first], "there is nothing to follow", cites=["CHAIN-6"])
    _rotate(script, first, refers_to(script, second, pinned=True), comment="replaced by one build")
    _stray(script, "PinnedBuild", pin, "a pin does not follow by itself")
    _follow(script, pin, [first, second], "but if one says so", explicit=True, cites=["CHAIN-6"])
    _follow(script, address, [first, second], "an address follows by itself", cites=["CHAIN-6"])
    _follow(script, address, [first, second], "and if one says so", explicit=True, cites=["CHAIN-6"])
    _follow(script, refers_to(script, second, pinned=True), [second], "a pin on the new one", cites=["CHAIN-6"])
    script.go("world.close")


def _broken_references(chains: Collection) -> None:
    script = chains.script("retirement-chains/broken-references", "a reference that breaks a rule of its types")
    (first,) = _line(script, 1)
    reference = {"kind": {"kind": "Module"}, "address": str(as_it_is(script, first).address), "content_hash": None}
    for member in ("address", "content_hash"):
        params = {"component": {**reference, member: "00" * 32}, "hops": 1, "explicit": False}
        script.refuse_form("world.follow", "ZeroId", f"its {member} is zero", params, cites=["WORLD-7", "ENC-4"])
    params = {"component": reference, "hops": 2**32, "explicit": False}
    script.break_shape("world.follow", "hops beyond their width", params)
    _follow(script, refers_to(script, first), [first], "as it should be")
    script.go("world.close")


def _same_address(chains: Collection) -> None:
    script = chains.script(
        "retirement-chains/same-address",
        "an organism is replaced by another build of itself",
        features=("stall", "stall.intents"),
    )
    old = opened(script, router(), comment="an intent router")
    other = lattices_content(deadline_ms=77_000)
    new = deployed(script, router(content=other), "another build of it")
    address = refers_to(script, old)
    _follow(script, address, [new], "an address means the latest")
    _follow(script, refers_to(script, old, pinned=True), [old], "a build means itself", cites=["CHAIN-1", "CHAIN-6"])
    _rotate(script, old, refers_to(script, new, pinned=True), comment="the old build names the new one")
    _follow(script, refers_to(script, old, pinned=True), [old, new], "from one to the other", explicit=True)
    _stray(script, "PinnedBuild", refers_to(script, old, pinned=True), "not by itself")
    retire(script, new, RetirementMarker.operator_exit(RetirementInstant.AtTimestamp(START)), "the operator leaves")
    _stray(script, "ChainEnded", address, "the latest is over")
    script.go("world.close")
