"""Mutants of the audit of composite organisms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.runtime import composite_audit
from coalition.runtime.composite import LateRecord, StallRecord
from coalition.runtime.composite_audit import Founded, Kept
from coalition.runtime.ledger import SharedAttestationRecord
from coalition.runtime.upstream import TallyAttestationRecord
from conformance.mutants.breaking import Break, Mutant, method, replaced, unchecked

Right = Callable[..., Any]


def _rule(name: str, make: Callable[[Right], Right]) -> Break:
    return replaced(f"runtime.composite_audit.{name}", make)


def _passed_over(right: Right) -> Right:
    def observed(self: Kept, state: Any, evidence: Any) -> Any:
        return right(self, state, evidence) if evidence in self.pointed else state

    return observed


def _given_alone(right: Right) -> Right:
    """What the replay commits beyond the log is not asked for."""

    def check(before: Any, after: Any, log: Any) -> None:
        made = after.logs[0].entries
        right(before, after, (*log, *(made[index] for index in range(len(log), len(made)))))

    return check


def _by_record(_right: Right) -> Right:
    return lambda entry, made: entry.record.digest().id() == made.record.digest().id()


def _late_as_told(right: Right) -> Right:
    """Late evidence is believed."""

    def check(before: Any, after: Any, log: Any) -> None:
        last = log[-1].record
        if not isinstance(last, LateRecord):
            right(before, after, log)

    return check


def _unsealed(right: Right) -> Right:
    return lambda state, *params: right(replace(state, sealed=None), *params)


def _nobody_asked(_right: Right) -> Right:
    return lambda *_params: True


def _always_founded(_right: Right) -> Right:
    return lambda *_params, **_named: Founded()


def _bare(right: Right) -> Right:
    """The ledger's attestations are not looked at for what was observed."""

    def kept(state: Any, pages: Any, _attestations: Any) -> Any:
        return right(state, pages, ())

    return kept


def _opens_nothing(_right: Right) -> Right:
    return lambda *_params: False


def _stalls_as_told(_right: Right) -> Right:
    """Whatever was given up without evidence was opened by something."""
    return lambda _found, _event, record: isinstance(record, StallRecord) and not record.stall.evidence


def _opener_observed(right: Right) -> Right:
    """The attestation that may have opened an event is observed, the first that was kept."""

    def decided(state: Any, found: Kept, event: int, *params: Any) -> Any:
        if any(isinstance(entry.record, StallRecord) for entry in params[1]):
            for evidence, (_, upstream, entry) in found.pointed.items():
                attests = isinstance(entry.record, TallyAttestationRecord)
                if attests and state.event_of(upstream, entry.record) == event:
                    state, _ = found.observed(state, evidence)
                    break
        return right(state, found, event, *params)

    return decided


def _by_record_first(right: Right) -> Right:
    """The ledger's attestations are gone through record by record, in the order of the log."""

    def found(attestations: Any) -> Any:
        return {shared: [(0, each) for _, each in listed] for shared, listed in right(attestations).items()}

    return found


def _first_place_alone(right: Right) -> Right:
    """Whatever is wrong in an event, its first record is accused."""

    def observed(state: Any, kept: Any, at: int, record: Any) -> Any:
        try:
            return right(state, kept, at, record)
        except composite_audit._Stops:
            raise composite_audit._Stops(len(state.logs[0].entries)) from None

    return observed


def _any_slot(_right: Right) -> Right:
    return lambda *_params: None


def _one_signed(_right: Right) -> Right:
    return lambda committee, record: (
        not isinstance(record, SharedAttestationRecord)
        or any(each.member in committee for each in record.attestation.signatures)
    )


MUTANTS = (
    Mutant(
        "audit-unresolved-passed-over",
        ("COMP-29",),
        "evidence that does not resolve is passed over",
        (method(Kept, "observed", _passed_over),),
    ),
    Mutant(
        "audit-first-of-a-commit",
        ("COMP-29",),
        "an entry that does not hold takes the place of one that does",
        (_rule("is_taken", _nobody_asked),),
    ),
    Mutant(
        "audit-attestations-unobserved",
        ("COMP-29", "COMP-31"),
        "the tallies' attestations are not observed",
        (_rule("kept", _bare),),
    ),
    Mutant(
        "audit-log-alone",
        ("COMP-30",),
        "no record is missed",
        (_rule("check_follows", _given_alone),),
    ),
    Mutant("audit-any-commit", ("COMP-30",), "index and commit are not compared", (_rule("is_same", _by_record),)),
    Mutant("audit-any-order", ("COMP-30",), "an event is decided when it comes", (_rule("_decided", _unsealed),)),
    Mutant("audit-late-as-told", ("COMP-30",), "late evidence is believed", (_rule("check_follows", _late_as_told),)),
    Mutant(
        "audit-refund-twice",
        ("COMP-30", "COMP-22"),
        "a refund counts as often as it comes",
        (replaced("runtime.ledger.is_counted", lambda _right: lambda *_params: False),),
    ),
    Mutant(
        "audit-nobody-signed",
        ("COMP-31",),
        "signatures are not looked at",
        (_rule("is_signed_by", _nobody_asked),),
    ),
    Mutant(
        "audit-attestation-opens-nothing",
        ("COMP-29", "COMP-24"),
        "what an attestation alone opened was never open",
        (_rule("is_opened_alone", _opens_nothing),),
    ),
    Mutant(
        "audit-stalls-as-told",
        ("COMP-29",),
        "a stall event without evidence is believed",
        (_rule("is_opened_alone", _stalls_as_told),),
    ),
    Mutant(
        "audit-opener-observed",
        ("COMP-29",),
        "the first attestation that was kept opened the event",
        (_rule("_decided", _opener_observed),),
    ),
    Mutant(
        "audit-attestations-by-record",
        ("COMP-29",),
        "attestations are gone through record by record",
        (_rule("own_evidence", _by_record_first),),
    ),
    Mutant(
        "audit-first-of-the-event",
        ("COMP-30",),
        "the first record of an event is accused of all of them",
        (_rule("_observed", _first_place_alone),),
    ),
    Mutant(
        "audit-late-in-records",
        ("COMP-30",),
        "evidence that came too late is replayed as late, and the first record accused",
        (unchecked("runtime.composite_audit.check_in_time"),),
    ),
    Mutant(
        "audit-sealed-observed",
        ("COMP-30",),
        "what records of a sealed event point at is observed first",
        (unchecked("runtime.composite_audit.check_unsealed"),),
    ),
    Mutant(
        "audit-beyond-the-clock",
        ("COMP-30",),
        "a slot that is no event of every member is one",
        (method(composite_audit, "check_clock", _any_slot),),
    ),
    Mutant("audit-one-signed", ("COMP-31",), "one member is a quorum", (_rule("is_signed_by", _one_signed),)),
    Mutant(
        "audit-attestations-unread",
        ("COMP-31",),
        "attestations are not looked at",
        (unchecked("runtime.composite_audit.check_attested"),),
    ),
    Mutant(
        "audit-everything-founded",
        ("COMP-29", "COMP-30"),
        "every log is founded",
        (_rule("audit", _always_founded),),
    ),
)
