"""Cases of the chapter Surfaces."""

from __future__ import annotations

from collections.abc import Iterator

from coalition import examples
from coalition.lattice import LatticeOrganism, lattice_organism
from coalition.surface import EvidencePointer, commit, deployment, stream_digest, surface_id
from coalition.unique_id import ZERO_ID, UniqueId, hash_many, unique_id
from conformance.casebook import Casebook
from conformance.pages import changed

_TALLY = lattice_organism("testnet-1a", 11_155_111, LatticeOrganism.Tally).id()
_REFUNDS = surface_id(_TALLY, "Refunds").id()
_DEPLOYMENT = deployment(_TALLY, unique_id("tally build 1")).id()


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the chapter."""
    yield _deployment()
    yield _surface_id()
    yield _commit()
    yield _stream_digest()
    yield _log_digest()
    yield _evidence()


def _deployment() -> Casebook:
    book = Casebook("surface.deployment")
    oracle = examples.ORACLE_ORG
    book.accept("oracle", "an oracle's build", address=oracle.stable_id, content_hash=oracle.content_hash)
    book.accept(
        "next-build",
        "the next build under the same address",
        address=oracle.stable_id,
        content_hash=unique_id("next build"),
    )
    book.accept("unpublished-build", "a component that publishes no content hash", address=_TALLY, content_hash=None)
    book.random(3)
    book.spoil_all("oracle")
    return book


def _surface_id() -> Casebook:
    book = Casebook("surface.surface_id")
    book.accept("refunds", "a lattice organism's surface", address=_TALLY, name="Refunds")
    book.accept("fills", "another of its surfaces", address=_TALLY, name="Fills")
    book.accept("lower-case", "case counts", address=_TALLY, name="refunds")
    book.accept("ticks", "an Almanac's", address=unique_id("an almanac's module id"), name="Ticks")
    book.random(3)
    book.spoil_all("refunds")
    return book


def _commit() -> Casebook:
    book = Casebook("surface.commit")
    base = {"surface": _REFUNDS, "deployment": _DEPLOYMENT, "entry": unique_id("entry")}
    book.accept("first", "index 0", base, index=0)
    book.accept("second", "index 1", base, index=1)
    book.accept("wide-index", "an index whose bytes differ", base, index=258)
    book.accept("greatest-index", "the greatest index", base, index=2**64 - 1)
    book.accept(
        "other-surface", "the surface is folded", {**base, "surface": surface_id(_TALLY, "Fills").id()}, index=0
    )
    book.accept(
        "other-deployment", "the deployment is folded", {**base, "deployment": deployment(_TALLY, None).id()}, index=0
    )
    book.accept("zero-entry", "an entry's digest may be any 32 bytes", {**base, "entry": ZERO_ID}, index=0)
    book.random(3)
    book.spoil_all("first")
    return book


def _commits(count: int) -> tuple[UniqueId, ...]:
    return tuple(commit(_REFUNDS, _DEPLOYMENT, index, unique_id(f"entry {index}")).id() for index in range(count))


def _stream_digest() -> Casebook:
    book = Casebook("surface.stream_digest")
    first, second = _commits(2)
    book.accept("first", "after the first commit", previous=ZERO_ID, commit=first)
    book.accept("second", "after the second", previous=stream_digest(ZERO_ID, first).id(), commit=second)
    book.random(2)
    book.spoil("second")
    return book


def _log_digest() -> Casebook:
    book = Casebook("surface.log_digest", requirements=["SURF-4"])
    for name, count in (("none", 0), ("one", 1), ("three", 3), ("twenty", 20)):
        commits = _commits(count)
        at_once = hash_many(["stream", *(bytes(each) for each in commits)]).hex()
        backwards = ZERO_ID
        for each in reversed(commits):
            backwards = stream_digest(backwards, each).id()
        book.accept(
            name, f"{count} commits", commits=commits, misses={"log-at-once": at_once, "log-reversed": backwards.hex()}
        )
    swapped = _commits(3)[::-1]
    book.accept("three-reversed", "the order counts", commits=swapped)
    book.accept("same-twice", "a hash that stands twice is folded twice", commits=_commits(1) * 2)
    book.random(2)
    book.spoil("three")
    return book


def _evidence() -> Casebook:
    book = Casebook("surface.evidence")
    refund = EvidencePointer(_TALLY, 8_123_456, _commits(1)[0])
    book.accept("refund", "a refund of a slot", evidence=refund)
    book.accept("slot-0", "clock event 0", evidence=changed(refund, clock_event=0))
    book.accept("other-commit", "the commit is folded", evidence=changed(refund, commit=_commits(2)[1]))
    book.random(3)
    book.spoil_all("refund")
    return book
