"""Mutants of the chapter Chronicle, of a Chronicle that runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coalition.runtime.chronicle import ANCHORS, ENTRIES, Chronicle
from coalition.runtime.component import Running
from coalition.surface import log_digest
from conformance.mutants.breaking import Mutant, method, replaced, unchecked

_RUNNING = "runtime.chronicle."


def _without_root(right: Callable[..., Chronicle]) -> Callable[..., Chronicle]:
    """Entries bear the coalition's root of some other coalition: that of the deployment."""

    def deploy(component: Any, committee: Any, context: Any) -> Chronicle:
        made = right(component, committee, context)
        return replace(made, coalition=made.ids.deployment)

    return deploy


def _unsigned(right: Callable[..., Any]) -> Callable[..., Any]:
    """One signature stands for the committee."""

    def committed(self: Chronicle, entry: Any) -> Any:
        whole = self.committee
        return replace(right(replace(self, committee=replace(whole, keys=whole.keys[:1])), entry), committee=whole)

    return committed


def _dense(right: Callable[..., Chronicle]) -> Callable[..., Chronicle]:
    """A successor counts from 0 again, whatever it was told."""

    def resume(self: Chronicle, last_seq: int) -> Chronicle:
        return replace(right(self, last_seq), next_seq=0)

    return resume


def _once_more(right: Callable[..., Chronicle]) -> Callable[..., Chronicle]:
    """A successor goes on with its predecessor's last number."""

    def resume(self: Chronicle, last_seq: int) -> Chronicle:
        return replace(right(self, last_seq), next_seq=last_seq)

    return resume


def _committed_resume(right: Callable[..., Chronicle]) -> Callable[..., Chronicle]:
    """What a successor is told commits something."""

    def resume(self: Chronicle, last_seq: int) -> Chronicle:
        after = right(self, last_seq)
        return after.with_farewell(_some_marker())

    return resume


def _some_marker() -> Any:
    from coalition.retirement import RetirementInstant, RetirementMarker  # noqa: PLC0415 - when the mutant lives

    return RetirementMarker.retired(RetirementInstant.AtTimestamp(0))


def _marker_alone(_right: Any) -> Any:
    return lambda self, marker: Running._retire(self, marker)


def _on_both(right: Callable[..., Any]) -> Callable[..., Any]:
    """The end is recorded behind the marker."""

    def retire(self: Chronicle, marker: Any) -> Any:
        right(self, marker)
        return Running._retire(self, marker).with_farewell(marker)

    return retire


def _marked_once(right: Callable[..., Any]) -> Callable[..., Any]:
    """The marker stands on the entries alone."""

    def retire(self: Chronicle, marker: Any) -> Any:
        after, before = right(self, marker), self.log(ANCHORS)
        return after.with_logs(before if log.name == ANCHORS else log for log in after.logs)

    return retire


def _latest_commit(right: Callable[..., Chronicle]) -> Callable[..., Chronicle]:
    """The anchor is told the digest of the last entry alone."""

    def tell(self: Chronicle) -> Chronicle:
        entries = self.log(ENTRIES)
        if not entries.entries:
            return right(self)
        short = replace(entries, digest=log_digest((entries.entries[-1].commit,)))
        after = right(self.with_logs(short if log.name == ENTRIES else log for log in self.logs))
        return after.with_logs(entries if log.name == ENTRIES else log for log in after.logs)

    return tell


def _anchored_once(_right: Any) -> Any:
    """An anchor that was told once hears nothing more."""

    def check(chronicle: Chronicle, length: int) -> None:
        from coalition.runtime.chronicle import NothingToAnchor  # noqa: PLC0415 - when the mutant lives

        if chronicle.anchored or not length:
            raise NothingToAnchor(length)

    return check


def _any_signature_will_do(right: Any) -> Any:
    """The first signature is verified, and no other."""
    return lambda digest, signed: right(digest, signed[:1])


