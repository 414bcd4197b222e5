"""What can happen to Computes on a stage."""

from __future__ import annotations

from typing import Final

from coalition.acl import AclComposition
from coalition.content_preimages import AlmanacContent
from coalition.runtime.almanac import Almanac, Tick
from coalition.runtime.compute_records import Clear, SubmitRequest
from coalition.runtime.module import Module
from conformance.scenarios import moves
from conformance.scenarios.compute_moves_refused import REFUSED
from conformance.scenarios.compute_moves_through import THROUGH, begins_at_zero
from conformance.scenarios.compute_stage import ComputeStage
from conformance.scenarios.improvised import Act
from conformance.scenarios.markets import COMPUTE


def of_another_class(stage: ComputeStage) -> None:
    """A command that a class does not take, whoever takes it elsewhere."""
    entropy, market = stage.entropy, stage.market()
    clocks = stage.those(Almanac)
    content = AlmanacContent(entropy.choice((1, 1_000)), None)
    clock = Module(stage.coalition(), f"clock.{len(stage.configured)}", content, None, AclComposition(()))
    almanac = entropy.choice(clocks) if clocks else stage.deploy(clock, "an Almanac")
    running, command = entropy.choice(
        ((market, Tick(())), (almanac, Clear(0)), (almanac, SubmitRequest(stage.request())))
    )
    stage.script.refuse(
        "world.submit", "UnknownCommand", "another class's", component=running.deployment, command=command
    )
    moves.ask(stage, running)


ACT: Final = Act(
    chapter="compute",
    features=COMPUTE,
    stage=ComputeStage,
    through=(*moves.THROUGH, *THROUGH),
    refused=(*moves.REFUSED, *REFUSED),
    strict=(moves.broken_configuration,),
)

#: Lives of Computes beside Almanacs.
BESIDE: Final = Act(
    chapter="compute",
    features=("almanac", *COMPUTE),
    stage=ComputeStage,
    through=(begins_at_zero,),
    refused=(of_another_class,),
)
