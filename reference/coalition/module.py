"""The basic services: their configurations and the ids under a coalition's root (ID-19, ID-20, ID-36 to ID-38)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from coalition.acl import AclComposition, acl_fingerprint
from coalition.coalition_config import CoalitionConfig
from coalition.content import ContentParams, content_fingerprint
from coalition.encoding import hash_many_parts
from coalition.errors import MemberPrefixCollision
from coalition.names import Name
from coalition.organism import OrganismConfig
from coalition.preimage import (
    Preimage,
    ascii_text,
    concat,
    derivation,
    each,
    hash_many_of,
    identifier,
    kind_name,
    operation,
    part,
    utf8,
)
from coalition.presence import PresentId
from coalition.reference import check_members
from coalition.shapes import Discriminant, Record
from coalition.stable_id import member_id
from coalition.substrate import derive
from coalition.unique_id import UniqueId


class ModuleKind(Discriminant):
    """The five basic services."""

    Atlas = 0
    Almanac = 1
    Chronicle = 2
    Compute = 3
    Randomness = 4

    def str_name(self) -> str:
        """The derivation segment: the variant in lower case (ID-19)."""
        return self.name.lower()


@dataclass(frozen=True)
class ModuleConfig(Record):
    """The body that all five configurations share: instance name, content, ACL."""

    name: Name
    content: ContentParams
    acl: AclComposition

    @classmethod
    def new(cls, name: str, content: ContentParams, acl: AclComposition) -> ModuleConfig:
        """As in the book: `ModuleConfig::new(name, content, acl)`."""
        return cls(name, content, acl)

    def as_organism(self) -> OrganismConfig:
        """The module taken as an organism without span, for its content hash (HS-6)."""
        return OrganismConfig(self.name, (), (), self.content, self.acl)


@dataclass(frozen=True)
class _TypedModule(Record):
    """A module's configuration, told apart by type so that one cannot be passed for another."""

    MODULE_KIND: ClassVar[ModuleKind]
    body: ModuleConfig

    def fingerprint(self) -> UniqueId:
        """The fingerprint: the stable id of a derived slot (ID-36)."""
        return module_config(self.MODULE_KIND, self.body).id()

    def content_hash(self) -> UniqueId:
        """The content hash of the module (ID-16)."""
        return self.body.as_organism().content_hash()

    def module_id(self, coalition_root: UniqueId, members: Sequence[UniqueId] = ()) -> UniqueId:
        """The id of the module under a coalition's root (ID-20). Members are an Atlas's only."""
        return module_id(coalition_root, self.MODULE_KIND, self.body, tuple(members)).id()


@dataclass(frozen=True)
class AtlasConfig(_TypedModule):
    """The directory of members."""

    MODULE_KIND = ModuleKind.Atlas


@dataclass(frozen=True)
class AlmanacConfig(_TypedModule):
    """The shared clock."""

    MODULE_KIND = ModuleKind.Almanac


@dataclass(frozen=True)
class ChronicleConfig(_TypedModule):
    """The audit log."""

    MODULE_KIND = ModuleKind.Chronicle


@dataclass(frozen=True)
class ComputeConfig(_TypedModule):
    """The scheduler of compute grants."""

    MODULE_KIND = ModuleKind.Compute


@dataclass(frozen=True)
class RandomnessConfig(_TypedModule):
    """The beacon."""

    MODULE_KIND = ModuleKind.Randomness


@derivation("identity.module_config")
def module_config(kind: ModuleKind, config: ModuleConfig) -> Preimage:
    """The fingerprint of a `ModuleConfig` (ID-36)."""
    return hash_many_of(
        ascii_text("tag", "module-config"),
        kind_name("kind", kind),
        utf8("name", config.name),
        part("content", content_fingerprint(config.content)),
        part("acl", acl_fingerprint(config.acl)),
    )


@derivation("identity.module_root")
def module_root(coalition_root: PresentId, kind: ModuleKind) -> Preimage:
    """`COALITION_ROOT.derive("module").derive(kind name)` (ID-19)."""
    return concat(part("module_segment", derive(coalition_root, "module")), kind_name("kind", kind))


@derivation("identity.module_members")
def module_members(members: tuple[PresentId, ...]) -> Preimage:
    """The members a module catalogues, in order (ID-20). Raises what ID-38 says."""
    check_atlas_members(members)
    return hash_many_of(each(identifier("member", member) for member in members))


@derivation("identity.module_id")
def module_id(
    coalition_root: PresentId, kind: ModuleKind, config: ModuleConfig, members: tuple[PresentId, ...]
) -> Preimage:
    """The id of a module under a coalition's root (ID-20)."""
    return concat(
        part("module_root", module_root(coalition_root, kind)),
        part("name", hash_many_parts((config.name,))),
        part("members", module_members(members)),
        part("content", content_fingerprint(config.content)),
        part("acl", acl_fingerprint(config.acl)),
    )


@operation("identity.atlas_members")
def atlas_members(config: CoalitionConfig) -> tuple[UniqueId, ...]:
    """The members of a coalition's Atlas: lattices, then organisms, in order (ID-37). Raises what ID-38 says."""
    members = (*config.lattices, *(organism.stable_id for organism in config.organisms))
    check_atlas_members(members)
    return members


def check_atlas_members(members: Sequence[UniqueId]) -> None:
    """Raise `DuplicateMember` or `MemberPrefixCollision` unless every `MemberId` names one member (ID-38)."""
    check_members(members)
    check_prefixes(members)


def check_prefixes(members: Sequence[UniqueId]) -> None:
    """Raise `MemberPrefixCollision` for two members that share their first 20 bytes (ID-38)."""
    seen: set[bytes] = set()
    for stable_id in members:
        prefix = member_id(stable_id)
        if prefix in seen:
            raise MemberPrefixCollision(stable_id)
        seen.add(prefix)
