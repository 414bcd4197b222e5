"""Cases of a Compute module's records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from coalition import examples
from coalition.compute import (
    AlmanacRange,
    ClearingRecord,
    ComputeCapabilities,
    ComputeGrant,
    ComputeLog,
    ComputeProviderCard,
    ComputeRequest,
    ComputeRequirements,
    ProviderDeregistration,
    UsageMetrics,
    request_digest,
)
from coalition.retirement import AtTimestamp, ComponentKind, ComponentRef, RetirementMarker
from coalition.stable_id import member_id, provider_id
from coalition.surface import EvidencePointer
from coalition.unique_id import ZERO_ID, UniqueId, unique_id
from conformance.casebook import Casebook

_MRTD: Final = bytes(range(48))
_NOTHING: Final = ComputeRequirements(tdx=False)
_ALL: Final = ComputeRequirements(
    tdx=True, region="eu-central-1", max_rate=45_000, expected_mrtd=_MRTD, bearer_pointer=bytes(range(32, 64))
)
_REQUEST: Final = ComputeRequest(
    requester=member_id(examples.SEARCHER_STABLE_ID),
    workload=examples.SEARCHER_STABLE_ID,
    pin=unique_id("example content hash searcher-α.searcher"),
    duration_sec=86_400,
    settlement=unique_id("example settlement"),
    deadline=1_700_000_120,
    requirements=_ALL,
)
_CAPABILITIES: Final = ComputeCapabilities(
    regions=("us-east-1", "eu-central-1", "home-01"),
    tdx_capable=True,
    max_cpu_millicores=512_000,
    max_ram_mib=1_048_576,
    mrtds=(_MRTD, bytes(48)),
)
_PROVIDER: Final = provider_id(bytes(range(32))).id()
_CARD: Final = ComputeProviderCard(
    provider_id=_PROVIDER,
    tdx_quote=b"\x04\x00\x02\x00" + bytes(12),
    capabilities=_CAPABILITIES,
    declared_rate=40_000,
    zipnet_reply=unique_id("example reply channel"),
    refreshed_at=1_700_000_000,
    max_age=120,
)
_ID: Final = request_digest(_REQUEST).id()
_COMMIT: Final = unique_id("example commit")
_GRANT: Final = ComputeGrant(
    request_id=_ID,
    provider=_PROVIDER,
    endpoint_hint="ssh://bridge.example:22",
    bearer_pointer=_ALL.bearer_pointer,
    content_hash=_REQUEST.pin,
    valid_from=1_700_000_060,
    valid_to=1_700_086_460,
    expected_mrtd=_MRTD,
    requirements=_ALL,
)
_LAST: Final = 2**64 - 1
_WINDOW: Final = AlmanacRange(1_700_000_060, 1_700_000_120)
_USAGE: Final = UsageMetrics(3_600, 8_192_000, 123_456_789)
_NO_USAGE: Final = UsageMetrics(0, 0, 0)
_LOG: Final = ComputeLog(_ID, _PROVIDER, _WINDOW, _USAGE)
_EVIDENCE: Final = EvidencePointer(_PROVIDER, 1_700_000_119, _COMMIT)


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the records, and of the check before a start."""
    yield _requirements()
    yield _request()
    yield _regions()
    yield _mrtds()
    yield _capabilities()
    yield _card()
    yield _deregistration()
    yield _range()
    yield _grant()
    yield _clearing()
    yield _usage()
    yield _log()
    yield _startup()


def _requirements() -> Casebook:
    book = Casebook("compute.requirements")
    book.accept("all", "everything that can be asked", {"requirements": _ALL})
    book.accept("none", "nothing is asked", {"requirements": _NOTHING})
    book.accept("tdx", "TDX, whatever it measures", {"requirements": replace(_NOTHING, tdx=True)})
    book.accept("free", "a rate of 0, which is none", {"requirements": replace(_NOTHING, max_rate=0)})
    book.accept("zero-pointer", "a pointer of zeros", {"requirements": replace(_NOTHING, bearer_pointer=bytes(32))})
    book.accept("zero-mrtd", "a measurement of zeros", {"requirements": replace(_ALL, expected_mrtd=bytes(48))})
    book.random(3)
    twin = next(test for test in book.tests if test.id == "compute/requirements/all").params["requirements"]
    book.refuse(
        "mrtd-without-tdx",
        "a measurement is expected where no TDX is required",
        "all",
        "MrtdWithoutTdx",
        {"requirements": {**twin, "tdx": False}},
    )
    book.spoil_all("all")
    return book


