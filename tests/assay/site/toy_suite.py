"""A suite of four operations, so that the harness can be tested without any specification of ours."""

from __future__ import annotations

import hashlib
import json
import os
import runpy
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from assay.suite import (
    Case,
    Feature,
    Field,
    Handler,
    InvalidParams,
    NearMiss,
    Note,
    Preimage,
    Profile,
    Question,
    Refusal,
    Requirement,
    Scenario,
    Trace,
    TraceRow,
    Value,
    VectorDiff,
)

#: Cases and requirements that the suite does not have, so that it was smaller once.
WITHOUT = frozenset(os.environ.get("TOY_WITHOUT", "").split())
PROGRAM = Path(__file__).parents[1] / "programs" / "toy.py"
Toy: Any = runpy.run_path(str(PROGRAM))["Toy"]
ARGV = [sys.executable, str(PROGRAM)]
WORLDS_ARGV = [sys.executable, str(PROGRAM.with_name("toy_worlds.py"))]


def leaf(text: str, salt: bytes = b"leaf") -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()


def root_preimage(leaves: Sequence[str]) -> Preimage:
    fields = [
        Field("tag", "ascii", b"root".hex()),
        *(Field(f"leaf {n}", "32 bytes", data) for n, data in enumerate(leaves)),
    ]
    return Preimage("hash_many", tuple(fields))


def root(leaves: Sequence[str]) -> str:
    return hashlib.sha256(root_preimage(leaves).encode()).hexdigest()


def sum_case(a: int, b: int, unit: str, name: str) -> Case:
    expect = Value(a + b) if a + b < 256 else Refusal("OVERFLOW", "sum")
    features = ("toy.basic",) if a + b < 256 else ("toy.basic", "toy.strict")
    return Case(
        f"toy/sum/{name}", "toy.sum", {"a": a, "b": b}, expect, ("TOY-1",), features, unit, "toy", f"{a} and {b}"
    )


def reverse_case(name: str, text: str, cites: tuple[str, ...]) -> Case:
    return Case(name, "toy.reverse", {"text": text}, Value(text[::-1]), cites, ("toy.basic",), name)


def root_case(texts: Sequence[str], name: str) -> Case:
    leaves = [leaf(text) for text in texts]
    return Case(
        f"toy/root/{name}", "toy.root", {"texts": list(texts)}, Value(root(leaves)), ("TOY-3",), ("toy.root",), name,
        preimage=root_preimage(leaves), near_misses=(NearMiss("sorted", root(sorted(leaves))),),
    )  # fmt: skip


def edited(case: Case) -> Case:
    """The case, with what the environment edits of it."""
    for name, value in json.loads(os.environ.get("TOY_EDIT", "{}")).items():
        case = msgspec.structs.replace(case, **{name: Value(value) if name == "expect" else value})
    return case


class ToySuite:
    name = "toy"
    version = "1.0"
    protocol_version = 1
    spec_versions = (os.environ.get("TOY_SPEC", "0.1"),)

    def features(self) -> Mapping[str, Feature]:
        return {
            "toy.basic": Feature("toy.basic", "sums and texts"),
            "toy.root": Feature("toy.root", "roots", ("toy.basic",)),
            "toy.strict": Feature("toy.strict", "refusals", ("toy.basic",)),
        }

    def profiles(self) -> Mapping[str, Profile]:
        return {
            "sums": Profile("sums", "sums, and no refusals", ("toy.basic",)),
            "rooted": Profile("rooted", "roots", ("toy.root",)),
            "all": Profile("all", "everything", ("toy.root", "toy.strict")),
        }

    def releases(self) -> Path:
        return Path.cwd() / "releases"

    def operations(self) -> Mapping[str, tuple[str, ...]]:
        basic = ("toy.basic",)
        return {"toy.sum": basic, "toy.reverse": basic, "toy.leaf": ("toy.root",), "toy.root": ("toy.root",)}

    def requirements(self) -> Mapping[str, Requirement]:
        rows = [
            Requirement("TOY-1", "MUST", "A sum is the sum; above 255 it overflows.", "toy", "Sums", ("page 1",)),
            Requirement("TOY-2", "MUST", "A text is reversed by code point.", "toy", "Texts"),
            Requirement("TOY-3", "MUST", "A root folds its leaves in the order given.", "toy", "Roots"),
            Requirement("TOY-4", "SHOULD", "Reversing the empty text gives the empty text.", "toy", "Texts"),
        ]
        if "TOY_LEVEL" in os.environ:
            rows[1] = Requirement("TOY-2", "SHOULD", "A text is reversed.", "toy", "Texts")
        return {row.id: row for row in rows if row.id not in WITHOUT}

    def notes(self) -> Mapping[str, Note]:
        return {"sorted": Note("order", "the leaves were sorted before folding", "two roots collide")}

    def cases(self, files: Sequence[Path] = ()) -> Iterator[Case]:
        for case in self.all_cases():
            if case.id not in WITHOUT:
                yield edited(case) if case.id == "toy/sum/plain-8" else case

    def all_cases(self) -> Iterator[Case]:
        for n in range(60):
            yield sum_case(n, 100, f"sum-{n}", f"plain-{n}")
        yield sum_case(155, 100, "limit", "limit")
        yield sum_case(156, 100, "limit", "above")
        yield Case(
            "toy/sum/text", "toy.sum", {"a": "1", "b": 2}, InvalidParams(), ("TOY-1",), ("toy.basic",), "shape"
        )  # fmt: skip
        for text in ("", "ab", "äöü", "a\nb", '"', "𝔘"):
            cites = ("TOY-4",) if not text else ("TOY-2",)
            name = text.encode().hex() or "empty"
            yield Case(
                f"toy/reverse/{name}", "toy.reverse", {"text": text}, Value(text[::-1]), cites, ("toy.basic",), name
            )
        yield Case("toy/leaf/x", "toy.leaf", {"text": "x"}, Value(leaf("x")), ("TOY-3",), ("toy.root",), "leaf-x")
        yield root_case(["x", "y"], "two")
        yield root_case(["c", "a", "b"], "three")

    def fresh(self, count: int, seed: str) -> Iterator[Case]:
        rng = Random(seed)
        for n in range(count):
            text = f"{rng.getrandbits(64):016x}"
            yield Case(
                f"fresh/{n}", "toy.reverse", {"text": text}, Value(text[::-1]), ("TOY-2",), ("toy.basic",), f"fresh-{n}"
            )

    def parts(self, case: Case) -> Sequence[Case]:
        if case.operation != "toy.root":
            return ()
        return [
            Case(f"part/{text}", "toy.leaf", {"text": text}, Value(leaf(text)), ("TOY-3",), ("toy.root",), text)
            for text in case.params["texts"]
        ]

    def near_misses(self, case: Case) -> Sequence[NearMiss]:
        return ()

    def preimage(self, case: Case) -> Preimage | None:
        if case.operation != "toy.leaf":
            return None
        text = case.params["text"].encode().hex()
        return Preimage("concat", (Field("salt", "ascii", b"leaf".hex()), Field("text", "UTF-8", text)))

    def schema(self, operation: str) -> Mapping[str, Any] | None:
        if operation == "toy.sum":
            return {
                "params": {"type": "object"},
                "result": {"type": "object", "properties": {"value": {"type": "integer"}}},
            }
        return None

    def digests(self) -> Mapping[str, str]:
        return {"spec": "00" * 32, "manifest": "ab" * 32, "suite": "cd" * 32}

    def vectors(self) -> ToyVectors:
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
