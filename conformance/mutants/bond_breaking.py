"""How mutants of bonds break a rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.mutants.breaking import Break, replaced

Function = Callable[..., Any]


def peer_rule(name: str, make: Callable[[Function], Function]) -> Break:
    """Replace a rule of peers."""
    return replaced(f"runtime.peers.{name}", make)


def clause_rule(name: str, make: Callable[[Function], Function]) -> Break:
    """Replace a rule of the clauses that bonds are judged by."""
    return replaced(f"runtime.clauses.{name}", make)


def bond_rule(name: str, make: Callable[[Function], Function]) -> Break:
    """Replace a rule of bonds."""
    return replaced(f"runtime.bonds.{name}", make)


def with_company(there: Any, **changes: Any) -> Any:
    """A world whose company of peers, bonds and issuers is another."""
    return replace(there, company=replace(there.company, **changes))
