"""Mutants of the DKG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from coalition.crypto.bls12_381 import CurveGroup, decode_secret, encode_scalar
from coalition.crypto.dealing import Blame, BlameReason, DkgOutcome, Judged
from coalition.crypto.shamir import Share
from conformance.mutants.breaking import Mutant, method, replaced, rows, unchecked, without


def _never(_original: Any) -> Callable[..., bool]:
    return lambda *_args: False


def _always(_original: Any) -> Callable[..., bool]:
    return lambda *_args: True


def _first_counts(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda rules, made, against: original(rules, made[:1], against)


def _one_reason(_original: Any) -> Callable[..., BlameReason]:
    return lambda _error: BlameReason.PossessionInvalid


def _constant_alone(original: Callable[..., tuple[bytes, ...]]) -> Callable[..., tuple[bytes, ...]]:
    def summed(commitments: Sequence[Sequence[Any]]) -> tuple[bytes, ...]:
        first = tuple(point.encode() for point in commitments[0])
        return (original(commitments)[0], *first[1:])

    return summed


def _blames_complainants(original: Callable[..., DkgOutcome]) -> Callable[..., DkgOutcome]:
    def outcome(round_: Any, dealings: Any, complaints: Any) -> DkgOutcome:
        found = original(round_, dealings, complaints)
        liars = {each.complainant for each in complaints if each.dealer in found.qualified}
        blamed = (*found.blamed, *(Blame(each, BlameReason.ShareInvalid) for each in sorted(liars)))
        return replace(found, blamed=tuple(sorted(blamed, key=lambda each: each.dealer)))

    return outcome


def _in_log_order(_original: Any) -> Callable[[Judged], tuple[int, ...]]:
    return lambda judged: tuple(judged.qualified)


def _signature_tag(_original: Any) -> Callable[[CurveGroup], bytes]:
    return lambda group: group.suite


def _zero_taken(original: Callable[..., int]) -> Callable[..., int]:
    return lambda commitment, value: original(commitment, value) if any(value) else 0


MUTANTS = (
    Mutant(
        "dkg-any-degree",
        ("DKG-1", "DKG-4", "DKG-6"),
        "a polynomial has any degree",
        (unchecked("crypto.dealing.check_degree"),),
    ),
    Mutant(
        "dkg-proof-without-round",
        ("DKG-2",),
        "a proof holds in every round",
        (rows("crypto.dkg_possession_message", without("round")),),
    ),
    Mutant(
        "dkg-proof-without-dealer",
        ("DKG-2",),
        "a proof is every dealer's",
        (rows("crypto.dkg_possession_message", without("dealer")),),
    ),
    Mutant(
        "dkg-proof-as-signature",
        ("DKG-3",),
        "a proof is made under the tag of signatures",
        (replaced("crypto.dkg.possession_tag", _signature_tag),),
    ),
    Mutant(
        "dkg-rogue-key",
        ("DKG-3", "DKG-4"),
        "nobody looks at the proof of possession",
        (unchecked("crypto.dkg.check_possession"),),
    ),
    Mutant(
        "dkg-share-unchecked",
        ("DKG-4", "DKG-10"),
        "a share is believed",
        (replaced("crypto.dealing.check_dealt", lambda _: lambda _commitment, value: decode_secret(value)),),
    ),
    Mutant(
        "dkg-complaint-about-nobody",
        ("DKG-5",),
        "a complaint about one that dealt nothing",
        (unchecked("crypto.dealing.check_has_dealt"),),
    ),
    Mutant(
        "dkg-complaint-twice",
        ("DKG-5",),
        "one complains twice about one",
        (unchecked("crypto.dealing.check_first_complaint"),),
    ),
    Mutant(
        "dkg-first-dealing-counts",
        ("DKG-6",),
        "the first of two dealings counts",
        (replaced("crypto.dealing.reason", _first_counts),),
    ),
    Mutant(
        "dkg-one-reason", ("DKG-6",), "whatever is wrong is the proof", (replaced("crypto.dkg.blame_for", _one_reason),)
    ),
    Mutant(
        "dkg-never-too-many",
        ("DKG-7",),
        "any number of complaints may be answered",
        (replaced("crypto.dealing.is_too_many", _never),),
    ),
    Mutant(
        "dkg-one-more-allowed",
        ("DKG-7",),
        "a complaint more than can lie is allowed",
        (replaced("crypto.dealing.is_too_many", lambda _: lambda complaints, threshold: complaints > threshold),),
    ),
    Mutant(
        "dkg-silence-is-an-answer",
        ("DKG-7",),
        "a complaint without an answer is dropped",
        (replaced("crypto.dealing.is_withheld", _never),),
    ),
    Mutant(
        "dkg-any-answer", ("DKG-7",), "an answer is not checked", (replaced("crypto.dealing.is_answered", _always),)
    ),
    Mutant(
        "dkg-complainant-blamed",
        ("DKG-7",),
        "who complains without cause is blamed",
        (replaced("crypto.dkg.dkg_outcome", _blames_complainants),),
    ),
    Mutant(
        "dkg-qualified-in-log-order",
        ("DKG-8",),
        "the qualified stand in the order of the log",
        (method(Judged, "listed", _in_log_order),),
    ),
    Mutant(
        "dkg-too-few-dealers", ("DKG-9",), "one dealer makes a key", (unchecked("crypto.dealing.check_enough_dealers"),)
    ),
    Mutant(
        "dkg-constants-summed-alone",
        ("DKG-9",),
        "only the first commitments are summed",
        (replaced("crypto.dkg.summed", _constant_alone),),
    ),
    Mutant(
        "dkg-share-missing",
        ("DKG-10",),
        "a dealer's share may be missing",
        (unchecked("crypto.dealing.check_received"),),
    ),
    Mutant(
        "dkg-share-of-too-few",
        ("DKG-10", "DKG-16", "DKG-20"),
        "a share is made of fewer dealings than make a key",
        (unchecked("crypto.dealing.check_enough_dealings"),),
    ),
    Mutant(
        "dkg-dealer-zero",
        ("DKG-2", "DKG-10"),
        "a dealer may have the index 0",
        (unchecked("crypto.shamir.check_index"),),
    ),
    Mutant(
        "dkg-zero-share-taken",
        ("DKG-4",),
        "a member takes a share of zero where it was dealt one",
        (replaced("crypto.dealing.check_dealt", _zero_taken),),
    ),
    Mutant(
        "dkg-share-of-zero",
        ("DKG-10",),
        "a share may be zero",
        (replaced("crypto.dkg.share_of", lambda _: lambda index, value: Share(index, encode_scalar(value))),),
    ),
)
