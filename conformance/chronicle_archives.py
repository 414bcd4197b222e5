"""Signed entries of a Chronicle, and archives of them: what an audit is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coalition.chronicle import ChronicleEntry, MemberSignature, entry_digest
from coalition.chronicle_audit import AnchoredDigest, Archive, AuditedChronicle, commits_of
from coalition.chronicle_kinds import AnyKind, AnyPayload
from coalition.quorum import signatures
from coalition.stable_id import member_id
from coalition.substrate import peer_id
from coalition.surface import log_digest
from coalition.unique_id import UniqueId

#: What is written down, before anybody signs it.
Said = tuple[AnyKind, AnyPayload]
#: A member of the coalition and its secret key.
Signer = tuple[UniqueId, bytes]


@dataclass(frozen=True)
class Scribe:
    """A Chronicle that the harness writes by itself: who commits, where, and under which root."""

    surface: UniqueId
    deployment: UniqueId
    coalition: UniqueId
    first_seq: int
    committee: tuple[bytes, ...]

    def audited(self) -> AuditedChronicle:
        """What its readers know of it."""
        keys = tuple(peer_id(UniqueId(secret)) for secret in self.committee)
        return AuditedChronicle(self.surface, self.deployment, self.coalition, self.first_seq, keys)

    def entry(self, index: int, said: Said, members: Iterable[Signer] = ()) -> ChronicleEntry:
        """An entry at its place, signed by the whole committee."""
        entry = ChronicleEntry(self.first_seq + index, said[0], self.coalition, said[1], (), ())
        return self.signed(with_members(entry, members))

    def signed(self, entry: ChronicleEntry, committee: Sequence[bytes] | None = None) -> ChronicleEntry:
        """The entry under the signatures of the committee, or of some of it."""
        secrets = self.committee if committee is None else tuple(committee)
        return replace(entry, quorum_signatures=signatures(entry_digest(entry).id(), secrets))

    def archive(self, *said: Said) -> Archive:
        """What somebody kept who read from the beginning."""
        return Archive(tuple(self.entry(index, one) for index, one in enumerate(said)))

    def anchored(self, archive: Archive, length: int) -> AnchoredDigest:
        """What an anchor was told after so many entries."""
        return AnchoredDigest(length, log_digest(commits_of(self.audited(), archive)[:length]))


def with_members(entry: ChronicleEntry, members: Iterable[Signer]) -> ChronicleEntry:
    """The entry under signatures of members, in ascending order."""
    digest = entry_digest(entry).id()
    signed = []
    for stable_id, secret in members:
        (made,) = signatures(digest, (secret,))
        signed.append(MemberSignature(member_id(stable_id), made.member, made.signature))
    return replace(entry, member_signatures=tuple(sorted(signed, key=lambda one: one.member)))
