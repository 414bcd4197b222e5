"""Mutants of the records of the chapter Compute."""

from __future__ import annotations

from conformance.mutants.breaking import Mutant, ordered, relabelled, rows, unchecked, without


def _provider_twenty(data: bytes) -> bytes:
    return data[:20]


def _utf8_marked(data: bytes) -> bytes:
    """An absent text as a present, empty one."""
    return data or b"\x01"


MUTANTS = (
    Mutant(
        "requirements-region-empty",
        ("COM-1",),
        "an absent region is the region without a name",
        (rows("compute.requirements", relabelled("region", _utf8_marked)),),
    ),
    Mutant(
        "requirements-rate-zero",
        ("COM-1",),
        "a request without greatest rate has one of 0",
        (rows("compute.requirements", relabelled("max_rate", lambda data: data or b"\x01" + bytes(8))),),
    ),
    Mutant(
        "requirements-pointer-left-out",
        ("COM-1",),
        "the pointer to the shuffle is no requirement",
        (rows("compute.requirements", without("bearer_pointer")),),
    ),
    Mutant(
        "measurement-without-tdx",
        ("COM-2",),
        "a measurement is expected where no TDX is required",
        (unchecked("compute.check_mrtd_with_tdx"),),
    ),
    Mutant(
        "request-of-chapter-57",
        ("COM-3",),
        "a request has the six fields of ch. 57",
        (rows("compute.request", without("requirements")),),
    ),
    Mutant(
        "request-without-settlement",
        ("COM-3",),
        "requests that differ in their settlement are one",
        (rows("compute.request", without("settlement")),),
    ),
    Mutant(
        "regions-as-given",
        ("COM-4",),
        "regions are folded in the order of their names' last letters",
        (rows("compute.regions", ordered(lambda listed: sorted(listed, key=lambda each: each.data[::-1]))),),
    ),
    Mutant(
        "capabilities-without-guests",
        ("COM-4",),
        "the measurements of guests are left out of the capabilities",
        (rows("compute.capabilities", without("mrtds")),),
    ),
    Mutant(
        "region-twice",
        ("COM-4",),
        "a set holds an element twice",
        (unchecked("struct_digest.check_distinct"),),
    ),
    Mutant(
        "card-without-age",
        ("COM-5",),
        "a card has the six fields of ch. 23",
        (rows("compute.provider_card", without("max_age")),),
    ),
    Mutant(
        "card-quote-empty",
        ("COM-5",),
        "a card without quote is one with an empty quote",
        (rows("compute.provider_card", relabelled("tdx_quote", _utf8_marked)),),
    ),
    Mutant(
        "deregistration-without-marker",
        ("COM-6",),
        "the marker is left out of a deregistration",
        (rows("compute.deregistration", without("marker")),),
    ),
    Mutant(
        "range-backwards",
        ("COM-7",),
        "a range ends before it starts",
        (unchecked("compute.check_forwards"),),
    ),
    Mutant(
        "range-closed",
        ("COM-7",),
        "a range holds its end",
        (
            rows(
                "compute.almanac_range",
                relabelled("end", lambda data: ((int.from_bytes(data, "little") - 1) % 2**64).to_bytes(8, "little")),
            ),
        ),
    ),
    Mutant(
        "grant-provider-twenty",
        ("COM-8",),
        "the provider of a grant is a MemberId, as ch. 57 types it",
        (rows("compute.grant", relabelled("provider", _provider_twenty)),),
    ),
    Mutant(
        "grant-repeats-nothing",
        ("COM-8",),
        "a grant does not repeat the requirements",
        (rows("compute.grant", without("requirements")),),
    ),
    Mutant(
        "clearing-region-empty",
        ("COM-9",),
        "a region that nobody asked for has no name",
        (rows("compute.clearing_record", relabelled("region", _utf8_marked)),),
    ),
    Mutant(
        "clearing-without-evidence",
        ("COM-9",),
        "a clearing record points at nothing",
        (rows("compute.clearing_record", without("evidence")),),
    ),
    Mutant(
        "log-provider-twenty",
        ("COM-10",),
        "the provider of a log is a MemberId, as ch. 57 types it",
        (rows("compute.log", relabelled("provider", _provider_twenty)),),
    ),
    Mutant(
        "log-without-window",
        ("COM-10",),
        "the window is left out of a log",
        (rows("compute.log", without("window")),),
    ),
    Mutant(
        "start-of-any-image",
        ("COM-11",),
        "any image starts under a grant",
        (unchecked("compute.check_image"),),
    ),
    Mutant(
        "start-unmeasured",
        ("COM-11",),
        "a workload starts, whatever it measures",
        (unchecked("compute.check_mrtd"),),
    ),
)
