"""Mutants of worlds: how they are opened, what is deployed in them, and what their logs say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import assay_kit.worlds as kit
from coalition.runtime.component import Running
from coalition.runtime.log import Log, Page
from coalition.runtime.refusals import TimeBackwards
from coalition.runtime.world import World
from coalition.surface import log_digest
from conformance.mutants.breaking import (
    Line,
    Mutant,
    method,
    replaced,
    rows,
    unchecked,
    verb,
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
            return with_all(after, lambda each: each.with_logs(_shorter(log) for log in each.logs)), value
        return after, value

    return play


def _shorter(log: Log) -> Log:
    return replace(log, entries=log.entries[:-1])


def with_all(world: World, change: Callable[[Running], Running]) -> World:
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


def _no_present(world: World, to: int) -> None:
    if to <= world.now:
        raise TimeBackwards(to)


def _by_address(right: Callable[..., Running]) -> Callable[..., Running]:
    def find(world: World, component: Any) -> Running:
        named = [each for each in world.deployed() if each.address == component]
        return named[0] if named else right(world, component)

    return find


MUTANTS: tuple[Mutant, ...] = (
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
    Mutant("commits-not-kept", ("WORLD-6",), "what is accepted is not committed", (verb("world.submit", _late),)),
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
)
