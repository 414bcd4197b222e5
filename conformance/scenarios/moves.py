"""What can happen on a stage: a move brings about what it needs, and then one thing that goes through or is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from coalition.almanac import Observation
from coalition.content_preimages import AlmanacContent, AnyContent
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
from coalition.runtime.almanac import Almanac, Module, Retire, Tick, slot
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId
from conformance.random_inputs import draw
from conformance.scenarios.improvised import LAST, Stage

Move = Callable[[Stage], None]


# --- what goes through ------------------------------------------------------------------------------------------------


def deploys(stage: Stage) -> None:
    """One more component."""
    stage.deploy()


def waits(stage: Stage) -> None:
    """Time passes, to where something changes or just before."""
    entropy, now = stage.entropy, stage.now
    almanac = stage.anyone()
    begins = (slot(now, almanac.cadence_ms) + 1) * almanac.cadence_ms
    instants = [
        now,
        now + 1,
        begins - 1,
        begins,
        begins + entropy.below(5) * almanac.cadence_ms,
        now + entropy.below(10**7),
    ]
    if almanac.marker is not None:
        instants += [then - 1 for then in [_instant(almanac)] if then] + [_instant(almanac)] * 3
    stage.advance(entropy.choice([to for to in instants if now <= to <= LAST]), "time passes")


def ticks(stage: Stage) -> None:
    """A tick, as often as not one after another."""
    almanac = stage.free(stage.entropy.choice((0, 1, 2)))
    stage.tick(almanac, stage.observations(almanac))


def ticks_out_of_order(stage: Stage) -> None:
    """Members in descending order, which the record does not keep."""
    almanac = stage.free(2)
    observed = sorted(stage.observations(almanac, 2), key=lambda one: one.member, reverse=True)
    stage.tick(almanac, observed, "in descending order")
    looks(stage, almanac)


def stands_still(stage: Stage) -> None:
    """A clock shows the same time twice, another has been left out between."""
    almanac = stage.free(2)
    observed = stage.observations(almanac, 2)
    stage.tick(almanac, observed, "two clocks")
    almanac = _next(stage, almanac)
    if almanac.last_seq == slot(stage.now, almanac.cadence_ms):
        return
    stage.tick(almanac, observed[:1], "one of them, the same time again")


def reads(stage: Stage) -> None:
    """A page, from some cursor."""
    almanac = stage.anyone()
    length = len(almanac.log.entries)
    entropy = stage.entropy
    after = entropy.choice((None, 0, max(length - 2, 0), max(length - 1, 0), length, LAST, entropy.below(length + 2)))
    limit = entropy.choice((1, 2, max(length - 1, 1), max(length, 1), length + 1, 1024, entropy.between(1, 1024)))
    _read(stage, almanac, after, limit)


def asks(stage: Stage) -> None:
    """Where a component is in its life."""
    _status(stage, stage.anyone())


def retires(stage: Stage) -> None:
    """A marker, and what the component says of it."""
    almanac = stage.running()
    entropy = stage.entropy
    reason = entropy.choice(list(RetirementReason))
    replacement = None
    if reason is RetirementReason.Rotation or (reason is RetirementReason.Emergency and entropy.chance(2)):
        address = almanac.address if entropy.chance(3) else UniqueId(entropy.bytes(32))
        replacement = ComponentRef(entropy.choice(list(ComponentKind)), address, UniqueId(entropy.bytes(32)))
    evidence = draw(EvidencePointer, entropy) if entropy.chance(3) else None
    _retire(stage, almanac, RetirementMarker(_some_instant(stage, almanac), reason, replacement, evidence))
    _status(stage, almanac)


def reaches(stage: Stage) -> None:
    """A marker takes effect: not before its instant, and at it."""
    almanac = stage.running()
    now = stage.now
    seq = slot(now, almanac.cadence_ms)
    instants: list[AnyInstant] = [AtTimestamp(then) for then in (now + 1, now + 10) if then <= LAST]
    instants += [AtSequence(seq + 1)] * 2 if (seq + 1) * almanac.cadence_ms <= LAST else []
    if not instants:
        return
    _retire(stage, almanac, RetirementMarker.retired(stage.entropy.choice(instants)))
    then = _instant(stage.again(almanac))
    stage.advance(then - 1, "just before its instant")
    _status(stage, almanac)
    stage.advance(then, "its instant")
    _status(stage, almanac)


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
    """What the chapter does not play."""
    content = draw(AnyContent, stage.entropy)
    while isinstance(content, AlmanacContent):
        content = draw(AnyContent, stage.entropy)
    _not_deployed(stage, "UnknownClass", stage.module(content))


def nobody_runs_it(stage: Stage) -> None:
    """No committee."""
    _not_deployed(stage, "EmptyCommittee", stage.module(), ())


def no_cadence(stage: Stage) -> None:
    """Slots without length."""
    _not_deployed(stage, "CadenceZero", stage.module(AlmanacContent(0, None)))


def deployed_again(stage: Stage) -> None:
    """The same deployment, with another committee."""
    almanac = stage.anyone()
    _not_deployed(stage, "AlreadyDeployed", stage.modules[almanac.deployment])
    looks(stage, almanac)


def strangers(stage: Stage) -> None:
    """A component that is not there, by each verb that names one; an address names none."""
    entropy = stage.entropy
    almanac = stage.anyone()
    other = entropy.choice((almanac.address, almanac.content_hash, UniqueId(entropy.bytes(32))))
    verb, values = entropy.choice(
        (("world.status", {}), ("world.read", _page()), ("world.submit", {"command": Tick(())}))
    )
    stage.script.refuse(verb, "UnknownComponent", "it is not here", component=other, **values)


def other_surfaces(stage: Stage) -> None:
    """A surface that an Almanac does not have."""
    surface = stage.entropy.choice(("ticks", "TICKS", "Ticks ", "Tick", "Entries", ""))
    _not_read(stage, "UnknownSurface", surface=surface)


def limits(stage: Stage) -> None:
    """A page of none, or of too many."""
    _not_read(
        stage,
        "LimitOutOfRange",
        limit=stage.entropy.choice((0, 1025, 2**32 - 1, stage.entropy.between(1026, 2**32 - 1))),
    )


def peers(stage: Stage) -> None:
    """Nobody is in this world."""
    peer = stage.entropy.bytes(32)
    if stage.entropy.chance(2):
        _not_read(stage, "UnknownPeer", as_=peer)
        return
    almanac = stage.free()
    command = Tick(stage.observations(almanac))
    stage.script.refuse(
        "world.submit", "UnknownPeer", "a peer", as_=peer, component=almanac.deployment, command=command
    )


def twice_in_a_slot(stage: Stage) -> None:
    """A second tick."""
    almanac = stage.free(1)
    stage.tick(almanac, stage.observations(almanac, 1))
    almanac = stage.again(almanac)
    last = min((slot(stage.now, almanac.cadence_ms) + 1) * almanac.cadence_ms - 1, LAST)
    if stage.entropy.chance(2):
        stage.advance(last, "to the end of the slot")
    _not_ticked(stage, "SlotTaken", almanac, stage.observations(almanac))


def unknown_members(stage: Stage) -> None:
    """One who is no member, among others."""
    almanac = stage.free()
    organ = UniqueId(stage.entropy.bytes(32))
    stranger = stage.entropy.choice((bytes(20), bytes(organ)[:20], *(_other_members(stage, almanac))))
    observed = (*stage.observations(almanac), Observation(stranger, stage.now))
    _not_ticked(stage, "UnknownMember", almanac, observed)


def clocks_back(stage: Stage) -> None:
    """A clock shows less than it did, though a tick has been between."""
    almanac = stage.free(2)
    first, second = stage.observations(almanac, 2)
    first = Observation(first.member, max(first.at, 1))
    stage.tick(almanac, (first, second))
    if stage.entropy.chance(2):
        almanac = _next(stage, almanac)
        if almanac.last_seq != slot(stage.now, almanac.cadence_ms):
            stage.tick(almanac, (Observation(second.member, min(second.at + 1, LAST)),), "the other clock alone")
    almanac = _next(stage, stage.again(almanac))
    if almanac.last_seq == slot(stage.now, almanac.cadence_ms):
        return
    back = Observation(first.member, stage.entropy.choice((first.at - 1, stage.entropy.below(first.at))))
    _not_ticked(stage, "ObservationBackwards", almanac, (back,))


def members_twice(stage: Stage) -> None:
    """A member stands once in a tick."""
    almanac = stage.free(1)
    listed = [
        as_json(one) for one in stage.observations(almanac, stage.entropy.between(1, min(3, len(almanac.members))))
    ]
    again = {**listed[0], "at": stage.entropy.choice((listed[0]["at"], str(LAST)))}
    _not_submitted(stage, "DuplicateKey", almanac, {"kind": "Tick", "observed_at": [*listed, again]}, "ALM-2")


def bad_markers(stage: Stage) -> None:
    """A marker that leads nowhere, or where it must not, or back."""
    almanac = stage.running()
    entropy = stage.entropy
    marker = as_json(RetirementMarker.retired(_some_instant(stage, almanac)))
    kind = entropy.choice(list(ComponentKind))
    elsewhere = as_json(ComponentRef(kind, UniqueId(entropy.bytes(32)), UniqueId(entropy.bytes(32))))
    back = as_json(ComponentRef(kind, almanac.address, entropy.choice((None, almanac.content_hash))))
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
    _not_submitted(stage, refusal, almanac, {"kind": "Retire", "marker": bad}, rule)


def after_the_marker(stage: Stage) -> None:
    """Nothing is taken any more, be the instant reached or not."""
    almanac = stage.free()
    _retire(stage, almanac, RetirementMarker.retired(_some_instant(stage, almanac)))
    if stage.entropy.chance(2):
        marker = RetirementMarker.retired(_some_instant(stage, almanac))
        ident = almanac.deployment
        stage.script.refuse("world.submit", "Retired", "a second marker", component=ident, command=Retire(marker))
    else:
        _not_ticked(stage, "Retired", almanac, stage.observations(almanac))
    looks(stage, almanac)


def ill_shaped(stage: Stage) -> None:
    """An error, and no outcome; the world is there all the same."""
    almanac = stage.anyone()
    ident = almanac.deployment.hex()
    forms: tuple[tuple[str, dict[str, Any]], ...] = (
        ("world.advance", {"to": stage.now}),
        ("world.advance", {}),
        ("world.read", {"as": None, "component": ident, "surface": "Ticks", "after": None, "limit": "1"}),
        ("world.submit", {"component": ident, "command": {"kind": "Tick", "observed_at": []}}),
        ("world.submit", {"as": None, "component": ident, "command": {"kind": "Tock", "observed_at": []}}),
        ("world.status", {"component": ident[2:]}),
    )
    verb, params = stage.entropy.choice(forms)
    stage.script.break_shape(verb, "ill-shaped", params)
    looks(stage, almanac)


def broken_configuration(stage: Stage) -> None:
    """An error of the rule that the configuration breaks; it is asked where input is refused for its rules."""
    module = as_json(stage.module())
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


def looks(stage: Stage, almanac: Almanac | None = None) -> None:
    """The whole log of a component: whatever was refused has left it as it was."""
    _read(stage, stage.anyone() if almanac is None else almanac, None, 1024)


#: Moves that go through; a life is made of them, and of the others between them.
THROUGH: Final[tuple[Move, ...]] = (
    deploys,
    waits,
    waits,
    ticks,
    ticks,
    ticks_out_of_order,
    stands_still,
    reads,
    reads,
    asks,
    retires,
    reaches,
)
#: Moves that end with something refused, or an error.
REFUSED: Final[tuple[Move, ...]] = (
    opened_again, goes_back, another_class, nobody_runs_it, no_cadence, deployed_again, strangers, other_surfaces,
    limits, peers, twice_in_a_slot, unknown_members, clocks_back, members_twice, bad_markers, bad_markers,
    after_the_marker, ill_shaped,
)  # fmt: skip


# --- steps that come up often -----------------------------------------------------------------------------------------


def _page() -> dict[str, Any]:
    return {"surface": "Ticks", "after": None, "limit": 5}


def _read(stage: Stage, almanac: Almanac, after: int | None, limit: int) -> None:
    cites = ["WORLD-8", "WORLD-9", "WORLD-10", "WORLD-6", "WORLD-17", "PROTO-17"]
    page = {"surface": "Ticks", "after": after, "limit": limit}
    stage.script.go("world.read", "a page", component=almanac.deployment, **page, cites=cites)


def _status(stage: Stage, almanac: Almanac) -> None:
    stage.script.go("world.status", "where it is", component=almanac.deployment, cites=["WORLD-14", "WORLD-10"])


def _retire(stage: Stage, almanac: Almanac, marker: RetirementMarker) -> None:
    cites = ["WORLD-11", "WORLD-6", "WORLD-13"]
    stage.script.go("world.submit", "the marker", component=almanac.deployment, command=Retire(marker), cites=cites)


def _not_deployed(stage: Stage, refusal: str, module: Module, committee: tuple[bytes, ...] | None = None) -> None:
    keys = stage.committee() if committee is None else committee
    stage.script.refuse("world.deploy", refusal, "it is not deployed", component=module, committee=keys)


def _not_read(stage: Stage, refusal: str, **members: Any) -> None:
    values = {**_page(), **members}
    stage.script.refuse("world.read", refusal, "nothing is read", component=stage.anyone().deployment, **values)


def _not_ticked(stage: Stage, refusal: str, almanac: Almanac, observed: tuple[Observation, ...]) -> None:
    command = Tick(observed)
    stage.script.refuse("world.submit", refusal, "no tick", component=almanac.deployment, command=command)
    if stage.entropy.chance(2):
        looks(stage, almanac)


def _not_submitted(stage: Stage, refusal: str, almanac: Almanac, command: dict[str, Any], rule: str) -> None:
    params = {"as": None, "component": almanac.deployment.hex(), "command": command}
    stage.script.refuse_form("world.submit", refusal, "it is not taken", params, cites=["WORLD-7", rule])
    if stage.entropy.chance(2):
        looks(stage, almanac)


def _next(stage: Stage, almanac: Almanac) -> Almanac:
    """The component as it is now, in its next slot where there is one."""
    almanac = stage.again(almanac)
    begins = (slot(stage.now, almanac.cadence_ms) + 1) * almanac.cadence_ms
    if begins <= LAST:
        stage.advance(begins, "to the next slot")
    return almanac


def _some_instant(stage: Stage, almanac: Almanac) -> AnyInstant:
    now, seq = stage.now, slot(stage.now, almanac.cadence_ms)
    times = (now, now + 1, 0, now + stage.entropy.below(10**6), LAST)
    numbers = (seq, seq + 1, seq + 2, 0)
    if stage.entropy.chance(2):
        return AtTimestamp(min(stage.entropy.choice(times), LAST))
    return AtSequence(min(stage.entropy.choice(numbers), LAST))


def _instant(almanac: Almanac) -> int:
    """When a marker takes effect."""
    assert almanac.marker is not None
    instant = almanac.marker.effective_at
    return instant.sequence * almanac.cadence_ms if isinstance(instant, AtSequence) else instant.timestamp_ms


def _other_members(stage: Stage, almanac: Almanac) -> list[bytes]:
    """Members of other coalitions that are here."""
    found = {member for each in stage.world.components.values() for member in each.members}
    return sorted(found - almanac.members)
