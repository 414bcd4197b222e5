"""The records of an Atlas: cards, the map they make, and where a member's line leads (ATL-1 to ATL-5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coalition.errors import RuleError
from coalition.measurements import Measurements, measurements_fingerprint
from coalition.module import check_prefixes
from coalition.names import FreeText, Name
from coalition.preimage import (
    Preimage,
    ascii_text,
    derivation,
    discriminant,
    each,
    hash_many_of,
    identifier,
    integer,
    list_of,
    operation,
    option,
    part,
    raw,
    utf8,
)
from coalition.presence import PresentId
from coalition.retirement import ComponentKind, ComponentRef, RetirementMarker
from coalition.shapes import U64, Bytes32, Discriminant, Record, Variant
from coalition.stable_id import member_id
from coalition.unique_id import UniqueId


class SuccessorOfActive(RuleError):
    """An active member's card that names a successor."""

    requirement = "ATL-2"
    stage = "relate"


class SelfSuccessor(RuleError):
    """A card that names its own member as the successor."""

    requirement = "ATL-2"
    stage = "relate"


class MemberStatus(Discriminant):
    """Where a member is in its life, as its operator says."""

    Active = 0
    Retiring = 1
    Retired = 2


@dataclass(frozen=True)
class MemberCard(Record):
    """A card. `operator` is the key that signs the next one; `revision` tells an older card from a newer."""

    role: Name
    stable_id: PresentId
    endpoint_hints: tuple[FreeText, ...]
    ticket_root: PresentId | None
    measurements: tuple[Measurements, ...]
    successor_hint: PresentId | None
    status: MemberStatus
    operator: Bytes32
    revision: U64

    def rules(self) -> None:
        check_successor_of_active(self.status, self.successor_hint)
        check_other_successor(self.stable_id, self.successor_hint)


def check_successor_of_active(status: MemberStatus, successor_hint: UniqueId | None) -> None:
    """Raise `SuccessorOfActive` for a successor of one who does not retire (ATL-2)."""
    if status is MemberStatus.Active and successor_hint is not None:
        raise SuccessorOfActive(successor_hint)


def check_other_successor(stable_id: UniqueId, successor_hint: UniqueId | None) -> None:
    """Raise `SelfSuccessor` for a member that would succeed itself (ATL-2)."""
    if stable_id == successor_hint:
        raise SelfSuccessor(stable_id)


@derivation("atlas.card")
def card_digest(card: MemberCard) -> Preimage:
    """The digest of a card: what its operator and the committee sign (ATL-1)."""
    return hash_many_of(
        ascii_text("tag", "member-card.v1"),
        utf8("role", card.role),
        identifier("stable_id", card.stable_id),
        part("endpoint_hints", hints_digest(card.endpoint_hints)),
        option("ticket_root", "id", card.ticket_root),
        part("measurements", pins_digest(card.measurements)),
        option("successor_hint", "id", card.successor_hint),
        discriminant("status", card.status),
        raw("operator", card.operator, "bytes32"),
        integer("revision", 64, card.revision),
    )


@derivation("atlas.endpoint_hints")
def hints_digest(hints: tuple[FreeText, ...]) -> Preimage:
    """The list of a card's endpoint hints (ENC-18, ATL-1)."""
    return list_of(each(utf8("hint", hint) for hint in hints))


@derivation("atlas.measurements")
def pins_digest(measurements: tuple[Measurements, ...]) -> Preimage:
    """The list of a card's measurements, by their fingerprints (ENC-18, ID-15, ATL-1)."""
    return list_of(each(part("pin", measurements_fingerprint(one)) for one in measurements))


@operation("atlas.directory")
def directory(cards: tuple[MemberCard, ...]) -> tuple[MemberCard, ...]:
    """The map that a log of cards makes: the last card of each member, by `MemberId` (ATL-3).

    Raises `MemberPrefixCollision` for two members with one `MemberId` (ID-38).
    """
    latest = latest_cards(cards)
    check_prefixes(list(latest))
    return tuple(latest[stable_id] for stable_id in sorted(latest, key=member_id))


def latest_cards(cards: Sequence[MemberCard]) -> Mapping[UniqueId, MemberCard]:
    """The card in force of each member: the last (ATL-3)."""
    return {card.stable_id: card for card in cards}


@dataclass(frozen=True)
class Latest(Variant):
    """The line ends with a member that is not retired."""

    stable_id: UniqueId


@dataclass(frozen=True)
class Ended(Variant):
    """The line ends with a member that retired and named nobody."""

    stable_id: UniqueId


@dataclass(frozen=True)
class Unlisted(Variant):
    """The line leads to one of whom the Atlas has no card."""

    stable_id: UniqueId


@dataclass(frozen=True)
class Circular(Variant):
    """The line comes back to one that it has passed."""

    stable_id: UniqueId


AnyLineage = Latest | Ended | Unlisted | Circular


@operation("atlas.lineage")
def lineage(cards: tuple[MemberCard, ...], member: PresentId) -> AnyLineage:
    """Where the successors of a member lead (ATL-4)."""
    latest = latest_cards(cards)
    passed: set[UniqueId] = set()
    while member not in passed:
        passed.add(member)
        card = latest.get(member)
        if card is None:
            return Unlisted(member)
        if card.successor_hint is None:
            return Ended(member) if card.status is MemberStatus.Retired else Latest(member)
        member = card.successor_hint
    return Circular(member)


@dataclass(frozen=True)
class Standing(Record):
    """What a retirement changes on a card."""

    status: MemberStatus
    successor_hint: UniqueId | None


@operation("atlas.standing")
def standing(card: MemberCard, marker: RetirementMarker, reached: bool) -> Standing:
    """The status and the successor that a card should show after its member's marker (ATL-5)."""
    if card.status is MemberStatus.Retired or stays(card, marker.replacement):
        return Standing(card.status, card.successor_hint)
    status = MemberStatus.Retired if reached else MemberStatus.Retiring
    return Standing(status, successor(marker.replacement))


def stays(card: MemberCard, replacement: ComponentRef | None) -> bool:
    """Whether the member goes on under its own address, with another build (ATL-5)."""
    return replacement is not None and replacement.address == card.stable_id


def successor(replacement: ComponentRef | None) -> UniqueId | None:
    """The stable id of a replacement that has one: a lattice or an organism (ATL-5)."""
    if replacement is None or replacement.kind not in (ComponentKind.Lattice, ComponentKind.Organism):
        return None
    return replacement.address
