"""How chains of Almanacs on a stage grow, and are followed."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from coalition.retirement import (
    AnyInstant,
    AtTimestamp,
    ComponentKind,
    ComponentRef,
    RetirementMarker,
    RetirementReason,
)
from coalition.runtime.component import Component, Running
from coalition.runtime.intents import IntentRouter
from coalition.unique_id import UniqueId
from conformance.random_inputs import name
from conformance.scenarios import almanac_moves, moves
from conformance.scenarios.almanac_moves import AlmanacStage
from conformance.scenarios.improvised import LAST, Act, Stage
from conformance.scenarios.playing import lattices_content, router
from conformance.scenarios.script import ALMANAC

#: More than any chain here has.
_HOPS: Final = 64


class Chains(Stage):
    """A stage of components that replace each other."""

    def reference(self, running: Running, *, pinned: bool) -> ComponentRef:
        """What refers to a component."""
        return ComponentRef(running.REFERRED_AS, running.address, running.ids.content_hash if pinned else None)

    def line(self, count: int) -> list[Running]:
        """So many components in a chain of their own, the last without a marker."""
        line = [self.deploy() for _ in range(count)]
        for place in range(count - 1):
            self.replace(line[place], line[place + 1])
        return line

    def replace(self, running: Running, successor: Running) -> None:
        """One component is replaced by another, in either way there is."""
        entropy = self.entropy
        reference = self.reference(successor, pinned=entropy.chance(2))
        reason = entropy.choice((RetirementReason.Rotation, RetirementReason.Emergency))
        instant = entropy.choice((AtTimestamp(self.now), self._soon()))
        moves.retire(self, running, RetirementMarker(instant, reason, reference))

    def _soon(self) -> AnyInstant:
        return AtTimestamp(min(self.now + self.entropy.between(1, 1_000), LAST))

    def follow(
        self, component: ComponentRef, path: list[Running], *, hops: int = _HOPS, explicit: bool = False
    ) -> None:
        """A chain that goes this way."""
        value = self.script.go(
            "world.follow",
            "it is followed",
            component=component,
            hops=hops,
            explicit=explicit,
            cites=[f"CHAIN-{number}" for number in range(1, 7)],
        )
        assert value["path"] == [str(each.deployment) for each in path]

    def stray(self, refusal: str, component: ComponentRef, *, hops: int = _HOPS, explicit: bool = False) -> None:
        """A chain that leads nowhere."""
        comment = "it leads nowhere"
        self.script.refuse("world.follow", refusal, comment, component=component, hops=hops, explicit=explicit)

    def running(self) -> Running:
        """A component that takes commands, and that no chain of this stage is to go on from."""
        return self.deploy() if self.entropy.chance(2) else super().running()


class ChainStage(Chains, AlmanacStage):
    """A stage of Almanacs that replace each other."""


def follows(stage: Chains) -> None:
    """A chain, from any place in it, by address or by build."""
    line = stage.line(stage.entropy.between(1, 5))
    place = stage.entropy.below(len(line))
    pinned = stage.entropy.chance(2)
    explicit = pinned or stage.entropy.chance(2)
    hops = stage.entropy.choice((_HOPS, len(line) - 1 - place, len(line)))
    stage.follow(stage.reference(line[place], pinned=pinned), line[place:], hops=hops, explicit=explicit)


def branches(stage: Chains) -> None:
    """Two chains that come together."""
    line = stage.line(stage.entropy.between(1, 3))
    other = stage.deploy()
    place = stage.entropy.below(len(line))
    stage.replace(other, line[place])
    stage.follow(stage.reference(other, pinned=False), [other, *line[place:]])
    stage.follow(stage.reference(line[0], pinned=False), line)


def ends(stage: Chains) -> None:
    """A chain whose last component ends: it serves until its instant, and not from there on."""
    line = stage.line(stage.entropy.between(1, 3))
    last = stage.entropy.choice((RetirementReason.Retired, RetirementReason.OperatorExit, RetirementReason.Emergency))
    if stage.now > LAST - 10:
        return
    effective = stage.now + stage.entropy.between(2, 10)
    moves.retire(stage, line[-1], RetirementMarker(AtTimestamp(effective), last))
    reference = stage.reference(line[0], pinned=False)
    stage.follow(reference, line)
    stage.advance(effective - 1, "just before its instant")
    stage.follow(reference, line)
    stage.advance(effective, "its instant")
    stage.stray("ChainEnded", reference)


def nobody(stage: Chains) -> None:
    """A reference that misses a component by its kind, its address or its build."""
    running = stage.deploy()
    right = stage.reference(running, pinned=True)
    strange = UniqueId(stage.entropy.bytes(32))
    kinds = [kind for kind in ComponentKind if kind is not right.kind]
    stage.follow(right, [running])
    stage.stray(
        "ConnectTimeout",
        stage.entropy.choice(
            (
                ComponentRef(stage.entropy.choice(kinds), right.address, right.content_hash),
                ComponentRef(stage.entropy.choice(kinds), right.address),
                ComponentRef(right.kind, strange),
                ComponentRef(right.kind, right.address, strange),
            )
        ),
    )


def dangles(stage: Chains) -> None:
    """A chain whose last replacement nobody runs."""
    line = stage.line(stage.entropy.between(1, 3))
    missing = ComponentRef(line[-1].REFERRED_AS, UniqueId(stage.entropy.bytes(32)))
    reference = stage.reference(line[0], pinned=False)
    stage.follow(reference, line)
    moves.retire(stage, line[-1], RetirementMarker.rotation(AtTimestamp(stage.now), missing))
    stage.stray("ConnectTimeout", reference)


def circles(stage: Chains) -> None:
    """A chain that comes back to one of its components."""
    line = stage.line(stage.entropy.between(2, 4))
    reference = stage.reference(line[0], pinned=False)
    stage.follow(reference, line)
    back = stage.entropy.choice(line[:-1])
    stage.replace(line[-1], back)
    stage.stray("ChainCycle", reference, hops=stage.entropy.choice((_HOPS, len(line))))


def runs_out(stage: Chains) -> None:
    """A chain with more replacements than are followed."""
    line = stage.line(stage.entropy.between(2, 5))
    reference = stage.reference(line[0], pinned=False)
    stage.follow(reference, line, hops=len(line) - 1)
    stage.stray("TooManyHops", reference, hops=stage.entropy.below(len(line) - 1))


def pins(stage: Chains) -> None:
    """A build that is pinned, and left on purpose only."""
    line = stage.line(stage.entropy.between(2, 4))
    pin = stage.reference(line[0], pinned=True)
    stage.stray("PinnedBuild", pin)
    stage.follow(pin, line, explicit=True)
    stage.follow(stage.reference(line[-1], pinned=True), line[-1:])


ACT: Final = Act(
    chapter="retirement-chains",
    features=(*ALMANAC, "retirement-chains"),
    stage=ChainStage,
    through=(
        moves.deploys, moves.waits, moves.asks, almanac_moves.ticks,
        follows, follows, follows, branches,
    ),
    refused=(
        moves.goes_back, moves.strangers, moves.after_the_marker, moves.ill_shaped,
        ends, ends, nobody, dangles, circles, runs_out, pins,
    ),
)  # fmt: skip


class BuildStage(Chains):
    """A stage of intent routers, one of which may replace another build of itself."""

    def component(self) -> Component:
        return self.build(f"{name(self.entropy)}.{len(self.configured)}")

    def build(self, instance: str) -> IntentRouter:
        """A router of this name, of a content of its own."""
        return router(instance, lattices_content(deadline_ms=self.entropy.between(1, 2**32)))


def builds(stage: BuildStage) -> None:
    """Builds of one organism: its address means the latest, and a content hash that build."""
    instance = f"{name(stage.entropy)}.{len(stage.configured)}"
    line = [stage.deploy(stage.build(instance)) for _ in range(stage.entropy.between(2, 4))]
    address = stage.reference(line[0], pinned=False)
    stage.follow(address, line[-1:])
    for each in line:
        stage.follow(stage.reference(each, pinned=True), [each])
    for each, successor in pairwise(line):
        marker = RetirementMarker.rotation(AtTimestamp(stage.now), stage.reference(successor, pinned=True))
        moves.retire(stage, each, marker)
    pin = stage.reference(line[0], pinned=True)
    stage.stray("PinnedBuild", pin)
    stage.follow(pin, line, explicit=True)
    stage.follow(address, line[-1:])


BUILDS: Final = Act(
    chapter="retirement-chains",
    features=("retirement-chains", "stall", "stall.intents", "world"),
    stage=BuildStage,
    through=(moves.deploys, builds, follows),
    refused=(moves.goes_back, builds, pins, nobody),
)
