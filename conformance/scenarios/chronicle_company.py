"""What can happen to a Chronicle beside an Almanac, and to one whose members come and go."""

from __future__ import annotations

from typing import Final

from coalition.acl import AclComposition
from coalition.content_preimages import AlmanacContent
from coalition.retirement import RetirementMarker
from coalition.runtime.almanac import Almanac, Tick
from coalition.runtime.chronicle import CommitAnchor
from coalition.runtime.committee import quorum
from coalition.runtime.component import Retire
from coalition.runtime.fault import Fault
from coalition.runtime.module import Module
from conformance.random_inputs import name
from conformance.scenarios import moves
from conformance.scenarios.chronicle_moves import ChronicleStage, appends, tells_the_anchor
from conformance.scenarios.chronicles import CHRONICLE, appending
from conformance.scenarios.improvised import Act, takes_commands


class CompanyStage(ChronicleStage):
    """A stage of Chronicles with several members, and of Almanacs."""

    def committee(self) -> tuple[bytes, ...]:
        return tuple(self.entropy.bytes(32) for _ in range(self.entropy.between(2, 5)))

    def clock(self) -> Almanac:
        """A running Almanac in a slot of a millisecond."""
        found = [each for each in self.those(Almanac) if takes_commands(each) and each.last_seq != self.now]
        if found:
            return self.entropy.choice(found)
        called = f"{name(self.entropy)}.{len(self.configured)}"
        made = self.deploy(
            Module(self.coalition(), called, AlmanacContent(1, None), None, AclComposition(())), "a clock"
        )
        assert isinstance(made, Almanac)
        return made


def other_commands(stage: CompanyStage) -> None:
    """A command of the other class, either way."""
    clock, running = stage.clock(), stage.free()
    entry = appending(running, stage.said(), stage.signers(running))
    if stage.entropy.chance(2):
        moves.not_submitted(stage, "UnknownCommand", running, Tick(()), "it takes no ticks")
        stage.submit(running, entry, "but entries", ["WORLD-6", "CHR-10", "WORLD-17", "WORLD-19"])
    else:
        moves.not_submitted(stage, "UnknownCommand", clock, stage.entropy.choice((entry, CommitAnchor())), "not this")
        stage.submit(clock, Tick(()), "but ticks", ["WORLD-6", "WORLD-17", "WORLD-19"])


def signs_without_some(stage: CompanyStage) -> None:
    """As many as can be spared go: those that are there sign. One more, and nobody does."""
    running = stage.anchored()
    size = len(running.committee.keys)
    away, back = stage.entropy.choice(((Fault.Crash, Fault.Restart), (Fault.Isolate, Fault.Heal)))
    gone = tuple(range(size))[stage.entropy.below(2) :][: size - quorum(size) + 1]
    if gone[1:]:
        _befall(stage, running.deployment, away, gone[1:], "as many as can be spared")
    cites = ["CHR-4", "CHR-10", "FLT-6", "FLT-3"]
    stage.submit(running, appending(running, stage.said()), "the others sign", cites)
    stage.submit(running, CommitAnchor(), "and tell the anchor", ["CHR-13", "FLT-6"])
    _befall(stage, running.deployment, away, gone[:1], "one more")
    running = stage.again(running)
    marker = RetirementMarker.retired(moves.some_instant(stage, running))
    command = stage.entropy.choice((appending(running, stage.said()), CommitAnchor(), Retire(marker)))
    moves.not_submitted(stage, "NoQuorum", running, command, "nobody signs")
    _befall(stage, running.deployment, back, gone, "all are back")
    moves.looks(stage, running)


def _befall(stage: CompanyStage, ident: object, fault: Fault, members: tuple[int, ...], comment: str) -> None:
    cites = ["FLT-1", "FLT-3", "FLT-4", "FLT-6"]
    stage.script.go("world.fault", comment, component=ident, fault=fault, members=members, cites=cites)


ACT: Final = Act(
    chapter="chronicle",
    features=(*CHRONICLE, "almanac", "faults"),
    stage=CompanyStage,
    through=(appends, tells_the_anchor, moves.reads, moves.asks, signs_without_some, signs_without_some),
    refused=(other_commands,),
)
