"""What the scenarios of a Compute do: deploy one, let providers speak, ask, clear, grant and log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from coalition import examples
from coalition.acl import AclComposition
from coalition.compute import (
    AlmanacRange,
    ComputeCapabilities,
    ComputeLog,
    ComputeProviderCard,
    ComputeRequest,
    ComputeRequirements,
    ProviderDeregistration,
    UsageMetrics,
    card_digest,
    deregistration_digest,
    log_digest,
    request_digest,
)
from coalition.content_preimages import ComputeContent
from coalition.crypto.ed25519 import sign
from coalition.ratio import Ratio
from coalition.reference import OrganismRef
from coalition.retirement import RetirementMarker
from coalition.runtime.committee import public_key
from coalition.runtime.compute_records import (
    AppendLog,
    Clear,
    CommitGrant,
    DeregisterProvider,
    ObserveReputation,
    RegisterProvider,
    SubmitRequest,
)
from coalition.runtime.module import Module
from coalition.stable_id import derive_stable_id, member_id, provider_id
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId, unique_id
from conformance.pages import changed
from conformance.scenarios.performers import not_submitted, submitted, whole
from conformance.scenarios.script import Script

#: The features of a scenario in which a Compute is deployed.
COMPUTE: Final = ("compute", "world")
SURFACES: Final = ("Requests", "Grants", "Providers", "Logs", "ClearingRecords")
#: The tick at which the scenarios begin.
TICK: Final = 1_700_000_000
REPUTATION: Final = OrganismRef.by_stable_id("provider-reputation", derive_stable_id("bridge-β.provider-reputation"))
REQUESTER: Final = member_id(examples.SEARCHER_STABLE_ID)
MRTD: Final = bytes(range(48))
NOTHING: Final = ComputeRequirements(tdx=False)
USAGE: Final = UsageMetrics(3_600, 8_192_000, 123_456_789)
NO_USAGE: Final = UsageMetrics(0, 0, 0)


@dataclass(frozen=True)
class Provider:
    """A provider, by its secret key: it signs what it says."""

    secret: bytes

    @property
    def public_key(self) -> bytes:
        """Its Ed25519 key."""
        return public_key(self.secret)

    @property
    def id(self) -> UniqueId:
        """Its `ProviderId`."""
        return provider_id(self.public_key).id()

    def signature(self, digest: UniqueId) -> bytes:
        """What it signs."""
        return sign(self.secret, bytes(digest))

    def registers(self, card: ComputeProviderCard) -> RegisterProvider:
        """The command with its card."""
        return RegisterProvider(card, self.public_key, self.signature(card_digest(card).id()))

    def leaves(self, at: int, marker: RetirementMarker | None = None) -> DeregisterProvider:
        """The command with its deregistration."""
        leaving = ProviderDeregistration(self.id, at, marker)
        return DeregisterProvider(leaving, self.public_key, self.signature(deregistration_digest(leaving).id()))

    def logs(self, log: ComputeLog) -> AppendLog:
        """The command with its log."""
        return AppendLog(log, self.public_key, self.signature(log_digest(log).id()))


FIRST: Final = Provider(bytes([11]) * 32)
SECOND: Final = Provider(bytes([12]) * 32)
THIRD: Final = Provider(bytes([13]) * 32)


def compute(name: str = "compute", reputation: OrganismRef | None = REPUTATION, **changes: Any) -> Module:
    """The Compute of `ethereum.superchain`, some of its members changed."""
    base = Module(examples.ETH_SUPERCHAIN, name, ComputeContent(reputation, None), None, AclComposition(()))
    return changed(base, **changes) if changes else base


def card(
    provider: Provider, rate: int = 40_000, at: int = TICK, age: int = 1_000, **offered: Any
) -> ComputeProviderCard:
    """A card; `offered` are members of the capabilities."""
    base = ComputeCapabilities(("eu-central-1",), tdx_capable=True, max_cpu_millicores=64_000, max_ram_mib=262_144)
    capabilities = changed(base, **offered) if offered else base
    return ComputeProviderCard(provider.id, None, capabilities, rate, unique_id("a reply channel"), at, age)


def request(number: int = 0, **members: Any) -> ComputeRequest:
    """A request of its own for each number; `members` are those of the request, or of its requirements."""
    asked = {key: members.pop(key) for key in list(members) if key in ComputeRequirements.__dataclass_fields__}
    needs = changed(NOTHING, **asked) if asked else NOTHING
    base = ComputeRequest(
        requester=REQUESTER,
        workload=examples.SEARCHER_STABLE_ID,
        pin=None,
        duration_sec=3_600,
        settlement=unique_id(f"settlement {number}"),
        deadline=TICK + 500,
        requirements=needs,
    )
    return changed(base, **members) if members else base


def register(
    script: Script, ident: UniqueId, provider: Provider, comment: str, *, cites: Sequence[str] = (), **on_card: Any
) -> None:
    """A card that is taken."""
    command = provider.registers(card(provider, **on_card))
    submitted(script, ident, command, comment, cites=["COM-13", "COM-5", "WORLD-6", *cites])


def ask(
    script: Script, ident: UniqueId, asked: ComputeRequest, comment: str = "a request", *, cites: Sequence[str] = ()
) -> UniqueId:
    """A request that is taken; its id."""
    submitted(script, ident, SubmitRequest(asked), comment, cites=["COM-19", "COM-13", "COM-3", *cites])
    return request_digest(asked).id()


def clear(script: Script, ident: UniqueId, tick: int, comment: str, *, cites: Sequence[str]) -> int:
    """A round; how many requests it cleared."""
    value = submitted(script, ident, Clear(tick), comment, cites=["COM-21", *cites])
    return len(value["commits"])


def grant(
    script: Script,
    ident: UniqueId,
    asked: UniqueId,
    start: int,
    end: int,
    comment: str = "its grant",
    *,
    cites: Sequence[str] = (),
) -> None:
    """A grant that is taken."""
    command = CommitGrant(asked, "ssh://bridge.example:22", AlmanacRange(start, end))
    submitted(script, ident, command, comment, cites=["COM-28", "COM-13", *cites])


def no_grant(
    script: Script, ident: UniqueId, refusal: str, asked: UniqueId, start: int, end: int, comment: str
) -> None:
    """A grant that is not."""
    not_submitted(script, ident, refusal, CommitGrant(asked, "", AlmanacRange(start, end)), comment)


def log(
    provider: Provider,
    asked: UniqueId,
    start: int,
    end: int,
    usage: UsageMetrics = USAGE,
    evidence: EvidencePointer | None = None,
) -> AppendLog:
    """A log that the provider signed."""
    return provider.logs(ComputeLog(asked, provider.id, AlmanacRange(start, end), usage, evidence))


def append(script: Script, ident: UniqueId, command: AppendLog, comment: str, *, cites: Sequence[str] = ()) -> None:
    """A log that is taken."""
    submitted(script, ident, command, comment, cites=["COM-13", "COM-10", "COM-32", *cites])


def score(provider: Provider, ratio: Ratio, clock: int, source: UniqueId = REPUTATION.stable_id) -> ObserveReputation:
    """A score, and where it stands."""
    return ObserveReputation(provider.id, ratio, EvidencePointer(source, clock, unique_id(f"score {clock}")))


def observe(script: Script, ident: UniqueId, command: ObserveReputation, comment: str) -> None:
    """A score that is taken."""
    submitted(script, ident, command, comment, cites=["COM-27", "COM-13"])


def cleared(script: Script, ident: UniqueId, comment: str = "what was cleared", *, cites: Sequence[str] = ()) -> Any:
    """Read the clearing records."""
    return whole(script, ident, "ClearingRecords", comment, cites=["COM-9", "COM-13", *cites])


def looks(script: Script, ident: UniqueId, *surfaces: str) -> None:
    """Read whole surfaces."""
    for surface in surfaces:
        whole(script, ident, surface, f"all of {surface}", cites=["COM-13", "WORLD-8", "WORLD-10"])


def served(script: Script, ident: UniqueId, first: int, rounds: int, comment: str, *, cites: Sequence[str]) -> None:
    """Rounds, one a tick."""
    for number in range(rounds):
        clear(script, ident, first + number, comment, cites=cites)
