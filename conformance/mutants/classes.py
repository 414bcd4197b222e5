"""Mutants of one class each: implementations that write their classes apart, and forget a law of all in one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from unittest import mock

from coalition.retirement import RetirementReason
from coalition.runtime import rotation
from coalition.runtime import world as world_module
from coalition.runtime.almanac import Almanac
from coalition.runtime.atlas import Atlas
from coalition.runtime.bond_refusals import NotBonded
from coalition.runtime.chronicle import Chronicle
from coalition.runtime.committee import has_quorum
from coalition.runtime.component import Retire, Running
from coalition.runtime.compute import Compute
from coalition.runtime.correlator import Correlator
from coalition.runtime.intents import Intents
from coalition.runtime.ledger import Ledger
from coalition.runtime.log import RetirementRecord
from coalition.runtime.randomness import Randomness
from coalition.runtime.refusals import ConnectTimeout, UnknownCommand
from coalition.runtime.verbs import VERBS
from conformance.mutants.apart import Apart, Right, healthy, own, spared
from conformance.mutants.breaking import Break, Mutant, annotated, item, method, replaced

CLASSES: Final[tuple[type[Running], ...]] = (
    Almanac,
    Atlas,
    Chronicle,
    Compute,
    Randomness,
    Intents,
    Ledger,
    Correlator,
)


# --- retirement ------------------------------------------------------------------------------------------------------


def _unmarked(of: type[Running]) -> tuple[Break, ...]:
    return (own(of, "_retire", lambda _: lambda self, marker: self.marked(marker)),)


def _marked_once(of: type[Running]) -> tuple[Break, ...]:
    """The marker stands on the first surface alone."""

    def retire(self: Running, marker: Any) -> Running:
        return self.committed(self.SURFACES[0], RetirementRecord(marker)).marked(marker)

    return (own(of, "_retire", lambda _: retire),)


def _goes_on(of: type[Running]) -> tuple[Break, ...]:
    """Commands and entries are taken after the marker; a second marker is not."""

    def apply(right: Right) -> Right:
        def applied(self: Running, command: Any, context: Any) -> Any:
            if self.marker is None or isinstance(command, Retire):
                return right(self, command, context)
            return right(replace(self, marker=None), command, context).marked(self.marker)

        return applied

    return (own(of, "apply", apply),)


def _refuses(reason: RetirementReason) -> Apart:
    """A reason that the class does not know."""

    def make(right: Right) -> Right:
        def retire(self: Running, marker: Any) -> Any:
            if marker.reason is reason:
                raise UnknownCommand(reason.name)
            return right(self, marker)

        return retire

    return lambda of: (own(of, "_retire", make),)


def _replaces_itself(of: type[Running]) -> tuple[Break, ...]:
    return (spared("runtime.component.check_other_replacement", of),)


# --- quorum ----------------------------------------------------------------------------------------------------------


def _alone(of: type[Running]) -> tuple[Break, ...]:
    """Commands are taken without a quorum."""

    def make(right: Right) -> Right:
        def applied(self: Running, command: Any, context: Any) -> Any:
            return replace(right(healthy(self), command, context), committee=self.committee)

        return applied

    return (own(of, "apply", make),)


def _ends_alone(of: type[Running]) -> tuple[Break, ...]:
    """A marker is taken without a quorum."""

    def make(right: Right) -> Right:
        def applied(self: Running, command: Any, context: Any) -> Any:
            if not isinstance(command, Retire):
                return right(self, command, context)
            return replace(right(healthy(self), command, context), committee=self.committee)

        return applied

    return (own(of, "apply", make),)


def _signs_for_all(of: type[Running]) -> tuple[Break, ...]:
    """Who is absent signs as well."""

    def make(right: Right) -> Right:
        def applied(self: Running, command: Any, context: Any) -> Any:
            if not has_quorum(self.committee):
                return right(self, command, context)
            return replace(right(healthy(self), command, context), committee=self.committee)

        return applied

    return (own(of, "apply", make),)


# --- company ---------------------------------------------------------------------------------------------------------


def _has_numbers(of: type[Running]) -> tuple[Break, ...]:
    """Its length is the number by which a sequence is reached."""
    return (own(of, "sequence", lambda _: lambda self, now: len(self.logs[0].entries)),)


def _shares_its_log(of: type[Running]) -> tuple[Break, ...]:
    """What one of the class commits on its first surface, every other one does too."""

    def make(right: Right) -> Right:
        def put(world: Any, running: Running) -> Any:
            before, after = (world.components.get(running.deployment), right(world, running))
            if before is None or not isinstance(running, of):
                return after
            fresh = [entry.record for entry in running.logs[0].entries[len(before.logs[0].entries) :]]
            for other in [each for each in after.deployed() if isinstance(each, of) and each is not running]:
                told = other.committed(other.SURFACES[0], *fresh)
                after = replace(after, components=after.components.set(other.deployment, told))
            return after

        return put

    return (replaced("runtime.world.put", make),)


def _keeps_its_store(of: type[Running]) -> tuple[Break, ...]:
    """What is deployed in another world begins with what the same deployment committed in the last one."""

    def make(right: Right) -> Right:
        kept: dict[Any, Any] = {}

        def put(world: Any, running: Running) -> Any:
            if not isinstance(running, of):
                return right(world, running)
            ident = running.deployment
            begun = running if ident in world.components else running.with_logs(kept.get(ident, running.logs))
            kept[ident] = begun.logs
            return right(world, begun)

        return put

    return (replaced("runtime.world.put", make),)


# --- who asks --------------------------------------------------------------------------------------------------------


def _knows_nobody(of: type[Running]) -> tuple[Break, ...]:
    """Peers are refused, bonded or not."""

    def make(right: Right) -> Right:
        def check(company: Any, peer: Any, running: Running, now: int) -> None:
            if peer is not None and isinstance(running, of):
                raise NotBonded(peer)
            right(company, peer, running, now)

        return check

    return (replaced("runtime.peers.check_bonded", make),)


def _knows_everybody(of: type[Running]) -> tuple[Break, ...]:
    return (spared("runtime.peers.check_bonded", of),)


def _one_alone(of: type[Running]) -> tuple[Break, ...]:
    """Of all peers the class answers one, the one that was the first to bond."""

    def make(right: Right) -> Right:
        def check(company: Any, peer: Any, running: Running, now: int) -> None:
            right(company, peer, running, now)
            bonded = sorted(key for key, ident in company.bonds if ident == running.deployment)
            if peer is not None and isinstance(running, of) and peer != bonded[0]:
                raise NotBonded(peer)

        return check

    return (replaced("runtime.peers.check_bonded", make),)


def _peers_publish(of: type[Running]) -> tuple[Break, ...]:
    """What is the operator's alone, a marker included, peers submit as well."""

    def make(right: Right) -> Right:
        def submit(world: Any, **params: Any) -> Any:
            if not isinstance(world.components.get(params["component"]), of):
                return right(world, **params)
            with mock.patch.object(world_module, "check_operator", return_value=None):
                return right(world, **params)

        return annotated(submit, right)

    return (item(VERBS, "world.submit", make),)


