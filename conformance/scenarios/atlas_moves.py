"""What can happen to Atlases on a stage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from coalition.acl import AclComposition
from coalition.atlas import MemberCard, MemberStatus
from coalition.content_preimages import AtlasContent
from coalition.json_form import as_json
from coalition.runtime.atlas import CARDS, Atlas, PublishCard
from coalition.runtime.committee import public_key
from coalition.runtime.component import Command, Running
from coalition.runtime.module import Module
from coalition.unique_id import UniqueId, hash_bytes
from conformance import module_inputs
from conformance.random_inputs import draw, name
from conformance.scenarios import moves
from conformance.scenarios.atlases import ATLAS, signed
from conformance.scenarios.improvised import LAST, Act, Stage, takes_commands

_OTHER: Final = b"another operator of "


def key_of(stable_id: UniqueId, other: bytes = b"") -> bytes:
    """The secret key of a member's operator, or of the one it hands the member on to."""
    return hash_bytes(other + b"the operator of " + bytes(stable_id))


class AtlasStage(Stage):
    """A stage of Atlases."""

    def component(self) -> Module:
        succeeds = UniqueId(self.entropy.bytes(32)) if self.entropy.chance(3) else None
        return self.module(succeeds)

    def ready(self) -> tuple[Running, Command]:
        atlas, stable_id = self.open_member()
        return atlas, self.published(atlas, self.following(atlas, stable_id))

    def module(self, succeeds: UniqueId | None = None) -> Module:
        """An Atlas that was not deployed yet, of a coalition of its own, or of one that is here."""
        called = f"{name(self.entropy)}.{len(self.configured)}"
        return Module(self.coalition(), called, AtlasContent(succeeds), None, AclComposition(()))

    def open_member(self, status: MemberStatus | None = None) -> tuple[Atlas, UniqueId]:
        """A running Atlas and a member whose card is not its last; one whose card says this, if need be."""
        entropy = self.entropy
        for atlas in self.those(Atlas):
            if takes_commands(atlas) and entropy.chance(2):
                found = [each for each in sorted(atlas.members) if is_open(atlas, each)]
                if found:
                    return self._brought_to(atlas, entropy.choice(found), status)
        while True:
            atlas = self._deployed()
            if atlas.members:
                return self._brought_to(atlas, entropy.choice(sorted(atlas.members)), status)

    def _deployed(self) -> Atlas:
        found = self.deploy(comment="an Atlas")
        assert isinstance(found, Atlas)
        return found

    def _brought_to(self, atlas: Atlas, stable_id: UniqueId, status: MemberStatus | None) -> tuple[Atlas, UniqueId]:
        before = atlas.cards.get(stable_id)
        if status is None or (before is not None and before.status is status):
            return atlas, stable_id
        if before is not None and before.status is MemberStatus.Retiring and status is MemberStatus.Active:
            return self.open_member(status)
        self.publish(atlas, self.following(atlas, stable_id, status))
        return self.again(atlas), stable_id

    def following(self, atlas: Atlas, stable_id: UniqueId, status: MemberStatus | None = None) -> MemberCard:
        """A card that may follow that of a member."""
        entropy, before = self.entropy, atlas.cards.get(stable_id)
        made = module_inputs.card(draw, entropy, 2)
        operator = public_key(key_of(stable_id, _OTHER if entropy.chance(4) else b""))
        revision = entropy.choice((0, 1, 7)) if before is None else before.revision + entropy.choice((1, 1, 2, 100))
        state = made.status if status is None else status
        hint = made.successor_hint
        if before is not None and before.status is MemberStatus.Retiring:
            state = MemberStatus.Retiring if state is MemberStatus.Active else state
            hint = before.successor_hint
        hint = None if state is MemberStatus.Active else hint
        return replace(
            made, stable_id=stable_id, operator=operator, revision=revision, status=state, successor_hint=hint
        )

    def published(self, atlas: Atlas, card: MemberCard) -> PublishCard:
        """A command that publishes a card under the signature that is due."""
        before = atlas.cards.get(card.stable_id)
        return signed(card, self.secret(card.operator if before is None else before.operator, card.stable_id))

    def secret(self, operator: bytes, stable_id: UniqueId) -> bytes:
        """The secret key of an operator of a member."""
        keys = (key_of(stable_id), key_of(stable_id, _OTHER))
        return next(key for key in keys if public_key(key) == operator)

    def publish(self, atlas: Atlas, card: MemberCard, comment: str = "a card") -> None:
        """Submit a card that is accepted."""
        command = self.published(atlas, card)
        self.submit(atlas, command, comment, ["WORLD-6", "ATL-3", "ATL-6", "ATL-7", "ATL-8", "ATL-9", "ATL-10"])


def is_open(atlas: Atlas, stable_id: UniqueId) -> bool:
    """Whether a member can have another card."""
    before = atlas.cards.get(stable_id)
    return before is None or (before.status is not MemberStatus.Retired and before.revision < LAST - 100)


def publishes(stage: AtlasStage) -> None:
    """A card, as often as not one after another, and the log they stand in."""
    atlas, stable_id = stage.open_member()
    stage.publish(atlas, stage.following(atlas, stable_id))
    moves.read(stage, atlas, CARDS, None, 1024)


