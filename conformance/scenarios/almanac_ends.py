"""Scenarios of how an Almanac ends, and of several side by side."""

from __future__ import annotations

from coalition.content_preimages import AlmanacContent
from coalition.json_form import as_json
from coalition.retirement import (
    AnyInstant,
    ComponentKind,
    ComponentRef,
    RetirementInstant,
    RetirementMarker,
    RetirementReason,
)
from coalition.runtime.component import Retire
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId, unique_id
from conformance.scenarios.almanacs import SLOT, almanac, deployed, no_tick, opened, read, tick, whole
from conformance.scenarios.performers import CADENCE, COMMITTEE, RETIRED, START, advance, retire, status
from conformance.scenarios.script import SEED, Collection

_LATER = RetirementInstant.AtTimestamp(START + 60_000)
NEXT = START - START % CADENCE + CADENCE
_SUCCESSOR = ComponentRef(ComponentKind.Module, unique_id("the next almanac"), unique_id("its build"))
LAST = 2**64 - 1


def _retired_once(almanacs: Collection) -> None:
    script = almanacs.script("almanac/retired-once", "one marker, and nothing after it")
    ident = opened(script)
    tick(script, ident, (0, 0))
    advance(script, NEXT)
    retire(script, ident)
    no_tick(script, ident, "Retired", (0, 700), comment="a tick in a free slot")
    script.refuse("world.submit", "Retired", "the same marker again", component=ident, command=Retire(RETIRED))
    other = RetirementMarker(_LATER, RetirementReason.Emergency)
    script.refuse("world.submit", "Retired", "another marker", component=ident, command=Retire(other))
    whole(script, ident, "the marker is the last entry", cites=["WORLD-11", "WORLD-12"])
    advance(script, START + 60_001, "beyond its instant")
    no_tick(script, ident, "Retired", (0, 60_000), comment="nor then")
    read(script, ident, 0, 1, "and the log can be read", cites=["WORLD-11", "WORLD-8"])
    script.go("world.close")


def _retired_at_once(almanacs: Collection) -> None:
    script = almanacs.script("almanac/retired-at-once", "a marker may be the only record")
    ident = opened(script)
    status(script, ident, "alive")
    retire(script, ident, RetirementMarker.operator_exit(_LATER), "the first record is the last")
    no_tick(script, ident, "Retired")
    whole(script, ident, cites=["WORLD-11"])
    script.go("world.close")


def _rotated(almanacs: Collection) -> None:
    script = almanacs.script("almanac/rotated", "a rotation, its successor beside it")
    ident = opened(script)
    tick(script, ident, (0, 0))
    commit = script.steps[-1].expect["value"]["commits"][0]["commit"]
    evidence = EvidencePointer(unique_id("an address"), SLOT, UniqueId(bytes.fromhex(commit)))
    marker = RetirementMarker(RetirementInstant.AtSequence(SLOT + 2), RetirementReason.Rotation, _SUCCESSOR, evidence)
    value = retire(script, ident, marker, "a marker with all it can have")
    marked = UniqueId(bytes.fromhex(value["commits"][0]["commit"]))
    after = deployed(
        script, almanac("almanac.b", content=AlmanacContent(CADENCE, marked)), "one that names the marker's commit"
    )
    no_tick(script, ident, "Retired", (0, 0))
    tick(script, after, (0, 0), comment="the successor ticks")
    whole(script, ident, "the old log", cites=["WORLD-11"])
    whole(script, after, "the new one")
    script.go("world.close")


def _bad_markers(almanacs: Collection) -> None:
    script = almanacs.script("almanac/bad-markers", "a marker that is none ends nothing")
    ident = opened(script)
    value = script.steps[1].expect["value"]
    address, content_hash = (UniqueId(bytes.fromhex(value[name])) for name in ("address", "content_hash"))
    retired = as_json(RETIRED)
    successor = as_json(_SUCCESSOR)

    def wrong(refusal: str, comment: str, rule: str, **members: object) -> None:
        command = {"kind": "Retire", "marker": {**retired, **members}}
        params = {"as": None, "component": ident.hex(), "command": command}
        script.refuse_form("world.submit", refusal, comment, params, cites=["WORLD-13", rule])

    wrong("ReplacementRequired", "a rotation to nowhere", "RET-3", reason={"kind": "Rotation"})
    wrong("ReplacementForbidden", "an end with a successor", "RET-4", replacement=successor)
    wrong(
        "ReplacementForbidden",
        "an exit with a successor",
        "RET-4",
        reason={"kind": "OperatorExit"},
        replacement=successor,
    )
    rotation = {"kind": "Rotation"}
    nowhere = {**successor, "address": "00" * 32}
    wrong("ZeroId", "a rotation to the absent id", "ENC-4", reason=rotation, replacement=nowhere)
    for comment, kind, build in (
        ("itself, by its build", ComponentKind.Module, content_hash),
        ("itself, by its address alone", ComponentKind.Module, None),
        ("itself, called an organism", ComponentKind.Organism, content_hash),
    ):
        replacement = as_json(ComponentRef(kind, address, build))
        wrong("SelfReplacement", comment, "WORLD-13", reason=rotation, replacement=replacement)
    status(script, ident, "still active")
    tick(script, ident, (0, 0), comment="and ticking", cites=["WORLD-13", "WORLD-6"])
    retire(script, ident, RetirementMarker(_LATER, RetirementReason.Emergency, _SUCCESSOR), "a right one ends it")
    no_tick(script, ident, "Retired")
    whole(script, ident, cites=["WORLD-11"])
    script.go("world.close")


