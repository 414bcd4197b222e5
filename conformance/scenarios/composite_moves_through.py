"""Moves of composites that go through: events are filled, wait, fall due, and are sealed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from coalition.composites import AlmanacTicks
from coalition.lattice import LatticeOrganism
from coalition.lattice_surfaces import RefundEntry, Refunds, TallyAttestation
from coalition.runtime.component import Command
from coalition.runtime.composite import Apply, Composite
from coalition.runtime.correlator import Correlator, ObservePrice
from coalition.runtime.intents import Intents, ObservePool
from coalition.runtime.ledger import Ledger, ObserveRefunds
from coalition.runtime.log import Entry, SurfaceRecord
from coalition.runtime.over_lattices import LatticeComposite
from coalition.runtime.upstream import RefundsRecord, TallyAttestationRecord
from coalition.surface import EvidencePointer, commit, deployment, surface_id
from coalition.unique_id import UniqueId
from conformance.scenarios.composite_stage import SEALED, CompositeStage, Played
from conformance.scenarios.improvised import LAST

#: What an event of each class shows.
_SHOWN: Final = {
    Intents: ("COMP-19", "COMP-20"),
    Ledger: ("COMP-21", "COMP-22", "COMP-24"),
    Correlator: ("COMP-25",),
}
OBSERVES: Final[dict[type[Composite], Any]] = {
    Intents: ObservePool,
    Ledger: ObserveRefunds,
    Correlator: ObservePrice,
}


def look(stage: CompositeStage, running: Composite, *cites: str) -> None:
    """Everything it has committed."""
    shown = [*_SHOWN[type(running)], *SEALED, *cites]
    for surface in running.SURFACES:
        page = {"surface": surface, "after": None, "limit": 1024}
        stage.script.go("world.read", "what it comes to", component=running.deployment, **page, cites=shown)


def attest(stage: CompositeStage, running: Composite, place: int, event: int) -> None:
    """A ledger may get an attestation, before or after the refunds."""
    if isinstance(running, Ledger):
        played = stage.of(running)
        entry = played.slot(place, event).attestation
        surface = played.attestation_surface(place)
        stage.carry(running, surface, played.builds[place], (entry,), "an attestation", ["COMP-24"])


# --- what goes through ------------------------------------------------------------------------------------------------


def whole_event(stage: CompositeStage) -> None:
    """Every member is there."""
    running = stage.live(Composite)
    event = stage.frontier(running)
    for place in stage.places(running):
        if stage.entropy.chance(2):
            attest(stage, running, place, event)
        stage.bring(running, place, event)
    stage.submit(running, Apply(), "it is complete", ["COMP-13", "COMP-15", *_SHOWN[type(running)]])
    look(stage, running)


def part_of_an_event(stage: CompositeStage) -> None:
    """A member is missing, or all but one are."""
    running = stage.live(Composite)
    event = stage.frontier(running)
    places = stage.places(running)
    for place in places[: stage.entropy.between(1, len(places) - 1)]:
        stage.bring(running, place, event)
        if stage.entropy.chance(2):
            attest(stage, running, place, event)
    stage.seal(running, event + stage.entropy.below(2))
    look(stage, running)


def out_of_order(stage: CompositeStage) -> None:
    """Two events, the later one first, some of it twice."""
    running = stage.live(Composite)
    event = stage.frontier(running)
    for place in stage.places(running):
        stage.bring(running, place, event + 1, event, event)
        if stage.entropy.chance(3):
            stage.bring(running, place, event, event + 1)
    stage.seal(running, event + 1)
    look(stage, running)


def comes_late(stage: CompositeStage) -> None:
    """After the seal, once and again."""
    running = stage.live(Composite)
    event = stage.frontier(running)
    first, second, *_ = stage.places(running)
    stage.bring(running, first, event)
    stage.seal(running, event)
    stage.bring(running, second, event, comment="too late")
    stage.bring(running, second, event, event, comment="again")
    stage.bring(running, first, event, comment="what was in time")
    look(stage, running)


def falls_due(stage: CompositeStage) -> None:
    """At its deadline, and not before."""
    running = _timed(stage)
    event = stage.frontier(running)
    stage.bring(running, stage.places(running)[0], event)
    due = stage.again(running).due()
    if due is None or due > LAST:
        return
    stage.advance(due - 1, "just before the deadline")
    look(stage, running, "COMP-14", "WORLD-18")
    stage.advance(due, "the deadline")
    look(stage, running, "COMP-14", "WORLD-18")


def _timed(stage: CompositeStage) -> Composite:
    running = stage.live(Composite)
    return running if running.deadline_ms else stage.live(LatticeComposite)


def waits_for_what_is_missing(stage: CompositeStage) -> None:
    """A later event is complete, an earlier one is not."""
    running = stage.live(Composite)
    event = stage.frontier(running)
    first, *rest = stage.places(running)
    stage.bring(running, first, event)
    for place in (first, *rest):
        stage.bring(running, place, event + 1)
    stage.submit(running, Apply(), "nothing is decided", ["COMP-13", "COMP-12"])
    look(stage, running, "COMP-13")
    for place in rest:
        stage.bring(running, place, event)
    stage.submit(running, Apply(), "both are", ["COMP-13", "COMP-12"])
    look(stage, running, "COMP-13")


def carries_a_tick(stage: CompositeStage) -> None:
    """The greatest tick of an Almanac goes along, whichever came last."""
    made: Any = stage.entropy.choice((stage.router, stage.ledger))()
    aligned = replace(made, content=replace(made.content, almanac=UniqueId(stage.entropy.bytes(32))))
    running = stage.live(LatticeComposite, made=aligned)
    played, seq = stage.of(running), stage.entropy.choice((1, stage.entropy.between(1, 10**9)))
    for number in (seq, seq - 1):
        _tick(stage, running, played, number, "COMP-18")
    event = stage.frontier(running)
    stage.bring(running, 0, event)
    stage.seal(running, event)
    look(stage, running, "COMP-18")


def _tick(stage: CompositeStage, running: Composite, played: Played, seq: int, *cites: str) -> None:
    address = played.almanac()
    assert address is not None
    surface = surface_id(address, "Ticks").id()
    stage.carry(running, surface, played.build, (played.almanac_tick(seq),), "an Almanac ticks", cites)


def is_sealed_by_ticks(stage: CompositeStage) -> None:
    """A tick seals what lies before its slot."""
    made = stage.correlator()
    aligned = AlmanacTicks(UniqueId(stage.entropy.bytes(32)), 1_000)
    running = stage.live(Correlator, made=replace(made, content=replace(made.content, alignment=aligned)))
    played, event = stage.of(running), stage.entropy.between(1, 10**6)
    for number in (event, event + 1):
        for place in stage.places(running)[: stage.entropy.between(1, 2)]:
            stage.bring(running, place, number)
    _tick(stage, running, played, event, "COMP-26")
    look(stage, running, "COMP-26")
    _tick(stage, running, played, event + 1, "COMP-26")
    look(stage, running, "COMP-26")
    _tick(stage, running, played, event + 3, "COMP-26")
    stage.bring(running, 0, event, comment="too late, or known")
    look(stage, running, "COMP-26")


def replays(stage: CompositeStage) -> None:
    """What is brought is kept, until a command observes it."""
    running = stage.live(Composite, replay=True)
    event = stage.frontier(running)
    places = stage.places(running)
    for place in places:
        stage.bring(running, place, event + 1, event, comment="it is kept")
    look(stage, running, "COMP-27")
    for place in places[: stage.entropy.between(1, len(places))]:
        command = _observation(stage, running, place, event)
        stage.submit(running, command, "it is observed", ["COMP-11", "COMP-27"])
        stage.submit(running, command, "once is enough", ["COMP-11", "COMP-27"])
    stage.seal(running, event)
    look(stage, running, "COMP-27", "COMP-11")


def _observation(stage: CompositeStage, running: Composite, place: int, event: int) -> Command:
    return OBSERVES[type(running)](pointer_to(stage, running, place, event))  # type: ignore[no-any-return] # a command


def pointer_to(stage: CompositeStage, running: Composite, place: int, event: int) -> EvidencePointer:
    """Where the record stands that a member gives for an event."""
    return running.upstreams[running.required[place]].pointer(stage.of(running).entry(place, event))


def refunds_again(stage: CompositeStage) -> None:
    """A refund that comes in two slots, in another block, and of another member."""
    running = stage.live(Ledger)
    played, event = stage.of(running), stage.frontier(running)
    one = refund_drawn(stage, running, stage.entropy.below(10**6))
    blocks = (one, replace(one, block_number=one.block_number + 1), replace(one, refund_wei=one.refund_wei + 5))
    for number, listed in enumerate(((one,), (blocks[1],), (blocks[2],))):
        entry = forged_entry(stage, running, 0, event + number, listed)
        stage.carry(running, running.required[0], played.builds[0], (entry,), "refunds", ["COMP-22"])
        if number == 0:
            entry = forged_entry(stage, running, 1, event, listed)
            stage.carry(running, running.required[1], played.builds[1], (entry,), "the same bundle", ["COMP-22"])
        stage.seal(running, event + number, "COMP-22")
    look(stage, running, "COMP-22")


def refund_drawn(stage: CompositeStage, running: Ledger, wei: int) -> RefundEntry:
    """A refund of so much."""
    entropy = stage.entropy
    pointer = EvidencePointer(running.address, 1, UniqueId(entropy.bytes(32)))
    return RefundEntry(UniqueId(entropy.bytes(32)), entropy.below(10**9), wei, entropy.bytes(20), pointer, pointer)


def forged_entry(
    stage: CompositeStage, running: Ledger, place: int, event: int, refunds: tuple[RefundEntry, ...]
) -> Entry:
    """Refunds as a tally might commit them for an event."""
    slot = running.slot_of(place, event)
    return _placed(stage, running, place, "Refunds", RefundsRecord(Refunds(slot, refunds)))


def _placed(stage: CompositeStage, running: Ledger, place: int, name: str, record: SurfaceRecord) -> Entry:
    played = stage.of(running)
    tally = played.lattices[place].address(LatticeOrganism.Tally)
    built = deployment(tally, played.builds[place]).id()
    surface, index = played.lattices[place].surface(LatticeOrganism.Tally, name), stage.entropy.below(10**6)
    return Entry(index, commit(surface, built, index, record.digest().id()).id(), record)


def attests_something_else(stage: CompositeStage) -> None:
    """An attestation of refunds that nobody has seen."""
    running = stage.live(Ledger)
    played, event = stage.of(running), stage.frontier(running)
    seen = pointer_to(stage, running, 0, event)
    other = replace(seen, commit=UniqueId(stage.entropy.bytes(32)))
    record = TallyAttestationRecord(TallyAttestation(seen.clock_event, other, ()))
    entry = _placed(stage, running, 0, "Attestation", record)
    stage.bring(running, 0, event)
    stage.carry(running, played.attestation_surface(0), played.builds[0], (entry,), "of other refunds", ["COMP-24"])
    stage.seal(running, event, "COMP-24")
    look(stage, running, "COMP-24")


def attested_alone(stage: CompositeStage) -> None:
    """An attestation opens an event of which nothing else comes in time."""
    running = stage.live(Ledger)
    event, (first, second, *_) = stage.frontier(running), stage.places(running)
    attest(stage, running, first, event)
    stage.seal(running, event, "COMP-24")
    attest(stage, running, second, event)
    stage.bring(running, first, event, comment="too late")
    look(stage, running, "COMP-24")


def ticks_often(stage: CompositeStage) -> None:
    """Several ticks of a feed in one event: the greatest number stands for it."""
    running = stage.live(Correlator)
    played, event = stage.of(running), stage.frontier(running)
    begins = event * running.length_ms
    numbers = [each[0] for each in stage.shuffled([bytes([number]) for number in range(3)])]
    for number in numbers:
        at = begins + stage.entropy.choice((0, running.length_ms - 1, stage.entropy.below(running.length_ms)))
        entry = played.extra_tick(0, event * 8 + number, at)
        stage.carry(running, running.required[0], played.builds[0], (entry,), "a tick", ["COMP-25"])
    stage.seal(running, event, "COMP-25")
    look(stage, running, "COMP-25")


def a_bystander(stage: CompositeStage) -> None:
    """Two that read the same: what is brought to one is brought to one."""
    running = stage.live(LatticeComposite)
    configured: Any = stage.configured[running.deployment]
    other = stage.live(LatticeComposite, made=replace(configured, instance_name=stage.called()))
    event = stage.frontier(running)
    stage.bring(running, 0, event)
    stage.seal(running, event, "COMP-28")
    look(stage, running, "COMP-28")
    entry = stage.of(running).entry(0, event)
    look(stage, other, "COMP-28")
    stage.carry(other, other.required[0], stage.of(running).builds[0], (entry,), "it is new to the other", ["COMP-28"])


def all_or_nothing(stage: CompositeStage) -> None:
    """One entry is wrong: none is taken."""
    running = stage.live(Composite)
    played, event = stage.of(running), stage.frontier(running)
    entries = [played.entry(0, event), played.entry(0, event + 1)]
    wrong = replace(entries[1], commit=UniqueId(stage.entropy.bytes(32)))
    stage.not_carried(running, "CommitMismatch", running.required[0], played.builds[0], entries[0], wrong)
    stage.bring(running, 0, event, event + 1, comment="none of them was taken")
    stage.seal(running, event + 1)
    look(stage, running, "COMP-10")


THROUGH: Final = (
    whole_event, whole_event, part_of_an_event, part_of_an_event, out_of_order, comes_late, falls_due, falls_due,
    waits_for_what_is_missing, carries_a_tick, is_sealed_by_ticks, replays, refunds_again, attests_something_else,
    attested_alone, ticks_often, a_bystander, all_or_nothing,
)  # fmt: skip
