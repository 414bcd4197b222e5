"""Mutants of the records of composite organisms, and of what a fault does to one that waits or signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coalition.runtime.committee import Committee, CommitteeSignature
from coalition.runtime.component import Running
from conformance.mutants.breaking import Mutant, method, relabelled, replaced, rows, without


def _sorted_shares(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda shares: original(tuple(sorted(shares, key=lambda share: share.refund_wei)))


def _sorted_sources(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda sources: original(tuple(sorted(sources, key=lambda source: source.chain_id)))


def _sorted_feeds(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda feeds: original(tuple(sorted(feeds, key=lambda feed: feed.base, reverse=True)))


def _sorted_members(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda members: original(tuple(sorted(members)))


def _without_quorum(_original: Callable[..., Any]) -> Callable[..., Any]:
    def falls_due(running: Running) -> int | None:
        return running.due() if running.marker is None else None

    return falls_due


def _everybody_signs(original: Callable[..., Any]) -> Callable[..., Any]:
    def signatures(committee: Committee, digest: Any) -> tuple[CommitteeSignature, ...]:
        signed: tuple[CommitteeSignature, ...] = original(Committee(committee.keys), digest)
        return signed

    return signatures


MUTANTS = (
    Mutant(
        "sources-sorted", ("COMP-3",), "the sources are sorted", (replaced("composites._sources", _sorted_sources),)
    ),
    Mutant("feeds-sorted", ("COMP-3",), "the feeds are sorted", (replaced("composites._feeds", _sorted_feeds),)),
    Mutant(
        "content-without-policy",
        ("COMP-3",),
        "the policy is not pinned",
        tuple(rows(f"{each}.content", without("policy")) for each in ("intents", "ledger", "correlator")),
    ),
    Mutant(
        "missing-sorted",
        ("COMP-16",),
        "missing members are sorted",
        (replaced("composites._members", _sorted_members),),
    ),
    Mutant(
        "late-without-event",
        ("COMP-17",),
        "late evidence does not fold its event",
        (rows("composites.late_evidence", without("event")),),
    ),
    Mutant(
        "routed-without-clock",
        ("COMP-19",),
        "routed intents do not fold the slot",
        (rows("intents.routed", without("clock")),),
    ),
    Mutant(
        "tick-0-is-none",
        ("COMP-19", "COMP-21"),
        "the first tick of an Almanac is folded as none",
        tuple(
            rows(each, relabelled("almanac_tick", lambda data: b"" if data == b"\x01" + bytes(8) else data))
            for each in ("intents.routed", "ledger.shared_refunds")
        ),
    ),
    Mutant(
        "shares-sorted", ("COMP-21",), "shares are sorted by size", (replaced("composites._shares", _sorted_shares),)
    ),
    Mutant(
        "attestation-without-record",
        ("COMP-24",),
        "an attestation does not fold what it is about",
        (rows("ledger.shared_attestation", without("shared")),),
    ),
    Mutant(
        "correlation-without-seq",
        ("COMP-25",),
        "a correlation does not fold the tick's number",
        (rows("correlator.correlation", without("seq")),),
    ),
    Mutant(
        "due-without-quorum",
        ("FLT-5",),
        "what falls due happens without a quorum",
        (replaced("runtime.world.falls_due", _without_quorum),),
    ),
    Mutant(
        "absent-members-sign",
        ("FLT-6",),
        "members sign that are not there",
        (method(Committee, "signatures", _everybody_signs),),
    ),
)
