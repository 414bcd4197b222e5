"""Organisms: what each publishes as its own handshake, and the ids that follow (ID-16 to ID-18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from coalition.acl import AclComposition, acl_fingerprint
from coalition.content import ContentParams, content_fingerprint
from coalition.errors import UnsupportedSchemaVersion
from coalition.names import Name
from coalition.preimage import (
    Preimage,
    ascii_text,
    concat,
    derivation,
    each,
    hash_many_of,
    identifier,
    integer,
    part,
    utf8,
)
from coalition.presence import PresentId
from coalition.reference import LatticeConfig, OrganismRef, check_members, lattice_ref, organism_ref
from coalition.shapes import Record, Rule, Width
from coalition.unique_id import UniqueId

#: The schema version folded into every top-level identity, one byte (ENC-5).
SCHEMA_VERSION_U8: Final = 1


def check_schema_version(schema_version: int) -> None:
    """Raise `UnsupportedSchemaVersion` for a schema version other than 1 (ENC-5)."""
    if schema_version != SCHEMA_VERSION_U8:
        raise UnsupportedSchemaVersion(schema_version)


#: A schema version, one byte. The rule is looked up when it is needed, so that it has one place.
SchemaVersion = Annotated[int, Width(8), Rule(lambda schema_version: check_schema_version(schema_version))]


@dataclass(frozen=True)
class OrganismConfig(Record):
    """An organism, standalone or composite: role name, ordered span, content, ACL."""

    name: Name
    lattices: tuple[LatticeConfig, ...]
    organisms: tuple[OrganismRef, ...]
    content: ContentParams
    acl: AclComposition

    def rules(self) -> None:
        check_members([*(each_one.stable_id for each_one in self.lattices), *(o.stable_id for o in self.organisms)])

    def organism_id(self) -> UniqueId:
        """The id of the organism, the same in every coalition (ID-17)."""
        return organism_id(self).id()

    def content_hash(self) -> UniqueId:
        """What the organism runs: span, content, ACL (ID-16)."""
        return content_hash(self).id()


@derivation("identity.span_lattices")
def span_lattices(config: OrganismConfig) -> Preimage:
    """The lattices an organism spans, in order (ID-16)."""
    return hash_many_of(each(part("lattice", lattice_ref(lattice)) for lattice in config.lattices))


@derivation("identity.span_organisms")
def span_organisms(config: OrganismConfig) -> Preimage:
    """The organisms an organism spans, in order (ID-16)."""
    return hash_many_of(each(part("organism", organism_ref(organism)) for organism in config.organisms))


@derivation("identity.content_hash")
def content_hash(config: OrganismConfig) -> Preimage:
    """The content hash: span, content and ACL, not the name (ID-16)."""
    return hash_many_of(
        ascii_text("tag", "content-hash"),
        part("lattices", span_lattices(config)),
        part("organisms", span_organisms(config)),
        part("content", content_fingerprint(config.content)),
        part("acl", acl_fingerprint(config.acl)),
    )


@derivation("identity.organism_id")
def organism_id(config: OrganismConfig) -> Preimage:
    """The organism id. No coalition root is folded, ever (ID-17)."""
    return concat(
        ascii_text("tag", "organism|"),
        integer("schema_version", 8, SCHEMA_VERSION_U8),
        ascii_text("separator", "|"),
        utf8("name", config.name),
        part("lattices", span_lattices(config)),
        part("organisms", span_organisms(config)),
        part("content", content_fingerprint(config.content)),
        part("acl", acl_fingerprint(config.acl)),
    )


@derivation("identity.committee_id")
def committee_id(component_id: PresentId) -> Preimage:
    """The committee of a component (ID-18)."""
    return concat(identifier("component_id", component_id), ascii_text("segment", "committee"))


@derivation("identity.private_id")
def private_id(component_id: PresentId) -> Preimage:
    """The derived private network of a component (ID-34)."""
    return concat(identifier("component_id", component_id), ascii_text("segment", "private"))


@derivation("identity.group_key")
def group_key(deployment: PresentId) -> Preimage:
    """The group key of a deployment (ID-35)."""
    return concat(identifier("deployment", deployment), ascii_text("segment", "group"))
