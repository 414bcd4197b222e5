"""A Chronicle that runs: entries, statements to an anchor, and an end that is recorded first (CHR-9 to CHR-14)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

from coalition.chronicle import (
    AnchorStatement,
    ChronicleEntry,
    MemberSignature,
    anchor_digest,
    check_members_once,
    entry_digest,
)
from coalition.chronicle_kinds import AnyKind, AnyPayload, ModuleRetired, Retirement, check_payload
from coalition.content_preimages import ChronicleContent
from coalition.module import atlas_members
from coalition.preimage import Preimage
from coalition.quorum import is_signed
from coalition.retirement import ComponentKind, ComponentRef, RetirementMarker
from coalition.runtime.committee import Committee, CommitteeSignature
from coalition.runtime.component import Command, Context, Running, check_other_replacement, empty_logs, plays
from coalition.runtime.log import SurfaceRecord
from coalition.runtime.module import Module, identify
from coalition.runtime.refusals import Refusal
from coalition.shapes import U64
from coalition.stable_id import member_id
from coalition.unique_id import UniqueId

ENTRIES: Final = "Entries"
ANCHORS: Final = "Anchors"
#: The version of the entries of this chapter (CHR-9).
ENTRY_SCHEMA: Final = 1
#: The last number there is, which is kept for the entry about the Chronicle's own end (CHR-10).
_LAST: Final = 2**64 - 1


class UnsupportedEntrySchema(Refusal):
    """A Chronicle whose entries have another version."""

    requirement = "CHR-9"


class CommitteeKeyTwice(Refusal):
    """A committee that signs, with a key twice."""

    requirement = "CHR-9"


class SequenceMismatch(Refusal):
    """An entry of another number than the next."""

    requirement = "CHR-10"


class SequenceExhausted(Refusal):
    """An entry behind the last number."""

    requirement = "CHR-10"


class UnknownSigner(Refusal):
    """The signature of one who is no member."""

    requirement = "CHR-11"


class MemberSignatureInvalid(Refusal):
    """A member's signature that is not right."""

    requirement = "CHR-11"


class PredecessorUnknown(Refusal):
    """An entry of a successor that was not told where its predecessor ended."""

    requirement = "CHR-12"


class NoPredecessor(Refusal):
    """A predecessor's number for a Chronicle that succeeds nobody."""

    requirement = "CHR-12"


class AlreadyResumed(Refusal):
    """A predecessor's number a second time."""

    requirement = "CHR-12"


class NoAnchor(Refusal):
    """A statement to an anchor that the Chronicle does not have."""

    requirement = "CHR-13"


class NothingToAnchor(Refusal):
    """A statement to an anchor that knows as much."""

    requirement = "CHR-13"


@dataclass(frozen=True)
class EntryRecord(SurfaceRecord):
    """An entry of a Chronicle."""

    KIND = "ChronicleEntry"
    entry: ChronicleEntry

    def digest(self) -> Preimage:
        return entry_digest(self.entry)


@dataclass(frozen=True)
class AnchorRecord(SurfaceRecord):
    """What a Chronicle tells its anchor, under the signatures of the committee."""

    KIND = "ChronicleAnchor"
    statement: AnchorStatement
    signatures: tuple[CommitteeSignature, ...]

    def digest(self) -> Preimage:
        return anchor_digest(self.statement)


@dataclass(frozen=True)
class AppendEntry(Command):
    """Something happened in the coalition. `seq` is the number that its members signed."""

    seq: U64
    entry_kind: AnyKind
    payload: AnyPayload
    member_signatures: tuple[MemberSignature, ...]

    def rules(self) -> None:
        check_payload(self.entry_kind, self.payload)
        check_members_once(self.member_signatures)


@dataclass(frozen=True)
class ResumeSequence(Command):
    """The last number of the Chronicle that this one succeeds."""

    last_seq: U64


@dataclass(frozen=True)
class CommitAnchor(Command):
    """The anchor is told how far the entries go."""


