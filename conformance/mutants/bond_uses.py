"""Mutants of what a bond is good for, and of what it leaves to the operator."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coalition.acl import OperatorPublish, Side
from coalition.runtime import bond_refusals as refused
from coalition.runtime import world
from coalition.runtime.clauses import CHECKS
from conformance.mutants.bond_breaking import Function, peer_rule
from conformance.mutants.breaking import Mutant, item, unchecked, verb


def _no(_right: Function) -> Function:
    return lambda _value: False


def _any_deployment(right: Function) -> Function:
    """A bond with one component is one with those of its committee."""

    def is_bonded(company: Any, peer: bytes, running: Any, now: int) -> bool:
        return any(
            right(company, peer, replace(running, ids=replace(running.ids, deployment=ident)), now)
            for key, ident in company.bonds
            if key == peer
        )

    return is_bonded


def _any_peer(right: Function) -> Function:
    """Whoever is there has the bonds of everybody."""
    return lambda company, peer, running, now: any(
        right(company, key, running, now) for key, ident in company.bonds if ident == running.deployment
    )


def _open_reads(right: Function) -> Function:
    """Everybody reads."""
    return lambda there, as_, **params: right(there, None, **params)


def _open_writes(right: Function) -> Function:
    """Everybody that has entered submits."""

    def submit(there: Any, as_: Any, **params: Any) -> Any:
        world.check_peer(there, as_)
        return right(there, None, **params)

    return submit


def _closed_reads(right: Function) -> Function:
    """Where the operator alone publishes, nobody else reads."""

    def read(there: Any, as_: Any, component: Any, **params: Any) -> Any:
        running = there.components.get(component)
        asked = () if as_ is None or running is None else there.configured[component].acl.clauses
        if any(isinstance(each, OperatorPublish) for each in asked):
            raise refused.OperatorPublish(as_)
        return right(there, as_, component, **params)

    return read


def _coming_operator(_right: Function) -> Function:
    return lambda composition: any(
        isinstance(each, OperatorPublish) and each.side is Side.RequireTicket for each in composition.clauses
    )


def _no_bond_with_operator(_right: Function) -> Function:
    def check(_world: Any, clause: Any, _judged: Any) -> None:
        raise refused.OperatorPublish(clause)

    return check


MUTANTS: tuple[Mutant, ...] = (
    Mutant("bond-not-needed", ("BOND-7",), "no bond is needed", (unchecked("runtime.peers.check_bonded"),)),
    Mutant("bond-reads-open", ("BOND-7",), "everybody reads", (verb("world.read", _open_reads),)),
    Mutant("bond-writes-open", ("BOND-7",), "everybody that entered submits", (verb("world.submit", _open_writes),)),
    Mutant("bond-with-everything", ("BOND-7",), "one bond is with all", (peer_rule("is_bonded", _any_deployment),)),
    Mutant("bond-of-everybody", ("BOND-7",), "one peer's bond is everybody's", (peer_rule("is_bonded", _any_peer),)),
    Mutant("bond-peer-retires", ("BOND-8",), "a peer retires", (peer_rule("is_ending", _no),)),
    Mutant("bond-peer-publishes", ("BOND-8",), "a peer publishes", (peer_rule("is_published_by_operator", _no),)),
    Mutant(
        "bond-operator-of-one-side",
        ("BOND-8",),
        "the operator's clause counts on one side",
        (peer_rule("is_published_by_operator", _coming_operator),),
    ),
    Mutant("bond-operator-alone", ("BOND-8",), "none bonds", (item(CHECKS, OperatorPublish, _no_bond_with_operator),)),
    Mutant("bond-operator-reads", ("BOND-8",), "the operator alone reads", (verb("world.read", _closed_reads),)),
)
