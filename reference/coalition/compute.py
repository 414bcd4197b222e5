"""The records of a Compute module, and the check before a workload starts (chapter Compute)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.errors import MrtdWithoutTdx, RangeBackwards, WorkloadImageMismatch, WorkloadMrtdMismatch
from coalition.names import FreeText, Name
from coalition.preimage import (
    Field,
    Preimage,
    ascii_text,
    derivation,
    hash_many_of,
    identifier,
    integer,
    list_of,
    operation,
    option,
    part,
    raw,
    sorted_each,
    utf8,
)
from coalition.presence import PresentId
from coalition.retirement import RetirementMarker, retirement_marker
from coalition.shapes import U32, U64, Bytes20, Bytes32, Bytes48, Record
from coalition.struct_digest import check_distinct
from coalition.surface import EvidencePointer, evidence_pointer
from coalition.unique_id import UniqueId


def _flag(label: str, *, value: bool) -> Field:
    return raw(label, bytes([value]), "bool")


def _optional_u64(label: str, value: int | None) -> Field:
    return option(label, "u64", None if value is None else value.to_bytes(8, "little"))


def _optional_text(label: str, value: str | None) -> Field:
    return option(label, "utf8", None if value is None else value.encode())


@dataclass(frozen=True)
class ComputeRequirements(Record):
    """What a request asks of the provider that wins it. `max_rate` is in the unit of the cards."""

    tdx: bool
    region: Name | None = None
    max_rate: U64 | None = None
    expected_mrtd: Bytes48 | None = None
    bearer_pointer: Bytes32 | None = None

    def rules(self) -> None:
        check_mrtd_with_tdx(self.tdx, self.expected_mrtd)


def check_mrtd_with_tdx(tdx: bool, expected_mrtd: bytes | None) -> None:
    """Raise `MrtdWithoutTdx` for a measurement that is expected where no TDX is required (COM-2)."""
    if expected_mrtd is not None and not tdx:
        raise MrtdWithoutTdx(expected_mrtd)


@derivation("compute.requirements")
def requirements_digest(requirements: ComputeRequirements) -> Preimage:
    """The digest of requirements (COM-1)."""
    return hash_many_of(
        ascii_text("tag", "compute-requirements.v1"),
        _flag("tdx", value=requirements.tdx),
        _optional_text("region", requirements.region),
        _optional_u64("max_rate", requirements.max_rate),
        option("expected_mrtd", "bytes", requirements.expected_mrtd),
        option("bearer_pointer", "bytes", requirements.bearer_pointer),
    )


@dataclass(frozen=True)
class ComputeRequest(Record):
    """A request. `requester` is a `MemberId`, `settlement` opaque, `deadline` the `seq` of a tick."""

    requester: Bytes20
    workload: PresentId
    pin: PresentId | None
    duration_sec: U32
    settlement: UniqueId
    deadline: U64
    requirements: ComputeRequirements


@derivation("compute.request")
def request_digest(request: ComputeRequest) -> Preimage:
    """The `request_id` of a request (COM-3)."""
    return hash_many_of(
        ascii_text("tag", "compute-request.v1"),
        raw("requester", request.requester),
        identifier("workload", request.workload),
        option("pin", "id", request.pin),
        integer("duration_sec", 32, request.duration_sec),
        identifier("settlement", request.settlement),
        integer("deadline", 64, request.deadline),
        part("requirements", requirements_digest(request.requirements)),
    )


@dataclass(frozen=True)
class ComputeCapabilities(Record):
    """What a provider offers, over all its backends. `regions` and `mrtds` are sets."""

    regions: tuple[Name, ...]
    tdx_capable: bool
    max_cpu_millicores: U64
    max_ram_mib: U64
    mrtds: tuple[Bytes48, ...] = ()

    def rules(self) -> None:
        check_distinct(region.encode() for region in self.regions)
        check_distinct(self.mrtds)


@derivation("compute.regions")
def regions_digest(regions: tuple[Name, ...]) -> Preimage:
    """A set of regions (ENC-19)."""
    check_distinct(region.encode() for region in regions)
    return list_of(sorted_each(utf8("region", region) for region in regions))


@derivation("compute.mrtds")
def mrtds_digest(mrtds: tuple[Bytes48, ...]) -> Preimage:
    """A set of measurements under which guests are launched (ENC-19)."""
    check_distinct(mrtds)
    return list_of(sorted_each(raw("mrtd", mrtd) for mrtd in mrtds))


@derivation("compute.capabilities")
def capabilities_digest(capabilities: ComputeCapabilities) -> Preimage:
    """The digest of capabilities (COM-4)."""
    return hash_many_of(
        ascii_text("tag", "compute-capabilities.v1"),
        part("regions", regions_digest(capabilities.regions)),
        _flag("tdx_capable", value=capabilities.tdx_capable),
        integer("max_cpu_millicores", 64, capabilities.max_cpu_millicores),
        integer("max_ram_mib", 64, capabilities.max_ram_mib),
        part("mrtds", mrtds_digest(capabilities.mrtds)),
    )


@dataclass(frozen=True)
class ComputeProviderCard(Record):
    """A provider's card. `refreshed_at` is the `seq` of a tick, and `max_age` a number of ticks."""

    provider_id: PresentId
    tdx_quote: bytes | None
    capabilities: ComputeCapabilities
    declared_rate: U64
    zipnet_reply: UniqueId
    refreshed_at: U64
    max_age: U64


