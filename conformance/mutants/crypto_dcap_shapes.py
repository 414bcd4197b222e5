"""Mutants of the chapter TDX: each lets another signer, another shape or another part of a certificate pass."""

from __future__ import annotations

from typing import Any

from conformance.mutants.breaking import Mutant, replaced, unchecked


def _to_two_bytes(original: Any) -> Any:
    return lambda form, most: original(form, 0xFFFF)


def _unsigned(_original: Any) -> Any:
    return lambda element: int.from_bytes(element.value, "big")


def _by_the_last(_original: Any) -> Any:
    return lambda path, above: path[-1] if path.startswith(above) else 0


MUTANTS = (
    Mutant(
        "dcap-signer-anywhere",
        ("TDX-9",),
        "whatever leads to the root signs collateral, as a platform's own key does",
        (unchecked("crypto.dcap_certificates.check_direct"),),
    ),
    Mutant(
        "dcap-leaf-authority",
        ("TDX-9",),
        "a leaf may be an authority, as the issuer of platforms is",
        (unchecked("crypto.dcap_certificates.check_leaf"),),
    ),
    Mutant(
        "dcap-tcb-type-unread",
        ("TDX-7",),
        "levels of any type are compared as those of type 0 are",
        (unchecked("crypto.dcap_collateral.check_tcb_type"),),
    ),
    Mutant(
        "dcap-evaluation-unread",
        ("TDX-7",),
        "which evaluation collateral is of is not looked at",
        (unchecked("crypto.dcap_collateral.check_evaluation"),),
    ),
    Mutant(
        "dcap-advisories-unread",
        ("TDX-7",),
        "advisories may be anything",
        (unchecked("crypto.dcap_collateral.check_advisories"),),
    ),
    Mutant(
        "dcap-lists-of-any-kind",
        ("TDX-7",),
        "an object or a text is a list of what is in it",
        (unchecked("crypto.dcap_collateral.check_list"),),
    ),
    Mutant(
        "dcap-module-version-of-two-bytes",
        ("TDX-7",),
        "a level of a module asks a version that no quote can have",
        (replaced("crypto.dcap_collateral._component_level", _to_two_bytes),),
    ),
    Mutant(
        "dcap-components-as-platforms",
        ("TDX-7",),
        "modules and quoting enclaves have the statuses of platforms",
        (unchecked("crypto.dcap_collateral.check_component_status"),),
    ),
    Mutant(
        "tdx-auth-data-of-any-length",
        ("TDX-14",),
        "authentication data have any length",
        (unchecked("crypto.dcap.check_auth_data"),),
    ),
    Mutant(
        "dcap-parts-left-out",
        ("TDX-17",),
        "parts 1 and 5 may be missing",
        (unchecked("crypto.dcap_platform.check_unread"),),
    ),
    Mutant(
        "dcap-parts-of-any-kind",
        ("TDX-17",),
        "the tag of a part is not looked at",
        (unchecked("crypto.dcap_platform.check_tag"),),
    ),
    Mutant(
        "dcap-parts-of-any-length",
        ("TDX-17",),
        "the length of a part is not looked at",
        (unchecked("crypto.dcap_platform.check_size"),),
    ),
    Mutant(
        "dcap-parts-twice",
        ("TDX-17",),
        "of a part that stands twice the last counts",
        (unchecked("crypto.dcap_platform.check_new"),),
    ),
    Mutant(
        "dcap-parts-by-their-end",
        ("TDX-17",),
        "a part is known by the last number of its identifier",
        (replaced("crypto.dcap_platform.number_of", _by_the_last),),
    ),
    Mutant(
        "dcap-pce-svn-unsigned",
        ("TDX-17",),
        "a PCE SVN is its bytes, however many, without a sign",
        (replaced("crypto.dcap_platform.svn", _unsigned),),
    ),
)
