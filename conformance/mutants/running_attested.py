"""Mutants of a Randomness that commits rounds which a quote attests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coalition.crypto.tdx_quote import parse
from coalition.runtime import randomness_refusals
from conformance.mutants.breaking import Break, Mutant, replaced
from conformance.mutants.randomness import any_card

Function = Callable[..., Any]


def _by_quote(make: Callable[[Function], Function]) -> Break:
    return replaced("runtime.randomness.proven_by_quote", make)


def _never(_right: Function) -> Function:
    def proven(_module: Any, _card: Any, command: Any, _now: int) -> Any:
        raise randomness_refusals.BeaconRejected(command.provider)

    return proven


def _at_tick(right: Function) -> Function:
    """A tick is a time where it could be one."""
    return lambda module, card, command, now: right(module, card, command, max(now, command.committed_at * 1000))


def _uncollected(right: Function) -> Function:
    """Without collateral a quote is read, and not verified."""

    def proven(module: Any, card: Any, command: Any, now: int) -> Any:
        if command.collateral is None:
            return parse(command.proof).body.report_data[32:]
        return right(module, card, command, now)

    return proven


def _any_quote(right: Function) -> Function:
    """What does not verify is read all the same, where it is long enough to be a quote."""

    def proven(module: Any, card: Any, command: Any, now: int) -> Any:
        try:
            return right(module, card, command, now)
        except randomness_refusals.BeaconRejected:
            if command.collateral is None or len(command.proof) < 632:
                raise
            return command.proof[600:632]

    return proven


MUTANTS = (
    Mutant("attested-never", ("RND-23",), "no guest proves a round", (_by_quote(_never),)),
    Mutant("attested-at-tick", ("RND-23",), "the tick of a round is a time", (_by_quote(_at_tick),)),
    Mutant("attested-uncollected", ("RND-23",), "without collateral a quote is read alone", (_by_quote(_uncollected),)),
    Mutant(
        "attested-image-remembered",
        ("RND-12", "RND-23"),
        "the image before proves rounds too",
        (_by_quote(any_card),),
    ),
    Mutant("attested-any-quote", ("RND-17", "RND-23"), "no quote is verified", (_by_quote(_any_quote),)),
    Mutant(
        "attested-rounded-up",
        ("RND-23",),
        "a second is over when it begins",
        (replaced("runtime.randomness.seconds", lambda _right: lambda now: -(-now // 1000)),),
    ),
)
