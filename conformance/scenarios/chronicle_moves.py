"""What can happen to Chronicles on a stage."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from coalition.acl import AclComposition
from coalition.content_preimages import ChronicleContent
from coalition.json_form import as_json
from coalition.module import atlas_members
from coalition.retirement import RetirementMarker
from coalition.runtime.chronicle import ANCHORS, ENTRIES, AppendEntry, Chronicle, CommitAnchor, ResumeSequence
from coalition.runtime.component import Command, Retire, Running
from coalition.runtime.module import Module
from coalition.unique_id import UniqueId, hash_bytes
from conformance import module_inputs
from conformance.chronicle_archives import Said, Signer
from conformance.random_inputs import draw, name
from conformance.scenarios import moves
from conformance.scenarios.chronicles import CHRONICLE, appending
from conformance.scenarios.improvised import LAST, Act, Stage, takes_commands

#: What the history is looked at for, of who reads a log from its beginning.
_AUDITED: Final = ("CHR-6", "CHR-7", "CHR-8")


class ChronicleStage(Stage):
    """A stage of Chronicles."""

    def component(self) -> Module:
        entropy = self.entropy
        succeeds = UniqueId(entropy.bytes(32)) if entropy.chance(3) else None
        return self.module(ChronicleContent(1, None if entropy.chance(4) else entropy.bytes(20), succeeds))

    def ready(self) -> tuple[Running, Command]:
        found = self.free()
        return found, appending(found, self.said(), self.signers(found))

    def module(self, content: ChronicleContent) -> Module:
        """A Chronicle that was not deployed yet, of a coalition of its own, or of one that is here."""
        called = f"{name(self.entropy)}.{len(self.configured)}"
        return Module(self.coalition(), called, content, None, AclComposition(()))

    def begun(self, content: ChronicleContent, comment: str = "a Chronicle") -> Chronicle:
        """One more Chronicle, of this content."""
        found = self.deploy(self.module(content), comment)
        assert isinstance(found, Chronicle)
        return found

    def free(self, members: int = 0) -> Chronicle:
        """A running Chronicle of so many members, which knows the number of its next entry."""
        found = [each for each in self.those(Chronicle) if takes_commands(each) and len(each.members) >= members]
        running = self.entropy.choice(found) if found else self._with_members(members)
        if running.next_seq is None:
            self.submit(running, ResumeSequence(self.entropy.below(10**6)), "it is told where to go on", ["CHR-12"])
        return self.again(running)

    def said(self) -> Said:
        """What an entry says."""
        return module_inputs.said(draw, self.entropy, 1)

    def signers(self, running: Chronicle, count: int | None = None) -> tuple[Signer, ...]:
        """Some members and their keys."""
        entropy = self.entropy
        configured = self.configured[running.deployment]
        assert isinstance(configured, Module)
        members = self.shuffled([bytes(each) for each in atlas_members(configured.coalition)])
        count = entropy.below(min(3, len(members)) + 1) if count is None else count
        return tuple((UniqueId(member), hash_bytes(b"the key of " + member)) for member in members[:count])

    def append(
        self, running: Chronicle, said: Said, signers: tuple[Signer, ...] = (), comment: str = "an entry"
    ) -> None:
        """Submit an entry that is accepted."""
        cites = ["WORLD-6", "CHR-10", "CHR-1", "CHR-3", "CHR-4", *(["CHR-11", "CHR-2", "ENC-22"] if signers else [])]
        self.submit(running, appending(running, said, signers), comment, cites)

    def anchored(self) -> Chronicle:
        """A running Chronicle with an anchor and something to tell it."""
        found = [each for each in self.those(Chronicle) if takes_commands(each) and each.anchor is not None]
        running = self.entropy.choice(found) if found else self.begun(ChronicleContent(1, b"anchor", None))
        if running.next_seq is None:
            self.submit(running, ResumeSequence(7), "it is told where to go on", ["CHR-12"])
            running = self.again(running)
        if len(running.log(ENTRIES).entries) == running.anchored:
            self.append(running, self.said())
        return self.again(running)

    def _with_members(self, members: int) -> Chronicle:
        module = self.module(ChronicleContent(1, b"anchor", None))
        while len(module.coalition.lattices) < members:
            module = Module(self.coalition(), module.name, module.content, None, module.acl)
        found = self.deploy(module, "a Chronicle")
        assert isinstance(found, Chronicle)
        return found


def appends(stage: ChronicleStage) -> None:
    """An entry, signed by some members or none, and the log it stands in."""
    running = stage.free()
    stage.append(running, stage.said(), stage.signers(running))
    moves.read(stage, running, ENTRIES, None, 1024, *_AUDITED)


def signed_by_several(stage: ChronicleStage) -> None:
    """Two members in descending order, which the record does not keep."""
    running = stage.free(2)
    command = appending(running, stage.said(), stage.signers(running, 2))
    turned = replace(command, member_signatures=command.member_signatures[::-1])
    stage.submit(running, turned, "in descending order", ["WORLD-6", "CHR-10", "CHR-11"])
    moves.read(stage, running, ENTRIES, None, 1024, *_AUDITED)


def tells_the_anchor(stage: ChronicleStage) -> None:
    """A statement to the anchor, as often as not of several entries."""
    running = stage.anchored()
    for _ in range(stage.entropy.below(2)):
        stage.append(running, stage.said())
        running = stage.again(running)
    stage.submit(running, CommitAnchor(), "the anchor is told", ["CHR-13", "CHR-5", "WORLD-6"])
    moves.read(stage, running, ANCHORS, None, 1024, "CHR-8")


def resumes(stage: ChronicleStage) -> None:
    """A successor that goes on, near the end of the numbers too, and ends."""
    running = _successor(stage)
    last = stage.entropy.choice((0, 7, LAST - 2, LAST - 1, stage.entropy.below(2**60)))
    stage.submit(running, ResumeSequence(last), "it is told where to go on", ["CHR-12"])
    running = stage.again(running)
    if last + 1 < LAST:
        stage.append(running, stage.said())
    else:
        _not_appended(stage, "SequenceExhausted", running, appending(running, stage.said()))
    ends(stage, stage.again(running))


def ends(stage: ChronicleStage, running: Chronicle | None = None) -> None:
    """A marker, and the entry before it."""
    found = stage.free() if running is None else running
    marker = RetirementMarker.retired(moves.some_instant(stage, found))
    stage.submit(found, Retire(marker), "the marker, and what comes before it", ["CHR-14", "WORLD-11", "WORLD-6"])
    moves.looks(stage, found)


def ends_waiting(stage: ChronicleStage) -> None:
    """A successor that was told nothing ends without an entry."""
    ends(stage, _successor(stage))


def _successor(stage: ChronicleStage) -> Chronicle:
    return stage.begun(ChronicleContent(1, None, UniqueId(stage.entropy.bytes(32))), "a successor")


# --- what is refused --------------------------------------------------------------------------------------------------


def other_versions(stage: ChronicleStage) -> None:
    """Entries of another version."""
    content = ChronicleContent(stage.entropy.choice((0, 2, 49, 255)), None, None)
    moves.not_deployed(stage, "UnsupportedEntrySchema", stage.module(content))


def keys_twice(stage: ChronicleStage) -> None:
    """A committee with a key twice."""
    keys = stage.committee()
    moves.not_deployed(stage, "CommitteeKeyTwice", stage.component(), (*keys, keys[-1]))


def other_numbers(stage: ChronicleStage) -> None:
    """Any number but the next."""
    running = stage.free()
    following = running.next_seq or 0
    numbers = [each for each in (following + 1, following - 1, 0, 1, LAST) if 0 <= each <= LAST and each != following]
    command = appending(running, stage.said(), seq=stage.entropy.choice(numbers))
    _not_appended(stage, "SequenceMismatch", running, command)


def signed_by_strangers(stage: ChronicleStage) -> None:
    """A stranger, beside members or not."""
    running = stage.free()
    stranger = (UniqueId(stage.entropy.bytes(32)), stage.entropy.bytes(32))
    command = appending(running, stage.said(), (*stage.signers(running), stranger))
    _not_appended(stage, "UnknownSigner", running, command)


def signed_wrongly(stage: ChronicleStage) -> None:
    """A signature of something else, or of nobody, beside one that is right or alone."""
    count = stage.entropy.choice((1, 2))
    running = stage.free(count)
    said, signers = stage.said(), stage.signers(running, count)
    right = appending(running, said, signers)
    *beside, signed = right.member_signatures
    others = (
        appending(running, said, signers, seq=right.seq + 1).member_signatures[-1],
        appending(replace(running, coalition=UniqueId(stage.entropy.bytes(32))), said, signers).member_signatures[-1],
        replace(signed, signature=bytes([signed.signature[0] ^ 1]) + signed.signature[1:]),
        replace(signed, key=stage.entropy.bytes(32)),
    )
    command = replace(right, member_signatures=(*beside, stage.entropy.choice(others)))
    _not_appended(stage, "MemberSignatureInvalid", running, command)


def signed_twice(stage: ChronicleStage) -> None:
    """A member signs once."""
    running = stage.free(1)
    form = as_json(appending(running, stage.said(), stage.signers(running, 1)))
    twice = {**form, "member_signatures": form["member_signatures"] * 2}
    moves.not_taken(stage, "DuplicateKey", running, twice, "CHR-2")


def says_something_else(stage: ChronicleStage) -> None:
    """The payload of another kind."""
    running = stage.free()
    form, other = (as_json(appending(running, stage.said())) for _ in range(2))
    if form["payload"]["kind"] == other["payload"]["kind"]:
        return
    moves.not_taken(stage, "PayloadMismatch", running, {**form, "payload": other["payload"]}, "CHR-1")


def told_nothing(stage: ChronicleStage) -> None:
    """A successor appends nothing before it was told where to go on; then once."""
    running = _successor(stage)
    command = appending(running, stage.said(), seq=stage.entropy.choice((0, 1, 8)))
    _not_appended(stage, "PredecessorUnknown", running, command)
    if stage.entropy.chance(2):
        refusal, last = "SequenceExhausted", LAST
    else:
        stage.submit(running, ResumeSequence(8), "it is told where to go on", ["CHR-12"])
        refusal, last = "AlreadyResumed", stage.entropy.choice((8, 9, 0))
    moves.not_submitted(stage, refusal, running, ResumeSequence(last), "not that")
    moves.looks(stage, running)


def no_predecessor(stage: ChronicleStage) -> None:
    """A Chronicle that succeeds nobody."""
    running = stage.begun(ChronicleContent(1, None, None))
    if stage.entropy.chance(2):
        stage.append(running, stage.said())
    moves.not_submitted(stage, "NoPredecessor", running, ResumeSequence(stage.entropy.below(10)), "there is none")


def nothing_new(stage: ChronicleStage) -> None:
    """The anchor knows as much, or there is none."""
    if stage.entropy.chance(2):
        running = stage.begun(ChronicleContent(1, None, None))
        stage.append(running, stage.said())
        moves.not_submitted(stage, "NoAnchor", running, CommitAnchor(), "there is none")
        return
    if stage.entropy.chance(3):
        running = stage.begun(ChronicleContent(1, b"", None))
    else:
        running = stage.anchored()
        stage.submit(running, CommitAnchor(), "the anchor is told", ["CHR-13", "CHR-5", "WORLD-6"])
    moves.not_submitted(stage, "NothingToAnchor", running, CommitAnchor(), "it knows as much")
    moves.looks(stage, running)


def _not_appended(stage: Stage, refusal: str, running: Chronicle, command: AppendEntry) -> None:
    moves.not_submitted(stage, refusal, running, command, "no entry")


ACT: Final = Act(
    chapter="chronicle",
    features=CHRONICLE,
    stage=ChronicleStage,
    through=(
        *moves.THROUGH, appends, appends, signed_by_several, tells_the_anchor, tells_the_anchor, resumes, ends,
        ends_waiting,
    ),
    refused=(
        *moves.REFUSED, other_versions, keys_twice, other_numbers, signed_by_strangers, signed_wrongly, signed_wrongly,
        signed_twice, says_something_else, told_nothing, told_nothing, no_predecessor, nothing_new, nothing_new,
    ),
    strict=(moves.broken_configuration,),
)  # fmt: skip
