"""Scenarios of the cards of an Atlas: who signs them, how they follow each other, and what nobody certifies."""

from __future__ import annotations

from typing import Final

from coalition import examples
from coalition.atlas import MemberStatus, card_digest
from coalition.crypto.ed25519 import sign
from coalition.crypto.edwards25519 import ORDER
from coalition.json_form import as_json
from coalition.runtime.atlas import PublishCard
from coalition.runtime.committee import public_key
from coalition.unique_id import unique_id
from conformance.pages import changed
from conformance.scenarios.atlases import (
    KEYS,
    MEMBERS,
    NEXT,
    STRANGER,
    atlas,
    card,
    cards,
    deployed,
    not_published,
    opened,
    publish,
    signed,
)
from conformance.scenarios.performers import COMMITTEE, not_submitted, submitted
from conformance.scenarios.script import Collection

_RETIRING, _RETIRED = MemberStatus.Retiring, MemberStatus.Retired
_LAST = 2**64 - 1


def _operators(atlases: Collection) -> None:
    script = atlases.script("atlas/operators", "a card is its operator's")
    ident = opened(script)
    not_published(script, ident, "OperatorSignatureInvalid", card(0), "signed by a stranger", secret=STRANGER)
    not_published(script, ident, "OperatorSignatureInvalid", card(0), "by another member's operator", secret=KEYS[1])
    not_published(script, ident, "OperatorSignatureInvalid", card(0), "by the committee", secret=COMMITTEE[0])
    publish(script, ident, card(0), "by its own")
    taken = card(0, 2, operator=public_key(STRANGER))
    not_published(
        script, ident, "OperatorSignatureInvalid", taken, "a stranger calls itself the operator", secret=STRANGER
    )
    not_published(script, ident, "OperatorSignatureInvalid", card(0, 2), "or signs in its name", secret=STRANGER)
    publish(script, ident, card(0, 2), "the operator goes on")
    publish(script, ident, card(1, operator=public_key(KEYS[0])), "one operator may have two members", secret=KEYS[0])
    not_published(
        script, ident, "OperatorSignatureInvalid", card(1, 2), "its first card says who it is", secret=KEYS[1]
    )
    cards(script, ident, cites=["ATL-7", "ATL-6"])
    script.go("world.close")


def _handed_on(atlases: Collection) -> None:
    script = atlases.script("atlas/handed-on", "an operator hands its member on")
    ident = opened(script)
    publish(script, ident, card(2))
    new = public_key(STRANGER)
    not_published(
        script, ident, "OperatorSignatureInvalid", card(2, 2, operator=new), "not by the new one", secret=STRANGER
    )
    publish(script, ident, card(2, 2, operator=new), "by the one that goes")
    not_published(script, ident, "OperatorSignatureInvalid", card(2, 3), "who has gone signs no more")
    publish(script, ident, card(2, 3, operator=new), "the new one does", secret=STRANGER)
    publish(script, ident, card(2, 4), "and hands it back", secret=STRANGER)
    publish(script, ident, card(2, 5), "to the first")
    other = deployed(script, atlas("other"), "another Atlas, which has no card yet")
    not_published(
        script, other, "OperatorSignatureInvalid", card(2, 2, operator=new), "it does not know who signed before"
    )
    publish(script, other, card(2, 2, operator=new), "the same card, signed anew", secret=STRANGER)
    cards(script, ident, cites=["ATL-7", "ATL-6"])
    cards(script, other, cites=["ATL-7", "ATL-6"])
    script.go("world.close")


def _wrong_signatures(atlases: Collection) -> None:
    script = atlases.script("atlas/wrong-signatures", "an operator signs the digest of the card that is committed")
    ident = opened(script)
    right = signed(card(0), KEYS[0])

    def wrong(signature: bytes, comment: str) -> None:
        not_submitted(script, ident, "OperatorSignatureInvalid", PublishCard(card(0), signature), comment)

    wrong(bytes([right.signature[0] ^ 1]) + right.signature[1:], "one bit")
    high = int.from_bytes(right.signature[32:], "little") + ORDER
    wrong(right.signature[:32] + high.to_bytes(32, "little"), "an S the order above")
    wrong(bytes(64), "none")
    wrong(sign(KEYS[0], card_digest(card(0)).encode()), "of the preimage")
    for other, comment in (
        (card(0, 2), "of another revision"),
        (card(0, role="other"), "of another role"),
        (card(0, endpoint_hints=()), "of other hints"),
        (card(0, ticket_root=NEXT), "of another ticket root"),
        (card(0, status=_RETIRING), "of another status"),
    ):
        wrong(signed(other, KEYS[0]).signature, comment)
    submitted(script, ident, right, "the right one", cites=["ATL-7", "ATL-6", "ENC-22"])
    cards(script, ident)
    script.go("world.close")


def _revisions(atlases: Collection) -> None:
    script = atlases.script("atlas/revisions", "a newer card takes the place of an older one")
    ident = opened(script)
    publish(script, ident, card(0, 7), "the first may have any number", cites=["ATL-8"])
    for revision in (7, 6, 0):
        moved = card(0, revision, endpoint_hints=("/dns/moved.example",))
        not_published(script, ident, "RevisionNotAbove", moved, f"number {revision}")
    publish(script, ident, card(0, 9), "numbers may be left out", cites=["ATL-8"])
    not_published(script, ident, "RevisionNotAbove", card(0, 8), "and are not made good")
    publish(script, ident, card(1, 0), "each member counts by itself", cites=["ATL-8"])
    publish(script, ident, card(0, _LAST), "the greatest number", cites=["ATL-8"])
    not_published(script, ident, "RevisionNotAbove", card(0, _LAST), "nothing is above it")
    publish(script, ident, card(1, 1), "the other goes on", cites=["ATL-8"])
    cards(script, ident, cites=["ATL-8", "ATL-6"])
    script.go("world.close")


