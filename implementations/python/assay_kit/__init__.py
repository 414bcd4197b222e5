"""A kit for adapters: it speaks the driver protocol, and an implementer brings a function an operation.

    from assay_kit import Adapter, Refused
    from assay_kit.shapes import text, u64

    adapter = Adapter("my-coalition", "1.0.0", "python", features=["identity.lattice"])

    @adapter.operation("identity.lattice_root", instance_name=text, chain_id=u64)
    def lattice_root(instance_name, chain_id):
        return {"value": my_library.lattice_root(instance_name, chain_id).hex()}

    adapter.serve()

With shapes, the function gets the parameters decoded, as keyword arguments; without, it gets them as they came.
It returns the result object, and raises `Refused` for a broken rule. Ill-shaped parameters are the shapes' affair, or
`IllShaped` where there are none. The verbs of worlds, whose answers depend on what was asked before, are registered
with `assay_kit.worlds`. The kit knows nothing of coalitions.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO, Final

from assay_kit.requests import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    METHOD_NOT_FOUND,
    RULE_ERROR,
    Request,
    Unreadable,
    read,
)
from assay_kit.shapes import IllShaped, Shape, listed, struct, text, u32

__all__ = ["Adapter", "IllShaped", "Refused"]

PROTOCOL_VERSION: Final = 1
MAX_LINE: Final = 16 * 1024 * 1024


Operation = Callable[..., Mapping[str, Any]]

#: The parameters of `describe` (PROTO-8).
_OFFER: Final = struct(
    protocol_versions=listed(u32), spec_versions=listed(text), harness=struct(name=text, version=text)
)


class Refused(Exception):
    """An input breaks a rule of the specification (PROTO-7): the name of the error, and its stage."""

    def __init__(self, error: str, stage: str, message: str = "") -> None:
        self.error = error
        self.stage = stage
        super().__init__(message or error)


class Adapter:
    """Answers requests, one line in and one line out."""

    def __init__(
        self,
        name: str,
        version: str,
        language: str,
        features: Sequence[str],
        spec_version: str = "0.1",
        window: int = 256,
        deadline_ms: int = 10_000,
    ) -> None:
        self._about = {
            "name": name,
            "version": version,
            "language": language,
            "protocol_version": PROTOCOL_VERSION,
            "spec_version": spec_version,
            "features": sorted(features),
            "limits": {"window": window, "line": MAX_LINE, "deadline_ms": deadline_ms},
        }
        self._spec_version = spec_version
        self._operations: dict[str, Operation] = {"describe": self._describe}

    def operation(self, name: str, /, **shapes: Shape) -> Callable[[Operation], Operation]:
        """Register the function that answers the operation `name`; `shapes` decode its parameters."""

        def register(function: Operation) -> Operation:
            self._operations[name] = _shaped(function, shapes) if shapes else function
            return function

        return register

    def answer(self, line: bytes) -> bytes:
        """The answer to one line, without the line's end."""
        try:
            request = read(line)
        except Unreadable as error:
            return _failure(error.request_id, error.code, str(error))
        operation = self._operations.get(request.method)
        if operation is None:
            return _failure(request.id, METHOD_NOT_FOUND, f"no operation {request.method!r}")
        if request.repeated:
            return _failure(request.id, INVALID_PARAMS, "a member stands twice")
        return _answer(request, operation)

    def _describe(self, params: Any) -> Mapping[str, Any]:
        offered = _OFFER(params)
        if PROTOCOL_VERSION not in offered["protocol_versions"] or self._spec_version not in offered["spec_versions"]:
            raise IllShaped("no protocol or specification version in common")
        return self._about

    def serve(self, requests: int | None = None, answers: BinaryIO | None = None) -> None:
        """Answer every line of the descriptor `requests` (standard input) on `answers` (standard output).

        All complete lines of one read are answered before anything is flushed: a pipelined harness waits for none.
        """
        source = sys.stdin.fileno() if requests is None else requests
        answers = answers or sys.stdout.buffer
        pending = bytearray()
        while chunk := os.read(source, 1 << 20):
            *lines, rest = chunk.split(b"\n")
            if lines:
                lines[0] = bytes(pending) + lines[0]
                pending.clear()
            pending += rest
            for line in lines:
                if line.strip():
                    answers.write(self.answer(line) + b"\n")
            answers.flush()
        if pending.strip():
            # A last line without its end is a message all the same (PROTO-3).
            answers.write(self.answer(bytes(pending)) + b"\n")
            answers.flush()


def _shaped(function: Operation, shapes: Mapping[str, Shape]) -> Operation:
    decode = struct(**shapes)
    return lambda params: function(**decode(params))


def _answer(request: Request, operation: Operation) -> bytes:
    try:
        result = operation(request.params)
    except (IllShaped, RecursionError) as error:
        return _failure(request.id, INVALID_PARAMS, str(error))
    except Refused as error:
        return _failure(request.id, RULE_ERROR, str(error), {"error": error.error, "stage": error.stage})
    except Exception as error:
        traceback.print_exc()
        return _failure(request.id, INTERNAL_ERROR, f"{type(error).__name__}: {error}")
    return _line({"jsonrpc": "2.0", "id": request.id, "result": result})


def _failure(request_id: Any, code: int, message: str, data: Mapping[str, str] | None = None) -> bytes:
    error = {"code": code, "message": message} | ({"data": data} if data else {})
    return _line({"jsonrpc": "2.0", "id": request_id, "error": error})


def _line(message: Mapping[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
