"""Moves of composites whose upstream is a component of their own world: the network reads it and brings what is new."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from coalition.acl import AclComposition
from coalition.composites import AlmanacTicks
from coalition.content_preimages import AlmanacContent
from coalition.json_form import decode
from coalition.runtime.almanac import TICKS, Tick
from coalition.runtime.component import Running
from coalition.runtime.composite import Composite
from coalition.runtime.correlator import Correlator
from coalition.runtime.log import Entry
from coalition.runtime.module import Module
from coalition.runtime.over_lattices import LatticeComposite
from coalition.surface import surface_id
from conformance.scenarios import composite_moves_refused, composite_moves_through
from conformance.scenarios.composite_moves_through import look
from conformance.scenarios.composite_stage import CompositeStage
from conformance.scenarios.improvised import LAST

_CADENCE: Final = 1_000


def _clock(stage: CompositeStage) -> Running:
    """An Almanac of this world."""
    content = AlmanacContent(_CADENCE, None)
    made = Module(stage.coalition(), stage.called(), content, None, AclComposition(()))
    return stage.deploy(made, "an Almanac")


def _ticks(stage: CompositeStage, clock: Running) -> bool:
    """The next slot comes, and its tick; nothing where there is no time left."""
    to = (stage.now // _CADENCE + 1) * _CADENCE + stage.entropy.below(_CADENCE)
    if to > LAST:
        return False
    stage.advance(to, "the next slot")
    stage.submit(clock, Tick(()), "the Almanac ticks", ["ALM-3", "COMP-28"])
    return True


def _carries(stage: CompositeStage, clock: Running, reader: Composite, *cites: str) -> None:
    """The network reads the Almanac, and brings everything there to who names it."""
    page = {"surface": TICKS, "after": None, "limit": 1024}
    found = stage.script.go("world.read", "the network reads", component=clock.deployment, **page, cites=["WORLD-8"])
    entries = tuple(decode(Entry, each) for each in found["entries"])
    surface = surface_id(clock.address, TICKS).id()
    stage.carry(reader, surface, clock.ids.content_hash, entries, "and brings it", cites)


def slots_of_its_world(stage: CompositeStage) -> None:
    """A correlator that is aligned to an Almanac beside it seals when the network has brought the tick, not before."""
    clock, made = _clock(stage), stage.correlator()
    aligned = AlmanacTicks(clock.address, _CADENCE)
    reader = stage.live(Correlator, made=replace(made, content=replace(made.content, alignment=aligned)))
    for _ in range(stage.entropy.between(1, 2)):
        for place in stage.places(reader)[: stage.entropy.between(1, 2)]:
            stage.bring(reader, place, stage.now // _CADENCE)
        if not _ticks(stage, clock):
            return
        look(stage, reader, "COMP-26", "COMP-28")
        _carries(stage, clock, reader, "COMP-26", "COMP-5")
        look(stage, reader, "COMP-26")


def ticks_of_its_world(stage: CompositeStage) -> None:
    """A router or a ledger that names an Almanac beside it carries the tick that the network brought."""
    clock = _clock(stage)
    made: Any = stage.entropy.choice((stage.router, stage.ledger))()
    named = replace(made, content=replace(made.content, almanac=clock.address))
    reader = stage.live(LatticeComposite, made=named)
    if not _ticks(stage, clock):
        return
    for brought in (False, True):
        if brought:
            _carries(stage, clock, reader, "COMP-18", "COMP-5")
        event = stage.frontier(reader)
        for place in stage.places(reader)[: stage.entropy.between(1, 2)]:
            stage.bring(reader, place, event)
        stage.seal(reader, event, "COMP-18")
        look(stage, reader, "COMP-18", "COMP-28")


_OWN: Final = (slots_of_its_world, ticks_of_its_world)
THROUGH: Final = (*_OWN, *_OWN, composite_moves_through.whole_event, composite_moves_through.part_of_an_event)
REFUSED: Final = (*_OWN, *composite_moves_refused.REFUSED)
