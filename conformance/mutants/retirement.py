"""Mutants of the chapter Retirement."""

from __future__ import annotations

from coalition.coalition_config import RetirementPolicy
from conformance.mutants.breaking import Mutant, relabelled, replaced, rows, unchecked, without

MUTANTS = (
    Mutant(
        "component-kind-left-out",
        ("RET-1",),
        "the kind of a component is left out",
        (rows("retirement.component_ref", without("kind")),),
    ),
    Mutant(
        "component-absent-as-zero",
        ("RET-1",),
        "an absent content hash is ZERO_ID",
        (rows("retirement.component_ref", relabelled("content_hash", lambda data: data or bytes(32))),),
    ),
    Mutant(
        "marker-reason-left-out",
        ("RET-2",),
        "the reason is left out of a marker, as ch. 57 has it",
        (rows("retirement.marker", without("reason")),),
    ),
    Mutant(
        "marker-evidence-left-out",
        ("RET-2",),
        "evidence is left out of a marker",
        (rows("retirement.marker", without("evidence")),),
    ),
    Mutant(
        "rotation-to-nowhere",
        ("RET-3",),
        "a rotation without a replacement",
        (unchecked("retirement.check_replacement_given"),),
    ),
    Mutant(
        "end-with-successor",
        ("RET-4",),
        "an end that names a successor",
        (unchecked("retirement.check_replacement_absent"),),
    ),
    Mutant(
        "root-alone-is-no-reason",
        ("RET-5",),
        "a moved root reissues nothing under the lenient policy",
        (
            replaced(
                "retirement.republication", lambda right: lambda before, after: _kept(right(before, after), before)
            ),
        ),
    ),
    Mutant(
        "conservative-is-lenient",
        ("RET-6",),
        "content never counts",
        (replaced("retirement.is_strict", lambda _: lambda policy: False),),
    ),
    Mutant(
        "lenient-is-conservative",
        ("RET-7",),
        "content always counts",
        (replaced("retirement.is_strict", lambda _: lambda policy: True),),
    ),
    Mutant(
        "policy-after-the-change",
        ("RET-8",),
        "the policy after the change is in force",
        (replaced("retirement.policy_in_force", lambda _: lambda before, after: after.config.retirement_policy),),
    ),
    Mutant(
        "unlisted-accepted",
        ("HS-12",),
        "entries of components that are not listed",
        (unchecked("retirement.check_listed"),),
    ),
)


def _kept(found: object, before: object) -> object:
    """A republication that leaves the page alone under the lenient policy."""
    lenient = before.config.retirement_policy is RetirementPolicy.Lenient  # type: ignore[attr-defined] # a Listing
    return type(found)(found.root_before, found.root_after, found.root_moves, found.reissue and not lenient)  # type: ignore[attr-defined,call-arg] # a Republication
