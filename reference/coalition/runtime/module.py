"""Modules as they are deployed: the class is the kind of the content, the ids follow from it all (WORLD-3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coalition.acl import AclComposition
from coalition.coalition_config import CoalitionConfig
from coalition.content import ContentParams
from coalition.content_preimages import AnyContent
from coalition.measurements import Measurements
from coalition.module import ModuleConfig, ModuleKind, atlas_members, module_id
from coalition.names import Name
from coalition.runtime.component import Component, Ids
from coalition.unique_id import UniqueId


@dataclass(frozen=True)
class Module(Component):
    """A basic service of a coalition; its class is the kind of its content (WORLD-2)."""

    coalition: CoalitionConfig
    name: Name
    content: AnyContent
    measurements: Measurements | None
    acl: AclComposition

    def config(self) -> ModuleConfig:
        """The configuration that its ids follow from (WORLD-3)."""
        return ModuleConfig(self.name, ContentParams(self.content.preimage(), self.measurements), self.acl)

    def kind(self) -> ModuleKind:
        """Which of the five services it is."""
        return ModuleKind[self.content.variant()]

    def catalogued(self) -> tuple[UniqueId, ...]:
        """The members that its id folds: an Atlas's alone (ID-20). Raises the errors of ID-38 for any module."""
        return catalogued(self.coalition, self.kind())


NOBODY: Final[tuple[UniqueId, ...]] = ()


def catalogued(coalition: CoalitionConfig, kind: ModuleKind) -> tuple[UniqueId, ...]:
    """The members that the id of a module of this kind folds: an Atlas's alone (ID-20).

    Raises the errors of ID-38 for a module of any kind.
    """
    members = atlas_members(coalition)
    return members if kind is ModuleKind.Atlas else NOBODY


def identify(module: Module) -> Ids:
    """The ids of a module (WORLD-3)."""
    config = module.config()
    address = module_id(module.coalition.stable_id(), module.kind(), config, module.catalogued()).id()
    return Ids.of(address, config.as_organism().content_hash())
