"""Mutants of threshold BLS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from coalition.crypto import bls12_381, threshold_bls
from coalition.crypto.bls12_381 import CurveGroup, Point
from coalition.crypto.bls_errors import PointIsIdentity
from coalition.crypto.threshold_bls import BlsCommittee, CombinedSignature, PartialSignature
from coalition.errors import RuleError
from coalition.signer import SignatureScheme
from conformance.mutants.breaking import Mutant, item, replaced, unchecked


def _as_given(_original: Any) -> Callable[..., tuple[int, ...]]:
    return lambda providers: tuple(range(1, len(providers) + 1))


def _from_zero(original: Callable[..., tuple[int, ...]]) -> Callable[..., tuple[int, ...]]:
    return lambda providers: tuple(index - 1 for index in original(providers))


def _any_share_key(original: Callable[..., Point]) -> Callable[..., Point]:
    def share_key(commitments: Sequence[Point], index: int) -> Point:
        try:
            return original(commitments, index)
        except PointIsIdentity:
            return threshold_bls.evaluated(commitments, index)

    return share_key


def _unchecked(_original: Any) -> Callable[..., Point]:
    return lambda scheme, _key, _message, partial: bls12_381.decode(threshold_bls.group_of(scheme), partial.signature)


def _without_culprits(original: Callable[..., CombinedSignature]) -> Callable[..., CombinedSignature]:
    return lambda signature, participants, _culprits: original(signature, participants, ())


def _until_enough(original: Callable[..., CombinedSignature]) -> Callable[..., CombinedSignature]:
    def combine(committee: BlsCommittee, message: bytes, partials: tuple[PartialSignature, ...]) -> CombinedSignature:
        for count in range(len(partials)):
            try:
                return original(committee, message, partials[:count])
            except RuleError:
                pass
        return original(committee, message, partials)

    return combine


def _last(original: Callable[..., CombinedSignature]) -> Callable[..., CombinedSignature]:
    return lambda committee, message, partials: original(committee, message, partials[::-1])


def _unweighted(_original: Any) -> Callable[[dict[int, Point]], Point]:
    def interpolated(points: dict[int, Point]) -> Point:
        first, *rest = points.values()
        for point in rest:
            first = first + point
        return first

    return interpolated


def _member_in_message(original: Callable[..., PartialSignature]) -> Callable[..., PartialSignature]:
    return lambda scheme, share, message: original(scheme, share, share.index.to_bytes(2, "little") + message)


MUTANTS = (
    Mutant(
        "tbls-threshold-half",
        ("TBLS-8",),
        "half of a committee is enough",
        (
            replaced(
                "crypto.threshold_bls.tbls_default_threshold",
                lambda original: lambda committee_size: min(original(committee_size), (committee_size + 1) // 2),
            ),
        ),
    ),
    Mutant(
        "tbls-indices-as-given",
        ("TBLS-9",),
        "members are numbered as they stand",
        (replaced("crypto.threshold_bls.tbls_indices", _as_given),),
    ),
    Mutant(
        "tbls-indices-from-zero",
        ("TBLS-9",),
        "members are numbered from 0",
        (replaced("crypto.threshold_bls.tbls_indices", _from_zero),),
    ),
    Mutant(
        "tbls-provider-twice",
        ("TBLS-9",),
        "a provider is two members",
        (unchecked("crypto.threshold_bls.check_other_provider"),),
    ),
    Mutant(
        "tbls-lagrange-in-g1",
        ("TBLS-10",),
        "LagrangeBls signs in G1",
        (item(threshold_bls.SIGNATURE_GROUPS, SignatureScheme.LagrangeBls, lambda _: CurveGroup.G1),),
    ),
    Mutant(
        "tbls-commitments-reversed",
        ("TBLS-11",),
        "the key is the last commitment",
        (
            replaced(
                "crypto.threshold_bls.tbls_commit",
                lambda original: lambda scheme, coefficients: original(scheme, coefficients)[::-1],
            ),
        ),
    ),
    Mutant(
        "tbls-share-key-is-committees",
        ("TBLS-12",),
        "a partial is checked under the committee's key",
        (replaced("crypto.threshold_bls.evaluated", lambda _: lambda commitments, _index: commitments[0]),),
    ),
    Mutant(
        "tbls-share-key-at-infinity",
        ("TBLS-12",),
        "a share key at infinity is one",
        (replaced("crypto.threshold_bls.share_key", _any_share_key),),
    ),
    Mutant(
        "tbls-index-above",
        ("TBLS-13",),
        "members beyond the committee",
        (unchecked("crypto.threshold_bls.check_within"),),
    ),
    Mutant(
        "tbls-member-signed",
        ("TBLS-14",),
        "the member's index is signed with the message",
        (replaced("crypto.threshold_bls.tbls_partial_sign", _member_in_message),),
    ),
    Mutant(
        "tbls-partial-unverified",
        ("TBLS-15", "TBLS-16"),
        "whatever is a point is a partial",
        (replaced("crypto.threshold_bls.checked", _unchecked),),
    ),
    Mutant(
        "tbls-culprit-unnamed",
        ("TBLS-16",),
        "a wrong partial is left out in silence",
        (replaced("crypto.threshold_bls.listed", _without_culprits),),
    ),
    Mutant(
        "tbls-culprit-unseen",
        ("TBLS-16",),
        "nothing behind enough partials is looked at",
        (replaced("crypto.threshold_bls.tbls_combine", _until_enough),),
    ),
    Mutant(
        "tbls-last-partials",
        ("TBLS-17",),
        "the last partials are combined",
        (replaced("crypto.threshold_bls.tbls_combine", _last),),
    ),
    Mutant(
        "tbls-summed",
        ("TBLS-17",),
        "partials are summed without weights",
        (replaced("crypto.threshold_bls.interpolated", _unweighted),),
    ),
    Mutant(
        "tbls-too-few",
        ("TBLS-17",),
        "fewer partials than the threshold are combined",
        (unchecked("crypto.threshold_bls.check_enough_partials"),),
    ),
    Mutant(
        "tbls-unsorted",
        ("TBLS-18",),
        "members stand in the order of the log",
        (
            replaced(
                "crypto.threshold_bls.listed",
                lambda _: (
                    lambda signature, participants, culprits: CombinedSignature(
                        signature, tuple(participants), tuple(culprits)
                    )
                ),
            ),
        ),
    ),
)
