"""Spoiling, drawing and fresh cases: one thing broken, the same seed the same cases, and the reference passes them."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structure import places

from assay.engine import Engine
from assay.history import History
from assay.suite import Case, InvalidParams, Refusal, Value
from assay.tally import Tally
from assay.targets.inprocess import InProcessTarget
from assay.units import gather, stream
from coalition.errors import RuleError, ShapeError
from coalition.json_form import call
from coalition.operations import OPERATIONS
from coalition_python.adapter import adapter
from conformance import random_inputs
from conformance.curve_places import PLACES, curve_spoils
from conformance.entropy import Entropy
from conformance.spec_text import specification
from conformance.spoil import rule_spoils, sample, shape_spoils
from conformance.spoilt import GONE, ILL_SHAPED, Spoilt
from conformance.suite import CoalitionSuite

OPERATION_NAMES = sorted(OPERATIONS)


def _spoilt(operation: str, params: Any) -> list[Spoilt]:
    return [each for spoiler in (rule_spoils, curve_spoils, shape_spoils) for each in spoiler(operation, params)]


@pytest.mark.parametrize("operation", OPERATION_NAMES)
def test_what_is_spoilt_differs_in_one_place(operation: str) -> None:
    """Each spoil changes the parameters at its path and nowhere else, and leaves the given ones as they were."""
    params = random_inputs.params(operation, Entropy(f"spoil {operation}"))
    before = json.dumps(params)
    spoilt = _spoilt(operation, params)
    assert spoilt
    for each in spoilt:
        path = ".".join(map(str, each.path))
        (found,) = places(params, each.params)
        # An enum that became another differs in its `kind`.
        assert found in (path, f"{path}.kind"), each.spoil.slug
        target: Any = each.params
        for step in each.path[:-1]:
            target = target[step]
        if each.spoil.value is GONE:
            assert each.path[-1] not in target
        else:
            assert target[each.path[-1]] == each.spoil.value
    assert json.dumps(params) == before


@pytest.mark.parametrize("operation", OPERATION_NAMES)
def test_what_is_spoilt_is_refused_for_its_reason(operation: str) -> None:
    """The reference accepts the twin, and refuses each spoil by the error it states, a shape by a shape error."""
    params = random_inputs.params(operation, Entropy(f"refused {operation}"))
    call(OPERATIONS[operation], json.loads(json.dumps(params)))
    for each in _spoilt(operation, params):
        expected = ShapeError if each.spoil.error == ILL_SHAPED else RuleError
        with pytest.raises(expected) as caught:
            call(OPERATIONS[operation], each.params)
        if expected is RuleError:
            assert type(caught.value).__name__ == each.spoil.error


def test_what_is_no_scalar_or_point_is_refused_in_every_way() -> None:
    """Over all operations the spoils of curves reach each error that a scalar, a point or a signature's form has."""
    reached = set()
    for operation in PLACES:
        params = random_inputs.params(operation, Entropy(f"curves {operation}"))
        reached |= {each.spoil.error for each in curve_spoils(operation, params)}
    assert reached == {
        "ScalarOutOfRange", "ScalarZero", "PointMalformed", "PointIsIdentity", "PointNotInSubgroup",
        "FrostScalarOutOfRange", "FrostElementMalformed", "FrostIdentityElement", "FrostElementOrder",
        "FrostCommitmentAltered", "FrostSignatureMalformed",
        "EcdsaKeyMalformed", "EcdsaScalarOutOfRange", "EcdsaHighS", "EcdsaSignatureMalformed",
        "SignatureRejected", "VrfKeyUnusable", "VrfProofMalformed", "RecipientKeyUnusable", "BoxRejected",
    }  # fmt: skip


def test_a_sample_is_spread_over_the_paths() -> None:
    """A sample of some spoils takes each path once before any path twice, and none for none."""
    params = random_inputs.params("identity.coalition_root", Entropy("sample"))
    found = list(shape_spoils("identity.coalition_root", params))
    for count in (1, 5, 9):
        taken = sample(found, count)
        assert 0 < len(taken) <= count
        assert len({each.path for each in taken}) == len(taken)
    assert sample(found, 0) == []


@given(st.text(), st.lists(st.integers(0, 5000), max_size=8))
def test_a_label_names_one_stream_of_bytes(label: str, sizes: list[int]) -> None:
    """However a stream is cut, its bytes are the same; two streams of one label agree."""
    whole = Entropy(label).bytes(sum(sizes))
    cut = Entropy(label)
    assert b"".join(cut.bytes(size) for size in sizes) == whole


def test_the_stream_of_a_label_never_changes() -> None:
    """The draws behind every committed random vector: BLAKE3 in derive-key mode under the suite's context."""
    from blake3 import blake3  # noqa: PLC0415 - here alone

    context = "coalition-conformance 2026 case generation"
    assert Entropy("a").bytes(100) == blake3(b"a", derive_key_context=context).digest(length=100)
    assert Entropy("a").bytes(9000)[5000:] == blake3(b"a", derive_key_context=context).digest(length=4000, seek=5000)
    assert Entropy("a").bytes(32) != Entropy("b").bytes(32)


