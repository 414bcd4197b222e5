"""Mutants of the chapter Chronicle."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coalition import chronicle_audit, quorum
from coalition.chronicle import entry_digest
from coalition.chronicle_audit import Archive, Audit, Sound, Unanchored
from coalition.chronicle_kinds import components
from coalition.runtime.committee import Committee
from coalition.runtime.refusals import Retired
from coalition.surface import commit, log_digest
from coalition.unique_id import UniqueId
from conformance.mutants.breaking import Mutant, method, replaced, rows, unchecked, without

_AUDIT = "chronicle_audit."


def _counted_twice(_right: Any) -> Any:
    """Signatures are counted, and not who made them."""
    return lambda committee, keys: set(keys) <= set(committee)


def _anybody(_right: Any) -> Any:
    return lambda _committee, keys: len(set(keys)) == len(keys)


def _leniently(_right: Any) -> Any:
    """Enough right signatures make up for wrong ones."""

    def is_quorum(committee: Any, statement: UniqueId, listed: Any) -> bool:
        right = {each.member for each in listed if quorum.is_signed(each.member, statement, each.signature)}
        return len(right & set(committee)) >= quorum.needed(len(committee))

    return is_quorum


def _kind_alone(right: Any) -> Any:
    """The payload is the kind's, whatever it is about."""

    def check(kind: Any, payload: Any) -> None:
        if not list(components(payload)):
            right(kind, payload)

    return check


def _at_the_anchor(right: Any) -> Any:
    """An anchor that disagrees is reported at its own length."""

    def audit(**params: Any) -> Audit:
        found: Audit = right(**params)
        if not isinstance(found.finding, Unanchored):
            return found
        return replace(found, finding=Unanchored(max(each.length for each in params["anchors"])))

    return audit


def _without(name: str) -> Any:
    def make(right: Any) -> Any:
        return lambda **params: right(**{**params, name: ()})

    return make


def _first_alone(right: Any) -> Any:
    return lambda **params: right(**{**params, "others": params["others"][:1]})


def _majority(right: Any) -> Any:
    """Archives are outvoted: nothing is wrong that half of the others agree with."""

    def audit(**params: Any) -> Audit:
        agreeing = [other for other in params["others"] if other == params["archive"]]
        found: Audit = right(**{**params, "others": () if agreeing else params["others"]})
        return found

    return audit


def _of_entries(_right: Any) -> Any:
    """Commits without their index."""

    def commits(chronicle: Any, archive: Archive) -> tuple[UniqueId, ...]:
        digests = (entry_digest(entry).id() for entry in archive.entries)
        return tuple(commit(chronicle.surface, chronicle.deployment, 0, digest).id() for digest in digests)

    return commits


def _up_to_the_break(right: Any) -> Any:
    """The digest of what holds alone."""

    def audit(**params: Any) -> Audit:
        found: Audit = right(**params)
        chronicle, archive = params["chronicle"], params["archive"]
        sound = chronicle_audit.sound_length(chronicle, archive)
        return replace(found, digest=log_digest(chronicle_audit.commits_of(chronicle, archive)[:sound]))

    return audit


def _as_given(right: Any) -> Any:
    """Anchors are taken in the order they were given."""

    def audit(**params: Any) -> Audit:
        found: Audit = right(**{**params, "anchors": ()})
        commits = chronicle_audit.commits_of(params["chronicle"], params["archive"])
        borne_out = 0
        for anchor in params["anchors"]:
            if isinstance(found.finding, Sound) and log_digest(commits[: anchor.length]) != anchor.digest:
                return replace(found, finding=Unanchored(borne_out))
            borne_out = anchor.length
        return found

    return audit


def _least(right: Any) -> Any:
    """No more members sign than are needed."""
    return lambda self, digest: right(self, digest)[: quorum.needed(len(self.keys))]


def _under_another_name(_right: Any) -> Any:
    """A command of another class is refused as if the component had retired."""

    def check(running: Any, command: Any) -> None:
        if not isinstance(command, running.TAKES):
            raise Retired(command)

    return check


