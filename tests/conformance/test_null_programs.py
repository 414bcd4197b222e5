"""Programs that know nothing: they claim every feature, and fully pass no requirement."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import pytest

from assay.describe import closure
from assay.engine import Engine
from assay.history import History
from assay.runner import ask_claimed
from assay.suite import Case, InvalidParams, Refusal, Value
from assay.tally import Tally
from assay.targets.inprocess import InProcessTarget
from assay.units import gather
from conformance.spec_text import specification
from conformance.suite import CoalitionSuite

Answer = Callable[[str, Any], dict[str, Any]]


class _Program:
    """A handler that describes itself as it should, and answers everything else by one function."""

    def __init__(self, features: Iterable[str], answer: Answer) -> None:
        self._about = {
            "name": "null",
            "version": "0",
            "language": "none",
            "protocol_version": 1,
            "spec_version": "0.1",
            "features": sorted(features),
            "limits": {"window": 1024, "line": 1 << 24, "deadline_ms": 60_000},
        }
        self._answer = answer

    def __call__(self, line: bytes) -> bytes:
        request = json.loads(line)
        method = request["method"]
        body = {"result": self._about} if method == "describe" else self._answer(method, request["params"])
        return json.dumps({"jsonrpc": "2.0", "id": request["id"], **body}).encode()

    def close(self) -> None:
        """Nothing is held."""


def passed(suite: CoalitionSuite, cases: Iterable[Case], answer: Answer) -> tuple[list[str], Tally]:
    """The requirements that the program passes in full, and the tally of its run."""
    tally = Tally(suite.requirements(), {}, strict=True)
    target = InProcessTarget("null", lambda: _Program(suite.features(), answer))
    engine = Engine(target, suite, tally, History(None), seed="null", budget=1_000_000)
    claimed = closure(engine.negotiate().describe.features, suite.features())
    engine.run(ask_claimed(iter(gather(cases)), claimed, tally))
    engine.close()
    assert tally.counts["skipped"] == 0
    return [name for name, asked in tally.asked.items() if asked and not tally.failing[name]], tally


def _refusing(error: str) -> Answer:
    stage, _ = specification().errors[error]
    body = {"error": {"code": -32000, "message": "no", "data": {"error": error, "stage": stage}}}
    return lambda _method, _params: body


def _value(value: Any) -> dict[str, Any]:
    return {"result": {"value": value}}


ILL_SHAPED = {"error": {"code": -32602, "message": "no"}}


@pytest.fixture(scope="session")
def all_asked(cases: list[Case]) -> set[str]:
    return {requirement for case in cases for requirement in case.requirements}


def test_a_right_program_passes_them_all(suite: CoalitionSuite, cases: list[Case], all_asked: set[str]) -> None:
    """The measure itself: answering each case as it expects passes every requirement that is asked."""
    expected: dict[tuple[str, str], dict[str, Any]] = {}
    for case in cases:
        if isinstance(case.expect, Value):
            body = _value(case.expect.value)
        elif isinstance(case.expect, Refusal):
            data = {"error": case.expect.error, "stage": case.expect.stage}
            body = {"error": {"code": -32000, "message": "no", "data": data}}
        else:
            body = ILL_SHAPED
        expected[case.operation, json.dumps(case.params, sort_keys=True)] = body
    found, _ = passed(suite, cases, lambda method, params: expected[method, json.dumps(params, sort_keys=True)])
    assert set(found) == all_asked


def test_no_question_has_two_answers(cases: list[Case]) -> None:
    """A table of answers is a function: no parameters are asked twice with different expectations."""
    asked: dict[tuple[str, str], Any] = {}
    for case in cases:
        assert asked.setdefault((case.operation, json.dumps(case.params, sort_keys=True)), case.expect) == case.expect


@pytest.mark.parametrize("error", specification().errors)
def test_refusing_everything_with_one_error_passes_nothing(
    suite: CoalitionSuite, cases: list[Case], error: str
) -> None:
    """Whichever error it is: not one unit passes, since each refusal that it gets right has an accepted twin."""
    units = {case.unit for case in cases if isinstance(case.expect, Refusal) and case.expect.error == error}
    found, tally = passed(suite, [case for case in cases if case.unit in units], _refusing(error))
    assert (found, tally.counts["passed"]) == ([], 0)


def test_refusing_everything_as_one_rule_passes_no_requirement(suite: CoalitionSuite, cases: list[Case]) -> None:
    """The commonest error of all, over the whole suite: no case passes, with or without such a refusal in its unit."""
    errors = Counter(case.expect.error for case in cases if isinstance(case.expect, Refusal))
    found, tally = passed(suite, cases, _refusing(errors.most_common(1)[0][0]))
    assert (found, tally.counts["passed"]) == ([], 0)


def test_refusing_everything_as_ill_shaped_passes_nothing(suite: CoalitionSuite, cases: list[Case]) -> None:
    """-32602 is right for every third case, and each of them has a twin that is not."""
    assert sum(isinstance(case.expect, InvalidParams) for case in cases) > 1000
    found, tally = passed(suite, cases, lambda _method, _params: ILL_SHAPED)
    assert (found, tally.counts["passed"]) == ([], 0)


def _values(cases: list[Case]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        if isinstance(case.expect, Value):
            found[case.operation][json.dumps(case.expect.value)] += 1
    return found


@pytest.mark.parametrize("rank", [0, 1, 2])
def test_accepting_everything_with_the_commonest_value_of_its_operation_passes_nothing(
    suite: CoalitionSuite, cases: list[Case], rank: int
) -> None:
    """The first, second and third most frequent value of each operation, whatever the parameters."""
    best = {operation: json.loads(values.most_common(rank + 1)[-1][0]) for operation, values in _values(cases).items()}
    found, tally = passed(suite, cases, lambda method, _params: _value(best[method]))
    assert found == []
    assert tally.counts["passed"] > 0


def test_accepting_everything_with_one_value_passes_nothing(suite: CoalitionSuite, cases: list[Case]) -> None:
    """The value that is right most often of all."""
    commonest = json.loads(sum(_values(cases).values(), Counter()).most_common(1)[0][0])
    found, tally = passed(suite, cases, lambda _method, _params: _value(commonest))
    assert found == []
    assert tally.counts["passed"] > 20


@pytest.mark.parametrize("value", [None, True, "", "00" * 32, [], {}, 0])
def test_accepting_everything_with_nothing_passes_nothing(suite: CoalitionSuite, cases: list[Case], value: Any) -> None:
    """null, a verdict, no bytes, `ZERO_ID`, an empty list."""
    found, _ = passed(suite, cases, lambda _method, _params: _value(value))
    assert found == []


def _first(params: Any) -> Any:
    return next(iter(params.values()), None) if isinstance(params, dict) else params


def _leaf(params: Any, at: int) -> Any:
    while isinstance(params, (dict, list)) and params:
        params = (list(params.values()) if isinstance(params, dict) else params)[at]
    return params


def _hex(params: Any) -> Any:
    leaf = _leaf(params, -1)
    return leaf.encode("utf-8", "surrogatepass").hex() if isinstance(leaf, str) else leaf


ECHOES: dict[str, Callable[[Any], Any]] = {
    "the parameters": lambda params: params,
    "the parameters as text": json.dumps,
    "the first parameter": _first,
    "the last parameter": lambda params: list(params.values())[-1] if params else None,
    "the first leaf": lambda params: _leaf(params, 0),
    "the last leaf": lambda params: _leaf(params, -1),
    "the last leaf as bytes": _hex,
}


@pytest.mark.parametrize("shape", ECHOES)
def test_echoing_passes_nothing(suite: CoalitionSuite, cases: list[Case], shape: str) -> None:
    """A value that is found in its own parameters proves nothing: beside it is an input that must be refused."""
    found, _ = passed(suite, cases, lambda _method, params: _value(ECHOES[shape](params)))
    assert found == []


@pytest.mark.parametrize("result", [None, {}, [], {"value": None, "preimage": ""}, {"value": None, "ok": True}])
def test_answering_with_no_result_passes_nothing(suite: CoalitionSuite, cases: list[Case], result: Any) -> None:
    """A result that is null, empty, or another object is no answer."""
    asked = [case for case in cases[::10] if case.expect != Value(None)]  # somewhere nothing is the right value
    found, tally = passed(suite, asked, lambda _method, _params: {"result": result})
    assert (found, tally.counts["passed"]) == ([], 0)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_answering_at_random_passes_nothing(suite: CoalitionSuite, cases: list[Case], seed: int) -> None:
    """Accepting with a value the operation has somewhere, or refusing with an error, as the dice fall."""
    random = Random(seed)
    pool = {operation: [json.loads(value) for value in values] for operation, values in _values(cases).items()}
    errors = [_refusing(error)("", None) for error in specification().errors]

    def answer(method: str, _params: Any) -> dict[str, Any]:
        drawn = random.random()
        if drawn < 0.4:
            return _value(random.choice(pool[method]))
        return ILL_SHAPED if drawn < 0.7 else random.choice(errors)

    found, tally = passed(suite, cases, answer)
    assert found == []
    assert tally.counts["passed"] > 0


def test_remembering_the_vectors_does_not_pass_fresh_cases(suite: CoalitionSuite, cases: list[Case]) -> None:
    """A table of all committed answers, which passes everything committed, passes no requirement of fresh cases."""
    table = {
        (case.operation, json.dumps(case.params, sort_keys=True)): case.expect.value
        for case in cases
        if isinstance(case.expect, Value)
    }
    fresh = [case for case in suite.fresh(3000, "unheard of") if isinstance(case, Case)]

    def answer(method: str, params: Any) -> dict[str, Any]:
        known = table.get((method, json.dumps(params, sort_keys=True)))
        return ILL_SHAPED if known is None else _value(known)

    found, _ = passed(suite, fresh, answer)
    few = {"identity.constant"}
    known = {name for case in fresh if case.operation in few for name in case.requirements}
    assert set(found) <= known