def _request() -> Casebook:
    book = Casebook("compute.request")
    book.accept("pinned", "one build, with everything that can be asked", request=_REQUEST)
    book.accept("unpinned", "any build", request=replace(_REQUEST, pin=None))
    book.accept("plain", "no pin, and nothing is asked", request=replace(_REQUEST, pin=None, requirements=_NOTHING))
    book.accept("no-settlement", "a settlement of zeros", request=replace(_REQUEST, settlement=ZERO_ID))
    book.accept("nobody", "a requester of zeros", request=replace(_REQUEST, requester=bytes(20)))
    book.accept(
        "least", "the least numbers", request=replace(_REQUEST, duration_sec=0, deadline=0, requirements=_NOTHING)
    )
    book.accept("greatest", "the greatest", request=replace(_REQUEST, duration_sec=2**32 - 1, deadline=_LAST))
    book.random(4)
    twin = next(test for test in book.tests if test.id == "compute/request/pinned").params["request"]
    book.refuse(
        "mrtd-without-tdx",
        "a measurement is expected where no TDX is required",
        "pinned",
        "MrtdWithoutTdx",
        {"request": {**twin, "requirements": {**twin["requirements"], "tdx": False}}},
    )
    book.spoil("pinned")
    return book


def _regions() -> Casebook:
    book = Casebook("compute.regions")
    book.accept("three", "regions in no order", regions=_CAPABILITIES.regions)
    book.accept("other-order", "the same regions", regions=_CAPABILITIES.regions[::-1])
    book.accept("none", "no region", regions=())
    book.accept("prefix", "a region that begins another", regions=("eu-1", "eu"))
    book.accept("bytes", "the order of bytes is not that of letters", regions=("é", "z", "Z"))
    book.random(2)
    book.refuse(
        "twice",
        "a region that stands twice",
        "three",
        "DuplicateElement",
        {"regions": [*_CAPABILITIES.regions, "us-east-1"]},
        ["COM-4"],
    )
    book.spoil("three")
    return book


def _mrtds() -> Casebook:
    book = Casebook("compute.mrtds")
    book.accept("two", "two measurements", mrtds=_CAPABILITIES.mrtds)
    book.accept("other-order", "the same measurements", mrtds=_CAPABILITIES.mrtds[::-1])
    book.accept("none", "no measurement", mrtds=())
    book.random(2)
    twice = [_MRTD.hex(), _MRTD.hex()]
    book.refuse("twice", "a measurement that stands twice", "two", "DuplicateElement", {"mrtds": twice}, ["COM-4"])
    book.spoil("two")
    return book


def _capabilities() -> Casebook:
    book = Casebook("compute.capabilities")
    book.accept("bridge", "what four backends offer together", capabilities=_CAPABILITIES)
    book.accept(
        "other-order",
        "sets have no order of their own",
        capabilities=replace(_CAPABILITIES, regions=_CAPABILITIES.regions[::-1], mrtds=_CAPABILITIES.mrtds[::-1]),
    )
    book.accept(
        "nothing",
        "nothing to offer",
        capabilities=ComputeCapabilities((), tdx_capable=False, max_cpu_millicores=0, max_ram_mib=0),
    )
    book.accept("no-tdx", "no TDX", capabilities=replace(_CAPABILITIES, tdx_capable=False, mrtds=()))
    book.random(3)
    twin = next(test for test in book.tests if test.id == "compute/capabilities/bridge").params["capabilities"]
    for member in ("regions", "mrtds"):
        book.refuse(
            f"{member}-twice",
            f"one of the {member} twice",
            "bridge",
            "DuplicateElement",
            {"capabilities": {**twin, member: [*twin[member], twin[member][0]]}},
            ["COM-4"],
        )
    book.spoil("bridge")
    return book


def _card() -> Casebook:
    book = Casebook("compute.provider_card")
    book.accept("bridge", "the card of a bridge", card=_CARD)
    book.accept("no-quote", "a provider without TDX", card=replace(_CARD, tdx_quote=None))
    book.accept("empty-quote", "a quote without a byte", card=replace(_CARD, tdx_quote=b""))
    book.accept(
        "refreshed", "another rate, a tick later", card=replace(_CARD, declared_rate=39_999, refreshed_at=1_700_000_001)
    )
    book.accept("no-reply", "a reply channel of zeros", card=replace(_CARD, zipnet_reply=ZERO_ID))
    book.accept("least", "the least numbers", card=replace(_CARD, declared_rate=0, refreshed_at=0, max_age=0))
    book.accept("greatest", "the greatest", card=replace(_CARD, declared_rate=_LAST, refreshed_at=_LAST, max_age=_LAST))
    book.random(3)
    book.spoil("bridge")
    return book


def _deregistration() -> Casebook:
    book = Casebook("compute.deregistration")
    successor = ComponentRef(ComponentKind.Provider, unique_id("example successor"))
    leaving = ProviderDeregistration(_PROVIDER, 1_700_000_100)
    book.accept("leaving", "a provider that may come back", deregistration=leaving)
    book.accept("tick-0", "the first tick", deregistration=replace(leaving, deregistered_at=0))
    book.accept(
        "retiring",
        "a provider that does not",
        deregistration=replace(leaving, marker=RetirementMarker.retired(AtTimestamp(1_700_000_100_000))),
    )
    book.accept(
        "handing-over",
        "a provider that names its successor",
        deregistration=replace(leaving, marker=RetirementMarker.rotation(AtTimestamp(1_700_000_100_000), successor)),
    )
    book.random(3)
    twin = next(test for test in book.tests if test.id == "compute/deregistration/handing-over").params
    marker = twin["deregistration"]["marker"]
    book.refuse(
        "rotation-to-nowhere",
        "a rotation without a replacement",
        "handing-over",
        "ReplacementRequired",
        {"deregistration": {**twin["deregistration"], "marker": {**marker, "replacement": None}}},
    )
    book.spoil("handing-over")
    return book


