"""Mutants of bonds: who enters, who judges whom, until when a bond lives, and what it is good for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pyrsistent import pmap

from coalition.acl import OperatorPublish, RecogniseIssuer, Side
from coalition.crypto.admission import outcomes
from coalition.crypto.mosaik_tickets import Never, latest, order
from coalition.runtime import bond_refusals as refused
from coalition.runtime import bonds, clauses, world
from coalition.runtime.clauses import CHECKS
from coalition.runtime.component import Phase
from coalition.runtime.peers import BondEvidence, Keys, Shown, Terms
from coalition.runtime.refusals import Refusal
from coalition.runtime.verbs import VERBS
from conformance.mutants import bond_clauses
from conformance.mutants.breaking import Break, Mutant, annotated, item, method, replaced, unchecked

Function = Callable[..., Any]


def _peers(name: str, make: Callable[[Function], Function]) -> Break:
    return replaced(f"runtime.peers.{name}", make)


def _clauses(name: str, make: Callable[[Function], Function]) -> Break:
    return replaced(f"runtime.clauses.{name}", make)


def _bonds(name: str, make: Callable[[Function], Function]) -> Break:
    return replaced(f"runtime.bonds.{name}", make)


def _verb(name: str, make: Callable[[Function], Function]) -> Break:
    return item(VERBS, name, lambda right: annotated(make(right), right))


def _company(there: Any, **changes: Any) -> Any:
    return replace(there, company=replace(there.company, **changes))


def _anything(_right: Function) -> Function:
    return lambda _self: None


def _silent(_right: Function) -> Function:
    return lambda _component: Shown()


def _no(_right: Function) -> Function:
    return lambda _value: False


def _always(_right: Function) -> Function:
    return lambda _until, _now: True


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
                after = _company(after, bonds=after.company.bonds.set((params["key"], ident), Terms()))
        return after, value

    return enter


def _bonds_kept(right: Function) -> Function:
    """Bonds wait for a peer that left."""

    def leave(there: Any, **params: Any) -> Any:
        after, value = right(there, **params)
        return _company(after, bonds=there.company.bonds), value

    return leave


def _never_left(right: Function) -> Function:
    """Who leaves is known all the same."""

    def leave(there: Any, **params: Any) -> Any:
        after, value = right(there, **params)
        return _company(after, peers=there.company.peers), value

    return leave


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


def _at_equality(_right: Function) -> Function:
    """As mosaik's timer has it: a ticket is good at its instant."""
    return lambda until, now: isinstance(until, Never) or now <= until.unix_ms


def _latest_of_all(_right: Function) -> Function:
    def together(found: Any) -> Terms:
        each = tuple(found)
        ends = [one.until for one in each if one.roots]
        return Terms(max(ends, key=order) if ends else Never(), frozenset(root for one in each for root in one.roots))

    return together


def _revived(right: Function) -> Function:
    """Bonds that are over are judged again with the others."""

    def again(there: Any, about: Any) -> Any:
        after, value = right(there, about)
        held = after.company.bonds
        for (key, ident), terms in held.items():
            if about(bonds.Bond(key, ident), terms) and key in after.company.peers:
                found = bonds.judged(after, key, after.components[ident])
                held = held if found is None else held.set((key, ident), found)
        return _company(after, bonds=held), value

    return again


def _not_again(_right: Function) -> Function:
    return lambda there, about: (there, bonds.Ended(()))


def _all_again(right: Function) -> Function:
    return lambda there, about: right(there, lambda _bond, _terms: True)


def _ends_all(_right: Function) -> Function:
    """Whatever is judged again is over."""
    return lambda there, key, running: None


def _until_kept(right: Function) -> Function:
    """What is judged again keeps its end."""

    def again(there: Any, about: Any) -> Any:
        after, value = right(there, about)
        held = {pair: there.company.bonds.get(pair, terms) for pair, terms in after.company.bonds.items()}
        return _company(after, bonds=pmap(held)), value

    return again


def _ended_untold(right: Function) -> Function:
    def again(there: Any, about: Any) -> Any:
        after, _ = right(there, about)
        return after, bonds.Ended(())

    return again


def _by_keys(right: Function) -> Function:
    """Bonds are listed by their peers first."""
    return lambda there: tuple(sorted(right(there), key=lambda each: (each.peer, there.places[each.component])))


