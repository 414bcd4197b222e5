"""Faults: members of a committee crash, are cut off, and come back (chapter Faults)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from coalition.runtime.committee import Committee, quorum
from coalition.runtime.refusals import Refusal
from coalition.runtime.verbs import verb
from coalition.runtime.world import World, find, put, settled
from coalition.shapes import U32, Discriminant, Record
from coalition.unique_id import UniqueId


class NoSuchMember(Refusal):
    """A member that the committee does not have."""

    requirement = "FLT-2"


class NoEffect(Refusal):
    """A fault that changes nothing."""

    requirement = "FLT-2"


class Fault(Discriminant):
    """What happens to members of a committee."""

    Crash = 0
    Restart = 1
    Isolate = 2
    Heal = 3


@dataclass(frozen=True)
class Attendance(Record):
    """The members that are up and together, by index, and how many a commit needs."""

    present: tuple[U32, ...]
    quorum: U32


@verb("world.fault")
def fault(world: World, component: UniqueId, fault: Fault, members: tuple[U32, ...]) -> tuple[World, Attendance]:
    """The world after something happened to members of a committee, and to what was waiting for them (FLT-1, FLT-5)."""
    running = find(world, component)
    committee = befallen(running.committee, fault, members)
    after = settled(put(world, replace(running, committee=committee)), world.now)
    return after, Attendance(committee.present, quorum(len(committee.keys)))


def befallen(committee: Committee, fault: Fault, members: tuple[int, ...]) -> Committee:
    """The committee after a fault of some of its members, one after another (FLT-1). Raises what FLT-2 says."""
    check_named(members)
    for member in members:
        check_member(committee, member)
        after = HAPPENS[fault](committee, member)
        check_effect(committee, after, member)
        committee = after
    return committee


def crashed(committee: Committee, member: int) -> Committee:
    """The member is down, cut off or not."""
    return replace(committee, down=committee.down | {member})


def restarted(committee: Committee, member: int) -> Committee:
    """The member is up; one that was cut off still is."""
    return replace(committee, down=committee.down - {member})


def isolated(committee: Committee, member: int) -> Committee:
    """The member is cut off from every other, up or not."""
    return replace(committee, isolated=committee.isolated | {member})


def healed(committee: Committee, member: int) -> Committee:
    """The member is connected again; one that was down still is."""
    return replace(committee, isolated=committee.isolated - {member})


HAPPENS: Final[dict[Fault, Callable[[Committee, int], Committee]]] = {
    Fault.Crash: crashed,
    Fault.Restart: restarted,
    Fault.Isolate: isolated,
    Fault.Heal: healed,
}


def check_named(members: tuple[int, ...]) -> None:
    """Raise `NoEffect` for a fault of nobody (FLT-2)."""
    if not members:
        raise NoEffect(members)


def check_member(committee: Committee, member: int) -> None:
    """Raise `NoSuchMember` for an index beyond the committee (FLT-2)."""
    if member >= len(committee.keys):
        raise NoSuchMember(member)


def check_effect(before: Committee, after: Committee, member: int) -> None:
    """Raise `NoEffect` for a member to which nothing happens, one that is named twice included (FLT-2)."""
    if before == after:
        raise NoEffect(member)
