"""Moves of Computes that go through: providers compete, requests queue and expire, grants are served."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from coalition.compute import ComputeRequirements
from coalition.runtime.compute import Compute
from coalition.unique_id import UniqueId
from conformance.scenarios import moves
from conformance.scenarios.compute_stage import MRTDS, RATES, ROOM, ComputeStage, log_of
from conformance.scenarios.improvised import LAST

_REGIONS: Final = ("eu", "EU", "eu-central-1", "home-01")
_SCORES: Final = ("0", "0.0001", "0.5", "1")


def begins_at_zero(stage: ComputeStage) -> None:
    """The first round is any."""
    market = stage.deploy()
    assert isinstance(market, Compute)
    stage.clears(market, ["COM-12"], stage.entropy.choice((0, 0, LAST - 2 * ROOM)))


def registers(stage: ComputeStage) -> None:
    """A provider, with regions in any order."""
    regions = tuple(stage.shuffled([each.encode() for each in _REGIONS]))
    market = stage.market()
    stage.registers(market, stage.provider(), regions=tuple(each.decode() for each in regions))
    moves.read(stage, market, "Providers", None, 1024)


def competes(stage: ComputeStage) -> None:
    """Several providers, scores for some, one who refreshes or comes back, and as many requests."""
    entropy = stage.entropy
    market = stage.deploy()
    assert isinstance(market, Compute)
    providers = [stage.provider() for _ in range(entropy.between(2, 4))]
    rate = entropy.choice(RATES)
    scored = [each for each in providers if entropy.chance(2)]
    for number, each in enumerate(scored):
        observed = stage.scores(market, each, entropy.choice(_SCORES), 9 - number)
        stage.submit(market, observed, "a score", ["COM-27"])
    for each in providers:
        stage.registers(market, each, rate=rate if entropy.between(0, 3) else entropy.choice(RATES))
    for number in range(entropy.between(1, 3)):
        stage.asks(market, stage.request(requester=bytes([255 - number]) * 20, settlement=UniqueId(bytes(32))))
        stage.clears(market, ["COM-26", "COM-27", "COM-19"])
        again = entropy.choice(providers)
        if entropy.chance(2):
            stage.leaves(market, again)
        stage.registers(market, again, rate=rate)
        if scored and entropy.chance(2):
            observed = stage.scores(market, scored[0], entropy.choice(_SCORES), 10 + number)
            stage.submit(market, observed, "another score", ["COM-27"])
    moves.read(stage, market, "ClearingRecords", None, 1024)


def asks_for_much(stage: ComputeStage) -> None:
    """Requirements that some meet, and some do not."""
    entropy = stage.entropy
    market = stage.deploy()
    assert isinstance(market, Compute)
    for _ in range(entropy.between(1, 3)):
        offered = {
            "regions": tuple(each for each in _REGIONS if entropy.chance(2)),
            "tdx_capable": entropy.between(0, 2) > 0,
            "mrtds": tuple(each for each in MRTDS if entropy.chance(3)),
        }
        stage.registers(market, stage.provider(), **offered)
    for _ in range(entropy.between(1, 4)):
        tdx = entropy.chance(2)
        needs = ComputeRequirements(
            tdx=tdx,
            region=entropy.choice((None, *_REGIONS)),
            max_rate=entropy.choice((None, None, *RATES)),
            expected_mrtd=entropy.choice((None, *MRTDS)) if tdx else None,
            bearer_pointer=entropy.bytes(32) if entropy.chance(2) else None,
        )
        stage.asks(market, stage.request(requirements=needs))
    for _ in range(entropy.between(1, 4)):
        stage.clears(market, ["COM-24", "COM-25", "COM-21"])
    moves.read(stage, market, "ClearingRecords", None, 1024)


def queues(stage: ComputeStage) -> None:
    """Requests that wait, one of which nobody serves, by requesters in descending order."""
    entropy = stage.entropy
    market = stage.deploy()
    assert isinstance(market, Compute)
    alone = ComputeRequirements(tdx=False, region="nowhere")
    for number in range(entropy.between(2, 4)):
        asked = stage.request(requester=bytes([200 - number]) * 20)
        stage.asks(market, replace(asked, requirements=alone) if entropy.chance(3) else asked)
    stage.registers(market, stage.provider())
    for _ in range(entropy.between(1, 3)):
        stage.clears(market, ["COM-21", "COM-19"])
    moves.read(stage, market, "ClearingRecords", None, 1024)


def expires(stage: ComputeStage) -> None:
    """Deadlines around a round."""
    market = stage.deploy()
    assert isinstance(market, Compute)
    stage.registers(market, stage.provider())
    tick = stage.next_round(market)
    idents = [stage.asks(market, stage.request(deadline=tick + late)) for late in (0, stage.entropy.choice((0, 1)), 2)]
    stage.clears(market, ["COM-22"], tick)
    stage.clears(market, ["COM-22"], tick + 1)
    stage.clears(market, ["COM-22"], tick + stage.entropy.choice((2, 3)))
    found = stage.again(market)
    for ident in idents:
        if found.requests[ident].provider is not None:
            stage.grants(market, ident, tick + 5)
    moves.read(stage, market, "ClearingRecords", None, 1024)


def ages(stage: ComputeStage) -> None:
    """A card around its ticks, and around its greatest age."""
    market = stage.deploy()
    assert isinstance(market, Compute)
    tick, age = stage.next_round(market), stage.entropy.choice((0, 1, 5, LAST))
    stage.registers(market, stage.provider(), at=tick, age=age)
    for _ in range(4):
        stage.asks(market, stage.request())
    ticks = (tick - 1, tick, *((tick + age, tick + age + 1) if age in (1, 5) else (tick + 1,)))
    for each in dict.fromkeys(ticks):
        stage.clears(market, ["COM-23"], each)
    moves.read(stage, market, "ClearingRecords", None, 1024)


def grants(stage: ComputeStage) -> None:
    """A grant with all that was asked, to who may have left; from its round or later."""
    entropy = stage.entropy
    needs = ComputeRequirements(tdx=True, expected_mrtd=MRTDS[1], bearer_pointer=entropy.bytes(32))
    asked = stage.request(requirements=needs, pin=UniqueId(entropy.bytes(32)))
    market, provider, ident, tick = stage.wins(asked)
    if entropy.chance(2):
        stage.leaves(market, provider)
    stage.grants(market, ident, tick + entropy.choice((0, 0, 1, 100)), entropy.choice((1, 10, LAST)))
    moves.read(stage, market, "Grants", None, 1024)


def logs(stage: ComputeStage) -> None:
    """Usage, empty, with gaps and outside the grant."""
    entropy = stage.entropy
    market, provider, ident, tick = stage.wins()
    stage.grants(market, ident, tick)
    at = entropy.choice((0, tick))
    for _ in range(entropy.between(1, 3)):
        end = at + entropy.choice((1, 20))
        stage.submit(market, log_of(stage, provider, ident, at, end), "usage", ["COM-32", "COM-31", "COM-10", "COM-13"])
        at = end + entropy.choice((0, 0, 3))
    moves.read(stage, market, "Logs", None, 1024)


def scores_anyone(stage: ComputeStage) -> None:
    """Scores commit nothing."""
    market = stage.market()
    stage.registers(market, stage.provider())
    stage.submit(market, stage.scores(market, stage.provider(), "0.25", 7), "a stranger's score", ["COM-27", "COM-13"])
    moves.read(stage, market, "Providers", None, 1024)


def comes_back(stage: ComputeStage) -> None:
    """A provider leaves; a request waits for it, or for somebody else."""
    market = stage.deploy()
    assert isinstance(market, Compute)
    provider = stage.provider()
    stage.registers(market, provider)
    stage.leaves(market, provider)
    stage.asks(market, stage.request())
    stage.clears(market, ["COM-16"])
    stage.registers(market, provider, rate=stage.entropy.choice(RATES[:4]))
    stage.clears(market, ["COM-16"])
    moves.read(stage, market, "ClearingRecords", None, 1024)


THROUGH: Final = (
    begins_at_zero,
    registers,
    competes,
    competes,
    competes,
    asks_for_much,
    asks_for_much,
    queues,
    queues,
    expires,
    ages,
    ages,
    grants,
    logs,
    scores_anyone,
    comes_back,
)
