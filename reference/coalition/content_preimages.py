"""The content preimages of the modules and of the book's examples: digests of their parameters (ID-44)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coalition.names import Name
from coalition.oracle import TokenPair
from coalition.preimage import (
    Field,
    Preimage,
    ascii_text,
    derivation,
    discriminant,
    each,
    hash_many_of,
    identifier,
    integer,
    list_of,
    option,
    part,
    plain,
    raw,
    sorted_each,
    utf8,
)
from coalition.presence import PresentId
from coalition.reference import OrganismRef, organism_ref
from coalition.shapes import U8, U16, U32, U64, U128, Bytes32, Discriminant, Record, Variant
from coalition.struct_digest import check_distinct
from coalition.unique_id import UniqueId


class SuccessorPolicy(Discriminant):
    """Whom an agent hands off to when it retires."""

    HandOffToReputationLeader = 0
    AdoptLatestAdoptedExperiment = 1


@dataclass(frozen=True)
class Chain(Variant):
    """The agent acts on this chain."""

    name: Name

    def preimage(self) -> Preimage:
        """A variant with payload (ENC-21)."""
        return hash_many_of(ascii_text("tag", "enum"), integer("number", 8, 0), utf8("name", self.name))


@dataclass(frozen=True)
class SubmissionOnly(Variant):
    """The agent submits, and does nothing else."""

    def preimage(self) -> Preimage:
        """A variant without payload (ENC-21)."""
        return plain(integer("number", 8, 1))


AnyScope = Chain | SubmissionOnly


class ScopeRule:
    """The boundaries of an agent, as the book writes them: `ScopeRule.Chain("testnet-1a")`."""

    Chain = Chain
    SubmissionOnly = SubmissionOnly


@dataclass(frozen=True)
class SourceWeight(Record):
    """The weight of a source."""

    source: PresentId
    weight: U32


@dataclass(frozen=True)
class WeightedMedian(Variant):
    """Weighted median over what lies within `k` deviations."""

    k: U16
    weights: tuple[SourceWeight, ...]

    def rows(self) -> tuple[Field, ...]:
        """The number of the variant and its payload."""
        return (integer("number", 8, 0), integer("k", 16, self.k), part("weights", source_weights(self.weights)))


@dataclass(frozen=True)
class Vwap(Variant):
    """Volume-weighted average."""

    weights: tuple[SourceWeight, ...]

    def rows(self) -> tuple[Field, ...]:
        """The number of the variant and its payload."""
        return (integer("number", 8, 1), part("weights", source_weights(self.weights)))


@dataclass(frozen=True)
class QuorumFloor(Variant):
    """Another policy, once enough sources are fresh."""

    inner: AnyPolicy
    min_sources: U8

    def rows(self) -> tuple[Field, ...]:
        """The number of the variant and its payload."""
        return (
            integer("number", 8, 2),
            part("inner", aggregation_policy(self.inner)),
            integer("min_sources", 8, self.min_sources),
        )


AnyPolicy = WeightedMedian | Vwap | QuorumFloor


def source_weights(weights: Sequence[SourceWeight]) -> Preimage:
    """The list of the weights' digests (ENC-18)."""
    return list_of(each(part("weight", _source_weight(weight)) for weight in weights))


def _source_weight(weight: SourceWeight) -> Preimage:
    return hash_many_of(
        ascii_text("tag", "source-weight.v1"),
        identifier("source", weight.source),
        integer("weight", 32, weight.weight),
    )


@derivation("identity.aggregation_policy")
def aggregation_policy(policy: AnyPolicy) -> Preimage:
    """The encoding of an aggregation policy: a variant with payload (ENC-21, ID-44)."""
    return hash_many_of(ascii_text("tag", "enum"), policy.rows())


@derivation("identity.scope_boundaries")
def scope_boundaries(rules: tuple[AnyScope, ...]) -> Preimage:
    """The encoding of an agent's boundaries: a list (ENC-18, ID-44)."""
    return list_of(each(part("rule", rule.preimage(), "bytes") for rule in rules))


@derivation("identity.oracle_pairs")
def oracle_pairs(pairs: tuple[TokenPair, ...]) -> Preimage:
    """The encoding of an oracle's pairs: a set (ENC-19, ID-44)."""
    texts = [b"/".join(pair.symbols()) for pair in pairs]
    check_distinct(texts)
    return list_of(sorted_each(raw("pair", text) for text in texts))


class BeaconFamily(Discriminant):
    """The families of beacon schemes."""

    ThresholdBls = 0
    Vrf = 1
    External = 2
    TdxAttested = 3


@derivation("identity.beacon_families")
def beacon_families(families: tuple[BeaconFamily, ...]) -> Preimage:
    """The encoding of a Randomness module's families: a set (ENC-19, ID-44)."""
    check_distinct(family.byte for family in families)
    return list_of(sorted_each(discriminant("family", family) for family in families))


