"""What can happen to composite organisms on a stage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from coalition.composites import AlmanacTicks, CorrelatorContent, TimestampBins
from coalition.json_form import as_json
from coalition.lattice import LatticeOrganism
from coalition.lattice_surfaces import RefundEntry, Refunds, TallyAttestation
from coalition.runtime.almanac import Tick
from coalition.runtime.component import Command
from coalition.runtime.composite import AdvanceTick, Apply, Composite, Seal
from coalition.runtime.correlator import Correlator, ObservePrice
from coalition.runtime.fault import Fault
from coalition.runtime.intents import Intents, ObservePool
from coalition.runtime.ledger import Ledger, ObserveRefunds
from coalition.runtime.log import Entry, SurfaceRecord
from coalition.runtime.over_lattices import LatticeComposite
from coalition.runtime.upstream import RefundsRecord, TallyAttestationRecord
from coalition.surface import EvidencePointer, commit, deployment, surface_id
from coalition.unique_id import UniqueId
from conformance.scenarios import moves
from conformance.scenarios.composite_stage import SEALED, CompositeStage, Played
from conformance.scenarios.improvised import LAST, Act

FEATURES: Final = ("stall", "stall.correlator", "stall.intents", "stall.ledger", "world")
#: What an event of each class shows.
_SHOWN: Final = {
    Intents: ("COMP-19", "COMP-20"),
    Ledger: ("COMP-21", "COMP-22", "COMP-24"),
    Correlator: ("COMP-25",),
}
_OBSERVES: Final[dict[type[Composite], Any]] = {
    Intents: ObservePool,
    Ledger: ObserveRefunds,
    Correlator: ObservePrice,
}


def _look(stage: CompositeStage, running: Composite, *cites: str) -> None:
    """Everything it has committed."""
    shown = [*_SHOWN[type(running)], *SEALED, *cites]
    for surface in running.SURFACES:
        page = {"surface": surface, "after": None, "limit": 1024}
        stage.script.go("world.read", "what it comes to", component=running.deployment, **page, cites=shown)


def _attest(stage: CompositeStage, running: Composite, place: int, event: int) -> None:
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
            _attest(stage, running, place, event)
        stage.bring(running, place, event)
    stage.submit(running, Apply(), "it is complete", ["COMP-13", "COMP-15", *_SHOWN[type(running)]])
    _look(stage, running)


def part_of_an_event(stage: CompositeStage) -> None:
    """A member is missing, or all but one are."""
    running = stage.live(Composite)
    event = stage.frontier(running)
    places = stage.places(running)
    for place in places[: stage.entropy.between(1, len(places) - 1)]:
        stage.bring(running, place, event)
        if stage.entropy.chance(2):
            _attest(stage, running, place, event)
    stage.seal(running, event + stage.entropy.below(2))
    _look(stage, running)


def out_of_order(stage: CompositeStage) -> None:
    """Two events, the later one first, some of it twice."""
    running = stage.live(Composite)
    event = stage.frontier(running)
    for place in stage.places(running):
        stage.bring(running, place, event + 1, event, event)
        if stage.entropy.chance(3):
            stage.bring(running, place, event, event + 1)
    stage.seal(running, event + 1)
    _look(stage, running)


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
    _look(stage, running)


def falls_due(stage: CompositeStage) -> None:
    """At its deadline, and not before."""
    running = _timed(stage)
    event = stage.frontier(running)
    stage.bring(running, stage.places(running)[0], event)
    due = stage.again(running).due()
    if due is None or due > LAST:
        return
    stage.advance(due - 1, "just before the deadline")
    _look(stage, running, "COMP-14", "WORLD-18")
    stage.advance(due, "the deadline")
    _look(stage, running, "COMP-14", "WORLD-18")


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
    _look(stage, running, "COMP-13")
    for place in rest:
        stage.bring(running, place, event)
    stage.submit(running, Apply(), "both are", ["COMP-13", "COMP-12"])
    _look(stage, running, "COMP-13")


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
    _look(stage, running, "COMP-18")


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
    _look(stage, running, "COMP-26")
    _tick(stage, running, played, event + 1, "COMP-26")
    _look(stage, running, "COMP-26")
    _tick(stage, running, played, event + 3, "COMP-26")
    stage.bring(running, 0, event, comment="too late, or known")
    _look(stage, running, "COMP-26")


def replays(stage: CompositeStage) -> None:
    """What is brought is kept, until a command observes it."""
    running = stage.live(Composite, replay=True)
    event = stage.frontier(running)
    places = stage.places(running)
    for place in places:
        stage.bring(running, place, event + 1, event, comment="it is kept")
    _look(stage, running, "COMP-27")
    for place in places[: stage.entropy.between(1, len(places))]:
        command = _observation(stage, running, place, event)
        stage.submit(running, command, "it is observed", ["COMP-11", "COMP-27"])
        stage.submit(running, command, "once is enough", ["COMP-11", "COMP-27"])
    stage.seal(running, event)
    _look(stage, running, "COMP-27", "COMP-11")


def _observation(stage: CompositeStage, running: Composite, place: int, event: int) -> Command:
    return _OBSERVES[type(running)](_pointer(stage, running, place, event))  # type: ignore[no-any-return]


def _pointer(stage: CompositeStage, running: Composite, place: int, event: int) -> EvidencePointer:
    return running.upstreams[running.required[place]].pointer(stage.of(running).entry(place, event))


def refunds_again(stage: CompositeStage) -> None:
    """A refund that comes in two slots, in another block, and of another member."""
    running = stage.live(Ledger)
    played, event = stage.of(running), stage.frontier(running)
    one = _refund(stage, running, stage.entropy.below(10**6))
    blocks = (one, replace(one, block_number=one.block_number + 1), replace(one, refund_wei=one.refund_wei + 5))
    for number, listed in enumerate(((one,), (blocks[1],), (blocks[2],))):
        entry = _forged(stage, running, 0, event + number, listed)
        stage.carry(running, running.required[0], played.builds[0], (entry,), "refunds", ["COMP-22"])
        if number == 0:
            entry = _forged(stage, running, 1, event, listed)
            stage.carry(running, running.required[1], played.builds[1], (entry,), "the same bundle", ["COMP-22"])
        stage.seal(running, event + number, "COMP-22")
    _look(stage, running, "COMP-22")


def _refund(stage: CompositeStage, running: Ledger, wei: int) -> RefundEntry:
    entropy = stage.entropy
    pointer = EvidencePointer(running.address, 1, UniqueId(entropy.bytes(32)))
    return RefundEntry(UniqueId(entropy.bytes(32)), entropy.below(10**9), wei, entropy.bytes(20), pointer, pointer)


def _forged(stage: CompositeStage, running: Ledger, place: int, event: int, refunds: tuple[RefundEntry, ...]) -> Entry:
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
    seen = _pointer(stage, running, 0, event)
    other = replace(seen, commit=UniqueId(stage.entropy.bytes(32)))
    record = TallyAttestationRecord(TallyAttestation(seen.clock_event, other, ()))
    entry = _placed(stage, running, 0, "Attestation", record)
    stage.bring(running, 0, event)
    stage.carry(running, played.attestation_surface(0), played.builds[0], (entry,), "of other refunds", ["COMP-24"])
    stage.seal(running, event, "COMP-24")
    _look(stage, running, "COMP-24")


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
    _look(stage, running, "COMP-25")


def a_bystander(stage: CompositeStage) -> None:
    """Two that read the same: what is brought to one is brought to one."""
    running = stage.live(LatticeComposite)
    configured: Any = stage.configured[running.deployment]
    other = stage.live(LatticeComposite, made=replace(configured, instance_name=stage.called()))
    event = stage.frontier(running)
    stage.bring(running, 0, event)
    stage.seal(running, event, "COMP-28")
    _look(stage, running, "COMP-28")
    entry = stage.of(running).entry(0, event)
    _look(stage, other, "COMP-28")
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
    _look(stage, running, "COMP-10")


# --- what is refused --------------------------------------------------------------------------------------------------


def bad_spans(stage: CompositeStage) -> None:
    """Spans and contents that do not fit."""
    entropy = stage.entropy
    made: Any = entropy.choice((stage.router, stage.ledger))()
    content = made.content
    twin = replace(made.lattices[1], instance_name=made.lattices[0].instance_name)
    one_chain = replace(content, sources=(content.sources[0], content.sources[0], *content.sources[2:]))
    one = replace(content, sources=content.sources[:1])
    feeds = stage.correlator()
    fewer = replace(feeds.content, feeds=feeds.content.feeds[:1])
    choices: tuple[tuple[str, Any], ...] = (
        (
            "SpanTooSmall",
            replace(made, lattices=made.lattices[:1], content=replace(content, sources=content.sources[:1])),
        ),
        ("SpanTooSmall", replace(feeds, organisms=feeds.organisms[:1], content=fewer)),
        ("SpanMismatch", replace(made, content=one)),
        ("SpanMismatch", replace(made, lattices=(made.lattices[0], twin, *made.lattices[2:]), content=one_chain)),
        ("SpanMismatch", replace(feeds, content=fewer)),
        ("LengthZero", replace(made, content=replace(content, deadline_ms=0))),
        ("LengthZero", replace(feeds, content=_aligned(feeds.content, TimestampBins(0, 1)))),
        ("LengthZero", replace(feeds, content=_aligned(feeds.content, TimestampBins(1, 0)))),
        ("LengthZero", replace(feeds, content=_aligned(feeds.content, AlmanacTicks(UniqueId(bytes([1]) * 32), 0)))),
    )
    refusal, component = entropy.choice(choices)
    moves.not_deployed(stage, refusal, component)


def _aligned(content: CorrelatorContent, alignment: TimestampBins | AlmanacTicks) -> CorrelatorContent:
    return replace(content, alignment=alignment)


def same_deployment(stage: CompositeStage) -> None:
    """A role and a replay are no ids; a content is."""
    running = stage.live(Composite)
    configured: Any = stage.configured[running.deployment]
    changes: tuple[dict[str, Any], ...] = ({"name": "another"}, {"replay": not configured.replay})
    change = stage.entropy.choice(changes)
    component = replace(configured, **change)
    keys = stage.committee()
    stage.script.refuse(
        "world.deploy", "AlreadyDeployed", "no id", component=component, committee=keys, cites=["COMP-1", "COMP-3"]
    )


def foreign_surfaces(stage: CompositeStage) -> None:
    """Surfaces that it does not read."""
    running = stage.live(Composite)
    played, event = stage.of(running), stage.frontier(running)
    surface = stage.entropy.choice((UniqueId(stage.entropy.bytes(32)), running.logs[0].surface))
    stage.not_carried(running, "NotSpanned", surface, played.builds[0], played.entry(0, event))


def other_builds(stage: CompositeStage) -> None:
    """Builds that are not the one that is pinned."""
    made = stage.router()
    pin = UniqueId(stage.entropy.bytes(32))
    lattices = (replace(made.lattices[0], content_hash=pin), *made.lattices[1:])
    running = stage.live(Intents, made=replace(made, lattices=lattices))
    entry = stage.of(running).entry(0, 0)
    build = stage.entropy.choice((None, UniqueId(stage.entropy.bytes(32)), running.ids.content_hash))
    stage.not_carried(running, "PinnedContent", running.required[0], build, entry)
    stage.bring(running, 0, 0, comment="the build that is pinned")


def forged_commits(stage: CompositeStage) -> None:
    """Entries whose commit is not theirs."""
    running = stage.live(Composite)
    played, event = stage.of(running), stage.frontier(running)
    entry, other = played.entry(0, event), played.entry(0, event + 1)
    wrong = stage.entropy.choice(
        (
            replace(entry, index=entry.index + 1),
            replace(entry, commit=UniqueId(stage.entropy.bytes(32))),
            replace(entry, record=other.record),
        )
    )
    stage.not_carried(running, "CommitMismatch", running.required[0], played.builds[0], wrong)


def wrong_records(stage: CompositeStage) -> None:
    """A record that stands on another surface."""
    running = stage.live(LatticeComposite)
    played, event = stage.of(running), stage.frontier(running)
    slot = played.slot(0, event)
    entry = slot.attestation if isinstance(running, Ledger) else slot.refunds
    stage.not_carried(running, "WrongRecord", running.required[0], played.builds[0], entry)


def rivals(stage: CompositeStage) -> None:
    """Another commit for a clock event that has one, sealed or not."""
    running = stage.live(Composite)
    played, event = stage.of(running), stage.frontier(running)
    right = played.entry(0, event)
    stage.bring(running, 0, event)
    if stage.entropy.chance(2):
        stage.seal(running, event)
    upstream, index = running.upstreams[running.required[0]], right.index + 7
    built = deployment(upstream.address, played.builds[0]).id()
    hashed = commit(upstream.surface, built, index, right.record.digest().id()).id()
    stage.not_carried(
        running, "ConflictingEvidence", upstream.surface, played.builds[0], Entry(index, hashed, right.record)
    )


def outside_the_clock(stage: CompositeStage) -> None:
    """Slots before event 0, and events that a member has no slot for."""
    made: Any = stage.entropy.choice((stage.router, stage.ledger))()
    first, *rest = made.content.sources
    last = stage.entropy.chance(2)
    sources = (replace(first, first_slot=9), *(replace(each, first_slot=LAST if last else 9) for each in rest))
    running = stage.live(LatticeComposite, made=replace(made, content=replace(made.content, sources=sources)))
    event = 1 if last else -1
    played = stage.of(running)
    stage.not_carried(running, "OutsideClock", running.required[0], played.builds[0], played.entry(0, event))
    stage.bring(running, 0, 0, comment="event 0")


def unresolved(stage: CompositeStage) -> None:
    """Evidence that points at nothing that was brought."""
    running = stage.live(Composite, replay=stage.entropy.chance(2))
    event = stage.frontier(running)
    pointer = _pointer(stage, running, 0, event)
    observe = _OBSERVES[type(running)]
    if stage.entropy.chance(3):
        moves.not_submitted(stage, "UnresolvedEvidence", running, observe(pointer), "nothing was brought")
        return
    stage.bring(running, 0, event)
    wrong = stage.entropy.choice(
        (
            observe(replace(pointer, commit=UniqueId(stage.entropy.bytes(32)))),
            observe(replace(pointer, clock_event=pointer.clock_event + 10**6)),
            observe(replace(pointer, address=running.address)),
            AdvanceTick(pointer),
        )
    )
    moves.not_submitted(stage, "UnresolvedEvidence", running, wrong, "it points at nothing")


def other_commands(stage: CompositeStage) -> None:
    """Commands of another class."""
    running = stage.live(Composite)
    pointer = _pointer(stage, running, 0, stage.frontier(running))
    others = [each(pointer) for kind, each in _OBSERVES.items() if not isinstance(running, kind)]
    command = stage.entropy.choice((*others, Tick(())))
    moves.not_submitted(stage, "UnknownCommand", running, command, "it takes no such command")


def sealed_again(stage: CompositeStage) -> None:
    """An event that is sealed, or one below."""
    running = stage.live(Composite)
    event = stage.frontier(running) + stage.entropy.below(3)
    stage.seal(running, event)
    command = Seal(stage.entropy.choice((event, stage.entropy.below(event + 1))))
    moves.not_submitted(stage, "AlreadySealed", running, command, "it is sealed")


def too_much(stage: CompositeStage) -> None:
    """Refunds that exceed what a u128 holds."""
    running = stage.live(Ledger)
    played, event = stage.of(running), stage.frontier(running)
    half = 2**127
    refunds = (_refund(stage, running, half), _refund(stage, running, half + stage.entropy.below(half)))
    entry = _forged(stage, running, 0, event, refunds)
    stage.not_carried(running, "RefundsTooLarge", running.required[0], played.builds[0], entry)
    fits = _forged(stage, running, 0, event, (refunds[0], replace(refunds[1], refund_wei=half - 1)))
    stage.carry(running, running.required[0], played.builds[0], (fits,), "as much as there can be", ["COMP-23"])


def bundles_twice(stage: CompositeStage) -> None:
    """A pool, or refunds, with a bundle twice."""
    running = stage.live(LatticeComposite)
    played, event = stage.of(running), stage.frontier(running)
    form: dict[str, Any] = as_json(played.entry(0, event))
    record = form["record"]
    held, listed = ("refunds", "entries") if isinstance(running, Ledger) else ("pool", "bundles")
    inner = {**record[held], listed: [*record[held][listed], record[held][listed][0]]}
    entry = {**form, "record": {**record, held: inner}}
    build = played.builds[0]
    params = {
        "component": running.deployment.hex(),
        "surface": running.required[0].hex(),
        "content_hash": None if build is None else build.hex(),
        "entries": [entry],
    }
    cites = ["WORLD-7", "COMP-7", "LAT-3"]
    stage.script.refuse_form("world.deliver", "DuplicateKey", "a bundle twice", params, cites=cites)


def broken_span(stage: CompositeStage) -> None:
    """A span that names a member twice."""
    form = as_json(stage.router())
    lattices = form["lattices"]
    stable_id = lattices[0]["stable_id"]
    error, other = stage.entropy.choice(
        (("DuplicateMember", stable_id), ("MemberPrefixCollision", stable_id[:40] + stage.entropy.bytes(12).hex()))
    )
    changed = {**form, "lattices": [lattices[0], {**lattices[1], "stable_id": other}, *lattices[2:]]}
    params = {"component": changed, "committee": [each.hex() for each in stage.committee()]}
    stage.script.break_rule("world.deploy", error, "it breaks a rule", params, cites=["COMP-2"])


# --- faults -----------------------------------------------------------------------------------------------------------


def majority_lost(stage: CompositeStage) -> None:
    """Without a majority nothing is taken, and what falls due waits; who is there signs."""
    made: Any = stage.entropy.choice((stage.router, stage.ledger))()
    keys = tuple(stage.entropy.bytes(32) for _ in range(3))
    value = stage.script.go("world.deploy", "three members", component=made, committee=keys, cites=["COMP-1", "COMP-2"])
    ident = UniqueId(bytes.fromhex(value["deployment"]))
    stage.configured[ident] = made
    running = stage.world.components[ident]
    assert isinstance(running, LatticeComposite)
    _befalls(stage, running, Fault.Isolate, 1)
    for place in stage.places(running):
        _attest(stage, running, place, 0)
        stage.bring(running, place, 0)
    _befalls(stage, running, Fault.Crash, 2)
    played = stage.of(running)
    stage.not_carried(running, "NoQuorum", running.required[0], played.builds[0], played.entry(0, 1))
    due = running.deadline_ms or 0
    if stage.now + due + 9 <= LAST:
        stage.advance(stage.now + due + stage.entropy.below(9), "past the deadline")
    _look(stage, running, "FLT-5")
    _befalls(stage, running, Fault.Heal, 1)
    _look(stage, running, "FLT-5", "COMP-14")
    stage.bring(running, 0, 1)
    if isinstance(running, Ledger):
        _attest(stage, running, 0, 1)
    stage.seal(running, 1, "FLT-6")
    _look(stage, running, "FLT-6")


def _befalls(stage: CompositeStage, running: Composite, fault: Fault, *members: int) -> None:
    values: dict[str, Any] = {"fault": fault, "members": members}
    stage.script.go("world.fault", "it befalls", component=running.deployment, **values, cites=["FLT-1", "FLT-5"])


_THROUGH: Final = (
    *moves.THROUGH, whole_event, whole_event, part_of_an_event, part_of_an_event, out_of_order, comes_late, falls_due,
    falls_due, waits_for_what_is_missing, carries_a_tick, is_sealed_by_ticks, replays, refunds_again,
    attests_something_else, ticks_often, a_bystander, all_or_nothing,
)  # fmt: skip
_REFUSED: Final = (
    *moves.REFUSED, bad_spans, bad_spans, bad_spans, same_deployment, foreign_surfaces, other_builds, forged_commits,
    wrong_records, rivals, outside_the_clock, unresolved, unresolved, other_commands, sealed_again, too_much,
    bundles_twice,
)  # fmt: skip

ACT: Final = Act(
    chapter="composites",
    features=FEATURES,
    stage=CompositeStage,
    through=_THROUGH,
    refused=_REFUSED,
    strict=(broken_span,),
)
FAULTS: Final = Act(
    chapter="faults",
    features=("faults", *FEATURES),
    stage=CompositeStage,
    through=(*moves.THROUGH, majority_lost, majority_lost, majority_lost),
    refused=moves.REFUSED,
)
