"""The mutants: each is wrong while it lives, and leaves nothing behind when it is closed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assay.killing import kill
from assay.suite import Case, Question, Value
from coalition import names
from coalition.json_form import call
from coalition.operations import OPERATIONS
from coalition.preimage import Preimage
from coalition_python.adapter import adapter
from conformance.mutants import MUTANTS
from conformance.spec_text import specification
from conformance.suite import CoalitionSuite


@pytest.fixture(scope="module")
def chapter(cases: list[Case]) -> list[tuple[bytes, dict[str, Any]]]:
    """The whole chapter of encoding: each request with what answers it."""
    found = []
    for case in cases:
        if case.operation.startswith("encoding.") and not case.source.startswith("random/"):
            request = {"jsonrpc": "2.0", "id": 1, "method": case.operation, "params": case.params}
            found.append((json.dumps(request).encode(), _expected(case)))
    return found


def _expected(case: Case) -> dict[str, Any]:
    if isinstance(case.expect, Value):
        return {"value": case.expect.value}
    error = getattr(case.expect, "error", None)
    return {"error": error} if error else {"code": -32602}


def _given(line: bytes) -> dict[str, Any]:
    answer = json.loads(line)
    if "result" in answer:
        return {"value": answer["result"]["value"]}
    data = answer["error"].get("data")
    return {"error": data["error"]} if data else {"code": answer["error"]["code"]}


def _wrong(answer: Any, chapter: list[tuple[bytes, dict[str, Any]]]) -> list[bytes]:
    return [line for line, expected in chapter if _given(answer(line)) != expected]


def test_the_reference_answers_the_chapter(chapter: list[tuple[bytes, dict[str, Any]]]) -> None:
    """The measure itself, before any mutant has lived."""
    assert len(chapter) > 200
    assert _wrong(adapter().answer, chapter) == []


def test_every_mutant_dies_and_is_undone(
    suite: CoalitionSuite, questions: list[Question], chapter: list[tuple[bytes, dict[str, Any]]], capsys: Any
) -> None:
    """Each mutant dies of a case that cites what it breaks; then a sixth of the chapter is answered rightly."""
    functions = {name: OPERATIONS[name] for name in OPERATIONS}
    methods = (Preimage.value, Preimage.encode)
    for number, mutant in enumerate(MUTANTS):
        row = kill(suite, mutant, questions, brief=True)
        capsys.readouterr()
        assert row.trouble is None, mutant.name
        assert row.kills, mutant.name
        assert dict(OPERATIONS) == functions, mutant.name
        assert (Preimage.value, Preimage.encode) == methods, mutant.name
        assert _wrong(adapter().answer, chapter[number % 6 :: 6]) == [], mutant.name
    assert _wrong(adapter().answer, chapter) == []


def test_a_mutant_that_is_closed_early_is_undone(chapter: list[tuple[bytes, dict[str, Any]]]) -> None:
    """A mutant that was never asked anything, and one that lived inside another, leave the reference as it was."""
    check = names.check_name
    unchecked = [mutant for mutant in MUTANTS if "PROTO-14" in mutant.requirements]
    assert unchecked
    outer = unchecked[0].handler()
    inner = MUTANTS[0].handler()
    assert names.check_name is not check
    inner.close()
    outer.close()
    assert names.check_name is check
    assert _wrong(adapter().answer, chapter) == []


def test_mutants_have_names_of_their_own_and_break_what_there_is() -> None:
    """Names are unique, and each mutant names requirements that the text has and says what is wrong."""
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    for mutant in MUTANTS:
        assert mutant.requirements
        assert set(mutant.requirements) <= set(specification().requirements)
        assert mutant.description.strip()


def test_every_must_has_a_mutant() -> None:
    """At least one wrong implementation a MUST, but for those that no case can ask."""
    broken = {requirement for mutant in MUTANTS for requirement in mutant.requirements}
    for requirement in specification().requirements.values():
        if requirement.level == "MUST" and not requirement.untestable and not requirement.checked_by:
            assert requirement.id in broken


def test_a_mutant_is_wrong_only_while_it_lives() -> None:
    """One mutant by hand: the length prefix left out, seen in this process, and gone."""
    question = {"parts": [{"text": "a"}, {"text": "bc"}]}
    right = call(OPERATIONS["encoding.hash_many"], question).value()
    line = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "encoding.hash_many", "params": question}).encode()
    wrong = []
    for mutant in MUTANTS:
        if "ENC-3" in mutant.requirements:
            handler = mutant.handler()
            answer = handler(line)
            assert answer is not None
            wrong.append(json.loads(answer)["result"]["value"] != right.hex())
            handler.close()
            assert call(OPERATIONS["encoding.hash_many"], question).value() == right
    assert any(wrong)
