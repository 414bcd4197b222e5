"""The byte comparison accepts nothing that the full judgement would not."""

from __future__ import annotations

import pytest

from assay.answer import Answered
from assay.judging import judge, plainly_passes, preimage_hex
from assay.suite import Case, Expect, InvalidParams, Refusal, Value
from assay.trial.suite import leaf, root_case

HEAD = b'{"jsonrpc":"2.0","id":7,'
RULE = b'"error":{"code":-32000,"message":"%s","data":{"error":"OVERFLOW","stage":"sum"}}}'


def case(expect: Expect) -> Case:
    return Case("x", "toy.sum", {}, expect, (), (), "x")


REFUSAL = case(Refusal("OVERFLOW", "sum"))
WHOLE = root_case(["x", "y"], "two")
PREIMAGE = preimage_hex(WHOLE.preimage).encode() if WHOLE.preimage is not None else b""
ROOT = WHOLE.expect.value.encode() if isinstance(WHOLE.expect, Value) else b""


@pytest.mark.parametrize(
    ("asked", "body"),
    [
        (case(Value(3)), b'"result":{"value":3}}'),
        (case(Value('\u00e4"')), '"result":{"value":"\u00e4\\""}}'.encode()),
        (case(Value(leaf("x"))), b'"result":{"value":"%s","preimage":"00ff"}}' % leaf("x").encode()),
        (WHOLE, b'"result":{"value":"%s","preimage":"%s"}}' % (ROOT, PREIMAGE)),
        (REFUSAL, RULE % b"too much"),
        (REFUSAL, RULE % b""),
        (case(InvalidParams()), b'"error":{"code":-32602,"message":"no"}}'),
    ],
)
def test_right_answers_are_taken(asked: Case, body: bytes) -> None:
    assert plainly_passes(asked, 7, HEAD + body)
    assert judge(asked, 7, Answered(HEAD + body)).verdict == "passed"


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (case(Value(3)), b'{"jsonrpc":"2.0","id":8,"result":{"value":3}}'),
        (case(Value(3)), b'{"jsonrpc":"2.0","id":07,"result":{"value":3}}'),
        (case(Value(3)), HEAD + b'"result":{"value":3.0}}'),
        (case(Value(3)), HEAD + b'"result":{"value":33}}'),
        (case(Value(1)), HEAD + b'"result":{"value":true}}'),
        (case(Value(3)), HEAD + b'"result":{"value":3},"error":null}'),
        (case(Value(3)), HEAD + b'"result":{"value":3,"value":4}}'),
        (case(Value("ab")), HEAD + b'"result":{"value":"ab","preimage":"0"}}'),
        (case(Value("ab")), HEAD + b'"result":{"value":"ab","preimage":"0G"}}'),
        (case(Value("ab")), HEAD + b'"result":{"value":"ab","preimage":"AB"}}'),
        (case(Value("ab")), HEAD + b'"result":{"value":"ab","preimage":"00","x":"00"}}'),
        (case(Value("ab")), HEAD + b'"result":{"value":"ab","preimage":"}}'),
        (WHOLE, HEAD + b'"result":{"value":"%s","preimage":"%s00"}}' % (ROOT, PREIMAGE)),
        (REFUSAL, HEAD + RULE % b'","x":"'),
        (REFUSAL, HEAD + RULE % b"a\\"),
        (REFUSAL, HEAD + RULE % b"\x01"),
        (REFUSAL, HEAD + RULE % b"\xff"),
        (REFUSAL, HEAD + (RULE % b"").replace(b'"message":"",', b"")),
        (REFUSAL, HEAD + (RULE % b"x").replace(b'"sum"', b'"add"')),
        (case(InvalidParams()), HEAD + b'"error":{"code":-32602,"message":"}}'),
        (case(InvalidParams()), HEAD + b'"error":{"code":-32601,"message":"x"}}'),
    ],
)
def test_wrong_ones_are_not(asked: Case, line: bytes) -> None:
    assert not plainly_passes(asked, 7, line)
    assert judge(asked, 7, Answered(line)).verdict != "passed"
