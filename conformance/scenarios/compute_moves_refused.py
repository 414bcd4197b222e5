"""Moves of Computes that are refused: forged, outdated, or of what is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from coalition.compute import AlmanacRange, ComputeRequirements
from coalition.json_form import as_json
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker
from coalition.runtime.compute_records import Clear, CommitGrant, SubmitRequest
from coalition.unique_id import UniqueId
from conformance.scenarios import moves
from conformance.scenarios.compute_stage import MRTDS, ComputeStage, log_of
from conformance.scenarios.improvised import LAST
from conformance.scenarios.markets import card

# --- what is refused --------------------------------------------------------------------------------------------------


def forged(stage: ComputeStage) -> None:
    """What a provider has not signed, or another has."""
    market, provider = stage.market(), stage.provider()
    right = provider.registers(card(provider, at=1))
    other = stage.provider()
    theirs = other.registers(right.card)
    wrong = moves.forgeries(right, theirs, replace(right.card, declared_rate=7))
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
        log = log_of(stage, provider, ident, tick, tick + 1)
        moves.not_submitted(stage, "UnknownGrant", market, log, "it is not granted yet")
        return
    stage.grants(market, ident, tick)
    if entropy.chance(3):
        log = log_of(stage, stage.provider(), ident, tick, tick + 1)
        moves.not_submitted(stage, "ForeignGrant", market, log, "it is another's")
        return
    stage.submit(market, log_of(stage, provider, ident, tick, tick + 5), "usage", ["COM-32", "COM-13"])
    start, end = entropy.choice(((tick, tick + 5), (tick + 4, tick + 9), (tick, tick + 2), (tick + 5, tick + 5)))
    moves.not_submitted(stage, "WindowTaken", market, log_of(stage, provider, ident, start, end), "it was logged")


def logged_after_the_end(stage: ComputeStage) -> None:
    """A retired module takes no log of what it granted."""
    market, provider, ident, tick = stage.wins()
    stage.grants(market, ident, tick)
    moves.retire(stage, market, RetirementMarker.retired(moves.some_instant(stage, market)))
    late = log_of(stage, provider, ident, tick, tick + 1)
    stage.script.refuse(
        "world.submit", "Retired", "it has its marker", component=market.deployment, command=late, cites=["COM-33"]
    )
    moves.looks(stage, market)


def broken_commands(stage: ComputeStage) -> None:
    """Commands that break a rule of their types."""
    market = stage.market()
    gated = stage.request(requirements=ComputeRequirements(tdx=True, expected_mrtd=MRTDS[0]))
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


REFUSED: Final = (
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
)
