"""The suite of coalitions, as `assay` drives it."""

from __future__ import annotations

# ruff: noqa: PLC0415 - the reference, the cases and the mutants are imported when they are asked for: start-up is quick
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from assay.suite import (
    Breach,
    Case,
    Feature,
    Mutant,
    NearMiss,
    Note,
    Preimage,
    Profile,
    Question,
    Requirement,
    Scenario,
    Told,
    Trace,
    VectorStore,
    Wanted,
    every_feature,
)

_VERSION: Final = "0.1.0"


class CoalitionSuite:
    """Coalitions on mosaik, specification 0.1."""

    name = "coalition"
    version = _VERSION
    protocol_version = 1
    spec_versions: tuple[str, ...] = ("0.1",)

    def features(self) -> Mapping[str, Feature]:
        """The features of the driver protocol's chapter."""
        from conformance.spec_text import specification

        found = specification().features
        return {name: Feature(name, description, requires) for name, (requires, description) in found.items()}

    def profiles(self) -> Mapping[str, Profile]:
        """The profiles of the driver protocol's chapter."""
        from conformance.spec_text import specification

        return {
            name: Profile(name, each.description, each.features, each.kind == "optional")
            for name, each in specification().profiles.items()
        }

    def releases(self) -> Path:
        """`spec/releases/`."""
        from conformance.paths import SPEC

        return SPEC / "releases"

    def operations(self) -> Mapping[str, tuple[str, ...]]:
        """Every operation with its feature."""
        from conformance.spec_text import specification

        return {name: (str(each.feature),) for name, each in specification().asked().items()}

    def requirements(self) -> Mapping[str, Requirement]:
        """Every requirement, in the order of the chapters."""
        from conformance.spec_text import specification

        return {
            each.id: Requirement(
                each.id,
                "MUST" if each.level == "MUST" else "SHOULD",
                each.text,
                each.chapter,
                each.heading,
                each.sources,
                each.untestable,
            )
            for each in specification().requirements.values()
        }

    def notes(self) -> Mapping[str, Note]:
        """What the flags of near misses mean."""
        return _notes()

    def cases(self, files: Sequence[Path] = ()) -> Iterator[Question]:
        """The committed vectors, scenarios among them."""
        from conformance.vectors import questions

        return questions(files)

    def fresh(self, count: int, seed: str, wanted: Wanted = every_feature) -> Iterator[Question]:
        """Cases and scenarios computed on the spot."""
        from conformance.fresh import fresh

        return fresh(count, seed, wanted)

    def parts(self, case: Case) -> Sequence[Case]:
        """The derivations that the case folds, one level down."""
        from conformance.parts import parts

        return parts(case)

    def near_misses(self, case: Case) -> Sequence[NearMiss]:
        """The values typical mistakes would give."""
        from conformance.near_misses import near_misses
        from conformance.parts import derived

        preimage = derived(case)
        return () if preimage is None else tuple(NearMiss(flag, value) for flag, value in near_misses(preimage).items())

    def preimage(self, case: Case) -> Preimage | None:
        """The labelled preimage of the case."""
        from conformance.parts import labelled

        return labelled(case)

    def breach(self, scenario: Scenario, values: Sequence[Any]) -> Breach | None:
        """What the answers of a world, taken together, have wrong."""
        from conformance.histories import breach

        return breach(scenario, values)

    def told(self, scenario: Scenario, values: Sequence[Any]) -> Sequence[Told]:
        """The steps of a world in words."""
        from conformance.timelines import told

        return told(scenario, values)

    def schema(self, operation: str) -> Mapping[str, Any] | None:
        """The JSON Schemas of an operation."""
        from conformance.registry import operation_schema

        return operation_schema(operation)

    def digests(self) -> Mapping[str, str]:
        """Digests of the specification's text, the vectors and the suite's own code."""
        return _digests()

    def vectors(self) -> VectorStore:
        """The committed vectors."""
        from conformance.vectors import Store

        return Store()

    def trace(self) -> Trace:
        """The traceability table."""
        from conformance.tracing import trace

        return trace()

    def mutants(self) -> Sequence[Mutant]:
        """The wrong implementations."""
        from conformance.mutants import MUTANTS

        return MUTANTS


@cache
def _notes() -> Mapping[str, Note]:
    from conformance.near_misses import flags, note
    from conformance.overruled import NOTES
    from conformance.spec_text import specification

    labels = dict.fromkeys(row.label for each in specification().derivations for row in each.rows)
    left_out = (f"left-out-{label.replace('_', '-')}" for label in labels)
    return {flag: Note(**note(flag).__dict__) for flag in (*flags(), *NOTES, *left_out)}


@cache
def _digests() -> Mapping[str, str]:
    import coalition
    from conformance.paths import SPEC
    from conformance.vectors import manifest_digest

    here = Path(__file__).parent
    reference = Path(coalition.__file__).parent
    return {
        "spec": _digest(SPEC.glob("*.md")),
        "manifest": manifest_digest(),
        "suite": _digest([*here.rglob("*.py"), *reference.rglob("*.py")]),
    }


def _digest(paths: Any) -> str:
    from blake3 import blake3

    hasher = blake3()
    for path in sorted(paths, key=lambda path: path.name):
        hasher.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hasher.hexdigest()
