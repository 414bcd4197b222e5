"""Mutants of an Almanac that runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pyrsistent import pmap

from coalition.runtime.almanac import Almanac
from coalition.runtime.refusals import SlotTaken
from conformance.mutants.breaking import Mutant, method, replaced, rows, unchecked, without


def _forgetful_clocks(right: Callable[..., Almanac]) -> Callable[..., Almanac]:
    """The clocks of the last tick alone are remembered."""

    def tick(self: Almanac, observed_at: Any, now: int) -> Almanac:
        return replace(right(self, observed_at, now), seen=pmap({one.member: one.at for one in observed_at}))

    return tick


def _counted(right: Callable[..., Almanac]) -> Callable[..., Almanac]:
    """Ticks are numbered one by one, as often as one likes."""

    def tick(self: Almanac, observed_at: Any, _now: int) -> Almanac:
        number = 0 if self.last_seq is None else self.last_seq + 1
        return right(self, observed_at, number * self.cadence_ms)

    return tick


def _strictly(almanac: Almanac, observed_at: Any) -> None:
    for one in observed_at:
        if one.at <= almanac.seen.get(one.member, -1):
            raise SlotTaken(one)


MUTANTS: tuple[Mutant, ...] = (
    Mutant("no-cadence", ("ALM-1",), "slots without length", (unchecked("runtime.almanac.check_cadence"),)),
    Mutant(
        "observations-as-submitted",
        ("ALM-2",),
        "observations are left in the order they came in",
        (replaced("almanac.in_order", lambda _: lambda observed_at: observed_at),),
    ),
    Mutant(
        "members-observed-twice", ("ALM-2",), "a member is observed twice", (unchecked("almanac.check_members_once"),)
    ),
    Mutant(
        "tick-without-seq",
        ("ALM-2",),
        "the number of the slot is left out of a tick",
        (rows("almanac.tick", without("seq")),),
    ),
    Mutant("ticks-counted", ("ALM-3",), "ticks are numbered one by one", (method(Almanac, "_tick", _counted),)),
    Mutant("slots-taken-twice", ("ALM-3",), "two ticks in a slot", (unchecked("runtime.almanac.check_slot"),)),
    Mutant(
        "slots-rounded-up",
        ("ALM-3",),
        "slots are rounded to the nearest",
        (replaced("runtime.almanac.slot", lambda _: lambda now, cadence_ms: (now + cadence_ms // 2) // cadence_ms),),
    ),
    Mutant(
        "strangers-observed", ("ALM-4",), "strangers are observed", (unchecked("runtime.almanac.check_members_known"),)
    ),
    Mutant("clocks-go-back", ("ALM-5",), "a member's clock goes back", (unchecked("runtime.almanac.check_forward"),)),
    Mutant(
        "clocks-never-stand",
        ("ALM-5",),
        "a member's clock may not stand still",
        (replaced("runtime.almanac.check_forward", lambda _: _strictly),),
    ),
    Mutant(
        "clocks-forgotten",
        ("ALM-5",),
        "a tick forgets whom it leaves out",
        (method(Almanac, "_tick", _forgetful_clocks),),
    ),
)