def _admits_everybody(of: type[Running]) -> tuple[Break, ...]:
    """Clauses are not asked."""

    def make(right: Right) -> Right:
        def terms(world: Any, key: bytes, running: Running) -> Any:
            asked = replace(world, configured=_open(world, running)) if isinstance(running, of) else world
            return right(asked, key, running)

        return terms

    return (replaced("runtime.clauses.terms", make),)


def _open(world: Any, running: Running) -> Any:
    found = world.configured[running.deployment]
    return world.configured.set(running.deployment, replace(found, acl=type(found.acl)(())))


# --- chains and rotations --------------------------------------------------------------------------------------------


def _answers_for_ever(of: type[Running]) -> tuple[Break, ...]:
    return (spared("runtime.world.check_answers", of),)


def _leads_nowhere(of: type[Running]) -> tuple[Break, ...]:
    """A chain ends where it comes to one of the class."""

    def make(right: Right) -> Right:
        def successor(running: Running, now: int) -> Any:
            return None if isinstance(running, of) else right(running, now)

        return successor

    return (replaced("runtime.chain.successor", make),)


def _on_no_page(of: type[Running]) -> tuple[Break, ...]:
    """A handle does not lead through one of the class."""

    def make(right: Right) -> Right:
        def follow(world: Any, component: Any, hops: int, explicit: bool) -> Any:
            after, found = right(world, component, hops, explicit)
            if isinstance(world.components[found.path[0]], of) and len(found.path) > 1:
                raise ConnectTimeout(component.address)
            return after, found

        return follow

    return (method(rotation, "follow", make),)


