"""Mutants of the chapter Stance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coalition import delegation, stance
from coalition.acl import ComputeModuleRequesterAcl, OutcomePredicate, RecogniseIssuer, Side
from coalition.errors import SupermajorityOutOfRange
from coalition.retirement import RetirementReason
from coalition.stance import (
    CompositionForm,
    ConsentModel,
    Legitimacy,
    PoliticalStance,
    SovereigntyClaim,
    SubstrateStance,
)
from coalition.unique_id import hash_bytes
from conformance.mutants.breaking import Break, Mutant, item, relabelled, replaced, rows, unchecked, without


def _constantly(predicate: str, answer: bool) -> Break:
    return replaced(f"stance.is_substrate_{predicate}", lambda _: lambda _value: answer)


def _refusing(right: Callable[..., Any]) -> Callable[..., Any]:
    def fingerprint(stance: PoliticalStance) -> Any:
        if not stance.is_substrate_consistent():
            raise SupermajorityOutOfRange(stance)
        return right(stance)

    return fingerprint


def _all_fields(value: PoliticalStance) -> bool:
    found = _fields(value)
    return all(
        (found.consent, found.decision_rule, found.legitimacy, found.franchise, found.composition, found.sovereignty)
    )


def _fields(value: PoliticalStance) -> SubstrateStance:
    """The predicates of the fields, without asking whether the whole is consistent."""
    return SubstrateStance(
        stance.is_substrate_consent(value.consent),
        stance.is_substrate_rule(value.decision_rule),
        stance.is_substrate_legitimacy(value.legitimacy),
        stance.is_substrate_franchise(value.franchise),
        stance.is_substrate_composition(value.composition),
        stance.is_substrate_sovereignty(value.sovereignty),
        True,
    )


def _one_side(right: Callable[..., int]) -> Callable[..., int]:
    return lambda clause: right(clause) if clause.side is Side.RequireTicket else 0


MUTANTS = (
    *(
        Mutant(
            f"stance-{label.replace('_', '-')}-left-out",
            ("STANCE-1",),
            f"a stance's {label} is left out of its fingerprint",
            (rows("stance.fingerprint", without(label)),),
        )
        for label in ("consent", "decision_rule", "legitimacy", "franchise", "composition", "sovereignty")
    ),
    Mutant(
        "stance-legitimacy-in-one-byte",
        ("STANCE-1", "STANCE-3"),
        "the bits are folded as one byte",
        (rows("stance.fingerprint", relabelled("legitimacy", lambda data: data[:1])),),
    ),
    Mutant(
        "stance-franchise-hashed-alone",
        ("STANCE-1",),
        "a variant without payload is hashed as one with payload",
        (
            rows(
                "stance.fingerprint", relabelled("franchise", lambda data: data if len(data) > 1 else hash_bytes(data))
            ),
        ),
    ),
    Mutant(
        "stance-any-threshold",
        ("STANCE-2",),
        "a supermajority of any size",
        (unchecked("stance.check_supermajority"),),
    ),
    Mutant(
        "stance-half-is-enough",
        ("STANCE-2",),
        "half is a supermajority",
        (replaced("stance.check_supermajority", lambda right: lambda bps: None if bps == 5_000 else right(bps)),),
    ),
    Mutant(
        "stance-any-ground",
        ("STANCE-3",),
        "bits that have no name",
        (unchecked("stance.check_legitimacy"),),
    ),
    Mutant(
        "stance-inconsistent-refused",
        ("STANCE-4",),
        "a stance that compels is refused where it is published",
        (replaced("stance.stance_fingerprint", _refusing),),
    ),
    *(
        Mutant(
            f"stance-every-{predicate}-is-the-substrates",
            ("STANCE-5",),
            f"is_substrate_{predicate} is true of everything",
            (_constantly(predicate, True),),
        )
        for predicate in ("consent", "rule", "legitimacy", "franchise", "composition", "sovereignty")
    ),
    Mutant(
        "stance-one-operator-only",
        ("STANCE-5",),
        "several operators are commentary",
        (replaced("stance.is_substrate_composition", lambda _: lambda form: form is CompositionForm.Direct),),
    ),
    Mutant(
        "stance-shared-is-the-substrates",
        ("STANCE-5",),
        "shared sovereignty is enforced",
        (replaced("stance.is_substrate_sovereignty", lambda _: lambda claim: claim is not SovereigntyClaim.Absolute),),
    ),
    Mutant(
        "stance-commentary-is-inconsistent",
        ("STANCE-6",),
        "a stance with any commentary is inconsistent",
        (replaced("stance.is_substrate_consistent", lambda _: _all_fields),),
    ),
    Mutant(
        "stance-compulsion-alone-is-inconsistent",
        ("STANCE-6",),
        "absolute sovereignty is consistent",
        (
            replaced(
                "stance.is_substrate_consistent", lambda _: lambda stance: stance.consent is ConsentModel.Voluntary
            ),
        ),
    ),
    Mutant(
        "stance-open-checks-nothing",
        ("STANCE-7",),
        "a composition without clauses has no ground, not even consent",
        (
            replaced(
                "stance.checked_grounds",
                lambda right: lambda acl: right(acl) if acl.clauses else Legitimacy(0),
            ),
        ),
    ),
    Mutant(
        "stance-one-side-counts", ("STANCE-7",), "clauses of one side alone", (replaced("stance.ground", _one_side),)
    ),
    Mutant(
        "stance-software-attests",
        ("STANCE-7",),
        "a floor that every outcome reaches is attestation",
        (
            replaced(
                "stance.ground",
                lambda right: (
                    lambda clause: Legitimacy.ATTESTATION_BIT if isinstance(clause, OutcomePredicate) else right(clause)
                ),
            ),
        ),
    ),
    Mutant(
        "stance-referral-is-issuance",
        ("STANCE-7",),
        "another module's validator counts as an issuer",
        (item(stance._GROUNDS, ComputeModuleRequesterAcl, lambda _: stance._GROUNDS[RecogniseIssuer]),),
    ),
    Mutant(
        "stance-instead-of-content",
        ("STANCE-8",),
        "a carried stance displaces the content",
        (rows("stance.content_preimage", without("preimage")),),
    ),
    Mutant(
        "stance-not-carried",
        ("STANCE-8",),
        "the stance is left out of the content",
        (rows("stance.content_preimage", without("stance")),),
    ),
    Mutant(
        "stance-evidence-without-number",
        ("STANCE-9",),
        "a quote and a ticket are told apart by nothing",
        (rows("stance.consent_evidence", without("number")),),
    ),
    Mutant(
        "stance-assertion-recorded",
        ("STANCE-9",),
        "an assertion is on record",
        (replaced("delegation.is_substrate_evidence", lambda _: lambda _evidence: True),),
    ),
    Mutant(
        "stance-evidence-once",
        ("STANCE-9",),
        "equal evidence is given once",
        (replaced("delegation.recorded", lambda right: lambda evidence: right(tuple(dict.fromkeys(evidence)))),),
    ),
    Mutant(
        "stance-revocability-left-out",
        ("STANCE-10",),
        "how a delegation ends is left out",
        (rows("stance.delegation", without("revocability")),),
    ),
    Mutant(
        "stance-delegate-left-out",
        ("STANCE-10",),
        "to whom it goes is left out",
        (rows("stance.delegation", without("issuer", "component", "grant")),),
    ),
    Mutant(
        "stance-will-needs-a-reason",
        ("STANCE-11",),
        "an emergency does not end a delegation at will",
        (
            item(
                delegation._ENDED_BY,
                delegation.Revocability.AtWill,
                lambda reasons: tuple(each for each in reasons if each is not RetirementReason.Emergency),
            ),
        ),
    ),
    Mutant(
        "stance-irrevocable-is-the-substrates",
        ("STANCE-11",),
        "what nothing ends is enforced",
        (replaced("delegation.is_substrate_revocability", lambda _: lambda _revocability: True),),
    ),
    Mutant(
        "stance-representation-is-the-substrates",
        ("STANCE-11",),
        "a representative is a primitive",
        (replaced("delegation.is_substrate_delegation", lambda _: lambda _delegation: True),),
    ),
)
