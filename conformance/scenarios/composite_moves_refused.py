"""Moves of composites that are refused: spans that are none, and entries of no surface that is spanned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from coalition.composites import AlmanacTicks, CorrelatorContent, TimestampBins
from coalition.json_form import as_json
from coalition.runtime.almanac import Tick
from coalition.runtime.composite import AdvanceTick, Composite, Seal
from coalition.runtime.intents import Intents
from coalition.runtime.ledger import Ledger
from coalition.runtime.log import Entry
from coalition.runtime.over_lattices import LatticeComposite
from coalition.surface import commit, deployment
from coalition.unique_id import UniqueId
from conformance.scenarios import moves
from conformance.scenarios.composite_moves_through import OBSERVES, forged_entry, pointer_to, refund_drawn
from conformance.scenarios.composite_stage import CompositeStage
from conformance.scenarios.improvised import LAST

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
    pointer = pointer_to(stage, running, 0, event)
    observe = OBSERVES[type(running)]
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
    pointer = pointer_to(stage, running, 0, stage.frontier(running))
    others = [each(pointer) for kind, each in OBSERVES.items() if not isinstance(running, kind)]
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
    refunds = (refund_drawn(stage, running, half), refund_drawn(stage, running, half + stage.entropy.below(half)))
    entry = forged_entry(stage, running, 0, event, refunds)
    stage.not_carried(running, "RefundsTooLarge", running.required[0], played.builds[0], entry)
    fits = forged_entry(stage, running, 0, event, (refunds[0], replace(refunds[1], refund_wei=half - 1)))
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


REFUSED: Final = (
    bad_spans, bad_spans, bad_spans, same_deployment, foreign_surfaces, other_builds, forged_commits, wrong_records,
    rivals, outside_the_clock, unresolved, unresolved, other_commands, sealed_again, too_much, bundles_twice,
)  # fmt: skip
