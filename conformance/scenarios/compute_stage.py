"""The stage of Computes: a market, its providers and requests, and what would be taken now."""

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
from coalition.content_preimages import ComputeContent
from coalition.reference import OrganismRef
from coalition.retirement import RetirementMarker
from coalition.runtime.component import Command, Running
from coalition.runtime.compute import Compute
from coalition.runtime.compute_records import Clear, CommitGrant, ObserveReputation, SubmitRequest
from coalition.runtime.module import Module
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId
from conformance.random_inputs import draw, name
from conformance.scenarios.improvised import LAST, Stage
from conformance.scenarios.markets import Provider, card

RATES: Final = (0, 1, 1_000, 1_000, 1_001, LAST)
MRTDS: Final = (bytes(48), b"\x01" * 48, b"\x02" * 48)
#: Ticks that a life leaves behind it, and before it.
ROOM: Final = 10**6


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
        found = [each for each in self.those(Compute) if each.marker is None and (each.round or 0) < LAST - ROOM]
        made = self.entropy.choice(found) if found else self.deploy()
        assert isinstance(made, Compute)
        return made

    def provider(self) -> Provider:
        """One who is not here yet."""
        return Provider(self.entropy.bytes(32))

    def next_round(self, market: Compute) -> int:
        """A round that may come."""
        last = self.again(market).round
        return ROOM if last is None else last + self.entropy.choice((1, 1, 2, 7))

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
        made = card(provider, **{"at": at, "age": LAST, "rate": self.entropy.choice(RATES), **offered})
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


def log_of(stage: ComputeStage, provider: Provider, ident: UniqueId, start: int, end: int) -> Any:
    """A log that the provider signs, of any usage, none as often as not."""
    usage = UsageMetrics(0, 0, 0) if stage.entropy.chance(2) else draw(UsageMetrics, stage.entropy)
    return provider.logs(ComputeLog(ident, provider.id, AlmanacRange(start, end), usage))
