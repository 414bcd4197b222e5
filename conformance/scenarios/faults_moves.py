"""What can happen to the members of committees on a stage; the components are Almanacs."""

from __future__ import annotations

from typing import Final

from coalition.retirement import RetirementMarker
from coalition.runtime.almanac import Almanac, Tick
from coalition.runtime.committee import Committee, has_quorum, quorum
from coalition.runtime.component import Retire, Running
from coalition.runtime.fault import HAPPENS, Fault
from conformance.entropy import Entropy
from conformance.scenarios import almanac_moves, moves
from conformance.scenarios.almanac_moves import AlmanacStage
from conformance.scenarios.improvised import Act, Stage
from conformance.scenarios.script import ALMANAC


class FaultStage(AlmanacStage):
    """A stage of Almanacs whose members come and go."""

    def committee(self) -> tuple[bytes, ...]:
        keys = tuple(self.entropy.bytes(32) for _ in range(self.entropy.between(1, 6)))
        return (*keys, keys[0]) if self.entropy.chance(4) else keys

    def befall(self, running: Running, fault: Fault, members: tuple[int, ...], comment: str) -> None:
        """Something happens to members."""
        ident = running.deployment
        cites = ["FLT-1", "FLT-3", "FLT-4"]
        self.script.go("world.fault", comment, component=ident, fault=fault, members=members, cites=cites)

    def some(self, found: list[int], least: int = 1) -> tuple[int, ...]:
        """So many of these members or more, in any order."""
        ranks = {member: self.entropy.bytes(8) for member in found}
        count = self.entropy.between(least, len(found))
        return tuple(sorted(found, key=lambda member: ranks[member])[:count])


def _struck(entropy: Entropy, committee: Committee) -> tuple[Fault, list[int]]:
    """A fault, and the members it would change something for."""
    found = {
        fault: [member for member in range(len(committee.keys)) if happen(committee, member) != committee]
        for fault, happen in HAPPENS.items()
    }
    open_to = [fault for fault, members in found.items() if members]
    fault = entropy.choice(open_to)
    return fault, found[fault]


def befalls(stage: FaultStage) -> None:
    """Something happens to some of the members, and the component is looked at."""
    running = stage.anyone()
    fault, members = _struck(stage.entropy, running.committee)
    stage.befall(running, fault, stage.some(members), "it happens")
    moves.ask(stage, running)


def outlives(stage: FaultStage) -> None:
    """As many go as can be spared, and it commits; one more, and it does not; back, and it does."""
    almanac = stage.free()
    _complete(stage, almanac)
    size = len(almanac.committee.keys)
    spare = size - quorum(size)
    gone = stage.some(list(range(size)), spare + 1)[: spare + 1]
    away, back = stage.entropy.choice(((Fault.Crash, Fault.Restart), (Fault.Isolate, Fault.Heal)))
    if spare:
        stage.befall(almanac, away, gone[:spare], "as many as can be spared")
    stage.tick(almanac, stage.observations(almanac), "it commits")
    almanac = stage.next_slot(almanac)
    if stage.is_taken(almanac):
        return
    stage.befall(almanac, away, gone[spare:], "one more")
    _not_taken(stage, stage.again(almanac))
    moves.looks(stage, almanac)
    stage.befall(almanac, back, gone[: stage.entropy.between(1, len(gone))], "back again")
    stage.tick(almanac, stage.observations(almanac), "it goes on")
    moves.looks(stage, almanac)


def no_quorum(stage: FaultStage) -> None:
    """A command to what is left of a committee, in parts that are none."""
    almanac = stage.free()
    _complete(stage, almanac)
    size = len(almanac.committee.keys)
    gone = stage.some(list(range(size)), size - quorum(size) + 1)
    cut = stage.entropy.below(len(gone) + 1)
    for fault, members in ((Fault.Crash, gone[:cut]), (Fault.Isolate, gone[cut:])):
        if members:
            stage.befall(almanac, fault, members, "they go")
    _not_taken(stage, stage.again(almanac))


