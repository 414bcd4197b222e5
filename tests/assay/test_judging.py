from __future__ import annotations

import json
from typing import Any

import pytest

from assay.answer import Answered, Ended
from assay.codec import quick
from assay.judging import judge, passes, preimage_hex
from assay.suite import Case, Expect, Field, InvalidParams, Preimage, Refusal, Value

PREIMAGE = Preimage("hash_many", (Field("tag", "ascii", "6162"), Field("empty", "bytes", "")))
RULE = {"code": -32000, "message": "no", "data": {"error": "E", "stage": "s"}}


def case(expect: Expect, preimage: Preimage | None = None) -> Case:
    return Case("c", "op", {}, expect, ("R-1",), ("f",), "u", preimage=preimage)


def line(**members: Any) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": 5, **members}, separators=(",", ":")).encode()


def result(value: Any, **more: Any) -> bytes:
    return line(result={"value": value, **more})


def error(code: int, **more: Any) -> bytes:
    return line(error={"code": code, "message": "no", **more})


REFUSAL = Refusal("E", "s")


@pytest.mark.parametrize(
    ("expect", "answer", "verdict"),
    [
        (Value(7), result(7), "passed"),
        (Value(7), result(7.0), "failed"),
        (Value(1), result(True), "failed"),
        (Value("7"), result("7"), "passed"),
        (Value({"a": [1]}), result({"a": [1]}), "passed"),
        (Value({"a": [1]}), result({"a": [True]}), "failed"),
        (Value(None), result(None), "passed"),
        (Value(None), line(result={}), "garbled"),
        (Value(7), line(error=RULE), "failed"),
        (Value(7), error(-32602), "failed"),
        (Value(7), error(-32601), "failed"),
        (Value(7), error(-32603), "failed"),
        (REFUSAL, line(error=RULE), "passed"),
        (REFUSAL, line(error={**RULE, "data": {"error": "F", "stage": "s"}}), "wrong-reason"),
        (REFUSAL, line(error={**RULE, "data": {"error": "E", "stage": "t"}}), "wrong-reason"),
        (REFUSAL, line(error={**RULE, "data": {"error": "E", "stage": "s", "x": 1}}), "garbled"),
        (REFUSAL, error(-32000), "garbled"),
        (REFUSAL, error(-32602), "wrong-reason"),
        (REFUSAL, error(-32601), "failed"),
        (REFUSAL, error(-32603), "failed"),
        (REFUSAL, result(7), "failed"),
        (InvalidParams(), error(-32602), "passed"),
        (InvalidParams(), error(-32602, data=[1]), "passed"),
        (InvalidParams(), line(error=RULE), "wrong-reason"),
        (InvalidParams(), error(-32603), "failed"),
        (InvalidParams(), result(7), "failed"),
        (Value(7), line(result={"value": 7}, error=RULE), "garbled"),
        (Value(7), line(), "garbled"),
        (Value(7), result(7, note="x"), "garbled"),
        (Value(7), line(result=7), "garbled"),
        (Value(7), line(result={"value": 7}, extra=1), "garbled"),
        (Value(7), result(7, preimage="AB"), "garbled"),
        (Value(7), result(7, preimage="abc"), "garbled"),
        (Value(7), result(7, preimage="ab"), "passed"),
        (Value(7), result(7, preimage=None), "garbled"),
        (Value(7), b'{"id":5,"result":{"value":7}}', "garbled"),
        (Value(7), b'{"jsonrpc":"1.0","id":5,"result":{"value":7}}', "garbled"),
        (Value(7), b'{"jsonrpc":"2.0","id":"5","result":{"value":7}}', "garbled"),
        (Value(7), b'{"jsonrpc":"2.0","id":6,"result":{"value":7}}', "garbled"),
        (Value(7), b'{"jsonrpc":"2.0","id":5,"result":{"value":8,"value":7}}', "garbled"),
        (Value(7), b'{ "jsonrpc" : "2.0", "id": 5, "result": {"value": 7} }', "passed"),
        (Value(7), b'{"result":{"value":7},"id":5,"jsonrpc":"2.0"}', "passed"),
        (InvalidParams(), line(error={"code": -32602}), "garbled"),
        (InvalidParams(), line(error={"code": -32602.0, "message": ""}), "garbled"),
        (InvalidParams(), error(-32602, why="x"), "garbled"),
        (Value(7), b"[]", "garbled"),
        (Value(7), b"", "garbled"),
    ],
    ids=range(47),
)
def test_every_answer_has_its_verdict(expect: Expect, answer: bytes, verdict: str) -> None:
    judged = judge(case(expect), 5, Answered(answer))
    assert judged.verdict == verdict
    assert judged.reason or verdict == "passed"
    message = quick(answer)
    if not isinstance(message, dict) or type(message.get("id")) is not int or message["id"] != 5:
        return  # the session finds no request for it
    if passes(case(expect), message):
        assert verdict == "passed", "the fast path is never more lenient"
    else:
        assert verdict != "passed", "the fast path takes every canonical right answer"


def test_a_right_value_with_another_preimage_fails() -> None:
    asked = case(Value(7), PREIMAGE)
    right, wrong = result(7, preimage=preimage_hex(PREIMAGE)), result(7, preimage="00")
    assert judge(asked, 5, Answered(right)).verdict == "passed"
    assert passes(asked, quick(right))
    assert judge(asked, 5, Answered(wrong)).verdict == "failed"
    assert not passes(asked, quick(wrong))


def test_the_hex_of_a_preimage_is_that_of_its_bytes() -> None:
    for kind in ("concat", "hash_many"):
        preimage = Preimage(kind, PREIMAGE.fields)
        assert preimage_hex(preimage) == preimage.encode().hex()


def test_no_answer_is_its_own_verdict() -> None:
    assert judge(case(Value(7)), 5, Ended("crashed", "gone")).verdict == "crashed"
