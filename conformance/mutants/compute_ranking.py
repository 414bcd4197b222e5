"""Mutants of who may serve a request, and of who wins it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.runtime import compute_refusals
from coalition.runtime.clearing import Offer
from coalition.runtime.compute import Compute
from conformance.mutants.breaking import Mutant, method
from conformance.mutants.compute_breaking import Function, always, clearing_rule, without_rule


def _any_case(_right: Function) -> Function:
    def meets(request: Any, card: Any) -> bool:
        region = request.requirements.region
        return region is None or region.lower() in [each.lower() for each in card.capabilities.regions]

    return meets


def _below_limit(_right: Function) -> Function:
    def meets(request: Any, card: Any) -> bool:
        limit = request.requirements.max_rate
        return limit is None or bool(card.declared_rate < limit)

    return meets


def _tdx_alike(_right: Function) -> Function:
    """Who has TDX serves those alone who ask for it."""
    return lambda request, card: bool(card.capabilities.tdx_capable == request.requirements.tdx)


def _listed_alone(_right: Function) -> Function:
    def meets(request: Any, card: Any) -> bool:
        expected = request.requirements.expected_mrtd
        return expected is None or expected in card.capabilities.mrtds

    return meets


def _ranked(key: Callable[[Offer], tuple[Any, ...]]) -> Callable[[Function], Function]:
    return lambda _right: key


def _floor(right: Function) -> Function:
    """Who is not well spoken of wins nothing."""
    return lambda request, offers, now: right(request, [each for each in offers if each.reputation >= 1], now)


def _place_lost(right: Function) -> Function:
    """A refreshed card is a new registration."""

    def register(self: Compute, command: Any) -> Compute:
        after: Compute = right(self, command)
        ident = command.card.provider_id
        place = len(self.log("Providers").entries)
        return replace(after, providers=after.providers.set(ident, replace(after.providers[ident], registered=place)))

    return register


def _place_kept(right: Function) -> Function:
    """Who comes back stands where it stood."""

    def register(self: Compute, command: Any) -> Compute:
        after: Compute = right(self, command)
        ident = command.card.provider_id
        if ident not in self.providers:
            return after
        place = self.providers[ident].registered
        return replace(after, providers=after.providers.set(ident, replace(after.providers[ident], registered=place)))

    return register


def _registered_alone(right: Function) -> Function:
    """Scores of providers that are not registered are lost."""

    def observe(self: Compute, command: Any) -> Compute:
        after: Compute = right(self, command)
        return after if command.provider in self.providers else replace(after, scores=self.scores)

    return observe


def _clock_of_all(right: Function) -> Function:
    """The organism has one clock for all providers."""

    def observe(self: Compute, command: Any) -> Compute:
        clock = command.evidence.clock_event
        if any(clock <= score.clock for score in self.scores.values()):
            raise compute_refusals.ReputationBackwards(clock)
        return right(self, command)  # type: ignore[no-any-return] # a Compute

    return observe


def _first_score(right: Function) -> Function:
    def observe(self: Compute, command: Any) -> Compute:
        after: Compute = right(self, command)
        known = self.scores.get(command.provider)
        if known is None:
            return after
        kept = replace(known, clock=command.evidence.clock_event)
        return replace(after, scores=after.scores.set(command.provider, kept))

    return observe


MUTANTS: tuple[Mutant, ...] = (
    Mutant("region-any", ("COM-24",), "any region serves", (clearing_rule("meets_region", always),)),
    Mutant(
        "region-any-case", ("COM-24",), "regions are compared without case", (clearing_rule("meets_region", _any_case),)
    ),
    Mutant("tdx-not-needed", ("COM-24",), "TDX is not needed", (clearing_rule("meets_tdx", always),)),
    Mutant(
        "tdx-apart", ("COM-24",), "TDX serves those alone who ask for it", (clearing_rule("meets_tdx", _tdx_alike),)
    ),
    Mutant("rate-any", ("COM-24",), "any rate is paid", (clearing_rule("meets_rate", always),)),
    Mutant("rate-below", ("COM-24",), "the greatest rate is not paid", (clearing_rule("meets_rate", _below_limit),)),
    Mutant("guests-any", ("COM-25",), "any measurement serves", (clearing_rule("meets_mrtd", always),)),
    Mutant(
        "guests-listed",
        ("COM-25",),
        "who lists no measurement serves none",
        (clearing_rule("meets_mrtd", _listed_alone),),
    ),
    Mutant(
        "rank-dearest",
        ("COM-26",),
        "the highest rate wins",
        (clearing_rule("place", _ranked(lambda o: (-o.card.declared_rate, -o.reputation, o.registered))),),
    ),
    Mutant(
        "rank-reputation-first",
        ("COM-26",),
        "reputation goes before the rate",
        (clearing_rule("place", _ranked(lambda o: (-o.reputation, o.card.declared_rate, o.registered))),),
    ),
    Mutant(
        "rank-without-reputation",
        ("COM-26",),
        "reputation is not consulted",
        (clearing_rule("place", _ranked(lambda o: (o.card.declared_rate, o.registered))),),
    ),
    Mutant(
        "rank-latest",
        ("COM-26",),
        "the latest registration wins",
        (clearing_rule("place", _ranked(lambda o: (o.card.declared_rate, -o.reputation, -o.registered))),),
    ),
    Mutant(
        "rank-by-id",
        ("COM-26",),
        "the lowest id wins",
        (clearing_rule("place", _ranked(lambda o: (o.card.declared_rate, -o.reputation, bytes(o.card.provider_id)))),),
    ),
    Mutant("reputation-floor", ("COM-26",), "who has no reputation wins nothing", (clearing_rule("winner", _floor),)),
    Mutant(
        "rank-lost-by-refresh",
        ("COM-26",),
        "a refreshed card is a new registration",
        (method(Compute, "_register", _place_lost),),
    ),
    Mutant(
        "rank-kept-by-leaving",
        ("COM-26",),
        "who comes back stands where it stood",
        (method(Compute, "_register", _place_kept),),
    ),
    Mutant("reputation-from-anywhere", ("COM-27",), "any organism is heard", (without_rule("check_source"),)),
    Mutant("reputation-backwards", ("COM-27",), "an old score counts", (without_rule("check_clock"),)),
    Mutant(
        "reputation-one-clock",
        ("COM-27",),
        "scores of all providers go forward together",
        (method(Compute, "_observe", _clock_of_all),),
    ),
    Mutant("reputation-first", ("COM-27",), "the first score stays", (method(Compute, "_observe", _first_score),)),
    Mutant(
        "reputation-of-registered",
        ("COM-27",),
        "scores of those who are not registered are lost",
        (method(Compute, "_observe", _registered_alone),),
    ),
)
