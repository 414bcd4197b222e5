"""Logs: what a deployment committed on one surface, in order, and how it is read (WORLD-6 to WORLD-10)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

from pyrsistent import PVector, pvector

from coalition.preimage import Preimage
from coalition.retirement import RetirementMarker, retirement_marker
from coalition.runtime.refusals import LimitOutOfRange
from coalition.shapes import U32, U64, Open, Record, Variant
from coalition.surface import commit, stream_digest
from coalition.unique_id import ZERO_ID, UniqueId

#: The most entries of a page (WORLD-9).
MAX_PAGE = 1024


class SurfaceRecord(Variant):
    """What stands on a surface. Each chapter has its own, and each knows its digest."""

    def digest(self) -> Preimage:
        """The digest of the record (WORLD-6)."""
        raise NotImplementedError(type(self).__name__)


@dataclass(frozen=True)
class RetirementRecord(SurfaceRecord):
    """The marker that ends the log."""

    KIND = "Retirement"
    marker: RetirementMarker

    def digest(self) -> Preimage:
        return retirement_marker(self.marker)


AnyRecord = Annotated[SurfaceRecord, Open()]


@dataclass(frozen=True)
class Entry(Record):
    """A record with its place and its commit."""

    index: U64
    commit: UniqueId
    record: AnyRecord


@dataclass(frozen=True)
class Page(Record):
    """Some entries of a log, and how long it is and what it comes to as a whole."""

    entries: tuple[Entry, ...]
    length: U64
    digest: UniqueId


@dataclass(frozen=True)
class Commit(Record):
    """Where a command left a record."""

    surface: str
    index: U64
    commit: UniqueId


@dataclass(frozen=True)
class LogHead(Record):
    """Whose log, on which surface, how long, and its running digest."""

    deployment: UniqueId
    surface: str
    length: U64
    digest: UniqueId


@dataclass(frozen=True)
class Log:
    """The log of a deployment on a surface. Nothing in it ever changes; committing gives a longer one."""

    name: str
    surface: UniqueId
    deployment: UniqueId
    entries: PVector[Entry] = field(default_factory=pvector)
    digest: UniqueId = ZERO_ID

    def with_record(self, record: AnyRecord) -> Log:
        """The log with one more record (WORLD-6, WORLD-10)."""
        index = next_index(self)
        hashed = commit(self.surface, self.deployment, index, record.digest().id()).id()
        entry = Entry(index, hashed, record)
        return replace(self, entries=self.entries.append(entry), digest=stream_digest(self.digest, hashed).id())

    def since(self, length: int) -> tuple[Commit, ...]:
        """The commits behind the first `length` of them."""
        return tuple(Commit(self.name, entry.index, entry.commit) for entry in self.between(length, len(self.entries)))

    def between(self, first: int, end: int) -> tuple[Entry, ...]:
        """The entries from one index to another, that one excluded. A slice would copy the whole log."""
        return tuple(self.entries[index] for index in range(first, min(end, len(self.entries))))

    def head(self) -> LogHead:
        """Length and running digest."""
        return LogHead(self.deployment, self.name, len(self.entries), self.digest)


def next_index(log: Log) -> int:
    """The place of the next record: they count from 0, without a gap (WORLD-6)."""
    return len(log.entries)


def page(log: Log, after: U64 | None, limit: U32) -> Page:
    """At most `limit` entries behind the cursor (WORLD-8, WORLD-9), and the head of the whole log (WORLD-10)."""
    check_limit(limit)
    first = after_cursor(after)
    return Page(log.between(first, first + limit), len(log.entries), log.digest)


def after_cursor(after: int | None) -> int:
    """The index of the first entry behind a cursor (WORLD-8)."""
    return 0 if after is None else after + 1


def check_limit(limit: int) -> None:
    """Raise `LimitOutOfRange` for a page of none, or of too many (WORLD-9)."""
    if not 1 <= limit <= MAX_PAGE:
        raise LimitOutOfRange(limit)
