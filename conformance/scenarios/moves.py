"""What can happen on any stage: a move brings about what it needs, then one thing that goes through or is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from coalition.acl import AclComposition
from coalition.content_preimages import AnyContent, OracleParameters, SearcherContent
from coalition.json_form import as_json
from coalition.retirement import (
    AnyInstant,
    AtSequence,
    AtTimestamp,
    ComponentKind,
    ComponentRef,
    RetirementMarker,
    RetirementReason,
)
from coalition.runtime.component import Component, Retire, Running
from coalition.runtime.module import Module
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId
from conformance.random_inputs import draw
from conformance.scenarios.improvised import LAST, Move, Stage

# --- what goes through ------------------------------------------------------------------------------------------------


def deploys(stage: Stage) -> None:
    """One more component."""
    stage.deploy()


def waits(stage: Stage) -> None:
    """Time passes, to where something changes or just before."""
    entropy, now = stage.entropy, stage.now
    running = stage.anyone()
    instants = [now, now + 1, now + entropy.below(10**7)]
    for turn in stage.turning(running):
        instants += [turn - 1, turn]
    if running.marker is not None and (effective := stage.effective(running)) is not None:
        instants += [effective - 1, *[effective] * 3]
    stage.advance(entropy.choice([to for to in instants if now <= to <= LAST]), "time passes")


def submits(stage: Stage) -> None:
    """A command that is taken."""
    running, command = stage.ready()
    stage.submit(running, command, "it is taken", ["WORLD-6"])


def reads(stage: Stage) -> None:
    """A page, from some cursor."""
    running = stage.anyone()
    entropy = stage.entropy
    surface = entropy.choice(running.SURFACES)
    length = len(running.log(surface).entries)
    after = entropy.choice((None, 0, max(length - 2, 0), max(length - 1, 0), length, LAST, entropy.below(length + 2)))
    limit = entropy.choice((1, 2, max(length - 1, 1), max(length, 1), length + 1, 1024, entropy.between(1, 1024)))
    read(stage, running, surface, after, limit)


def asks(stage: Stage) -> None:
    """Where a component is in its life."""
    ask(stage, stage.anyone())


def retires(stage: Stage) -> None:
    """A marker, and what the component says of it."""
    running = stage.running()
    entropy = stage.entropy
    reason = entropy.choice(list(RetirementReason))
    replacement = None
    if reason is RetirementReason.Rotation or (reason is RetirementReason.Emergency and entropy.chance(2)):
        address = running.address if entropy.chance(3) else UniqueId(entropy.bytes(32))
        replacement = ComponentRef(entropy.choice(list(ComponentKind)), address, UniqueId(entropy.bytes(32)))
    evidence = draw(EvidencePointer, entropy) if entropy.chance(3) else None
    retire(stage, running, RetirementMarker(some_instant(stage, running), reason, replacement, evidence))
    ask(stage, running)


def reaches(stage: Stage) -> None:
    """A marker takes effect: not before its instant, and at it."""
    running = stage.running()
    now = stage.now
    instants: list[AnyInstant] = [AtTimestamp(then) for then in (now + 1, now + 10) if then <= LAST]
    sequence = running.sequence(now)
    if sequence is not None and (begins := stage.begins(running, sequence + 1)) is not None and begins <= LAST:
        instants += [AtSequence(sequence + 1)] * 2
    if not instants:
        return
    retire(stage, running, RetirementMarker.retired(stage.entropy.choice(instants)))
    effective = stage.effective(stage.again(running))
    assert effective is not None
    stage.advance(effective - 1, "just before its instant")
    ask(stage, running)
    stage.advance(effective, "its instant")
    ask(stage, running)


# --- what is refused --------------------------------------------------------------------------------------------------


def opened_again(stage: Stage) -> None:
    """The name of this world is in use."""
    stage.script.refuse("world.open", "WorldExists", "it is open", seed=stage.entropy.bytes(32), now=stage.now)


def goes_back(stage: Stage) -> None:
    """Time does not."""
    if not stage.now:
        stage.advance(stage.entropy.between(1, 10**6), "away from the epoch")
    to = stage.entropy.choice((stage.now - 1, stage.entropy.below(stage.now), 0))
    stage.script.refuse("world.advance", "TimeBackwards", "into the past", to=to)


def another_class(stage: Stage) -> None:
    """Content that is no module's."""
    content: AnyContent = draw(stage.entropy.choice((SearcherContent, OracleParameters)), stage.entropy)
    module = Module(stage.coalition(), "module", content, None, AclComposition(()))
    not_deployed(stage, "UnknownClass", module)


