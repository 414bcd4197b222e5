"""Scenarios of faults: members that crash and are cut off, with and without a quorum of the others, and come back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.almanac import Tick
from coalition.runtime.component import Retire
from coalition.runtime.fault import Fault
from coalition.unique_id import UniqueId
from conformance.scenarios.almanacs import almanac, no_tick, observed, read, tick, whole
from conformance.scenarios.performers import CADENCE, COMMITTEE, RETIRED, START, advance, deployed, retire, status
from conformance.scenarios.script import ALMANAC, SEED, Collection, Script

_FEATURES: Final = (*ALMANAC, "faults")


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    faults = Collection("scenarios/faults.json", _FEATURES, chapter="faults")
    for write in (
        _majority,
        _half,
        _sizes,
        _cut_off,
        _both,
        _no_effect,
        _strangers,
        _retire,
        _phases,
        _gap,
        _not_made_good,
        _one_of_two,
        _same_member_twice,
        _after_the_end,
    ):
        write(faults)
    yield faults


def opened(script: Script, members: int = 3, name: str = "almanac") -> UniqueId:
    """Open a world and deploy an Almanac of so many members."""
    script.go("world.open", "the curtain rises", seed=SEED, now=START, cites=["WORLD-1"])
    return of(script, members, name)


def of(script: Script, members: int, name: str = "almanac") -> UniqueId:
    """Deploy an Almanac of so many members."""
    committee = tuple(bytes([number + 1]) * 32 for number in range(members))
    return deployed(script, almanac(name), f"a committee of {members}", committee, ("WORLD-2", "FLT-1"))


def befalls(
    script: Script, ident: UniqueId, fault: Fault, *members: int, comment: str = "", cites: Sequence[str] = ()
) -> Any:
    """Something happens to members."""
    return script.go(
        "world.fault",
        comment,
        component=ident,
        fault=fault,
        members=members,
        cites=["FLT-1", *cites],
    )


def _not(script: Script, ident: UniqueId, refusal: str, fault: Fault, *members: int, comment: str = "") -> None:
    script.refuse("world.fault", refusal, comment, component=ident, fault=fault, members=members)


def _goes_on(script: Script, ident: UniqueId, at: int, comment: str = "it commits") -> None:
    """Time goes on to a slot, and its tick is committed."""
    advance(script, at)
    tick(script, ident, (0, at - START), comment=comment, cites=["FLT-3", "WORLD-6"])


def _majority(faults: Collection) -> None:
    script = faults.script("faults/majority", "a majority is lost and found again")
    ident = opened(script)
    tick(script, ident, (0, 0), comment="all three are there")
    befalls(script, ident, Fault.Crash, 2, comment="one goes down", cites=["FLT-3"])
    _goes_on(script, ident, START + CADENCE, "two of three are a quorum")
    befalls(script, ident, Fault.Crash, 0, comment="another one", cites=["FLT-3"])
    advance(script, START + 2 * CADENCE)
    no_tick(script, ident, "NoQuorum", (0, 2_000), comment="one of three is none")
    whole(script, ident, "what was committed can be read", cites=["FLT-4"])
    status(script, ident, "and asked after", cites=["FLT-4"])
    befalls(script, ident, Fault.Restart, 2, comment="one comes back", cites=["FLT-3"])
    tick(script, ident, (0, 2_000), comment="and the next commit has the next index", cites=["FLT-3", "FLT-4"])
    befalls(script, ident, Fault.Crash, 1, comment="the one that was there all the time")
    no_tick(script, ident, "NoQuorum", (0, 2_100), comment="the one that is left goes on alone no more than it did")
    befalls(script, ident, Fault.Restart, 0, 1, comment="all are back")
    _goes_on(script, ident, START + 3 * CADENCE)
    whole(script, ident, cites=["FLT-4"])
    script.go("world.close", cites=["FLT-4", "WORLD-16"])


def _half(faults: Collection) -> None:
    script = faults.script("faults/half", "half of an even committee is no quorum")
    ident = opened(script, 4)
    befalls(script, ident, Fault.Crash, 3, cites=["FLT-3"])
    tick(script, ident, (0, 0), comment="three of four", cites=["FLT-3", "WORLD-6"])
    befalls(script, ident, Fault.Isolate, 0, cites=["FLT-3"])
    advance(script, START + CADENCE)
    no_tick(script, ident, "NoQuorum", (0, 1_000), comment="two of four")
    whole(script, ident, cites=["FLT-4"])
    befalls(script, ident, Fault.Restart, 3, cites=["FLT-3"])
    tick(script, ident, (0, 1_000), comment="three again", cites=["FLT-3"])
    whole(script, ident, cites=["FLT-3"])
    script.go("world.close")


def _sizes(faults: Collection) -> None:
    script = faults.script("faults/sizes", "a quorum is more than half, whatever the size")
    script.go("world.open", seed=SEED, now=START, cites=["WORLD-1"])
    for size in (1, 2, 3, 5, 6):
        ident = of(script, size, f"almanac.{size}")
        spare = size - (size // 2 + 1)
        if spare:
            befalls(script, ident, Fault.Crash, *range(spare), comment="as many as can be spared", cites=["FLT-3"])
        tick(script, ident, comment="it commits", cites=["FLT-3", "WORLD-6"])
        befalls(script, ident, Fault.Crash, spare, comment="one more", cites=["FLT-3"])
        script.refuse(
            "world.submit", "NoQuorum", "it does not", component=ident, command=Retire(RETIRED), cites=["FLT-3"]
        )
        whole(script, ident, cites=["FLT-4"])
    script.go("world.close")


def _cut_off(faults: Collection) -> None:
    script = faults.script("faults/cut-off", "those that are cut off are not together")
    ident = opened(script, 5)
    befalls(script, ident, Fault.Isolate, 4, 3, comment="two of five", cites=["FLT-3"])
    tick(script, ident, (0, 0), comment="the other three commit", cites=["FLT-3", "WORLD-6"])
    befalls(script, ident, Fault.Isolate, 0, comment="three are cut off, each by itself", cites=["FLT-3"])
    advance(script, START + CADENCE)
    no_tick(script, ident, "NoQuorum", (0, 1_000), comment="neither the two nor the three")
    befalls(script, ident, Fault.Isolate, 1, 2, comment="the two as well")
    no_tick(script, ident, "NoQuorum", (0, 1_000), comment="all of them are up, and none is present")
    status(script, ident, "it can be asked after", cites=["FLT-4"])
    befalls(script, ident, Fault.Heal, 3, 0, 2, comment="three are connected", cites=["FLT-3"])
    tick(script, ident, (0, 1_000), comment="another three than before", cites=["FLT-3"])
    whole(script, ident, cites=["FLT-4"])
    script.go("world.close")


def _both(faults: Collection) -> None:
    script = faults.script("faults/down-and-cut-off", "who was cut off and down has to be healed and restarted")
    ident = opened(script)
    tick(script, ident)
    befalls(script, ident, Fault.Isolate, 1, 2, comment="two are cut off")
    befalls(script, ident, Fault.Crash, 2, comment="and one of them goes down")
    befalls(script, ident, Fault.Restart, 2, comment="it comes up, and is cut off still")
    no_tick(script, ident, "NoQuorum", comment="it is not there")
    befalls(script, ident, Fault.Crash, 2, comment="down again")
    befalls(script, ident, Fault.Heal, 2, comment="connected, and down")
    no_tick(script, ident, "NoQuorum", comment="nor is it now")
    befalls(script, ident, Fault.Restart, 2, comment="up and connected", cites=["FLT-3"])
    _goes_on(script, ident, START + CADENCE)
    befalls(script, ident, Fault.Crash, 1, comment="the one that is cut off goes down", cites=["FLT-3"])
    whole(script, ident, cites=["FLT-4"])
    _goes_on(script, ident, START + 2 * CADENCE, "nobody missed it")
    script.go("world.close")


def _no_effect(faults: Collection) -> None:
    script = faults.script("faults/no-effect", "a fault that changes nothing is refused, and happens to nobody")
    ident = opened(script)
    tick(script, ident)
    _not(script, ident, "NoEffect", Fault.Restart, 0, comment="it is up")
    _not(script, ident, "NoEffect", Fault.Heal, 1, comment="it is connected")
    _not(script, ident, "NoEffect", Fault.Crash, comment="nobody")
    _not(script, ident, "NoEffect", Fault.Crash, 0, 1, 0, comment="one of them twice")
    befalls(script, ident, Fault.Crash, 0, comment="the other two are up", cites=["FLT-2"])
    _not(script, ident, "NoEffect", Fault.Crash, 1, 0, comment="one is down")
    befalls(script, ident, Fault.Isolate, 0, comment="a member that is down can be cut off", cites=["FLT-2"])
    _not(script, ident, "NoEffect", Fault.Isolate, 0, comment="once")
    _goes_on(script, ident, START + CADENCE, "two are there all the while")
    befalls(script, ident, Fault.Heal, 0, comment="it was cut off", cites=["FLT-2"])
    _not(script, ident, "NoEffect", Fault.Heal, 0, 2, comment="it is no longer")
    befalls(script, ident, Fault.Restart, 0, comment="and it was down", cites=["FLT-2"])
    _goes_on(script, ident, START + 2 * CADENCE)
    whole(script, ident)
    script.go("world.close")


def _strangers(faults: Collection) -> None:
    script = faults.script("faults/strangers", "nothing happens to who is not there")
    ident = opened(script)
    tick(script, ident)
    _not(script, ident, "NoSuchMember", Fault.Crash, 3, comment="a fourth of three")
    _not(script, ident, "NoSuchMember", Fault.Isolate, 0, 2**32 - 1, comment="one of two is a stranger")
    befalls(script, ident, Fault.Crash, 2, comment="the third, and the first is there", cites=["FLT-2"])
    _not(script, ident, "NoSuchMember", Fault.Restart, 2, 3, comment="a stranger beside it")
    script.refuse(
        "world.fault", "UnknownComponent", "nobody", component=UniqueId(bytes(32)), fault=Fault.Crash, members=(0,)
    )
    params = {"component": ident.hex(), "fault": {"kind": "Crash"}, "members": [0]}
    script.break_shape("world.fault", "a member as text", {**params, "members": ["0"]})
    script.break_shape("world.fault", "a fault that is none", {**params, "fault": {"kind": "Stop"}})
    befalls(script, ident, Fault.Restart, 2, comment="it is down still", cites=["FLT-2"])
    _goes_on(script, ident, START + CADENCE)
    script.go("world.close")


def _retire(faults: Collection) -> None:
    script = faults.script("faults/retire", "without a quorum nobody retires")
    ident = opened(script)
    tick(script, ident)
    befalls(script, ident, Fault.Crash, 0, 1)
    script.refuse("world.submit", "NoQuorum", "the marker", component=ident, command=Retire(RETIRED), cites=["FLT-3"])
    status(script, ident, "active", cites=["FLT-3"])
    befalls(script, ident, Fault.Restart, 0)
    status(script, ident, "active", cites=["FLT-3"])
    retire(script, ident)
    no_tick(script, ident, "Retired")
    whole(script, ident, cites=["FLT-3", "WORLD-11"])
    script.go("world.close")


def _phases(faults: Collection) -> None:
    script = faults.script("faults/phases", "an instant is reached whoever is there")
    ident = opened(script)
    retire(script, ident, RetirementMarker.retired(RetirementInstant.AtTimestamp(START + 10)))
    befalls(script, ident, Fault.Crash, 0, 1, 2, comment="all are down")
    status(script, ident, "retiring", cites=["FLT-4"])
    advance(script, START + 10)
    status(script, ident, "retired", cites=["FLT-4"])
    whole(script, ident, cites=["FLT-4"])
    script.go("world.close")


def _gap(faults: Collection) -> None:
    script = faults.script("faults/gap", "a slot that passed without a quorum is a gap")
    ident = opened(script)
    tick(script, ident, (0, 0))
    befalls(script, ident, Fault.Isolate, 0, 1)
    advance(script, START + CADENCE)
    no_tick(script, ident, "NoQuorum", (0, 1_000), comment="the slot's tick")
    advance(script, START + 2 * CADENCE)
    befalls(script, ident, Fault.Heal, 1, comment="a slot later", cites=["FLT-4"])
    read(script, ident, 0, 5, "nothing came of it", cites=["FLT-3", "FLT-4"])
    tick(script, ident, (0, 500), comment="the present slot, with an older time", cites=["FLT-4", "ALM-3"])
    whole(script, ident, cites=["FLT-4", "ALM-3"])
    script.go("world.close")


def _not_made_good(faults: Collection) -> None:
    script = faults.script("faults/not-made-good", "what was refused is not done later")
    ident = opened(script)
    befalls(script, ident, Fault.Crash, 0, 1, 2, comment="all are down")
    no_tick(script, ident, "NoQuorum", (0, 5), (1, 5))
    no_tick(script, ident, "NoQuorum", (0, 6), (1, 6))
    befalls(script, ident, Fault.Restart, 2, 1, 0, comment="all are up", cites=["FLT-3"])
    whole(script, ident, "the log is empty", cites=["FLT-3"])
    tick(script, ident, (0, 4), comment="the slot is free, and the clocks are where they were", cites=["FLT-3"])
    whole(script, ident, cites=["FLT-3"])
    script.go("world.close")


def _one_of_two(faults: Collection) -> None:
    script = faults.script("faults/one-of-two", "a fault is one component's, whoever has the same keys")
    one = opened(script)
    two = of(script, 3, "almanac.b")
    befalls(script, one, Fault.Crash, 0, 1, comment="two members of the first", cites=["WORLD-17"])
    no_tick(script, one, "NoQuorum")
    tick(script, two, (0, 0), comment="the second has the same keys, and goes on", cites=["FLT-1", "WORLD-17"])
    retire(script, two)
    befalls(script, one, Fault.Restart, 0, cites=["WORLD-17"])
    tick(script, one, (0, 0), comment="and the first goes on without it", cites=["FLT-1", "WORLD-17"])
    whole(script, one, cites=["WORLD-17"])
    whole(script, two, cites=["WORLD-17"])
    script.go("world.close", cites=["WORLD-17", "WORLD-16"])


def _same_member_twice(faults: Collection) -> None:
    script = faults.script("faults/one-key-twice", "a key that stands there twice is two members")
    script.go("world.open", seed=SEED, now=START, cites=["WORLD-1"])
    committee = (COMMITTEE[0], COMMITTEE[0], COMMITTEE[1])
    ident = deployed(script, almanac(), "one key twice", committee, ("WORLD-2", "FLT-1"))
    befalls(script, ident, Fault.Crash, 0, comment="one of the two", cites=["FLT-3"])
    tick(script, ident, comment="the other is there", cites=["FLT-1", "FLT-3"])
    befalls(script, ident, Fault.Crash, 1, comment="the other", cites=["FLT-3"])
    advance(script, START + CADENCE)
    no_tick(script, ident, "NoQuorum")
    befalls(script, ident, Fault.Restart, 0, cites=["FLT-3"])
    tick(script, ident, cites=["FLT-1", "FLT-3"])
    script.go("world.close")


def _after_the_end(faults: Collection) -> None:
    script = faults.script("faults/after-the-end", "members come and go after the marker too")
    ident = opened(script)
    tick(script, ident, (0, 0))
    retire(script, ident)
    befalls(script, ident, Fault.Crash, 0, 1, 2, comment="all go down")
    whole(script, ident, "the log is there", cites=["FLT-4", "WORLD-11"])
    befalls(script, ident, Fault.Restart, 1, 2, comment="some come back")
    script.refuse(
        "world.submit", "Retired", "nothing came back with them", component=ident, command=Tick(observed((0, 1)))
    )
    whole(script, ident, cites=["FLT-4", "WORLD-11"])
    script.go("world.close")
