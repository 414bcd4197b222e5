"""Mutants of the driver protocol and of the rules about errors: what is wrong is how the adapter answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from coalition.errors import MissingMember
from conformance.mutants.breaking import Line, Mutant, replaced, unchecked

_COUNT = {"answers": 0}


def _edited(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Line:
    """Answers to everything but `describe`, changed."""

    def line(request: bytes, answer: Callable[[bytes], bytes]) -> bytes:
        right = answer(request)
        if b'"describe"' in request[:200]:
            return right
        return json.dumps(change(json.loads(right)), ensure_ascii=False, separators=(",", ":")).encode()

    return line


def _both(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "error": None} if "result" in message else message


def _other_id(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "id": message["id"] + 1}


def _verdict(message: dict[str, Any]) -> dict[str, Any]:
    return {**message, "result": {"value": True}} if "result" in message else message


def _wrong_preimage(message: dict[str, Any]) -> dict[str, Any]:
    if "result" in message and "preimage" in message["result"]:
        return {**message, "result": {**message["result"], "preimage": message["result"]["preimage"] + "00"}}
    return message


def _one_error(message: dict[str, Any]) -> dict[str, Any]:
    if "error" in message and "data" in message["error"]:
        return {**message, "error": {**message["error"], "data": {"error": "Invalid", "stage": "validate"}}}
    return message


def _one_stage(message: dict[str, Any]) -> dict[str, Any]:
    if "error" in message and "data" in message["error"]:
        other = "relate" if message["error"]["data"]["stage"] == "validate" else "validate"
        return {**message, "error": {**message["error"], "data": {**message["error"]["data"], "stage": other}}}
    return message


def _rules_as_shapes(message: dict[str, Any]) -> dict[str, Any]:
    if "error" in message and "data" in message["error"]:
        return {**message, "error": {"code": -32602, "message": "invalid params"}}
    return message


def _wide_refused(request: bytes, answer: Callable[[bytes], bytes]) -> bytes:
    """Wide integers are understood as JSON numbers alone."""
    form = json.loads(request)
    given = form["params"].get("value") if form["method"] == "encoding.integer" else None
    if isinstance(given, dict) and isinstance(given.get("value"), str):
        return json.dumps(
            {"jsonrpc": "2.0", "id": form["id"], "error": {"code": -32602, "message": "a string"}}
        ).encode()
    return answer(request)


def _forgetful(request: bytes, answer: Callable[[bytes], bytes]) -> bytes:
    """The answer depends on how many came before."""
    _COUNT["answers"] += 1
    right = json.loads(answer(request))
    if "result" in right and isinstance(right["result"].get("value"), str) and _COUNT["answers"] % 2:
        right["result"]["value"] = right["result"]["value"][::-1]
    return json.dumps(right, separators=(",", ":")).encode()


def _two_lines(request: bytes, answer: Callable[[bytes], bytes]) -> bytes:
    """Answers are spread over several lines."""
    right = answer(request)
    return right if b'"describe"' in request[:200] else json.dumps(json.loads(right), indent=1).encode()


def _skipping(request: bytes, answer: Callable[[bytes], bytes]) -> bytes:
    """Operations of claimed features are not known."""
    form = json.loads(request)
    if form["method"] in ("encoding.hash", "encoding.enc"):
        return json.dumps({"jsonrpc": "2.0", "id": form["id"], "error": {"code": -32601, "message": "later"}}).encode()
    return answer(request)


def _trimmed(_original: Any) -> Any:
    """Members that the operation does not have are dropped."""

    def only(value: dict[str, Any], names: tuple[str, ...], where: str) -> None:
        for name in names:
            if name not in value:
                raise MissingMember(name, where)
        for name in value.keys() - set(names):
            del value[name]

    return only


def _coerced(_original: Any) -> Any:
    """What a lenient reader does: it takes what it can make sense of."""

    def text(value: Any) -> str:
        return str(value)

    return text


MUTANTS = (
    Mutant("answers-indented", ("PROTO-1",), "an answer over several lines", line=_two_lines),
    Mutant("other-id", ("PROTO-2",), "answers with another id", line=_edited(_other_id)),
    Mutant("result-and-error", ("PROTO-2",), "both result and error", line=_edited(_both)),
    Mutant("wide-integers-refused", ("PROTO-5",), "wide integers as strings are not understood", line=_wide_refused),
    Mutant("text-coerced", ("PROTO-6",), "numbers are taken for text", (replaced("json_form._text", _coerced),)),
    Mutant(
        "upper-case-hex",
        ("PROTO-6",),
        "hexadecimal digits of either case",
        (
            replaced(
                "json_form._bytes",
                lambda right: lambda value: right(value.lower() if isinstance(value, str) else value),
            ),
        ),
    ),
    Mutant("surplus-members", ("PROTO-6",), "members are not checked", (replaced("json_form._only", _trimmed),)),
    Mutant("rules-as-shapes", ("PROTO-7",), "a broken rule is answered as ill-shaped", line=_edited(_rules_as_shapes)),
    Mutant("one-error", ("PROTO-7", "ERR-1"), "one name for every error", line=_edited(_one_error)),
    Mutant("one-stage", ("ERR-2",), "another stage", line=_edited(_one_stage)),
    Mutant("feature-in-part", ("PROTO-9",), "operations of a claimed feature are left out", line=_skipping),
    Mutant("bare-verdict", ("PROTO-11",), "a verdict for a value", line=_edited(_verdict)),
    Mutant(
        "other-preimage", ("PROTO-11",), "a preimage that does not hash to the value", line=_edited(_wrong_preimage)
    ),
    Mutant("not-pure", ("PROTO-12",), "every other answer is wrong", line=_forgetful),
    Mutant(
        "strict-in-name-only",
        ("PROTO-14",),
        "strict input is claimed, rules are not applied",
        (
            unchecked("names.check_name"),
            unchecked("presence.check_present"),
            unchecked("organism.check_schema_version"),
        ),
    ),
)
