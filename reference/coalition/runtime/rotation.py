"""What a rotation looks like from outside: operators stop what they ran, integrators connect by their page (ROT)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coalition.handshake import HandshakePage, check_page, read_page
from coalition.measurements import Measurements, check_set
from coalition.module import ModuleKind, module_id
from coalition.names import Name
from coalition.retirement import ComponentKind, ComponentRef
from coalition.runtime.chain import Followed, follow
from coalition.runtime.clauses import is_image
from coalition.runtime.module import catalogued
from coalition.runtime.refusals import Refusal
from coalition.runtime.verbs import verb
from coalition.runtime.world import Status, World, find, put, status
from coalition.shapes import U32, Variant
from coalition.unique_id import UniqueId


class NoSuchHandle(Refusal):
    """A handle to what the page does not list."""

    requirement = "ROT-3"


class BuildNotAdmitted(Refusal):
    """A handle that ends at a component whose measurements its holder does not admit."""

    requirement = "ROT-6"


@dataclass(frozen=True)
class OrganismHandle(Variant):
    """The handle to an organism that the page lists under this instance name."""

    KIND = "Organism"
    instance_name: Name


@dataclass(frozen=True)
class ModuleHandle(Variant):
    """The handle to a module that the coalition ships."""

    KIND = "Module"
    module: ModuleKind


AnyHandle = OrganismHandle | ModuleHandle


@verb("world.stop")
def stop(world: World, component: UniqueId) -> tuple[World, Status]:
    """The world in which nobody runs a component any more, and where it was in its life (ROT-1, ROT-2)."""
    _, last = status(world, component)
    return put(world, replace(find(world, component), stopped=True)), last


@verb("world.connect", carries_commands=True)
def connect(
    world: World,
    document: str,
    handle: AnyHandle,
    admits: tuple[Measurements, ...] | None,
    hops: U32,
    explicit: bool,
) -> tuple[World, Followed]:
    """Where a handle of a page leads, for who admits these measurements, or any (ROT-3 to ROT-6)."""
    check_window(admits)
    page = read_page(document)
    check_page(page)
    _, found = follow(world, reference(page, handle), hops, explicit)
    check_admitted(world.configured[found.path[-1]].measurements, admits)
    return world, found


def reference(page: HandshakePage, handle: AnyHandle) -> ComponentRef:
    """What a handle refers to: the address, and the content hash where the configuration pins it (ROT-4).

    Raises `NoSuchHandle`.
    """
    return _organism(page, handle) if isinstance(handle, OrganismHandle) else _module(page, handle.module)


def _organism(page: HandshakePage, handle: OrganismHandle) -> ComponentRef:
    for listed, slot in zip(page.organisms, page.config.organisms, strict=True):
        if listed.instance_name == handle.instance_name:
            return ComponentRef(ComponentKind.Organism, slot.stable_id, slot.content_hash)
    raise NoSuchHandle(handle.instance_name)


def _module(page: HandshakePage, wanted: ModuleKind) -> ComponentRef:
    for kind, listed, slot in page.module_slots():
        if kind is wanted and listed is not None and slot is not None:
            root = page.config.stable_id()
            address = module_id(root, kind, listed.config, catalogued(page.config, kind)).id()
            return ComponentRef(ComponentKind.Module, address, slot.content_hash)
    raise NoSuchHandle(wanted.name)


def check_window(admits: Sequence[Measurements] | None) -> None:
    """Raise `EmptySet` or `DuplicateElement` for a window that is no set (ID-33)."""
    if admits is not None:
        check_set(admits)


def check_admitted(found: Measurements | None, admits: Sequence[Measurements] | None) -> None:
    """Raise `BuildNotAdmitted` for a component whose measurements are none of those that are admitted (ROT-6)."""
    if admits is not None and (found is None or not any(is_image(found, each) for each in admits)):
        raise BuildNotAdmitted(found)