#: What is forgotten: a name for it, the requirements, what is wrong, of which classes, and how.
_FORGOTTEN: Final[tuple[tuple[str, tuple[str, ...], str, tuple[type[Running], ...], Apart], ...]] = (
    ("unmarked", ("WORLD-11",), "retires without a marker", CLASSES, _unmarked),
    (
        "marked-once",
        ("WORLD-11",),
        "has its marker on one surface",
        tuple(each for each in CLASSES if len(each.SURFACES) > 1),
        _marked_once,
    ),
    ("goes-on", ("WORLD-12",), "goes on after its marker", CLASSES, _goes_on),
    ("no-emergency", ("WORLD-11",), "knows no emergency", CLASSES, _refuses(RetirementReason.Emergency)),
    ("no-exit", ("WORLD-11",), "knows no exit of its operator", CLASSES, _refuses(RetirementReason.OperatorExit)),
    ("replaces-itself", ("WORLD-13",), "is replaced by itself", CLASSES, _replaces_itself),
    ("without-quorum", ("FLT-3",), "takes commands without a quorum", CLASSES, _alone),
    ("ends-without-quorum", ("FLT-3",), "takes a marker without a quorum", CLASSES, _ends_alone),
    ("signs-for-all", ("FLT-6",), "has everybody's signatures", (Atlas, Chronicle, Ledger), _signs_for_all),
    ("has-numbers", ("WORLD-14",), "has numbers of its own", CLASSES[1:], _has_numbers),
    ("shares-its-log", ("WORLD-17",), "shares what it commits", CLASSES, _shares_its_log),
    ("keeps-its-store", ("WORLD-15",), "begins with what it committed in another world", CLASSES, _keeps_its_store),
    ("peers-publish", ("BOND-8",), "takes from peers what is its operator's", CLASSES, _peers_publish),
    ("refuses-peers", ("BOND-7",), "refuses whoever is bonded", CLASSES, _knows_nobody),
    ("takes-strangers", ("BOND-7",), "answers whoever is not bonded", CLASSES, _knows_everybody),
    ("answers-one-peer", ("BOND-7",), "answers one peer alone", CLASSES, _one_alone),
    ("asks-no-clause", ("BOND-13",), "asks its clauses of nobody", CLASSES, _admits_everybody),
    ("never-stops", ("ROT-1",), "answers when it is stopped", CLASSES, _answers_for_ever),
    ("ends-chains", ("CHAIN-2",), "ends every chain", CLASSES, _leads_nowhere),
    ("ends-handles", ("ROT-5",), "ends every handle", CLASSES, _on_no_page),
)
MUTANTS: tuple[Mutant, ...] = tuple(
    Mutant(f"{of.__name__.lower()}-{name}", broken, f"the {of.__name__} alone {wrong}", apart(of))
    for name, broken, wrong, classes, apart in _FORGOTTEN
    for of in classes
)
