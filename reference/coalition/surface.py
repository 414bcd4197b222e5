"""Deployments, surfaces, commits and evidence (chapter Surfaces)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.names import Name
from coalition.preimage import (
    Preimage,
    ascii_text,
    concat,
    derivation,
    hash_many_of,
    id_or_zero,
    identifier,
    integer,
    operation,
    part,
    utf8,
)
from coalition.presence import PresentId
from coalition.shapes import U64, Record
from coalition.substrate import derive
from coalition.unique_id import ZERO_ID, UniqueId


@derivation("surface.deployment")
def deployment(address: PresentId, content_hash: PresentId | None) -> Preimage:
    """A deployment: an address and what runs there (SURF-1)."""
    return hash_many_of(
        ascii_text("tag", "deployment"),
        identifier("address", address),
        id_or_zero("content_hash", content_hash),
    )


@derivation("surface.surface_id")
def surface_id(address: PresentId, name: Name) -> Preimage:
    """The id of a surface; no content hash is folded (SURF-2)."""
    return concat(part("surfaces", derive(address, "surface")), utf8("name", name))


@derivation("surface.commit")
def commit(surface: PresentId, deployment: PresentId, index: U64, entry: UniqueId) -> Preimage:
    """The hash of a commit (SURF-3)."""
    return hash_many_of(
        ascii_text("tag", "commit"),
        identifier("surface", surface),
        identifier("deployment", deployment),
        integer("index", 64, index),
        identifier("entry", entry),
    )


@derivation("surface.stream_digest")
def stream_digest(previous: UniqueId, commit: UniqueId) -> Preimage:
    """The running digest after one more commit (SURF-4)."""
    return hash_many_of(
        ascii_text("tag", "stream"),
        identifier("previous", previous),
        identifier("commit", commit),
    )


@operation("surface.log_digest")
def log_digest(commits: tuple[UniqueId, ...]) -> UniqueId:
    """The running digest after all of `commits`; `ZERO_ID` for none (SURF-4)."""
    running = ZERO_ID
    for one in commits:
        running = stream_digest(running, one).id()
    return running


@dataclass(frozen=True)
class EvidencePointer(Record):
    """Where a fact stands: the component's address, its clock (slot, tick, sequence) there, and the commit."""

    address: PresentId
    clock_event: U64
    commit: PresentId


@derivation("surface.evidence")
def evidence_pointer(evidence: EvidencePointer) -> Preimage:
    """The digest of an evidence pointer (SURF-5)."""
    return hash_many_of(
        ascii_text("tag", "evidence-pointer.v1"),
        identifier("address", evidence.address),
        integer("clock_event", 64, evidence.clock_event),
        identifier("commit", evidence.commit),
    )
