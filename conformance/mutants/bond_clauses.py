"""Mutants of the clauses of an ACL, as bonds are judged by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coalition import acl
from coalition.measurements import Measurements
from coalition.ratio import basis_points
from coalition.runtime import bond_refusals as refused
from coalition.runtime import clauses
from coalition.runtime.clauses import CHECKS
from coalition.runtime.peers import Terms
from coalition.runtime.refusals import Refusal
from conformance.mutants.bond_breaking import Function, clause_rule
from conformance.mutants.breaking import Break, Mutant, item


def _unasked(clause: type[Any]) -> Break:
    return item(CHECKS, clause, lambda _right: lambda _world, _clause, _judged: None)


def _asked(clause: type[Any], holds: Callable[[Any, Any], bool], refusal: type[Refusal]) -> Break:
    """A clause holds of evidence by another rule."""

    def check(_world: Any, asked: Any, judged: Any) -> None:
        if not holds(asked, judged.shown.evidence):
            raise refusal(asked)

    return item(CHECKS, clause, lambda _right: check)


def _unattested_is_another(right: Function) -> Function:
    def check(world: Any, clause: Any, judged: Any) -> None:
        try:
            right(world, clause, judged)
        except refused.UnattestedPeer:
            raise refused.RequireMrtd(clause) from None

    return check


def _every_register(_right: Function) -> Function:
    """What is not declared is compared too."""
    return lambda found, wanted: found == wanted


def _zero_is_absent(right: Function) -> Function:
    """A register that was not shown is zero."""

    def is_image(found: Measurements, wanted: Measurements) -> bool:
        registers = {name: getattr(found, name) or bytes(48) for name in wanted.__dataclass_fields__}
        return bool(right(Measurements(**registers), wanted))

    return is_image


def _zero_is_undeclared(right: Function) -> Function:
    """A register that is declared as zero is not compared."""

    def is_image(found: Measurements, wanted: Measurements) -> bool:
        declared = {name: getattr(wanted, name) for name in wanted.__dataclass_fields__ if name != "mr_td"}
        kept = {name: value if value and any(value) else None for name, value in declared.items()}
        return bool(right(found, Measurements(wanted.mr_td, **kept)))

    return is_image


def _mrtd_alone(_right: Function) -> Function:
    return lambda found, wanted: found.mr_td == wanted.mr_td


def _whole_set(right: Function) -> Function:
    """All of a set are asked for."""

    def check(world: Any, clause: Any, judged: Any) -> None:
        right(world, clause, judged)
        found = clauses.measured(judged)
        if not all(clauses.is_image(found, each) for each in clause.set):
            raise refused.AdmitsMeasurementsInSet(clause)

    return check


def _mixed(right: Function) -> Function:
    """Each register is looked up in the set by itself."""

    def check(world: Any, clause: Any, judged: Any) -> None:
        found = clauses.measured(judged)
        names = found.__dataclass_fields__
        if not all(any(getattr(each, name) in (None, getattr(found, name)) for each in clause.set) for name in names):
            right(world, clause, judged)

    return check


def _scores(clause: Any, evidence: Any) -> list[int]:
    return [basis_points(card.score) for card in evidence.cards if card.organism == clause.organism]


def _above(clause: Any, evidence: Any) -> bool:
    return any(score > basis_points(clause.floor) for score in _scores(clause, evidence))


def _without_card(clause: Any, evidence: Any) -> bool:
    return all(score >= basis_points(clause.floor) for score in _scores(clause, evidence))


def _zero_without_card(clause: Any, evidence: Any) -> bool:
    return any(score >= basis_points(clause.floor) for score in (*_scores(clause, evidence), 0))


def _any_card(clause: Any, evidence: Any) -> bool:
    return any(basis_points(card.score) >= basis_points(clause.floor) for card in evidence.cards)


def _two_digits(clause: Any, evidence: Any) -> bool:
    """Scores are rounded to hundredths."""
    return any((score + 50) // 100 >= basis_points(clause.floor) // 100 for score in _scores(clause, evidence))


def _any_market(_clause: Any, evidence: Any) -> bool:
    return bool(evidence.settlements)


def _one_settlement(clause: Any, evidence: Any) -> bool:
    """The first settlement alone is looked at."""
    return bool(evidence.settlements) and evidence.settlements[0].market == clause.market


def _any_signer(clause: Any, evidence: Any) -> bool:
    return any(clause.signer.content_hash in (None, seat.content_hash) for seat in evidence.seats)


def _any_build(clause: Any, evidence: Any) -> bool:
    return any(seat.signer == clause.signer.stable_id for seat in evidence.seats)


def _crossed(clause: Any, evidence: Any) -> bool:
    """Signer and build may be those of two seats."""
    builds = {seat.content_hash for seat in evidence.seats}
    wanted = clause.signer.content_hash
    return _any_build(clause, evidence) and (wanted is None or wanted in builds)


def _above_level(clause: Any, evidence: Any) -> bool:
    return bool(evidence.level.value > clause.floor.value)


def _any_level(clause: Any, evidence: Any) -> bool:
    """Who is attested at all reaches every floor."""
    return bool(clause.floor.value == 0 or evidence.level.value > 0)


def _measured_level(clause: Any, evidence: Any) -> bool:
    """Measurements are a level."""
    return bool(evidence.measurements is not None or evidence.level.value >= clause.floor.value)


def _first_of_committee(_right: Function) -> Function:
    return lambda judged, module: judged.deployment is None and judged.keys[0] == module.committee.members[0]


def _same_keys(_right: Function) -> Function:
    """A component whose committee has a member of the Compute's is one."""
    return lambda judged, module: bool(set(judged.keys) & set(module.committee.members))


