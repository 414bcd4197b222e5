"""Scenarios of a Chronicle: entries and who signs them, numbers, anchors, successors, and its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coalition import examples
from coalition.chronicle import MemberSignature, entry_digest
from coalition.content_preimages import ChronicleContent
from coalition.crypto.ed25519 import sign
from coalition.crypto.edwards25519 import ORDER
from coalition.json_form import as_json
from coalition.runtime.chronicle import AppendEntry, CommitAnchor
from coalition.stable_id import member_id
from coalition.unique_id import UniqueId, unique_id
from conformance.cases.chronicle import SAID
from conformance.scenarios import chronicle_generations
from conformance.scenarios.chronicle_generations import ADDED, LAST, PUBLISHED, ROTATED
from conformance.scenarios.chronicles import (
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
from conformance.scenarios.performers import COMMITTEE, START, advance, not_submitted, retire, status, submitted
from conformance.scenarios.script import Collection


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
        _kept_pages,
        *chronicle_generations.SUBJECTS,
    ):
        write(chronicles)
    yield chronicles


def _life(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/life", "a Chronicle from its deployment to its end")
    ident = opened(script)
    append(script, ident, PUBLISHED, comment="the coalition is published")
    append(script, ident, ADDED, *SIGNERS[:2], comment="two members sign that a third has come")
    anchor(script, ident)
    not_appended(
        script, ident, "SequenceMismatch", appending(there(script, ident), ROTATED, seq=1), "number 1 is taken"
    )
    append(script, ident, ROTATED, comment="an organism is rotated")
    entries(script, ident)
    retire(script, ident)
    entries(script, ident, "its own end, and the marker", cites=["CHR-14", "WORLD-11"])
    anchors(script, ident, cites=["CHR-13", "WORLD-11"])
    status(script, ident, "it retires")
    not_appended(script, ident, "Retired", appending(there(script, ident), ADDED), "nothing comes after the marker")
    script.go("world.close")


def _deployments(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/deployments", "which Chronicles are played")
    first = opened(script)
    append(script, first, PUBLISHED)
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
    append(script, other, PUBLISHED, comment="one signature is a quorum of one", cites=["CHR-4"])
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
        command = appending(there(script, ident), ADDED, SIGNERS[:1], seq)
        not_appended(script, ident, "SequenceMismatch", command, comment)

    not_numbered(1, "not from 1")
    append(script, ident, PUBLISHED, comment="from 0")
    not_numbered(0, "not twice")
    not_numbered(2, "none is left out")
    not_numbered(LAST, "nor all of them")
    append(script, ident, ADDED, SIGNERS[0], comment="the next")
    append(script, ident, ADDED, SIGNERS[0], comment="the same again is another entry")
    entries(script, ident)
    other = deployed(script, chronicle("other"))
    append(script, other, PUBLISHED, comment="each Chronicle counts by itself", cites=["WORLD-17"])
    entries(script, other)
    script.go("world.close")


def _signers(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/signers", "members of the coalition sign, as many as will")
    ident = opened(script)
    append(script, ident, PUBLISHED, comment="nobody")
    append(script, ident, ADDED, *SIGNERS, comment="all of them")
    running = there(script, ident)
    reverse = appending(running, ROTATED, SIGNERS[:4])
    reverse = replace(reverse, member_signatures=reverse.member_signatures[::-1])
    submitted(script, ident, reverse, "in descending order", cites=["CHR-10", "CHR-11"])
    atlas = (examples.SUPERCHAIN_ATLAS_ORG.stable_id, SIGNERS[0][1])
    searcher = (examples.SEARCHER_STABLE_ID, SIGNERS[0][1])
    for stranger, comment in ((atlas, "the coalition's Atlas is no member"), (searcher, "nor is another's organism")):
        command = appending(there(script, ident), ADDED, (SIGNERS[0], stranger))
        not_appended(script, ident, "UnknownSigner", command, comment)
    listed = as_json(appending(there(script, ident), ADDED, SIGNERS[:2]))
    twice = {**listed, "member_signatures": [*listed["member_signatures"], listed["member_signatures"][0]]}
    params = {"as": None, "component": ident.hex(), "command": twice}
    script.refuse_form("world.submit", "DuplicateKey", "a member that signs twice", params, cites=["CHR-2"])
    one = [(SIGNERS[0][0], SIGNERS[1][1]), (SIGNERS[1][0], SIGNERS[1][1])]
    append(script, ident, ADDED, *one, comment="one key for two members is their own affair")
    entries(script, ident, cites=["CHR-10", "CHR-11"])
    script.go("world.close")


def _wrong_signatures(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/wrong-signatures", "a member signs the entry that is committed, and no other")
    ident = opened(script)
    append(script, ident, PUBLISHED)
    running = there(script, ident)
    right = appending(running, ADDED, SIGNERS[:2])
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
        ("of another number", appending(running, ADDED, SIGNERS[:2], seq=7)),
        ("of another kind", appending(running, SAID["member-removed"], SIGNERS[:2])),
        ("of another member", appending(running, SAID["lattice-added"], SIGNERS[:2])),
        ("of another coalition", appending(replace(running, coalition=unique_id("another")), ADDED, SIGNERS[:2])),
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
    append(script, ident, PUBLISHED)
    anchor(script, ident, "one entry")
    not_submitted(script, ident, "NothingToAnchor", CommitAnchor(), "no other")
    append(script, ident, ADDED, SIGNERS[0])
    append(script, ident, ROTATED)
    anchor(script, ident, "three entries")
    advance(script, START + 10**9)
    not_submitted(script, ident, "NothingToAnchor", CommitAnchor(), "time alone is no news")
    anchors(script, ident)
    entries(script, ident, "the digest that the anchor holds is theirs", cites=["CHR-13", "WORLD-10"])
    other = deployed(script, chronicle("other", ChronicleContent(1, b"", None)), "an anchor of no byte")
    append(script, other, PUBLISHED)
    anchor(script, other, "it is one all the same")
    anchors(script, other)
    script.go("world.close")


def _no_anchor(chronicles: Collection) -> None:
    script = chronicles.script("chronicle/no-anchor", "a Chronicle without an anchor")
    ident = opened(script, chronicle(content=ChronicleContent(1, None, None)))
    not_submitted(script, ident, "NoAnchor", CommitAnchor(), "before an entry")
    append(script, ident, PUBLISHED)
    not_submitted(script, ident, "NoAnchor", CommitAnchor(), "behind one")
    anchors(script, ident, "nothing is there")
    retire(script, ident)
    anchors(script, ident, "but the marker, in the end", cites=["WORLD-11", "CHR-13"])
    script.go("world.close")


def _kept_pages(chronicles: Collection) -> None:
    script = chronicles.script(
        "chronicle/kept-pages", "who kept what was read, and what the anchor was told, finds nothing rewritten later"
    )
    ident = opened(script)
    audited = ["CHR-6", "CHR-7", "CHR-8"]
    append(script, ident, PUBLISHED)
    append(script, ident, ADDED, *SIGNERS[:2], comment="two members sign")
    anchor(script, ident, "two entries")
    entries(script, ident, "one archive", cites=audited)
    append(script, ident, ROTATED, SIGNERS[2])
    append(script, ident, SAID["heartbeat"])
    entries(script, ident, "a longer one, which begins with the first", cites=audited)
    anchor(script, ident, "four entries", cites=["CHR-8"])
    advance(script, START + 10**9)
    append(script, ident, ADDED, SIGNERS[0], comment="beyond what the anchor knows")
    entries(script, ident, "the one before it, and an entry more", cites=audited)
    anchors(script, ident, "both digests are those of its entries", cites=["CHR-8", "CHR-13"])
    retire(script, ident)
    entries(script, ident, "its end comes behind what was kept", cites=[*audited, "CHR-14"])
    anchors(script, ident, "what the anchor was told stands", cites=["CHR-8", "CHR-13"])
    script.go("world.close")
