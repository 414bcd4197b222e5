"""Mutants of until when a bond lives: its expiry, judging it again, and the end of its component."""

from __future__ import annotations

from typing import Any

from pyrsistent import pmap

from coalition.crypto.mosaik_tickets import Never, order
from coalition.runtime import bond_refusals as refused
from coalition.runtime import bonds
from coalition.runtime.component import Phase
from coalition.runtime.peers import Terms
from conformance.mutants.bond_breaking import Function, bond_rule, clause_rule, peer_rule, with_company
from conformance.mutants.breaking import Mutant, verb


def _always(_right: Function) -> Function:
    return lambda _until, _now: True


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
        return with_company(after, bonds=held), value

    return again


def _not_again(_right: Function) -> Function:
    return lambda there, about: (there, bonds.Ended(()))


def _ends_all(_right: Function) -> Function:
    """Whatever is judged again is over."""
    return lambda there, key, running: None


def _until_kept(right: Function) -> Function:
    """What is judged again keeps its end."""

    def again(there: Any, about: Any) -> Any:
        after, value = right(there, about)
        held = {pair: there.company.bonds.get(pair, terms) for pair, terms in after.company.bonds.items()}
        return with_company(after, bonds=pmap(held)), value

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


MUTANTS: tuple[Mutant, ...] = (
    Mutant("bond-at-its-instant", ("BOND-9",), "a bond holds at its instant", (peer_rule("holds", _at_equality),)),
    Mutant("bond-for-ever", ("BOND-9",), "a bond never expires", (peer_rule("holds", _always),)),
    Mutant(
        "bond-until-the-latest", ("BOND-9",), "the latest ticket counts", (clause_rule("together", _latest_of_all),)
    ),
    Mutant("bond-revived", ("BOND-9",), "a fresher ticket brings it back", (bond_rule("judged_again", _revived),)),
    Mutant("bond-judged-once", ("BOND-10",), "a bond is judged once", (bond_rule("judged_again", _not_again),)),
    Mutant("bond-ends-on-entry", ("BOND-10",), "judging again ends it", (bond_rule("judged", _ends_all),)),
    Mutant("bond-keeps-its-end", ("BOND-10",), "its end stays", (bond_rule("judged_again", _until_kept),)),
    Mutant("bond-ends-untold", ("BOND-10",), "no end is told", (bond_rule("judged_again", _ended_untold),)),
    Mutant("bond-ends-by-keys", ("BOND-10",), "ends are told by the peers", (bond_rule("living", _by_keys),)),
    Mutant("bond-judged-always", ("BOND-10",), "judged at every page", (verb("world.read", _judged_each_time),)),
    Mutant("bond-outlives-retirement", ("BOND-11",), "retired is not over", (peer_rule("is_over", _never_over),)),
    Mutant("bond-outlives-stop", ("BOND-11",), "stopped is not over", (peer_rule("is_over", _stopped_or_not),)),
    Mutant("bond-ends-at-the-marker", ("BOND-11",), "retiring is over", (peer_rule("is_over", _over_at_once),)),
)