def hands_on(stage: AtlasStage) -> None:
    """A member gets another operator, and its next card is the new one's."""
    atlas, stable_id = stage.open_member(MemberStatus.Active)
    before = atlas.cards[stable_id]
    keys = [public_key(key_of(stable_id)), public_key(key_of(stable_id, _OTHER))]
    (other,) = [key for key in keys if key != before.operator]
    following = replace(before, operator=other, revision=before.revision + 1)
    stage.publish(atlas, following, "another operator")
    atlas = stage.again(atlas)
    later = replace(following, revision=following.revision + 1)
    _not_published(stage, "OperatorSignatureInvalid", atlas, signed(later, stage.secret(before.operator, stable_id)))
    stage.publish(atlas, later, "it signs")


def retires_members(stage: AtlasStage) -> None:
    """A member retires, and has its last card."""
    atlas, stable_id = stage.open_member(MemberStatus.Retiring)
    last = stage.following(atlas, stable_id, MemberStatus.Retired)
    stage.publish(atlas, last, "it has retired")
    again = replace(last, revision=last.revision + 1)
    _not_published(stage, "CardClosed", stage.again(atlas), stage.published(stage.again(atlas), again))


# --- what is refused --------------------------------------------------------------------------------------------------


def keys_twice(stage: AtlasStage) -> None:
    """A committee with a key twice."""
    keys = stage.committee()
    moves.not_deployed(stage, "CommitteeKeyTwice", stage.component(), (*keys, keys[0]))


def strangers_cards(stage: AtlasStage) -> None:
    """The card of one who is no member, be its MemberId a member's."""
    atlas, member = stage.open_member()
    stranger = UniqueId(stage.entropy.choice((stage.entropy.bytes(32), bytes(member)[:20] + stage.entropy.bytes(12))))
    card = replace(stage.following(atlas, member), stable_id=stranger, operator=public_key(key_of(stranger)))
    _not_published(stage, "UncataloguedMember", atlas, signed(card, key_of(stranger)))


def unsigned_cards(stage: AtlasStage) -> None:
    """A card that somebody else signed, or of which the operator signed another."""
    atlas, stable_id = stage.open_member()
    card = stage.following(atlas, stable_id)
    right = stage.published(atlas, card)
    stranger = stage.entropy.bytes(32)
    others = (
        signed(card, stranger).signature,
        stage.published(atlas, replace(card, revision=card.revision + 1)).signature,
        stage.published(atlas, replace(card, role=f"{card.role[:60]}.")).signature,
        right.signature[:63] + bytes([right.signature[63] ^ 1]),
        signed(replace(card, operator=public_key(stranger)), stranger).signature,
    )
    _not_published(stage, "OperatorSignatureInvalid", atlas, PublishCard(card, stage.entropy.choice(others)))


def older_cards(stage: AtlasStage) -> None:
    """A card that is no newer, another member's newer one between them or not."""
    atlas, stable_id = stage.open_member(MemberStatus.Active)
    before = atlas.cards[stable_id]
    card = replace(before, role="older", revision=stage.entropy.choice((before.revision, before.revision // 2, 0)))
    _not_published(stage, "RevisionNotAbove", atlas, stage.published(atlas, card))


def taken_back(stage: AtlasStage) -> None:
    """A retirement that is taken back, or ends with somebody else."""
    atlas, stable_id = stage.open_member(MemberStatus.Retiring)
    before = atlas.cards[stable_id]
    hint = UniqueId(stage.entropy.bytes(32))
    state = stage.entropy.choice((MemberStatus.Retiring, MemberStatus.Retired))
    changes: tuple[tuple[str, dict[str, Any]], ...] = (
        ("SuccessorChanged", {"status": state, "successor_hint": hint}),
        *([("SuccessorChanged", {"status": state, "successor_hint": None})] if before.successor_hint else []),
        *([] if before.successor_hint else [("StatusBackwards", {"status": MemberStatus.Active})] * 2),
    )
    refusal, changed = stage.entropy.choice(changes)
    card = replace(before, revision=before.revision + 1, **changed)
    _not_published(stage, refusal, atlas, stage.published(atlas, card))


def broken_cards(stage: AtlasStage) -> None:
    """A card that breaks a rule of its type."""
    atlas, stable_id = stage.open_member()
    form = as_json(stage.published(atlas, stage.following(atlas, stable_id)))
    card = {**form["card"], "status": {"kind": "Retired"}, "successor_hint": stage.entropy.bytes(32).hex()}
    error, rule, members = stage.entropy.choice(
        (
            ("SuccessorOfActive", "ATL-2", {"status": {"kind": "Active"}}),
            ("SelfSuccessor", "ATL-2", {"successor_hint": card["stable_id"]}),
            ("NameEmpty", "ENC-6", {"role": ""}),
            ("TextHasControl", "ENC-12", {"endpoint_hints": ["a\nb"]}),
            ("ZeroId", "ENC-4", {"ticket_root": "00" * 32}),
        )
    )
    moves.not_taken(stage, error, atlas, {**form, "card": {**card, **members}}, rule)


def _not_published(stage: Stage, refusal: str, atlas: Atlas, command: PublishCard) -> None:
    moves.not_submitted(stage, refusal, atlas, command, "no card")


ACT: Final = Act(
    chapter="atlas",
    features=ATLAS,
    stage=AtlasStage,
    through=(*moves.THROUGH, publishes, publishes, publishes, hands_on, retires_members),
    refused=(
        *moves.REFUSED, keys_twice, strangers_cards, unsigned_cards, unsigned_cards, older_cards, taken_back,
        taken_back, broken_cards,
    ),
    strict=(moves.broken_configuration,),
)  # fmt: skip
