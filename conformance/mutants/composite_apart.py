"""Mutants of one class of composite organisms each: what is brought to it, what falls due in it, what it replays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from unittest import mock

from coalition.runtime import composite
from coalition.runtime.committee import has_quorum
from coalition.runtime.component import Running
from coalition.runtime.composite import Composite
from coalition.runtime.correlator import Correlator
from coalition.runtime.intents import Intents
from coalition.runtime.ledger import Ledger
from coalition.runtime.upstream import DeliveryOutcome
from conformance.mutants.apart import Apart, Right, healthy, own
from conformance.mutants.breaking import Break, Mutant, replaced


def _brought_alone(of: type[Running]) -> tuple[Break, ...]:
    """Entries are."""

    def make(right: Right) -> Right:
        def delivered(self: Composite, *values: Any) -> Any:
            state, outcomes = right(healthy(self), *values)
            return replace(state, committee=self.committee), outcomes

        return delivered

    return (own(of, "delivered", make),)


def _brought_after(of: type[Running]) -> tuple[Break, ...]:
    """Entries are taken after the marker."""

    def make(right: Right) -> Right:
        def delivered(self: Composite, *values: Any) -> Any:
            state, outcomes = right(replace(self, marker=None), *values)
            return replace(state, marker=self.marker), outcomes

        return delivered

    return (own(of, "delivered", make),)


def _due_alone(of: type[Running]) -> tuple[Break, ...]:
    """What falls due happens without a quorum."""

    def make(right: Right) -> Right:
        def falls_due(running: Running) -> int | None:
            absent = isinstance(running, of) and not has_quorum(running.committee)
            return right(healthy(running) if absent else running)  # type: ignore[no-any-return] # it is what was there

        return falls_due

    return (replaced("runtime.world.falls_due", make),)


def _due_after(of: type[Running]) -> tuple[Break, ...]:
    """What falls due happens after the marker."""

    def make(right: Right) -> Right:
        def falls_due(running: Running) -> int | None:
            return right(replace(running, marker=None) if isinstance(running, of) else running)  # type: ignore[no-any-return] # as above

        return falls_due

    return (replaced("runtime.world.falls_due", make),)


def _due_when_stopped(of: type[Running]) -> tuple[Break, ...]:
    """What falls due happens though nobody runs it."""

    def make(right: Right) -> Right:
        def falls_due(running: Running) -> int | None:
            found: int | None = right(replace(running, stopped=False) if isinstance(running, of) else running)
            return found

        return falls_due

    return (replaced("runtime.world.falls_due", make),)


def _brought_unchecked(check: str) -> Apart:
    """What is brought to one class is not looked at."""

    def make(right: Right) -> Right:
        def delivered(self: Composite, *values: Any) -> Any:
            with mock.patch.object(composite, check, return_value=None):
                return right(self, *values)

        return delivered

    return lambda of: (own(of, "delivered", make),)


def _late_for_nothing(of: type[Running]) -> tuple[Break, ...]:
    """Who replays drops what came too late."""

    def make(right: Right) -> Right:
        def observed(self: Composite, upstream: Any, entry: Any, now: int) -> Any:
            state, outcome = right(self, upstream, entry, now)
            dropped = self.replay and outcome is DeliveryOutcome.Late
            return (self if dropped else state), outcome

        return observed

    return (own(of, "observed", make),)


def _first_event_alone(of: type[Running]) -> tuple[Break, ...]:
    """Who replays decides one event, and no other."""

    def make(right: Right) -> Right:
        def decide(self: Composite, event: int, missing: Any) -> Any:
            return self if self.replay and self.sealed is not None else right(self, event, missing)

        return decide

    return (own(of, "decide", make),)


_COMPOSITES: Final = (Intents, Ledger, Correlator)
_FORGOTTEN: Final[tuple[tuple[str, tuple[str, ...], str, Apart], ...]] = (
    ("brought-without-quorum", ("FLT-3", "COMP-10"), "takes entries without a quorum", _brought_alone),
    ("brought-after-the-end", ("WORLD-12", "COMP-10"), "takes entries after its marker", _brought_after),
    ("due-without-quorum", ("FLT-3", "FLT-5"), "seals without a quorum what falls due", _due_alone),
    ("due-after-the-end", ("WORLD-12", "WORLD-18"), "seals after its marker what falls due", _due_after),
    ("due-when-stopped", ("ROT-2", "WORLD-18"), "seals what falls due when it is stopped", _due_when_stopped),
    ("any-commit", ("COMP-7",), "takes any commit", _brought_unchecked("check_commit")),
    ("any-build", ("COMP-6",), "takes any build", _brought_unchecked("check_pin")),
    ("second-commit", ("COMP-8",), "takes a second commit", _brought_unchecked("check_same")),
    ("replays-nothing-late", ("COMP-27",), "replays nothing that was late", _late_for_nothing),
    ("replays-one-event", ("COMP-27",), "replays one event", _first_event_alone),
)

MUTANTS: tuple[Mutant, ...] = tuple(
    Mutant(f"{of.__name__.lower()}-{name}", broken, f"the {of.__name__} alone {wrong}", apart(of))
    for name, broken, wrong, apart in _FORGOTTEN
    for of in _COMPOSITES
)
