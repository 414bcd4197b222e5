"""What stands on the surfaces of a Compute module, and the commands it takes (chapter Compute)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.compute import (
    AlmanacRange,
    ClearingRecord,
    ComputeGrant,
    ComputeLog,
    ComputeProviderCard,
    ComputeRequest,
    ProviderDeregistration,
    card_digest,
    clearing_digest,
    deregistration_digest,
    grant_digest,
    log_digest,
    request_digest,
)
from coalition.names import FreeText
from coalition.preimage import Preimage
from coalition.presence import PresentId
from coalition.ratio import Ratio
from coalition.runtime.component import Command
from coalition.runtime.log import SurfaceRecord
from coalition.shapes import U64, Bytes32, Bytes64
from coalition.surface import EvidencePointer


@dataclass(frozen=True)
class RequestRecord(SurfaceRecord):
    """A request, on `Requests`."""

    KIND = "ComputeRequest"
    request: ComputeRequest

    def digest(self) -> Preimage:
        return request_digest(self.request)


@dataclass(frozen=True)
class GrantRecord(SurfaceRecord):
    """A grant, on `Grants`."""

    KIND = "ComputeGrant"
    grant: ComputeGrant

    def digest(self) -> Preimage:
        return grant_digest(self.grant)


@dataclass(frozen=True)
class CardRecord(SurfaceRecord):
    """A provider's card as it signed it, on `Providers`."""

    KIND = "ComputeProviderCard"
    card: ComputeProviderCard
    public_key: Bytes32
    signature: Bytes64

    def digest(self) -> Preimage:
        return card_digest(self.card)


@dataclass(frozen=True)
class DeregistrationRecord(SurfaceRecord):
    """A provider's end as it signed it, on `Providers`."""

    KIND = "ProviderDeregistration"
    deregistration: ProviderDeregistration
    public_key: Bytes32
    signature: Bytes64

    def digest(self) -> Preimage:
        return deregistration_digest(self.deregistration)


@dataclass(frozen=True)
class UsageRecord(SurfaceRecord):
    """A log of usage as its provider signed it, on `Logs`."""

    KIND = "ComputeLog"
    log: ComputeLog
    public_key: Bytes32
    signature: Bytes64

    def digest(self) -> Preimage:
        return log_digest(self.log)


@dataclass(frozen=True)
class ClearedRecord(SurfaceRecord):
    """What a round cleared, on `ClearingRecords`."""

    KIND = "ClearingRecord"
    record: ClearingRecord

    def digest(self) -> Preimage:
        return clearing_digest(self.record)


@dataclass(frozen=True)
class RegisterProvider(Command):
    """A provider enters the market, or refreshes its card."""

    card: ComputeProviderCard
    public_key: Bytes32
    signature: Bytes64


@dataclass(frozen=True)
class DeregisterProvider(Command):
    """A provider leaves."""

    deregistration: ProviderDeregistration
    public_key: Bytes32
    signature: Bytes64


@dataclass(frozen=True)
class SubmitRequest(Command):
    """A member asks."""

    request: ComputeRequest


@dataclass(frozen=True)
class CommitGrant(Command):
    """The winner of a request is ready for it: where, and in which ticks."""

    request_id: PresentId
    endpoint_hint: FreeText
    window: AlmanacRange


@dataclass(frozen=True)
class AppendLog(Command):
    """A provider says what a grant used."""

    log: ComputeLog
    public_key: Bytes32
    signature: Bytes64


@dataclass(frozen=True)
class Clear(Command):
    """A round, by the tick it is of."""

    round: U64


@dataclass(frozen=True)
class ObserveReputation(Command):
    """A provider's score, as the reputation organism committed it."""

    provider: PresentId
    score: Ratio
    evidence: EvidencePointer
