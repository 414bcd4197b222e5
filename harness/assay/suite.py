"""What a suite tells the harness: cases, requirements, features and, for a failure, the parts of a derivation.

`assay` imports no suite. A suite is an object registered under the entry point group ``assay.suites``; targets that a
suite ships (``reference:`` among them) are registered under ``assay.targets`` as argument vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec

Level = Literal["MUST", "SHOULD"]

#: The JSON-RPC code of a broken rule (PROTO-7) and of ill-shaped parameters (PROTO-6).
RULE_ERROR = -32000
INVALID_PARAMS = -32602


class Value(msgspec.Struct, frozen=True, tag="value"):
    """The answer is exactly this value."""

    value: Any


class Refusal(msgspec.Struct, frozen=True, tag="refusal"):
    """The answer is the rule error of this name, at this stage."""

    error: str
    stage: str


class InvalidParams(msgspec.Struct, frozen=True, tag="invalid-params"):
    """The answer is the JSON-RPC error -32602: a typed language cannot receive the parameters."""


class Checked(msgspec.Struct, frozen=True, tag="checked"):
    """The answer is any value: what is right of it, only the whole scenario shows (`Suite.breach`)."""


Expect = Value | Refusal | InvalidParams | Checked


class Field(msgspec.Struct, frozen=True):
    """One labelled part of a preimage. `data` is lower-case hex of the bytes as folded, length prefix excluded."""

    label: str
    encoding: str
    data: str


class Preimage(msgspec.Struct, frozen=True):
    """The bytes a derivation hashes, field by field.

    `hash` is ``concat`` (the fields follow each other) or ``hash_many`` (each is preceded by its length, u64
    little-endian).
    """

    hash: Literal["concat", "hash_many"]
    fields: tuple[Field, ...]

    def encode(self) -> bytes:
        """The whole preimage."""
        parts = [bytes.fromhex(field.data) for field in self.fields]
        if self.hash == "hash_many":
            parts = [len(part).to_bytes(8, "little") + part for part in parts]
        return b"".join(parts)


class NearMiss(msgspec.Struct, frozen=True):
    """The value a typical mistake would give; `flag` names a note of the suite."""

    flag: str
    value: Any


class Note(msgspec.Struct, frozen=True):
    """What a flag means: the kind of bug, how it comes about and what it leads to."""

    bug_type: str
    description: str
    effect: str


class Case(msgspec.Struct, frozen=True):
    """One question.

    `unit` groups a case with its twins: a unit is shuffled as one, and a case passes only together with its unit.
    `features` must all be claimed for the case to be asked. `preimage` and `near_misses` serve the diagnosis of a
    failure.
    """

    id: str
    operation: str
    params: Any
    expect: Expect
    requirements: tuple[str, ...]
    features: tuple[str, ...]
    unit: str
    source: str = ""
    comment: str = ""
    flags: tuple[str, ...] = ()
    preimage: Preimage | None = None
    near_misses: tuple[NearMiss, ...] = ()
    since: str = "0.1"


class Scenario(msgspec.Struct, frozen=True):
    """Questions to one world, in order: what is answered depends on what was asked before.

    `steps` are cases whose ids are the scenario's with ``#1``, ``#2`` … behind it. Their `params` lack the member
    ``world``: the harness names the world anew whenever it plays the scenario, and asks a step when the one before it
    is answered. The first step that is not answered as expected ends the scenario, and gives it its verdict.
    """

    id: str
    steps: tuple[Case, ...]
    requirements: tuple[str, ...]
    features: tuple[str, ...]
    unit: str
    source: str = ""
    comment: str = ""
    flags: tuple[str, ...] = ()
    since: str = "0.1"


class Breach(msgspec.Struct, frozen=True):
    """What the answers of a scenario, taken together, have wrong.

    `step` is the place, counted from 0, of the answer that contradicts those before it; `check` is what was looked at.
    """

    step: int
    check: str
    requirements: tuple[str, ...]
    reason: str


class Told(msgspec.Struct, frozen=True):
    """A step of a scenario in one line: at which time of its world, who asked, what, and what came of it, all short."""

    when: str
    who: str
    what: str
    said: str


#: What gets one verdict.
Question = Case | Scenario
#: Whether questions of these features are asked.
Wanted = Callable[[tuple[str, ...]], bool]


def every_feature(_: tuple[str, ...]) -> bool:
    """All are."""
    return True


class Requirement(msgspec.Struct, frozen=True):
    """One numbered sentence of the specification."""

    id: str
    level: Level
    text: str
    chapter: str
    heading: str
    sources: tuple[str, ...] = ()
    untestable: str | None = None


class Feature(msgspec.Struct, frozen=True):
    """Something a target may claim; `requires` names the features it claims with it."""

    name: str
    description: str
    requires: tuple[str, ...] = ()


class Profile(msgspec.Struct, frozen=True):
    """A named set of features that are of use together. It closes over what they require.

    `optional` marks one that no conformance to the base speaks of.
    """

    name: str
    description: str
    features: tuple[str, ...]
    optional: bool = False


class Suite(Protocol):
    """A suite of cases over one specification. All methods are pure and may be called from the CLI's process only."""

    name: str
    version: str
    protocol_version: int
    spec_versions: tuple[str, ...]

    def features(self) -> Mapping[str, Feature]:
        """Every feature of the registry, by name."""

    def profiles(self) -> Mapping[str, Profile]:
        """Every profile of the specification, by name. No profile is called as a feature is."""

    def releases(self) -> Path:
        """The folder of the frozen lists, one file a released version of the specification. It need not exist."""

    def operations(self) -> Mapping[str, tuple[str, ...]]:
        """Every operation, with the features it belongs to."""

    def requirements(self) -> Mapping[str, Requirement]:
        """Every requirement, in the order of the specification."""

    def notes(self) -> Mapping[str, Note]:
        """The notes that flags and near misses refer to."""

    def cases(self, files: Sequence[Path] = ()) -> Iterator[Question]:
        """The committed vectors, in file order; `files` restricts, or from elsewhere replaces, the files."""

    def fresh(self, count: int, seed: str, wanted: Wanted = every_feature) -> Iterator[Question]:
        """`count` questions computed on the spot from `seed`, lazily: the same seed gives the same cases.

        Only those whose features are `wanted`, and no other is computed; a question keeps its name whatever is wanted.
        """

    def parts(self, case: Case) -> Sequence[Case]:
        """The derivations that `case` folds, one level down, each with its expected value. Empty for a leaf."""

    def near_misses(self, case: Case) -> Sequence[NearMiss]:
        """The near misses of a case that carries none itself (a fresh one, or a part)."""

    def preimage(self, case: Case) -> Preimage | None:
        """The labelled preimage of a case that carries none itself."""

    def breach(self, scenario: Scenario, values: Sequence[Any]) -> Breach | None:
        """The first thing that is wrong with a whole history, if any is.

        `values` are what the first steps of the scenario were answered with, None for an error.
        """

    def told(self, scenario: Scenario, values: Sequence[Any]) -> Sequence[Told]:
        """The steps that have a value, a line each; `values` as of `breach`."""

    def schema(self, operation: str) -> Mapping[str, Any] | None:
        """The JSON Schema of an operation's parameters and result (`{"params": …, "result": …}`), for `assay smoke`."""

    def digests(self) -> Mapping[str, str]:
        """Digests that name what was asked: `spec`, `manifest`, `suite`."""

    def vectors(self) -> VectorStore:
        """The committed vectors and how to regenerate them."""

    def trace(self) -> Trace:
        """Requirement → reference → vectors → checks → mutants, generated."""

    def mutants(self) -> Sequence[Mutant]:
        """The wrong implementations that prove the checks."""


