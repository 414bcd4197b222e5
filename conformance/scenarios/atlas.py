"""Scenarios of an Atlas: whose cards it takes, who signs them, how they follow each other, and what they do not do."""

from __future__ import annotations

from collections.abc import Iterator

from coalition import examples
from coalition.acl import AclComposition
from coalition.almanac import Observation
from coalition.atlas import MemberCard, MemberStatus, card_digest
from coalition.content_preimages import AtlasContent
from coalition.crypto.ed25519 import sign
from coalition.crypto.edwards25519 import ORDER
from coalition.json_form import as_json
from coalition.reference import OrganismRef
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker
from coalition.runtime.almanac import Tick
from coalition.runtime.atlas import PublishCard
from coalition.runtime.committee import public_key
from coalition.runtime.fault import Fault
from coalition.stable_id import member_id
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.pages import changed
from conformance.scenarios.almanacs import almanac
from conformance.scenarios.atlases import (
    ATLAS,
    KEYS,
    MEMBERS,
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
from conformance.scenarios.faults import befalls
from conformance.scenarios.performers import (
    CADENCE,
    COMMITTEE,
    START,
    advance,
    not_submitted,
    retire,
    status,
    submitted,
)
from conformance.scenarios.script import SEED, Collection, Script

_ACTIVE, _RETIRING, _RETIRED = MemberStatus.Active, MemberStatus.Retiring, MemberStatus.Retired
_NEXT = unique_id("the next version")
_LAST = 2**64 - 1


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    atlases = Collection("scenarios/atlas.json", ATLAS, chapter="atlas")
    for write in (
        _life,
        _members,
        _committees,
        _operators,
        _handed_on,
        _wrong_signatures,
        _revisions,
        _retirement,
        _last_cards,
        _rules,
        _no_certificate,
        _rotated,
        _majority,
        _compels_nobody,
        _replay,
    ):
        write(atlases)
    yield atlases


def _life(atlases: Collection) -> None:
    script = atlases.script("atlas/life", "an Atlas from its deployment to its end")
    ident = opened(script)
    publish(script, ident, card(0), "the card of a lattice")
    publish(script, ident, card(3, measurements=(examples.ORACLE_MEASUREMENTS,)), "and of an organism")
    not_published(script, ident, "RevisionNotAbove", card(0, endpoint_hints=()), "no newer")
    publish(script, ident, card(0, 2, endpoint_hints=("/dns/moved.example",)), "a newer one takes its place")
    publish(
        script, ident, card(3, 2, status=_RETIRING, successor_hint=_NEXT), "the organism retires, and says for whom"
    )
    cards(script, ident, "both of each are in the log, and the last of each in force", cites=["ATL-6", "ATL-3"])
    publish(script, ident, card(3, 3, status=_RETIRED, successor_hint=_NEXT), "it has retired")
    retire(script, ident)
    status(script, ident, "the Atlas retires")
    not_published(script, ident, "Retired", card(1), "nothing comes after the marker")
    cards(script, ident, cites=["WORLD-11", "ATL-6"])
    script.go("world.close")


def _members(atlases: Collection) -> None:
    script = atlases.script("atlas/members", "the members of the coalition have cards, and nobody else")
    ident = opened(script)
    for place in reversed(range(len(MEMBERS))):
        publish(script, ident, card(place), "lattices and organisms")
    alike = UniqueId(bytes(MEMBERS[0])[:20] + bytes(12))
    for stable_id, comment in (
        (examples.SUPERCHAIN_ATLAS_ORG.stable_id, "the coalition's own Atlas"),
        (examples.SEARCHER_STABLE_ID, "an organism of another coalition"),
        (alike, "one with the MemberId of a member"),
    ):
        stranger = card(0, 2, stable_id=stable_id)
        not_published(script, ident, "UncataloguedMember", stranger, comment, secret=KEYS[0])
    publish(script, ident, card(0, 2), "the member itself")
    cards(script, ident)
    script.go("world.close")


def _committees(atlases: Collection) -> None:
    script = atlases.script("atlas/committees", "a committee signs every card, each member once")
    first = opened(script)
    publish(script, first, card(0))
    twice = (COMMITTEE[0], COMMITTEE[1], COMMITTEE[1])
    script.refuse(
        "world.deploy",
        "CommitteeKeyTwice",
        "two with one key",
        cites=["ATL-6"],
        component=atlas("other"),
        committee=twice,
    )
    script.refuse("world.deploy", "EmptyCommittee", "nobody", component=atlas("other"), committee=())
    other = deployed(script, atlas("other"), "one with one key", COMMITTEE[:1])
    publish(script, other, card(0), "the same card, signed by the operator once")
    turned = deployed(script, atlas("turned"), "the same members in another order", COMMITTEE[::-1])
    publish(script, turned, card(0))
    for ident in (first, other, turned):
        cards(script, ident)
    script.go("world.close")


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
        (card(0, ticket_root=_NEXT), "of another ticket root"),
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
    publish(script, ident, card(0, 2, status=_RETIRING, successor_hint=_NEXT), "it retires", cites=["ATL-9"])
    not_published(script, ident, "StatusBackwards", card(0, 3), "not after all")
    for hint, comment in ((MEMBERS[1], "for somebody else"), (None, "for nobody")):
        for state in (_RETIRING, _RETIRED):
            other = card(0, 3, status=state, successor_hint=hint)
            not_published(script, ident, "SuccessorChanged", other, comment)
    moved = card(0, 3, status=_RETIRING, successor_hint=_NEXT, endpoint_hints=("/dns/moved.example",))
    publish(script, ident, moved, "it may move meanwhile", cites=["ATL-9"])
    publish(script, ident, card(0, 4, status=_RETIRED, successor_hint=_NEXT), "it has retired", cites=["ATL-9"])
    publish(script, ident, card(1, status=_RETIRING), "a first card may be retiring already", cites=["ATL-9"])
    not_published(
        script, ident, "SuccessorChanged", card(1, 2, status=_RETIRED, successor_hint=_NEXT), "nobody was named"
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
        script, ident, card(0, status=_RETIRED, successor_hint=_NEXT), "a first card may be the last", cites=["ATL-9"]
    )
    gone = card(0, 2, status=_RETIRED, successor_hint=_NEXT)
    not_published(script, ident, "CardClosed", gone, "the same once more")
    not_published(script, ident, "CardClosed", changed(gone, endpoint_hints=()), "other hints")
    publish(script, ident, card(1), "the others go on", cites=["ATL-9"])
    publish(script, ident, card(1, 2, measurements=(examples.ORACLE_MEASUREMENTS,)), "another build", cites=["ATL-9"])
    cards(script, ident, cites=["ATL-9", "ATL-6"])
    script.go("world.close")


def _rules(atlases: Collection) -> None:
    script = atlases.script("atlas/rules", "a card that breaks a rule of its type")
    ident = opened(script)
    right = signed(card(0, status=_RETIRING, successor_hint=_NEXT), KEYS[0])
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


def _rotated(atlases: Collection) -> None:
    script = atlases.script("atlas/rotated", "a member joins, and the coalition has another Atlas")
    ident = opened(script)
    old, moved = card(0), card(1, 4, endpoint_hints=("/dns/moved.example",))
    publish(script, ident, old)
    publish(script, ident, moved)
    newcomer = OrganismRef.by_stable_id("searcher", examples.SEARCHER_STABLE_ID)
    coalition = changed(examples.ETH_SUPERCHAIN, organisms=(*examples.ETH_SUPERCHAIN.organisms, newcomer))
    joined = card(0, stable_id=newcomer.stable_id)
    not_published(script, ident, "UncataloguedMember", joined, "the old one does not list it", secret=KEYS[0])
    later = ComponentRef(ComponentKind.Module, unique_id("the next Atlas"))
    found = retire(script, ident, RetirementMarker.rotation(RetirementInstant.AtTimestamp(START), later))
    succeeds = UniqueId(bytes.fromhex(found["commits"][0]["commit"]))
    after = deployed(
        script,
        atlas(content=AtlasContent(succeeds), coalition=coalition, acl=AclComposition(())),
        "the new one, whose id folds the members",
        cites=["WORLD-3", "WORLD-4"],
    )
    cards(script, after, "it begins without cards")
    publish(script, after, old, "a card that was signed for the old one", cites=["ATL-8"])
    publish(script, after, moved, "another", cites=["ATL-8"])
    publish(script, after, joined, "and the newcomer's", secret=KEYS[0])
    cards(script, ident, "the old cards can be read")
    cards(script, after)
    script.go("world.close")


def _majority(atlases: Collection) -> None:
    script = atlases.script(
        "atlas/majority", "a committee that loses its majority, and finds it again", features=["faults"]
    )
    ident = opened(script)
    publish(script, ident, card(0), "three signatures")
    befalls(script, ident, Fault.Crash, 1, comment="one is down")
    publish(script, ident, card(1), "two are a quorum", cites=["FLT-6", "FLT-3"])
    befalls(script, ident, Fault.Crash, 2, comment="another")
    not_published(script, ident, "NoQuorum", card(2), "one is none", cites=["FLT-3"])
    cards(script, ident, "the cards can be read", cites=["FLT-4", "FLT-6"])
    befalls(script, ident, Fault.Restart, 1, comment="one is back")
    publish(script, ident, card(2), "two are a quorum again", cites=["FLT-6", "FLT-3"])
    cards(script, ident, cites=["FLT-6"])
    script.go("world.close")


def _compels_nobody(atlases: Collection) -> None:
    script = atlases.script(
        "atlas/compels-nobody", "a wrong card, and an Atlas that fails, change nobody", features=["almanac", "faults"]
    )
    ident = opened(script)
    clock = deployed(script, almanac(), "an Almanac of the same coalition", cites=["WORLD-17", "WORLD-3"])
    member = member_id(MEMBERS[3])

    def observes(at: int, comment: str) -> None:
        advance(script, START + at)
        command = Tick((Observation(member, START + at),))
        submitted(script, clock, command, comment, cites=["WORLD-17", "ALM-4", "WORLD-6"])

    observes(0, "a member is observed")
    publish(script, ident, card(3, status=_RETIRED), "its card says that it has retired", cites=["WORLD-17"])
    observes(CADENCE, "it is there as before")
    befalls(script, ident, Fault.Crash, 0, 1, 2, comment="the whole committee goes down")
    not_published(script, ident, "NoQuorum", card(0), "no card is taken")
    observes(2 * CADENCE, "nobody waits for it")
    befalls(script, ident, Fault.Restart, 0, 1, 2, comment="it comes back")
    not_submitted(script, ident, "UnknownCommand", Tick(()), "an Atlas takes no ticks")
    not_submitted(script, clock, "UnknownCommand", signed(card(0), KEYS[0]), "nor an Almanac cards")
    publish(script, ident, card(0), "each its own", cites=["WORLD-19"])
    retire(script, ident)
    observes(3 * CADENCE, "it ends, and the Almanac goes on")
    cards(script, ident, cites=["WORLD-17"])
    script.go("world.close", cites=["WORLD-16", "WORLD-17"])


def _replay(atlases: Collection) -> None:
    script = atlases.script("atlas/replay", "the same life in another world, of another seed")
    for seed in (SEED, hash_bytes(b"another seed")):
        script.go("world.open", seed=seed, now=START, cites=["WORLD-15", "PROTO-17"])
        ident = deployed(script, cites=["WORLD-15", "WORLD-3"])
        publish(script, ident, card(0), cites=["WORLD-15"])
        _not_newer(script, ident, card(0))
        publish(script, ident, card(0, 2), cites=["WORLD-15"])
        retire(script, ident)
        cards(script, ident, cites=["WORLD-15"])
        script.go("world.close", cites=["WORLD-15", "WORLD-16"])


def _not_newer(script: Script, ident: UniqueId, published: MemberCard) -> None:
    not_published(script, ident, "RevisionNotAbove", published, "a refusal is part of it")
