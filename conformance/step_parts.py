"""Following a wrong step of a scenario to its part: the derivations behind ids, commits and digests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from assay.suite import Case, Scenario, Value
from coalition.composites import intents_content, ledger_content
from coalition.json_form import decode
from coalition.organism import OrganismConfig
from coalition.preimage import Preimage
from coalition.runtime.component import AnyComponent, Component, Running
from coalition.runtime.correlator import CrossFeedCorrelator
from coalition.runtime.intents import IntentRouter
from coalition.runtime.ledger import SharedLedger
from coalition.runtime.log import Log
from coalition.runtime.module import Module
from coalition.runtime.play import open_world, play
from coalition.runtime.verbs import CLOSE, OPEN
from coalition.runtime.world import World, class_of
from coalition.unique_id import UniqueId
from conformance.casebook import answer, params_of, value_of
from conformance.fresh import seeded_life
from conformance.fresh_scenarios import FRESH
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
        component = decode(AnyComponent, step.params["component"])
        yield from IDS[type(component)](component)
        yield from _ids(component, value)
    elif step.source == FRESH:
        return  # a life without its seed cannot be played again
    elif isinstance(component := step.params.get("component"), str):  # `world.follow` takes a reference instead
        running = _after(step).components[decode(UniqueId, component)]
        if "entries" in value:
            log = running.log(step.params["surface"])
            yield from _page(running, log, [int(each["index"]) for each in value["entries"]])
        for each in value.get("commits", ()):
            yield from _commit(running, running.log(each["surface"]), int(each["index"]))
        for each in value.get("logs", ()):
            yield from _page(running, running.log(each["surface"]), [])


def _module_ids(module: Module) -> Iterator[Asked]:
    root = module.coalition.stable_id()
    yield "identity.coalition_root", {"config": module.coalition}
    yield "identity.content_preimage", {"content": module.content}
    yield (
        "identity.module_id",
        {"kind": module.kind(), "config": module.config(), "coalition_root": root, "members": module.catalogued()},
    )
    yield "identity.content_hash", {"config": module.config().as_organism()}


def _router_ids(router: IntentRouter) -> Iterator[Asked]:
    yield "intents.content", {"content": router.content}
    yield from _organism_ids(router.instance_name, router.config(intents_content(router.content).value()))


def _ledger_ids(ledger: SharedLedger) -> Iterator[Asked]:
    yield "ledger.content", {"content": ledger.content}
    yield from _organism_ids(ledger.instance_name, ledger.config(ledger_content(ledger.content).value()))


def _correlator_ids(correlator: CrossFeedCorrelator) -> Iterator[Asked]:
    yield "correlator.content", {"content": correlator.content}
    yield from _organism_ids(correlator.instance_name, correlator.config())


def _organism_ids(instance_name: str, config: OrganismConfig) -> Iterator[Asked]:
    yield "identity.stable_id", {"instance_name": instance_name}
    yield "identity.content_hash", {"config": config}


#: What is behind address and content hash, by the variant of `Component`.
IDS: Final[Mapping[type[Component], Callable[[Any], Iterator[Asked]]]] = {
    Module: _module_ids,
    IntentRouter: _router_ids,
    SharedLedger: _ledger_ids,
    CrossFeedCorrelator: _correlator_ids,
}


def _ids(component: Component, value: Mapping[str, Any]) -> Iterator[Asked]:
    """The ids that every component folds from address and content hash."""
    address, content_hash = (decode(UniqueId, value[name]) for name in ("address", "content_hash"))
    yield "surface.deployment", {"address": address, "content_hash": content_hash}
    for name in class_of(component).SURFACES:
        yield "surface.surface_id", {"address": address, "name": name}


def _page(running: Running, log: Log, indices: Sequence[int]) -> Iterator[Asked]:
    for index in indices:
        yield from _commit(running, log, index)
    yield "surface.log_digest", {"commits": tuple(entry.commit for entry in log.entries)}


def _commit(running: Running, log: Log, index: int) -> Iterator[Asked]:
    record = log.entries[index].record.digest()
    yield _asked(record)
    entry = record.id()
    yield (
        "surface.commit",
        {"surface": log.surface, "deployment": running.deployment, "index": index, "entry": entry},
    )


def _asked(derived: Preimage) -> Asked:
    """The operation that derived a digest."""
    return derived.operation, derived.params


def _after(step: Case) -> World:
    """The world after a step, played on the reference."""
    world: World | None = None
    for each in _scenario(step).steps:
        # What is refused changes nothing.
        if isinstance(each.expect, Value) and "refused" not in each.expect.value:
            if each.operation == OPEN:
                world, _ = open_world(each.params)
            elif world is not None:
                after, _ = play(world, each.operation, each.params)
                world = None if each.operation == CLOSE else after
        if each.id == step.id:
            break
    assert world is not None
    return world


def _scenario(step: Case) -> Scenario:
    return _found(step.unit, step.source)


@lru_cache(maxsize=8)
def _found(unit: str, source: str) -> Scenario:
    """The scenario of a step: computed once more where it is a fresh one, otherwise as its file has it."""
    if (life := seeded_life(unit, source)) is not None:
        return life
    path = VECTORS / source
    return next(each for each in scenarios([path if path.is_file() else Path(source)]) if each.id == unit)
