"""Mutants of the chapter Faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pyrsistent import PVector

from coalition.runtime.committee import Committee, quorum
from coalition.runtime.component import Retire, Running
from coalition.runtime.fault import HAPPENS, Fault, NoEffect, NoSuchMember
from coalition.runtime.log import Entry
from coalition.runtime.refusals import NoQuorum
from coalition.runtime.world import World
from conformance.mutants.breaking import Mutant, item, method, replaced, unchecked, verb

Json = Any


def _up_alone(committee: Committee) -> bool:
    """Those that are left count anew, as in mosaik 0.3.18."""
    return bool(committee.present)


def _up(committee: Committee) -> bool:
    """Whoever is up counts, cut off or not."""
    return len(committee.keys) - len(committee.down) >= quorum(len(committee.keys))


def _connected(committee: Committee) -> bool:
    """Whoever is connected counts, up or not."""
    return len(committee.keys) - len(committee.isolated) >= quorum(len(committee.keys))


def _either_part(committee: Committee) -> bool:
    """Those that are cut off are a part of their own."""
    parts = (committee.isolated - committee.down, committee.present)
    return any(len(part) >= quorum(len(committee.keys)) for part in parts)


def _both_ways(right: Callable[..., Committee]) -> Callable[..., Committee]:
    """Restarting connects as well."""

    def happen(committee: Committee, member: int) -> Committee:
        after = right(committee, member)
        return replace(after, isolated=after.isolated - {member})

    return happen


def _healed_and_up(right: Callable[..., Committee]) -> Callable[..., Committee]:
    """Connecting restarts as well."""

    def happen(committee: Committee, member: int) -> Committee:
        after = right(committee, member)
        return replace(after, down=after.down - {member})

    return happen


def _everybody(right: Callable[..., Any]) -> Callable[..., Any]:
    """What happens to one component's members happens to those of every other that is large enough."""

    def befall(world: World, component: Any, fault: Fault, members: tuple[int, ...]) -> Any:
        after, value = right(world, component, fault, members)
        for each in after.deployed():
            if each.deployment != component:
                try:
                    after, _ = right(after, each.deployment, fault, members)
                except (NoEffect, NoSuchMember):
                    continue
        return after, value

    return befall


def _partly(_right: Callable[..., Committee]) -> Callable[..., Committee]:
    """What can happen happens, the rest is passed over, unless it is nothing at all."""

    def befallen(committee: Committee, fault: Fault, members: tuple[int, ...]) -> Committee:
        before = committee
        for member in members:
            if member < len(committee.keys):
                committee = HAPPENS[fault](committee, member)
        if before == committee:
            raise NoEffect(members)
        return committee

    return befallen


def _markers_alone(right: Callable[..., Running]) -> Callable[..., Running]:
    """A marker is taken without a quorum."""

    def apply(self: Running, command: Any, context: Any) -> Running:
        if isinstance(command, Retire):
            whole = replace(self, committee=replace(self.committee, down=frozenset(), isolated=frozenset()))
            return replace(right(whole, command, context), committee=self.committee)
        return right(self, command, context)

    return apply


def _memory_lost(right: Callable[..., Any]) -> Callable[..., Any]:
    """When the last member goes down the logs are gone: nobody had them on a disk."""

    def befall(world: World, component: Any, fault: Fault, members: tuple[int, ...]) -> Any:
        after, value = right(world, component, fault, members)
        running = after.components[component]
        if len(running.committee.down) < len(running.committee.keys):
            return after, value
        empty: PVector[Entry] = type(running.logs[0])(running.logs[0].name, running.logs[0].surface, component).entries
        gone = running.with_logs(replace(log, entries=empty) for log in running.logs)
        return replace(after, components=after.components.set(component, gone)), value

    return befall


def _frozen_reads(right: Callable[..., Any]) -> Callable[..., Any]:
    """Nothing is read without a quorum."""

    def read(world: World, **params: Any) -> Any:
        running = world.components.get(params["component"])
        if running is not None and len(running.committee.present) < quorum(len(running.committee.keys)):
            raise NoQuorum(params["component"])
        return right(world, **params)

    return read