def _same_address(almanacs: Collection) -> None:
    script = almanacs.script("almanac/same-address", "another build under the same address is another deployment")
    ident = opened(script)
    address = UniqueId(bytes.fromhex(script.steps[1].expect["value"]["address"]))
    build = ComponentRef(ComponentKind.Module, address, unique_id("another build"))
    tick(script, ident, (0, 0))
    value = retire(script, ident, RetirementMarker.rotation(_LATER, build), "to another build")
    assert value["commits"][0]["index"] == "1"
    no_tick(script, ident, "Retired")
    whole(script, ident, cites=["WORLD-13", "WORLD-11"])
    script.go("world.close")


def _phases_by_time(almanacs: Collection) -> None:
    script = almanacs.script("almanac/phases-by-time", "a marker takes effect at its instant, not before")
    ident = opened(script)
    status(script, ident, "active")
    retire(script, ident, RetirementMarker.retired(RetirementInstant.AtTimestamp(START + 10)))
    status(script, ident, "retiring")
    advance(script, START + 9)
    status(script, ident, "a millisecond before")
    advance(script, START + 10)
    status(script, ident, "at equality")
    advance(script, START + 11)
    status(script, ident, "and after")
    script.go("world.close")


def _phases_by_slot(almanacs: Collection) -> None:
    script = almanacs.script("almanac/phases-by-slot", "a sequence is reached by the Almanac's own slots")
    ident = opened(script)
    retire(script, ident, RetirementMarker.retired(RetirementInstant.AtSequence(SLOT + 2)))
    status(script, ident, "two slots before")
    advance(script, NEXT + CADENCE - 1)
    status(script, ident, "a millisecond before")
    advance(script, NEXT + CADENCE)
    status(script, ident, "the first millisecond of the slot")
    script.go("world.close")


def _past_instants(almanacs: Collection) -> None:
    script = almanacs.script("almanac/past-instants", "an instant that has passed is reached at once")
    now = opened(script)
    instants: tuple[tuple[AnyInstant, str], ...] = (
        (RetirementInstant.AtTimestamp(START), "the present"),
        (RetirementInstant.AtTimestamp(0), "the epoch"),
        (RetirementInstant.AtSequence(SLOT), "the present slot"),
        (RetirementInstant.AtSequence(0), "slot 0"),
        (RetirementInstant.AtTimestamp(START + 1), "a millisecond from now"),
        (RetirementInstant.AtSequence(SLOT + 1), "the next slot"),
        (RetirementInstant.AtTimestamp(LAST), "the last instant"),
    )
    for number, (instant, comment) in enumerate(instants):
        ident = deployed(script, almanac(f"almanac.{number}"), comment)
        status(script, ident, "active")
        retire(script, ident, RetirementMarker.retired(instant), comment)
        status(script, ident, comment)
    status(script, now, "the first one is active all the while")
    script.go("world.close")


def _two_deployments(almanacs: Collection) -> None:
    script = almanacs.script("almanac/two-deployments", "what happens to one does not happen to the other")
    one = opened(script)
    two = deployed(script, almanac("almanac.b"), "a second")
    tick(script, one, (0, 500), comment="the first ticks", cites=["WORLD-17", "ALM-3"])
    whole(script, two, "the second has not", cites=["WORLD-17"])
    no_tick(script, one, "SlotTaken")
    tick(script, two, (0, 10), comment="its slot is free, and its clocks are its own", cites=["WORLD-17", "ALM-5"])
    retire(script, one)
    status(script, two, "the second goes on")
    advance(script, NEXT)
    no_tick(script, one, "Retired")
    tick(script, two, (0, 11), cites=["WORLD-17", "WORLD-12"])
    whole(script, one, cites=["WORLD-17", "WORLD-11"])
    whole(script, two, cites=["WORLD-17"])
    script.go("world.close", cites=["WORLD-16", "WORLD-17"])


def _interleaved(almanacs: Collection) -> None:
    script = almanacs.script("almanac/interleaved", "three Almanacs, asked in turn")
    idents = [opened(script), *(deployed(script, almanac(f"almanac.{number}")) for number in (1, 2))]
    for number in range(6):
        ident = idents[number % 3]
        tick(script, ident, (number % 2, number), cites=["WORLD-17", "WORLD-6"])
        advance(script, START + (number + 1) * CADENCE // 2)
    for ident in reversed(idents):
        whole(script, ident, cites=["WORLD-17", "WORLD-10"])
    script.go("world.close", cites=["WORLD-16"])


def _replay(almanacs: Collection) -> None:
    script = almanacs.script("almanac/replay", "the same life in another world, of another seed and committee")
    for seed, committee in ((SEED, COMMITTEE), (bytes(32), COMMITTEE[::-1])):
        script.go("world.open", seed=seed, now=START, cites=["WORLD-15", "PROTO-17"])
        value = script.go("world.deploy", component=almanac(), committee=committee, cites=["WORLD-15", "WORLD-2"])
        ident = UniqueId(bytes.fromhex(value["deployment"]))
        tick(script, ident, (0, 1), (4, 2), cites=["WORLD-15"])
        no_tick(script, ident, "SlotTaken", (0, 3), comment="a refusal is part of it")
        advance(script, NEXT)
        tick(script, ident, (4, 2), cites=["WORLD-15"])
        retire(script, ident)
        whole(script, ident, cites=["WORLD-15"])
        script.go("world.close", cites=["WORLD-15", "WORLD-16"])


#: What is written into the collection, in its order.
SUBJECTS = (
    _retired_once,
    _retired_at_once,
    _rotated,
    _bad_markers,
    _same_address,
    _phases_by_time,
    _phases_by_slot,
    _past_instants,
    _two_deployments,
    _interleaved,
    _replay,
)
