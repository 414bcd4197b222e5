"""Mutants of the chapter Lattice surfaces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coalition.unique_id import hash_bytes
from conformance.mutants.breaking import Mutant, Rows, relabelled, replaced, rows, unchecked, without


def _swapped(first: str, second: str) -> Callable[[Rows], Rows]:
    """The rows with two of them changed over."""

    def swap(fields: Rows) -> Rows:
        places = {field.label: number for number, field in enumerate(fields)}
        listed = list(fields)
        listed[places[first]], listed[places[second]] = listed[places[second]], listed[places[first]]
        return tuple(listed)

    return swap


def _sorted_bundles(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda bundles: original(tuple(sorted(bundles, key=lambda bundle: bundle.cleartext)))


def _sorted_entries(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda entries: original(tuple(sorted(entries, key=lambda entry: entry.bundle_digest)))


def _sorted_pointers(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda evidence: original(tuple(sorted(evidence, key=lambda one: one.commit)))


def _last_pointer(original: Callable[..., Any]) -> Callable[..., Any]:
    return lambda evidence: original(evidence[-1:])


def _unoriented(original: Callable[..., Any]) -> Callable[..., Any]:
    def pair_digest(pair: Any) -> Any:
        base, quote = sorted((pair.base, pair.quote))
        return original(type(pair)(base, quote))

    return pair_digest


MUTANTS = (
    Mutant(
        "lattice-bundle-digest-of-digest",
        ("LAT-1",),
        "the digest of a bundle is hashed once more",
        (rows("lattice.bundle_digest", relabelled("cleartext", hash_bytes)),),
    ),
    Mutant(
        "lattice-broadcast-without-slot",
        ("LAT-2",),
        "a broadcast does not fold its slot",
        (rows("lattice.broadcast", without("slot")),),
    ),
    Mutant(
        "lattice-pool-sorted",
        ("LAT-3",),
        "the bundles of a pool are sorted",
        (replaced("lattice_surfaces._bundles", _sorted_bundles),),
    ),
    Mutant(
        "lattice-bundle-twice",
        ("LAT-3", "LAT-9"),
        "a bundle may stand twice in a slot",
        (unchecked("lattice_surfaces.check_bundles_once"),),
    ),
    Mutant(
        "lattice-order-without-seal",
        ("LAT-4",),
        "an order does not point at its seal",
        (rows("lattice.order", without("seal")),),
    ),
    Mutant(
        "lattice-outcome-forgets-routed",
        ("LAT-5",),
        "the outcome of an auction forgets the routed intents",
        (rows("lattice.auction_outcome", without("routed")),),
    ),
    Mutant(
        "lattice-winners-sorted",
        ("LAT-5", "LAT-7"),
        "the orders of an auction, or of a block, are sorted",
        (replaced("lattice_surfaces.pointers", _sorted_pointers),),
    ),
    Mutant(
        "lattice-diagnostic-without-reason",
        ("LAT-6",),
        "a diagnostic does not say why",
        (rows("lattice.offer_diagnostic", relabelled("reason", lambda _data: b"\x00")),),
    ),
    Mutant(
        "lattice-block-of-last-order",
        ("LAT-7",),
        "a block folds its last order alone",
        (replaced("lattice_surfaces.pointers", _last_pointer),),
    ),
    Mutant(
        "lattice-accepted-header-swapped",
        ("LAT-8",),
        "the candidate stands before its header",
        (rows("lattice.accepted_header", _swapped("header", "block")),),
    ),
    Mutant(
        "lattice-refunds-sorted",
        ("LAT-9",),
        "the entries of a slot's refunds are sorted",
        (replaced("lattice_surfaces._refund_entries", _sorted_entries),),
    ),
    Mutant(
        "lattice-attestation-without-refunds",
        ("LAT-10",),
        "an attestation does not fold what it is about",
        (rows("lattice.tally_attestation", without("refunds")),),
    ),
    Mutant(
        "lattice-price-tick-without-orientation",
        ("LAT-11",),
        "a tick folds its pair in ascending order of the symbols",
        (replaced("lattice_surfaces.token_pair_digest", _unoriented),),
    ),
)
