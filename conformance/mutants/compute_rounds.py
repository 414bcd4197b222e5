"""Mutants of requests and of the rounds that clear them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pyrsistent import pvector

from coalition.runtime import compute_refusals
from coalition.runtime.clearing import is_open
from coalition.runtime.compute import Compute
from conformance.mutants.breaking import Mutant, method
from conformance.mutants.compute_breaking import Function, always, clearing_rule, rules, without_rule


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


MUTANTS: tuple[Mutant, ...] = (
    Mutant("request-twice", ("COM-18",), "a request is asked twice", (without_rule("check_new"),)),
    Mutant(
        "request-again-when-cleared",
        ("COM-18",),
        "a request is asked again once it is cleared",
        (rules("check_new", _new_when_done),),
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
    Mutant("round-again", ("COM-20",), "a round of any tick", (without_rule("check_round"),)),
    Mutant("round-same-tick", ("COM-20",), "two rounds of one tick", (rules("check_round", _same_round),)),
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
        "deadline-included",
        ("COM-22",),
        "a request is cleared at its deadline",
        (clearing_rule("is_open", _at_deadline),),
    ),
    Mutant("deadline-never", ("COM-22",), "no request expires", (clearing_rule("is_open", always),)),
    Mutant(
        "deadline-of-grants",
        ("COM-22",),
        "what was cleared expires",
        (method(Compute, "_grant", _expires_when_cleared),),
    ),
    Mutant("card-never-stale", ("COM-23",), "stale cards are cleared to", (clearing_rule("is_fresh", always),)),
    Mutant(
        "card-before-its-tick",
        ("COM-23",),
        "a card counts before its tick",
        (clearing_rule("is_fresh", _fresh_before),),
    ),
    Mutant(
        "card-stale-at-its-age",
        ("COM-23",),
        "a card is stale at its greatest age",
        (clearing_rule("is_fresh", _fresh_below),),
    ),
    Mutant("card-age-wraps", ("COM-23",), "an age is added in 64 bits", (clearing_rule("is_fresh", _fresh_in_u64),)),
)
