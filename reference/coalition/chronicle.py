"""The records of a Chronicle: entries, and what it tells an anchor (CHR-1 to CHR-5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coalition.chronicle_kinds import AnyKind, AnyPayload, check_payload, kind_preimage, payload_digest
from coalition.preimage import Preimage, ascii_text, derivation, hash_many_of, identifier, integer, part, raw
from coalition.presence import PresentId
from coalition.runtime.committee import CommitteeSignature
from coalition.shapes import U64, Bytes20, Bytes32, Bytes64, Record
from coalition.struct_digest import check_distinct_keys
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class MemberSignature(Record):
    """The signature of a coalition's member, and the key it says it signs with. `member` is a `MemberId`."""

    member: Bytes20
    key: Bytes32
    signature: Bytes64


def check_members_once(signed: Iterable[MemberSignature]) -> None:
    """Raise `DuplicateKey` for a member that signs twice (CHR-2)."""
    check_distinct_keys(one.member for one in signed)


@dataclass(frozen=True)
class ChronicleEntry(Record):
    """An entry. `coalition` is the coalition's root when it was committed; nothing of the signatures is hashed."""

    seq: U64
    kind: AnyKind
    coalition: PresentId
    payload: AnyPayload
    member_signatures: tuple[MemberSignature, ...]
    quorum_signatures: tuple[CommitteeSignature, ...]

    def rules(self) -> None:
        check_payload(self.kind, self.payload)
        check_members_once(self.member_signatures)


@derivation("chronicle.entry")
def entry_digest(entry: ChronicleEntry) -> Preimage:
    """The digest of an entry: what its members and its committee sign (CHR-3)."""
    return hash_many_of(
        ascii_text("tag", "chronicle-entry.v1"),
        integer("seq", 64, entry.seq),
        part("kind", kind_preimage(entry.kind), "bytes"),
        identifier("coalition", entry.coalition),
        part("payload", payload_digest(entry.payload)),
    )


@dataclass(frozen=True)
class AnchorStatement(Record):
    """What an anchor is told: whose entries, how many, and their running digest. `anchor` is the contract's address."""

    anchor: bytes
    deployment: PresentId
    length: U64
    digest: UniqueId


@derivation("chronicle.anchor")
def anchor_digest(statement: AnchorStatement) -> Preimage:
    """The digest of a statement to an anchor (CHR-5)."""
    return hash_many_of(
        ascii_text("tag", "chronicle-anchor.v1"),
        raw("anchor", statement.anchor),
        identifier("deployment", statement.deployment),
        integer("length", 64, statement.length),
        identifier("digest", statement.digest),
    )
