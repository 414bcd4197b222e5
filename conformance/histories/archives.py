"""Audits of the Chronicles of a history: what was read is the archive, beside what the anchor was told."""

from __future__ import annotations

from collections.abc import Iterator

from coalition.chronicle import ChronicleEntry
from coalition.chronicle_audit import AnchoredDigest, Archive, AuditedChronicle, Sound, audit
from coalition.runtime.chronicle import ANCHORS, AnchorRecord, EntryRecord
from coalition.substrate import peer_id
from coalition.unique_id import ZERO_ID, UniqueId
from conformance.histories.observations import Finding, History, LogName, Paged, Placed

#: What a page showed from the first entry on, and at which step.
Kept = tuple[int, tuple[ChronicleEntry, ...]]


def audited(history: History) -> Iterator[Finding]:
    """The longest archive that was read of a Chronicle, against every other one and what its anchor was told.

    Who reads may be behind what the anchor was told: digests of more entries than were read are not held against it.
    """
    for log, pages in _kept(history).items():
        at, longest = max(pages, key=lambda kept: (len(kept[1]), kept[0]))
        chronicle = _chronicle(history, log, longest)
        if chronicle is None:
            continue
        told = [each for each in _told(history, log) if each[1].length <= len(longest)]
        others = [kept for kept in pages if kept[1] != longest[: len(kept[1])]]
        found = audit(
            chronicle,
            Archive(longest),
            tuple(Archive(entries) for _, entries in others),
            tuple(anchored for _, anchored in told),
        ).finding
        if not isinstance(found, Sound):
            last = max((at, *(step for step, _ in (*others, *told))))
            yield last, f"{log.surface}#{found.index} does not bear an audit: {type(found).__name__}"


def _kept(history: History) -> dict[LogName, list[Kept]]:
    """The pages of entries that begin with the first."""
    records: dict[tuple[LogName, int], list[ChronicleEntry]] = {}
    found: dict[LogName, list[Kept]] = {}
    for each in history.facts:
        if isinstance(each, Placed) and isinstance(each.record, EntryRecord):
            records.setdefault((each.log, each.at), []).append(each.record.entry)
        elif isinstance(each, Paged) and each.first == 0 and (entries := records.get((each.log, each.at))):
            found.setdefault(each.log, []).append((each.at, tuple(entries)))
    return found


def _chronicle(history: History, log: LogName, entries: tuple[ChronicleEntry, ...]) -> AuditedChronicle | None:
    """Whose entries these are: the first says of which coalition, and from which number on. None without an id."""
    committee = history.committees.get((log.world, log.deployment))
    surface, deployment = (UniqueId(bytes.fromhex(text)) for text in (history.surfaces.get(log, ""), log.deployment))
    if committee is None or ZERO_ID in (surface, deployment):
        return None
    keys = tuple(peer_id(UniqueId(bytes.fromhex(secret))) for secret in dict.fromkeys(committee))
    return AuditedChronicle(surface, deployment, entries[0].coalition, entries[0].seq, keys)


def _told(history: History, log: LogName) -> list[tuple[int, AnchoredDigest]]:
    """What the anchor of a Chronicle was told, and the steps that showed it."""
    anchors = LogName(log.world, log.deployment, ANCHORS)
    return [
        (each.at, AnchoredDigest(each.record.statement.length, each.record.statement.digest))
        for each in history.of(Placed)
        if each.log == anchors and isinstance(each.record, AnchorRecord)
    ]
