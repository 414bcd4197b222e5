"""Retirement markers, component references, and what a change makes an operator publish again (chapter Retirement)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coalition.coalition_config import CoalitionConfig, RetirementPolicy
from coalition.errors import ReplacementForbidden, ReplacementRequired, UnlistedComponent
from coalition.preimage import (
    Preimage,
    ascii_text,
    derivation,
    discriminant,
    hash_many_of,
    identifier,
    integer,
    operation,
    option,
    part,
)
from coalition.presence import PresentId
from coalition.reference import OrganismRef, check_members
from coalition.shapes import U64, Discriminant, Record, Variant
from coalition.surface import EvidencePointer, evidence_pointer
from coalition.unique_id import UniqueId


class ComponentKind(Discriminant):
    """What a component reference points at."""

    Lattice = 0
    Organism = 1
    Module = 2
    Coalition = 3
    Provider = 4


@dataclass(frozen=True)
class ComponentRef(Record):
    """A component: its kind, its address, and the content hash where one build is meant."""

    kind: ComponentKind
    address: PresentId
    content_hash: PresentId | None = None

    @classmethod
    def organism(cls, reference: OrganismRef) -> ComponentRef:
        """The organism that a reference names."""
        return cls(ComponentKind.Organism, reference.stable_id, reference.content_hash)


@derivation("retirement.component_ref")
def component_ref(component: ComponentRef) -> Preimage:
    """The digest of a component reference (RET-1)."""
    return hash_many_of(
        ascii_text("tag", "component-ref.v1"),
        discriminant("kind", component.kind),
        identifier("address", component.address),
        option("content_hash", "id", component.content_hash),
    )


@dataclass(frozen=True)
class AtSequence(Variant):
    """The `seq` of a declared Almanac."""

    sequence: U64


@dataclass(frozen=True)
class AtTimestamp(Variant):
    """A Unix time in milliseconds."""

    timestamp_ms: U64


AnyInstant = AtSequence | AtTimestamp


class RetirementInstant:
    """The two ways to say when, as the book writes them: `RetirementInstant.AtSequence(100)`."""

    AtSequence = AtSequence
    AtTimestamp = AtTimestamp


@derivation("retirement.instant")
def instant_digest(instant: AnyInstant) -> Preimage:
    """The encoding of an instant: a variant with payload (ENC-21, RET-2)."""
    if isinstance(instant, AtSequence):
        number, payload = 0, integer("sequence", 64, instant.sequence)
    else:
        number, payload = 1, integer("timestamp_ms", 64, instant.timestamp_ms)
    return hash_many_of(ascii_text("tag", "enum"), integer("number", 8, number), payload)


class RetirementReason(Discriminant):
    """Why a component retires."""

    Rotation = 0
    Retired = 1
    OperatorExit = 2
    Emergency = 3


@dataclass(frozen=True)
class RetirementMarker(Record):
    """The last commit of a deployment on each surface it writes."""

    effective_at: AnyInstant
    reason: RetirementReason
    replacement: ComponentRef | None = None
    evidence: EvidencePointer | None = None

    def rules(self) -> None:
        check_replacement_given(self.reason, self.replacement)
        check_replacement_absent(self.reason, self.replacement)

    @classmethod
    def rotation(cls, effective_at: AnyInstant, replacement: ComponentRef) -> RetirementMarker:
        """The component is replaced."""
        return cls(effective_at, RetirementReason.Rotation, replacement)

    @classmethod
    def retired(cls, effective_at: AnyInstant) -> RetirementMarker:
        """The component ends."""
        return cls(effective_at, RetirementReason.Retired)

    @classmethod
    def operator_exit(cls, effective_at: AnyInstant) -> RetirementMarker:
        """The operator leaves."""
        return cls(effective_at, RetirementReason.OperatorExit)


def check_replacement_given(reason: RetirementReason, replacement: ComponentRef | None) -> None:
    """Raise `ReplacementRequired` for a rotation to nowhere (RET-3)."""
    if reason is RetirementReason.Rotation and replacement is None:
        raise ReplacementRequired(reason.name)


def check_replacement_absent(reason: RetirementReason, replacement: ComponentRef | None) -> None:
    """Raise `ReplacementForbidden` for an end that names a successor (RET-4)."""
    if reason in (RetirementReason.Retired, RetirementReason.OperatorExit) and replacement is not None:
        raise ReplacementForbidden(reason.name)


@derivation("retirement.marker")
def retirement_marker(marker: RetirementMarker) -> Preimage:
    """The digest of a retirement marker (RET-2)."""
    return hash_many_of(
        ascii_text("tag", "retirement-marker.v1"),
        part("effective_at", instant_digest(marker.effective_at)),
        discriminant("reason", marker.reason),
        option("replacement", "id", None if marker.replacement is None else component_ref(marker.replacement)),
        option("evidence", "id", None if marker.evidence is None else evidence_pointer(marker.evidence)),
    )


@dataclass(frozen=True)
class ListedContent(Record):
    """The content hash that a listed component has in force."""

    stable_id: PresentId
    content_hash: PresentId


@dataclass(frozen=True)
class Listing(Record):
    """A coalition as its page shows it at one time."""

    config: CoalitionConfig
    contents: tuple[ListedContent, ...]

    def rules(self) -> None:
        listed = set(self.config.component_ids())
        check_members(content.stable_id for content in self.contents)
        check_listed([content.stable_id for content in self.contents], listed)

    def hashes(self) -> Mapping[UniqueId, UniqueId]:
        """The content hash in force, by stable id."""
        return {content.stable_id: content.content_hash for content in self.contents}


def check_listed(stable_ids: list[UniqueId], listed: set[UniqueId]) -> None:
    """Raise `UnlistedComponent` for an entry that names no component of the configuration (HS-12)."""
    for stable_id in stable_ids:
        if stable_id not in listed:
            raise UnlistedComponent(stable_id)


@dataclass(frozen=True)
class Republication(Record):
    """What a change leads to: the two roots, whether they differ, and whether the page is published again."""

    root_before: UniqueId
    root_after: UniqueId
    root_moves: bool
    reissue: bool


@operation("retirement.republication")
def republication(before: Listing, after: Listing) -> Republication:
    """Whether a change makes the operator publish the page again, under the policy before it (RET-5 to RET-8)."""
    root_before, root_after = before.config.stable_id(), after.config.stable_id()
    moves = root_before != root_after
    policy = policy_in_force(before, after)
    return Republication(
        root_before, root_after, moves, moves or (is_strict(policy) and content_changed(before, after))
    )


def policy_in_force(before: Listing, after: Listing) -> RetirementPolicy:
    """The policy before the change (RET-8)."""
    del after
    return before.config.retirement_policy


def is_strict(policy: RetirementPolicy) -> bool:
    """Whether a change of content alone counts: under `Conservative` (RET-6), not under `Lenient` (RET-7)."""
    return policy is RetirementPolicy.Conservative


def content_changed(before: Listing, after: Listing) -> bool:
    """Whether a component that is listed before and after has another content hash in force (RET-6)."""
    then, now = before.hashes(), after.hashes()
    return any(then[stable_id] != now[stable_id] for stable_id in then.keys() & now.keys())
