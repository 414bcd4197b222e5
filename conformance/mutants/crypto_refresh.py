"""Mutants of what follows a DKG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from coalition.crypto.bls12_381 import Point
from coalition.crypto.dealing import Rules
from coalition.crypto.key_refresh import CommitteeKey
from coalition.crypto.share_refresh import CommitteeEpoch, RefreshOutcome
from conformance.mutants.breaking import Mutant, replaced, unchecked


def _closed_at_marker_too(_original: Any) -> Callable[[CommitteeKey, int], bool]:
    return lambda key, at: key.opens_at_ms <= at and (key.closes_at_ms is None or at <= key.closes_at_ms)


def _one_at_a_time(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda keys, at_ms: original(keys, at_ms)[-1:]


def _newest(_original: Any) -> Callable[..., CommitteeKey]:
    return lambda keys, digest: keys[-1]


def _first_or_unknown(original: Callable[..., CommitteeKey]) -> Callable[..., CommitteeKey]:
    return lambda keys, digest: next((key for key in keys if key.digest == digest), None) or keys[0]


def _any_epoch(_original: Any) -> Callable[[CommitteeEpoch], Any]:
    return lambda current: current.committee


def _constant_too(_original: Any) -> Callable[..., Point]:
    from coalition.crypto.threshold_bls import evaluated  # noqa: PLC0415 - of this mistake alone

    return lambda commitments, index: evaluated(commitments, index)


def _same_epoch(original: Callable[..., RefreshOutcome]) -> Callable[..., RefreshOutcome]:
    def outcome(current: CommitteeEpoch, dealings: Any, complaints: Any) -> RefreshOutcome:
        found = original(current, dealings, complaints)
        return replace(found, next=replace(found.next, epoch=current.epoch))

    return outcome


def _unrefreshed(_original: Any) -> Callable[..., tuple[bytes, ...]]:
    return lambda commitments, _dealt: tuple(each.encode() for each in commitments)


def _unweighted(_original: Any) -> Callable[[int, Sequence[int]], int]:
    return lambda _dealer, _dealers: 1


def _old_threshold(original: Callable[..., Rules]) -> Callable[..., Rules]:
    return lambda resharing: replace(original(resharing), threshold=resharing.committee.threshold + 1)


MUTANTS = (
    Mutant(
        "key-refresh-keeps-key",
        ("DKG-11",),
        "a refresh may keep the key",
        (unchecked("crypto.key_refresh.check_refreshed"),),
    ),
    Mutant(
        "key-window-closed-late",
        ("DKG-12",),
        "a key signs at its marker still",
        (replaced("crypto.key_refresh.is_open", _closed_at_marker_too),),
    ),
    Mutant(
        "key-one-at-a-time",
        ("DKG-12",),
        "only one key signs at a time",
        (replaced("crypto.key_refresh.key_active", _one_at_a_time),),
    ),
    Mutant(
        "key-newest-verifies",
        ("DKG-13",),
        "whatever it was published under, the newest key verifies",
        (replaced("crypto.key_refresh.published_under", _newest),),
    ),
    Mutant(
        "key-unknown-is-first",
        ("DKG-13",),
        "an unknown digest is the first key's",
        (replaced("crypto.key_refresh.published_under", _first_or_unknown),),
    ),
    Mutant(
        "key-window-unchecked",
        ("DKG-13",),
        "a signature of any time is one",
        (unchecked("crypto.key_refresh.check_window"),),
    ),
    Mutant(
        "refresh-of-nothing",
        ("DKG-14",),
        "a threshold of one is refreshed",
        (replaced("crypto.share_refresh.refreshable", _any_epoch),),
    ),
    Mutant(
        "refresh-with-proof",
        ("DKG-14", "DKG-15", "DKG-19"),
        "a proof that is not due is passed over",
        (unchecked("crypto.share_refresh.check_no_possession"),),
    ),
    Mutant(
        "refresh-with-constant",
        ("DKG-15", "DKG-16"),
        "the first commitment is taken for the constant's",
        (replaced("crypto.share_refresh.opened", _constant_too),),
    ),
    Mutant(
        "refresh-same-epoch",
        ("DKG-15",),
        "the epoch is not counted on",
        (replaced("crypto.share_refresh.refresh_outcome", _same_epoch),),
    ),
    Mutant(
        "refresh-commitments-kept",
        ("DKG-15",),
        "the commitments are not refreshed",
        (replaced("crypto.share_refresh.refreshed_commitments", _unrefreshed),),
    ),
    Mutant(
        "refresh-stale-share",
        ("DKG-16", "DKG-18"),
        "a share of any epoch is refreshed",
        (unchecked("crypto.share_refresh.check_current"),),
    ),
    Mutant("refresh-mixed-epochs", ("DKG-17",), "epochs are mixed", (unchecked("crypto.share_refresh.check_epoch"),)),
    Mutant(
        "reshare-any-constant",
        ("DKG-18", "DKG-19", "DKG-20"),
        "a dealer hands on what it likes",
        (unchecked("crypto.resharing.check_constant"),),
    ),
    Mutant(
        "reshare-summed",
        ("DKG-19", "DKG-20"),
        "dealings are summed without weights",
        (replaced("crypto.resharing.weight", _unweighted),),
    ),
    Mutant(
        "reshare-old-threshold",
        ("DKG-19",),
        "complaints are counted by the old committee's threshold",
        (replaced("crypto.resharing.rules_of", _old_threshold),),
    ),
    Mutant(
        "reshare-too-few",
        ("DKG-19", "DKG-20"),
        "fewer old members than the threshold hand on",
        (unchecked("crypto.dealing.check_enough_dealers"),),
    ),
)