def nobody_runs_it(stage: Stage) -> None:
    """No committee."""
    not_deployed(stage, "EmptyCommittee", stage.component(), ())


def deployed_again(stage: Stage) -> None:
    """The same deployment, with another committee."""
    running = stage.anyone()
    not_deployed(stage, "AlreadyDeployed", stage.configured[running.deployment])
    looks(stage, running)


def strangers(stage: Stage) -> None:
    """A component that is not there, by each verb that names one; an address names none."""
    entropy = stage.entropy
    running, command = stage.ready()
    other = entropy.choice((running.address, running.ids.content_hash, UniqueId(entropy.bytes(32))))
    verb, values = entropy.choice(
        (("world.status", {}), ("world.read", _page(running)), ("world.submit", {"command": command}))
    )
    stage.script.refuse(verb, "UnknownComponent", "it is not here", component=other, **values)


def other_surfaces(stage: Stage) -> None:
    """A surface that the component does not have."""
    running = stage.anyone()
    name = stage.entropy.choice(running.SURFACES)
    surface = stage.entropy.choice((name.lower(), name.upper(), f"{name} ", name[:-1], "Nothing", ""))
    _not_read(stage, "UnknownSurface", running, surface=surface)


def limits(stage: Stage) -> None:
    """A page of none, or of too many."""
    limit = stage.entropy.choice((0, 1025, 2**32 - 1, stage.entropy.between(1026, 2**32 - 1)))
    _not_read(stage, "LimitOutOfRange", stage.anyone(), limit=limit)


def peers(stage: Stage) -> None:
    """Nobody is in this world."""
    peer = stage.entropy.bytes(32)
    if stage.entropy.chance(2):
        _not_read(stage, "UnknownPeer", stage.anyone(), as_=peer)
        return
    running, command = stage.ready()
    stage.script.refuse(
        "world.submit", "UnknownPeer", "a peer", as_=peer, component=running.deployment, command=command
    )


def bad_markers(stage: Stage) -> None:
    """A marker that leads nowhere, or where it must not, or back."""
    running = stage.running()
    entropy = stage.entropy
    marker = as_json(RetirementMarker.retired(some_instant(stage, running)))
    kind = entropy.choice(list(ComponentKind))
    elsewhere = as_json(ComponentRef(kind, UniqueId(entropy.bytes(32)), UniqueId(entropy.bytes(32))))
    back = as_json(ComponentRef(kind, running.address, entropy.choice((None, running.ids.content_hash))))
    rule, refusal, reason, replacement = entropy.choice(
        (
            ("RET-3", "ReplacementRequired", "Rotation", None),
            ("RET-4", "ReplacementForbidden", "Retired", elsewhere),
            ("RET-4", "ReplacementForbidden", "OperatorExit", elsewhere),
            ("WORLD-13", "SelfReplacement", "Rotation", back),
            ("WORLD-13", "SelfReplacement", "Emergency", back),
        )
    )
    bad = {**marker, "reason": {"kind": reason}, "replacement": replacement}
    not_taken(stage, refusal, running, {"kind": "Retire", "marker": bad}, rule)


def after_the_marker(stage: Stage) -> None:
    """Nothing is taken any more, be the instant reached or not."""
    running, command = stage.ready()
    retire(stage, running, RetirementMarker.retired(some_instant(stage, running)))
    if stage.entropy.chance(2):
        command = Retire(RetirementMarker.retired(some_instant(stage, running)))
    not_submitted(stage, "Retired", running, command, "it has its marker")
    looks(stage, running)


def ill_shaped(stage: Stage) -> None:
    """An error, and no outcome; the world is there all the same."""
    running = stage.anyone()
    ident, page = running.deployment.hex(), {**_page(running), "as": None}
    forms: tuple[tuple[str, dict[str, Any]], ...] = (
        ("world.advance", {"to": stage.now}),
        ("world.advance", {}),
        ("world.read", {**page, "component": ident, "limit": "1"}),
        ("world.submit", {"component": ident, "command": {"kind": "Tick", "observed_at": []}}),
        ("world.submit", {"as": None, "component": ident, "command": {"kind": "Tock", "observed_at": []}}),
        ("world.status", {"component": ident[2:]}),
    )
    verb, params = stage.entropy.choice(forms)
    stage.script.break_shape(verb, "ill-shaped", params)
    looks(stage, running)


