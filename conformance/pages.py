"""Handshake pages made from their parts, and edited one member at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from coalition.coalition_config import CoalitionConfig
from coalition.handshake import (
    ByInstance,
    Derived,
    HandshakePage,
    PageBuild,
    PageCommittee,
    PageIssuer,
    PageLattice,
    PageMeasurements,
    PageModule,
    PageModules,
    PageOrganism,
    PublishedMember,
    page_form,
)
from coalition.json_form import replace
from coalition.module import ModuleConfig, ModuleKind, module_config
from coalition.reference import OrganismRef
from coalition.shapes import Record, fields_of
from coalition.stable_id import COALITION_ROOT_SEED, derive_stable_id
from coalition.tickets import TicketIssuerConfig
from coalition.unique_id import UniqueId, hash_bytes, unique_id


def changed(record: Record, **changes: Any) -> Any:
    """A record with some fields changed."""
    return replace(record, **changes)


def page(
    instance_name: str,
    lattices: Sequence[str],
    organisms: Sequence[str],
    modules: Mapping[str, ModuleConfig],
    issuer: TicketIssuerConfig | None = None,
) -> HandshakePage:
    """A page that holds together: every other organism pinned, every other module by instance, the gated measured."""
    references = [_organism(name, pinned=number % 2 == 1) for number, name in enumerate(organisms)]
    shipped = {kind.str_name(): _module(kind, modules.get(kind.str_name()), instance_name) for kind in ModuleKind}
    config = CoalitionConfig(
        1,
        COALITION_ROOT_SEED,
        instance_name,
        tuple(derive_stable_id(name) for name in lattices),
        tuple(references),
        shipped["atlas"][0],
        shipped["almanac"][0],
        shipped["chronicle"][0],
        shipped["compute"][0],
        shipped["randomness"][0],
        issuer,
    )
    return HandshakePage(
        schema="handshake-page.v1",
        fingerprint=config.stable_id(),
        config=config,
        lattices=tuple(
            PageLattice(name, _content(name), f"https://{number}.example/lattice")
            for number, name in enumerate(lattices)
        ),
        organisms=tuple(
            PageOrganism(name, _content(name), f"https://{number}.example/organism", tdx_gated=False)
            for number, name in enumerate(organisms)
        ),
        modules=PageModules(**{name: module for name, (_, module) in shipped.items()}),
        measurements=tuple(_measured(slot, module) for slot, module in shipped.values() if _is_gated(module)),
        peer_hints=("peer.example:4433",),
        change_channel="https://coalition.example/changes",
        committees=tuple(PageCommittee(reference.stable_id, (hash_bytes(b"peer 1"),)) for reference in references),
        builds=tuple(
            PageBuild(reference.stable_id, hash_bytes(b"recipe 1"), 1_700_000_000_000) for reference in references
        ),
        issuer=None if issuer is None else PageIssuer((hash_bytes(b"key 1"), hash_bytes(b"key 2")), 2),
        published_at=1_700_000_000_000,
    )


def _content(instance_name: str) -> UniqueId:
    return unique_id(f"example content hash {instance_name}")


def _organism(instance_name: str, *, pinned: bool) -> OrganismRef:
    content_hash = _content(instance_name) if pinned else None
    return OrganismRef("member", derive_stable_id(instance_name), content_hash)


def _module(
    kind: ModuleKind, config: ModuleConfig | None, coalition: str
) -> tuple[OrganismRef | None, PageModule | None]:
    if config is None:
        return None, None
    if kind.value % 2 == 0:
        reference = OrganismRef(kind.str_name(), module_config(kind, config).id())
        return reference, PageModule(config, Derived(), None, "a module")
    instance_name = f"{coalition}.{kind.str_name()}"
    reference = OrganismRef(kind.str_name(), derive_stable_id(instance_name), config.as_organism().content_hash())
    return reference, PageModule(config, ByInstance(instance_name), unique_id("signature"), "a module")


def _is_gated(module: PageModule | None) -> bool:
    return module is not None and module.config.content.measurements is not None


def _measured(slot: OrganismRef | None, module: PageModule | None) -> PageMeasurements:
    assert slot is not None
    assert module is not None
    assert module.config.content.measurements is not None
    return PageMeasurements(slot.stable_id, module.config.content.measurements)


def published(page_: HandshakePage) -> tuple[PublishedMember, ...]:
    """What the members' own operators publish, as the page says it."""
    members: list[PageLattice | PageOrganism] = [*page_.lattices, *page_.organisms]
    return tuple(
        PublishedMember(member.instance_name, derive_stable_id(member.instance_name), member.content_hash)
        for member in members
    )


def text(page_: HandshakePage) -> str:
    """A page as an operator would post it: indented, members in the order of the chapter."""
    return dump(page_form(page_))


def dump(form: Any) -> str:
    """A page's JSON form as text."""
    return json.dumps(form, ensure_ascii=False, indent=1)


def edited(page_: HandshakePage, path: str, value: Any) -> str:
    """The text of a page whose JSON has `value` at `path` (`config.organisms.0.role`); no rule is applied to it."""
    form = page_form(page_)
    *steps, last = path.split(".")
    target: Any = form
    for step in steps:
        target = target[int(step)] if isinstance(target, list) else target[step]
    target[int(last) if isinstance(target, list) else last] = value
    return dump(form)


def without(page_: HandshakePage, path: str) -> str:
    """The text of a page whose JSON lacks the member at `path`."""
    form = page_form(page_)
    *steps, last = path.split(".")
    target: Any = form
    for step in steps:
        target = target[int(step)] if isinstance(target, list) else target[step]
    del target[last]
    return dump(form)


def members(record: type[Record]) -> tuple[str, ...]:
    """The members of a record."""
    return tuple(name for name, _ in fields_of(record))
