"""Mutants of bonds where two rules meet: which is asked first, whose coalition is meant, and what asks nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coalition import acl
from coalition.acl import OperatorPublish
from coalition.crypto.mosaik_tickets import JwtValidator
from coalition.runtime import bond_refusals as refused
from coalition.runtime import clauses
from coalition.runtime.component import Phase, check_quorum
from coalition.runtime.peers import Terms, check_operator
from coalition.runtime.refusals import Refusal, Retired
from coalition.runtime.world import check_peer, find
from conformance.mutants.bond_breaking import Function, bond_rule, clause_rule
from conformance.mutants.breaking import Mutant, method, verb


def _once(right: Function) -> Function:
    """An issuer that is named again is the one that was there: nobody is judged."""

    def issue(there: Any, root: Any, issuer: Any) -> Any:
        if issuer is not None and there.company.issuers.get(root) == issuer:
            return there, type(right(there, root, issuer)[1])(())
        return right(there, root, issuer)

    return issue


def _outer_roots(right: Function) -> Function:
    """Roots that a Compute names are none of the bond's."""
    return lambda *params: Terms(right(*params).until)


def _every_root(right: Function) -> Function:
    """Every root that a component names is one of the bond's, whether it was asked for or not."""

    def terms(there: Any, key: bytes, running: Any) -> Terms:
        party = clauses.party(there, running)
        found: Terms = right(there, key, running)
        named = {clauses.root_of(each, party) for each in party.clauses if isinstance(each, acl.RecogniseIssuer)}
        return replace(found, roots=found.roots | frozenset(each for each in named if each is not None))

    return terms


def _of_compute(change: Any) -> Any:
    """What a Compute's clauses are asked by, or of, is changed: `change` gets the asker, the Compute, and the asked."""

    def make(right: Function) -> Function:
        def judged_by(there: Any, clause: Any, judge: Any, judged: Any) -> Any:
            module = isinstance(clause, acl.ComputeModuleRequesterAcl) and clauses.in_slot(there, clause.slot)
            if not module:
                return right(there, clause, judge, judged)
            asked_by, asked = change(judge, clauses.party(there, module), judged)
            inner = clauses.asked_of_who_comes(asked_by.clauses)
            try:
                return clauses.judgement(there, inner, asked_by, asked)
            except Refusal:
                raise refused.ComputeModuleRequesterAcl(clause) from None

        return judged_by

    return make


def _own_of_asker(judge: Any, compute: Any, judged: Any) -> Any:
    return replace(compute, coalition=judge.coalition), judged


def _own_of_nobody(_judge: Any, compute: Any, judged: Any) -> Any:
    return replace(compute, coalition=None), judged


def _subject_of_compute(_judge: Any, compute: Any, judged: Any) -> Any:
    return compute, replace(judged, keys=compute.keys)


def _closed_requests(right: Function) -> Function:
    """Nobody requests of a Compute that its operator alone commands."""

    def requested(there: Any, clause: Any, judged: Any) -> Any:
        found = right(there, clause, judged)
        module = clauses.in_slot(there, clause.slot)
        assert module is not None
        if any(isinstance(each, OperatorPublish) for each in clauses.party(there, module).clauses):
            raise refused.ComputeModuleRequesterAcl(clause)
        return found

    return requested


def _closed_peers(right: Function) -> Function:
    """A peer whose own clauses have the operator's commands nobody."""

    def submit(there: Any, as_: Any, **params: Any) -> Any:
        peer = there.company.peers.get(as_)
        if peer is not None and any(isinstance(each, OperatorPublish) for each in peer.acl.clauses):
            raise refused.OperatorPublish(as_)
        return right(there, as_, **params)

    return submit


def _operator_first(right: Function) -> Function:
    """A marker is the operator's before anybody asks for a bond."""

    def submit(there: Any, as_: Any, component: Any, command: Any) -> Any:
        check_peer(there, as_)
        running = find(there, component)
        check_operator(there.configured[running.deployment].acl, as_, command)
        return right(there, as_, component=component, command=command)

    return submit


def _component_first(right: Function) -> Function:
    """What the component would refuse anyway is refused by its name."""

    def submit(there: Any, as_: Any, component: Any, command: Any) -> Any:
        try:
            return right(there, as_, component=component, command=command)
        except refused.OperatorPublish:
            right(there, None, component=component, command=command)
            raise

    return submit


def _quorum_bonds(right: Function) -> Function:
    """A bond needs the component's quorum."""

    def terms(there: Any, key: bytes, running: Any) -> Any:
        check_quorum(running)
        return right(there, key, running)

    return terms


def _quorum_shows(right: Function) -> Function:
    """What a component shows its quorum says."""

    def show(there: Any, component: Any, **params: Any) -> Any:
        check_quorum(find(there, component))
        return right(there, component, **params)

    return show


def _nothing_of_who_is_over(right: Function) -> Function:
    """Who has retired shows nothing any more."""

    def show(there: Any, component: Any, **params: Any) -> Any:
        if find(there, component).phase(there.now) is Phase.Retired:
            raise Retired(component)
        return right(there, component, **params)

    return show


def _claims_repeated(_right: Function) -> Function:
    return lambda _self: None


MUTANTS: tuple[Mutant, ...] = (
    Mutant("bond-same-issuer", ("BOND-14",), "the same issuer again is none", (verb("world.issuer", _once),)),
    Mutant("bond-outer-roots", ("BOND-14",), "a Compute's roots are none", (clause_rule("requested", _outer_roots),)),
    Mutant("bond-every-root", ("BOND-14",), "a root that was not asked for", (clause_rule("terms", _every_root),)),
    Mutant(
        "bond-own-of-asker",
        ("BOND-20", "BOND-13"),
        "a Compute's own issuer is that of who asks",
        (clause_rule("judged_by", _of_compute(_own_of_asker)),),
    ),
    Mutant(
        "bond-own-of-nobody",
        ("BOND-20", "BOND-13"),
        "a Compute has no issuer of its own where another asks for its requesters",
        (clause_rule("judged_by", _of_compute(_own_of_nobody)),),
    ),
    Mutant(
        "bond-subject-of-compute",
        ("BOND-20", "BOND-13"),
        "tickets of a Compute's requesters are its members'",
        (clause_rule("judged_by", _of_compute(_subject_of_compute)),),
    ),
    Mutant(
        "bond-operator-of-requesters",
        ("BOND-8",),
        "the operator's clause of a Compute keeps its requesters from others",
        (clause_rule("requested", _closed_requests),),
    ),
    Mutant(
        "bond-operator-of-peers",
        ("BOND-8",),
        "the operator's clause of a peer keeps it from commanding",
        (verb("world.submit", _closed_peers),),
    ),
    Mutant("bond-operator-unbonded", ("BOND-7", "BOND-8"), "no bond", (verb("world.submit", _operator_first),)),
    Mutant("bond-operator-last", ("BOND-8",), "the component first", (verb("world.submit", _component_first),)),
    Mutant("bond-by-quorum", ("BOND-5", "FLT-3"), "a bond needs a quorum", (bond_rule("terms", _quorum_bonds),)),
    Mutant("show-by-quorum", ("BOND-4", "FLT-3"), "so does what is shown", (verb("world.show", _quorum_shows),)),
    Mutant("show-of-retired", ("BOND-4",), "who is over shows nothing", (verb("world.show", _nothing_of_who_is_over),)),
    Mutant(
        "issuer-claims-repeated",
        ("BOND-2",),
        "a validator asks for a claim twice",
        (method(JwtValidator, "rules", _claims_repeated),),
    ),
)
