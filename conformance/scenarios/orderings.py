"""The three orders of work of chapter 54, step by step, old and new side by side; and who records them."""

from __future__ import annotations

from typing import Final

from coalition.atlas import MemberCard, MemberStatus
from coalition.chronicle_kinds import ChronicleKind, Publication, Replacement, Retirement
from coalition.content_preimages import ChronicleContent
from coalition.module import ModuleKind
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker
from coalition.runtime.rotation import ModuleHandle
from coalition.unique_id import UniqueId
from conformance.pages import changed
from conformance.scenarios import atlases, chronicles
from conformance.scenarios.almanacs import no_tick, tick, whole
from conformance.scenarios.listings import Shipped, organism
from conformance.scenarios.performers import START, advance, as_it_is, deployed, refers_to, retire, status
from conformance.scenarios.playing import lattices_content, ledger, router
from conformance.scenarios.rotating import (
    ALMANAC,
    ATLAS,
    CLOCK,
    DIRECTORY,
    GRACE,
    coalition,
    connect,
    hand_over,
    not_connected,
    raised,
    stood_up,
    stop,
    to,
)
from conformance.scenarios.script import Collection, Script

_ROUTER: Final = ("stall", "stall.intents")
_ARCHIVE: Final = Shipped(ChronicleContent(1, None, None))
_CHRONICLE: Final = ModuleHandle(ModuleKind.Chronicle)


def _member_retires(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/member-retires",
        "a member's stable id changes: the modules are deployed anew, and the old ones retire last",
        features=("atlas", *_ROUTER, "stall.ledger"),
    )
    member, successor, unaffected = router(), router("superchain.intents-2"), ledger()
    stays = organism(unaffected, unaffected.instance_name)
    old = coalition(CLOCK, DIRECTORY).lists(organism(member, member.instance_name), stays)
    raised(script)
    clock, atlas = stood_up(script, old, "the coalition")
    before, beside = deployed(script, member, "a member"), deployed(script, unaffected, "another member")
    # 1. The member's operator tells of the new stable id, and has the successor ready.
    after = deployed(script, successor, "its successor, under another stable id", cites=["WORLD-3", "WORLD-4"])
    # 2. The new configuration refers to it; the root moves, and with it the ids of the modules.
    new = old.lists(organism(successor, successor.instance_name), stays)
    not_connected(script, "ConnectTimeout", new, ALMANAC, "nobody runs the new modules yet")
    # 3. The modules are brought up under the new root, while the old ones go on.
    new_clock, new_atlas = stood_up(script, new, "under the new root")
    tick(script, clock, (0, 0), comment="the old clock ticks", cites=["WORLD-17", "ALM-3"])
    tick(script, new_clock, (0, 0), comment="and the new one", cites=["WORLD-17", "ALM-3"])
    # 4. The new page is published.
    for handle, path in ((ALMANAC, [new_clock]), (ATLAS, [new_atlas]), (to(successor.instance_name), [after])):
        connect(script, new, handle, path, "by the new page")
    # 5. Integrators of the old page go on as they were, until markers lead them.
    for handle, path in ((ALMANAC, [clock]), (ATLAS, [atlas]), (to(member.instance_name), [before])):
        connect(script, old, handle, path, "by the old page, as before")
    hand_over(script, before, after, "the member's marker")
    connect(script, old, to(member.instance_name), [before, after], "by the old page to the successor")
    # 6. The old modules retire, each with a marker that names the new one, and are shut down.
    hand_over(script, clock, new_clock, "the old clock's marker")
    hand_over(script, atlas, new_atlas, "the old Atlas's marker")
    connect(script, old, ALMANAC, [clock, new_clock], "by the old page to the new clock")
    connect(script, old, ATLAS, [atlas, new_atlas], "and to the new Atlas")
    no_tick(script, clock, "Retired", (0, 0), comment="the old one is read-only")
    whole(script, clock, "and read as before", cites=["WORLD-11", "WORLD-8"])
    advance(script, START + GRACE, "the instant of the markers")
    for ident in (clock, atlas, before):
        status(script, ident, "it is retired")
        stop(script, ident, "it is shut down")
    for handle in (ALMANAC, ATLAS, to(member.instance_name)):
        not_connected(script, "ConnectTimeout", old, handle, "whoever did not recompile times out")
    for page in (old, new):
        connect(script, page, to(unaffected.instance_name), [beside], "a member that was not concerned goes on")
    for handle, path in ((ALMANAC, [new_clock]), (ATLAS, [new_atlas]), (to(successor.instance_name), [after])):
        connect(script, new, handle, path, "by the new page")
    script.go("world.close")


