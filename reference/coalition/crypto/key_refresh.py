"""The refresh of chapter 44: a new key beside the old one, each valid in its window (chapter DKG)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.crypto.bls12_381 import decode, verify
from coalition.crypto.threshold_bls import group_of
from coalition.errors import RuleError
from coalition.preimage import operation
from coalition.shapes import U64, Record
from coalition.signer import SignatureScheme
from coalition.unique_id import UniqueId, hash_bytes


class KeyNotRefreshed(RuleError):
    """Two keys of one committee that are the same."""

    requirement = "DKG-11"
    stage = "relate"


class UnknownCommitteeKey(RuleError):
    """A digest that is none of the committee's keys'."""

    requirement = "DKG-13"
    stage = "relate"


class KeyOutsideWindow(RuleError):
    """A signature that was committed outside its key's window."""

    requirement = "DKG-13"
    stage = "relate"


@dataclass(frozen=True)
class CommitteeKey(Record):
    """A key of a committee, and when it signs: from `opens_at_ms` on, before `closes_at_ms` (DKG-12)."""

    scheme: SignatureScheme
    public_key: bytes
    opens_at_ms: U64
    closes_at_ms: U64 | None

    def rules(self) -> None:
        """The key is a point of the keys' group (DKG-11)."""
        decode(group_of(self.scheme).other, self.public_key)

    @property
    def digest(self) -> UniqueId:
        """The digest it is published by (ID-28)."""
        return UniqueId(hash_bytes(self.public_key))


@operation("crypto.key_active")
def key_active(keys: tuple[CommitteeKey, ...], at_ms: U64) -> tuple[UniqueId, ...]:
    """The digests of the keys that sign at a time, in the order given (DKG-11, DKG-12)."""
    check_refreshed(keys)
    return tuple(key.digest for key in keys if is_open(key, at_ms))


@operation("crypto.key_verify")
def key_verify(
    keys: tuple[CommitteeKey, ...],
    committee_pk_digest: UniqueId,
    committed_at_ms: U64,
    message: bytes,
    signature: bytes,
) -> UniqueId:
    """Verify a signature under the key it was published with; the value is its digest (DKG-13)."""
    check_refreshed(keys)
    key = published_under(keys, committee_pk_digest)
    check_window(key, committed_at_ms)
    verify(group_of(key.scheme), key.public_key, message, signature)
    return UniqueId(hash_bytes(signature))


def check_refreshed(keys: tuple[CommitteeKey, ...]) -> None:
    """Raise `KeyNotRefreshed` (DKG-11)."""
    digests = [key.digest for key in keys]
    for at, digest in enumerate(digests):
        if digest in digests[:at]:
            raise KeyNotRefreshed(digest.hex())


def is_open(key: CommitteeKey, at_ms: int) -> bool:
    """Whether a key signs at a time (DKG-12)."""
    return key.opens_at_ms <= at_ms and (key.closes_at_ms is None or at_ms < key.closes_at_ms)


def check_window(key: CommitteeKey, at_ms: int) -> None:
    """Raise `KeyOutsideWindow` (DKG-13)."""
    if not is_open(key, at_ms):
        raise KeyOutsideWindow(at_ms, key.digest.hex())


def published_under(keys: tuple[CommitteeKey, ...], digest: UniqueId) -> CommitteeKey:
    """The key of a digest. Raises `UnknownCommitteeKey` (DKG-13)."""
    for key in keys:
        if key.digest == digest:
            return key
    raise UnknownCommitteeKey(digest.hex())
