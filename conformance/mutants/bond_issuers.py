"""Mutants of issuers of tickets: who issues under a root, which tickets count, and what a new issuer moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coalition.acl import RecogniseIssuer
from coalition.crypto.admission import outcomes
from coalition.crypto.mosaik_tickets import latest, order
from coalition.runtime import bond_refusals as refused
from coalition.runtime import clauses
from coalition.runtime.peers import Terms
from conformance.mutants.bond_breaking import Function, bond_rule, clause_rule
from conformance.mutants.breaking import Mutant, verb


def _first_issuer(right: Function) -> Function:
    """Whoever issued first under a root issues for ever."""

    def issue(there: Any, root: Any, issuer: Any) -> Any:
        return right(there, root, there.company.issuers.get(root, issuer))

    return issue


def _never_withdrawn(right: Function) -> Function:
    """An issuer is replaced, and never taken away."""

    def issue(there: Any, root: Any, issuer: Any) -> Any:
        return right(there, root, there.company.issuers.get(root) if issuer is None else issuer)

    return issue


def _any_issuer(right: Function) -> Function:
    """Where nobody issues under a root, whoever issues somewhere does."""

    def recognised(there: Any, clause: Any, judge: Any, judged: Any) -> Any:
        try:
            return right(there, clause, judge, judged)
        except refused.RecogniseIssuer:
            for root, issuer in there.company.issuers.items():
                gate = issuer.gate(root)
                made = [
                    each for key in judged.keys for each in outcomes((gate,), judged.shown.tickets, key, there.now)[0]
                ]
                if any(type(each).__name__ == "Taken" for each in made):
                    return Terms(latest(tuple(made)), frozenset((root,)))
            raise

    return recognised


def _soonest(_right: Function) -> Function:
    """Of several tickets the one that ends first counts."""

    def soonest(outcomes: Any) -> Any:
        latest(outcomes)
        return min((each.expiration for each in outcomes if type(each).__name__ == "Taken"), key=order)

    return soonest


def _root_anyway(right: Function) -> Function:
    """A coalition without an issuer has a root of tickets all the same."""

    def root_of(clause: Any, judge: Any) -> Any:
        found = right(clause, judge)
        if found is None and judge.coalition is not None:
            return judge.coalition.stable_id().derive("tickets")
        return found

    return root_of


def _first_key(right: Function) -> Function:
    """Of a committee its first member alone holds tickets."""

    def recognised(there: Any, clause: Any, judge: Any, judged: Any) -> Any:
        return right(there, clause, judge, replace(judged, keys=judged.keys[:1]))

    return recognised


def _reasons(right: Function) -> Function:
    """A root under which nobody issues has a refusal of its own."""

    def recognised(there: Any, clause: Any, judge: Any, judged: Any) -> Any:
        if clauses.root_of(clause, judge) not in there.company.issuers:
            raise refused.UnattestedPeer(clause)
        return right(there, clause, judge, judged)

    return recognised


def _not_by_roots(right: Function) -> Function:
    """Only what the component recognises is a root of a bond."""

    def terms(there: Any, key: bytes, running: Any) -> Any:
        found = right(there, key, running)
        named = {
            clauses.root_of(each, clauses.party(there, running))
            for each in clauses.party(there, running).clauses
            if isinstance(each, RecogniseIssuer)
        }
        return replace(found, roots=frozenset(root for root in found.roots if root in named))

    return terms


def _all_again(right: Function) -> Function:
    return lambda there, about: right(there, lambda _bond, _terms: True)


MUTANTS: tuple[Mutant, ...] = (
    Mutant("bond-first-issuer", ("BOND-12",), "the first issuer stays", (verb("world.issuer", _first_issuer),)),
    Mutant("bond-issuer-stays", ("BOND-12",), "no issuer is withdrawn", (verb("world.issuer", _never_withdrawn),)),
    Mutant("bond-any-issuer", ("BOND-13",), "any issuer is recognised", (clause_rule("recognised", _any_issuer),)),
    Mutant("bond-soonest-ticket", ("BOND-13",), "the soonest ticket counts", (clause_rule("latest", _soonest),)),
    Mutant("bond-root-anyway", ("BOND-13",), "a root without an issuer", (clause_rule("root_of", _root_anyway),)),
    Mutant("bond-first-member", ("BOND-13",), "the first member's ticket", (clause_rule("recognised", _first_key),)),
    Mutant("bond-reason", ("BOND-13",), "a reason is given", (clause_rule("recognised", _reasons),)),
    Mutant("bond-rotation-unnoticed", ("BOND-14",), "peers' roots are none", (clause_rule("terms", _not_by_roots),)),
    Mutant("bond-rotation-for-all", ("BOND-14",), "all are judged again", (bond_rule("judged_again", _all_again),)),
)
