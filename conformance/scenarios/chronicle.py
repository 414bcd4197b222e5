"""Scenarios of a Chronicle: entries and who signs them, numbers, anchors, successors, and its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition import examples
from coalition.chronicle import MemberSignature, entry_digest
from coalition.chronicle_kinds import ChronicleKind, Member, Retirement
from coalition.content_preimages import ChronicleContent
from coalition.crypto.ed25519 import sign
from coalition.crypto.edwards25519 import ORDER
from coalition.json_form import as_json
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker
from coalition.runtime.almanac import Tick
from coalition.runtime.chronicle import AppendEntry, CommitAnchor, ResumeSequence
from coalition.runtime.component import Retire
from coalition.runtime.fault import Fault
from coalition.stable_id import member_id
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.cases.chronicle import SAID
from conformance.chronicle_archives import Said
from conformance.pages import changed
from conformance.scenarios.almanacs import almanac, tick
from conformance.scenarios.chronicles import (
    ANCHOR,
    CHRONICLE,
    SIGNERS,
    anchor,
    anchors,
    append,
    appending,
    chronicle,
    deployed,
    entries,
    not_appended,
    opened,
    there,
)
from conformance.scenarios.faults import befalls
from conformance.scenarios.performers import (
    CADENCE,
    COMMITTEE,
    RETIRED,
    START,
    advance,
    not_submitted,
    retire,
    status,
    submitted,
)
from conformance.scenarios.script import SEED, Collection, Script

_LAST = 2**64 - 1
_ADDED, _ROTATED, _PUBLISHED = SAID["member-added"], SAID["organism-rotated"], SAID["published-first"]


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    chronicles = Collection("scenarios/chronicle.json", CHRONICLE, chapter="chronicle")
    for write in (
        _life,
        _deployments,
        _kinds,
        _numbers,
        _signers,
        _wrong_signatures,
        _payloads,
        _anchors,
        _no_anchor,
        _two_generations,
        _resumed,
        _last_number,
        _own_end,
        _waiting_end,
        _majority,
        _compels_nobody,
        _replay,
    ):
        write(chronicles)
    yield chronicles


def _life(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/life", "a Chronicle from its deployment to its end")
    ident = opened(script)
    append(script, ident, _PUBLISHED, comment="the coalition is published")
    append(script, ident, _ADDED, *SIGNERS[:2], comment="two members sign that a third has come")
    anchor(script, ident)
    not_appended(
        script, ident, "SequenceMismatch", appending(there(script, ident), _ROTATED, seq=1), "number 1 is taken"
    )
    append(script, ident, _ROTATED, comment="an organism is rotated")
    entries(script, ident)
    retire(script, ident)
    entries(script, ident, "its own end, and the marker", cites=["CHR-14", "WORLD-11"])
    anchors(script, ident, cites=["CHR-13", "WORLD-11"])
    status(script, ident, "it retires")
    not_appended(script, ident, "Retired", appending(there(script, ident), _ADDED), "nothing comes after the marker")
    script.go("world.close")


def _deployments(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/deployments", "which Chronicles are played")
    first = opened(script)
    append(script, first, _PUBLISHED)
    for version in (0, 2, 255):
        component = chronicle("other", ChronicleContent(version, None, None))
        script.refuse(
            "world.deploy",
            "UnsupportedEntrySchema",
            f"entries of version {version}",
            component=component,
            committee=COMMITTEE,
        )
    twice = (COMMITTEE[0], COMMITTEE[1], COMMITTEE[0])
    for keys, comment in ((twice, "two members with one key"), (COMMITTEE[:1] * 2, "nobody beside them")):
        script.refuse("world.deploy", "CommitteeKeyTwice", comment, component=chronicle("other"), committee=keys)
    script.refuse("world.deploy", "EmptyCommittee", "nobody", component=chronicle("other"), committee=())
    other = deployed(script, chronicle("other"), "a committee of one", COMMITTEE[:1])
    append(script, other, _PUBLISHED, comment="one signature is a quorum of one", cites=["CHR-4"])
    entries(script, other)
    entries(script, first, "the first one goes on", cites=["WORLD-17"])
    script.go("world.close")


def _kinds(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/kinds", "an entry of every kind")
    ident = opened(script)
    for name, said in SAID.items():
        append(script, ident, said, comment=name.replace("-", " "), cites=["CHR-1", "CHR-3"])
    entries(script, ident, cites=["CHR-1", "CHR-3", "CHR-10"])
    script.go("world.close")


def _numbers(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/numbers", "numbers count from 0, and none is left out")
    ident = opened(script)

    def not_numbered(seq: int, comment: str) -> None:
        command = appending(there(script, ident), _ADDED, SIGNERS[:1], seq)
        not_appended(script, ident, "SequenceMismatch", command, comment)

    not_numbered(1, "not from 1")
    append(script, ident, _PUBLISHED, comment="from 0")
    not_numbered(0, "not twice")
    not_numbered(2, "none is left out")
    not_numbered(_LAST, "nor all of them")
    append(script, ident, _ADDED, SIGNERS[0], comment="the next")
    append(script, ident, _ADDED, SIGNERS[0], comment="the same again is another entry")
    entries(script, ident)
    other = deployed(script, chronicle("other"))
    append(script, other, _PUBLISHED, comment="each Chronicle counts by itself", cites=["WORLD-17"])
    entries(script, other)
    script.go("world.close")


def _signers(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/signers", "members of the coalition sign, as many as will")
    ident = opened(script)
    append(script, ident, _PUBLISHED, comment="nobody")
    append(script, ident, _ADDED, *SIGNERS, comment="all of them")
    running = there(script, ident)
    reverse = appending(running, _ROTATED, SIGNERS[:4])
    reverse = replace(reverse, member_signatures=reverse.member_signatures[::-1])
    submitted(script, ident, reverse, "in descending order", cites=["CHR-10", "CHR-11"])
    atlas = (examples.SUPERCHAIN_ATLAS_ORG.stable_id, SIGNERS[0][1])
    searcher = (examples.SEARCHER_STABLE_ID, SIGNERS[0][1])
    for stranger, comment in ((atlas, "the coalition's Atlas is no member"), (searcher, "nor is another's organism")):
        command = appending(there(script, ident), _ADDED, (SIGNERS[0], stranger))
        not_appended(script, ident, "UnknownSigner", command, comment)
    listed = as_json(appending(there(script, ident), _ADDED, SIGNERS[:2]))
    twice = {**listed, "member_signatures": [*listed["member_signatures"], listed["member_signatures"][0]]}
    params = {"as": None, "component": ident.hex(), "command": twice}
    script.refuse_form("world.submit", "DuplicateKey", "a member that signs twice", params, cites=["CHR-2"])
    one = [(SIGNERS[0][0], SIGNERS[1][1]), (SIGNERS[1][0], SIGNERS[1][1])]
    append(script, ident, _ADDED, *one, comment="one key for two members is their own affair")
    entries(script, ident, cites=["CHR-10", "CHR-11"])
    script.go("world.close")


def _wrong_signatures(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/wrong-signatures", "a member signs the entry that is committed, and no other")
    ident = opened(script)
    append(script, ident, _PUBLISHED)
    running = there(script, ident)
    right = appending(running, _ADDED, SIGNERS[:2])
    first, second = right.member_signatures

    def wrong(comment: str, signed: MemberSignature, beside: MemberSignature = first) -> None:
        command = replace(right, member_signatures=(beside, signed))
        not_appended(script, ident, "MemberSignatureInvalid", command, comment)

    wrong("one bit", replace(second, signature=bytes([second.signature[0] ^ 1]) + second.signature[1:]))
    high = int.from_bytes(second.signature[32:], "little") + ORDER
    wrong("an S the order above", replace(second, signature=second.signature[:32] + high.to_bytes(32, "little")))
    wrong("the key of another", replace(second, key=first.key))
    wrong("no key at all", replace(second, key=b"\xff" * 32))
    for comment, other in (
        ("of another number", appending(running, _ADDED, SIGNERS[:2], seq=7)),
        ("of another kind", appending(running, SAID["member-removed"], SIGNERS[:2])),
        ("of another member", appending(running, SAID["lattice-added"], SIGNERS[:2])),
        ("of another coalition", appending(replace(running, coalition=unique_id("another")), _ADDED, SIGNERS[:2])),
    ):
        wrong(comment, other.member_signatures[1])
    preimage = entry_digest(_as_entry(right, running.coalition)).encode()
    secret = dict(SIGNERS)[next(stable_id for stable_id, _ in SIGNERS[:2] if member_id(stable_id) == second.member)]
    wrong("of the preimage, not its digest", replace(second, signature=sign(secret, preimage)))
    submitted(script, ident, right, "right ones", cites=["CHR-10", "CHR-11", "ENC-22"])
    entries(script, ident, cites=["CHR-11", "CHR-10"])
    script.go("world.close")


def _as_entry(command: AppendEntry, coalition: UniqueId) -> Any:
    from coalition.chronicle import ChronicleEntry  # noqa: PLC0415 - here alone

    return ChronicleEntry(command.seq, command.entry_kind, coalition, command.payload, (), ())


def _payloads(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/payloads", "an entry says what its kind says")
    ident = opened(script)
    running = there(script, ident)
    for comment, kind, payload in (
        ("a member, where a publication is due", "published-first", "member-added"),
        ("a publication, where a body is due", "heartbeat", "published-again"),
        ("the retirement of a module, under an organism's kind", "organism-retired", "module-retired"),
        ("that of an organism, under the coalition's", "coalition-retired", "organism-retired"),
    ):
        form = as_json(appending(running, SAID[kind]))
        form["payload"] = as_json(appending(running, SAID[payload]))["payload"]
        params = {"as": None, "component": ident.hex(), "command": form}
        script.refuse_form("world.submit", "PayloadMismatch", comment, params, cites=["CHR-1"])
    form = as_json(appending(running, SAID["heartbeat"]))
    form["entry_kind"] = {"kind": "Other", "name": "a|b"}
    params = {"as": None, "component": ident.hex(), "command": form}
    script.refuse_form("world.submit", "NameHasSeparator", "a kind that is no name", params, cites=["CHR-1"])
    append(script, ident, SAID["heartbeat"], comment="one that fits", cites=["CHR-1", "WORLD-7"])
    entries(script, ident)
    script.go("world.close")


def _anchors(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/anchors", "the anchor is told of every entry that it has not heard of")
    ident = opened(script)
    not_submitted(script, ident, "NothingToAnchor", CommitAnchor(), "there is no entry")
    append(script, ident, _PUBLISHED)
    anchor(script, ident, "one entry")
    not_submitted(script, ident, "NothingToAnchor", CommitAnchor(), "no other")
    append(script, ident, _ADDED, SIGNERS[0])
    append(script, ident, _ROTATED)
    anchor(script, ident, "three entries")
    advance(script, START + 10**9)
    not_submitted(script, ident, "NothingToAnchor", CommitAnchor(), "time alone is no news")
    anchors(script, ident)
    entries(script, ident, "the digest that the anchor holds is theirs", cites=["CHR-13", "WORLD-10"])
    other = deployed(script, chronicle("other", ChronicleContent(1, b"", None)), "an anchor of no byte")
    append(script, other, _PUBLISHED)
    anchor(script, other, "it is one all the same")
    anchors(script, other)
    script.go("world.close")


def _no_anchor(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/no-anchor", "a Chronicle without an anchor")
    ident = opened(script, chronicle(content=ChronicleContent(1, None, None)))
    not_submitted(script, ident, "NoAnchor", CommitAnchor(), "before an entry")
    append(script, ident, _PUBLISHED)
    not_submitted(script, ident, "NoAnchor", CommitAnchor(), "behind one")
    anchors(script, ident, "nothing is there")
    retire(script, ident)
    anchors(script, ident, "but the marker, in the end", cites=["WORLD-11", "CHR-13"])
    script.go("world.close")


def _two_generations(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/two-generations", "a Chronicle that is replaced, and the one that goes on")
    ident = opened(script)
    append(script, ident, _PUBLISHED)
    append(script, ident, SAID["published-again"], SIGNERS[0], comment="the coalition is published anew")
    coalition = changed(examples.ETH_SUPERCHAIN, instance_name="another")
    later = ComponentRef(ComponentKind.Module, unique_id("the next Chronicle"))
    marker = RetirementMarker.rotation(RetirementInstant.AtTimestamp(START + CADENCE), later)
    found = retire(script, ident, marker)
    last = there(script, ident).next_seq
    assert last is not None
    own = [each["commit"] for each in found["commits"] if each["surface"] == "Entries"]
    succeeds = UniqueId(bytes.fromhex(own[-1]))
    successor = chronicle(content=ChronicleContent(1, ANCHOR, succeeds), coalition=coalition)
    after = deployed(script, successor, "its successor, under the new root", cites=["WORLD-3", "CHR-12"])
    submitted(script, after, ResumeSequence(last - 1), "the last number there was", cites=["CHR-12", "WORLD-6"])
    append(script, after, _ADDED, SIGNERS[1], comment="the number above", cites=["CHR-12"])
    anchor(script, after)
    entries(script, ident, "the old log is there", cites=["WORLD-11", "CHR-14"])
    entries(script, after, "the new one begins with index 0", cites=["CHR-12", "WORLD-6"])
    anchors(script, after)
    script.go("world.close")


def _resumed(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/resumed", "a successor waits to be told where to go on")
    ident = opened(script, chronicle(content=ChronicleContent(1, ANCHOR, unique_id("a marker's commit"))))
    for seq in (0, 8):
        command = appending(there(script, ident), _PUBLISHED, seq=seq)
        not_appended(script, ident, "PredecessorUnknown", command, f"number {seq}")
    not_submitted(script, ident, "NothingToAnchor", CommitAnchor(), "there is no entry")
    submitted(script, ident, ResumeSequence(7), "the last number was 7", cites=["CHR-12"])
    not_submitted(script, ident, "AlreadyResumed", ResumeSequence(7), "once")
    command = appending(there(script, ident), _PUBLISHED, seq=7)
    not_appended(script, ident, "SequenceMismatch", command, "7 is the predecessor's")
    append(script, ident, _PUBLISHED, comment="8", cites=["CHR-12"])
    not_submitted(script, ident, "AlreadyResumed", ResumeSequence(8), "nor later")
    append(script, ident, _ADDED, comment="9", cites=["CHR-12"])
    first = deployed(script, chronicle("first"), "one that succeeds nobody")
    not_submitted(script, first, "NoPredecessor", ResumeSequence(7), "there is no number to tell")
    append(script, first, _PUBLISHED, comment="0", cites=["CHR-12"])
    not_submitted(script, first, "NoPredecessor", ResumeSequence(0), "nor later")
    entries(script, ident, cites=["CHR-12", "CHR-10"])
    entries(script, first, cites=["CHR-12", "CHR-10"])
    script.go("world.close")


def _last_number(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/last-number", "the last number is kept for the Chronicle's own end")
    content = ChronicleContent(1, ANCHOR, unique_id("a marker's commit"))
    ident = opened(script, chronicle(content=content))
    not_submitted(script, ident, "SequenceExhausted", ResumeSequence(_LAST), "none is above it", cites=["CHR-12"])
    submitted(script, ident, ResumeSequence(_LAST - 2), "one for an entry, one for the end", cites=["CHR-12"])
    append(script, ident, _PUBLISHED, comment="the last but one")
    not_appended(script, ident, "SequenceExhausted", appending(there(script, ident), _ADDED), "the last is kept")
    anchor(script, ident)
    retire(script, ident)
    entries(script, ident, "the last number is its end's", cites=["CHR-14", "CHR-10"])
    other = deployed(script, chronicle("other", content))
    submitted(script, other, ResumeSequence(_LAST - 1), "none but that", cites=["CHR-12"])
    not_appended(script, other, "SequenceExhausted", appending(there(script, other), _ADDED), "no entry")
    retire(script, other)
    entries(script, other, "but its end", cites=["CHR-14"])
    script.go("world.close")


def _own_end(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/own-end", "what ends is recorded before the Chronicle ends")
    ident = opened(script)
    append(script, ident, SAID["coalition-retired"], *SIGNERS[:3], comment="the coalition ends", cites=["CHR-14"])
    running = there(script, ident)
    own = ComponentRef(ComponentKind.Module, running.address, running.ids.content_hash)
    said: Said = (ChronicleKind.ModuleRetired(), Retirement(own, RETIRED, None))
    append(script, ident, said, SIGNERS[0], comment="members may sign its end as well; that ends nothing")
    status(script, ident, "it goes on")
    self_replacing = RetirementMarker.rotation(RetirementInstant.AtTimestamp(START), own)
    not_submitted(script, ident, "SelfReplacement", Retire(self_replacing), "to itself", cites=["CHR-14"])
    entries(script, ident, "what is refused records no end", cites=["CHR-14", "PROTO-19"])
    retire(script, ident)
    not_submitted(script, ident, "Retired", Retire(RETIRED), "once")
    not_submitted(script, ident, "Retired", CommitAnchor(), "the anchor hears nothing more")
    entries(script, ident, cites=["CHR-14", "WORLD-11"])
    anchors(script, ident, cites=["WORLD-11"])
    script.go("world.close", cites=["WORLD-16", "CHR-14"])


def _waiting_end(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/waiting-end", "a successor that was told nothing ends all the same")
    ident = opened(script, chronicle(content=ChronicleContent(1, None, unique_id("a marker's commit"))))
    not_appended(script, ident, "PredecessorUnknown", appending(there(script, ident), _PUBLISHED), "it has no number")
    retire(script, ident)
    not_submitted(script, ident, "Retired", ResumeSequence(3), "too late")
    entries(script, ident, "the marker alone", cites=["CHR-14", "WORLD-11"])
    other = deployed(script, chronicle("other"))
    retire(script, other)
    entries(script, other, "one that has its number records its end", cites=["CHR-14"])
    script.go("world.close")


def _majority(chronicles: Collection) -> None:
    script = chronicles.script(
        "chronicle/majority", "a committee of five signs as long as three are there", features=["faults"]
    )
    script.go("world.open", seed=SEED, now=START, cites=["WORLD-1"])
    keys = tuple(bytes([number]) * 32 for number in (9, 4, 7, 5, 6))
    ident = deployed(script, comment="a committee of five", committee=keys)
    append(script, ident, _PUBLISHED, comment="five signatures", cites=["CHR-4"])
    befalls(script, ident, Fault.Crash, 1, comment="one is down")
    befalls(script, ident, Fault.Isolate, 3, comment="one is cut off")
    append(script, ident, _ADDED, SIGNERS[0], comment="three are a quorum of five", cites=["FLT-6", "CHR-4"])
    anchor(script, ident, "they sign for the anchor as well", cites=["FLT-6"])
    befalls(script, ident, Fault.Crash, 0, comment="a third")
    command = appending(there(script, ident), _ROTATED)
    not_appended(script, ident, "NoQuorum", command, "two of five sign nothing", cites=["FLT-3"])
    not_submitted(script, ident, "NoQuorum", Retire(RETIRED), "not even an end", cites=["FLT-3"])
    entries(script, ident, "nothing was committed, and nothing is gone", cites=["FLT-4", "FLT-6"])
    befalls(script, ident, Fault.Heal, 3, comment="one is back")
    append(script, ident, _ROTATED, comment="other three", cites=["FLT-6", "FLT-3"])
    befalls(script, ident, Fault.Restart, 0, 1, comment="all are")
    retire(script, ident)
    entries(script, ident, cites=["FLT-6", "CHR-14"])
    anchors(script, ident, cites=["FLT-6"])
    script.go("world.close")


def _compels_nobody(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/compels-nobody", "what is recorded changes nobody", features=["almanac"])
    ident = opened(script)
    clock = deployed(script, almanac(), "an Almanac of the same coalition", cites=["WORLD-17", "WORLD-3"])
    tick(script, clock, (0, 0))
    other = script.world.components[clock] if script.world is not None else None
    assert other is not None
    retired: Said = (
        ChronicleKind.ModuleRetired(),
        Retirement(ComponentRef(ComponentKind.Module, other.address, other.ids.content_hash), RETIRED, None),
    )
    append(
        script, ident, retired, *SIGNERS[:4], comment="it is recorded that the Almanac has retired", cites=["WORLD-17"]
    )
    oracle = ComponentRef(ComponentKind.Organism, SIGNERS[3][0])
    append(script, ident, (ChronicleKind.MemberRemoved(), Member(oracle)), comment="and that a member has gone")
    status(script, clock, "the Almanac has not", cites=["WORLD-17"])
    advance(script, START + CADENCE)
    tick(script, clock, (3, CADENCE), comment="and observes the member as before", cites=["WORLD-17", "ALM-4"])
    not_submitted(script, ident, "UnknownCommand", Tick(()), "a Chronicle takes no ticks")
    command = appending(there(script, ident), _ADDED)
    not_submitted(script, clock, "UnknownCommand", command, "nor an Almanac entries")
    append(script, ident, _ADDED, comment="each its own", cites=["WORLD-19"])
    retire(script, ident)
    advance(script, START + 2 * CADENCE)
    tick(script, clock, (0, 2 * CADENCE), comment="the Chronicle ends, and the Almanac goes on", cites=["WORLD-17"])
    entries(script, ident, cites=["WORLD-17", "CHR-14"])
    script.go("world.close", cites=["WORLD-16", "WORLD-17"])


def _replay(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/replay", "the same life in another world, of another seed")
    for seed in (SEED, hash_bytes(b"another seed")):
        script.go("world.open", seed=seed, now=START, cites=["WORLD-15", "PROTO-17"])
        ident = deployed(script, cites=["WORLD-15", "WORLD-3"])
        append(script, ident, _PUBLISHED, cites=["WORLD-15"])
        _not_next(script, ident)
        append(script, ident, _ADDED, SIGNERS[0], cites=["WORLD-15"])
        anchor(script, ident, cites=["WORLD-15"])
        retire(script, ident)
        entries(script, ident, cites=["WORLD-15"])
        script.go("world.close", cites=["WORLD-15", "WORLD-16"])


def _not_next(script: Script, ident: UniqueId) -> None:
    not_appended(
        script, ident, "SequenceMismatch", appending(there(script, ident), _ADDED, seq=3), "a refusal is part of it"
    )