def _members_alone(right: Function) -> Function:
    """The Compute itself is no member of it."""

    def check(world: Any, clause: Any, judged: Any) -> None:
        right(world, clause, judged)
        if judged.deployment is not None:
            raise refused.ComputeModulePin(clause)

    return check


def _any_slot(right: Function) -> Function:
    """Every Compute fills every slot."""
    return lambda component, running, slot: (
        right(component, running, slot) or type(getattr(component, "content", None)).__name__ == "ComputeContent"
    )


def _any_build_of_slot(right: Function) -> Function:
    return lambda component, running, slot: right(component, running, type(slot)(slot.role, slot.stable_id))


def _not_passed_on(right: Function) -> Function:
    """What the Compute's clauses come to is not counted."""

    def requested(*args: Any) -> Terms:
        right(*args)
        return Terms()

    return requested


def _inner_name(_right: Function) -> Function:
    """The Compute's own clause gives the name."""

    def requested(world: Any, clause: Any, judged: Any) -> Any:
        module = clauses.in_slot(world, clause.slot)
        if module is None:
            raise refused.ComputeModuleRequesterAcl(clause)
        judge = clauses.party(world, module)
        return clauses.judgement(world, clauses.asked_of_who_comes(judge.clauses), judge, judged)

    return requested


def _anybody(right: Function) -> Function:
    """Whoever asks is a requester: the Compute alone is to be there."""

    def requested(world: Any, clause: Any, judged: Any) -> Any:
        try:
            return right(world, clause, judged)
        except refused.ComputeModuleRequesterAcl:
            if clauses.in_slot(world, clause.slot) is None:
                raise
            return Terms()

    return requested


def _without_compute(right: Function) -> Function:
    """Where there is no Compute everybody is a requester."""

    def requested(world: Any, clause: Any, judged: Any) -> Any:
        if clauses.in_slot(world, clause.slot) is None:
            return Terms()
        return right(world, clause, judged)

    return requested


def _every_side(_right: Function) -> Function:
    """Of a Compute's requesters the clauses of both sides are asked."""

    def requested(world: Any, clause: Any, judged: Any) -> Any:
        module = clauses.in_slot(world, clause.slot)
        if module is None:
            raise refused.ComputeModuleRequesterAcl(clause)
        judge = clauses.party(world, module)
        try:
            return clauses.judgement(world, judge.clauses, judge, judged)
        except Refusal:
            raise refused.ComputeModuleRequesterAcl(clause) from None

    return requested


_FLOOR, _SEAT, _LEVEL = refused.ReputationFloor, refused.AnyCommitteeMember, refused.OutcomePredicate

