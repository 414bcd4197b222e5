"""A Chronicle and an Atlas that run, against what their readers compute."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coalition.atlas import Latest, MemberStatus, directory, lineage
from coalition.chronicle_audit import AnchoredDigest, Archive, AuditedChronicle, Broken, Differs, Missing, Sound, audit
from coalition.runtime.atlas import CARDS, CardRecord
from coalition.runtime.chronicle import ANCHORS, ENTRIES, AnchorRecord, Chronicle, EntryRecord
from conformance.cases.chronicle import SAID
from conformance.scenarios import atlases, chronicles
from conformance.scenarios.script import Script


@pytest.fixture
def running() -> Chronicle:
    """A Chronicle of four entries, which told its anchor of two."""
    script = Script("world/test", "a test", chronicles.CHRONICLE)
    ident = chronicles.opened(script)
    for name in ("published-first", "member-added"):
        chronicles.append(script, ident, SAID[name], chronicles.SIGNERS[0])
    chronicles.anchor(script, ident)
    for name in ("organism-rotated", "heartbeat"):
        chronicles.append(script, ident, SAID[name])
    return chronicles.there(script, ident)


def _audited(running: Chronicle) -> AuditedChronicle:
    keys = running.committee.members
    return AuditedChronicle(running.log(ENTRIES).surface, running.deployment, running.coalition, 0, keys)


def _archive(running: Chronicle) -> Archive:
    records = [entry.record for entry in running.log(ENTRIES).entries]
    return Archive(tuple(each.entry for each in records if isinstance(each, EntryRecord)))


def _anchored(running: Chronicle) -> tuple[AnchoredDigest, ...]:
    records = [entry.record for entry in running.log(ANCHORS).entries]
    told = [each.statement for each in records if isinstance(each, AnchorRecord)]
    return tuple(AnchoredDigest(each.length, each.digest) for each in told)


def test_what_was_read_is_sound(running: Chronicle) -> None:
    """An archive of what a Chronicle committed agrees with its anchor, and its digest is the log's."""
    found = audit(_audited(running), _archive(running), (_archive(running),), _anchored(running))
    assert found.finding == Sound()
    assert found.digest == running.log(ENTRIES).digest


def test_what_was_taken_out_is_missed(running: Chronicle) -> None:
    """An entry that was left out, from the middle or the end, is found by whoever kept it."""
    whole = _archive(running)
    without = Archive((*whole.entries[:1], *whole.entries[2:]))
    assert audit(_audited(running), without, (), ()).finding == Broken(1)
    assert audit(_audited(running), Archive(whole.entries[:3]), (whole,), ()).finding == Missing(3)
    assert audit(_audited(running), Archive(whole.entries[:1]), (), _anchored(running)).finding == Missing(1)


def test_an_entry_that_the_committee_signed_anew_differs(running: Chronicle) -> None:
    """A committee that signs another entry is found out by one archive."""
    whole = _archive(running)
    signed = running._committed_entry(replace(whole.entries[2], seq=3))
    rewritten = Archive((*whole.entries[:3], _archive(signed).entries[4]))
    assert audit(_audited(running), rewritten, (), ()).finding == Sound()
    assert audit(_audited(running), rewritten, (whole,), ()).finding == Differs(3)


def test_the_map_and_the_line_of_an_atlas() -> None:
    """The log of an Atlas makes a map of its last cards, and leads from a retired member to its successor."""
    script = Script("world/test", "a test", atlases.ATLAS)
    ident = atlases.opened(script)
    first, second = atlases.MEMBERS[:2]
    for card in (
        atlases.card(0),
        atlases.card(1),
        atlases.card(0, 2, status=MemberStatus.Retiring, successor_hint=second),
        atlases.card(0, 3, status=MemberStatus.Retired, successor_hint=second),
    ):
        atlases.publish(script, ident, card)
    assert script.world is not None
    records = [entry.record for entry in script.world.components[ident].log(CARDS).entries]
    cards = tuple(each.card for each in records if isinstance(each, CardRecord))
    assert {card.stable_id: card.revision for card in directory(cards)} == {first: 3, second: 1}
    assert lineage(cards, first) == Latest(second)