@plays(ChronicleContent)
@dataclass(frozen=True, kw_only=True)
class Chronicle(Running):
    """The state of a Chronicle.

    `next_seq` is None while a predecessor's last number is not known. `anchored` is the length that the anchor knows.
    """

    SURFACES = (ENTRIES, ANCHORS)
    TAKES = (AppendEntry, ResumeSequence, CommitAnchor)

    coalition: UniqueId
    members: frozenset[bytes]
    anchor: bytes | None
    succeeds: bool
    next_seq: int | None
    anchored: int = 0

    @classmethod
    def deploy(cls, component: Module, committee: Committee, context: Context) -> Chronicle:
        """The Chronicle of a coalition (CHR-9). Raises `UnsupportedEntrySchema` and `CommitteeKeyTwice`."""
        del context
        content = component.content
        assert isinstance(content, ChronicleContent)
        check_entry_schema(content.entry_schema_version)
        check_keys_once(committee)
        ids = identify(component)
        return cls(
            ids=ids,
            committee=committee,
            logs=empty_logs(cls, ids),
            coalition=component.coalition.stable_id(),
            members=frozenset(member_id(stable_id) for stable_id in atlas_members(component.coalition)),
            anchor=content.anchor,
            succeeds=content.succeeds is not None,
            next_seq=None if content.succeeds is not None else 0,
        )

    def act(self, command: AppendEntry | ResumeSequence | CommitAnchor, context: Context) -> Chronicle:
        del context
        match command:
            case AppendEntry():
                return self._append(command)
            case ResumeSequence():
                return self._resume(command.last_seq)
            case CommitAnchor():
                return self._tell_anchor()

    def _append(self, command: AppendEntry) -> Chronicle:
        check_sequence(self, command.seq)
        signed = in_order(command.member_signatures)
        entry = ChronicleEntry(command.seq, command.entry_kind, self.coalition, command.payload, signed, ())
        check_signers(self, signed)
        check_signatures(entry_digest(entry).id(), signed)
        return self._committed_entry(entry)

    def _committed_entry(self, entry: ChronicleEntry) -> Self:
        signatures = self.committee.signatures(entry_digest(entry).id())
        record = EntryRecord(replace(entry, quorum_signatures=signatures))
        return replace(self.committed(ENTRIES, record), next_seq=entry.seq + 1)

    def _resume(self, last_seq: int) -> Chronicle:
        check_successor(self)
        check_not_resumed(self)
        check_number_left(last_seq + 1)
        return replace(self, next_seq=last_seq + 1)

    def _tell_anchor(self) -> Chronicle:
        address = check_anchor(self)
        entries = self.log(ENTRIES)
        check_news(self, len(entries.entries))
        statement = AnchorStatement(address, self.deployment, len(entries.entries), entries.digest)
        signatures = self.committee.signatures(anchor_digest(statement).id())
        return replace(self.committed(ANCHORS, AnchorRecord(statement, signatures)), anchored=statement.length)

    def with_farewell(self, marker: RetirementMarker) -> Self:
        """The state with its own end recorded, where there is a number for it (CHR-14)."""
        if self.next_seq is None:
            return self
        own = ComponentRef(ComponentKind.Module, self.address, self.ids.content_hash)
        payload = Retirement(own, marker, None)
        return self._committed_entry(ChronicleEntry(self.next_seq, ModuleRetired(), self.coalition, payload, (), ()))

    def _retire(self, marker: RetirementMarker) -> Self:
        check_other_replacement(self, marker)
        return super(Chronicle, self.with_farewell(marker))._retire(marker)


def in_order(signed: tuple[MemberSignature, ...]) -> tuple[MemberSignature, ...]:
    """The signatures by ascending bytes of the member (CHR-10)."""
    return tuple(sorted(signed, key=lambda one: one.member))


def check_entry_schema(version: int) -> None:
    """Raise `UnsupportedEntrySchema` for entries of another version (CHR-9)."""
    if version != ENTRY_SCHEMA:
        raise UnsupportedEntrySchema(version)


def check_keys_once(committee: Committee) -> None:
    """Raise `CommitteeKeyTwice` for two members that nobody could tell apart (CHR-9)."""
    if len(set(committee.keys)) != len(committee.keys):
        raise CommitteeKeyTwice(len(committee.keys))


def next_seq(chronicle: Chronicle) -> int:
    """The number of the next entry. Raises `PredecessorUnknown` for a successor that was not told it (CHR-12)."""
    if chronicle.next_seq is None:
        raise PredecessorUnknown(chronicle.deployment)
    return chronicle.next_seq


def check_sequence(chronicle: Chronicle, seq: int) -> None:
    """Raise `SequenceMismatch` for any number but the next, which there has to be (CHR-10)."""
    following = next_seq(chronicle)
    check_not_last(following)
    if seq != following:
        raise SequenceMismatch(seq)


def check_not_last(seq: int) -> None:
    """Raise `SequenceExhausted` for the last number, which is kept for the Chronicle's own end (CHR-10)."""
    if seq >= _LAST:
        raise SequenceExhausted(seq)


def check_number_left(seq: int) -> None:
    """Raise `SequenceExhausted` for a number behind the last: there is none for its own end (CHR-12)."""
    if seq > _LAST:
        raise SequenceExhausted(seq)


def check_signers(chronicle: Chronicle, signed: tuple[MemberSignature, ...]) -> None:
    """Raise `UnknownSigner` for the signature of a stranger (CHR-11)."""
    for one in signed:
        if one.member not in chronicle.members:
            raise UnknownSigner(one.member)


def check_signatures(digest: UniqueId, signed: tuple[MemberSignature, ...]) -> None:
    """Raise `MemberSignatureInvalid` for one that is not right under the key beside it (CHR-11, EDS-2)."""
    for one in signed:
        if not is_signed(one.key, digest, one.signature):
            raise MemberSignatureInvalid(one.member)


def check_successor(chronicle: Chronicle) -> None:
    """Raise `NoPredecessor` for a Chronicle that succeeds nobody (CHR-12)."""
    if not chronicle.succeeds:
        raise NoPredecessor(chronicle.deployment)


def check_not_resumed(chronicle: Chronicle) -> None:
    """Raise `AlreadyResumed` for a number that is told a second time (CHR-12)."""
    if chronicle.next_seq is not None:
        raise AlreadyResumed(chronicle.next_seq)


def check_anchor(chronicle: Chronicle) -> bytes:
    """The address of the anchor. Raises `NoAnchor` (CHR-13)."""
    if chronicle.anchor is None:
        raise NoAnchor(chronicle.deployment)
    return chronicle.anchor


def check_news(chronicle: Chronicle, length: int) -> None:
    """Raise `NothingToAnchor` for a length that the anchor knows, and for none (CHR-13)."""
    if length == chronicle.anchored:
        raise NothingToAnchor(length)
