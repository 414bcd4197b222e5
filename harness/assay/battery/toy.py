"""A right implementation of the four operations. What misbehaves is made of it."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: The body of a JSON-RPC answer: `result` or `error`.
Body = dict[str, Any]


class Toy:
    """One line in, one out. Its attributes are what a behaviour may turn."""

    def __init__(self, *, add: int = 0) -> None:
        self.add = add
        self.salt = b"leaf"
        self.sort = False
        self.lacks: tuple[str, ...] = ()
        self.features = ["toy.basic", "toy.root", "toy.strict"]
        self.limits = {"window": 16, "line": 65536, "deadline_ms": 10000}
        #: What a behaviour remembers of the answers before.
        self.held: list[bytes] = []
        #: Where a behaviour remembers what was before this process, and names the children it leaves.
        self.scratch: Path | None = None

    def __call__(self, line: bytes) -> bytes:
        request = json.loads(line)
        return json.dumps({"jsonrpc": "2.0", "id": request["id"], **self.body(request)}, separators=(",", ":")).encode()

    def close(self) -> None:
        """Nothing is held."""

    def folder(self) -> Path:
        """The scratch folder; the program ends where none was given."""
        if self.scratch is None:
            sys.exit("this program needs --scratch FOLDER")
        return self.scratch

    def body(self, request: dict[str, Any]) -> Body:
        """The answer to a request, without its envelope."""
        method = self.methods().get(request["method"])
        if method is None or request["method"] in self.lacks:
            return {"error": {"code": -32601, "message": "unknown method"}}
        try:
            return method(request["params"])
        except TypeError:
            return {"error": {"code": -32602, "message": "invalid params"}}

    def methods(self) -> dict[str, Callable[[Any], Body]]:
        """Every method, by its name."""
        return {
            "describe": lambda _: {"result": self.describe()},
            "toy.sum": self.sum,
            "toy.reverse": self.reverse,
            "toy.leaf": self.leaf_of,
            "toy.root": self.root,
        }

    def describe(self) -> dict[str, Any]:
        """Who it is, and what it claims."""
        return {
            "name": "toy", "version": "1", "language": "python", "protocol_version": 1, "spec_version": "0.1",
            "features": self.features, "limits": self.limits,
        }  # fmt: skip

    def shape(self, params: Any, **types: type) -> list[Any]:
        """The parameters, in the order of `types`; raises TypeError where they are others."""
        if not isinstance(params, dict) or params.keys() != types.keys():
            raise TypeError
        if any(type(params[name]) is not kind for name, kind in types.items()):
            raise TypeError
        return [params[name] for name in types]

    def sum(self, params: Any) -> Body:
        """The sum of two numbers, which is at most 255."""
        a, b = self.shape(params, a=int, b=int)
        if a + b > 255:
            data = {"error": "OVERFLOW", "stage": "sum"}
            return {"error": {"code": -32000, "message": "too large", "data": data}}
        return {"result": {"value": a + b + self.add}}

    def reverse(self, params: Any) -> Body:
        """A text, its code points in reverse order."""
        (text,) = self.shape(params, text=str)
        return {"result": {"value": text[::-1]}}

    def leaf_of(self, params: Any) -> Body:
        """SHA-256 of the tag and a text, in hex, and what was hashed."""
        (text,) = self.shape(params, text=str)
        return {"result": {"value": self.leaf(text), "preimage": (self.salt + text.encode()).hex()}}

    def leaf(self, text: str) -> str:
        """The hash of one text."""
        return hashlib.sha256(self.salt + text.encode()).hexdigest()

    def root(self, params: Any) -> Body:
        """SHA-256 of the tag and the leaves of some texts, each part preceded by its length, 64 bits little-endian."""
        (texts,) = self.shape(params, texts=list)
        leaves = [bytes.fromhex(self.leaf(text)) for text in texts]
        if self.sort:
            leaves.sort()
        preimage = b"".join(len(part).to_bytes(8, "little") + part for part in [b"root", *leaves])
        return {"result": {"value": hashlib.sha256(preimage).hexdigest(), "preimage": preimage.hex()}}
