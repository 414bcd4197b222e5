"""What the readable backend computes of the vectors: the sample that the chapter Threshold BLS names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coalition.crypto import bls12_381 as bls
from conformance.casebook import answer, value_of

VECTORS = Path(__file__).resolve().parents[3] / "vectors" / "crypto"


def _of(given: dict[str, Any]) -> str:
    """The signature group of an input, that of its committee's scheme too (TBLS-10); nothing where it has neither."""
    named = given.get("signature_group") or given.get("group") or given.get("committee", given).get("scheme") or {}
    kind = str(named.get("kind", ""))
    return "G2" if kind == "LagrangeBls" else kind[-2:]


def _sample() -> Iterator[Any]:
    """Of each operation of the chapter, the first accepted case of each signature group."""
    for path in sorted([*VECTORS.glob("bls-*.json"), *VECTORS.glob("tbls-*.json")]):
        document = json.loads(path.read_text("utf-8"))
        seen: set[str] = set()
        for test in (test for group in document["groups"] for test in group["tests"]):
            of = _of(test["input"])
            if "value" in test["expect"] and of not in seen:
                seen.add(of)
                yield pytest.param(document["operation"], test, id=test["id"])


SAMPLE = list(_sample())


@pytest.fixture
def readable() -> Iterator[None]:
    """The readable backend, for one test."""
    before = list(bls._chosen)
    bls.use("readable")
    yield
    bls._chosen[:] = before


def test_the_sample_has_every_operation_in_both_groups() -> None:
    chosen: dict[str, set[str]] = {}
    for each in SAMPLE:
        operation, test = each.values
        chosen.setdefault(operation, set()).add(_of(test["input"]))
    assert len(chosen) == len([*VECTORS.glob("bls-*.json"), *VECTORS.glob("tbls-*.json")])
    for groups in chosen.values():
        assert groups in ({""}, {"G1", "G2"})


@pytest.mark.parametrize(("operation", "test"), SAMPLE)
@pytest.mark.usefixtures("readable")
def test_py_ecc_gives_the_value_of_the_vectors(operation: str, test: dict[str, Any]) -> None:
    assert value_of(answer(operation, test["input"])) == test["expect"]["value"]