class VectorStore(Protocol):
    """The vector files of a suite."""

    root: Path

    def generate(self) -> Iterable[tuple[str, bytes]]:
        """Every file of `root` as it should be: (relative path, bytes)."""

    def moved(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> VectorDiff:
        """What changed between two sets of files, by test."""


class VectorDiff(msgspec.Struct, frozen=True):
    """Vectors that were added, removed or moved, and what hangs on them."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]
    requirements: tuple[str, ...]
    operations: tuple[str, ...]
    mutants: tuple[str, ...]


class TraceRow(msgspec.Struct, frozen=True):
    """Everything that hangs on one requirement."""

    requirement: str
    level: Level
    reference: tuple[str, ...]
    vectors: tuple[str, ...]
    checks: tuple[str, ...]
    mutants: tuple[str, ...]
    untestable: str | None = None


class Trace(msgspec.Struct, frozen=True):
    """The traceability table and what is wrong with it; no problem, no failure."""

    rows: tuple[TraceRow, ...]
    problems: tuple[str, ...]


class Mutant(Protocol):
    """A wrong implementation. Entering it makes the implementation wrong in this process; leaving it mends it."""

    @property
    def name(self) -> str:
        """A short name, unique in the suite."""

    @property
    def requirements(self) -> tuple[str, ...]:
        """The requirements that it breaks."""

    @property
    def description(self) -> str:
        """What is wrong with it."""

    def handler(self) -> Handler:
        """A fresh in-process implementation with the mistake in it."""


class Handler(Protocol):
    """An implementation in this process: one JSON-RPC line in, one out."""

    def __call__(self, line: bytes) -> bytes | None:
        """The answer to one line, both without line feed."""

    def close(self) -> None:
        """Let go of what the implementation holds."""
