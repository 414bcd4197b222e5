"""The child process behind `python:module:object`: serves the object on standard input and output.

The object is a callable `bytes -> bytes | None` (one JSON-RPC line in, one out), or a mapping from method to a function
that takes the parameters and returns the derived value. The mapping has a `describe`, whose return value is the result.
In a mapping an exception with text attributes `error` and `stage` is a broken rule (PROTO-7); one with an integer
attribute `code` is that error (-32602 for ill-shaped parameters); any other is a failure inside the adapter (-32603).
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Method = Callable[[Any], Any]
Serve = Callable[[bytes], "bytes | None"]


def load(spec: str) -> Serve:
    """The line handler that `module:object` names; raises SystemExit with a plain word."""
    module_name, _, path = spec.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    try:
        found: Any = importlib.import_module(module_name)
        for name in path.split("."):
            found = getattr(found, name)
    except (ImportError, AttributeError) as error:
        raise SystemExit(f"assay.host: {spec}: {error}") from error
    if isinstance(found, Mapping):
        return _dispatch(found)
    if isinstance(found, type):
        found = found()
    if not callable(found):
        raise SystemExit(f"assay.host: {spec} is neither a callable nor a mapping")
    handler: Serve = found
    return handler


def _dispatch(methods: Mapping[str, Method]) -> Serve:
    def serve(line: bytes) -> bytes:
        request = json.loads(line)
        answer: dict[str, Any] = {"jsonrpc": "2.0", "id": request["id"]}
        method = methods.get(request["method"])
        if method is None:
            answer["error"] = {"code": -32601, "message": "unknown method"}
        else:
            try:
                value = method(request["params"])
                answer["result"] = value if request["method"] == "describe" else {"value": value}
            except Exception as error:  # the mapping's functions may raise anything
                answer["error"] = _error(error)
        return json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode()

    return serve


def _error(error: Exception) -> dict[str, Any]:
    name, stage, code = (getattr(error, attribute, None) for attribute in ("error", "stage", "code"))
    if isinstance(name, str) and isinstance(stage, str):
        return {"code": -32000, "message": str(error), "data": {"error": name, "stage": stage}}
    return {"code": code if type(code) is int else -32603, "message": f"{type(error).__name__}: {error}"}


def main() -> None:
    """Serve until standard input ends."""
    # What the object prints must not end up among the answers.
    wire = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    serve = load(sys.argv[1])
    for line in sys.stdin.buffer:
        answer = serve(line.rstrip(b"\n"))
        if answer is not None:
            wire.write(answer + b"\n")
    close = getattr(serve, "close", None)
    if close is not None:
        close()


if __name__ == "__main__":
    main()