def _judged_each_time(right: Function) -> Function:
    """A bond is judged whenever its peer reads."""

    def read(there: Any, as_: Any, component: Any, **params: Any) -> Any:
        after, value = right(there, as_, component, **params)
        if as_ is not None and bonds.judged(there, as_, there.components[component]) is None:
            raise refused.NotBonded(as_)
        return after, value

    return read


def _never_over(_right: Function) -> Function:
    return lambda running, now: False


def _stopped_or_not(_right: Function) -> Function:
    return lambda running, now: running.phase(now) is Phase.Retired


def _over_at_once(_right: Function) -> Function:
    return lambda running, now: running.phase(now) is not Phase.Active


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


def _exclusive(right: Function) -> Function:
    """A component has one bond at a time."""

    def bond(there: Any, as_: bytes, component: Any) -> Any:
        after, value = right(there, as_, component)
        kept = {pair: each for pair, each in after.company.bonds.items() if pair[1] != component or pair[0] == as_}
        return _company(after, bonds=pmap(kept)), value

    return bond


def _from_the_bond(right: Function) -> Function:
    """A peer misses the first entry: there is no history for late subscribers, as on mosaik's streams."""

    def read(there: Any, as_: Any, component: Any, surface: str, after: Any, limit: int) -> Any:
        return right(there, as_, component, surface, 0 if as_ is not None and after is None else after, limit)

    return read


def _one_bond(right: Function) -> Function:
    """A peer has one bond at a time."""

    def bond(there: Any, as_: bytes, component: Any) -> Any:
        after, value = right(there, as_, component)
        kept = {pair: each for pair, each in after.company.bonds.items() if pair[0] != as_ or pair[1] == component}
        return _company(after, bonds=pmap(kept)), value

    return bond