@derivation("compute.provider_card")
def card_digest(card: ComputeProviderCard) -> Preimage:
    """The `card_digest` of a card (COM-5)."""
    return hash_many_of(
        ascii_text("tag", "compute-provider-card.v1"),
        identifier("provider_id", card.provider_id),
        option("tdx_quote", "bytes", card.tdx_quote),
        part("capabilities", capabilities_digest(card.capabilities)),
        integer("declared_rate", 64, card.declared_rate),
        identifier("zipnet_reply", card.zipnet_reply),
        integer("refreshed_at", 64, card.refreshed_at),
        integer("max_age", 64, card.max_age),
    )


@dataclass(frozen=True)
class ProviderDeregistration(Record):
    """A provider leaves, at a tick; with a marker it retires. The entry stands among the cards (R-RET-2)."""

    provider_id: PresentId
    deregistered_at: U64
    marker: RetirementMarker | None = None


@derivation("compute.deregistration")
def deregistration_digest(deregistration: ProviderDeregistration) -> Preimage:
    """The digest of a deregistration (COM-6)."""
    marker = deregistration.marker
    return hash_many_of(
        ascii_text("tag", "provider-deregistration.v1"),
        identifier("provider_id", deregistration.provider_id),
        integer("deregistered_at", 64, deregistration.deregistered_at),
        option("marker", "id", None if marker is None else retirement_marker(marker)),
    )


@dataclass(frozen=True)
class AlmanacRange(Record):
    """Ticks from `start` up to `end`, `end` not among them."""

    start: U64
    end: U64

    def rules(self) -> None:
        check_forwards(self.start, self.end)


def check_forwards(start: int, end: int) -> None:
    """Raise `RangeBackwards` for a range that ends before it starts (COM-7)."""
    if end < start:
        raise RangeBackwards((start, end))


@derivation("compute.almanac_range")
def range_digest(range: AlmanacRange) -> Preimage:  # noqa: A002 - the parameter's name is the specification's
    """The digest of a range of ticks (COM-7)."""
    return hash_many_of(
        ascii_text("tag", "almanac-range.v1"),
        integer("start", 64, range.start),
        integer("end", 64, range.end),
    )


@dataclass(frozen=True)
class ComputeGrant(Record):
    """The allocation of a request to the provider that won it."""

    request_id: PresentId
    provider: PresentId
    endpoint_hint: FreeText
    bearer_pointer: Bytes32 | None
    content_hash: PresentId | None
    valid_from: U64
    valid_to: U64
    expected_mrtd: Bytes48 | None
    requirements: ComputeRequirements


