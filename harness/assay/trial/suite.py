"""The suite that the battery's programs implement: four operations, 72 cases. It specifies nothing but itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from assay.suite import (
    Breach,
    Case,
    Feature,
    Field,
    InvalidParams,
    Mutant,
    NearMiss,
    Note,
    Preimage,
    Profile,
    Question,
    Refusal,
    Requirement,
    Scenario,
    Told,
    Trace,
    Value,
    VectorDiff,
    Wanted,
    every_feature,
)


def leaf(text: str, salt: bytes = b"leaf") -> str:
    """SHA-256 of a tag and a text, in hex."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def root_preimage(leaves: Sequence[str]) -> Preimage:
    """What a root hashes: the tag and the leaves (64 hex digits each), in their order."""
    fields = [
        Field("tag", "ascii", b"root".hex()),
        *(Field(f"leaf {n}", "32 bytes", data) for n, data in enumerate(leaves)),
    ]
    return Preimage("hash_many", tuple(fields))


def root(leaves: Sequence[str]) -> str:
    """The hash over some leaves, in hex."""
    return hashlib.sha256(root_preimage(leaves).encode()).hexdigest()


def sum_case(a: int, b: int, unit: str, name: str) -> Case:
    """A sum, or the refusal of one above 255."""
    expect = Value(a + b) if a + b < 256 else Refusal("OVERFLOW", "sum")
    features = ("toy.basic",) if a + b < 256 else ("toy.basic", "toy.strict")
    return Case(
        f"toy/sum/{name}", "toy.sum", {"a": a, "b": b}, expect, ("TOY-1",), features, unit, "toy", f"{a} and {b}"
    )


def reverse_case(name: str, text: str, cites: tuple[str, ...]) -> Case:
    """A text reversed."""
    return Case(name, "toy.reverse", {"text": text}, Value(text[::-1]), cites, ("toy.basic",), name)


def root_case(texts: Sequence[str], name: str) -> Case:
    """The root over some texts."""
    leaves = [leaf(text) for text in texts]
    return Case(
        f"toy/root/{name}", "toy.root", {"texts": list(texts)}, Value(root(leaves)), ("TOY-3",), ("toy.root",), name,
        preimage=root_preimage(leaves), near_misses=(NearMiss("sorted", root(sorted(leaves))),),
    )  # fmt: skip


class ToySuite:
    """Sums, reversed texts, hashes of texts, and hashes of those."""

    name = "battery"
    version = "1.0"
    protocol_version = 1
    spec_versions: tuple[str, ...] = ("0.1",)

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
        return Path(__file__).with_name("releases")

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
        return {row.id: row for row in rows}

    def notes(self) -> Mapping[str, Note]:
        return {"sorted": Note("order", "the leaves were sorted before folding", "two roots collide")}

    def cases(self, files: Sequence[Path] = ()) -> Iterator[Question]:
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

    def fresh(self, count: int, seed: str, wanted: Wanted = every_feature) -> Iterator[Question]:
        rng = Random(seed)
        for n in range(count if wanted(("toy.basic",)) else 0):
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

    def breach(self, scenario: Scenario, values: Sequence[Any]) -> Breach | None:
        return None

    def told(self, scenario: Scenario, values: Sequence[Any]) -> Sequence[Told]:
        return ()

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
        asked = hashlib.sha256(msgspec.json.encode(list(self.cases()))).hexdigest()
        told = hashlib.sha256(msgspec.json.encode(list(self.requirements().values()))).hexdigest()
        return {"spec": told, "manifest": asked, "suite": asked}

    def vectors(self) -> NoVectors:
        return NoVectors(self.releases().with_name("vectors"))

    def trace(self) -> Trace:
        return Trace((), ())

    def mutants(self) -> Sequence[Mutant]:
        return ()


class NoVectors:
    """The suite has no files: its cases are computed."""

    def __init__(self, folder: Path) -> None:
        self.root = folder

    def generate(self) -> Iterator[tuple[str, bytes]]:
        """No file."""
        return iter(())

    def moved(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> VectorDiff:
        """Nothing."""
        return VectorDiff((), (), (), (), (), ())
