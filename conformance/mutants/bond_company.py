"""Mutants of bonds beside each other: each is there from the first entry, whoever else has one."""

from __future__ import annotations

from typing import Any

from pyrsistent import pmap

from conformance.mutants.bond_breaking import Function, with_company
from conformance.mutants.breaking import Mutant, verb


def _exclusive(right: Function) -> Function:
    """A component has one bond at a time."""

    def bond(there: Any, as_: bytes, component: Any) -> Any:
        after, value = right(there, as_, component)
        kept = {pair: each for pair, each in after.company.bonds.items() if pair[1] != component or pair[0] == as_}
        return with_company(after, bonds=pmap(kept)), value

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
        return with_company(after, bonds=pmap(kept)), value

    return bond


MUTANTS: tuple[Mutant, ...] = (
    Mutant("bond-alone", ("BOND-23",), "a component has one bond", (verb("world.bond", _exclusive),)),
    Mutant("bond-one-a-peer", ("BOND-23",), "a peer has one bond", (verb("world.bond", _one_bond),)),
    Mutant("bond-without-history", ("BOND-7", "BOND-23"), "no history", (verb("world.read", _from_the_bond),)),
)
