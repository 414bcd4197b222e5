"""Following a wrong step of a scenario to its part: the derivations behind ids, commits and digests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assay.suite import Case, Scenario, Value
from coalition.content import ContentParams
from coalition.json_form import decode
from coalition.module import ModuleConfig, ModuleKind
from coalition.runtime.almanac import Almanac, AnyComponent, Module
from coalition.runtime.log import AnyRecord, TickRecord
from coalition.runtime.play import open_world, play
from coalition.runtime.world import CLOSE, OPEN, World
from coalition.unique_id import UniqueId
from conformance.casebook import answer, params_of, value_of
from conformance.paths import VECTORS
from conformance.spec_text import specification
from conformance.vectors import scenarios


def step_parts(step: Case) -> Iterator[Case]:
    """The derivations behind the value that a step expects; none behind a refusal."""
    if not isinstance(step.expect, Value) or "refused" in step.expect.value:
        return
    for number, (operation, values) in enumerate(_behind(step, step.expect.value)):
        form = params_of(operation, values)
        found = specification().operations()[operation]
        assert found.feature is not None
        yield Case(
            id=f"{step.id}#{number}-{operation}",
            operation=operation,
            params=form,
            expect=Value(value_of(answer(operation, form))),
            requirements=(found.requirement,),
            features=(found.feature,),
            unit=step.unit,
            source=step.source,
            comment=f"behind the answer to {step.operation}",
        )


Asked = tuple[str, Mapping[str, Any]]


def _behind(step: Case, value: Mapping[str, Any]) -> Iterator[Asked]:
    if step.operation == "world.deploy":
        yield from _ids(decode(AnyComponent, step.params["component"]))
    elif step.operation in ("world.submit", "world.read", "world.status"):
        component = _after(step).components[decode(UniqueId, step.params["component"])]
        indices = [int(each["index"]) for each in value.get("commits", value.get("entries", ()))]
        for index in indices:
            yield from _commit(component, index)
        if step.operation != "world.submit":
            yield "surface.log_digest", {"commits": tuple(entry.commit for entry in component.log.entries)}


def _ids(module: Module) -> Iterator[Asked]:
    preimage = module.content.preimage()
    config = ModuleConfig(module.name, ContentParams(preimage, module.measurements), module.acl)
    root = module.coalition.stable_id()
    named = {"kind": ModuleKind.Almanac, "config": config, "coalition_root": root, "members": ()}
    ids = answer("identity.module_id", params_of("identity.module_id", named)).id()
    yield "identity.coalition_root", {"config": module.coalition}
    yield "identity.content_preimage", {"content": module.content}
    yield "identity.module_id", named
    yield "identity.content_hash", {"config": config.as_organism()}
    yield "surface.deployment", {"address": ids, "content_hash": config.as_organism().content_hash()}
    yield "surface.surface_id", {"address": ids, "name": "Ticks"}


def _commit(component: Almanac, index: int) -> Iterator[Asked]:
    entry = component.log.entries[index]
    yield _digest(entry.record)
    yield (
        "surface.commit",
        {
            "surface": component.log.surface,
            "deployment": component.deployment,
            "index": index,
            "entry": entry.record.digest().id(),
        },
    )


def _digest(record: AnyRecord) -> Asked:
    if isinstance(record, TickRecord):
        return "almanac.tick", {"tick": record.tick}
    return "retirement.marker", {"marker": record.marker}


def _after(step: Case) -> World:
    """The world after a step, played on the reference."""
    world: World | None = None
    for each in _scenario(step).steps:
        if each.operation == OPEN and world is None and isinstance(each.expect, Value):
            world, _ = open_world(each.params)
        elif world is not None and isinstance(each.expect, Value):
            after, _ = play(world, each.operation, each.params)
            world = None if each.operation == CLOSE else after
        if each.id == step.id:
            break
    assert world is not None
    return world


def _scenario(step: Case) -> Scenario:
    path = VECTORS / step.source
    return next(each for each in scenarios([path if path.is_file() else Path(step.source)]) if each.id == step.unit)
