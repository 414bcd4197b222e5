"""Mutants of how events of composite organisms are sealed, given up, and answered late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.composites import StallPolicy
from coalition.runtime.composite import Composite
from coalition.runtime.log import Entry
from coalition.runtime.upstream import DeliveryOutcome, Upstream
from conformance.mutants.breaking import Mutant, method, replaced, unchecked
from conformance.mutants.composite_spans import Right, never


def _latest_alone(right: Right) -> Right:
    """Sealing decides the event that is named, and forgets those before it."""

    def sealed_up_to(self: Any, last: int) -> Any:
        events = self.events
        for event in self.open_events():
            events = events if event >= last else events.remove(event)
        return right(replace(self, events=events), last)

    return sealed_up_to


def _backwards(right: Right) -> Right:
    return lambda self: right(self)[::-1]


def _applies_all(_right: Right) -> Right:
    """What is not complete is decided too."""

    def apply(self: Any) -> Any:
        return self.sealed_up_to(max(self.events)) if self.events else self

    return apply


def _skips(_right: Right) -> Right:
    """What is not complete is passed over, and sealed with what follows."""

    def apply(self: Any) -> Any:
        complete = [event for event in self.open_events() if not self.missing(event)]
        return self.sealed_up_to(complete[-1]) if complete else self

    return apply


def _policy(policy: StallPolicy) -> Callable[[Right], Right]:
    def make(right: Right) -> Right:
        def decided(self: Any, event: int) -> Any:
            return replace(right(replace(self, policy=policy), event), policy=self.policy)

        return decided

    return make


def _nobody_missing(right: Right) -> Right:
    """Members are missing, and not named."""

    def decided(self: Any, event: int) -> Any:
        if self.policy is StallPolicy.StallEvent and self.missing(event):
            return right(self, event)
        state = self.decide(event, ())
        return replace(state, events=state.events.remove(event))

    return decided


def _evidence_backwards(right: Right) -> Right:
    return lambda self, event: right(self, event)[::-1]


def _unrecorded(right: Right) -> Right:
    """What is late leaves no trace."""

    def observed(self: Any, upstream: Upstream, entry: Entry, now: int) -> Any:
        state, outcome = right(self, upstream, entry, now)
        return (replace(state, logs=self.logs), outcome) if outcome is DeliveryOutcome.Late else (state, outcome)

    return observed


def _latest_tick(_right: Right) -> Right:
    return lambda self, seq: replace(self, almanac_tick=seq)


MUTANTS: tuple[Mutant, ...] = (
    Mutant("seal-again", ("COMP-12",), "an event is sealed again", (unchecked("runtime.composite.check_unsealed"),)),
    Mutant("seal-one", ("COMP-12",), "lower events are dropped", (method(Composite, "sealed_up_to", _latest_alone),)),
    Mutant("seal-backwards", ("COMP-12",), "later events are first", (method(Composite, "open_events", _backwards),)),
    Mutant("apply-all", ("COMP-13",), "what lacks a member is applied", (method(Composite, "_apply", _applies_all),)),
    Mutant("apply-past", ("COMP-13",), "what is complete does not wait", (method(Composite, "_apply", _skips),)),
    Mutant(
        "deadline-later",
        ("COMP-14",),
        "an event is open at its deadline",
        (replaced("runtime.composite.deadline", lambda _right: lambda now, deadline_ms: now + deadline_ms + 1),),
    ),
    Mutant(
        "no-deadline",
        ("COMP-14", "WORLD-18"),
        "nothing falls due",
        (method(Composite, "due", lambda _right: lambda self: None),),
    ),
    Mutant("nobody-missing", ("COMP-15",), "nobody is named", (method(Composite, "_decided", _nobody_missing),)),
    Mutant(
        "evidence-backwards",
        ("COMP-15",),
        "pointers are turned round",
        (method(Composite, "evidence", _evidence_backwards),),
    ),
    Mutant(
        "always-partial",
        ("COMP-16",),
        "no event is given up",
        (method(Composite, "_decided", _policy(StallPolicy.PartialEvidence)),),
    ),
    Mutant(
        "always-stalled",
        ("COMP-15",),
        "every event that lacks a member is given up",
        (method(Composite, "_decided", _policy(StallPolicy.StallEvent)),),
    ),
    Mutant("never-late", ("COMP-17",), "nothing is late", (replaced("runtime.composite.is_sealed", never),)),
    Mutant("late-unrecorded", ("COMP-17",), "what is late is nowhere", (method(Composite, "observed", _unrecorded),)),
    Mutant("tick-as-brought", ("COMP-18",), "the last tick is carried", (method(Composite, "ticked", _latest_tick),)),
)
