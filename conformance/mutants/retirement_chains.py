"""Mutants of the chapter Retirement chains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from coalition.retirement import ComponentRef
from coalition.runtime.component import Phase, Running
from coalition.runtime.world import World
from conformance.mutants.breaking import Mutant, replaced, unchecked, verb


def _any_kind(_original: Any) -> Callable[[Running, ComponentRef], bool]:
    return lambda running, reference: reference.content_hash in (None, running.ids.content_hash)


def _any_build(_original: Any) -> Callable[[Running, ComponentRef], bool]:
    return lambda running, reference: running.REFERRED_AS is reference.kind


def _first(original: Callable[..., Running]) -> Callable[[World, ComponentRef], Running]:
    def resolved(world: World, reference: ComponentRef) -> Running:
        original(world, reference)
        return next(
            each for each in world.at(reference.address) if reference.content_hash in (None, each.ids.content_hash)
        )

    return resolved


def _only_when_reached(original: Callable[..., Any]) -> Callable[[Running, int], ComponentRef | None]:
    def successor(running: Running, now: int) -> ComponentRef | None:
        return None if running.phase(now) is Phase.Retiring else original(running, now)

    return successor


def _rotations_alone(original: Callable[..., Any]) -> Callable[[Running, int], ComponentRef | None]:
    def successor(running: Running, now: int) -> ComponentRef | None:
        rotated = running.marker is None or running.marker.reason.name == "Rotation"
        return original(running, now) if rotated else None

    return successor


def _no_grace(original: Callable[..., None]) -> Callable[[Running, int], None]:
    def check(running: Running, now: int) -> None:
        original(running, 2**64 - 1 if running.marker is not None else now)

    return check


def _one_step(original: Callable[..., Iterator[Running]]) -> Callable[..., Iterator[Running]]:
    def chain(world: World, component: ComponentRef, hops: int) -> Iterator[Running]:
        for number, running in enumerate(original(world, component, hops)):
            if number > 1:
                return
            yield running

    return chain


def _end_alone(right: Callable[..., Any]) -> Callable[..., Any]:
    def follow(world: World, **values: Any) -> Any:
        after, found = right(world, **values)
        return after, replace(found, path=found.path[-1:])

    return follow


def _first_phase(right: Callable[..., Any]) -> Callable[..., Any]:
    def follow(world: World, **values: Any) -> Any:
        after, found = right(world, **values)
        return after, replace(found, phase=world.components[found.path[0]].phase(world.now))

    return follow


def _hops(count: Callable[[int], int]) -> Callable[[Any], Callable[[int, int], None]]:
    return lambda original: lambda taken, hops: original(count(taken), hops)


def _every_address(original: Callable[..., None]) -> Callable[[ComponentRef, bool], None]:
    return lambda component, explicit: original(replace(component, content_hash=component.address), explicit)


def _never(original: Callable[..., None]) -> Callable[[ComponentRef, bool], None]:
    return lambda component, _explicit: original(component, explicit=False)


MUTANTS = (
    Mutant(
        "chain-any-kind",
        ("CHAIN-1",),
        "a reference of any kind is right",
        (replaced("runtime.chain.is_meant", _any_kind),),
    ),
    Mutant(
        "chain-any-build",
        ("CHAIN-1",),
        "a reference's content hash is not looked at",
        (replaced("runtime.chain.is_meant", _any_build),),
    ),
    Mutant(
        "chain-first-build",
        ("CHAIN-1",),
        "an address means what was deployed there first",
        (replaced("runtime.chain.resolved", _first),),
    ),
    Mutant(
        "chain-waits",
        ("CHAIN-2",),
        "a marker is followed from its instant on only",
        (replaced("runtime.chain.successor", _only_when_reached),),
    ),
    Mutant(
        "chain-rotations-alone",
        ("CHAIN-2",),
        "an emergency's replacement is not followed",
        (replaced("runtime.chain.successor", _rotations_alone),),
    ),
    Mutant(
        "chain-one-step", ("CHAIN-2",), "one replacement is followed", (replaced("runtime.chain.chain", _one_step),)
    ),
    Mutant("chain-end-alone", ("CHAIN-2",), "the path is its end", (verb("world.follow", _end_alone),)),
    Mutant("chain-first-phase", ("CHAIN-2",), "the phase is that of the first", (verb("world.follow", _first_phase),)),
    Mutant(
        "chain-serves-for-ever", ("CHAIN-3",), "a retired end is right", (unchecked("runtime.chain.check_goes_on"),)
    ),
    Mutant(
        "chain-no-grace",
        ("CHAIN-3",),
        "an end that still serves is refused",
        (replaced("runtime.chain.check_goes_on", _no_grace),),
    ),
    Mutant(
        "chain-cycles",
        ("CHAIN-4",),
        "a cycle is followed until the hops are spent",
        (unchecked("runtime.chain.check_cycle"),),
    ),
    Mutant("chain-hops-unbounded", ("CHAIN-5",), "hops are not counted", (unchecked("runtime.chain.check_hops"),)),
    Mutant(
        "chain-hop-more",
        ("CHAIN-5",),
        "one hop more is followed",
        (replaced("runtime.chain.check_hops", _hops(lambda taken: max(taken - 1, 0))),),
    ),
    Mutant(
        "chain-hop-less",
        ("CHAIN-5",),
        "one hop less is followed",
        (replaced("runtime.chain.check_hops", _hops(lambda taken: taken + 1)),),
    ),
    Mutant("chain-pin-follows", ("CHAIN-6",), "a pin follows by itself", (unchecked("runtime.chain.check_pin"),)),
    Mutant(
        "chain-address-pinned",
        ("CHAIN-6",),
        "an address does not follow by itself",
        (replaced("runtime.chain.check_pin", _every_address),),
    ),
    Mutant("chain-pin-for-ever", ("CHAIN-6",), "a pin cannot be left", (replaced("runtime.chain.check_pin", _never),)),
)
