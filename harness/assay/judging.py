"""What one answer is worth. Pure: the live run and `assay judge` call the same functions on the same bytes."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from assay.answer import Answered, Error, Outcome, Result, is_hex, read
from assay.codec import GarbledError, encode, same
from assay.suite import INVALID_PARAMS, RULE_ERROR, Breach, Case, Checked, Expect, Preimage, Refusal, Value
from assay.verdict import Verdict

METHOD_NOT_FOUND = -32601
WRONG_PREIMAGE = "the value is right, the preimage given with it is not the one it hashes"
_MISSING: Any = object()
_DIGITS = b"0123456789abcdef"
#: What stands for itself in a JSON string.
_PLAIN = bytes(byte for byte in range(0x20, 0x7F) if byte not in b'"\\')


class Judged(msgspec.Struct, frozen=True):
    """A case's own verdict, before its twins are looked at; `answer` is None where none could be read."""

    verdict: Verdict
    reason: str
    answer: Result | Error | None = None
    #: Why the whole scenario fails, where none of its steps does.
    breach: Breach | None = None


PASSED = Judged("passed", "")


def plainly_passes(case: Case, ident: int, line: bytes) -> bool:
    """Whether a line is, byte for byte, the right answer to the request `ident` in canonical form.

    The hot path of the hot path: nothing is decoded, since bytes that are equal mean the same. A right answer may be
    written in other ways too; False leaves the word to `passes`.
    """
    expect = case.expect
    if type(expect) is not Value:
        return _plainly_refuses(expect, ident, line)
    head = b'{"jsonrpc":"2.0","id":%d,"result":{"value":%s' % (ident, encode(expect.value))
    if not line.startswith(head):
        return False
    rest = line[len(head) :]
    if rest == b"}}":
        return True
    # The shortest has an empty preimage, or else one quote would open the string and close it.
    if len(rest) < 16 or rest[:13] != b',"preimage":"' or rest[-3:] != b'"}}':
        return False
    given = rest[13:-3]
    if case.preimage is None:
        return len(given) % 2 == 0 and not given.translate(None, _DIGITS)
    return given == preimage_hex(case.preimage).encode()


def _plainly_refuses(expect: Expect, ident: int, line: bytes) -> bool:
    """As `plainly_passes`, for an error whose message is plain ASCII, which needs no decoding to be a JSON string."""
    if type(expect) is Checked:
        return False
    if type(expect) is Refusal:
        code = RULE_ERROR
        tail = b'","data":{"error":%s,"stage":%s}}}' % (encode(expect.error), encode(expect.stage))
    else:
        code, tail = INVALID_PARAMS, b'"}}'
    head = b'{"jsonrpc":"2.0","id":%d,"error":{"code":%d,"message":"' % (ident, code)
    return (
        line.startswith(head)
        and line.endswith(tail)
        and len(line) >= len(head) + len(tail)
        and not line[len(head) : -len(tail)].translate(None, _PLAIN)
    )


def passes(case: Case, message: Any) -> bool:  # noqa: PLR0911 - the hot path leaves as soon as it can
    """Whether a message read by `codec.quick` answers the case rightly. False leaves the word to `judge`."""
    if type(message) is not dict or len(message) != 3 or message.get("jsonrpc") != "2.0":
        return False
    expect = case.expect
    if type(expect) is Value:
        result = message.get("result")
        if type(result) is not dict:
            return False
        value = result.get("value", _MISSING)
        expected = expect.value
        if value != expected or (type(expected) is not str and not same(value, expected)):
            return False
        if len(result) == 1:
            return True
        preimage = result.get("preimage", _MISSING)
        if len(result) != 2 or not is_hex(preimage):
            return False
        return case.preimage is None or preimage == preimage_hex(case.preimage)
    error = message.get("error")
    if (
        type(expect) is Checked
        or type(error) is not dict
        or type(error.get("message")) is not str
        or type(error.get("code")) is not int
    ):
        return False
    if type(expect) is Refusal:
        return (
            len(error) == 3
            and error.get("code") == RULE_ERROR
            and error.get("data") == {"error": expect.error, "stage": expect.stage}
        )
    return error.get("code") == INVALID_PARAMS and error.keys() <= {"code", "message", "data"}


def judge(case: Case, ident: int, outcome: Outcome) -> Judged:
    """The verdict on how the request `ident` for `case` ended."""
    if not isinstance(outcome, Answered):
        return Judged(outcome.kind, outcome.detail)
    try:
        answer = read(outcome.line, ident)
    except GarbledError as error:
        return Judged("garbled", str(error))
    if isinstance(case.expect, Value):
        return _value(case, case.expect.value, answer)
    if isinstance(case.expect, Checked):
        return _checked(answer)
    return _refusal(case.expect if isinstance(case.expect, Refusal) else None, answer)


def replayed(judged: Judged) -> Judged:
    """The verdict on a step that had passed, and did not when its world was made again."""
    return msgspec.structs.replace(judged, reason=f"when the world was made again after a restart: {judged.reason}")


def preimage_hex(preimage: Preimage) -> str:
    """The whole preimage as hex, joined without passing through bytes."""
    if preimage.hash == "concat":
        return "".join([field.data for field in preimage.fields])
    return "".join([_prefix(len(field.data)) + field.data for field in preimage.fields])


@lru_cache(maxsize=4096)
def _prefix(digits: int) -> str:
    return (digits // 2).to_bytes(8, "little").hex()


def describe_error(answer: Error) -> str:
    """An error in words."""
    if answer.code == RULE_ERROR:
        return f"refused with {answer.error:.100} at stage {answer.stage:.100}"
    if answer.code == INVALID_PARAMS:
        return "refused as ill-shaped parameters (-32602)"
    if answer.code == METHOD_NOT_FOUND:
        return "the operation of a claimed feature is unknown (-32601)"
    return f"error {answer.code}: {answer.message:.200}"


def _value(case: Case, expected: Any, answer: Result | Error) -> Judged:
    if isinstance(answer, Error):
        return Judged("failed", describe_error(answer), answer)
    if not same(answer.value, expected):
        return Judged("failed", "another value", answer)
    if answer.preimage is not None and case.preimage is not None and answer.preimage != preimage_hex(case.preimage):
        return Judged("failed", WRONG_PREIMAGE, answer)
    return Judged("passed", "", answer)


def _checked(answer: Result | Error) -> Judged:
    if isinstance(answer, Error):
        return Judged("failed", describe_error(answer), answer)
    return Judged("passed", "", answer)


def _refusal(expect: Refusal | None, answer: Result | Error) -> Judged:
    if isinstance(answer, Result):
        return Judged("failed", "accepted what must be refused", answer)
    if expect is None:
        if answer.code == INVALID_PARAMS:
            return Judged("passed", "", answer)
        wanted = "ill-shaped parameters (-32602)"
    else:
        if answer.code == RULE_ERROR and (answer.error, answer.stage) == (expect.error, expect.stage):
            return Judged("passed", "", answer)
        wanted = f"{expect.error} at stage {expect.stage}"
    verdict: Verdict = "wrong-reason" if answer.code in (RULE_ERROR, INVALID_PARAMS) else "failed"
    return Judged(verdict, f"{describe_error(answer)}, not {wanted}", answer)