MUTANTS = (
    Mutant("least-members-sign", ("FLT-6",), "as few sign as can", (method(Committee, "signatures", _least),)),
    Mutant(
        "commands-of-other-classes",
        ("WORLD-19",),
        "a command of another class is refused as if the component had retired",
        (replaced("runtime.component.check_taken", _under_another_name),),
    ),
    Mutant("any-payload", ("CHR-1",), "any payload under any kind", (unchecked("chronicle_kinds.check_payload"),)),
    Mutant(
        "payload-about-anything",
        ("CHR-1",),
        "a payload about a component of any kind",
        (replaced("chronicle_kinds.check_payload", _kind_alone),),
    ),
    Mutant("members-sign-twice", ("CHR-2",), "a member signs twice", (unchecked("chronicle.check_members_once"),)),
    Mutant(
        "entry-without-coalition",
        ("CHR-3",),
        "the coalition is left out of an entry",
        (rows("chronicle.entry", without("coalition")),),
    ),
    Mutant("entry-without-seq", ("CHR-3",), "the number is left out", (rows("chronicle.entry", without("seq")),)),
    Mutant(
        "kind-without-name",
        ("CHR-3",),
        "every other kind is one",
        (rows("chronicle.kind", without("name")),),
    ),
    Mutant(
        "payload-without-commit",
        ("CHR-3",),
        "the marker's commit is left out of a payload",
        (rows("chronicle.payload", without("commit")),),
    ),
    Mutant(
        "half-is-a-quorum",
        ("CHR-4",),
        "half of a committee is enough",
        (replaced("quorum.needed", lambda _: lambda size: (size + 1) // 2),),
    ),
    Mutant(
        "signatures-counted",
        ("CHR-4", "CHR-6"),
        "one member's signature counts as often as it stands there",
        (replaced("quorum.are_members", _counted_twice),),
    ),
    Mutant("strangers-sign", ("CHR-4", "CHR-6"), "anybody signs", (replaced("quorum.are_members", _anybody),)),
    Mutant(
        "wrong-signatures-beside",
        ("CHR-6",),
        "wrong signatures beside a quorum are overlooked",
        (replaced("quorum.is_quorum", _leniently),),
    ),
    Mutant(
        "anchor-without-length",
        ("CHR-5",),
        "an anchor is not told the length",
        (rows("chronicle.anchor", without("length")),),
    ),
    Mutant(
        "member-signatures-unchecked",
        ("CHR-6",),
        "signatures of members are not verified",
        (replaced(f"{_AUDIT}members_signed", lambda _: lambda _entry: True),),
    ),
    Mutant(
        "entries-unchecked",
        ("CHR-6", "CHR-7"),
        "entries hold, whatever they are",
        (replaced(f"{_AUDIT}holds", lambda _: lambda *_args: True),),
    ),
    Mutant(
        "commits-without-place",
        ("CHR-6",),
        "an archive's commits are those of its first place",
        (replaced(f"{_AUDIT}commits_of", _of_entries),),
    ),
    Mutant(
        "digest-up-to-the-break",
        ("CHR-6",),
        "the digest ends where the archive breaks",
        (replaced(f"{_AUDIT}audit", _up_to_the_break),),
    ),
    Mutant(
        "any-witness",
        ("CHR-7",),
        "what nobody signed is a witness",
        (replaced(f"{_AUDIT}witness_length", lambda _: lambda _chronicle, other: len(other.entries)),),
    ),
    Mutant("no-witness", ("CHR-7",), "other archives are not read", (replaced(f"{_AUDIT}audit", _without("others")),)),
    Mutant("one-witness", ("CHR-7",), "one other archive is read", (replaced(f"{_AUDIT}audit", _first_alone),)),
    Mutant("witnesses-vote", ("CHR-7",), "an archive that agrees outvotes", (replaced(f"{_AUDIT}audit", _majority),)),
    Mutant("no-anchor", ("CHR-8",), "the anchor is not asked", (replaced(f"{_AUDIT}audit", _without("anchors")),)),
    Mutant(
        "anchor-at-its-length",
        ("CHR-8",),
        "an anchor that disagrees names its own length",
        (replaced(f"{_AUDIT}audit", _at_the_anchor),),
    ),
    Mutant("anchors-as-given", ("CHR-8",), "anchors are not sorted", (replaced(f"{_AUDIT}audit", _as_given),)),
)