def _upgrade(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/upgrade",
        "an organism is upgraded under its stable id: the coalition that pins it is published anew, the other is not",
        features=("chronicle", *_ROUTER),
    )
    build, upgrade = router(), router(content=lattices_content(deadline_ms=77_000))
    handle = to(build.instance_name)
    pinning = coalition(_ARCHIVE, instance_name="pinning").lists(organism(build, build.instance_name, pinned=True))
    free = coalition(CLOCK, instance_name="free").lists(organism(build, build.instance_name))
    raised(script)
    before = deployed(script, build, "an organism")
    (archive,) = stood_up(script, pinning, "a coalition that pins the build")
    (clock,) = stood_up(script, free, "one that does not")
    # 1. The new deployment stands beside the old.
    after = deployed(script, upgrade, "another build of it", cites=["WORLD-3", "WORLD-4"])
    connect(script, pinning, handle, [before], "the pin holds")
    connect(script, free, handle, [after], "an address means the latest")
    # 2. and 3. The coalition that pins refers to the new build, and its root moves; the page of the other stays.
    renewed = pinning.lists(organism(upgrade, upgrade.instance_name, pinned=True))
    (new_archive,) = stood_up(script, renewed, "under the new root")
    # 4. The Chronicle's next commit records it.
    builds = (refers_to(script, before, pinned=True), refers_to(script, after, pinned=True))
    rotated = (ChronicleKind.OrganismRotated(), Replacement(*builds))
    chronicles.append(script, archive, rotated, comment="the old Chronicle records the rotation")
    connect(script, renewed, handle, [after], "by the page that was published anew")
    connect(script, renewed, _CHRONICLE, [new_archive], "to the Chronicle under its root")
    connect(script, free, ALMANAC, [clock], "the other coalition's modules are where they were")
    # 5. The old deployment retires, and its marker names the new build.
    hand_over(script, before, after, "the old build's marker", pinned=True)
    hand_over(script, archive, new_archive, "the old Chronicle's marker")
    not_connected(script, "PinnedBuild", pinning, handle, "the old pin does not follow by itself", cites=["CHAIN-6"])
    connect(script, pinning, handle, [before, after], "but if its holder says so", explicit=True, cites=["CHAIN-6"])
    advance(script, START + GRACE, "the instant of the markers")
    stop(script, before, "the old build is shut down")
    stop(script, archive, "the old Chronicle is shut down")
    for explicit in (False, True):
        not_connected(script, "ConnectTimeout", pinning, handle, "the old pin times out", explicit=explicit)
    connect(script, renewed, handle, [after], "the new pin does not")
    connect(script, free, handle, [after], "and who pinned none never noticed")
    script.go("world.close")


def _coalition_retires(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/coalition-retires",
        "a coalition gives way to another: both run in parallel, and what it referred to goes on",
        features=("chronicle", *_ROUTER),
    )
    member = router()
    shared, handle = organism(member, member.instance_name), to(member.instance_name)
    old = coalition(CLOCK, _ARCHIVE).lists(shared)
    raised(script)
    clock, archive = stood_up(script, old, "the coalition")
    ident = deployed(script, member, "an organism that it refers to")
    # 2. The replacement stands up, under another name.
    new = old.changed(instance_name="ethereum.superchain-v2026q2")
    new_clock, new_archive = stood_up(script, new, "its replacement")
    # 1. The retirement is announced, and recorded by the Chronicle's next commit.
    coalitions = [ComponentRef(ComponentKind.Coalition, each.config.stable_id()) for each in (old, new)]
    instant = RetirementInstant.AtTimestamp(START + GRACE)
    marker = RetirementMarker.rotation(instant, coalitions[1])
    retired = (ChronicleKind.CoalitionRetired(), Retirement(coalitions[0], marker, None))
    chronicles.append(script, archive, retired, comment="the Chronicle records it")
    # 3. Both run in parallel.
    for page, found in ((old, clock), (new, new_clock)):
        connect(script, page, ALMANAC, [found], "by either page to its own clock")
        connect(script, page, handle, [ident], "and to the same organism")
        tick(script, found, (0, 0), comment="in use", cites=["WORLD-17", "ALM-3"])
    # 4. The old modules retire; their markers name those of the replacement.
    hand_over(script, clock, new_clock, "the old clock's marker")
    hand_over(script, archive, new_archive, "the old Chronicle's marker")
    connect(script, old, ALMANAC, [clock, new_clock], "by the old page to the new clock")
    # 5. The old fingerprint is deprecated: once the modules are down, who still has it times out.
    advance(script, START + GRACE, "the end of the old one")
    connect(script, old, ALMANAC, [clock, new_clock], "as long as anybody answers, the marker leads on")
    stop(script, clock, "the old clock is down")
    stop(script, archive, "the old Chronicle is down")
    for module in (ALMANAC, _CHRONICLE):
        not_connected(script, "ConnectTimeout", old, module, "by the old page")
    for page in (old, new):
        connect(script, page, handle, [ident], "the organism goes on", cites=["WORLD-17"])
    chronicles.entries(script, new_archive, "the new Chronicle has its own log")
    # The name is spent: under another composition it is another root, and leads the old page nowhere.
    reissued = old.ships(DIRECTORY)
    (reissued_clock, *_) = [deployed(script, reissued.module(ModuleKind.Almanac), "the name is used again")]
    connect(script, reissued, ALMANAC, [reissued_clock], "by the page of the other composition")
    not_connected(script, "ConnectTimeout", old, ALMANAC, "and not by the old page")
    script.go("world.close")


