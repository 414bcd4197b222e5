"""How mutants of Computes break a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.mutants.breaking import Break, replaced, unchecked

Function = Callable[..., Any]


def rules(name: str, make: Callable[[Function], Function]) -> Break:
    """Replace a rule of Computes."""
    return replaced(f"runtime.compute_rules.{name}", make)


def clearing_rule(name: str, make: Callable[[Function], Function]) -> Break:
    """Replace a rule of clearing."""
    return replaced(f"runtime.clearing.{name}", make)


def without_rule(name: str) -> Break:
    """Make a rule of Computes accept everything."""
    return unchecked(f"runtime.compute_rules.{name}")


def always(_right: Function) -> Function:
    """A rule that everything meets."""
    return lambda *_args: True
