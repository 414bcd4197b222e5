"""What can happen to coalitions that list organisms and have peers come to them, while they rotate."""

from __future__ import annotations

from typing import Final

from coalition.acl import RequireMrtd, Side
from coalition.content_preimages import AlmanacContent, AnyContent, AtlasContent
from coalition.runtime.component import Running
from coalition.runtime.intents import IntentRouter
from coalition.runtime.module import Module
from coalition.runtime.rotation import OrganismHandle
from conformance.pages import changed
from conformance.random_inputs import name
from conformance.scenarios import guests, moves
from conformance.scenarios.improvised import LAST, Act
from conformance.scenarios.listings import Listing, ids, organism
from conformance.scenarios.playing import Superchain, delivered, lattices_content, router
from conformance.scenarios.rotation_moves import REFUSED, THROUGH, RotationStage


class CompanyStage(RotationStage):
    """A stage of coalitions with an Almanac or an Atlas, and of organisms that they list."""

    def component(self) -> Module:
        contents: tuple[AnyContent, ...] = (AtlasContent(None), AlmanacContent(1_000, None))
        return self.module(self.entropy.choice(contents))

    def on_a_page(self) -> Running:
        return self.deploy(self.organism() if self.entropy.chance(3) else None)

    def organism(self) -> IntentRouter:
        """An organism that a coalition lists, pinned or not, whose page is kept."""
        made = router(self.called(), lattices_content(deadline_ms=self.entropy.between(1, 1_000)))
        listed = organism(made, made.instance_name, pinned=self.entropy.chance(2))
        listing = Listing(self.called(), (name(self.entropy),), (listed,))
        self.pages[ids(made).deployment] = (listing, OrganismHandle(made.instance_name))
        return made


def builds(stage: CompanyStage) -> None:
    """Two builds of an organism: the address means the latest that runs."""
    first = stage.organism()
    old = stage.deploy(first)
    content = changed(first.content, deadline_ms=stage.entropy.between(1_001, 10**6))
    other = changed(first, content=content)
    _, handle = stage.pages[old.deployment]
    pages = [
        Listing(stage.called(), (), (organism(other, other.instance_name, pinned=pinned),)).document
        for pinned in (False, True)
    ]
    new = stage.deploy(other, "another build")
    for page in pages:
        stage.connect(old, [new], "the latest", document=page, handle=handle)
    stage.stop(new)
    stage.connect(old, [old], "the one that runs", document=pages[0], handle=handle)
    stage.refused("ConnectTimeout", old, "the one that was pinned", document=pages[1], handle=handle)


def is_unbonded(stage: RotationStage) -> None:
    """A bond with what is stopped is over: nothing that its peer shows later ends it."""
    peer = stage.entropy.bytes(32)
    guests.enters(stage.script, peer=peer)
    running, other = stage.deploy(), stage.deploy()
    for each in (running, other):
        guests.bonds(stage.script, each.deployment, peer=peer)
    stage.stop(running)
    guests.no_bond(stage.script, running.deployment, "ConnectTimeout", "nobody is there", peer=peer, cites=["ROT-1"])
    nobody = guests.acl(RequireMrtd(Side.VerifyPeer, stage.entropy.bytes(48)))
    ended = guests.enters(stage.script, "it admits nobody", peer=peer, validator=nobody, cites=["BOND-10", "ROT-1"])
    assert [each["component"] for each in ended] == [str(other.deployment)]


def never_due(stage: CompanyStage) -> None:
    """What would fall due, does for one of two, and not for the one that is stopped."""
    pair = [stage.deploy(stage.organism()) for _ in range(2)]
    for each in pair:
        chain = Superchain()
        pool = chain.event(stage.entropy.below(5))[0].pool
        delivered(stage.script, each.deployment, chain.surface(0, "UnsealedPool"), pool)
    stage.stop(pair[0])
    if stage.now <= LAST - 1_000:
        stage.advance(stage.now + 1_000, "their deadlines")
    moves.ask(stage, pair[1])


ACT: Final = Act(
    chapter="rotations",
    features=("almanac", "atlas", "bonds", "rotation", "stall", "stall.intents", "world"),
    stage=CompanyStage,
    through=(*THROUGH, builds),
    refused=(*REFUSED, is_unbonded, never_due),
)
