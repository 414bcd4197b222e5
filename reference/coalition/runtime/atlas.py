"""An Atlas that runs: one log, `Cards`, whose cards each replace the one before of its member (ATL-6 to ATL-10)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from pyrsistent import PMap, pmap

from coalition.atlas import MemberCard, MemberStatus, card_digest
from coalition.content_preimages import AtlasContent
from coalition.preimage import Preimage
from coalition.quorum import is_signed
from coalition.runtime.chronicle import check_keys_once
from coalition.runtime.committee import Committee, CommitteeSignature
from coalition.runtime.component import Command, Context, Running, empty_logs, plays
from coalition.runtime.log import SurfaceRecord
from coalition.runtime.module import Module, identify
from coalition.runtime.refusals import Refusal
from coalition.shapes import Bytes64
from coalition.unique_id import UniqueId

CARDS: Final = "Cards"


class UncataloguedMember(Refusal):
    """The card of one who is no member of the coalition."""

    requirement = "ATL-6"


class OperatorSignatureInvalid(Refusal):
    """A card that the member's operator did not sign."""

    requirement = "ATL-7"


class RevisionNotAbove(Refusal):
    """A card that is no newer than the one in force."""

    requirement = "ATL-8"


class StatusBackwards(Refusal):
    """The card of a retiring member that calls it active."""

    requirement = "ATL-9"


class SuccessorChanged(Refusal):
    """The card of a retiring member with another successor."""

    requirement = "ATL-9"


class CardClosed(Refusal):
    """A card of a member whose card says that it has retired."""

    requirement = "ATL-9"


@dataclass(frozen=True)
class CardRecord(SurfaceRecord):
    """A card as it is committed: under the operator's signature, and under the committee's."""

    KIND = "MemberCard"
    card: MemberCard
    operator_signature: Bytes64
    signatures: tuple[CommitteeSignature, ...]

    def digest(self) -> Preimage:
        return card_digest(self.card)


@dataclass(frozen=True)
class PublishCard(Command):
    """A card that a member's operator has signed."""

    card: MemberCard
    signature: Bytes64


@plays(AtlasContent)
@dataclass(frozen=True, kw_only=True)
class Atlas(Running):
    """The state of an Atlas. `cards` holds the card in force of each member, by stable id."""

    SURFACES = (CARDS,)
    TAKES = (PublishCard,)

    members: frozenset[UniqueId]
    cards: PMap[UniqueId, MemberCard] = field(default_factory=pmap)

    @classmethod
    def deploy(cls, component: Module, committee: Committee, context: Context) -> Atlas:
        """The Atlas of a coalition (ATL-6). Raises `CommitteeKeyTwice`."""
        del context
        check_keys_once(committee)
        ids = identify(component)
        return cls(ids=ids, committee=committee, logs=empty_logs(cls, ids), members=frozenset(component.catalogued()))

    def act(self, command: PublishCard, context: Context) -> Atlas:
        """The state after a card; nothing else that it says is looked at (ATL-10)."""
        del context
        card = command.card
        check_catalogued(self, card.stable_id)
        before = self.cards.get(card.stable_id)
        check_operator(before, card, command.signature)
        if before is not None:
            check_revision(before, card)
            check_open(before)
            check_status(before, card)
            check_successor(before, card)
        record = CardRecord(card, command.signature, self.committee.signatures(card_digest(card).id()))
        return replace(self.committed(CARDS, record), cards=self.cards.set(card.stable_id, card))


def operator_of(before: MemberCard | None, card: MemberCard) -> bytes:
    """The key that signs a card: that of the card in force, or of a first card its own (ATL-7)."""
    return card.operator if before is None else before.operator


def check_catalogued(atlas: Atlas, stable_id: UniqueId) -> None:
    """Raise `UncataloguedMember` for a stranger's card (ATL-6)."""
    if stable_id not in atlas.members:
        raise UncataloguedMember(stable_id)


def check_operator(before: MemberCard | None, card: MemberCard, signature: bytes) -> None:
    """Raise `OperatorSignatureInvalid` for a card that the member's operator did not sign (ATL-7, EDS-2)."""
    if not is_signed(operator_of(before, card), card_digest(card).id(), signature):
        raise OperatorSignatureInvalid(card.stable_id)


def check_revision(before: MemberCard, card: MemberCard) -> None:
    """Raise `RevisionNotAbove` for a card that is no newer (ATL-8)."""
    if card.revision <= before.revision:
        raise RevisionNotAbove(card.revision)


def check_open(before: MemberCard) -> None:
    """Raise `CardClosed` behind a card that says `Retired` (ATL-9)."""
    if before.status is MemberStatus.Retired:
        raise CardClosed(before.stable_id)


def check_status(before: MemberCard, card: MemberCard) -> None:
    """Raise `StatusBackwards` for a retirement that is taken back (ATL-9)."""
    if before.status is MemberStatus.Retiring and card.status is MemberStatus.Active:
        raise StatusBackwards(card.stable_id)


def check_successor(before: MemberCard, card: MemberCard) -> None:
    """Raise `SuccessorChanged` for a retirement that goes on for somebody else (ATL-9)."""
    if before.status is not MemberStatus.Retiring or card.status is MemberStatus.Active:
        return
    if card.successor_hint != before.successor_hint:
        raise SuccessorChanged(card.successor_hint)
