"""Mutants of the chapter Worlds, and of the protocol's part about them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pyrsistent import pmap, pvector

import assay_kit.worlds as kit
from coalition.retirement import AtSequence
from coalition.runtime.almanac import Almanac
from coalition.runtime.component import Running
from coalition.runtime.log import Log, Page
from coalition.runtime.refusals import Retired, SelfReplacement, SlotTaken, TimeBackwards
from coalition.runtime.verbs import VERBS
from coalition.runtime.world import World
from coalition.surface import log_digest
from conformance.mutants.breaking import (
    Break,
    Line,
    Mutant,
    annotated,
    item,
    method,
    replaced,
    rows,
    unchecked,
    without,
)

Json = Any
Play = Callable[[World, str, Json], tuple[World, Json]]


def _edited(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Line:
    """Answers changed on their way out."""

    def line(request: bytes, answer: Callable[[bytes], bytes]) -> bytes:
        return json.dumps(change(json.loads(answer(request))), ensure_ascii=False, separators=(",", ":")).encode()

    return line


def _refusal_as_error(message: dict[str, Any]) -> dict[str, Any]:
    value = message.get("result", {}).get("value")
    if isinstance(value, dict) and "refused" in value:
        data = {"error": value["refused"], "stage": "relate"}
        return {"jsonrpc": "2.0", "id": message["id"], "error": {"code": -32000, "message": "no", "data": data}}
    return message


def _ends_with_errors() -> Line:
    """A world in which there was an error is not there any more."""
    gone: set[str] = set()

    def line(request: bytes, answer: Callable[[bytes], bytes]) -> bytes:
        form = json.loads(request)
        params = form.get("params")
        name = params.get("world") if isinstance(params, dict) else None
        if name in gone:
            value = {"value": {"refused": "UnknownWorld"}}
            return json.dumps({"jsonrpc": "2.0", "id": form["id"], "result": value}).encode()
        right = answer(request)
        if name is not None and "error" in json.loads(right):
            gone.add(name)
        return right

    return line


def _time_goes_by(right: Play) -> Play:
    def play(world: World, name: str, params: Json) -> tuple[World, Json]:
        after, value = right(world, name, params)
        return replace(after, now=min(after.now + 1, 2**64 - 1)), value

    return play


def _refusal_counts(right: Play) -> Play:
    """A tick that is refused forgets the one before it."""

    def play(world: World, name: str, params: Json) -> tuple[World, Json]:
        after, value = right(world, name, params)
        if name == "world.submit" and "refused" in value:
            return _all(after, lambda each: each.with_logs(_shorter(log) for log in each.logs)), value
        return after, value

    return play


def _shorter(log: Log) -> Log:
    return replace(log, entries=log.entries[:-1])


def _all(world: World, change: Callable[[Running], Running]) -> World:
    """The world with every component changed."""
    return replace(
        world, components=world.components.update({each.deployment: change(each) for each in world.deployed()})
    )


def _broken_rule_is_error(right: Play) -> Play:
    def play(world: World, name: str, params: Json) -> tuple[World, Json]:
        after, value = right(world, name, params)
        if value in ({"refused": "DuplicateKey"}, {"refused": "ReplacementRequired"}):
            raise ValueError(value)
        return after, value

    return play


def _one_log_for_all(right: Callable[[Log], int]) -> Callable[[Log], int]:
    """Records are counted over all worlds of the process."""
    counted = iter(range(2**32))

    def index(log: Log) -> int:
        return right(log) + next(counted)

    return index


def _page_digest(right: Callable[..., Page]) -> Callable[..., Page]:
    def page(log: Log, after: int | None, limit: int) -> Page:
        found = right(log, after, limit)
        return replace(found, digest=log_digest(tuple(entry.commit for entry in found.entries)))

    return page


def _page_length(right: Callable[..., Page]) -> Callable[..., Page]:
    def page(log: Log, after: int | None, limit: int) -> Page:
        found = right(log, after, limit)
        return replace(found, length=len(found.entries))

    return page


def _no_limit(right: Callable[..., Page]) -> Callable[..., Page]:
    def page(log: Log, after: int | None, limit: int) -> Page:
        return right(log, after, limit and min(limit + 1, 1024))

    return page


def _late(right: Callable[..., Any]) -> Callable[..., Any]:
    """Answers, and commits nothing."""

    def submit(world: World, **params: Any) -> Any:
        return world, right(world, **params)[1]

    return submit


def _from_effect(_right: Callable[..., None]) -> Callable[..., None]:
    """Commands are refused from the marker's instant on, and not before."""

    def check(running: Running) -> None:
        instant = None if running.marker is None else running.marker.effective_at
        if isinstance(instant, AtSequence):
            raise Retired(running.deployment)

    return check