def _recorded(rotations: Collection) -> None:
    script = rotations.script(
        "rotations/recorded",
        "a chain that crosses a rotation and an operator's exit, and what Atlas and Chronicle say of it",
        features=("atlas", "chronicle", *_ROUTER),
    )
    first, second = router(), router("superchain.intents-2")
    old = coalition(DIRECTORY, _ARCHIVE).lists(organism(first, first.instance_name))
    new = old.lists(organism(second, second.instance_name))
    handle, successor = to(first.instance_name), to(second.instance_name)
    raised(script)
    before = deployed(script, first, "a member")
    atlas, archive = stood_up(script, old, "the coalition")
    card = atlases.card(0, stable_id=as_it_is(script, before).address)
    _publish(script, atlas, card, "the member's card")
    after = deployed(script, second, "its successor")
    new_atlas, new_archive = stood_up(script, new, "under the new root")
    late = changed(card, stable_id=as_it_is(script, after).address)
    _publish(script, new_atlas, late, "the successor's card")
    # The rotation: the marker, the card, and the Chronicle's next commits.
    hand_over(script, before, after, "the member's marker")
    retiring = changed(card, status=MemberStatus.Retiring, successor_hint=late.stable_id, revision=2)
    _publish(script, atlas, retiring, "its card names the successor", "ATL-2")
    pair = (refers_to(script, before), refers_to(script, after))
    rotated = (ChronicleKind.OrganismRotated(), Replacement(*pair))
    chronicles.append(script, archive, rotated, comment="the rotation is recorded")
    roots = [each.config.stable_id() for each in (old, new)]
    published = (ChronicleKind.CoalitionPublished(), Publication(*roots))
    chronicles.append(script, archive, published, comment="and so is the new configuration")
    connect(script, old, handle, [before, after], "by the old page along the chain")
    # The exit: the successor's operator leaves, and names nobody.
    exits = RetirementMarker.operator_exit(RetirementInstant.AtTimestamp(START + 2 * GRACE))
    found = retire(script, after, exits, "the successor's operator leaves")
    commit = UniqueId(bytes.fromhex(found["commits"][0]["commit"]))
    left = (ChronicleKind.OrganismRetired(), Retirement(pair[1], exits, commit))
    chronicles.append(script, new_archive, left, comment="the new Chronicle records it, with its commit")
    connect(script, old, handle, [before, after], "it still serves")
    advance(script, START + GRACE, "the member's instant")
    stop(script, before, "the member is shut down")
    not_connected(script, "ConnectTimeout", old, handle, "who comes late finds no marker")
    closed = changed(retiring, status=MemberStatus.Retired, revision=3)
    _publish(script, atlas, closed, "but a card that names the successor", "ATL-9")
    atlases.cards(script, atlas, "the cards of the old Atlas")
    connect(script, new, successor, [after], "and by the new page it is there")
    advance(script, START + 2 * GRACE, "the exit's instant")
    not_connected(script, "ChainEnded", new, successor, "the chain ends")
    over = changed(late, status=MemberStatus.Retired, revision=2)
    _publish(script, new_atlas, over, "its card names nobody", "ATL-9")
    for each in (archive, new_archive):
        chronicles.entries(script, each, "what was recorded")
    atlases.cards(script, new_atlas, "the cards of the new Atlas")
    script.go("world.close")


def _publish(script: Script, ident: UniqueId, card: MemberCard, comment: str, *cites: str) -> None:
    """Publish a card under the key of its operator."""
    atlases.publish(script, ident, card, comment, secret=atlases.KEYS[0], cites=cites)


ORDERINGS: Final = (_member_retires, _upgrade, _coalition_retires, _recorded)
