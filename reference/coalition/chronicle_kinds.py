"""What a Chronicle can say: the kinds of its entries and the payload of each (CHR-1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from coalition.errors import RuleError
from coalition.names import Name
from coalition.preimage import (
    Field,
    Preimage,
    ascii_text,
    derivation,
    hash_many_of,
    integer,
    option,
    part,
    plain,
    raw,
    utf8,
)
from coalition.presence import PresentId
from coalition.retirement import ComponentKind, ComponentRef, RetirementMarker, component_ref, retirement_marker
from coalition.shapes import Variant
from coalition.struct_digest import Struct, digest


class PayloadMismatch(RuleError):
    """A payload that is not of the entry's kind, or is about a component that the kind is not about."""

    requirement = "CHR-1"
    stage = "relate"


@dataclass(frozen=True)
class CoalitionPublished(Variant):
    """The coalition published a configuration."""


@dataclass(frozen=True)
class MemberAdded(Variant):
    """A member came."""


@dataclass(frozen=True)
class MemberRemoved(Variant):
    """A member went."""


@dataclass(frozen=True)
class OrganismRotated(Variant):
    """An organism was replaced by another build or instance."""


@dataclass(frozen=True)
class OrganismRetired(Variant):
    """An organism committed its marker."""


@dataclass(frozen=True)
class ModuleUpgraded(Variant):
    """A module was replaced."""


@dataclass(frozen=True)
class ModuleRetired(Variant):
    """A module committed its marker, or is about to."""


@dataclass(frozen=True)
class TicketIssuerRotated(Variant):
    """The root of the coalition's tickets moved."""


@dataclass(frozen=True)
class CoalitionRetired(Variant):
    """The coalition ends."""


@dataclass(frozen=True)
class Other(Variant):
    """Anything else, by a name that its writers share: `agent-heartbeat`."""

    name: Name


AnyKind = (
    CoalitionPublished
    | MemberAdded
    | MemberRemoved
    | OrganismRotated
    | OrganismRetired
    | ModuleUpgraded
    | ModuleRetired
    | TicketIssuerRotated
    | CoalitionRetired
    | Other
)


class ChronicleKind:
    """The kinds as the book writes them: `ChronicleKind.Other("agent-heartbeat")`."""

    CoalitionPublished = CoalitionPublished
    MemberAdded = MemberAdded
    MemberRemoved = MemberRemoved
    OrganismRotated = OrganismRotated
    OrganismRetired = OrganismRetired
    ModuleUpgraded = ModuleUpgraded
    ModuleRetired = ModuleRetired
    TicketIssuerRotated = TicketIssuerRotated
    CoalitionRetired = CoalitionRetired
    Other = Other


#: The kinds in their order, which numbers them.
KINDS: Final[tuple[type[AnyKind], ...]] = (
    CoalitionPublished,
    MemberAdded,
    MemberRemoved,
    OrganismRotated,
    OrganismRetired,
    ModuleUpgraded,
    ModuleRetired,
    TicketIssuerRotated,
    CoalitionRetired,
    Other,
)


@derivation("chronicle.kind")
def kind_preimage(kind: AnyKind) -> Preimage:
    """The encoding of a kind: its number, or a variant with payload (ENC-21, CHR-3)."""
    number = integer("number", 8, KINDS.index(type(kind)))
    if isinstance(kind, Other):
        return hash_many_of(ascii_text("tag", "enum"), number, utf8("name", kind.name))
    return plain(raw("number", number.data, "discriminant ChronicleKind"))


@dataclass(frozen=True)
class Publication(Variant):
    """The root before, if there was one, and the one that was published."""

    previous: PresentId | None
    published: PresentId


@dataclass(frozen=True)
class Member(Variant):
    """The member that came or went."""

    member: ComponentRef


@dataclass(frozen=True)
class Replacement(Variant):
    """What was there before, and what is there now."""

    before: ComponentRef
    after: ComponentRef


@dataclass(frozen=True)
class Retirement(Variant):
    """Who retires, by which marker, and the hash of its commit where it is committed."""

    component: ComponentRef
    marker: RetirementMarker
    commit: PresentId | None


@dataclass(frozen=True)
class TicketRoots(Variant):
    """The roots of the coalition's tickets before and after, where there is one."""

    before: PresentId | None
    after: PresentId | None


@dataclass(frozen=True)
class Body(Variant):
    """A struct that states its types, in whatever shape the writers of an `Other` agreed on."""

    body: Struct


AnyPayload = Publication | Member | Replacement | Retirement | TicketRoots | Body


@derivation("chronicle.payload")
def payload_digest(payload: AnyPayload) -> Preimage:
    """The encoding of a payload: a variant with payload (ENC-21, CHR-3)."""
    match payload:
        case Publication():
            fields = (option("previous", "id", payload.previous), raw("published", bytes(payload.published), "id"))
            return _variant(0, *fields)
        case Member():
            return _variant(1, part("member", component_ref(payload.member)))
        case Replacement():
            return _variant(
                2, part("before", component_ref(payload.before)), part("after", component_ref(payload.after))
            )
        case Retirement():
            return _variant(
                3,
                part("component", component_ref(payload.component)),
                part("marker", retirement_marker(payload.marker)),
                option("commit", "id", payload.commit),
            )
        case TicketRoots():
            return _variant(4, option("before", "id", payload.before), option("after", "id", payload.after))
        case Body():
            return _variant(5, part("body", digest(payload.body)))


def _variant(number: int, *rows: Field) -> Preimage:
    return hash_many_of(ascii_text("tag", "enum"), integer("number", 8, number), rows)


_MEMBER_KINDS: Final = frozenset({ComponentKind.Lattice, ComponentKind.Organism})
_MODULE: Final = frozenset({ComponentKind.Module})

#: The payload of a kind, and what the components in it are.
PAYLOADS: Final[Mapping[type[AnyKind], tuple[type[AnyPayload], frozenset[ComponentKind]]]] = {
    CoalitionPublished: (Publication, frozenset()),
    MemberAdded: (Member, _MEMBER_KINDS),
    MemberRemoved: (Member, _MEMBER_KINDS),
    OrganismRotated: (Replacement, _MEMBER_KINDS),
    OrganismRetired: (Retirement, _MEMBER_KINDS),
    ModuleUpgraded: (Replacement, _MODULE),
    ModuleRetired: (Retirement, _MODULE),
    TicketIssuerRotated: (TicketRoots, frozenset()),
    CoalitionRetired: (Retirement, frozenset({ComponentKind.Coalition})),
    Other: (Body, frozenset()),
}


def check_payload(kind: AnyKind, payload: AnyPayload) -> None:
    """Raise `PayloadMismatch` unless the payload is the kind's, and about what the kind is about (CHR-1)."""
    shape, about = PAYLOADS[type(kind)]
    if not isinstance(payload, shape) or any(each.kind not in about for each in components(payload)):
        raise PayloadMismatch((kind, payload))


def components(payload: AnyPayload) -> Iterator[ComponentRef]:
    """The components that a payload is about; a marker's replacement is the marker's affair."""
    match payload:
        case Member():
            yield payload.member
        case Replacement():
            yield from (payload.before, payload.after)
        case Retirement():
            yield payload.component
        case _:
            return