def _marker_again(right: Callable[..., Running]) -> Callable[..., Running]:
    def apply(self: Running, command: Any, context: Any) -> Running:
        second = self.marker is not None and hasattr(command, "marker")
        return right(replace(self, marker=None) if second else self, command, context)

    return apply


def _unmarked(_right: Callable[..., Running]) -> Callable[..., Running]:
    def retire(self: Running, marker: Any) -> Running:
        return replace(self, marker=marker)

    return retire


def _by_kind(right: Callable[..., None]) -> Callable[..., None]:
    def check(running: Running, marker: Any) -> None:
        if marker.replacement is not None and marker.replacement.kind.name == "Module":
            right(running, marker)

    return check


def _address_alone(_right: Callable[..., None]) -> Callable[..., None]:
    def check(running: Running, marker: Any) -> None:
        if marker.replacement is not None and marker.replacement.address == running.address:
            raise SelfReplacement(marker)

    return check


def _after_equality(_right: Callable[..., bool]) -> Callable[..., bool]:
    def is_reached(instant: Any, now: int, sequence: int) -> bool:
        return sequence > instant.sequence if isinstance(instant, AtSequence) else now > instant.timestamp_ms

    return is_reached


def _sequence_as_time(_right: Callable[..., bool]) -> Callable[..., bool]:
    def is_reached(instant: Any, now: int, _sequence: int) -> bool:
        return bool(now >= (instant.sequence if isinstance(instant, AtSequence) else instant.timestamp_ms))

    return is_reached


def _all_retire(right: Callable[..., World]) -> Callable[..., World]:
    def put(world: World, running: Running) -> World:
        after, marker = right(world, running), running.marker
        return after if marker is None else _all(after, lambda each: each.marked(marker))

    return put


def _slots_shared(right: Callable[..., World]) -> Callable[..., World]:
    def put(world: World, running: Running) -> World:
        after = right(world, running)
        if not isinstance(running, Almanac):
            return after
        seq = running.last_seq
        return _all(after, lambda each: replace(each, last_seq=seq) if isinstance(each, Almanac) else each)

    return put


def _by_id(right: Callable[..., Any]) -> Callable[..., Any]:
    def close(world: World) -> Any:
        return right(replace(world, order=pvector(sorted(world.order))))

    return close


def _forgetful_clocks(right: Callable[..., Almanac]) -> Callable[..., Almanac]:
    """The clocks of the last tick alone are remembered."""

    def tick(self: Almanac, observed_at: Any, now: int) -> Almanac:
        return replace(right(self, observed_at, now), seen=pmap({one.member: one.at for one in observed_at}))

    return tick


def _counted(right: Callable[..., Almanac]) -> Callable[..., Almanac]:
    """Ticks are numbered one by one, as often as one likes."""

    def tick(self: Almanac, observed_at: Any, _now: int) -> Almanac:
        number = 0 if self.last_seq is None else self.last_seq + 1
        return right(self, observed_at, number * self.cadence_ms)

    return tick


def _strictly(almanac: Almanac, observed_at: Any) -> None:
    for one in observed_at:
        if one.at <= almanac.seen.get(one.member, -1):
            raise SlotTaken(one)


def _no_present(world: World, to: int) -> None:
    if to <= world.now:
        raise TimeBackwards(to)


def _by_address(right: Callable[..., Running]) -> Callable[..., Running]:
    def find(world: World, component: Any) -> Running:
        named = [each for each in world.deployed() if each.address == component]
        return named[0] if named else right(world, component)

    return find