@derivation("compute.grant")
def grant_digest(grant: ComputeGrant) -> Preimage:
    """The digest of a grant (COM-8)."""
    return hash_many_of(
        ascii_text("tag", "compute-grant.v1"),
        identifier("request_id", grant.request_id),
        identifier("provider", grant.provider),
        utf8("endpoint_hint", grant.endpoint_hint),
        option("bearer_pointer", "bytes", grant.bearer_pointer),
        option("content_hash", "id", grant.content_hash),
        integer("valid_from", 64, grant.valid_from),
        integer("valid_to", 64, grant.valid_to),
        option("expected_mrtd", "bytes", grant.expected_mrtd),
        part("requirements", requirements_digest(grant.requirements)),
    )


@dataclass(frozen=True)
class ClearingRecord(Record):
    """What a round cleared. `evidence` is the commit of the request that was cleared."""

    round: U64
    winning_provider: PresentId
    clearing_rate: U64
    region: Name | None
    tdx_required: bool
    evidence: PresentId


@derivation("compute.clearing_record")
def clearing_digest(record: ClearingRecord) -> Preimage:
    """The digest of a clearing record (COM-9)."""
    return hash_many_of(
        ascii_text("tag", "clearing-record.v1"),
        integer("round", 64, record.round),
        identifier("winning_provider", record.winning_provider),
        integer("clearing_rate", 64, record.clearing_rate),
        _optional_text("region", record.region),
        _flag("tdx_required", value=record.tdx_required),
        identifier("evidence", record.evidence),
    )


@dataclass(frozen=True)
class UsageMetrics(Record):
    """What a provider measured."""

    cpu_core_seconds: U64
    ram_mib_seconds: U64
    net_bytes: U64


@derivation("compute.usage_metrics")
def usage_digest(usage: UsageMetrics) -> Preimage:
    """The digest of a usage (COM-10)."""
    return hash_many_of(
        ascii_text("tag", "usage-metrics.v1"),
        integer("cpu_core_seconds", 64, usage.cpu_core_seconds),
        integer("ram_mib_seconds", 64, usage.ram_mib_seconds),
        integer("net_bytes", 64, usage.net_bytes),
    )


@dataclass(frozen=True)
class ComputeLog(Record):
    """What a provider says that a grant used, in a range of ticks."""

    grant_id: PresentId
    provider: PresentId
    window: AlmanacRange
    usage: UsageMetrics
    evidence: EvidencePointer | None = None


@derivation("compute.log")
def log_digest(log: ComputeLog) -> Preimage:
    """The digest of a log of usage (COM-10)."""
    return hash_many_of(
        ascii_text("tag", "compute-log.v1"),
        identifier("grant_id", log.grant_id),
        identifier("provider", log.provider),
        part("window", range_digest(log.window)),
        part("usage", usage_digest(log.usage)),
        option("evidence", "id", None if log.evidence is None else evidence_pointer(log.evidence)),
    )


@operation("compute.startup")
def startup(grant: ComputeGrant, image: PresentId, mrtd: Bytes48 | None) -> UniqueId:
    """The digest of a grant whose workload may start: the image that was fetched, and what it measures (COM-11)."""
    check_image(grant, image)
    check_mrtd(grant, mrtd)
    return grant_digest(grant).id()


def check_image(grant: ComputeGrant, image: UniqueId) -> None:
    """Raise `WorkloadImageMismatch` for another content hash than the grant's (COM-11)."""
    if grant.content_hash is not None and image != grant.content_hash:
        raise WorkloadImageMismatch(image)


def check_mrtd(grant: ComputeGrant, mrtd: bytes | None) -> None:
    """Raise `WorkloadMrtdMismatch` for another measurement than the grant expects, or none (COM-11)."""
    if grant.expected_mrtd is not None and mrtd != grant.expected_mrtd:
        raise WorkloadMrtdMismatch(mrtd)
