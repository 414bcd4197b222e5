"""Scenarios of an Atlas: whose cards it takes, whom it outlives, and what it does not do."""

from __future__ import annotations

from collections.abc import Iterator

from coalition import examples
from coalition.acl import AclComposition
from coalition.almanac import Observation
from coalition.atlas import MemberCard, MemberStatus
from coalition.content_preimages import AtlasContent
from coalition.reference import OrganismRef
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker
from coalition.runtime.almanac import Tick
from coalition.runtime.fault import Fault
from coalition.stable_id import member_id
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.pages import changed
from conformance.scenarios import atlas_cards
from conformance.scenarios.almanacs import almanac
from conformance.scenarios.atlases import (
    ATLAS,
    KEYS,
    MEMBERS,
    NEXT,
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

_RETIRING, _RETIRED = MemberStatus.Retiring, MemberStatus.Retired


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    atlases = Collection("scenarios/atlas.json", ATLAS, chapter="atlas")
    for write in (
        _life,
        _members,
        _committees,
        *atlas_cards.SUBJECTS,
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
    publish(script, ident, card(3, 2, status=_RETIRING, successor_hint=NEXT), "the organism retires, and says for whom")
    cards(script, ident, "both of each are in the log, and the last of each in force", cites=["ATL-6", "ATL-3"])
    publish(script, ident, card(3, 3, status=_RETIRED, successor_hint=NEXT), "it has retired")
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