def half_mended(stage: FaultStage) -> None:
    """A member that is down and cut off is not there before it is neither."""
    almanac = stage.free()
    _complete(stage, almanac)
    everyone = tuple(range(len(almanac.committee.keys)))
    stage.befall(almanac, Fault.Crash, everyone, "all go down")
    stage.befall(almanac, Fault.Isolate, everyone, "and are cut off")
    first, last = stage.entropy.choice(((Fault.Restart, Fault.Heal), (Fault.Heal, Fault.Restart)))
    stage.befall(almanac, first, everyone, "half mended")
    _not_taken(stage, stage.again(almanac))
    stage.befall(almanac, last, everyone, "mended")
    stage.tick(almanac, stage.observations(almanac), "it goes on")


def strangers_fall(stage: FaultStage) -> None:
    """A member that is not there, alone or beside one that is."""
    running = stage.anyone()
    size = len(running.committee.keys)
    fault, members = _struck(stage.entropy, running.committee)
    beside = stage.some(members) if stage.entropy.chance(2) else ()
    stranger = stage.entropy.choice((size, size + 1, 2**32 - 1))
    _not_befallen(stage, "NoSuchMember", running, fault, (*beside, stranger))


def no_effects(stage: FaultStage) -> None:
    """Nobody, one twice, or one for whom nothing changes."""
    running = stage.anyone()
    fault, members = _struck(stage.entropy, running.committee)
    changed = stage.some(members)
    others = [member for member in range(len(running.committee.keys)) if member not in members]
    named = stage.entropy.choice(((), (*changed, changed[0]), *([(*changed, *stage.some(others))] if others else [])))
    _not_befallen(stage, "NoEffect", running, fault, named)


def retires_alone(stage: FaultStage) -> None:
    """A marker needs a quorum as any command, and takes effect without one."""
    almanac = stage.free()
    _complete(stage, almanac)
    everyone = tuple(range(len(almanac.committee.keys)))
    marker = RetirementMarker.retired(moves.some_instant(stage, almanac))
    stage.befall(almanac, Fault.Isolate, everyone, "all are cut off")
    moves.not_submitted(stage, "NoQuorum", almanac, Retire(marker), "no marker")
    stage.befall(almanac, Fault.Heal, everyone, "and connected again")
    moves.retire(stage, almanac, marker)
    stage.befall(almanac, Fault.Crash, everyone, "all go down")
    moves.ask(stage, almanac)
    effective = stage.effective(stage.again(almanac))
    if effective is not None and stage.now < effective < 2**64:
        stage.advance(effective, "the marker's instant")
        moves.ask(stage, almanac)


def _complete(stage: FaultStage, running: Running) -> None:
    """Bring everyone back."""
    for fault, away in ((Fault.Restart, running.committee.down), (Fault.Heal, running.committee.isolated)):
        if away:
            stage.befall(running, fault, tuple(sorted(away)), "everyone comes back")


def _not_taken(stage: FaultStage, almanac: Almanac) -> None:
    assert not has_quorum(almanac.committee)
    command = Tick(stage.observations(almanac))
    stage.script.refuse("world.submit", "NoQuorum", "too few", component=almanac.deployment, command=command)
    moves.looks(stage, almanac)


def _not_befallen(stage: Stage, refusal: str, running: Running, fault: Fault, members: tuple[int, ...]) -> None:
    ident = running.deployment
    stage.script.refuse("world.fault", refusal, "it does not happen", component=ident, fault=fault, members=members)
    moves.ask(stage, running)


ACT: Final = Act(
    chapter="faults",
    features=(*ALMANAC, "faults"),
    stage=FaultStage,
    through=(
        moves.deploys, moves.waits, moves.reads, moves.asks, moves.retires, almanac_moves.ticks,
        befalls, befalls, befalls, outlives, outlives, outlives, half_mended,
    ),
    refused=(
        moves.goes_back, moves.strangers, moves.other_surfaces, moves.after_the_marker, moves.ill_shaped,
        almanac_moves.twice_in_a_slot, no_quorum, no_quorum, strangers_fall, no_effects, retires_alone,
    ),
)  # fmt: skip