@given(st.integers(-50, 50), st.integers(0, 300))
def test_draws_stay_in_their_bounds(low: int, size: int) -> None:
    """`between` reaches both ends and nothing beyond."""
    entropy = Entropy(f"bounds {low} {size}")
    drawn = [entropy.between(low, low + size) for _ in range(40)]
    assert low <= min(drawn) <= max(drawn) <= low + size
    assert entropy.choice([7]) == 7


def _fresh(suite: CoalitionSuite, count: int, seed: str) -> list[Case]:
    return [question for question in suite.fresh(count, seed) if isinstance(question, Case)]


def test_one_seed_gives_one_list_of_cases(suite: CoalitionSuite) -> None:
    """The same seed gives the same cases, a longer list begins with the shorter, and another seed gives others."""
    lists = [list(suite.fresh(count, "a")) for count in (300, 300, 500)]
    assert len(lists[0]) == 300
    assert lists[0] == lists[1] == lists[2][:300]
    first = _fresh(suite, 300, "a")
    other = _fresh(suite, 300, "b")
    assert [case.params for case in other] != [case.params for case in first]
    assert _long(first)
    assert not _long(first) & _long(other)


def _long(cases: list[Case]) -> set[str]:
    """Parameters with room for chance. What breaks a rule is left out: every ZERO_ID is the same."""
    accepted = (json.dumps(case.params) for case in cases if isinstance(case.expect, Value))
    return {params for params in accepted if len(params) > 80}


def test_fresh_cases_of_a_feature(suite: CoalitionSuite) -> None:
    """As many as were asked for, all of the feature, and the same that a selection of everything has there."""
    few = list(suite.fresh(20, "few", lambda features: "crypto.beacon" in features))
    everything = {question.id: question for question in suite.fresh(1200, "few")}

    assert len(few) == 20
    assert all("crypto.beacon" in question.features for question in few)
    found = [question for question in everything.values() if "crypto.beacon" in question.features]
    assert found
    assert found[:20] == few[: len(found)]


def test_fresh_cases_are_lazy(suite: CoalitionSuite) -> None:
    """The first of a billion cases is had at once."""
    assert len(list(islice(suite.fresh(10**9, "lazy"), 3))) == 3


def test_fresh_units_are_consistent(suite: CoalitionSuite) -> None:
    """A refused case stands beside its accepted twin, in its unit, one place apart; ids are unique."""
    cases = _fresh(suite, 3000, "units")
    assert len({case.id for case in cases}) == len(cases)
    by_id = {case.id: case for case in cases}
    streamed = {unit.cases[0].unit: [case.id for case in unit.cases] for unit in stream(iter(cases))}
    assert streamed == {unit.cases[0].unit: [case.id for case in unit.cases] for unit in gather(cases)}
    kinds = {Value: 0, Refusal: 0, InvalidParams: 0}
    spec = specification()
    for case in cases:
        kinds[type(case.expect)] += 1
        assert case.unit in by_id
        if not isinstance(case.expect, Value):
            twin = by_id[case.unit]
            assert isinstance(twin.expect, Value)
            assert twin.operation == case.operation
            assert len(places(twin.params, case.params)) == 1, case.id
        if isinstance(case.expect, Refusal):
            assert spec.errors[case.expect.error] == (case.expect.stage, case.requirements[0])
            assert ("identity.strict-input" in case.features) != case.operation.startswith("crypto.")
    assert min(kinds.values()) > 140
    crypto = [case for case in cases if isinstance(case.expect, Refusal) and case.operation.startswith("crypto.")]
    assert len(crypto) > 30
    assert len({case.expect for case in crypto}) > 8


def test_fresh_cases_reach_every_operation(suite: CoalitionSuite) -> None:
    """No operation is left out of what is drawn."""
    assert {case.operation for case in _fresh(suite, 2500, "reach")} == set(specification().operations())


class _Reference:
    def __init__(self) -> None:
        self._answer = adapter().answer

    def __call__(self, line: bytes) -> bytes:
        return self._answer(line)

    def close(self) -> None:
        """Nothing is held."""


@pytest.mark.parametrize("seed", ["one", "two"])
def test_the_reference_passes_fresh_cases(suite: CoalitionSuite, seed: str) -> None:
    """2000 fresh cases, asked over the protocol and judged as any target's, all pass."""
    tally = Tally(suite.requirements(), {}, strict=True)
    engine = Engine(InProcessTarget("reference", _Reference), suite, tally, History(None), seed=seed, budget=1)
    engine.negotiate()
    engine.run(stream(suite.fresh(2000, seed)))
    engine.close()
    assert dict(tally.counts) == {"passed": 2000}
