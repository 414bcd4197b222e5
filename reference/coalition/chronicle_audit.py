"""Auditing a Chronicle: one archive against itself, against other archives, and against an anchor (CHR-6 to CHR-8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coalition.chronicle import ChronicleEntry, entry_digest
from coalition.preimage import operation
from coalition.presence import PresentId
from coalition.quorum import is_quorum, is_signed
from coalition.shapes import U64, Bytes32, Record, Variant
from coalition.struct_digest import check_distinct
from coalition.surface import commit, log_digest
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class AuditedChronicle(Record):
    """Whose entries an archive holds. `first_seq` is the number of the first, `committee` its public keys."""

    surface: PresentId
    deployment: PresentId
    coalition: PresentId
    first_seq: U64
    committee: tuple[Bytes32, ...]

    def rules(self) -> None:
        check_distinct(self.committee)


@dataclass(frozen=True)
class Archive(Record):
    """The entries that somebody kept, from the first on."""

    entries: tuple[ChronicleEntry, ...]


@dataclass(frozen=True)
class AnchoredDigest(Record):
    """What an anchor holds: so many entries had this running digest."""

    length: U64
    digest: UniqueId


@dataclass(frozen=True)
class Sound(Variant):
    """Nothing contradicts the archive."""


@dataclass(frozen=True)
class Broken(Variant):
    """The entry does not hold by itself."""

    index: U64


@dataclass(frozen=True)
class Differs(Variant):
    """Another archive has another entry there, and it holds by itself."""

    index: U64


@dataclass(frozen=True)
class Missing(Variant):
    """Another archive, or the anchor, has more entries: the first that is not there."""

    index: U64


@dataclass(frozen=True)
class Unanchored(Variant):
    """The anchor has another digest: the first entry behind what the anchor bears out."""

    index: U64


AnyFinding = Sound | Broken | Differs | Missing | Unanchored
_Found = Broken | Differs | Missing | Unanchored


@dataclass(frozen=True)
class Audit(Record):
    """The running digest of the archive, and the first thing that speaks against it."""

    digest: UniqueId
    finding: AnyFinding


@operation("chronicle.audit")
def audit(
    chronicle: AuditedChronicle,
    archive: Archive,
    others: tuple[Archive, ...],
    anchors: tuple[AnchoredDigest, ...],
) -> Audit:
    """The archive's digest, and the finding of the least index (CHR-6 to CHR-8)."""
    commits = commits_of(chronicle, archive)
    found = [
        *_of_itself(chronicle, archive),
        *_of_others(chronicle, archive, others),
        *_of_anchors(commits, anchors),
    ]
    # `min` keeps the first of several of one index: the order above is that of the variants within an index.
    return Audit(log_digest(commits), min(found, key=_place, default=Sound()))


def _place(finding: _Found) -> tuple[int, int]:
    return finding.index, (Broken, Differs, Missing, Unanchored).index(type(finding))


def commits_of(chronicle: AuditedChronicle, archive: Archive) -> tuple[UniqueId, ...]:
    """The commit hash of each entry at its place (SURF-3, CHR-6)."""
    return tuple(
        commit(chronicle.surface, chronicle.deployment, index, entry_digest(entry).id()).id()
        for index, entry in enumerate(archive.entries)
    )


def holds(chronicle: AuditedChronicle, index: int, entry: ChronicleEntry) -> bool:
    """Whether an entry holds by itself: its number, its coalition, and every signature (CHR-6)."""
    return (
        entry.seq == chronicle.first_seq + index
        and entry.coalition == chronicle.coalition
        and is_quorum(chronicle.committee, entry_digest(entry).id(), entry.quorum_signatures)
        and members_signed(entry)
    )


def members_signed(entry: ChronicleEntry) -> bool:
    """Whether every member signature is right under the key beside it (CHR-6)."""
    digest = entry_digest(entry).id()
    return all(is_signed(one.key, digest, one.signature) for one in entry.member_signatures)


def sound_length(chronicle: AuditedChronicle, archive: Archive) -> int:
    """How many entries hold, from the first on (CHR-6)."""
    for index, entry in enumerate(archive.entries):
        if not holds(chronicle, index, entry):
            return index
    return len(archive.entries)


def _of_itself(chronicle: AuditedChronicle, archive: Archive) -> Iterator[_Found]:
    length = sound_length(chronicle, archive)
    if length < len(archive.entries):
        yield Broken(length)


def _of_others(chronicle: AuditedChronicle, archive: Archive, others: tuple[Archive, ...]) -> Iterator[_Found]:
    for other in others:
        witnessed = other.entries[: witness_length(chronicle, other)]
        for index, (mine, theirs) in enumerate(zip(archive.entries, witnessed, strict=False)):
            if entry_digest(mine).value() != entry_digest(theirs).value():
                yield Differs(index)
                break
        else:
            if len(witnessed) > len(archive.entries):
                yield Missing(len(archive.entries))


def witness_length(chronicle: AuditedChronicle, other: Archive) -> int:
    """How many entries of another archive count: those that hold by themselves, from the first on (CHR-7)."""
    return sound_length(chronicle, other)


def _of_anchors(commits: tuple[UniqueId, ...], anchors: tuple[AnchoredDigest, ...]) -> Iterator[_Found]:
    borne_out = 0
    for anchor in sorted(anchors, key=lambda each: each.length):
        if anchor.length > len(commits):
            yield Missing(len(commits))
        elif log_digest(commits[: anchor.length]) == anchor.digest:
            borne_out = anchor.length
        else:
            yield Unanchored(borne_out)