def _frozen_phase(right: Callable[..., Any]) -> Callable[..., Any]:
    """An instant is not reached while nobody is there."""

    def phase(self: Running, now: int) -> Any:
        return right(self, now if self.committee.present else 0)

    return phase


def _kept_for_later() -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A command that found no quorum is carried out when there is one, if it still can be."""

    def make(right: Callable[..., Any]) -> Callable[..., Any]:
        kept: dict[bytes, list[tuple[str, Json]]] = {}

        def play(world: World, name: str, params: Json) -> tuple[World, Json]:
            after, value = right(world, name, params)
            if value == {"refused": "NoQuorum"}:
                kept.setdefault(world.seed, []).append((name, params))
            elif name == "world.fault" and "refused" not in value:
                for late in kept.pop(world.seed, []):
                    after, _ = right(after, *late)
            return after, value

        return play

    return make


def _count(has_quorum: Callable[[Committee], bool]) -> Any:
    return replaced("runtime.committee.has_quorum", lambda _: has_quorum)


MUTANTS = (
    Mutant("restart-heals", ("FLT-1",), "a restart connects too", (item(HAPPENS, Fault.Restart, _both_ways),)),
    Mutant("heal-restarts", ("FLT-1",), "healing restarts too", (item(HAPPENS, Fault.Heal, _healed_and_up),)),
    Mutant("cut-off-count", ("FLT-1",), "members that are cut off count", (_count(_up),)),
    Mutant("down-count", ("FLT-1",), "members that are down count", (_count(_connected),)),
    Mutant(
        "cut-off-together",
        ("FLT-1", "FLT-3"),
        "members that are cut off are together",
        (_count(_either_part),),
    ),
    Mutant("faults-shared", ("FLT-1",), "faults happen to every component", (verb("world.fault", _everybody),)),
    Mutant("any-member", ("FLT-2",), "strangers fall", (unchecked("runtime.fault.check_member"),)),
    Mutant("faults-repeated", ("FLT-2",), "a fault happens again", (unchecked("runtime.fault.check_effect"),)),
    Mutant("faults-of-nobody", ("FLT-2",), "a fault of nobody", (unchecked("runtime.fault.check_named"),)),
    Mutant(
        "faults-in-part",
        ("FLT-2",),
        "a fault that is refused happens to some",
        (replaced("runtime.fault.befallen", _partly),),
    ),
    Mutant(
        "half-is-enough",
        ("FLT-3",),
        "half of the members are a quorum",
        (replaced("runtime.committee.quorum", lambda _: lambda size: (size + 1) // 2),),
    ),
    Mutant(
        "all-are-needed",
        ("FLT-3",),
        "a quorum is everybody",
        (replaced("runtime.committee.quorum", lambda _: lambda size: size),),
    ),
    Mutant("survivors-go-on", ("FLT-3",), "those that are left count anew", (_count(_up_alone),)),
    Mutant(
        "no-quorum", ("FLT-3",), "commands are taken without a quorum", (unchecked("runtime.component.check_quorum"),)
    ),
    Mutant(
        "markers-without-quorum",
        ("FLT-3",),
        "a marker is taken without a quorum",
        (method(Running, "apply", _markers_alone),),
    ),
    Mutant(
        "done-later",
        ("FLT-3",),
        "what was refused is done later",
        (replaced("runtime.play.play", _kept_for_later()),),
    ),
    Mutant(
        "no-reads-without-quorum", ("FLT-4",), "nothing is read without a quorum", (verb("world.read", _frozen_reads),)
    ),
    Mutant("logs-in-memory", ("FLT-4",), "logs go down with the last member", (verb("world.fault", _memory_lost),)),
    Mutant(
        "phases-stand-still",
        ("FLT-4",),
        "no instant is reached while nobody is there",
        (method(Running, "phase", _frozen_phase),),
    ),
)
