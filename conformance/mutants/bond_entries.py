"""Mutants of peers that enter and leave: what they bring, and what stays of it."""

from __future__ import annotations

from typing import Any

from coalition.runtime.peers import BondEvidence, Keys, Terms
from conformance.mutants.bond_breaking import Function, with_company
from conformance.mutants.breaking import Mutant, method, verb


def _anything(_right: Function) -> Function:
    return lambda _self: None


def _tickets_kept(right: Function) -> Function:
    """Who enters again shows its old tickets too."""

    def enter(there: Any, key: bytes, tickets: Any, evidence: Any, acl: Any) -> Any:
        known = there.company.peers.get(key)
        return right(there, key, (*tickets, *(known.shown.tickets if known else ())), evidence, acl)

    return enter


def _evidence_kept(right: Function) -> Function:
    """Who enters again keeps its first evidence, and its first validator."""

    def enter(there: Any, key: bytes, tickets: Any, evidence: Any, acl: Any) -> Any:
        known = there.company.peers.get(key)
        return right(there, key, tickets, known.shown.evidence if known else evidence, known.acl if known else acl)

    return enter


def _enters_bonded(right: Function) -> Function:
    """Who enters is bonded wherever nothing is asked."""

    def enter(there: Any, **params: Any) -> Any:
        after, value = right(there, **params)
        for ident in after.order:
            if not after.configured[ident].acl.clauses and (params["key"], ident) not in after.company.bonds:
                after = with_company(after, bonds=after.company.bonds.set((params["key"], ident), Terms()))
        return after, value

    return enter


def _bonds_kept(right: Function) -> Function:
    """Bonds wait for a peer that left."""

    def leave(there: Any, **params: Any) -> Any:
        after, value = right(there, **params)
        return with_company(after, bonds=there.company.bonds), value

    return leave


def _never_left(right: Function) -> Function:
    """Who leaves is known all the same."""

    def leave(there: Any, **params: Any) -> Any:
        after, value = right(there, **params)
        return with_company(after, peers=there.company.peers), value

    return leave


MUTANTS: tuple[Mutant, ...] = (
    Mutant("peer-keeps-tickets", ("BOND-1",), "tickets are kept", (verb("world.peer", _tickets_kept),)),
    Mutant("peer-keeps-evidence", ("BOND-1",), "evidence is kept", (verb("world.peer", _evidence_kept),)),
    Mutant("peer-enters-bonded", ("BOND-1",), "entering is bonding", (verb("world.peer", _enters_bonded),)),
    Mutant("bond-evidence-twice", ("BOND-2",), "two cards of one", (method(BondEvidence, "rules", _anything),)),
    Mutant("bond-any-keys", ("BOND-2",), "keys that no page may have", (method(Keys, "rules", _anything),)),
    Mutant("bond-outlives-leaving", ("BOND-3",), "bonds wait for who left", (verb("world.leave", _bonds_kept),)),
    Mutant("peer-never-leaves", ("BOND-3",), "who left is known", (verb("world.leave", _never_left),)),
)
