"""Mutants of how a composite organism gets at what another component of its world committed."""

from __future__ import annotations

from typing import Any

from coalition.runtime.component import AnyCommand
from coalition.runtime.composite import Composite
from coalition.runtime.refusals import Refusal
from coalition.runtime.upstream import NotSpanned
from coalition.runtime.verbs import VERBS
from coalition.runtime.world import World
from coalition.unique_id import UniqueId
from conformance.mutants.breaking import Mutant, annotated, item
from conformance.mutants.composite_spans import Right


def _strangers_alone(right: Right) -> Right:
    """What a component of this very world committed is not taken."""

    def deliver(world: World, component: UniqueId, surface: Any, content_hash: Any, entries: Any) -> Any:
        if any(log.surface == surface for each in world.deployed() for log in each.logs):
            raise NotSpanned(surface)
        return right(world, component, surface, content_hash, entries)

    return annotated(deliver, right)


def _reads_by_itself(right: Right) -> Right:
    """Whoever reads a component of this world sees its commits at once, and the network has nothing to say in it."""

    def submit(world: World, as_: Any, component: UniqueId, command: AnyCommand) -> Any:
        after, value = right(world, as_, component, command)
        source = after.components[component]
        fresh = {each.surface for each in value.commits}
        for log in source.logs:
            for reader in after.deployed():
                if log.name in fresh and isinstance(reader, Composite):
                    brought = (log.surface, source.ids.content_hash, tuple(log.entries[-1:]))
                    try:
                        after, _ = VERBS["world.deliver"](after, reader.deployment, *brought)
                    except Refusal:
                        continue
        return after, value

    return annotated(submit, right)


MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "own-world-unread",
        ("COMP-5",),
        "entries of a component of the same world are refused",
        (item(VERBS, "world.deliver", _strangers_alone),),
    ),
    Mutant(
        "reads-by-itself",
        ("COMP-26", "COMP-28"),
        "components of one world read each other without the network",
        (item(VERBS, "world.submit", _reads_by_itself),),
    ),
)
