"""Mutants of what a composite organism spans, and of the entries that it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coalition.runtime.component import Ids
from coalition.runtime.composite import Composite
from coalition.runtime.log import Entry
from coalition.runtime.refusals import Refusal
from coalition.runtime.upstream import DeliveryOutcome, Upstream
from coalition.stable_id import stable_id
from coalition.unique_id import UniqueId
from conformance.mutants.breaking import Mutant, method, replaced, unchecked

Right = Callable[..., Any]


def _address_of_config(_right: Right) -> Right:
    """Two instances of one configuration are one."""

    def identities(instance_name: str, config: Any) -> Ids:
        del instance_name
        return Ids.of(config.organism_id(), config.content_hash())

    return identities


def _name_in_content(_right: Right) -> Right:
    """The role is a part of what is deployed."""

    def identities(instance_name: str, config: Any) -> Ids:
        return Ids.of(stable_id(instance_name).id(), config.organism_id())

    return identities


def _by_number(right: Right) -> Right:
    """There are as many sources as lattices, and that is all."""
    return lambda lattices, sources: None if len(lattices) == len(sources) else right(lattices, sources)


def _stable_ids(_right: Right) -> Right:
    """The organisms of a lattice are looked for under its stable id."""
    return lambda component, organism: tuple(
        each.stable_id.derive(organism.name.lower()) for each in component.lattices
    )


def _any_surface(right: Right) -> Right:
    """What is not of the span is taken for its first surface."""

    def upstream(self: Composite, surface: UniqueId) -> Upstream:
        taken = surface if surface in self.upstreams else self.required[0]
        return right(self, taken)  # type: ignore[no-any-return] # an upstream

    return upstream


def _the_good_ones(right: Right) -> Right:
    """What is refused is passed over, and the others are taken."""

    def delivered(self: Any, surface: Any, content_hash: Any, entries: tuple[Entry, ...], now: int) -> Any:
        state, outcomes = right(self, surface, content_hash, (), now)
        for entry in entries:
            try:
                state, outcome = right(state, surface, content_hash, (entry,), now)
            except Refusal:
                continue
            outcomes += outcome
        if entries and not outcomes:
            return right(self, surface, content_hash, entries, now)
        return state, outcomes

    return delivered


def _again(right: Right) -> Right:
    """What is brought again is observed again."""

    def taken(self: Any, upstream: Upstream, entry: Entry, now: int) -> Any:
        state, outcome = right(self, upstream, entry, now)
        return state, DeliveryOutcome.Observed if outcome is DeliveryOutcome.Repeated else outcome

    return taken


def never(_right: Right) -> Right:
    """A test that nothing passes."""
    return lambda *_values: False


def _found(_right: Right) -> Right:
    return lambda entry, evidence: entry is not None


MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "composite-address",
        ("COMP-1",),
        "the address follows from the configuration",
        (replaced("runtime.over_lattices.identities", _address_of_config),),
    ),
    Mutant(
        "composite-role-folded",
        ("COMP-1",),
        "the role is folded into the content hash",
        (replaced("runtime.over_lattices.identities", _name_in_content),),
    ),
    Mutant("span-of-one", ("COMP-2",), "one member is enough", (unchecked("runtime.over_lattices.check_span"),)),
    Mutant(
        "one-lattice-twice",
        ("COMP-2",),
        "two members may be one lattice",
        (replaced("runtime.over_lattices.check_sources", _by_number),),
    ),
    Mutant("no-length", ("COMP-4",), "an event may have no length", (unchecked("runtime.over_lattices.check_length"),)),
    Mutant(
        "surfaces-by-stable-id",
        ("COMP-5",),
        "a lattice's organisms are looked for under its stable id",
        (replaced("runtime.over_lattices.addresses", _stable_ids),),
    ),
    Mutant("any-surface", ("COMP-5",), "any surface is taken", (method(Composite, "_upstream", _any_surface),)),
    Mutant("any-build", ("COMP-6",), "a pin is not looked at", (unchecked("runtime.upstream.check_pin"),)),
    Mutant("any-commit", ("COMP-7",), "commits are not looked at", (unchecked("runtime.upstream.check_commit"),)),
    Mutant("any-record", ("COMP-7",), "any record is taken", (unchecked("runtime.upstream.check_kind"),)),
    Mutant("any-rival", ("COMP-8",), "a rival is taken for a repetition", (unchecked("runtime.upstream.check_same"),)),
    Mutant("repeated-observed", ("COMP-8",), "what is brought again is new", (method(Composite, "_taken", _again),)),
    Mutant(
        "slot-is-event",
        ("COMP-9",),
        "slots are not aligned",
        (replaced("runtime.over_lattices.event_number", lambda _right: lambda slot, first_slot: slot),),
    ),
    Mutant("any-slot", ("COMP-9",), "any slot is an event", (unchecked("runtime.over_lattices.check_clock"),)),
    Mutant(
        "good-entries", ("COMP-10",), "the right entries are taken", (method(Composite, "delivered", _the_good_ones),)
    ),
    Mutant(
        "any-evidence",
        ("COMP-11",),
        "the commit of evidence is not looked at",
        (replaced("runtime.composite.is_resolved", _found),),
    ),
)
