"""Scenarios of a chronicle over generations: it is handed on, resumed, ended, and read while its committee fails."""

from __future__ import annotations

from coalition import examples
from coalition.chronicle_kinds import ChronicleKind, Member, Retirement
from coalition.content_preimages import ChronicleContent
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker
from coalition.runtime.almanac import Tick
from coalition.runtime.chronicle import CommitAnchor, ResumeSequence
from coalition.runtime.component import Retire
from coalition.runtime.fault import Fault
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.cases.chronicle import SAID
from conformance.chronicle_archives import Said
from conformance.pages import changed
from conformance.scenarios.almanacs import almanac, tick
from conformance.scenarios.chronicles import (
    ANCHOR,
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
from conformance.scenarios.performers import CADENCE, RETIRED, START, advance, not_submitted, retire, status, submitted
from conformance.scenarios.script import SEED, Collection, Script

LAST = 2**64 - 1
ADDED, ROTATED, PUBLISHED = SAID["member-added"], SAID["organism-rotated"], SAID["published-first"]


def _two_generations(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/two-generations", "a Chronicle that is replaced, and the one that goes on")
    ident = opened(script)
    append(script, ident, PUBLISHED)
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
    append(script, after, ADDED, SIGNERS[1], comment="the number above", cites=["CHR-12"])
    anchor(script, after)
    entries(script, ident, "the old log is there", cites=["WORLD-11", "CHR-14"])
    entries(script, after, "the new one begins with index 0", cites=["CHR-12", "WORLD-6"])
    anchors(script, after)
    script.go("world.close")


def _resumed(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/resumed", "a successor waits to be told where to go on")
    ident = opened(script, chronicle(content=ChronicleContent(1, ANCHOR, unique_id("a marker's commit"))))
    for seq in (0, 8):
        command = appending(there(script, ident), PUBLISHED, seq=seq)
        not_appended(script, ident, "PredecessorUnknown", command, f"number {seq}")
    not_submitted(script, ident, "NothingToAnchor", CommitAnchor(), "there is no entry")
    submitted(script, ident, ResumeSequence(7), "the last number was 7", cites=["CHR-12"])
    not_submitted(script, ident, "AlreadyResumed", ResumeSequence(7), "once")
    command = appending(there(script, ident), PUBLISHED, seq=7)
    not_appended(script, ident, "SequenceMismatch", command, "7 is the predecessor's")
    append(script, ident, PUBLISHED, comment="8", cites=["CHR-12"])
    not_submitted(script, ident, "AlreadyResumed", ResumeSequence(8), "nor later")
    append(script, ident, ADDED, comment="9", cites=["CHR-12"])
    first = deployed(script, chronicle("first"), "one that succeeds nobody")
    not_submitted(script, first, "NoPredecessor", ResumeSequence(7), "there is no number to tell")
    append(script, first, PUBLISHED, comment="0", cites=["CHR-12"])
    not_submitted(script, first, "NoPredecessor", ResumeSequence(0), "nor later")
    entries(script, ident, cites=["CHR-12", "CHR-10"])
    entries(script, first, cites=["CHR-12", "CHR-10"])
    script.go("world.close")


def _last_number(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/last-number", "the last number is kept for the Chronicle's own end")
    content = ChronicleContent(1, ANCHOR, unique_id("a marker's commit"))
    ident = opened(script, chronicle(content=content))
    not_submitted(script, ident, "SequenceExhausted", ResumeSequence(LAST), "none is above it", cites=["CHR-12"])
    submitted(script, ident, ResumeSequence(LAST - 2), "one for an entry, one for the end", cites=["CHR-12"])
    append(script, ident, PUBLISHED, comment="the last but one")
    not_appended(script, ident, "SequenceExhausted", appending(there(script, ident), ADDED), "the last is kept")
    anchor(script, ident)
    retire(script, ident)
    entries(script, ident, "the last number is its end's", cites=["CHR-14", "CHR-10"])
    other = deployed(script, chronicle("other", content))
    submitted(script, other, ResumeSequence(LAST - 1), "none but that", cites=["CHR-12"])
    not_appended(script, other, "SequenceExhausted", appending(there(script, other), ADDED), "no entry")
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
    not_appended(script, ident, "PredecessorUnknown", appending(there(script, ident), PUBLISHED), "it has no number")
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
    append(script, ident, PUBLISHED, comment="five signatures", cites=["CHR-4"])
    befalls(script, ident, Fault.Crash, 1, comment="one is down")
    befalls(script, ident, Fault.Isolate, 3, comment="one is cut off")
    append(script, ident, ADDED, SIGNERS[0], comment="three are a quorum of five", cites=["FLT-6", "CHR-4"])
    anchor(script, ident, "they sign for the anchor as well", cites=["FLT-6"])
    befalls(script, ident, Fault.Crash, 0, comment="a third")
    command = appending(there(script, ident), ROTATED)
    not_appended(script, ident, "NoQuorum", command, "two of five sign nothing", cites=["FLT-3"])
    not_submitted(script, ident, "NoQuorum", Retire(RETIRED), "not even an end", cites=["FLT-3"])
    entries(script, ident, "nothing was committed, and nothing is gone", cites=["FLT-4", "FLT-6"])
    befalls(script, ident, Fault.Heal, 3, comment="one is back")
    append(script, ident, ROTATED, comment="other three", cites=["FLT-6", "FLT-3"])
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
    command = appending(there(script, ident), ADDED)
    not_submitted(script, clock, "UnknownCommand", command, "nor an Almanac entries")
    append(script, ident, ADDED, comment="each its own", cites=["WORLD-19"])
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
        append(script, ident, PUBLISHED, cites=["WORLD-15"])
        _not_next(script, ident)
        append(script, ident, ADDED, SIGNERS[0], cites=["WORLD-15"])
        anchor(script, ident, cites=["WORLD-15"])
        retire(script, ident)
        entries(script, ident, cites=["WORLD-15"])
        script.go("world.close", cites=["WORLD-15", "WORLD-16"])


def _not_next(script: Script, ident: UniqueId) -> None:
    not_appended(
        script, ident, "SequenceMismatch", appending(there(script, ident), ADDED, seq=3), "a refusal is part of it"
    )


#: What is written into the collection, in its order.
SUBJECTS = (
    _two_generations,
    _resumed,
    _last_number,
    _own_end,
    _waiting_end,
    _majority,
    _compels_nobody,
    _replay,
)
