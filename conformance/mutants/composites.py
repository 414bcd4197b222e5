"""Mutants of composite organisms that run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.composites import StallPolicy
from coalition.runtime.component import Ids
from coalition.runtime.composite import Composite
from coalition.runtime.correlator import Correlator
from coalition.runtime.intents import Intents
from coalition.runtime.log import Entry
from coalition.runtime.over_lattices import LatticeComposite
from coalition.runtime.refusals import Refusal
from coalition.runtime.upstream import DeliveryOutcome, Upstream
from coalition.runtime.verbs import VERBS
from coalition.runtime.world import World
from coalition.stable_id import stable_id
from coalition.unique_id import UniqueId
from conformance.mutants.breaking import Mutant, annotated, item, method, replaced, unchecked

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
        return right(self, surface if surface in self.upstreams else self.required[0])  # type: ignore[no-any-return]

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


def _at_once(right: Right) -> Right:
    """A replay observes what is brought."""

    def delivered(self: Any, *values: Any) -> Any:
        state, outcomes = right(replace(self, replay=False), *values)
        return replace(state, replay=self.replay), outcomes

    return delivered


def _again(right: Right) -> Right:
    """What is brought again is observed again."""

    def taken(self: Any, upstream: Upstream, entry: Entry, now: int) -> Any:
        state, outcome = right(self, upstream, entry, now)
        return state, DeliveryOutcome.Observed if outcome is DeliveryOutcome.Repeated else outcome

    return taken


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


def _wanted_alone(right: Right) -> Right:
    """A member that nobody wants anything of gets no record."""

    def decide(self: Intents, event: int, missing: tuple[bytes, ...]) -> Any:
        quiet = frozenset(each for each in self.span if not list(self._wanted(event, each)))
        state = right(self, event, missing)
        log = self.log("RoutedIntents")
        found = state.log("RoutedIntents")
        for entry in found.between(len(log.entries), len(found.entries)):
            if entry.record.routed.member not in quiet:
                log = log.with_record(entry.record)
        return state.with_logs((log,))

    return decide


def _source_slot(_right: Right) -> Right:
    """The event is taken for the slot."""
    return lambda self, place, event: event


def _to_itself(_right: Right) -> Right:
    return lambda bundle, source, target: bundle.target == target


def _to_all(_right: Right) -> Right:
    return lambda bundle, source, target: bundle.target is not None and source != target


def _unsorted_shares(right: Right) -> Right:
    def shares(refunds: Any) -> Any:
        listed = list(refunds)
        found = {share.recipient: share for share in right(listed)}
        return tuple(found[each] for each in dict.fromkeys(refund.searcher_id for refund in listed))

    return shares


def _without_zero(right: Right) -> Right:
    return lambda refunds: right([each for each in refunds if each.refund_wei])


def _anywhere(_right: Right) -> Right:
    return lambda place, refund: (0, refund.block_number, refund.bundle_digest)


def _by_bundle(_right: Right) -> Right:
    return lambda place, refund: (place, 0, refund.bundle_digest)


def _rounded_up(_right: Right) -> Right:
    return lambda timestamp_ms, length_ms: -(-timestamp_ms // length_ms)


def _as_brought(_right: Right) -> Right:
    """The tick that comes last stands for its feed."""

    def noted(self: Any, event: int, surface: UniqueId, entry: Entry) -> Any:
        return replace(self, events=self.events.set(event, self.events[event].set(surface, entry)))

    return noted


def _slot_included(_right: Right) -> Right:
    return lambda self, seq: self.sealed_up_to(seq)


def _ticks_wait(_right: Right) -> Right:
    return lambda self, seq: self


def _to_everybody(right: Right) -> Right:
    """What is brought to one is brought to all that read it."""

    def deliver(world: World, component: UniqueId, surface: Any, content_hash: Any, entries: Any) -> Any:
        after, value = right(world, component, surface, content_hash, entries)
        for each in world.deployed():
            if each.deployment != component and isinstance(each, Composite):
                try:
                    after, _ = right(after, each.deployment, surface, content_hash, entries)
                except Refusal:
                    continue
        return after, value

    return annotated(deliver, right)


def _never(_right: Right) -> Right:
    return lambda *_values: False


def _always(_right: Right) -> Right:
    return lambda *_values: True


def _found(_right: Right) -> Right:
    return lambda entry, evidence: entry is not None


MUTANTS = (
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
    Mutant("never-late", ("COMP-17",), "nothing is late", (replaced("runtime.composite.is_sealed", _never),)),
    Mutant("late-unrecorded", ("COMP-17",), "what is late is nowhere", (method(Composite, "observed", _unrecorded),)),
    Mutant("tick-as-brought", ("COMP-18",), "the last tick is carried", (method(Composite, "ticked", _latest_tick),)),
    Mutant(
        "routed-if-wanted", ("COMP-19",), "who is not wanted has no record", (method(Intents, "decide", _wanted_alone),)
    ),
    Mutant(
        "routed-by-event",
        ("COMP-19", "COMP-21", "COMP-9"),
        "records are keyed by the event",
        (method(LatticeComposite, "slot_of", _source_slot),),
    ),
    Mutant("routed-to-itself", ("COMP-20",), "a bundle may stay", (replaced("runtime.intents.is_routed", _to_itself),)),
    Mutant(
        "routed-to-all", ("COMP-20",), "a bundle goes everywhere", (replaced("runtime.intents.is_routed", _to_all),)
    ),
    Mutant(
        "shares-as-found", ("COMP-21",), "shares are as found", (replaced("runtime.ledger.shares", _unsorted_shares),)
    ),
    Mutant("no-share-of-0", ("COMP-21",), "nothing is no share", (replaced("runtime.ledger.shares", _without_zero),)),
    Mutant("counted-twice", ("COMP-22",), "refunds count again", (replaced("runtime.ledger.is_counted", _never),)),
    Mutant(
        "counted-anywhere", ("COMP-22",), "members share refunds", (replaced("runtime.ledger.refund_key", _anywhere),)
    ),
    Mutant(
        "counted-by-bundle",
        ("COMP-22",),
        "blocks are not told apart",
        (replaced("runtime.ledger.refund_key", _by_bundle),),
    ),
    Mutant("refunds-unbounded", ("COMP-23",), "sums are not looked at", (unchecked("runtime.ledger.check_total"),)),
    Mutant(
        "any-attestation", ("COMP-24",), "any attestation will do", (replaced("runtime.ledger.stands_for", _always),)
    ),
    Mutant(
        "no-attestation", ("COMP-24",), "nobody stands for anything", (replaced("runtime.ledger.stands_for", _never),)
    ),
    Mutant(
        "bins-rounded-up",
        ("COMP-25",),
        "instants are rounded up",
        (replaced("runtime.correlator.event_at", _rounded_up),),
    ),
    Mutant("tick-that-comes-last", ("COMP-25",), "the last tick counts", (method(Composite, "_noted", _as_brought),)),
    Mutant(
        "slot-of-tick-sealed",
        ("COMP-26",),
        "a tick seals its own slot",
        (method(Correlator, "ticked", _slot_included),),
    ),
    Mutant("ticks-seal-nothing", ("COMP-26",), "ticks seal nothing", (method(Correlator, "ticked", _ticks_wait),)),
    Mutant(
        "replay-observes", ("COMP-27", "COMP-11"), "a replay does not wait", (method(Composite, "delivered", _at_once),)
    ),
    Mutant(
        "brought-to-all",
        ("COMP-28",),
        "what is brought to one is brought to all",
        (item(VERBS, "world.deliver", _to_everybody),),
    ),
    Mutant("any-command", ("WORLD-19",), "any command is taken", (unchecked("runtime.component.check_taken"),)),
)
