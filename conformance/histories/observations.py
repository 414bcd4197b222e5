"""What the answers of a scenario show, as plain facts: who saw which place of which log, how long it was, what time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coalition.errors import CoalitionError
from coalition.json_form import decode
from coalition.lattice_surfaces import RefundEntry
from coalition.runtime import repertoire  # noqa: F401 - an open enum has the variants of every chapter that is there
from coalition.runtime.committee import quorum
from coalition.runtime.log import AnyRecord, SurfaceRecord
from coalition.runtime.upstream import RefundsRecord
from coalition.unique_id import UniqueId

Json = Any
#: A step, counted from 0, and what is wrong with it.
Finding = tuple[int, str]


@dataclass(frozen=True)
class LogName:
    """A log: in which of the scenario's worlds, of which deployment, on which surface."""

    world: int
    deployment: str
    surface: str


@dataclass(frozen=True)
class Fact:
    """Something an answer shows; `at` is its step, counted from 0."""

    at: int


@dataclass(frozen=True)
class Placed(Fact):
    """A commit at a place of a log. `record` is None in the answer to the command that made it."""

    log: LogName
    index: int
    commit: str
    record: SurfaceRecord | None = None


@dataclass(frozen=True)
class Head(Fact):
    """How long a reader saw a log, and its digest; None where only the length is known."""

    log: LogName
    reader: str | None
    length: int
    digest: str | None


@dataclass(frozen=True)
class Paged(Fact):
    """A page: the index of the first entry that was wanted, how many at most, which came."""

    log: LogName
    first: int
    limit: int
    indices: tuple[int, ...]
    length: int


@dataclass(frozen=True)
class Present(Fact):
    """What time it is in a world, and the least it can be."""

    world: int
    now: int
    least: int


@dataclass(frozen=True)
class Done(Fact):
    """A command that was accepted."""

    world: int
    deployment: str
    kind: str


@dataclass(frozen=True)
class Life(Fact):
    """The phase of a component."""

    world: int
    deployment: str
    phase: str


@dataclass(frozen=True)
class Stopped(Fact):
    """A component was stopped."""

    world: int
    deployment: str


@dataclass(frozen=True)
class Bonded(Fact):
    """A bond was made; `until` is None where it does not expire."""

    world: int
    peer: str
    deployment: str
    until: int | None


@dataclass(frozen=True)
class Parted(Fact):
    """A bond ended; all of the peer's where no deployment is named."""

    world: int
    peer: str
    deployment: str | None = None


@dataclass(frozen=True)
class Renewed(Fact):
    """Bonds were judged again: those that are left may hold longer than they said."""

    world: int


@dataclass(frozen=True)
class Heard(Fact):
    """A peer was answered by a component."""

    world: int
    peer: str
    deployment: str


@dataclass(frozen=True)
class Attended(Fact):
    """Members of a committee came or went; whether those that are left are a majority (FLT-3)."""

    world: int
    deployment: str
    quorate: bool


@dataclass(frozen=True)
class Brought(Fact):
    """An entry was brought to a component, and taken; `refunds` are those of a tally's record."""

    world: int
    deployment: str
    commit: str
    refunds: tuple[RefundEntry, ...]


@dataclass(frozen=True)
class Malformed(Fact):
    """An answer that is not of the shape its verb has."""

    why: str


@dataclass
class _Reading:
    """The state of the reading: which world of the scenario it is, its surfaces and committees."""

    world: int = -1
    surfaces: dict[LogName, str] = field(default_factory=dict)
    committees: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class History:
    """The facts in the order of the steps, the ids of the surfaces, and each committee's secret keys."""

    facts: tuple[Fact, ...]
    surfaces: Mapping[LogName, str]
    committees: Mapping[tuple[int, str], tuple[str, ...]]

    def of(self, kind: type[Any]) -> Iterator[Any]:
        """The facts of one kind."""
        return (fact for fact in self.facts if isinstance(fact, kind))


def history(steps: Sequence[tuple[str, Mapping[str, Json]]], values: Sequence[Json]) -> History:
    """The facts of some steps (verb and parameters) and what they were answered with, None for an error."""
    reading, facts = _Reading(), []
    for at, ((verb, params), value) in enumerate(zip(steps, values, strict=False)):
        if value is None or (isinstance(value, dict) and "refused" in value):
            continue
        try:
            facts += list(_facts(reading, at, verb, params, value))
        except (CoalitionError, LookupError, TypeError, ValueError, AttributeError) as error:
            facts.append(Malformed(at, f"{type(error).__name__}: {error}"))
    return History(tuple(facts), reading.surfaces, reading.committees)


