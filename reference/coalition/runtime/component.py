"""What every component that runs has in common: its ids, its logs, its committee, its end (WORLD-5 to WORLD-14).

A class of components is a subclass of `Running`, and registers itself (`plays`) for the configuration that deploys it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, Final, Self, TypeVar

from coalition.measurements import Measurements
from coalition.retirement import AnyInstant, AtSequence, ComponentKind, RetirementMarker
from coalition.runtime.committee import Committee, has_quorum
from coalition.runtime.log import Commit, Log, RetirementRecord, SurfaceRecord
from coalition.runtime.refusals import NoQuorum, Retired, SelfReplacement, UnknownCommand, UnknownSurface
from coalition.shapes import Discriminant, Open, Variant
from coalition.surface import deployment, surface_id
from coalition.unique_id import UniqueId


class Component(Variant):
    """What is deployed: a configuration. Chapters add variants."""

    #: What its image measures; None where it is not attested.
    measurements: Measurements | None


class Command(Variant):
    """What is submitted. Chapters add variants; a class takes some of them (WORLD-19)."""


@dataclass(frozen=True)
class Retire(Command):
    """The operator ends the deployment."""

    marker: RetirementMarker


AnyComponent = Annotated[Component, Open()]
AnyCommand = Annotated[Command, Open()]


class Phase(Discriminant):
    """Where a component is in its life (WORLD-14)."""

    Active = 0
    Retiring = 1
    Retired = 2


@dataclass(frozen=True)
class Ids:
    """The ids of a component (WORLD-3)."""

    address: UniqueId
    content_hash: UniqueId
    deployment: UniqueId

    @classmethod
    def of(cls, address: UniqueId, content_hash: UniqueId) -> Ids:
        """The two that are given, and the deployment that folds them (SURF-1)."""
        return cls(address, content_hash, deployment(address, content_hash).id())


@dataclass(frozen=True)
class Context:
    """What a component finds when something is asked of it, or falls due.

    `peer` is who asks, by public key; None for the harness on its own account, and for what falls due.
    """

    now: int
    seed: bytes
    peer: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Running:
    """The state of a component. A subclass adds its own fields, and says what it writes, takes and does."""

    #: The surfaces of the class, in the order of its chapter's table.
    SURFACES: ClassVar[tuple[str, ...]]
    #: The commands that the class takes beside `Retire`.
    TAKES: ClassVar[tuple[type[Command], ...]] = ()
    #: The kind of a reference to it (RET-1).
    REFERRED_AS: ClassVar[ComponentKind] = ComponentKind.Module

    ids: Ids
    committee: Committee
    logs: tuple[Log, ...]
    marker: RetirementMarker | None = None
    #: Whether its operator stopped it (ROT-1).
    stopped: bool = False

    @classmethod
    def deploy(cls, component: Any, committee: Committee, context: Context) -> Self:
        """The component as it begins. Raises the `Refusal` of a configuration that the class does not play."""
        raise NotImplementedError(cls.__name__)

    def act(self, command: Any, context: Context) -> Self:
        """The state after a command of `TAKES`. Raises the `Refusal` of one that is not accepted."""
        raise NotImplementedError(type(self).__name__)

    def due(self) -> int | None:
        """When the next thing falls due; None where nothing does (WORLD-18)."""
        return None

    def fire(self, context: Context) -> Self:
        """The state after the one thing that fell due first. `context.now` is its instant, or later (WORLD-18)."""
        raise NotImplementedError(type(self).__name__)

    def sequence(self, now: int) -> int | None:
        """The number by which `AtSequence` is reached; None in a class that has none (WORLD-14)."""
        del now
        return None

    def apply(self, command: Command, context: Context) -> Self:
        """The state after a command that is accepted. Raises the `Refusal` of one that is not."""
        check_running(self)
        check_quorum(self)
        if isinstance(command, Retire):
            return self._retire(command.marker)
        check_taken(self, command)
        return self.act(command, context)

    def _retire(self, marker: RetirementMarker) -> Self:
        check_other_replacement(self, marker)
        return self.with_logs(log.with_record(RetirementRecord(marker)) for log in self.logs).marked(marker)

    def marked(self, marker: RetirementMarker) -> Self:
        """The state with its marker."""
        return replace(self, marker=marker)

    def with_logs(self, logs: Any) -> Self:
        """The state with these logs."""
        return replace(self, logs=tuple(logs))

    def committed(self, surface: str, *records: SurfaceRecord) -> Self:
        """The state with records committed on one of its surfaces, in this order (WORLD-6)."""
        found = self.log(surface)
        for record in records:
            found = found.with_record(record)
        return self.with_logs(found if log.name == surface else log for log in self.logs)

    def log(self, surface: str) -> Log:
        """The log on a surface. Raises `UnknownSurface` (WORLD-5)."""
        for log in self.logs:
            if log.name == surface:
                return log
        raise UnknownSurface(surface)

    def phase(self, now: int) -> Phase:
        """Where it is in its life at `now` (WORLD-14)."""
        if self.marker is None:
            return Phase.Active
        reached = is_reached(self.marker.effective_at, now, self.sequence(now))
        return Phase.Retired if reached else Phase.Retiring

    @property
    def address(self) -> UniqueId:
        """What its surfaces hang on."""
        return self.ids.address

    @property
    def deployment(self) -> UniqueId:
        """By what it is asked."""
        return self.ids.deployment


R = TypeVar("R", bound=type[Running])

#: The class that plays a configuration: by the content of a module, by the variant of another component.
CLASSES: Final[dict[type, type[Running]]] = {}


def plays(configured: type) -> Callable[[R], R]:
    """Register the class that plays a kind of content, or a variant of `Component`."""

    def register(running: R) -> R:
        CLASSES[configured] = running
        return running

    return register


def empty_logs(running: type[Running], ids: Ids) -> tuple[Log, ...]:
    """The logs of a component that begins, in the order of its class (SURF-2)."""
    return tuple(Log(name, surface_id(ids.address, name).id(), ids.deployment) for name in running.SURFACES)


def commits(before: Running, after: Running) -> tuple[Commit, ...]:
    """What was committed between two states, surface by surface in the order of the class (WORLD-6)."""
    pairs = zip(before.logs, after.logs, strict=True)
    return tuple(commit for then, now in pairs for commit in now.since(len(then.entries)))


def is_reached(instant: AnyInstant, now: int, sequence: int | None) -> bool:
    """Whether an instant is reached: at equality it is (WORLD-14)."""
    if isinstance(instant, AtSequence):
        return sequence is not None and sequence >= instant.sequence
    return now >= instant.timestamp_ms


def check_running(running: Running) -> None:
    """Raise `Retired` once the marker is committed, whenever it takes effect (WORLD-12)."""
    if running.marker is not None:
        raise Retired(running.deployment)


def check_quorum(running: Running) -> None:
    """Raise `NoQuorum` where too few members are up and together to commit anything (FLT-3)."""
    if not has_quorum(running.committee):
        raise NoQuorum(running.deployment)


def check_taken(running: Running, command: Command) -> None:
    """Raise `UnknownCommand` for a command that the class does not take (WORLD-19)."""
    if not isinstance(command, running.TAKES):
        raise UnknownCommand(command.variant())


def check_other_replacement(running: Running, marker: RetirementMarker) -> None:
    """Raise `SelfReplacement` for a marker that leads back to its own deployment (WORLD-13)."""
    replacement = marker.replacement
    if replacement is None or replacement.address != running.address:
        return
    if replacement.content_hash in (None, running.ids.content_hash):
        raise SelfReplacement(replacement.address)
