"""Coalitions as they are published: the page, and the modules under its root. What rotates is a new listing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from coalition.acl import AclComposition
from coalition.coalition_config import CoalitionConfig
from coalition.content import ContentParams
from coalition.content_preimages import AnyContent
from coalition.handshake import (
    ByInstance,
    Derived,
    HandshakePage,
    PageLattice,
    PageMeasurements,
    PageModule,
    PageModules,
    PageOrganism,
    write_page,
)
from coalition.measurements import Measurements
from coalition.module import ModuleConfig, ModuleKind, module_config
from coalition.reference import OrganismRef
from coalition.runtime.committee import Committee
from coalition.runtime.component import Component, Context, Ids
from coalition.runtime.module import Module
from coalition.runtime.world import class_of
from coalition.stable_id import COALITION_ROOT_SEED, derive_stable_id
from coalition.unique_id import UniqueId, unique_id

_OPEN: Final = AclComposition(())
#: Some committee: no id folds it.
_NOBODY: Final = Committee((bytes(32),))


@dataclass(frozen=True)
class Shipped:
    """A module that a coalition ships. `instance_name` makes its slot one by instance, which pins the build."""

    content: AnyContent
    measurements: Measurements | None = None
    acl: AclComposition = _OPEN
    instance_name: str | None = None

    @property
    def kind(self) -> ModuleKind:
        """Which of the five it is."""
        return ModuleKind[self.content.variant()]

    @property
    def config(self) -> ModuleConfig:
        """What is on the page."""
        return ModuleConfig(self.kind.str_name(), ContentParams(self.content.preimage(), self.measurements), self.acl)

    def slot(self) -> OrganismRef:
        """What is in the configuration."""
        if self.instance_name is None:
            return OrganismRef(self.kind.str_name(), module_config(self.kind, self.config).id())
        pin = self.config.as_organism().content_hash()
        return OrganismRef(self.kind.str_name(), derive_stable_id(self.instance_name), pin)

    def listed(self) -> PageModule:
        """What is said of it on the page."""
        slot = Derived() if self.instance_name is None else ByInstance(self.instance_name)
        return PageModule(self.config, slot, None, "a module")


@dataclass(frozen=True)
class Member:
    """An organism that a coalition lists. `pinned` says whether its configuration has the content hash too."""

    instance_name: str
    content_hash: UniqueId
    pinned: bool = False

    def reference(self) -> OrganismRef:
        """What is in the configuration."""
        pin = self.content_hash if self.pinned else None
        return OrganismRef("member", derive_stable_id(self.instance_name), pin)

    def listed(self) -> PageOrganism:
        """What is said of it on the page."""
        return PageOrganism(self.instance_name, self.content_hash, "https://organism.example", tdx_gated=False)


@dataclass(frozen=True)
class Listing:
    """A coalition at one time."""

    instance_name: str
    lattices: tuple[str, ...]
    members: tuple[Member, ...] = ()
    shipped: tuple[Shipped, ...] = ()

    @property
    def _by_kind(self) -> Mapping[ModuleKind, Shipped]:
        return {each.kind: each for each in self.shipped}

    @property
    def config(self) -> CoalitionConfig:
        """Its configuration."""
        shipped = self._by_kind
        slots: dict[str, Any] = {kind.str_name(): shipped[kind].slot() for kind in shipped}
        return CoalitionConfig(
            1,
            COALITION_ROOT_SEED,
            self.instance_name,
            tuple(derive_stable_id(name) for name in self.lattices),
            tuple(each.reference() for each in self.members),
            **slots,
        )

    @property
    def page(self) -> HandshakePage:
        """Its page."""
        config, shipped = self.config, self._by_kind
        modules = {kind.str_name(): shipped[kind].listed() if kind in shipped else None for kind in ModuleKind}
        measured = [
            PageMeasurements(each.slot().stable_id, each.measurements)
            for each in self.shipped
            if each.measurements is not None
        ]
        return HandshakePage(
            schema="handshake-page.v1",
            fingerprint=config.stable_id(),
            config=config,
            lattices=tuple(PageLattice(name, unique_id(name), "https://lattice.example") for name in self.lattices),
            organisms=tuple(each.listed() for each in self.members),
            modules=PageModules(**modules),
            measurements=tuple(measured),
            peer_hints=("peer.example:4433",),
            change_channel="https://coalition.example/changes",
            committees=(),
            builds=(),
            issuer=None,
            published_at=1_700_000_000_000,
        )

    @property
    def document(self) -> str:
        """The page as it is published."""
        return write_page(self.page)

    def module(self, kind: ModuleKind) -> Module:
        """A module that it ships, as it is deployed."""
        found = self._by_kind[kind]
        return Module(self.config, kind.str_name(), found.content, found.measurements, found.acl)

    def changed(self, **changes: Any) -> Listing:
        """The coalition with some of it changed."""
        return replace(self, **changes)

    def ships(self, *upgraded: Shipped) -> Listing:
        """The coalition with these modules, each instead of the one of its kind."""
        merged = {each.kind: each for each in (*self.shipped, *upgraded)}
        return self.changed(shipped=tuple(merged.values()))

    def lists(self, *members: Member) -> Listing:
        """The coalition with these organisms and no others."""
        return self.changed(members=members)


def ids(component: Component) -> Ids:
    """The ids that a component has, wherever it is deployed."""
    return class_of(component).deploy(component, _NOBODY, Context(0, bytes(32))).ids


def organism(component: Component, instance_name: str, *, pinned: bool = False) -> Member:
    """A composite organism as a coalition lists it."""
    return Member(instance_name, ids(component).content_hash, pinned)
