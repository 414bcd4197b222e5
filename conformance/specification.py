"""What the chapters define, as values: requirements, derivations and their tables, types, enums, and profiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: How the names of verbs begin.
VERB = "world."


@dataclass(frozen=True)
class Requirement:
    """A numbered sentence: its level, text, place and sources (chapters and readings)."""

    id: str
    level: str
    text: str
    chapter: str
    heading: str
    sources: tuple[str, ...]
    untestable: str | None
    checked_by: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row of a preimage table."""

    label: str
    encoding: str
    source: str


@dataclass(frozen=True)
class Derivation:
    """An operation or derivation. `hash` is `concat`, `hash_many`, `fold` or `bytes`, None where it is prose.

    `where` restricts a derivation to parameters in which that list is empty (`where_empty`) or is not.
    """

    name: str
    params: tuple[tuple[str, str], ...]
    result: str
    feature: str | None
    hash: str | None
    rows: tuple[Row, ...]
    chapter: str
    requirement: str
    where: str | None = None
    where_empty: bool = True


@dataclass(frozen=True)
class Variant:
    """A variant of an enum: its number and its members (name, type)."""

    name: str
    number: int
    members: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Profile:
    """A named set of features, as the table lists it, without what they require. `kind` is base or optional."""

    kind: str
    features: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Specification:
    """Everything the chapters define."""

    requirements: Mapping[str, Requirement]
    derivations: tuple[Derivation, ...]
    types: Mapping[str, tuple[tuple[str, str], ...]]
    enums: Mapping[str, tuple[Variant, ...]]
    errors: Mapping[str, tuple[str, str]]
    refusals: Mapping[str, str]
    features: Mapping[str, tuple[tuple[str, ...], str]]
    profiles: Mapping[str, Profile]
    examples: tuple[tuple[str, str], ...]

    def whole(self, profile: Profile) -> tuple[str, ...]:
        """The features of a profile and all that they require, in the order of their table."""
        found: set[str] = set()
        todo = list(profile.features)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo.extend(self.features.get(name, ((), ""))[0])
        return tuple(name for name in self.features if name in found)

    def operations(self) -> Mapping[str, Derivation]:
        """The derivations that are asked by themselves: those with a feature that are no verbs."""
        return {name: each for name, each in self.asked().items() if not name.startswith(VERB)}

    def verbs(self) -> Mapping[str, Derivation]:
        """What is asked of a world, and depends on what it was asked before."""
        return {name: each for name, each in self.asked().items() if name.startswith(VERB)}

    def asked(self) -> Mapping[str, Derivation]:
        """Everything that is asked: operations and verbs."""
        return {each.name: each for each in self.derivations if each.feature is not None}
