"""The committee of a component: who of it is up and together, and what they sign."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.crypto.ed25519 import sign
from coalition.shapes import Bytes32, Bytes64, Record
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class CommitteeSignature(Record):
    """What one member of a committee signed: its public key, and an Ed25519 signature."""

    member: Bytes32
    signature: Bytes64


@dataclass(frozen=True)
class Committee:
    """The secret keys of the members in their order; who is down, and who is cut off from the others, by index."""

    keys: tuple[bytes, ...]
    down: frozenset[int] = frozenset()
    isolated: frozenset[int] = frozenset()

    @property
    def present(self) -> tuple[int, ...]:
        """The members that are up and together, in their order."""
        absent = self.down | self.isolated
        return tuple(index for index in range(len(self.keys)) if index not in absent)

    @property
    def members(self) -> tuple[bytes, ...]:
        """The public keys, in the order of the members."""
        return tuple(public_key(key) for key in self.keys)

    def signatures(self, digest: UniqueId) -> tuple[CommitteeSignature, ...]:
        """What the members that are up and together sign, in their order (FLT-6); who stands there twice, twice."""
        keys = (self.keys[index] for index in self.present)
        return tuple(CommitteeSignature(public_key(key), sign(key, bytes(digest))) for key in keys)


def public_key(secret: bytes) -> bytes:
    """The public key of a secret Ed25519 key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - most sign nothing

    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def quorum(size: int) -> int:
    """How many members of so many a commit needs: more than half of them (FLT-3)."""
    return size // 2 + 1


def has_quorum(committee: Committee) -> bool:
    """Whether enough members are up and together (FLT-3)."""
    absent = len(committee.down | committee.isolated)
    return len(committee.keys) - absent >= quorum(len(committee.keys))
