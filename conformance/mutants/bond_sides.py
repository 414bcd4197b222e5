"""Mutants of who judges whom: what a component shows, which clauses are asked of whom, and in what order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.acl import Side
from coalition.runtime import clauses
from coalition.runtime.peers import Shown
from coalition.runtime.refusals import Refusal
from conformance.mutants.bond_breaking import Function, clause_rule
from conformance.mutants.breaking import Mutant


def _silent(_right: Function) -> Function:
    return lambda _component: Shown()


def _declared_anyway(right: Function) -> Function:
    """A component shows what it declares, whatever is said."""

    def party(there: Any, running: Any) -> Any:
        made = right(there, running)
        declared = there.configured[running.deployment].measurements
        evidence = replace(made.shown.evidence, measurements=declared)
        return replace(made, shown=replace(made.shown, evidence=evidence))

    return party


def _one_side(component: bool) -> Callable[[Function], Function]:
    def make(_right: Function) -> Function:
        def terms(there: Any, key: bytes, running: Any) -> Any:
            peer, other = clauses.guest(there, key), clauses.party(there, running)
            if component:
                return clauses.judgement(there, clauses.asked_of_who_comes(other.clauses), other, peer)
            return clauses.judgement(there, clauses.asked_of_whom_it_goes_to(peer.clauses), peer, other)

        return terms

    return make


def _peer_first(_right: Function) -> Function:
    def terms(there: Any, key: bytes, running: Any) -> Any:
        peer, other = clauses.guest(there, key), clauses.party(there, running)
        verified = clauses.judgement(there, clauses.asked_of_whom_it_goes_to(peer.clauses), peer, other)
        admitted = clauses.judgement(there, clauses.asked_of_who_comes(other.clauses), other, peer)
        return clauses.together((admitted, verified))

    return terms


def _last_first(right: Function) -> Function:
    return lambda there, asked, judge, judged: right(there, tuple(asked)[::-1], judge, judged)


def _any_of_them(right: Function) -> Function:
    """One clause that holds is enough."""

    def judgement(there: Any, asked: Any, judge: Any, judged: Any) -> Any:
        listed = tuple(asked)
        for each in listed:
            try:
                return right(there, (each,), judge, judged)
            except Refusal:
                continue
        return right(there, listed, judge, judged)

    return judgement


def _all_sides(_right: Function) -> Function:
    return tuple


def _going_alone(_right: Function) -> Function:
    return lambda asked: tuple(each for each in asked if each.side is Side.VerifyPeer)


def _coming_alone(_right: Function) -> Function:
    return lambda asked: tuple(each for each in asked if each.side is Side.RequireTicket)


MUTANTS: tuple[Mutant, ...] = (
    Mutant("bond-nothing-declared", ("BOND-4",), "what is declared is not shown", (clause_rule("declared", _silent),)),
    Mutant("bond-declared-anyway", ("BOND-4",), "it is shown anyway", (clause_rule("party", _declared_anyway),)),
    Mutant("bond-peer-unjudged", ("BOND-5",), "the peer alone judges", (clause_rule("terms", _one_side(False)),)),
    Mutant(
        "bond-component-unjudged", ("BOND-5",), "the component alone judges", (clause_rule("terms", _one_side(True)),)
    ),
    Mutant("bond-peer-first", ("BOND-5",), "the peer judges first", (clause_rule("terms", _peer_first),)),
    Mutant("bond-last-clause", ("BOND-5",), "the last clause gives the name", (clause_rule("judgement", _last_first),)),
    Mutant("bond-any-clause", ("BOND-5",), "one clause is enough", (clause_rule("judgement", _any_of_them),)),
    Mutant(
        "bond-verifies-who-comes",
        ("BOND-6",),
        "a component asks of who comes what it asks of whom it goes to",
        (clause_rule("asked_of_who_comes", _all_sides),),
    ),
    Mutant(
        "bond-requires-of-nobody",
        ("BOND-6",),
        "a peer requires nothing of whom it goes to",
        (clause_rule("asked_of_whom_it_goes_to", _going_alone),),
    ),
    Mutant(
        "bond-verifies-nobody",
        ("BOND-6",),
        "a peer verifies nothing of whom it goes to",
        (clause_rule("asked_of_whom_it_goes_to", _coming_alone),),
    ),
)
