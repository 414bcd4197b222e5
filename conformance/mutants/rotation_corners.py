"""Mutants of handles where two rules meet: what the chain says, and whom the holder admits; what is no handle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coalition.runtime.chain import PinnedBuild, TooManyHops
from conformance.mutants.breaking import Mutant, replaced, verb

_ANY_HOPS = 2**32 - 1


def _admits_first(right: Callable[..., Any]) -> Callable[..., Any]:
    """Where the chain goes too far, its end is compared before that is said."""

    def connect(there: Any, hops: int, explicit: bool, **params: Any) -> Any:
        try:
            return right(there, hops=hops, explicit=explicit, **params)
        except (TooManyHops, PinnedBuild):
            right(there, hops=_ANY_HOPS, explicit=True, **params)
            raise

    return connect


def _no_name_no_handle(right: Callable[..., str]) -> Callable[..., str]:
    """What is no name, the page does not list."""
    return lambda error: "NoSuchHandle" if type(error).__name__.startswith("Name") else right(error)


MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "admits-before-the-chain",
        ("ROT-6",),
        "measurements are compared before the chain is followed",
        (verb("world.connect", _admits_first),),
    ),
    Mutant(
        "handle-of-no-name",
        ("ROT-3",),
        "a handle whose name is none is one that the page does not list",
        (replaced("runtime.play.broken_command", _no_name_no_handle),),
    ),
)