@dataclass(frozen=True)
class Content(Variant):
    """A struct of parameters whose digest is a content preimage."""

    def rows(self) -> tuple[Field, ...]:
        """Tag and fields."""
        raise NotImplementedError(type(self).__name__)

    def preimage(self) -> bytes:
        """The content preimage: 32 bytes (ID-44)."""
        return content_preimage(self).value()  # type: ignore[arg-type] # every subclass is in the union


def _succeeds(marker: UniqueId | None) -> Field:
    return option("succeeds", "id", marker)


@dataclass(frozen=True)
class SearcherContent(Content):
    """What a searcher's configuration pins (chapter 15)."""

    KIND = "Searcher"
    model_family: Name
    decoding_temperature_q16: U32
    mission_statement_hash: PresentId
    scope_boundaries: tuple[AnyScope, ...]
    successor_policy: SuccessorPolicy

    def rows(self) -> tuple[Field, ...]:
        return (
            ascii_text("tag", "searcher-content.v1"),
            utf8("model_family", self.model_family),
            integer("decoding_temperature_q16", 32, self.decoding_temperature_q16),
            identifier("mission_statement_hash", self.mission_statement_hash),
            part("scope_boundaries", scope_boundaries(self.scope_boundaries)),
            discriminant("successor_policy", self.successor_policy),
        )


@dataclass(frozen=True)
class OracleParameters(Content):
    """What an oracle's configuration pins (chapter 30). Times in milliseconds, `radius_floor` in 10⁻⁸."""

    KIND = "Oracle"
    pairs: tuple[TokenPair, ...]
    source_catalog_digest: Bytes32
    aggregation_policy: AnyPolicy
    cadence_ms: U32
    max_source_age_ms: U32
    radius_floor: U128

    def rules(self) -> None:
        check_distinct(b"/".join(pair.symbols()) for pair in self.pairs)

    def rows(self) -> tuple[Field, ...]:
        return (
            ascii_text("tag", "oracle-parameters.v1"),
            part("pairs", oracle_pairs(self.pairs)),
            raw("source_catalog_digest", self.source_catalog_digest, "bytes32"),
            part("aggregation_policy", aggregation_policy(self.aggregation_policy)),
            integer("cadence_ms", 32, self.cadence_ms),
            integer("max_source_age_ms", 32, self.max_source_age_ms),
            integer("radius_floor", 128, self.radius_floor),
        )


@dataclass(frozen=True)
class AtlasContent(Content):
    """What an Atlas pins beside its members."""

    KIND = "Atlas"
    succeeds: PresentId | None

    def rows(self) -> tuple[Field, ...]:
        return (ascii_text("tag", "atlas-content.v1"), _succeeds(self.succeeds))


@dataclass(frozen=True)
class AlmanacContent(Content):
    """What an Almanac pins: its cadence in milliseconds."""

    KIND = "Almanac"
    cadence_ms: U64
    succeeds: PresentId | None

    def rows(self) -> tuple[Field, ...]:
        cadence = integer("cadence_ms", 64, self.cadence_ms)
        return (ascii_text("tag", "almanac-content.v1"), cadence, _succeeds(self.succeeds))


@dataclass(frozen=True)
class ChronicleContent(Content):
    """What a Chronicle pins: the schema of its entries and its external anchor."""

    KIND = "Chronicle"
    entry_schema_version: U8
    anchor: bytes | None
    succeeds: PresentId | None

    def rows(self) -> tuple[Field, ...]:
        return (
            ascii_text("tag", "chronicle-content.v1"),
            integer("entry_schema_version", 8, self.entry_schema_version),
            option("anchor", "bytes", self.anchor),
            _succeeds(self.succeeds),
        )


@dataclass(frozen=True)
class ComputeContent(Content):
    """What a Compute module pins: the reputation organism it consults at clearing."""

    KIND = "Compute"
    provider_reputation: OrganismRef | None
    succeeds: PresentId | None

    def rows(self) -> tuple[Field, ...]:
        reputation = None if self.provider_reputation is None else organism_ref(self.provider_reputation)
        return (
            ascii_text("tag", "compute-content.v1"),
            option("provider_reputation", "id", reputation),
            _succeeds(self.succeeds),
        )


@dataclass(frozen=True)
class RandomnessContent(Content):
    """What a Randomness module pins: the families it admits."""

    KIND = "Randomness"
    families: tuple[BeaconFamily, ...]
    succeeds: PresentId | None

    def rules(self) -> None:
        check_distinct(family.byte for family in self.families)

    def rows(self) -> tuple[Field, ...]:
        return (
            ascii_text("tag", "randomness-content.v1"),
            part("families", beacon_families(self.families)),
            _succeeds(self.succeeds),
        )


AnyContent = (
    SearcherContent
    | OracleParameters
    | AtlasContent
    | AlmanacContent
    | ChronicleContent
    | ComputeContent
    | RandomnessContent
)


@derivation("identity.content_preimage")
def content_preimage(content: AnyContent) -> Preimage:
    """The content preimage: the digest of the parameters (ID-44)."""
    return hash_many_of(content.rows())
