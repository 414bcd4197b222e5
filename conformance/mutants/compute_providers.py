"""Mutants of how providers enter a Compute, replace each other and leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coalition.runtime import component, compute_refusals
from coalition.runtime.clearing import Offer
from coalition.runtime.compute import Compute
from coalition.runtime.compute_records import CardRecord, Clear, ObserveReputation
from coalition.runtime.compute_rules import Provider
from coalition.unique_id import UniqueId
from conformance.mutants.breaking import Mutant, method
from conformance.mutants.compute_breaking import Function, rules, without_rule


def _begun(right: Function) -> Any:
    return classmethod(lambda cls, *args: replace(right(*args), round=0))


def _round_by_time(right: Function) -> Function:
    """A round is that of the clock on the wall, whatever is said."""

    def act(self: Compute, command: Any, context: Any) -> Compute:
        late = isinstance(command, Clear) and command.round > context.now
        return right(self, Clear(context.now) if late else command, context)  # type: ignore[no-any-return] # a Compute

    return act


def _regions_sorted(right: Function) -> Function:
    """Cards are committed in the order of their digest."""

    def committed(self: Any, surface: str, *records: Any) -> Any:
        return right(self, surface, *(_in_order(each) for each in records))

    return committed


def _in_order(record: Any) -> Any:
    if not isinstance(record, CardRecord):
        return record
    capabilities = record.card.capabilities
    ordered = replace(capabilities, regions=tuple(sorted(capabilities.regions, key=str.encode)))
    return replace(record, card=replace(record.card, capabilities=ordered))


def _reputation_committed(right: Function) -> Function:
    """The card of a provider is committed again with each score."""

    def act(self: Compute, command: Any, context: Any) -> Compute:
        after: Compute = right(self, command, context)
        if isinstance(command, ObserveReputation) and self.log("Providers").entries:
            return after.committed("Providers", self.log("Providers").entries[-1].record)
        return after

    return act


def _later_or_equal(_right: Function) -> Function:
    def check(known: Provider | None, tick: int) -> None:
        if known is not None and tick < known.last:
            raise compute_refusals.CardOutdated(tick)

    return check


def _forgotten_when_gone(right: Function) -> Function:
    """A provider that left is as one that never was."""

    def check(known: Provider | None, tick: int) -> None:
        right(None if known is not None and known.card is None else known, tick)

    return check


def _first_card_stays(right: Function) -> Function:
    def register(self: Compute, command: Any) -> Compute:
        after: Compute = right(self, command)
        before = self.providers.get(command.card.provider_id)
        if before is None or before.card is None:
            return after
        known = after.providers[command.card.provider_id]
        return replace(after, providers=after.providers.set(command.card.provider_id, replace(known, card=before.card)))

    return register


def _stays(right: Function) -> Function:
    """The card of a provider that left is still cleared to."""

    def offers(self: Compute) -> Any:
        yield from right(self)
        for ident, provider in self.providers.items():
            if provider.card is None:
                cards = (each.record for each in self.log("Providers").entries if isinstance(each.record, CardRecord))
                last = [each.card for each in cards if each.card.provider_id == ident][-1]
                yield Offer(last, provider.registered, 0)

    return offers


def _any_provider(right: Function) -> Function:
    def registered(known: Provider | None) -> Provider:
        return known if known is not None else right(known)

    return registered


def _gone_for_good(_right: Function) -> Function:
    def check(known: Provider | None) -> None:
        if known is not None and known.card is None:
            raise compute_refusals.ProviderRetired(known)

    return check


def _pinned_alone(right: Function) -> Function:
    """A provider may replace itself by another build, as components do."""

    def check(provider: UniqueId, marker: Any) -> None:
        if marker is None or marker.replacement is None or marker.replacement.content_hash is None:
            right(provider, marker)

    return check


MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "compute-begins-in-a-round", ("COM-12",), "the first round is above 0", (method(Compute, "deploy", _begun),)
    ),
    Mutant(
        "compute-own-clock",
        ("COM-12",),
        "no round is of a tick that is yet to come",
        (method(Compute, "act", _round_by_time),),
    ),
    Mutant(
        "card-in-order",
        ("COM-13",),
        "regions are committed in the order of the digest",
        (method(component.Running, "committed", _regions_sorted),),
    ),
    Mutant(
        "score-committed", ("COM-13",), "a score commits a card again", (method(Compute, "act", _reputation_committed),)
    ),
    Mutant("provider-unsigned", ("COM-14",), "whoever comes speaks for a provider", (without_rule("check_signed"),)),
    Mutant("provider-any-key", ("COM-14",), "any key signs for a provider", (without_rule("check_key"),)),
    Mutant("card-again", ("COM-15",), "a card or deregistration of any tick", (without_rule("check_later"),)),
    Mutant(
        "card-same-tick",
        ("COM-15",),
        "a card or deregistration of the same tick",
        (rules("check_later", _later_or_equal),),
    ),
    Mutant(
        "card-after-leaving",
        ("COM-15",),
        "who has left may come with an old card",
        (rules("check_later", _forgotten_when_gone),),
    ),
    Mutant(
        "card-first-stays",
        ("COM-15",),
        "the first card stays in force",
        (method(Compute, "_register", _first_card_stays),),
    ),
    Mutant("provider-leaves-twice", ("COM-16",), "who has left leaves again", (rules("registered", _any_provider),)),
    Mutant("provider-gone-serves", ("COM-16",), "who has left is cleared to", (method(Compute, "offers", _stays),)),
    Mutant(
        "provider-gone-for-good",
        ("COM-16",),
        "who has left does not come back",
        (rules("check_not_retired", _gone_for_good),),
    ),
    Mutant(
        "provider-retired-returns",
        ("COM-17",),
        "a retired provider comes back",
        (without_rule("check_not_retired"),),
    ),
    Mutant("provider-replaces-itself", ("COM-17",), "a provider replaces itself", (without_rule("check_successor"),)),
    Mutant(
        "provider-rebuilt",
        ("COM-17",),
        "a provider replaces itself by another build",
        (rules("check_successor", _pinned_alone),),
    ),
)
