"""Mutants of a Compute that runs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pyrsistent import pvector

from coalition.runtime import component, compute_refusals
from coalition.runtime.clearing import Offer, is_open
from coalition.runtime.compute import Compute
from coalition.runtime.compute_records import AppendLog, CardRecord, Clear, ObserveReputation
from coalition.runtime.compute_rules import Provider
from coalition.unique_id import UniqueId
from conformance.mutants.breaking import Break, Mutant, method, replaced, unchecked

Function = Callable[..., Any]
_DAY = 86_400


def _rules(name: str, make: Callable[[Function], Function]) -> Break:
    return replaced(f"runtime.compute_rules.{name}", make)


def _clearing(name: str, make: Callable[[Function], Function]) -> Break:
    return replaced(f"runtime.clearing.{name}", make)


def _no_rule(name: str) -> Break:
    return unchecked(f"runtime.compute_rules.{name}")


def _always(_right: Function) -> Function:
    return lambda *_args: True


def _begun(right: Function) -> Any:
    return classmethod(lambda cls, *args: replace(right(*args), round=0))


def _by_rounds(_right: Function) -> Function:
    return lambda self, now: self.round


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


def _new_when_done(right: Function) -> Function:
    """A request may be asked again once it is cleared."""
    return lambda asked: right(None if asked is not None and asked.provider is not None else asked)


def _refusing_requesters(right: Function) -> Function:
    """Nobody in particular does not ask."""

    def submit(self: Compute, request: Any) -> Compute:
        if request.requester == bytes(20):
            raise compute_refusals.AlreadyRequested(request)
        return right(self, request)  # type: ignore[no-any-return] # a Compute

    return submit


def _one_settlement(right: Function) -> Function:
    """A settlement is spent once."""

    def submit(self: Compute, request: Any) -> Compute:
        if any(asked.request.settlement == request.settlement for asked in self.requests.values()):
            raise compute_refusals.AlreadyRequested(request)
        return right(self, request)  # type: ignore[no-any-return] # a Compute

    return submit


def _by_requester(right: Function) -> Function:
    """Requests are served in the order of who asks."""

    def clear(self: Compute, now: int) -> Compute:
        waiting = sorted(self.waiting, key=lambda ident: bytes(self.requests[ident].request.requester))
        return right(replace(self, waiting=pvector(waiting)), now)  # type: ignore[no-any-return] # a Compute

    return clear


def _last_come(right: Function) -> Function:
    def clear(self: Compute, now: int) -> Compute:
        after: Compute = right(replace(self, waiting=pvector(reversed(self.waiting))), now)
        return replace(after, waiting=pvector(reversed(after.waiting)))

    return clear


def _one_holds_up_all(right: Function) -> Function:
    def clear(self: Compute, now: int) -> Compute:
        kept = [each for each in self.waiting if is_open(self.requests[each].request, now)]
        after: Compute = right(replace(self, waiting=pvector(kept[:1])), now)
        return replace(after, waiting=pvector((*after.waiting, *kept[1:])))

    return clear


def _all_at_once(right: Function) -> Function:
    def clear(self: Compute, now: int) -> Compute:
        after: Compute = right(self, now)
        while after.log("ClearingRecords").entries != self.log("ClearingRecords").entries:
            again: Compute = right(replace(after, round=None), now)
            if len(again.waiting) == len(after.waiting):
                break
            after = again
        return after

    return clear


def _same_round(_right: Function) -> Function:
    def check(last: int | None, now: int) -> None:
        if last is not None and now < last:
            raise compute_refusals.RoundBackwards(now)

    return check


def _idle_rounds_uncounted(right: Function) -> Function:
    def clear(self: Compute, now: int) -> Compute:
        after: Compute = right(self, now)
        idle = len(after.log("ClearingRecords").entries) == len(self.log("ClearingRecords").entries)
        return replace(after, round=self.round) if idle else after

    return clear


def _at_deadline(_right: Function) -> Function:
    return lambda request, now: bool(now <= request.deadline)


def _expires_when_cleared(right: Function) -> Function:
    """What is not granted by its deadline is lost."""

    def grant(self: Compute, command: Any) -> Compute:
        asked = self.requests.get(command.request_id)
        late = asked is not None and asked.provider is not None and (self.round or 0) >= asked.request.deadline
        if late:
            raise compute_refusals.NotCleared(command)
        return right(self, command)  # type: ignore[no-any-return] # a Compute

    return grant


def _fresh_before(_right: Function) -> Function:
    return lambda card, now: bool(now - card.refreshed_at <= card.max_age)


def _fresh_below(_right: Function) -> Function:
    return lambda card, now: bool(0 <= now - card.refreshed_at < max(card.max_age, 1))


def _fresh_in_u64(_right: Function) -> Function:
    return lambda card, now: bool(card.refreshed_at <= now <= (card.refreshed_at + card.max_age) % 2**64)


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


def _granted(**members: Callable[[Any, Any], Any]) -> Callable[[Function], Function]:
    def make(right: Function) -> Function:
        def granted(command: Any, request: Any, provider: UniqueId) -> Any:
            found = right(command, request, provider)
            return replace(found, **{name: change(found, request) for name, change in members.items()})

        return granted

    return make


def _cleared_when_asked(_right: Function) -> Function:
    def known(asked: Any) -> Any:
        if asked is None:
            raise compute_refusals.NotCleared(asked)
        return asked

    return known


def _won_by_whoever(_right: Function) -> Function:
    return lambda asked: asked.provider or asked.request.workload


def _in_registry_alone(right: Function) -> Function:
    """Nothing is granted to who has left."""

    def grant(self: Compute, command: Any) -> Compute:
        asked = self.requests.get(command.request_id)
        if asked is not None and asked.provider is not None and self.providers[asked.provider].card is None:
            raise compute_refusals.NotCleared(command)
        return right(self, command)  # type: ignore[no-any-return] # a Compute

    return grant


def _window(*refusals: type[Exception]) -> Callable[[Function], Function]:
    def make(right: Function) -> Function:
        def check(asked: Any, window: Any) -> None:
            with contextlib.suppress(*refusals):
                right(asked, window)

        return check

    return make


def _strictly_after(right: Function) -> Function:
    def check(asked: Any, window: Any) -> None:
        right(asked, window)
        if window.start == asked.cleared:
            raise compute_refusals.WindowTooEarly(window)

    return check


def _unknown_is_foreign(_right: Function) -> Function:
    def known(grant: Any) -> Any:
        if grant is None:
            raise compute_refusals.ForeignGrant(grant)
        return grant

    return known


def _windows_touch(_right: Function) -> Function:
    def check(grant: Any, window: Any) -> None:
        if grant.logged is not None and window.start <= grant.logged:
            raise compute_refusals.WindowTaken(window)

    return check


def _ends_alone(_right: Function) -> Function:
    def check(grant: Any, window: Any) -> None:
        if grant.logged is not None and window.end <= grant.logged:
            raise compute_refusals.WindowTaken(window)

    return check


def _starts_alone(_right: Function) -> Function:
    def check(grant: Any, window: Any) -> None:
        if grant.logged is not None and window.start < grant.logged:
            raise compute_refusals.WindowTaken(window)

    return check


def _usage_wanted(right: Function) -> Function:
    """A log without usage is none."""

    def append(self: Compute, command: AppendLog) -> Compute:
        usage = command.log.usage
        if command.log.grant_id in self.grants and not (usage.cpu_core_seconds or usage.net_bytes):
            raise compute_refusals.WindowTaken(usage)
        return right(self, command)  # type: ignore[no-any-return] # a Compute

    return append


def _within_grant(right: Function) -> Function:
    """Usage outside the grant is no usage."""

    def append(self: Compute, command: AppendLog) -> Compute:
        after: Compute = right(self, command)
        grants = [each.record.grant for each in self.log("Grants").entries if hasattr(each.record, "grant")]
        grant = next(each for each in grants if each.request_id == command.log.grant_id)
        if command.log.window.start < grant.valid_from or command.log.window.end > grant.valid_to:
            raise compute_refusals.WindowTaken(command.log.window)
        return after

    return append


def _logs_after_the_end(right: Function) -> Function:
    """A retired module takes the logs of what it granted."""

    def apply(self: Any, command: Any, context: Any) -> Any:
        if isinstance(command, AppendLog) and self.marker is not None:
            return replace(right(replace(self, marker=None), command, context), marker=self.marker)
        return right(self, command, context)

    return apply


def _takes_anything(_right: Function) -> Function:
    """A command that is another class's is taken, and does nothing."""

    def apply(self: Any, command: Any, context: Any) -> Any:
        component.check_running(self)
        if not isinstance(command, (*self.TAKES, component.Retire)):
            return self
        return _right(self, command, context)

    return apply


