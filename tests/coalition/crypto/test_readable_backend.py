"""What the readable backend computes of the vectors: the sample that the chapters Threshold BLS and DKG name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coalition.crypto import bls12_381 as bls
from coalition.errors import RuleError
from conformance.casebook import answer, value_of

VECTORS = Path(__file__).resolve().parents[3] / "vectors" / "crypto"


#: The files of what is computed on the curve, or beside it in the scalar field.
FILES = sorted(
    path
    for name in ("bls-*", "tbls-*", "dkg-*", "refresh-*", "reshare-*", "shamir-*", "beacon-verify")
    for path in VECTORS.glob(f"{name}.json")
)
#: What an input has its scheme in.
WITHIN = ("committee", "round", "current", "resharing")


def _of(given: dict[str, Any]) -> str:
    """The signature group of an input, that of its committee's scheme too (TBLS-10); nothing where it has neither."""
    for name in ("signature_group", "group", "scheme"):
        if isinstance(named := given.get(name), dict):
            kind = str(named["kind"])
            return {"LagrangeBls": "G2", "PedersenBlsChained": "G2"}.get(kind, "G1" if "G1" in kind else "G2")
    return next((_of(given[name]) for name in WITHIN if isinstance(given.get(name), dict)), "")


def _sample() -> Iterator[Any]:
    """Of each operation, the first accepted case of each signature group, and the first refusal of each error there."""
    for path in FILES:
        document = json.loads(path.read_text("utf-8"))
        seen: set[tuple[str, str]] = set()
        for test in (test for group in document["groups"] for test in group["tests"]):
            if "invalid_params" in test["expect"]:
                continue
            of = (_of(test["input"]), test["expect"].get("error", ""))
            if of not in seen:
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
        if "value" in test["expect"]:
            chosen.setdefault(operation, set()).add(_of(test["input"]))
    assert len(chosen) == len(FILES)
    for groups in chosen.values():
        assert groups in ({""}, {"G1", "G2"})


@pytest.mark.parametrize(("operation", "test"), SAMPLE)
@pytest.mark.usefixtures("readable")
def test_py_ecc_answers_as_the_vectors_do(operation: str, test: dict[str, Any]) -> None:
    if "value" in test["expect"]:
        assert value_of(answer(operation, test["input"])) == test["expect"]["value"]
    else:
        with pytest.raises(RuleError) as refused:
            answer(operation, test["input"])
        assert type(refused.value).__name__ == test["expect"]["error"]
