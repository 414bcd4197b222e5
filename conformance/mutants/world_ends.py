"""Mutants of how what runs in a world ends, and of several deployments side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pyrsistent import pvector

from coalition.retirement import AtSequence
from coalition.runtime.almanac import Almanac
from coalition.runtime.component import Running
from coalition.runtime.refusals import Retired, SelfReplacement
from coalition.runtime.world import World
from conformance.mutants.breaking import Mutant, method, replaced, unchecked, verb
from conformance.mutants.world_logs import with_all


def _from_effect(_right: Callable[..., None]) -> Callable[..., None]:
    """Commands are refused from the marker's instant on, and not before."""

    def check(running: Running) -> None:
        instant = None if running.marker is None else running.marker.effective_at
        if isinstance(instant, AtSequence):
            raise Retired(running.deployment)

    return check


def _marker_again(right: Callable[..., Running]) -> Callable[..., Running]:
    def apply(self: Running, command: Any, context: Any) -> Running:
        second = self.marker is not None and hasattr(command, "marker")
        return right(replace(self, marker=None) if second else self, command, context)

    return apply


def _unmarked(_right: Callable[..., Running]) -> Callable[..., Running]:
    def retire(self: Running, marker: Any) -> Running:
        return replace(self, marker=marker)

    return retire


def _by_kind(right: Callable[..., None]) -> Callable[..., None]:
    def check(running: Running, marker: Any) -> None:
        if marker.replacement is not None and marker.replacement.kind.name == "Module":
            right(running, marker)

    return check


def _address_alone(_right: Callable[..., None]) -> Callable[..., None]:
    def check(running: Running, marker: Any) -> None:
        if marker.replacement is not None and marker.replacement.address == running.address:
            raise SelfReplacement(marker)

    return check


def _after_equality(_right: Callable[..., bool]) -> Callable[..., bool]:
    def is_reached(instant: Any, now: int, sequence: int) -> bool:
        return sequence > instant.sequence if isinstance(instant, AtSequence) else now > instant.timestamp_ms

    return is_reached


def _sequence_as_time(_right: Callable[..., bool]) -> Callable[..., bool]:
    def is_reached(instant: Any, now: int, _sequence: int) -> bool:
        return bool(now >= (instant.sequence if isinstance(instant, AtSequence) else instant.timestamp_ms))

    return is_reached


def _all_retire(right: Callable[..., World]) -> Callable[..., World]:
    def put(world: World, running: Running) -> World:
        after, marker = right(world, running), running.marker
        return after if marker is None else with_all(after, lambda each: each.marked(marker))

    return put


def _slots_shared(right: Callable[..., World]) -> Callable[..., World]:
    def put(world: World, running: Running) -> World:
        after = right(world, running)
        if not isinstance(running, Almanac):
            return after
        seq = running.last_seq
        return with_all(after, lambda each: replace(each, last_seq=seq) if isinstance(each, Almanac) else each)

    return put


def _by_id(right: Callable[..., Any]) -> Callable[..., Any]:
    def close(world: World) -> Any:
        return right(replace(world, order=pvector(sorted(world.order))))

    return close


MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "marker-not-committed", ("WORLD-11",), "the marker is not committed", (method(Running, "_retire", _unmarked),)
    ),
    Mutant(
        "commands-after-the-marker",
        ("WORLD-12",),
        "commands are taken after the marker",
        (unchecked("runtime.component.check_running"),),
    ),
    Mutant(
        "retired-from-its-effect",
        ("WORLD-12",),
        "commands are taken until the marker takes effect",
        (replaced("runtime.component.check_running", _from_effect),),
    ),
    Mutant("second-marker", ("WORLD-12",), "a second marker is taken", (method(Running, "apply", _marker_again),)),
    Mutant(
        "self-replacement",
        ("WORLD-13",),
        "a marker leads back to itself",
        (unchecked("runtime.component.check_other_replacement"),),
    ),
    Mutant(
        "self-replacement-by-kind",
        ("WORLD-13",),
        "a marker leads back to itself under another kind",
        (replaced("runtime.component.check_other_replacement", _by_kind),),
    ),
    Mutant(
        "same-address-refused",
        ("WORLD-13",),
        "another build under the same address is refused",
        (replaced("runtime.component.check_other_replacement", _address_alone),),
    ),
    Mutant(
        "effect-after-equality",
        ("WORLD-14",),
        "a marker takes effect after its instant",
        (replaced("runtime.component.is_reached", _after_equality),),
    ),
    Mutant(
        "sequence-as-time",
        ("WORLD-14",),
        "a sequence is taken for a time",
        (replaced("runtime.component.is_reached", _sequence_as_time),),
    ),
    Mutant("logs-by-id", ("WORLD-16",), "logs are listed by deployment", (verb("world.close", _by_id),)),
    Mutant(
        "all-retire",
        ("WORLD-17",),
        "a marker retires every deployment",
        (replaced("runtime.world.put", _all_retire),),
    ),
    Mutant(
        "slots-shared",
        ("WORLD-17",),
        "deployments share their slots",
        (replaced("runtime.world.put", _slots_shared),),
    ),
)