def _unsigned_key(_right: Function) -> Function:
    return lambda provider, public_key: None


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
    Mutant("provider-unsigned", ("COM-14",), "whoever comes speaks for a provider", (_no_rule("check_signed"),)),
    Mutant("provider-any-key", ("COM-14",), "any key signs for a provider", (_no_rule("check_key"),)),
    Mutant("card-again", ("COM-15",), "a card or deregistration of any tick", (_no_rule("check_later"),)),
    Mutant(
        "card-same-tick",
        ("COM-15",),
        "a card or deregistration of the same tick",
        (_rules("check_later", _later_or_equal),),
    ),
    Mutant(
        "card-after-leaving",
        ("COM-15",),
        "who has left may come with an old card",
        (_rules("check_later", _forgotten_when_gone),),
    ),
    Mutant(
        "card-first-stays",
        ("COM-15",),
        "the first card stays in force",
        (method(Compute, "_register", _first_card_stays),),
    ),
    Mutant("provider-leaves-twice", ("COM-16",), "who has left leaves again", (_rules("registered", _any_provider),)),
    Mutant("provider-gone-serves", ("COM-16",), "who has left is cleared to", (method(Compute, "offers", _stays),)),
    Mutant(
        "provider-gone-for-good",
        ("COM-16",),
        "who has left does not come back",
        (_rules("check_not_retired", _gone_for_good),),
    ),
    Mutant(
        "provider-retired-returns",
        ("COM-17",),
        "a retired provider comes back",
        (_no_rule("check_not_retired"),),
    ),
    Mutant("provider-replaces-itself", ("COM-17",), "a provider replaces itself", (_no_rule("check_successor"),)),
    Mutant(
        "provider-rebuilt",
        ("COM-17",),
        "a provider replaces itself by another build",
        (_rules("check_successor", _pinned_alone),),
    ),
    Mutant("request-twice", ("COM-18",), "a request is asked twice", (_no_rule("check_new"),)),
    Mutant(
        "request-again-when-cleared",
        ("COM-18",),
        "a request is asked again once it is cleared",
        (_rules("check_new", _new_when_done),),
    ),
    Mutant(
        "requester-refused", ("COM-19",), "a requester is refused", (method(Compute, "_submit", _refusing_requesters),)
    ),
    Mutant(
        "settlement-spent",
        ("COM-19",),
        "a settlement counts once",
        (method(Compute, "_submit", _one_settlement),),
    ),
    Mutant(
        "requesters-ranked", ("COM-19",), "requests are served by who asks", (method(Compute, "_clear", _by_requester),)
    ),
    Mutant("round-again", ("COM-20",), "a round of any tick", (_no_rule("check_round"),)),
    Mutant("round-same-tick", ("COM-20",), "two rounds of one tick", (_rules("check_round", _same_round),)),
    Mutant(
        "round-idle-uncounted",
        ("COM-20",),
        "a round that clears nothing is none",
        (method(Compute, "_clear", _idle_rounds_uncounted),),
    ),
    Mutant(
        "round-last-come", ("COM-21",), "the last request is served first", (method(Compute, "_clear", _last_come),)
    ),
    Mutant(
        "round-held-up",
        ("COM-21",),
        "a request that nobody serves holds up the others",
        (method(Compute, "_clear", _one_holds_up_all),),
    ),
    Mutant("round-clears-all", ("COM-21",), "a round clears all it can", (method(Compute, "_clear", _all_at_once),)),
    Mutant(
        "deadline-included", ("COM-22",), "a request is cleared at its deadline", (_clearing("is_open", _at_deadline),)
    ),
    Mutant("deadline-never", ("COM-22",), "no request expires", (_clearing("is_open", _always),)),
    Mutant(
        "deadline-of-grants",
        ("COM-22",),
        "what was cleared expires",
        (method(Compute, "_grant", _expires_when_cleared),),
    ),
    Mutant("card-never-stale", ("COM-23",), "stale cards are cleared to", (_clearing("is_fresh", _always),)),
    Mutant(
        "card-before-its-tick", ("COM-23",), "a card counts before its tick", (_clearing("is_fresh", _fresh_before),)
    ),
    Mutant(
        "card-stale-at-its-age",
        ("COM-23",),
        "a card is stale at its greatest age",
        (_clearing("is_fresh", _fresh_below),),
    ),
    Mutant("card-age-wraps", ("COM-23",), "an age is added in 64 bits", (_clearing("is_fresh", _fresh_in_u64),)),
    Mutant("region-any", ("COM-24",), "any region serves", (_clearing("meets_region", _always),)),
    Mutant(
        "region-any-case", ("COM-24",), "regions are compared without case", (_clearing("meets_region", _any_case),)
    ),
    Mutant("tdx-not-needed", ("COM-24",), "TDX is not needed", (_clearing("meets_tdx", _always),)),
    Mutant("tdx-apart", ("COM-24",), "TDX serves those alone who ask for it", (_clearing("meets_tdx", _tdx_alike),)),
    Mutant("rate-any", ("COM-24",), "any rate is paid", (_clearing("meets_rate", _always),)),
    Mutant("rate-below", ("COM-24",), "the greatest rate is not paid", (_clearing("meets_rate", _below_limit),)),
    Mutant("guests-any", ("COM-25",), "any measurement serves", (_clearing("meets_mrtd", _always),)),
    Mutant(
        "guests-listed", ("COM-25",), "who lists no measurement serves none", (_clearing("meets_mrtd", _listed_alone),)
    ),
    Mutant(
        "rank-dearest",
        ("COM-26",),
        "the highest rate wins",
        (_clearing("place", _ranked(lambda o: (-o.card.declared_rate, -o.reputation, o.registered))),),
    ),
    Mutant(
        "rank-reputation-first",
        ("COM-26",),
        "reputation goes before the rate",
        (_clearing("place", _ranked(lambda o: (-o.reputation, o.card.declared_rate, o.registered))),),
    ),
    Mutant(
        "rank-without-reputation",
        ("COM-26",),
        "reputation is not consulted",
        (_clearing("place", _ranked(lambda o: (o.card.declared_rate, o.registered))),),
    ),
    Mutant(
        "rank-latest",
        ("COM-26",),
        "the latest registration wins",
        (_clearing("place", _ranked(lambda o: (o.card.declared_rate, -o.reputation, -o.registered))),),
    ),
    Mutant(
        "rank-by-id",
        ("COM-26",),
        "the lowest id wins",
        (_clearing("place", _ranked(lambda o: (o.card.declared_rate, -o.reputation, bytes(o.card.provider_id)))),),
    ),
    Mutant("reputation-floor", ("COM-26",), "who has no reputation wins nothing", (_clearing("winner", _floor),)),
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
    Mutant("reputation-from-anywhere", ("COM-27",), "any organism is heard", (_no_rule("check_source"),)),
    Mutant("reputation-backwards", ("COM-27",), "an old score counts", (_no_rule("check_clock"),)),
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
    Mutant(
        "grant-of-workload",
        ("COM-28",),
        "the content hash is the workload",
        (replaced("runtime.compute.granted", _granted(content_hash=lambda _, request: request.workload)),),
    ),
    Mutant(
        "grant-without-pointer",
        ("COM-28",),
        "the bearer pointer is left out",
        (replaced("runtime.compute.granted", _granted(bearer_pointer=lambda *_: None)),),
    ),
    Mutant(
        "grant-without-measurement",
        ("COM-28",),
        "the expected measurement is left out",
        (replaced("runtime.compute.granted", _granted(expected_mrtd=lambda *_: None)),),
    ),
    Mutant(
        "grant-by-duration",
        ("COM-28",),
        "a grant ends after as many ticks as seconds",
        (
            replaced(
                "runtime.compute.granted",
                _granted(valid_to=lambda grant, request: min(grant.valid_from + request.duration_sec, 2**64 - 1)),
            ),
        ),
    ),
    Mutant(
        "grant-to-registered",
        ("COM-28",),
        "nothing is granted to who has left",
        (method(Compute, "_grant", _in_registry_alone),),
    ),
    Mutant(
        "grant-of-nothing",
        ("COM-29",),
        "a request that is not there is not cleared",
        (_rules("known_request", _cleared_when_asked),),
    ),
    Mutant("grant-uncleared", ("COM-29",), "what was not cleared is granted", (_rules("won_by", _won_by_whoever),)),
    Mutant("grant-twice", ("COM-29",), "a request is granted twice", (_no_rule("check_ungranted"),)),
    Mutant(
        "grant-of-no-tick",
        ("COM-30",),
        "a grant of no tick",
        (_rules("check_window", _window(compute_refusals.WindowEmpty)),),
    ),
    Mutant(
        "grant-too-early",
        ("COM-30",),
        "a grant from before its round",
        (_rules("check_window", _window(compute_refusals.WindowTooEarly)),),
    ),
    Mutant(
        "grant-after-its-round",
        ("COM-30",),
        "a grant does not start at its round",
        (_rules("check_window", _strictly_after),),
    ),
    Mutant(
        "log-of-nothing",
        ("COM-31",),
        "a grant that is not there is another's",
        (_rules("known_grant", _unknown_is_foreign),),
    ),
    Mutant("log-of-anybody", ("COM-31",), "anybody logs a grant", (_no_rule("check_own"),)),
    Mutant("log-twice", ("COM-32",), "a log is appended twice", (_no_rule("check_untaken"),)),
    Mutant(
        "log-with-a-gap",
        ("COM-32",),
        "a log does not start where the last one ended",
        (_rules("check_untaken", _windows_touch),),
    ),
    Mutant("log-overlaps", ("COM-32",), "a log starts within the last one", (_rules("check_untaken", _ends_alone),)),
    Mutant(
        "log-of-no-tick-again",
        ("COM-32",),
        "an empty window where the last one ended",
        (_rules("check_untaken", _starts_alone),),
    ),
    Mutant(
        "log-of-usage-alone", ("COM-32",), "an empty usage is refused", (method(Compute, "_append", _usage_wanted),)
    ),
    Mutant(
        "log-within-the-grant",
        ("COM-32",),
        "usage outside the grant is refused",
        (method(Compute, "_append", _within_grant),),
    ),
    Mutant(
        "log-after-the-marker",
        ("COM-33", "WORLD-12"),
        "a retired module takes logs",
        (method(component.Running, "apply", _logs_after_the_end),),
    ),
    Mutant(
        "command-of-another-class",
        ("WORLD-19",),
        "a command of another class is taken",
        (method(component.Running, "apply", _takes_anything),),
    ),
)
