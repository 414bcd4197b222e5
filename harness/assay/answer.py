"""An answer: the result or the error that a line carries, and how a session saw the exchange end."""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec

from assay.codec import GarbledError, strict

_HEX = re.compile(r"[0-9a-f]*").fullmatch
_UNSET: Any = object()


class Result(msgspec.Struct, frozen=True):
    """`{"value": …}` (PROTO-11); `preimage` is lower-case hex or absent."""

    value: Any
    preimage: str | None = None


class Error(msgspec.Struct, frozen=True):
    """A JSON-RPC error; `error` and `stage` are those of a broken rule (PROTO-7)."""

    code: int
    message: str
    error: str | None = None
    stage: str | None = None


class Answered(msgspec.Struct, frozen=True):
    """The target answered with this line, whatever it holds."""

    line: bytes


class Ended(msgspec.Struct, frozen=True):
    """No answer: the exchange ended otherwise. `raw` is the line that ended it, if one did."""

    kind: Literal["crashed", "timed-out", "garbled", "unreachable", "not-run", "harness-fault"]
    detail: str
    raw: bytes | None = None


Outcome = Answered | Ended


def read(line: bytes, ident: int) -> Result | Error:
    """The answer that `line` gives to the request `ident`; raises GarbledError (PROTO-1, 2, 7, 11)."""
    message = envelope(line)
    if type(message.get("id")) is not int or message["id"] != ident:
        raise GarbledError(f"the id of the request was {ident}, that of the answer is {message.get('id')!r:.60}")
    if "error" in message:
        return _error(message["error"])
    return _result(message["result"])


def envelope(line: bytes) -> dict[str, Any]:
    """The members of a JSON-RPC answer, exactly one of result and error among them; raises GarbledError."""
    message = strict(line)
    if not isinstance(message, dict):
        raise GarbledError("a message is an object")
    if message.get("jsonrpc") != "2.0":
        raise GarbledError('the member "jsonrpc" is not "2.0"')
    if "id" not in message:
        raise GarbledError("no id")
    if ("result" in message) == ("error" in message):
        raise GarbledError("both result and error" if "result" in message else "neither result nor error")
    if extra := sorted(message.keys() - {"jsonrpc", "id", "result", "error"}):
        raise GarbledError(f"the member {extra[0]!r:.60} has no place in an answer")
    return message


def is_hex(value: object) -> bool:
    """Whether a JSON value is bytes (PROTO-5): lower-case hexadecimal digits, two a byte."""
    return isinstance(value, str) and len(value) % 2 == 0 and _HEX(value) is not None


def refusal(value: object) -> str | None:
    """The name that an outcome of a world refuses with (PROTO-19); None for any other value."""
    if isinstance(value, dict) and value.keys() == {"refused"} and isinstance(value["refused"], str):
        return value["refused"]
    return None


def attribute(line: bytes) -> int | None:
    """The id that a line answers, as far as one can be read from it."""
    try:
        message = strict(line)
    except GarbledError:
        return None
    ident = message.get("id") if isinstance(message, dict) else None
    return ident if type(ident) is int else None


def _result(body: Any) -> Result:
    if not isinstance(body, dict) or "value" not in body:
        raise GarbledError('a result is an object {"value": …}')
    if extra := sorted(body.keys() - {"value", "preimage"}):
        raise GarbledError(f"the member {extra[0]!r:.60} has no place in a result")
    preimage = body.get("preimage", _UNSET)
    if preimage is _UNSET:
        return Result(body["value"])
    if not is_hex(preimage):
        raise GarbledError("a preimage is a string of lower-case hexadecimal digits, two a byte")
    return Result(body["value"], preimage)


def _error(body: Any) -> Error:
    if not isinstance(body, dict) or type(body.get("code")) is not int or not isinstance(body.get("message"), str):
        raise GarbledError("an error is an object with an integer code and a text message")
    if extra := sorted(body.keys() - {"code", "message", "data"}):
        raise GarbledError(f"the member {extra[0]!r:.60} has no place in an error")
    if body["code"] != -32000:
        return Error(body["code"], body["message"])
    data = body.get("data")
    if (
        not isinstance(data, dict)
        or data.keys() != {"error", "stage"}
        or not isinstance(data["error"], str)
        or not isinstance(data["stage"], str)
    ):
        raise GarbledError('a broken rule carries data {"error": NAME, "stage": STAGE}')
    return Error(body["code"], body["message"], data["error"], data["stage"])