def _verb(name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Break:
    """Replace a verb."""
    return item(VERBS, name, lambda right: annotated(make(right), right))


MUTANTS = (
    Mutant(
        "world-opened-over",
        ("PROTO-15",),
        "a world is opened over another of its name",
        (method(kit.Worlds, "_check_free", lambda _: lambda self, name: None),),
    ),
    Mutant(
        "world-never-closed",
        ("PROTO-15", "WORLD-16"),
        "a closed world goes on",
        (method(kit.Worlds, "_forget", lambda _: lambda self, name: None),),
    ),
    Mutant(
        "one-world",
        ("PROTO-17",),
        "all worlds are one",
        (method(kit, "_name_of", lambda right: lambda params: (0, right(params)[1])),),
    ),
    Mutant(
        "records-counted-over-worlds",
        ("PROTO-17", "WORLD-15"),
        "records are counted over all worlds",
        (replaced("runtime.log.next_index", _one_log_for_all),),
    ),
    Mutant(
        "time-goes-by", ("PROTO-18",), "every verb takes a millisecond", (replaced("runtime.play.play", _time_goes_by),)
    ),
    Mutant("refusals-as-errors", ("PROTO-19",), "a refusal is an error", line=_edited(_refusal_as_error)),
    Mutant(
        "refusals-count",
        ("PROTO-19",),
        "a refused command loses a record",
        (replaced("runtime.play.play", _refusal_counts),),
    ),
    Mutant("errors-end-worlds", ("PROTO-20",), "a world ends with an error in it", line=_ends_with_errors()),
    Mutant("time-back", ("WORLD-1",), "time goes back", (unchecked("runtime.world.check_forward"),)),
    Mutant(
        "time-never-stands",
        ("WORLD-1",),
        "the present is no right instant",
        (replaced("runtime.world.check_forward", lambda _: _no_present),),
    ),
    Mutant("no-committee", ("WORLD-2",), "a component of nobody", (unchecked("runtime.world.check_committee"),)),
    Mutant(
        "address-without-name",
        ("WORLD-3",),
        "the name is left out of a module's id, as ch. 57 has it",
        (rows("identity.module_id", without("name")),),
    ),
    Mutant(
        "content-hash-without-acl",
        ("WORLD-3",),
        "the ACL is left out of a content hash",
        (rows("identity.content_hash", without("acl")),),
    ),
    Mutant("deployed-over", ("WORLD-4",), "a deployment begins anew", (unchecked("runtime.world.check_new"),)),
    Mutant("any-peer", ("WORLD-5",), "any peer is answered", (unchecked("runtime.world.check_peer"),)),
    Mutant(
        "surfaces-in-any-case",
        ("WORLD-5",),
        "surfaces are found in any case",
        (method(Running, "log", lambda right: lambda self, surface: right(self, surface.title())),),
    ),
    Mutant(
        "component-by-address",
        ("WORLD-5",),
        "a component is found by its address",
        (replaced("runtime.world.find", _by_address),),
    ),
    Mutant(
        "index-from-1",
        ("WORLD-6",),
        "records are counted from 1",
        (replaced("runtime.log.next_index", lambda right: lambda log: right(log) + 1),),
    ),
    Mutant("commits-not-kept", ("WORLD-6",), "what is accepted is not committed", (_verb("world.submit", _late),)),
    Mutant(
        "one-name-for-broken-commands",
        ("WORLD-7",),
        "one name for every broken command",
        (replaced("runtime.play.broken_command", lambda _: lambda error: "BadCommand"),),
    ),
    Mutant(
        "broken-commands-as-failures",
        ("WORLD-7",),
        "a broken command makes the adapter fail",
        (replaced("runtime.play.play", _broken_rule_is_error),),
    ),
    Mutant(
        "cursor-included",
        ("WORLD-8",),
        "a page begins with the entry at the cursor",
        (replaced("runtime.log.after_cursor", lambda _: lambda after: after or 0),),
    ),
    Mutant("any-limit", ("WORLD-9",), "no limit is refused", (unchecked("runtime.log.check_limit"),)),
    Mutant("one-too-many", ("WORLD-9",), "a page has one entry too many", (replaced("runtime.log.page", _no_limit),)),
    Mutant(
        "digest-of-the-page",
        ("WORLD-10",),
        "the digest is that of the page",
        (replaced("runtime.log.page", _page_digest),),
    ),
    Mutant(
        "length-of-the-page",
        ("WORLD-10",),
        "the length is that of the page",
        (replaced("runtime.log.page", _page_length),),
    ),
    Mutant(
        "marker-not-committed", ("WORLD-11",), "the marker is not committed", (method(Running, "_retire", _unmarked),)
    ),
    Mutant(
        "commands-after-the-marker",
        ("WORLD-12",),
        "commands are taken after the marker",
        (unchecked("runtime.component.check_running"),),
    ),
    Mutant(
        "retired-from-its-effect",
        ("WORLD-12",),
        "commands are taken until the marker takes effect",
        (replaced("runtime.component.check_running", _from_effect),),
    ),
    Mutant("second-marker", ("WORLD-12",), "a second marker is taken", (method(Running, "apply", _marker_again),)),
    Mutant(
        "self-replacement",
        ("WORLD-13",),
        "a marker leads back to itself",
        (unchecked("runtime.component.check_other_replacement"),),
    ),
    Mutant(
        "self-replacement-by-kind",
        ("WORLD-13",),
        "a marker leads back to itself under another kind",
        (replaced("runtime.component.check_other_replacement", _by_kind),),
    ),
    Mutant(
        "same-address-refused",
        ("WORLD-13",),
        "another build under the same address is refused",
        (replaced("runtime.component.check_other_replacement", _address_alone),),
    ),
    Mutant(
        "effect-after-equality",
        ("WORLD-14",),
        "a marker takes effect after its instant",
        (replaced("runtime.component.is_reached", _after_equality),),
    ),
    Mutant(
        "sequence-as-time",
        ("WORLD-14",),
        "a sequence is taken for a time",
        (replaced("runtime.component.is_reached", _sequence_as_time),),
    ),
    Mutant("logs-by-id", ("WORLD-16",), "logs are listed by deployment", (_verb("world.close", _by_id),)),
    Mutant(
        "all-retire",
        ("WORLD-17",),
        "a marker retires every deployment",
        (replaced("runtime.world.put", _all_retire),),
    ),
    Mutant(
        "slots-shared",
        ("WORLD-17",),
        "deployments share their slots",
        (replaced("runtime.world.put", _slots_shared),),
    ),
    Mutant("no-cadence", ("ALM-1",), "slots without length", (unchecked("runtime.almanac.check_cadence"),)),
    Mutant(
        "observations-as-submitted",
        ("ALM-2",),
        "observations are left in the order they came in",
        (replaced("almanac.in_order", lambda _: lambda observed_at: observed_at),),
    ),
    Mutant(
        "members-observed-twice", ("ALM-2",), "a member is observed twice", (unchecked("almanac.check_members_once"),)
    ),
    Mutant(
        "tick-without-seq",
        ("ALM-2",),
        "the number of the slot is left out of a tick",
        (rows("almanac.tick", without("seq")),),
    ),
    Mutant("ticks-counted", ("ALM-3",), "ticks are numbered one by one", (method(Almanac, "_tick", _counted),)),
    Mutant("slots-taken-twice", ("ALM-3",), "two ticks in a slot", (unchecked("runtime.almanac.check_slot"),)),
    Mutant(
        "slots-rounded-up",
        ("ALM-3",),
        "slots are rounded to the nearest",
        (replaced("runtime.almanac.slot", lambda _: lambda now, cadence_ms: (now + cadence_ms // 2) // cadence_ms),),
    ),
    Mutant(
        "strangers-observed", ("ALM-4",), "strangers are observed", (unchecked("runtime.almanac.check_members_known"),)
    ),
    Mutant("clocks-go-back", ("ALM-5",), "a member's clock goes back", (unchecked("runtime.almanac.check_forward"),)),
    Mutant(
        "clocks-never-stand",
        ("ALM-5",),
        "a member's clock may not stand still",
        (replaced("runtime.almanac.check_forward", lambda _: _strictly),),
    ),
    Mutant(
        "clocks-forgotten",
        ("ALM-5",),
        "a tick forgets whom it leaves out",
        (method(Almanac, "_tick", _forgetful_clocks),),
    ),
)
