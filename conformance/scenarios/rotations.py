"""Scenarios of what rotations are made of: what is stopped, where a handle of a page leads, and who admits it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from coalition.content_preimages import AlmanacContent
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.almanac import TICKS, Tick
from coalition.runtime.component import Retire
from coalition.runtime.fault import Fault
from coalition.unique_id import UniqueId
from conformance.scenarios import orderings, windows
from conformance.scenarios.almanacs import observed, tick
from conformance.scenarios.listings import Shipped, organism
from conformance.scenarios.performers import CADENCE, RETIRED, START, advance, deployed, refers_to, retire, status
from conformance.scenarios.playing import DEADLINE, Superchain, delivered, lattices_content, router
from conformance.scenarios.rotating import (
    ALMANAC,
    ATLAS,
    CLOCK,
    CUTOVER,
    DIRECTORY,
    GRACE,
    ROTATION,
    coalition,
    connect,
    hand_over,
    not_connected,
    raised,
    stood_up,
    stop,
    to,
)
from conformance.scenarios.script import Collection, Script

_ROUTER: Final = ("stall", "stall.intents")
#: The same clock, configured otherwise.
_FASTER: Final = Shipped(AlmanacContent(CADENCE // 2, None))


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    rotations = Collection("scenarios/rotations.json", ROTATION, chapter="rotations")
    for write in (
        _hard_cutover,
        _stopped,
        _stopped_at_any_time,
        _stopped_builds,
        _never_due,
        _pages,
        _handles,
        _pin_depth,
        _hops,
        *windows.WINDOWS,
        *orderings.ORDERINGS,
    ):
        write(rotations)
    yield rotations


def _hard_cutover(rotations: Collection) -> None:
    script = rotations.script("rotations/hard-cutover", "an Almanac is switched off and another one on, at one instant")
    old = coalition(CLOCK)
    new = old.ships(_FASTER)
    raised(script)
    (before,) = stood_up(script, old, "the coalition")
    connect(script, old, ALMANAC, [before], "an integrator connects by the page")
    tick(script, before, (0, 0), comment="it is in use")
    stop(script, before, "the operator switches it off, without a marker")
    (after,) = stood_up(script, new, "under the new root")
    not_connected(script, "ConnectTimeout", old, ALMANAC, "whoever has the old page times out")
    connect(script, new, ALMANAC, [after], "whoever recompiled connects")
    tick(script, after, (0, 0), comment="the new one is in use")
    advance(script, START + GRACE)
    not_connected(script, "ConnectTimeout", old, ALMANAC, "nothing ever tells the others")
    script.go("world.close", "what the old one had committed is still there", cites=["WORLD-16", "ROT-2"])


def _asked(script: Script, ident: UniqueId, comment: str) -> None:
    """Every verb that names a component, and how it is answered of one that is stopped."""
    page = {"surface": TICKS, "after": None, "limit": 1}
    cites = ["ROT-1"]
    named: tuple[tuple[str, dict[str, Any]], ...] = (
        ("world.status", {}),
        ("world.read", page),
        ("world.read", {**page, "surface": "Nothing"}),
        ("world.submit", {"command": Tick(observed((0, 0)))}),
        ("world.submit", {"command": Retire(RETIRED)}),
        ("world.stop", {}),
    )
    for verb, values in named:
        script.refuse(verb, "ConnectTimeout", comment, component=ident, **values, cites=cites)


def _stopped(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/stopped", "nobody answers for what is stopped, and for the other one somebody does"
    )
    listing, beside = coalition(CLOCK), coalition(CLOCK, instance_name="another")
    raised(script)
    (ident,) = stood_up(script, listing, "a coalition")
    (other,) = stood_up(script, beside, "another one")
    tick(script, ident, (0, 0), comment="it is in use")
    where = refers_to(script, ident)
    stop(script, ident, "its operator leaves, and says nothing")
    _asked(script, ident, "nobody is there")
    script.refuse("world.follow", "ConnectTimeout", "by its address", component=where, hops=1, explicit=False)
    again: dict[str, Any] = {"component": listing.module(ALMANAC.module), "committee": (bytes(32),)}
    script.refuse("world.deploy", "AlreadyDeployed", "it is not deployed again", **again, cites=["ROT-2"])
    script.refuse("world.stop", "UnknownComponent", "one that never was", component=where.address, cites=["WORLD-5"])
    tick(script, other, (0, 0), comment="the other one is in use", cites=["WORLD-17"])
    advance(script, START + CADENCE)
    tick(script, other, (0, CADENCE), comment="and stays so", cites=["WORLD-17"])
    script.go("world.close", "two logs: one is as long as it was", cites=["WORLD-16", "ROT-2"])


def _stopped_at_any_time(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/stopped-at-any-time", "active, retiring, retired, and without a quorum", features=("faults",)
    )
    raised(script)
    names = ("active", "retiring", "retired", "alone")
    clocks = {name: stood_up(script, coalition(CLOCK, instance_name=name), name)[0] for name in names}
    retire(script, clocks["retiring"])
    retire(script, clocks["retired"], RetirementMarker.operator_exit(RetirementInstant.AtTimestamp(START)), "an exit")
    gone: dict[str, Any] = {"component": clocks["alone"], "fault": Fault.Crash, "members": (0, 1, 2)}
    script.go("world.fault", "all of its members go down", **gone, cites=["FLT-1"])
    for name, ident in clocks.items():
        stop(script, ident, f"{name}")
        script.refuse("world.status", "ConnectTimeout", "it is gone", component=ident, cites=["ROT-1"])
    back: dict[str, Any] = {**gone, "fault": Fault.Restart}
    script.refuse("world.fault", "ConnectTimeout", "nobody is left to restart", **back, cites=["ROT-1"])
    script.go("world.close", cites=["WORLD-16", "ROT-2"])


def _stopped_builds(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/stopped-builds", "a build is stopped, and the address means the one before it", features=_ROUTER
    )
    first, second = router(), router(content=lattices_content(deadline_ms=77_000))
    listing = coalition().lists(organism(first, first.instance_name))
    pinning = listing.lists(organism(second, second.instance_name, pinned=True))
    handle = to(first.instance_name)
    raised(script)
    not_connected(script, "ConnectTimeout", listing, handle, "nobody runs it yet")
    old = deployed(script, first, "an intent router")
    connect(script, listing, handle, [old], "there is one build")
    new = deployed(script, second, "another build of it")
    connect(script, listing, handle, [new], "an address means the latest")
    stop(script, new, "the new build is taken back")
    connect(script, listing, handle, [old], "it means the one that runs", cites=["ROT-1", "CHAIN-1"])
    not_connected(script, "ConnectTimeout", pinning, handle, "a pin means the build that is gone", cites=["ROT-1"])
    script.go("world.close")


def _never_due(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/never-due", "what would have fallen due does not happen where nobody runs it", features=_ROUTER
    )
    raised(script)
    ident, other = (deployed(script, router(name), "an intent router") for name in ("one", "the-other"))
    for each in (ident, other):
        chain = Superchain()
        slots = chain.event(0)
        delivered(script, each, chain.surface(0, "UnsealedPool"), slots[0].pool, comment="one lattice of three")
    stop(script, ident, "one of the two is stopped")
    advance(script, START + DEADLINE, "the deadline of both", cites=["WORLD-18", "COMP-14", "ROT-2"])
    status(script, other, "the other one has sealed the event", cites=["COMP-14"])
    script.go("world.close", "and the one that was stopped has not", cites=["WORLD-16", "ROT-2"])


def _edited(document: str, **members: Any) -> str:
    return json.dumps({**json.loads(document), **members}, sort_keys=True, separators=(",", ":"))


def _pages(rotations: Collection) -> None:
    script = rotations.script("rotations/pages", "a page that does not hold together, and one that does")
    listing = coalition(CLOCK)
    document = listing.document
    form = json.loads(document)
    raised(script)
    (ident,) = stood_up(script, listing, "the coalition")
    connect(script, document, ALMANAC, [ident], "the page")
    broken = (
        ("DocumentMalformed", document[:-1], "HS-1", "no JSON"),
        ("UnknownField", _edited(document, more=None), "HS-2", "a member too many"),
        ("MissingField", json.dumps({key: form[key] for key in form if key != "issuer"}), "HS-3", "one too few"),
        ("FingerprintMismatch", _edited(document, fingerprint="11" * 32), "HS-4", "another fingerprint"),
        ("ListMismatch", _edited(document, lattices=[]), "HS-5", "no lattice"),
        ("MissingPeerHint", _edited(document, peer_hints=[]), "HS-10", "no peer"),
        ("MissingChangeChannel", _edited(document, change_channel=""), "HS-10", "no change channel"),
        ("ZeroId", _edited(document, fingerprint="00" * 32), "ENC-4", "a fingerprint of zeros"),
    )
    for refusal, page, rule, comment in broken:
        not_connected(script, refusal, page, ALMANAC, comment, cites=["ROT-3", "WORLD-7", rule])
    connect(script, json.dumps(form, indent=1), ALMANAC, [ident], "the page, spread over lines")
    older = _edited(document, published_at="1")
    connect(script, older, ALMANAC, [ident], "whenever it was published")
    script.go("world.close")


def _handles(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/handles", "every handle of a page, and those that it does not have", features=("atlas", *_ROUTER)
    )
    member = router()
    by_instance = by_instance_name(CLOCK, "ethereum.superchain.almanac")
    listing = coalition(DIRECTORY, by_instance).lists(organism(member, member.instance_name))
    raised(script)
    atlas, clock = stood_up(script, listing, "the coalition")
    ident = deployed(script, member, "the member")
    connect(script, listing, ATLAS, [atlas], "its Atlas, whose address folds the members")
    connect(script, listing, ALMANAC, [clock], "its Almanac, by instance")
    connect(script, listing, to(member.instance_name), [ident], "its organism")
    not_connected(script, "NoSuchHandle", coalition(DIRECTORY), ALMANAC, "a page without an Almanac")
    not_connected(script, "NoSuchHandle", listing, to("superchain.ledger"), "an organism that it does not list")
    not_connected(script, "NoSuchHandle", listing, to("ethereum.mainnet"), "a lattice is no organism")
    not_connected(script, "ConnectTimeout", coalition(DIRECTORY), ATLAS, "the Atlas of another coalition")
    renamed = listing.changed(instance_name="another")
    not_connected(script, "ConnectTimeout", renamed, ATLAS, "the same modules under another name")
    not_connected(script, "ConnectTimeout", renamed, ALMANAC, "the same modules under another name")
    connect(script, renamed, to(member.instance_name), [ident], "an organism is of no coalition", cites=["WORLD-17"])
    script.go("world.close")


def by_instance_name(shipped: Shipped, instance_name: str) -> Shipped:
    """A module whose slot goes by instance, and pins its build."""
    return Shipped(shipped.content, shipped.measurements, shipped.acl, instance_name)


def _pin_depth(rotations: Collection) -> None:
    script = rotations.script("rotations/pin-depth", "who pins the content hash is not led away, and who does not is")
    pinned = coalition(by_instance_name(CLOCK, "one.almanac"), instance_name="one")
    free = coalition(CLOCK, instance_name="two")
    raised(script)
    pairs = []
    for listing in (pinned, free):
        (old,) = stood_up(script, listing, "before")
        (new,) = stood_up(script, listing.ships(_FASTER), "after")
        pairs.append((old, new))
        connect(script, listing, ALMANAC, [old], "old and new side by side")
    for old, new in pairs:
        hand_over(script, old, new, "its marker names the new one")
    (one, two), (three, four) = pairs
    not_connected(script, "PinnedBuild", pinned, ALMANAC, "the slot pins the build", cites=["CHAIN-6"])
    connect(script, pinned, ALMANAC, [one, two], "until its holder says so", explicit=True, cites=["CHAIN-6"])
    connect(script, free, ALMANAC, [three, four], "a slot without a pin leads on", cites=["CHAIN-6"])
    connect(script, free, ALMANAC, [three, four], "whatever its holder says", explicit=True, cites=["CHAIN-6"])
    script.go("world.close")


def _hops(rotations: Collection) -> None:
    script = rotations.script("rotations/hops", "a handle is followed as far as its holder goes, and not to an end")
    first = coalition(CLOCK)
    listings = [first, *(coalition(CLOCK, instance_name=f"next-{number}") for number in range(2))]
    raised(script)
    line = [stood_up(script, each, "one of three")[0] for each in listings]
    hand_over(script, line[0], line[1], "replaced")
    hand_over(script, line[1], line[2], "replaced again")
    connect(script, first, ALMANAC, line, "two hops", hops=2, cites=["CHAIN-5"])
    not_connected(script, "TooManyHops", first, ALMANAC, "one hop", hops=1)
    retire(script, line[2], RetirementMarker.operator_exit(CUTOVER), "the last one's operator leaves")
    connect(script, first, ALMANAC, line, "it still serves", cites=["CHAIN-3"])
    advance(script, START + GRACE, "its instant")
    not_connected(script, "ChainEnded", first, ALMANAC, "nobody goes on")
    script.go("world.close")
