"""What can happen to composite organisms on a stage."""

from __future__ import annotations

from typing import Any, Final

from coalition.json_form import as_json
from coalition.runtime.composite import Composite
from coalition.runtime.fault import Fault
from coalition.runtime.ledger import Ledger
from coalition.runtime.over_lattices import LatticeComposite
from coalition.unique_id import UniqueId
from conformance.scenarios import composite_moves_refused, composite_moves_through, composite_moves_world, moves
from conformance.scenarios.composite_moves_through import attest, look
from conformance.scenarios.composite_stage import CompositeStage
from conformance.scenarios.improvised import LAST, Act

FEATURES: Final = ("stall", "stall.correlator", "stall.intents", "stall.ledger", "world")


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
        attest(stage, running, place, 0)
        stage.bring(running, place, 0)
    _befalls(stage, running, Fault.Crash, 2)
    played = stage.of(running)
    stage.not_carried(running, "NoQuorum", running.required[0], played.builds[0], played.entry(0, 1))
    due = running.deadline_ms or 0
    if stage.now + due + 9 <= LAST:
        stage.advance(stage.now + due + stage.entropy.below(9), "past the deadline")
    look(stage, running, "FLT-5")
    _befalls(stage, running, Fault.Heal, 1)
    look(stage, running, "FLT-5", "COMP-14")
    stage.bring(running, 0, 1)
    if isinstance(running, Ledger):
        attest(stage, running, 0, 1)
    stage.seal(running, 1, "FLT-6")
    look(stage, running, "FLT-6")


def _befalls(stage: CompositeStage, running: Composite, fault: Fault, *members: int) -> None:
    values: dict[str, Any] = {"fault": fault, "members": members}
    stage.script.go("world.fault", "it befalls", component=running.deployment, **values, cites=["FLT-1", "FLT-5"])


ACT: Final = Act(
    chapter="composites",
    features=FEATURES,
    stage=CompositeStage,
    through=(*moves.THROUGH, *composite_moves_through.THROUGH),
    refused=(*moves.REFUSED, *composite_moves_refused.REFUSED),
    strict=(broken_span,),
)
UPSTREAMS: Final = Act(
    chapter="composites",
    features=("almanac", *FEATURES),
    stage=CompositeStage,
    through=composite_moves_world.THROUGH,
    refused=composite_moves_world.REFUSED,
)
FAULTS: Final = Act(
    chapter="faults",
    features=("faults", *FEATURES),
    stage=CompositeStage,
    through=(*moves.THROUGH, majority_lost, majority_lost, majority_lost),
    refused=moves.REFUSED,
)