def _facts(reading: _Reading, at: int, verb: str, params: Mapping[str, Json], value: Json) -> Iterator[Fact]:
    if verb == "world.open":
        reading.world += 1
        yield Present(at, reading.world, _u64(value["now"]), _u64(params["now"]))
    elif verb == "world.deploy":
        reading.committees[reading.world, _id(value["deployment"])] = tuple(params["committee"])
        for surface in value["surfaces"]:
            name = LogName(reading.world, _id(value["deployment"]), _text(surface["name"]))
            reading.surfaces[name] = _id(surface["id"])
    elif verb == "world.read":
        yield from _page(LogName(reading.world, params["component"], params["surface"]), at, params, value)
    else:
        if verb == "world.leave":
            yield Parted(at, reading.world, params["key"])
        elif verb == "world.deliver":
            yield from _brought(reading.world, at, params)
        elif verb == "world.fault":
            size = len(reading.committees[reading.world, params["component"]])
            yield Attended(at, reading.world, params["component"], len(value["present"]) >= quorum(size))
        yield from _others(reading.world, at, params, value)
    if verb == "world.stop":
        yield Stopped(at, reading.world, params["component"])
    if params.get("as") is not None and verb != "world.bond":
        yield Heard(at, reading.world, params["as"], params["component"])


def _brought(world: int, at: int, params: Mapping[str, Json]) -> Iterator[Fact]:
    for entry in params["entries"]:
        form = entry["record"]
        record = decode(AnyRecord, form) if form["kind"] == RefundsRecord.KIND else None
        refunds = record.refunds.entries if isinstance(record, RefundsRecord) else ()
        yield Brought(at, world, params["component"], entry["commit"], refunds)


def _page(log: LogName, at: int, params: Mapping[str, Json], value: Json) -> Iterator[Fact]:
    indices = []
    for entry in value["entries"]:
        indices.append(_u64(entry["index"]))
        yield Placed(at, log, indices[-1], _id(entry["commit"]), decode(AnyRecord, entry["record"]))
    first = 0 if params["after"] is None else _u64(params["after"]) + 1
    yield Paged(at, log, first, params["limit"], tuple(indices), _u64(value["length"]))
    yield Head(at, log, params["as"], _u64(value["length"]), _id(value["digest"]))


def _others(world: int, at: int, params: Mapping[str, Json], value: Json) -> Iterator[Fact]:
    """What any other verb shows, by the members of its answer: later chapters have verbs of their own."""
    if "now" in value:
        yield Present(at, world, _u64(value["now"]), _u64(params["to"]) if "to" in params else 0)
    for each in value.get("commits", ()):
        log = LogName(world, params["component"], _text(each["surface"]))
        index = _u64(each["index"])
        yield Placed(at, log, index, _id(each["commit"]))
        yield Head(at, log, params.get("as"), index + 1, None)
    for each in value.get("logs", ()):
        log = LogName(world, _id(each["deployment"]), _text(each["surface"]))
        yield Head(at, log, None, _u64(each["length"]), _id(each["digest"]))
    if "phase" in value:
        # Where a chain was followed, it is the phase of the component that it led to.
        whose = _id(value["path"][-1]) if "path" in value else params["component"]
        yield Life(at, world, whose, _text(value["phase"]["kind"]))
    if "until" in value:
        until = None if value["until"]["kind"] == "Never" else _u64(value["until"]["unix_ms"])
        yield Bonded(at, world, params["as"], params["component"], until)
    if "ended" in value:
        yield Renewed(at, world)
    for each in value.get("ended", ()):
        yield Parted(at, world, _text(each["peer"]), _id(each["component"]))
    if "command" in params:
        yield Done(at, world, params["component"], params["command"]["kind"])


def _u64(text: Json) -> int:
    if not isinstance(text, str) or not text.isdecimal():
        raise ValueError(f"{text!r:.40} is no u64")
    return int(text)


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value


def _id(text: Json) -> str:
    identifier: UniqueId = decode(UniqueId, text)
    return identifier.hex()