MUTANTS: tuple[Mutant, ...] = (
    Mutant("bond-any-mrtd", ("BOND-15",), "any image", (_unasked(acl.RequireMrtd),)),
    Mutant(
        "bond-unattested-is-another",
        ("BOND-15",),
        "who shows nothing shows another image",
        (item(CHECKS, acl.RequireMrtd, _unattested_is_another),),
    ),
    Mutant("bond-any-measurements", ("BOND-16",), "any measurements", (_unasked(acl.AdmitsMeasurementsEqual),)),
    Mutant("bond-any-of-no-set", ("BOND-16",), "any, set or not", (_unasked(acl.AdmitsMeasurementsInSet),)),
    Mutant(
        "bond-every-register",
        ("BOND-16",),
        "all is compared",
        (clause_rule("is_image", _every_register),),
    ),
    Mutant(
        "bond-zero-is-absent", ("BOND-16",), "what is not shown is zero", (clause_rule("is_image", _zero_is_absent),)
    ),
    Mutant("bond-zero-undeclared", ("BOND-16",), "zero is no value", (clause_rule("is_image", _zero_is_undeclared),)),
    Mutant("bond-mrtd-alone", ("BOND-16",), "the MRTD alone counts", (clause_rule("is_image", _mrtd_alone),)),
    Mutant("bond-whole-set", ("BOND-16",), "all of a set", (item(CHECKS, acl.AdmitsMeasurementsInSet, _whole_set),)),
    Mutant("bond-mixed-set", ("BOND-16",), "a set mixed", (item(CHECKS, acl.AdmitsMeasurementsInSet, _mixed),)),
    Mutant("bond-no-floor", ("BOND-17",), "any score", (_unasked(acl.ReputationFloor),)),
    Mutant("bond-above-floor", ("BOND-17",), "above the floor", (_asked(acl.ReputationFloor, _above, _FLOOR),)),
    Mutant("bond-no-card", ("BOND-17",), "no card, no floor", (_asked(acl.ReputationFloor, _without_card, _FLOOR),)),
    Mutant(
        "bond-no-card-is-zero",
        ("BOND-17",),
        "who has no card has the score 0",
        (_asked(acl.ReputationFloor, _zero_without_card, _FLOOR),),
    ),
    Mutant("bond-any-card", ("BOND-17",), "anybody's card", (_asked(acl.ReputationFloor, _any_card, _FLOOR),)),
    Mutant("bond-rounded-score", ("BOND-17",), "hundredths", (_asked(acl.ReputationFloor, _two_digits, _FLOOR),)),
    Mutant("bond-unsettled", ("BOND-18",), "no settlement is asked for", (_unasked(acl.MarketSettlement),)),
    Mutant(
        "bond-any-market",
        ("BOND-18",),
        "any market's settlement",
        (_asked(acl.MarketSettlement, _any_market, refused.MarketSettlement),),
    ),
    Mutant(
        "bond-first-settlement",
        ("BOND-18", "BOND-1"),
        "the first settlement alone",
        (_asked(acl.MarketSettlement, _one_settlement, refused.MarketSettlement),),
    ),
    Mutant("bond-unpinned", ("BOND-19",), "nothing is pinned", (_unasked(acl.ComputeModulePin),)),
    Mutant("bond-first-seat", ("BOND-19",), "the first member alone", (clause_rule("is_member", _first_of_committee),)),
    Mutant("bond-same-keys", ("BOND-19",), "whoever has the keys", (clause_rule("is_member", _same_keys),)),
    Mutant("bond-members-alone", ("BOND-19",), "itself is none", (item(CHECKS, acl.ComputeModulePin, _members_alone),)),
    Mutant("bond-any-slot", ("BOND-19",), "any Compute", (clause_rule("fills", _any_slot),)),
    Mutant("bond-any-build-of-slot", ("BOND-19",), "any build", (clause_rule("fills", _any_build_of_slot),)),
    Mutant("bond-any-requester", ("BOND-20",), "everybody requests", (clause_rule("requested", _anybody),)),
    Mutant("bond-no-compute", ("BOND-20",), "no Compute, no clause", (clause_rule("requested", _without_compute),)),
    Mutant("bond-requester-terms", ("BOND-20",), "tickets do not count", (clause_rule("requested", _not_passed_on),)),
    Mutant("bond-requester-name", ("BOND-20",), "the inner name", (clause_rule("requested", _inner_name),)),
    Mutant("bond-requester-sides", ("BOND-20",), "both sides are asked", (clause_rule("requested", _every_side),)),
    Mutant("bond-no-seat", ("BOND-21",), "anybody is a member", (_unasked(acl.AnyCommitteeMember),)),
    Mutant("bond-any-signer", ("BOND-21",), "any signer", (_asked(acl.AnyCommitteeMember, _any_signer, _SEAT),)),
    Mutant("bond-any-build", ("BOND-21",), "any build", (_asked(acl.AnyCommitteeMember, _any_build, _SEAT),)),
    Mutant("bond-seats-crossed", ("BOND-21",), "two seats are one", (_asked(acl.AnyCommitteeMember, _crossed, _SEAT),)),
    Mutant("bond-no-level", ("BOND-22",), "any level", (_unasked(acl.OutcomePredicate),)),
    Mutant("bond-above-level", ("BOND-22",), "above the floor", (_asked(acl.OutcomePredicate, _above_level, _LEVEL),)),
    Mutant("bond-any-level", ("BOND-22",), "attested at all", (_asked(acl.OutcomePredicate, _any_level, _LEVEL),)),
    Mutant(
        "bond-measured-level",
        ("BOND-22",),
        "measured",
        (_asked(acl.OutcomePredicate, _measured_level, _LEVEL),),
    ),
)