MUTANTS: tuple[Mutant, ...] = (
    Mutant("peer-keeps-tickets", ("BOND-1",), "tickets are kept", (_verb("world.peer", _tickets_kept),)),
    Mutant("peer-keeps-evidence", ("BOND-1",), "evidence is kept", (_verb("world.peer", _evidence_kept),)),
    Mutant("peer-enters-bonded", ("BOND-1",), "entering is bonding", (_verb("world.peer", _enters_bonded),)),
    Mutant("bond-evidence-twice", ("BOND-2",), "two cards of one", (method(BondEvidence, "rules", _anything),)),
    Mutant("bond-any-keys", ("BOND-2",), "keys that no page may have", (method(Keys, "rules", _anything),)),
    Mutant("bond-outlives-leaving", ("BOND-3",), "bonds wait for who left", (_verb("world.leave", _bonds_kept),)),
    Mutant("peer-never-leaves", ("BOND-3",), "who left is known", (_verb("world.leave", _never_left),)),
    Mutant("bond-nothing-declared", ("BOND-4",), "what is declared is not shown", (_clauses("declared", _silent),)),
    Mutant("bond-declared-anyway", ("BOND-4",), "it is shown anyway", (_clauses("party", _declared_anyway),)),
    Mutant("bond-peer-unjudged", ("BOND-5",), "the peer alone judges", (_clauses("terms", _one_side(False)),)),
    Mutant("bond-component-unjudged", ("BOND-5",), "the component alone judges", (_clauses("terms", _one_side(True)),)),
    Mutant("bond-peer-first", ("BOND-5",), "the peer judges first", (_clauses("terms", _peer_first),)),
    Mutant("bond-last-clause", ("BOND-5",), "the last clause gives the name", (_clauses("judgement", _last_first),)),
    Mutant("bond-any-clause", ("BOND-5",), "one clause is enough", (_clauses("judgement", _any_of_them),)),
    Mutant(
        "bond-verifies-who-comes",
        ("BOND-6",),
        "a component asks of who comes what it asks of whom it goes to",
        (_clauses("asked_of_who_comes", _all_sides),),
    ),
    Mutant(
        "bond-requires-of-nobody",
        ("BOND-6",),
        "a peer requires nothing of whom it goes to",
        (_clauses("asked_of_whom_it_goes_to", _going_alone),),
    ),
    Mutant(
        "bond-verifies-nobody",
        ("BOND-6",),
        "a peer verifies nothing of whom it goes to",
        (_clauses("asked_of_whom_it_goes_to", _coming_alone),),
    ),
    Mutant("bond-not-needed", ("BOND-7",), "no bond is needed", (unchecked("runtime.peers.check_bonded"),)),
    Mutant("bond-reads-open", ("BOND-7",), "everybody reads", (_verb("world.read", _open_reads),)),
    Mutant("bond-writes-open", ("BOND-7",), "everybody that entered submits", (_verb("world.submit", _open_writes),)),
    Mutant("bond-with-everything", ("BOND-7",), "one bond is with all", (_peers("is_bonded", _any_deployment),)),
    Mutant("bond-of-everybody", ("BOND-7",), "one peer's bond is everybody's", (_peers("is_bonded", _any_peer),)),
    Mutant("bond-peer-retires", ("BOND-8",), "a peer retires", (_peers("is_ending", _no),)),
    Mutant("bond-peer-publishes", ("BOND-8",), "a peer publishes", (_peers("is_published_by_operator", _no),)),
    Mutant(
        "bond-operator-of-one-side",
        ("BOND-8",),
        "the operator's clause counts on one side",
        (_peers("is_published_by_operator", _coming_operator),),
    ),
    Mutant("bond-operator-alone", ("BOND-8",), "none bonds", (item(CHECKS, OperatorPublish, _no_bond_with_operator),)),
    Mutant("bond-operator-reads", ("BOND-8",), "the operator alone reads", (_verb("world.read", _closed_reads),)),
    Mutant("bond-at-its-instant", ("BOND-9",), "a bond holds at its instant", (_peers("holds", _at_equality),)),
    Mutant("bond-for-ever", ("BOND-9",), "a bond never expires", (_peers("holds", _always),)),
    Mutant("bond-until-the-latest", ("BOND-9",), "the latest ticket counts", (_clauses("together", _latest_of_all),)),
    Mutant("bond-revived", ("BOND-9",), "a fresher ticket brings it back", (_bonds("judged_again", _revived),)),
    Mutant("bond-judged-once", ("BOND-10",), "a bond is judged once", (_bonds("judged_again", _not_again),)),
    Mutant("bond-ends-on-entry", ("BOND-10",), "judging again ends it", (_bonds("judged", _ends_all),)),
    Mutant("bond-keeps-its-end", ("BOND-10",), "its end stays", (_bonds("judged_again", _until_kept),)),
    Mutant("bond-ends-untold", ("BOND-10",), "no end is told", (_bonds("judged_again", _ended_untold),)),
    Mutant("bond-ends-by-keys", ("BOND-10",), "ends are told by the peers", (_bonds("living", _by_keys),)),
    Mutant("bond-judged-always", ("BOND-10",), "judged at every page", (_verb("world.read", _judged_each_time),)),
    Mutant("bond-outlives-retirement", ("BOND-11",), "retired is not over", (_peers("is_over", _never_over),)),
    Mutant("bond-outlives-stop", ("BOND-11",), "stopped is not over", (_peers("is_over", _stopped_or_not),)),
    Mutant("bond-ends-at-the-marker", ("BOND-11",), "retiring is over", (_peers("is_over", _over_at_once),)),
    Mutant("bond-first-issuer", ("BOND-12",), "the first issuer stays", (_verb("world.issuer", _first_issuer),)),
    Mutant("bond-issuer-stays", ("BOND-12",), "no issuer is withdrawn", (_verb("world.issuer", _never_withdrawn),)),
    Mutant("bond-any-issuer", ("BOND-13",), "any issuer is recognised", (_clauses("recognised", _any_issuer),)),
    Mutant("bond-soonest-ticket", ("BOND-13",), "the soonest ticket counts", (_clauses("latest", _soonest),)),
    Mutant("bond-root-anyway", ("BOND-13",), "a root without an issuer", (_clauses("root_of", _root_anyway),)),
    Mutant("bond-first-member", ("BOND-13",), "the first member's ticket", (_clauses("recognised", _first_key),)),
    Mutant("bond-reason", ("BOND-13",), "a reason is given", (_clauses("recognised", _reasons),)),
    Mutant("bond-rotation-unnoticed", ("BOND-14",), "peers' roots are none", (_clauses("terms", _not_by_roots),)),
    Mutant("bond-rotation-for-all", ("BOND-14",), "all are judged again", (_bonds("judged_again", _all_again),)),
    Mutant("bond-alone", ("BOND-23",), "a component has one bond", (_verb("world.bond", _exclusive),)),
    Mutant("bond-one-a-peer", ("BOND-23",), "a peer has one bond", (_verb("world.bond", _one_bond),)),
    Mutant("bond-without-history", ("BOND-7", "BOND-23"), "no history", (_verb("world.read", _from_the_bond),)),
    *bond_clauses.MUTANTS,
)
