"""What can happen to Computes on a stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from coalition.acl import AclComposition
from coalition.compute import (
    AlmanacRange,
    ComputeLog,
    ComputeProviderCard,
    ComputeRequest,
    ComputeRequirements,
    UsageMetrics,
    request_digest,
)
from coalition.content_preimages import AlmanacContent, ComputeContent
from coalition.json_form import as_json
from coalition.reference import OrganismRef
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker
from coalition.runtime.almanac import Almanac, Tick
from coalition.runtime.component import Command, Running
from coalition.runtime.compute import Compute
from coalition.runtime.compute_records import Clear, CommitGrant, ObserveReputation, SubmitRequest
from coalition.runtime.module import Module
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId
from conformance.random_inputs import draw, name
from conformance.scenarios import moves
from conformance.scenarios.improvised import LAST, Act, Stage
from conformance.scenarios.markets import COMPUTE, Provider, card

_REGIONS: Final = ("eu", "EU", "eu-central-1", "home-01")
_RATES: Final = (0, 1, 1_000, 1_000, 1_001, LAST)
_MRTDS: Final = (bytes(48), b"\x01" * 48, b"\x02" * 48)
_SCORES: Final = ("0", "0.0001", "0.5", "1")
#: Ticks that a life leaves behind it, and before it.
_ROOM: Final = 10**6


class ComputeStage(Stage):
    """A stage of Computes, and of the providers that speak to them."""

    def component(self) -> Module:
        source = OrganismRef.by_stable_id("reputation", UniqueId(self.entropy.bytes(32)))
        predecessor = UniqueId(self.entropy.bytes(32)) if self.entropy.chance(3) else None
        called = f"{name(self.entropy)}.{len(self.configured)}"
        return Module(self.coalition(), called, ComputeContent(source, predecessor), None, AclComposition(()))

    def ready(self) -> tuple[Running, Command]:
        return self.market(), SubmitRequest(self.request())

    def market(self) -> Compute:
        """A Compute that runs, and has rounds left."""
        found = [each for each in self.those(Compute) if each.marker is None and (each.round or 0) < LAST - _ROOM]
        made = self.entropy.choice(found) if found else self.deploy()
        assert isinstance(made, Compute)
        return made

    def provider(self) -> Provider:
        """One who is not here yet."""
        return Provider(self.entropy.bytes(32))

    def next_round(self, market: Compute) -> int:
        """A round that may come."""
        last = self.again(market).round
        return _ROOM if last is None else last + self.entropy.choice((1, 1, 2, 7))

    def request(self, **members: Any) -> ComputeRequest:
        """A request that nobody has asked, and most serve."""
        entropy = self.entropy
        needs = ComputeRequirements(tdx=False, max_rate=entropy.choice((None, LAST)))
        pin = UniqueId(entropy.bytes(32)) if entropy.chance(2) else None
        settlement = UniqueId(entropy.choice((bytes(32), entropy.bytes(32))))
        requester = entropy.choice((bytes(20), entropy.bytes(20)))
        workload = UniqueId(entropy.bytes(32))
        asked = ComputeRequest(requester, workload, pin, entropy.below(2**32), settlement, LAST, needs)
        return replace(asked, **members)

    def registers(self, market: Compute, provider: Provider, **offered: Any) -> ComputeProviderCard:
        """A card that is taken, fresh for long."""
        known = self.again(market).providers.get(provider.id)
        at = 0 if known is None else known.last + 1
        made = card(provider, **{"at": at, "age": LAST, "rate": self.entropy.choice(_RATES), **offered})
        self.submit(market, provider.registers(made), "a card", ["COM-13", "COM-15", "COM-5"])
        return made

    def leaves(self, market: Compute, provider: Provider, marker: RetirementMarker | None = None) -> None:
        """A provider that is here leaves."""
        at = self.again(market).providers[provider.id].last + self.entropy.choice((1, 5))
        self.submit(market, provider.leaves(at, marker), "it leaves", ["COM-13", "COM-16", "COM-6"])

    def asks(self, market: Compute, asked: ComputeRequest, comment: str = "a request") -> UniqueId:
        """A request that is taken."""
        self.submit(market, SubmitRequest(asked), comment, ["COM-13", "COM-19", "COM-3"])
        return request_digest(asked).id()

    def clears(self, market: Compute, cites: Sequence[str], tick: int | None = None) -> int:
        """A round."""
        tick = self.next_round(market) if tick is None else tick
        self.submit(market, Clear(tick), "a round", ["COM-20", "COM-21", "COM-9", *cites])
        return tick

    def wins(self, asked: ComputeRequest | None = None, **offered: Any) -> tuple[Compute, Provider, UniqueId, int]:
        """A market of its own, a provider in it, and a request that it won in a round."""
        market = self.deploy()
        assert isinstance(market, Compute)
        provider = self.provider()
        self.registers(market, provider, **offered)
        ident = self.asks(market, asked or self.request())
        return market, provider, ident, self.clears(market, ["COM-24"])

    def grants(self, market: Compute, ident: UniqueId, start: int, length: int = 10) -> None:
        """A grant that is taken."""
        command = CommitGrant(ident, name(self.entropy), AlmanacRange(start, min(start + length, LAST)))
        self.submit(market, command, "a grant", ["COM-28", "COM-29", "COM-30", "COM-13"])

    def scores(self, market: Compute, provider: Provider, ratio: str, clock: int) -> ObserveReputation:
        """A score from the organism that the market asks."""
        assert market.reputation is not None
        pointer = EvidencePointer(market.reputation.stable_id, clock, UniqueId(self.entropy.bytes(32)))
        return ObserveReputation(provider.id, ratio, pointer)


def begins_at_zero(stage: ComputeStage) -> None:
    """The first round is any."""
    market = stage.deploy()
    assert isinstance(market, Compute)
    stage.clears(market, ["COM-12"], stage.entropy.choice((0, 0, LAST - 2 * _ROOM)))


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
    rate = entropy.choice(_RATES)
    scored = [each for each in providers if entropy.chance(2)]
    for number, each in enumerate(scored):
        observed = stage.scores(market, each, entropy.choice(_SCORES), 9 - number)
        stage.submit(market, observed, "a score", ["COM-27"])
    for each in providers:
        stage.registers(market, each, rate=rate if entropy.between(0, 3) else entropy.choice(_RATES))
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
            "mrtds": tuple(each for each in _MRTDS if entropy.chance(3)),
        }
        stage.registers(market, stage.provider(), **offered)
    for _ in range(entropy.between(1, 4)):
        tdx = entropy.chance(2)
        needs = ComputeRequirements(
            tdx=tdx,
            region=entropy.choice((None, *_REGIONS)),
            max_rate=entropy.choice((None, None, *_RATES)),
            expected_mrtd=entropy.choice((None, *_MRTDS)) if tdx else None,
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
    needs = ComputeRequirements(tdx=True, expected_mrtd=_MRTDS[1], bearer_pointer=entropy.bytes(32))
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
        stage.submit(market, _log(stage, provider, ident, at, end), "usage", ["COM-32", "COM-31", "COM-10", "COM-13"])
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
    stage.registers(market, provider, rate=stage.entropy.choice(_RATES[:4]))
    stage.clears(market, ["COM-16"])
    moves.read(stage, market, "ClearingRecords", None, 1024)


# --- what is refused --------------------------------------------------------------------------------------------------


def forged(stage: ComputeStage) -> None:
    """What a provider has not signed, or another has."""
    market, provider = stage.market(), stage.provider()
    right = provider.registers(card(provider, at=1))
    other = stage.provider()
    theirs = other.registers(right.card)
    wrong = (
        theirs,
        replace(right, signature=theirs.signature),
        replace(right, signature=bytes(64)),
        replace(right, card=replace(right.card, declared_rate=7)),
    )
    moves.not_submitted(stage, "ProviderSignatureInvalid", market, stage.entropy.choice(wrong), "it is forged")
    stage.submit(market, right, "the right one", ["COM-14", "COM-13"])


def outdated(stage: ComputeStage) -> None:
    """A card again, or an older one, or a deregistration; who has left brings none back."""
    market, provider = stage.market(), stage.provider()
    made = stage.registers(market, provider, at=stage.entropy.choice((0, 5)))
    if stage.entropy.chance(2):
        stage.registers(market, provider)
    elif stage.entropy.chance(2):
        stage.leaves(market, provider)
        moves.not_submitted(stage, "CardOutdated", market, provider.registers(made), "an old card")
        return
    last = stage.again(market).providers[provider.id].last
    again = (provider.registers(made), provider.leaves(last), provider.registers(card(provider, at=last)))
    moves.not_submitted(stage, "CardOutdated", market, stage.entropy.choice(again), "it is outdated")


def not_here(stage: ComputeStage) -> None:
    """A provider that is not registered leaves."""
    market, provider = stage.market(), stage.provider()
    if stage.entropy.chance(2):
        stage.registers(market, provider)
        stage.leaves(market, provider)
    moves.not_submitted(stage, "UnknownProvider", market, provider.leaves(LAST), "it is not here")


def retires_provider(stage: ComputeStage) -> None:
    """A provider with a marker, which leads back to it or not."""
    entropy = stage.entropy
    market, provider = stage.market(), stage.provider()
    stage.registers(market, provider)
    instant = RetirementInstant.AtTimestamp(entropy.below(2**40))
    build = UniqueId(entropy.bytes(32)) if entropy.chance(2) else None
    back = ComponentRef(entropy.choice(list(ComponentKind)), provider.id, build)
    if entropy.chance(2):
        leaving = provider.leaves(LAST, RetirementMarker.rotation(instant, back))
        moves.not_submitted(stage, "SelfReplacement", market, leaving, "it leads back")
        return
    stage.leaves(market, provider, RetirementMarker.retired(instant))
    moves.not_submitted(stage, "ProviderRetired", market, provider.registers(card(provider, at=LAST)), "it is gone")


def asked_again(stage: ComputeStage) -> None:
    """A request that is there, whatever became of it."""
    asked = stage.request()
    if stage.entropy.chance(2):
        market, _, ident, tick = stage.wins(asked)
        if stage.entropy.chance(2):
            stage.grants(market, ident, tick)
    else:
        market = stage.market()
        stage.asks(market, asked)
    moves.not_submitted(stage, "AlreadyRequested", market, SubmitRequest(asked), "it is one request")


def rounds_back(stage: ComputeStage) -> None:
    """A round again, or one before."""
    market = stage.market()
    tick = stage.clears(market, [])
    earlier = stage.entropy.choice((tick, tick - 1, 0))
    moves.not_submitted(stage, "RoundBackwards", market, Clear(earlier), "rounds go forward")


def foreign_scores(stage: ComputeStage) -> None:
    """Another organism, or an old clock."""
    market, provider = stage.market(), stage.provider()
    score = stage.scores(market, provider, "0.5", 9)
    if stage.entropy.chance(2):
        elsewhere = replace(score.evidence, address=UniqueId(stage.entropy.bytes(32)))
        moves.not_submitted(stage, "ForeignReputation", market, replace(score, evidence=elsewhere), "another organism")
        return
    stage.submit(market, score, "a score", ["COM-27", "COM-13"])
    old = replace(score, score="1", evidence=replace(score.evidence, clock_event=stage.entropy.choice((9, 8, 0))))
    moves.not_submitted(stage, "ReputationBackwards", market, old, "an old score")


def not_granted(stage: ComputeStage) -> None:
    """A grant of nothing, of what is waiting, of no tick, too early, or twice."""
    entropy = stage.entropy
    market, provider, ident, tick = stage.wins()
    waiting = stage.asks(market, stage.request(), "one that waits")
    window = AlmanacRange(tick + 1, tick + 2)
    stage_of = (
        ("UnknownRequest", CommitGrant(entropy.choice((provider.id, UniqueId(entropy.bytes(32)))), "", window)),
        ("NotCleared", CommitGrant(waiting, "", window)),
        ("WindowEmpty", CommitGrant(ident, "", AlmanacRange(tick + 1, tick + 1))),
        ("WindowTooEarly", CommitGrant(ident, "", AlmanacRange(tick - 1, tick + 1))),
    )
    refusal, command = entropy.choice((*stage_of, ("AlreadyGranted", CommitGrant(ident, "", window))))
    if refusal == "AlreadyGranted":
        stage.grants(market, ident, tick)
    moves.not_submitted(stage, refusal, market, command, "it is not granted")


def not_logged(stage: ComputeStage) -> None:
    """A log of nothing, by another, twice or within another."""
    entropy = stage.entropy
    market, provider, ident, tick = stage.wins()
    if entropy.chance(3):
        log = _log(stage, provider, ident, tick, tick + 1)
        moves.not_submitted(stage, "UnknownGrant", market, log, "it is not granted yet")
        return
    stage.grants(market, ident, tick)
    if entropy.chance(3):
        log = _log(stage, stage.provider(), ident, tick, tick + 1)
        moves.not_submitted(stage, "ForeignGrant", market, log, "it is another's")
        return
    stage.submit(market, _log(stage, provider, ident, tick, tick + 5), "usage", ["COM-32", "COM-13"])
    start, end = entropy.choice(((tick, tick + 5), (tick + 4, tick + 9), (tick, tick + 2), (tick + 5, tick + 5)))
    moves.not_submitted(stage, "WindowTaken", market, _log(stage, provider, ident, start, end), "it was logged")


def logged_after_the_end(stage: ComputeStage) -> None:
    """A retired module takes no log of what it granted."""
    market, provider, ident, tick = stage.wins()
    stage.grants(market, ident, tick)
    moves.retire(stage, market, RetirementMarker.retired(moves.some_instant(stage, market)))
    late = _log(stage, provider, ident, tick, tick + 1)
    stage.script.refuse(
        "world.submit", "Retired", "it has its marker", component=market.deployment, command=late, cites=["COM-33"]
    )
    moves.looks(stage, market)


def broken_commands(stage: ComputeStage) -> None:
    """Commands that break a rule of their types."""
    market = stage.market()
    gated = stage.request(requirements=ComputeRequirements(tdx=True, expected_mrtd=_MRTDS[0]))
    form = as_json(gated)
    bare = {**form, "requirements": {**form["requirements"], "tdx": False}}
    window = {"start": "2", "end": "1"}
    granted = {"kind": "CommitGrant", "request_id": "01" * 32, "endpoint_hint": "", "window": window}
    scored = as_json(stage.scores(market, stage.provider(), "0.5", 1))
    provider = stage.provider()
    registers = as_json(provider.registers(card(provider)))
    offered = registers["card"]["capabilities"]
    twice = {**registers["card"], "capabilities": {**offered, "regions": ["eu", "eu"]}}
    error, rule, command = stage.entropy.choice(
        (
            ("MrtdWithoutTdx", "COM-2", {"kind": "SubmitRequest", "request": bare}),
            ("RangeBackwards", "COM-7", granted),
            ("ZeroId", "ENC-4", {"kind": "SubmitRequest", "request": {**form, "workload": "00" * 32}}),
            ("TextHasControl", "ENC-12", {**granted, "window": {"start": "1", "end": "2"}, "endpoint_hint": "\n"}),
            ("RatioTooFine", "ENC-14", {**scored, "kind": "ObserveReputation", "score": "0.12345"}),
            ("DuplicateElement", "COM-4", {**registers, "kind": "RegisterProvider", "card": twice}),
        )
    )
    moves.not_taken(stage, error, market, command, rule)


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


def _log(stage: ComputeStage, provider: Provider, ident: UniqueId, start: int, end: int) -> Any:
    """A log that the provider signs, of any usage, none as often as not."""
    usage = UsageMetrics(0, 0, 0) if stage.entropy.chance(2) else draw(UsageMetrics, stage.entropy)
    return provider.logs(ComputeLog(ident, provider.id, AlmanacRange(start, end), usage))


ACT: Final = Act(
    chapter="compute",
    features=COMPUTE,
    stage=ComputeStage,
    through=(
        *moves.THROUGH,
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
    ),
    refused=(
        *moves.REFUSED,
        forged,
        outdated,
        outdated,
        not_here,
        retires_provider,
        retires_provider,
        asked_again,
        rounds_back,
        foreign_scores,
        not_granted,
        not_granted,
        not_logged,
        not_logged,
        logged_after_the_end,
        broken_commands,
        broken_commands,
    ),
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