def broken_configuration(stage: Stage) -> None:
    """An error of the rule that the configuration of a module breaks."""
    module = as_json(stage.component())
    lattice = stage.entropy.bytes(32).hex()
    listed = module["coalition"]["lattices"]
    twice = {**module["coalition"], "lattices": [*listed, lattice, lattice]}
    alike = {**module["coalition"], "lattices": [*listed, lattice, lattice[:40] + stage.entropy.bytes(12).hex()]}
    error, member = stage.entropy.choice(
        (
            ("NameEmpty", {"name": ""}),
            ("NameNotNfc", {"name": module["name"] + "e\u0301"}),
            ("ZeroId", {"content": {**module["content"], "succeeds": "00" * 32}}),
            ("DuplicateMember", {"coalition": twice}),
            ("MemberPrefixCollision", {"coalition": alike}),
        )
    )
    committee = [each.hex() for each in stage.committee()]
    params = {"component": {**module, **member}, "committee": committee}
    stage.script.break_rule("world.deploy", error, "it breaks a rule", params)


def looks(stage: Stage, running: Running | None = None) -> None:
    """The whole logs of a component: whatever was refused has left them as they were."""
    found = stage.anyone() if running is None else running
    for surface in found.SURFACES:
        read(stage, found, surface, None, 1024)


#: Moves that go through in every act; a life is made of them, and of the others between them.
THROUGH: Final[tuple[Move, ...]] = (deploys, waits, waits, reads, reads, asks, retires, reaches)
#: Moves that end with something refused, or an error.
REFUSED: Final[tuple[Move, ...]] = (
    opened_again, goes_back, another_class, nobody_runs_it, deployed_again, strangers, other_surfaces,
    limits, peers, bad_markers, bad_markers, after_the_marker, ill_shaped,
)  # fmt: skip


# --- steps that come up often -----------------------------------------------------------------------------------------


def _page(running: Running) -> dict[str, Any]:
    return {"surface": running.SURFACES[0], "after": None, "limit": 5}


def read(stage: Stage, running: Running, surface: str, after: int | None, limit: int, *cites: str) -> None:
    """A page."""
    shown = ["WORLD-8", "WORLD-9", "WORLD-10", "WORLD-6", "WORLD-17", "PROTO-17", *cites]
    page = {"surface": surface, "after": after, "limit": limit}
    stage.script.go("world.read", "a page", component=running.deployment, **page, cites=shown)


def ask(stage: Stage, running: Running) -> None:
    """Where it is in its life."""
    stage.script.go("world.status", "where it is", component=running.deployment, cites=["WORLD-14", "WORLD-10"])


def retire(stage: Stage, running: Running, marker: RetirementMarker) -> None:
    """A marker that is taken."""
    stage.submit(running, Retire(marker), "the marker", ["WORLD-11", "WORLD-6", "WORLD-13"])


def not_deployed(stage: Stage, refusal: str, component: Component, committee: tuple[bytes, ...] | None = None) -> None:
    """A configuration that is refused."""
    keys = stage.committee() if committee is None else committee
    stage.script.refuse("world.deploy", refusal, "it is not deployed", component=component, committee=keys)


def _not_read(stage: Stage, refusal: str, running: Running, **members: Any) -> None:
    values = {**_page(running), **members}
    stage.script.refuse("world.read", refusal, "nothing is read", component=running.deployment, **values)


def not_submitted(
    stage: Stage, refusal: str, running: Running, command: Any, comment: str, cites: Sequence[str] = ()
) -> None:
    """A command that is refused; now and then the logs are looked at."""
    ident = running.deployment
    stage.script.refuse("world.submit", refusal, comment, component=ident, command=command, cites=cites)
    if stage.entropy.chance(2):
        looks(stage, running)


def not_taken(stage: Stage, refusal: str, running: Running, command: dict[str, Any], rule: str) -> None:
    """A command in its JSON form that breaks a rule of its types."""
    params = {"as": None, "component": running.deployment.hex(), "command": command}
    stage.script.refuse_form("world.submit", refusal, "it is not taken", params, cites=["WORLD-7", rule])
    if stage.entropy.chance(2):
        looks(stage, running)


def forgeries(right: Any, theirs: Any, another: Any) -> tuple[Any, ...]:
    """A card as its provider has not signed it: by another key, by another's signature, by none, and another card."""
    return (
        theirs,
        replace(right, signature=theirs.signature),
        replace(right, signature=bytes(64)),
        replace(right, card=another),
    )


def some_instant(stage: Stage, running: Running) -> AnyInstant:
    """An instant around the present; a sequence alone where the class counts."""
    now, seq = stage.now, running.sequence(stage.now)
    times = (now, now + 1, 0, now + stage.entropy.below(10**6), LAST)
    if seq is None or stage.entropy.chance(2):
        return AtTimestamp(min(stage.entropy.choice(times), LAST))
    return AtSequence(min(stage.entropy.choice((seq, seq + 1, seq + 2, 0)), LAST))