MUTANTS = (
    Mutant(
        "entries-of-any-version", ("CHR-9",), "entries of any version", (unchecked(f"{_RUNNING}check_entry_schema"),)
    ),
    Mutant(
        "committee-key-twice", ("CHR-9",), "a committee has a key twice", (unchecked(f"{_RUNNING}check_keys_once"),)
    ),
    Mutant(
        "entries-of-the-deployment",
        ("CHR-10",),
        "an entry bears the deployment, not the coalition",
        (method(Chronicle, "deploy", _without_root),),
    ),
    Mutant(
        "entries-signed-once",
        ("CHR-10",),
        "one member signs for all",
        (method(Chronicle, "_committed_entry", _unsigned),),
    ),
    Mutant(
        "member-signatures-as-submitted",
        ("CHR-10",),
        "member signatures are left in the order they came in",
        (replaced(f"{_RUNNING}in_order", lambda _: lambda signed: signed),),
    ),
    Mutant("any-number", ("CHR-10",), "an entry has any number", (unchecked(f"{_RUNNING}check_sequence"),)),
    Mutant(
        "last-number-used",
        ("CHR-10",),
        "the last number is an entry's",
        (unchecked(f"{_RUNNING}check_not_last"),),
    ),
    Mutant("strangers-sign-entries", ("CHR-11",), "strangers sign", (unchecked(f"{_RUNNING}check_signers"),)),
    Mutant(
        "member-signatures-unverified",
        ("CHR-11",),
        "signatures of members are not verified",
        (unchecked(f"{_RUNNING}check_signatures"),),
    ),
    Mutant(
        "first-signature-verified",
        ("CHR-11",),
        "the first signature alone is verified",
        (replaced(f"{_RUNNING}check_signatures", _any_signature_will_do),),
    ),
    Mutant(
        "successor-from-0",
        ("CHR-12",),
        "a successor counts from 0",
        (method(Chronicle, "_resume", _dense),),
    ),
    Mutant(
        "successor-from-the-last",
        ("CHR-12",),
        "a successor repeats the last number",
        (method(Chronicle, "_resume", _once_more),),
    ),
    Mutant(
        "resuming-commits",
        ("CHR-12",),
        "resuming commits an entry",
        (method(Chronicle, "_resume", _committed_resume),),
    ),
    Mutant("resumed-twice", ("CHR-12",), "a successor is told twice", (unchecked(f"{_RUNNING}check_not_resumed"),)),
    Mutant(
        "anybody-resumes",
        ("CHR-12",),
        "a first Chronicle is told a number",
        (unchecked(f"{_RUNNING}check_successor"), unchecked(f"{_RUNNING}check_not_resumed")),
    ),
    Mutant(
        "successor-does-not-wait",
        ("CHR-12",),
        "a successor begins with 0 when it was told nothing",
        (replaced(f"{_RUNNING}next_seq", lambda _: lambda chronicle: chronicle.next_seq or 0),),
    ),
    Mutant(
        "resumed-at-the-end",
        ("CHR-12",),
        "a successor goes on where there is no number",
        (unchecked(f"{_RUNNING}check_number_left"),),
    ),
    Mutant(
        "no-anchor-needed",
        ("CHR-13",),
        "an anchor that is not there is told",
        (replaced(f"{_RUNNING}check_anchor", lambda _: lambda chronicle: chronicle.anchor or b""),),
    ),
    Mutant("anchored-again", ("CHR-13",), "an anchor is told nothing new", (unchecked(f"{_RUNNING}check_news"),)),
    Mutant(
        "anchored-once", ("CHR-13",), "an anchor is told once", (replaced(f"{_RUNNING}check_news", _anchored_once),)
    ),
    Mutant(
        "anchor-of-the-last-entry",
        ("CHR-13",),
        "an anchor is told of the last entry alone",
        (method(Chronicle, "_tell_anchor", _latest_commit),),
    ),
    Mutant(
        "own-end-unrecorded",
        ("CHR-14",),
        "a Chronicle does not record its own end",
        (method(Chronicle, "_retire", _marker_alone),),
    ),
    Mutant(
        "own-end-behind-the-marker",
        ("CHR-14",),
        "a Chronicle records its end when it has ended",
        (method(Chronicle, "_retire", _on_both),),
    ),
    Mutant(
        "marker-on-the-entries-alone",
        ("CHR-14",),
        "the marker is on the entries alone",
        (method(Chronicle, "_retire", _marked_once),),
    ),
)
