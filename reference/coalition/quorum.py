"""What a committee signs: one statement, each member by itself, and whether enough of them did (CHR-4)."""

from __future__ import annotations

from collections.abc import Sequence

from coalition.crypto.ed25519 import Ed25519Input, strict
from coalition.preimage import operation
from coalition.runtime.committee import Committee, CommitteeSignature, quorum
from coalition.shapes import Bytes32
from coalition.struct_digest import check_distinct
from coalition.unique_id import UniqueId


@operation("chronicle.signatures")
def signatures(statement: UniqueId, committee: tuple[Bytes32, ...]) -> tuple[CommitteeSignature, ...]:
    """The signatures of every secret key of a committee, in its order (CHR-4). Raises `DuplicateElement`."""
    check_distinct(committee)
    return Committee(committee).signatures(statement)


def needed(size: int) -> int:
    """How many members of a committee are more than half of it (CHR-4)."""
    return quorum(size)


def is_signed(key: bytes, statement: UniqueId, signature: bytes) -> bool:
    """Whether a signature is the key's, by the strict rule (CHR-4, EDS-2)."""
    return strict(Ed25519Input(key, bytes(statement), signature))


def is_quorum(committee: Sequence[bytes], statement: UniqueId, listed: Sequence[CommitteeSignature]) -> bool:
    """Whether enough members signed, each once, and nobody else, and every signature is right (CHR-4)."""
    keys = [each.member for each in listed]
    if len(keys) < needed(len(committee)) or not are_members(committee, keys):
        return False
    return all(is_signed(each.member, statement, each.signature) for each in listed)


def are_members(committee: Sequence[bytes], keys: Sequence[bytes]) -> bool:
    """Whether the keys are different ones of a committee (CHR-4)."""
    return len(set(keys)) == len(keys) and set(keys) <= set(committee)
