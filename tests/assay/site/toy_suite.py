"""The battery's suite, known as any suite is, and the same with worlds: no specification of ours is needed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from assay.battery.toy import Toy
from assay.suite import Case, Feature, Handler, Question, Requirement, Scenario, Trace, TraceRow, Value, VectorDiff
from assay.trial import suite as trial

#: Cases and requirements that the suite does not have, so that it was smaller once.
WITHOUT = frozenset(os.environ.get("TOY_WITHOUT", "").split())
ARGV = [sys.executable, "-m", "assay.battery"]
WORLDS_ARGV = [sys.executable, str(Path(__file__).parents[1] / "programs" / "toy_worlds.py")]


def edited(case: Case) -> Case:
    """The case, with what the environment edits of it."""
    for name, value in json.loads(os.environ.get("TOY_EDIT", "{}")).items():
        case = msgspec.structs.replace(case, **{name: Value(value) if name == "expect" else value})
    return case


class ToySuite(trial.ToySuite):
    """The battery's suite, which the environment can make another version of, with vectors, a trace and mutants."""

    name = "toy"
    spec_versions = (os.environ.get("TOY_SPEC", "0.1"),)

    def releases(self) -> Path:
        return Path.cwd() / "releases"

    def requirements(self) -> Mapping[str, Requirement]:
        rows = dict(super().requirements())
        if "TOY_LEVEL" in os.environ:
            rows["TOY-2"] = Requirement("TOY-2", "SHOULD", "A text is reversed.", "toy", "Texts")
        return {name: row for name, row in rows.items() if name not in WITHOUT}

    def cases(self, files: Sequence[Path] = ()) -> Iterator[Question]:
        for case in super().cases():
            if case.id not in WITHOUT:
                yield edited(case) if isinstance(case, Case) and case.id == "toy/sum/plain-8" else case

    def digests(self) -> Mapping[str, str]:
        return {"spec": "00" * 32, "manifest": "ab" * 32, "suite": "cd" * 32}

    def vectors(self) -> ToyVectors:  # type: ignore[override]
        return ToyVectors(Path.cwd() / "vectors")

    def trace(self) -> Trace:
        rows = [
            TraceRow(row.id, row.level, ("toy.py",), ("sum.json",), (f"check-{row.id}",), ("off-by-one",))
            for row in self.requirements().values()
        ]
        return Trace(tuple(rows), ())

    def mutants(self) -> Sequence[ToyMutant]:
        mutants = [ToyMutant("off-by-one", ("TOY-1",), "sums are one too large")]
        if "TOY_SURVIVOR" in os.environ:
            mutants.append(ToyMutant("none-at-all", ("TOY-2",), "does nothing wrong"))
        return mutants


def scenario(name: str, *numbers: int) -> Scenario:
    """A world that is opened, given numbers, and asked after each what it has seen."""
    asked: list[tuple[str, dict[str, Any], Any]] = [("toy.open", {}, {"seen": []})]
    seen: list[int] = []
    for number in numbers:
        if sum(seen) + number > 255:
            asked.append(("toy.add", {"number": number}, {"refused": "OVERFLOW"}))
        else:
            seen.append(number)
            asked.append(("toy.add", {"number": number}, {"sum": sum(seen)}))
        asked.append(("toy.seen", {}, {"seen": list(seen)}))
    ident = f"toy/world/{name}"
    steps = tuple(
        Case(f"{ident}#{n}", operation, params, Value(value), ("TOY-5",), ("toy.world",), ident)
        for n, (operation, params, value) in enumerate(asked, 1)
    )
    return Scenario(ident, steps, ("TOY-5",), ("toy.world",), ident, "toy", f"{len(numbers)} numbers")


class WorldSuite(ToySuite):
    """The toy suite and some scenarios; one of them adds 77, on which a target may misbehave."""

    name = "toy-worlds"

    def features(self) -> Mapping[str, Feature]:
        return {**super().features(), "toy.world": Feature("toy.world", "worlds that remember")}

    def operations(self) -> Mapping[str, tuple[str, ...]]:
        return {**super().operations(), **dict.fromkeys(("toy.open", "toy.add", "toy.seen"), ("toy.world",))}

    def requirements(self) -> Mapping[str, Requirement]:
        own = Requirement("TOY-5", "MUST", "A world remembers what was added to it, and to no other.", "toy", "Worlds")
        return {**super().requirements(), "TOY-5": own}

    def cases(self, files: Sequence[Path] = ()) -> Iterator[Question]:
        yield from super().cases(files)
        for each in self.scenarios():
            if each.id not in WITHOUT:
                yield each

    def scenarios(self) -> Iterator[Scenario]:
        for n in range(20):
            yield scenario(f"short-{n}", n + 1, n + 2, n + 3)
        yield scenario("hit", 1, 2, *map(int, os.environ.get("TOY_HIT", "77 3").split()))
        yield scenario("overflow", 200, 56, 55, 1)
        yield scenario("long", *range(1, 20))


class ToyVectors:
    """Two files, one test each."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def generate(self) -> Iterator[tuple[str, bytes]]:
        yield "sum.json", b'{"sum":3}\n'
        yield "deep/reverse.json", b'{"reverse":"ba"}\n'

    def moved(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> VectorDiff:
        changed = sorted(name for name in before.keys() & after.keys() if before[name] != after[name])
        return VectorDiff(
            tuple(sorted(after.keys() - before.keys())),
            tuple(sorted(before.keys() - after.keys())),
            tuple(f"test in {name}" for name in changed),
            ("TOY-1",) if changed else (),
            ("toy.sum",) if changed else (),
            ("off-by-one",) if changed else (),
        )


class ToyMutant:
    def __init__(self, name: str, requirements: tuple[str, ...], description: str) -> None:
        self.name = name
        self.requirements = requirements
        self.description = description

    def handler(self) -> Handler:
        return Toy(add=1 if self.name == "off-by-one" else 0)