def _retirement(atlases: Collection) -> None:
    script = atlases.script("atlas/retirement", "a retirement goes on, and not back")
    ident = opened(script)
    publish(script, ident, card(0))
    publish(script, ident, card(0, 2, status=_RETIRING, successor_hint=NEXT), "it retires", cites=["ATL-9"])
    not_published(script, ident, "StatusBackwards", card(0, 3), "not after all")
    for hint, comment in ((MEMBERS[1], "for somebody else"), (None, "for nobody")):
        for state in (_RETIRING, _RETIRED):
            other = card(0, 3, status=state, successor_hint=hint)
            not_published(script, ident, "SuccessorChanged", other, comment)
    moved = card(0, 3, status=_RETIRING, successor_hint=NEXT, endpoint_hints=("/dns/moved.example",))
    publish(script, ident, moved, "it may move meanwhile", cites=["ATL-9"])
    publish(script, ident, card(0, 4, status=_RETIRED, successor_hint=NEXT), "it has retired", cites=["ATL-9"])
    publish(script, ident, card(1, status=_RETIRING), "a first card may be retiring already", cites=["ATL-9"])
    not_published(
        script, ident, "SuccessorChanged", card(1, 2, status=_RETIRED, successor_hint=NEXT), "nobody was named"
    )
    publish(script, ident, card(1, 2, status=_RETIRED), "nobody follows", cites=["ATL-9"])
    publish(script, ident, card(2))
    publish(script, ident, card(2, 2, status=_RETIRED, successor_hint=MEMBERS[3]), "at once", cites=["ATL-9"])
    cards(script, ident, cites=["ATL-9", "ATL-6"])
    script.go("world.close")


def _last_cards(atlases: Collection) -> None:
    script = atlases.script("atlas/last-cards", "the card of a member that has retired is its last")
    ident = opened(script)
    publish(
        script, ident, card(0, status=_RETIRED, successor_hint=NEXT), "a first card may be the last", cites=["ATL-9"]
    )
    gone = card(0, 2, status=_RETIRED, successor_hint=NEXT)
    not_published(script, ident, "CardClosed", gone, "the same once more")
    not_published(script, ident, "CardClosed", changed(gone, endpoint_hints=()), "other hints")
    publish(script, ident, card(1), "the others go on", cites=["ATL-9"])
    publish(script, ident, card(1, 2, measurements=(examples.ORACLE_MEASUREMENTS,)), "another build", cites=["ATL-9"])
    cards(script, ident, cites=["ATL-9", "ATL-6"])
    script.go("world.close")


def _rules(atlases: Collection) -> None:
    script = atlases.script("atlas/rules", "a card that breaks a rule of its type")
    ident = opened(script)
    right = signed(card(0, status=_RETIRING, successor_hint=NEXT), KEYS[0])
    form = as_json(right)

    def wrong(error: str, comment: str, rule: str, **members: object) -> None:
        command = {**form, "card": {**form["card"], **members}}
        params = {"as": None, "component": ident.hex(), "command": command}
        script.refuse_form("world.submit", error, comment, params, cites=[rule])

    wrong("SuccessorOfActive", "an active member that names a successor", "ATL-2", status={"kind": "Active"})
    wrong("SelfSuccessor", "one that names itself", "ATL-2", successor_hint=str(MEMBERS[0]))
    wrong("NameEmpty", "no role", "ENC-6", role="")
    wrong("TextHasControl", "a hint with a line feed", "ENC-12", endpoint_hints=["a\nb"])
    wrong("ZeroId", "a successor of zeros", "ENC-4", successor_hint="00" * 32)
    submitted(script, ident, right, "put right", cites=["ATL-2", "ATL-6", "WORLD-7"])
    cards(script, ident)
    script.go("world.close")


def _no_certificate(atlases: Collection) -> None:
    script = atlases.script("atlas/no-certificate", "whatever an operator says of its member is committed")
    ident = opened(script)
    publish(script, ident, card(3), "the oracle's card", cites=["ATL-10"])
    false = (
        (card(3, 2, role="ledger"), "the role of another member"),
        (card(3, 3, endpoint_hints=card(0).endpoint_hints), "the hints of another"),
        (card(3, 4, ticket_root=unique_id("no root")), "a ticket root that the coalition does not have"),
        (card(3, 5, measurements=(changed(examples.ORACLE_MEASUREMENTS, mr_td=bytes(48)),)), "no image's measurements"),
        (card(3, 6, endpoint_hints=("", "", "nonsense")), "hints that lead nowhere"),
        (card(3, 7, status=_RETIRING, successor_hint=unique_id("nobody")), "a successor whom nobody lists"),
    )
    for published, comment in false:
        publish(script, ident, published, comment, cites=["ATL-10"])
    circle = card(0, status=_RETIRED, successor_hint=MEMBERS[1]), card(1, status=_RETIRED, successor_hint=MEMBERS[0])
    for published in circle:
        publish(script, ident, published, "two that succeed each other", cites=["ATL-10"])
    cards(script, ident, cites=["ATL-10", "ATL-6"])
    script.go("world.close")


#: What the collection of an Atlas has of it.
SUBJECTS: Final = (
    _operators,
    _handed_on,
    _wrong_signatures,
    _revisions,
    _retirement,
    _last_cards,
    _rules,
    _no_certificate,
)