def _range() -> Casebook:
    book = Casebook("compute.almanac_range")
    book.accept("minute", "sixty ticks", range=_WINDOW)
    book.accept("empty", "no tick", range=AlmanacRange(7, 7))
    book.accept("one", "one tick", range=AlmanacRange(7, 8))
    book.accept("all", "all but the last", range=AlmanacRange(0, _LAST))
    book.random(2)
    book.refuse(
        "backwards", "an end before the start", "empty", "RangeBackwards", {"range": {"start": "7", "end": "6"}}
    )
    book.spoil_all("minute")
    return book


def _grant() -> Casebook:
    book = Casebook("compute.grant")
    book.accept("tdx", "a pinned build under TDX", grant=_GRANT)
    plain = replace(_GRANT, bearer_pointer=None, content_hash=None, expected_mrtd=None, requirements=_NOTHING)
    book.accept("plain", "a grant that repeats nothing", grant=plain)
    book.accept("no-endpoint", "no hint", grant=replace(plain, endpoint_hint=""))
    book.accept("mixed", "members that do not go with each other", grant=replace(_GRANT, requirements=_NOTHING))
    book.accept("forever", "ticks at both ends", grant=replace(plain, valid_from=0, valid_to=_LAST))
    book.random(3)
    book.spoil("tdx")
    return book


def _clearing() -> Casebook:
    book = Casebook("compute.clearing_record")
    record = ClearingRecord(1_700_000_060, _PROVIDER, 40_000, "eu-central-1", tdx_required=True, evidence=_COMMIT)
    book.accept("region", "a region and TDX", record=record)
    book.accept("anywhere", "no region, no TDX", record=replace(record, region=None, tdx_required=False))
    book.accept("free", "a rate of 0", record=replace(record, clearing_rate=0))
    book.accept("round-0", "the first tick", record=replace(record, round=0))
    book.random(3)
    book.spoil("region")
    return book


def _usage() -> Casebook:
    book = Casebook("compute.usage_metrics")
    book.accept("measured", "what a backend observed", usage=_USAGE)
    book.accept("empty", "tried, and failed", usage=_NO_USAGE)
    book.accept("greatest", "the greatest numbers", usage=UsageMetrics(_LAST, _LAST, _LAST))
    book.random(2)
    book.spoil_all("measured")
    return book


def _log() -> Casebook:
    book = Casebook("compute.log")
    book.accept("measured", "usage with evidence", log=replace(_LOG, evidence=_EVIDENCE))
    book.accept("bare", "usage without", log=_LOG)
    book.accept("empty", "tried, and failed", log=replace(_LOG, usage=_NO_USAGE))
    book.accept("no-tick", "an empty window", log=replace(_LOG, window=AlmanacRange(7, 7), usage=_NO_USAGE))
    book.random(3)
    twin = next(test for test in book.tests if test.id == "compute/log/measured").params["log"]
    book.refuse(
        "window-backwards",
        "a window that ends before it starts",
        "measured",
        "RangeBackwards",
        {"log": {**twin, "window": {"start": "1700000060", "end": "1700000059"}}},
    )
    book.spoil("measured")
    return book


def _startup() -> Casebook:
    book = Casebook("compute.startup")
    assert _GRANT.content_hash is not None
    book.accept(
        "both", "the image and the measurement of the grant", grant=_GRANT, image=_GRANT.content_hash, mrtd=_MRTD
    )
    unpinned = replace(_GRANT, content_hash=None)
    book.accept("unpinned", "any image, as measured", grant=unpinned, image=_other("image"), mrtd=_MRTD)
    ungated = replace(_GRANT, expected_mrtd=None)
    book.accept("ungated", "the image alone", grant=ungated, image=_GRANT.content_hash, mrtd=None)
    book.accept(
        "ungated-measured", "a quote that nobody asked for", grant=ungated, image=_GRANT.content_hash, mrtd=_MRTD
    )
    book.random(3)
    book.refuse_changed("other-image", "another build", "both", "WorkloadImageMismatch", image=_other("image"))
    book.refuse_changed("other-mrtd", "another measurement", "both", "WorkloadMrtdMismatch", mrtd=_MRTD[::-1])
    book.refuse_changed("zero-mrtd", "a measurement of zeros", "both", "WorkloadMrtdMismatch", mrtd=bytes(48))
    book.refuse_changed("no-quote", "no measurement at all", "both", "WorkloadMrtdMismatch", mrtd=None)
    book.refuse_changed(
        "unpinned-mrtd", "any image, measured otherwise", "unpinned", "WorkloadMrtdMismatch", mrtd=bytes(48)
    )
    book.refuse_changed(
        "ungated-image", "another build without TDX", "ungated", "WorkloadImageMismatch", image=_other("image")
    )
    book.spoil("both")
    return book


def _other(what: str) -> UniqueId:
    return unique_id(f"another {what}")
