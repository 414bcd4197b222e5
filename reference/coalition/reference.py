"""References: how a coalition and an organism name their members (ID-5, ID-6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coalition.errors import DuplicateMember
from coalition.names import Name
from coalition.preimage import Preimage, ascii_text, derivation, hash_many_of, id_or_zero, identifier
from coalition.presence import PresentId
from coalition.shapes import Record
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class OrganismRef(Record):
    """A reference to an organism: a local label, the stable id, and the content hash where it is pinned."""

    role: Name
    stable_id: PresentId
    content_hash: PresentId | None = None

    @classmethod
    def by_stable_id(cls, role: str, stable_id: UniqueId) -> OrganismRef:
        """A reference that pins no content hash."""
        return cls(role, stable_id)

    def fingerprint(self) -> UniqueId:
        """The fingerprint (ID-5)."""
        return organism_ref(self).id()


@derivation("identity.organism_ref")
def organism_ref(reference: OrganismRef) -> Preimage:
    """The fingerprint of an `OrganismRef`, its role left out (ID-5, ID-32)."""
    return hash_many_of(
        ascii_text("tag", "organism-ref"),
        identifier("stable_id", reference.stable_id),
        id_or_zero("content_hash", reference.content_hash),
    )


@dataclass(frozen=True)
class LatticeConfig(Record):
    """The two values that the coalition layer takes of a lattice, and its name."""

    instance_name: Name
    stable_id: PresentId
    content_hash: PresentId | None = None


@derivation("identity.lattice_ref")
def lattice_ref(lattice: LatticeConfig) -> Preimage:
    """The fingerprint by which an organism refers to a lattice (ID-6)."""
    return hash_many_of(
        ascii_text("tag", "lattice-ref"),
        identifier("stable_id", lattice.stable_id),
        id_or_zero("content_hash", lattice.content_hash),
    )


def check_members(stable_ids: Iterable[UniqueId]) -> None:
    """Raise `DuplicateMember` for a stable id that stands twice (ID-31)."""
    seen: set[UniqueId] = set()
    for stable_id in stable_ids:
        if stable_id in seen:
            raise DuplicateMember(stable_id)
        seen.add(stable_id)
