"""What can happen to Almanacs on a stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from coalition.acl import AclComposition
from coalition.almanac import Observation
from coalition.content_preimages import AlmanacContent
from coalition.json_form import as_json
from coalition.measurements import Measurements
from coalition.runtime.almanac import Almanac, Tick, slot
from coalition.runtime.component import Command, Running
from coalition.runtime.module import Module
from coalition.unique_id import UniqueId
from conformance.random_inputs import draw, name
from conformance.scenarios import moves
from conformance.scenarios.improvised import LAST, Act, Stage, takes_commands
from conformance.scenarios.script import ALMANAC

#: Lengths of slots that are likely to show something: the least, odd ones, usual ones, one that never ends.
_CADENCES: Final = (1, 2, 7, 1_000, 1_000, 12_000, 3_600_000, LAST)


class AlmanacStage(Stage):
    """A stage of Almanacs."""

    def component(self) -> Module:
        return self.module(AlmanacContent(self._cadence(), self._predecessor()))

    def ready(self) -> tuple[Running, Command]:
        almanac = self.free()
        return almanac, Tick(self.observations(almanac))

    def turning(self, running: Running) -> list[int]:
        assert isinstance(running, Almanac)
        begins = (slot(self.now, running.cadence_ms) + 1) * running.cadence_ms
        return [begins, begins + self.entropy.below(5) * running.cadence_ms]

    def begins(self, running: Running, sequence: int) -> int:
        assert isinstance(running, Almanac)
        return sequence * running.cadence_ms

    def module(self, content: AlmanacContent) -> Module:
        """An Almanac that was not deployed yet, of a coalition of its own, or of one that is here."""
        entropy = self.entropy
        measurements = draw(Measurements, entropy) if entropy.chance(4) else None
        acl = draw(AclComposition, entropy) if entropy.chance(4) else AclComposition(())
        called = f"{name(entropy)}.{len(self.configured)}"
        return Module(self.coalition(), called, content, measurements, acl)

    def free(self, members: int = 0) -> Almanac:
        """A running Almanac that has so many members, in a slot that has no tick yet."""
        found = [each for each in self.those(Almanac) if takes_commands(each) and len(each.members) >= members]
        almanac = self.entropy.choice(found) if found else self._with_members(members)
        if almanac.last_seq != slot(self.now, almanac.cadence_ms):
            return almanac
        if (then := (almanac.last_seq + 1) * almanac.cadence_ms) <= LAST:
            self.advance(then, "to the next slot")
            return almanac
        return self._with_members(members)

    def observations(self, almanac: Almanac, count: int | None = None) -> tuple[Observation, ...]:
        """Some of the members, each once and in any order, at times that no clock goes back for."""
        entropy, members = self.entropy, self.shuffled(sorted(almanac.members))
        count = entropy.below(min(4, len(members)) + 1) if count is None else count
        return tuple(Observation(member, self._time(almanac.seen.get(member, 0))) for member in members[:count])

    def tick(self, almanac: Almanac, observed: Sequence[Observation], comment: str = "a tick") -> None:
        """Submit a tick that is accepted."""
        cites = ["WORLD-6", "ALM-3", *(["ALM-2", "ALM-4", "ALM-5"] if observed else [])]
        self.submit(almanac, Tick(tuple(observed)), comment, cites)

    def next_slot(self, almanac: Almanac) -> Almanac:
        """The component as it is now, in its next slot where there is one."""
        almanac = self.again(almanac)
        begins = (slot(self.now, almanac.cadence_ms) + 1) * almanac.cadence_ms
        if begins <= LAST:
            self.advance(begins, "to the next slot")
        return almanac

    def is_taken(self, almanac: Almanac) -> bool:
        """Whether the present slot has its tick."""
        return almanac.last_seq == slot(self.now, almanac.cadence_ms)

    def _time(self, least: int) -> int:
        usual = (self.now, max(self.now - self.entropy.below(1_000), 0), self.now + self.entropy.below(10**6))
        return min(max(self.entropy.choice((least, least, least + 1, *usual)), least), LAST)

    def _cadence(self) -> int:
        return self.entropy.choice((*_CADENCES, self.entropy.between(1, 10**5)))

    def _predecessor(self) -> UniqueId | None:
        return UniqueId(self.entropy.bytes(32)) if self.entropy.chance(3) else None

    def _with_members(self, members: int) -> Almanac:
        module = self.module(AlmanacContent(1_000, None))
        while len(module.coalition.lattices) < members:
            module = Module(self.coalition(), module.name, module.content, module.measurements, module.acl)
        deployed = self.deploy(module, "an Almanac")
        assert isinstance(deployed, Almanac)
        return deployed


def ticks(stage: AlmanacStage) -> None:
    """A tick, as often as not one after another."""
    almanac = stage.free(stage.entropy.choice((0, 1, 2)))
    stage.tick(almanac, stage.observations(almanac))


def ticks_out_of_order(stage: AlmanacStage) -> None:
    """Members in descending order, which the record does not keep."""
    almanac = stage.free(2)
    observed = sorted(stage.observations(almanac, 2), key=lambda one: one.member, reverse=True)
    stage.tick(almanac, observed, "in descending order")
    moves.looks(stage, almanac)


def stands_still(stage: AlmanacStage) -> None:
    """A clock shows the same time twice, another has been left out between."""
    almanac = stage.free(2)
    observed = stage.observations(almanac, 2)
    stage.tick(almanac, observed, "two clocks")
    almanac = stage.next_slot(almanac)
    if not stage.is_taken(almanac):
        stage.tick(almanac, observed[:1], "one of them, the same time again")


def no_cadence(stage: AlmanacStage) -> None:
    """Slots without length."""
    moves.not_deployed(stage, "CadenceZero", stage.module(AlmanacContent(0, None)))


def twice_in_a_slot(stage: AlmanacStage) -> None:
    """A second tick."""
    almanac = stage.free(1)
    stage.tick(almanac, stage.observations(almanac, 1))
    almanac = stage.again(almanac)
    last = min((slot(stage.now, almanac.cadence_ms) + 1) * almanac.cadence_ms - 1, LAST)
    if stage.entropy.chance(2):
        stage.advance(last, "to the end of the slot")
    _not_ticked(stage, "SlotTaken", almanac, stage.observations(almanac))


def unknown_members(stage: AlmanacStage) -> None:
    """One who is no member, among others."""
    almanac = stage.free()
    organ = UniqueId(stage.entropy.bytes(32))
    others = {member for each in stage.those(Almanac) for member in each.members} - almanac.members
    stranger = stage.entropy.choice((bytes(20), bytes(organ)[:20], *sorted(others)))
    observed = (*stage.observations(almanac), Observation(stranger, stage.now))
    _not_ticked(stage, "UnknownMember", almanac, observed)


def clocks_back(stage: AlmanacStage) -> None:
    """A clock shows less than it did, though a tick has been between."""
    almanac = stage.free(2)
    first, second = stage.observations(almanac, 2)
    first = Observation(first.member, max(first.at, 1))
    stage.tick(almanac, (first, second))
    if stage.entropy.chance(2):
        almanac = stage.next_slot(almanac)
        if not stage.is_taken(almanac):
            stage.tick(almanac, (Observation(second.member, min(second.at + 1, LAST)),), "the other clock alone")
    almanac = stage.next_slot(stage.again(almanac))
    if stage.is_taken(almanac):
        return
    back = Observation(first.member, stage.entropy.choice((first.at - 1, stage.entropy.below(first.at))))
    _not_ticked(stage, "ObservationBackwards", almanac, (back,))


def members_twice(stage: AlmanacStage) -> None:
    """A member stands once in a tick."""
    almanac = stage.free(1)
    count = stage.entropy.between(1, min(3, len(almanac.members)))
    listed = [as_json(one) for one in stage.observations(almanac, count)]
    again = {**listed[0], "at": stage.entropy.choice((listed[0]["at"], str(LAST)))}
    moves.not_taken(stage, "DuplicateKey", almanac, {"kind": "Tick", "observed_at": [*listed, again]}, "ALM-2")


def _not_ticked(stage: Stage, refusal: str, almanac: Almanac, observed: tuple[Observation, ...]) -> None:
    moves.not_submitted(stage, refusal, almanac, Tick(observed), "no tick")


ACT: Final = Act(
    chapter="worlds",
    features=ALMANAC,
    stage=AlmanacStage,
    through=(*moves.THROUGH, ticks, ticks, ticks_out_of_order, stands_still),
    refused=(*moves.REFUSED, no_cadence, twice_in_a_slot, unknown_members, clocks_back, members_twice),
    strict=(moves.broken_configuration,),
)
