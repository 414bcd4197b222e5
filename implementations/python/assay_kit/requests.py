"""Requests: reading a line as strictly as the protocol asks, and keeping the id of what has to be refused (PROTO-7)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

PARSE_ERROR: Final = -32700
INVALID_REQUEST: Final = -32600
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
INTERNAL_ERROR: Final = -32603
RULE_ERROR: Final = -32000

#: Digits of the longest integer that is read; no type of the protocol is written in more.
_LONGEST: Final = 80
#: The id of a request that is too deep to be read.
_ID: Final = re.compile(rb'^\s*\{[^{}\[\]]*?"id"\s*:\s*(\d{1,16})\b')
_MEMBERS: Final = frozenset({"jsonrpc", "id", "method", "params"})


class Request(NamedTuple):
    """A request that can be answered; `repeated` where a member stands twice somewhere in it."""

    id: int
    method: str
    params: Any
    repeated: bool


class Unreadable(Exception):
    """A line that is no request: the code to answer with, and the id where it could be read."""

    def __init__(self, code: int, why: str, request_id: int | None = None) -> None:
        self.code = code
        self.request_id = request_id
        super().__init__(why)


class _NoInteger:
    """A number that is too long, or not in the one form an integer has; it is ill-shaped wherever it stands."""


def read(line: bytes) -> Request:
    """The request that a line is. Raises `Unreadable`."""
    repeated: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            repeated.append("a member stands twice")
        return found

    try:
        form = json.loads(
            line.decode("utf-8"), object_pairs_hook=members, parse_constant=_no_constant, parse_int=_integer
        )
    except RecursionError:
        found = _ID.match(line)
        if found is None:
            raise Unreadable(PARSE_ERROR, "nested too deep to be read") from None
        raise Unreadable(INVALID_PARAMS, "nested too deep", int(found[1])) from None
    except ValueError as error:
        raise Unreadable(PARSE_ERROR, str(error)) from None
    return _request(form, repeated=bool(repeated))


def _request(form: Any, *, repeated: bool) -> Request:
    if not isinstance(form, Mapping):
        raise Unreadable(INVALID_REQUEST, "not an object")
    request_id = form.get("id")
    if isinstance(request_id, bool) or not isinstance(request_id, int) or not 0 <= request_id < 1 << 53:
        raise Unreadable(INVALID_REQUEST, "no id of a request")
    if form.get("jsonrpc") != "2.0" or not isinstance(form.get("method"), str) or not form.keys() <= _MEMBERS:
        raise Unreadable(INVALID_REQUEST, "not a JSON-RPC 2.0 request", request_id)
    return Request(request_id, form["method"], form.get("params"), repeated)


def _integer(digits: str) -> Any:
    return int(digits) if len(digits) <= _LONGEST and digits != "-0" else _NoInteger()


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")
