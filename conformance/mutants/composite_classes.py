"""Mutants of the intent router, the shared ledger and the correlator."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coalition.runtime.composite import Composite, is_sealed
from coalition.runtime.correlator import Correlator
from coalition.runtime.intents import Intents
from coalition.runtime.log import Entry
from coalition.runtime.over_lattices import LatticeComposite
from coalition.runtime.refusals import Refusal
from coalition.runtime.upstream import DeliveryOutcome, TallyAttestationRecord
from coalition.runtime.verbs import VERBS
from coalition.runtime.world import World
from coalition.unique_id import UniqueId
from conformance.mutants.breaking import Mutant, annotated, item, method, replaced, unchecked
from conformance.mutants.composite_spans import Right, never


def _at_once(right: Right) -> Right:
    """A replay observes what is brought."""

    def delivered(self: Any, *values: Any) -> Any:
        state, outcomes = right(replace(self, replay=False), *values)
        return replace(state, replay=self.replay), outcomes

    return delivered


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


def _opens_no_event(right: Right) -> Right:
    """An attestation counts in an event that something else opened before it."""

    def observed(self: Any, upstream: Any, entry: Entry, now: int) -> Any:
        event = self.event_of(upstream, entry.record) if upstream.place is not None else None
        if isinstance(entry.record, TallyAttestationRecord) and event not in self.events and event is not None:
            return (self, DeliveryOutcome.Observed) if not is_sealed(self, event) else right(self, upstream, entry, now)
        return right(self, upstream, entry, now)

    return observed


def _always(_right: Right) -> Right:
    return lambda *_values: True


MUTANTS: tuple[Mutant, ...] = (
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
    Mutant("counted-twice", ("COMP-22",), "refunds count again", (replaced("runtime.ledger.is_counted", never),)),
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
        "no-attestation", ("COMP-24",), "nobody stands for anything", (replaced("runtime.ledger.stands_for", never),)
    ),
    Mutant(
        "attestation-opens-nothing",
        ("COMP-24", "COMP-16"),
        "an attestation alone opens no event",
        (method(Composite, "observed", _opens_no_event),),
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
