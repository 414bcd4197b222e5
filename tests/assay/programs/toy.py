"""A right implementation of the toy suite, and, by arguments, many wrong ones. Knows nothing of the harness."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

FEATURES = ["toy.basic", "toy.root", "toy.strict"]


class Toy:
    """One line in, one out."""

    def __init__(
        self, *, add: int = 0, salt: bytes = b"leaf", sort: bool = False, features: list[str] | None = None
    ) -> None:
        self.add = add
        self.salt = salt
        self.sort = sort
        self.features = FEATURES if features is None else features
        self.limits = {"window": 16, "line": 65536, "deadline_ms": 10000}

    def close(self) -> None:
        pass

    def __call__(self, line: bytes) -> bytes | None:
        request = json.loads(line)
        return json.dumps({"jsonrpc": "2.0", "id": request["id"], **self.body(request)}, separators=(",", ":")).encode()

    def body(self, request: dict[str, Any]) -> dict[str, Any]:
        method, params = request["method"], request["params"]
        if method == "describe":
            return {"result": self.describe()}
        try:
            if method == "toy.sum":
                return self.sum(params)
            if method == "toy.reverse":
                (text,) = self.shape(params, text=str)
                return {"result": {"value": text[::-1]}}
            if method == "toy.leaf":
                (text,) = self.shape(params, text=str)
                return {"result": {"value": self.leaf(text), "preimage": (self.salt + text.encode()).hex()}}
            if method == "toy.root":
                (texts,) = self.shape(params, texts=list)
                return {"result": self.root(texts)}
        except TypeError:
            return {"error": {"code": -32602, "message": "invalid params"}}
        return {"error": {"code": -32601, "message": "unknown method"}}

    def describe(self) -> dict[str, Any]:
        return {
            "name": "toy", "version": "1", "language": "python", "protocol_version": 1, "spec_version": "0.1",
            "features": self.features, "limits": self.limits,
        }  # fmt: skip

    def shape(self, params: Any, **types: type) -> list[Any]:
        if not isinstance(params, dict) or params.keys() != types.keys():
            raise TypeError
        if any(type(params[name]) is not kind for name, kind in types.items()):
            raise TypeError
        return [params[name] for name in types]

    def sum(self, params: Any) -> dict[str, Any]:
        a, b = self.shape(params, a=int, b=int)
        if a + b > 255:
            data = {"error": "OVERFLOW", "stage": "sum"}
            return {"error": {"code": -32000, "message": "too large", "data": data}}
        return {"result": {"value": a + b + self.add}}

    def leaf(self, text: str) -> str:
        return hashlib.sha256(self.salt + text.encode()).hexdigest()

    def root(self, texts: list[str]) -> dict[str, Any]:
        leaves = [bytes.fromhex(self.leaf(text)) for text in texts]
        if self.sort:
            leaves.sort()
        preimage = b"".join(len(part).to_bytes(8, "little") + part for part in [b"root", *leaves])
        return {"value": hashlib.sha256(preimage).hexdigest(), "preimage": preimage.hex()}


def respond(toy: Toy, line: bytes, count: int, mode: str) -> bytes | None:
    """The bytes a mode writes for a request, line feeds included; None ends the program."""
    request = json.loads(line)
    good = toy(line)
    assert good is not None
    if request["method"] == "describe":
        if mode == "extra-describe":
            return good[:-2] + b',"motto":"hello"}}\n'
        return good + b"\n"
    hit = request["params"] == {"a": 7, "b": 100}
    ident = b"%d" % request["id"]
    match mode:
        case "crash-on-7" if hit:
            print("about to crash", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGSEGV)
        case "crash-always":
            os._exit(3)
        case "crash-sometimes" if count == 40:
            os._exit(4)
        case "hang-on-7" if hit:
            time.sleep(3600)
        case "half-a-line" if hit:
            sys.stdout.buffer.write(good[:10])
            sys.stdout.buffer.flush()
            os._exit(0)
        case "drip-on-7" if hit:
            while True:
                os.write(1, b" ")
                time.sleep(0.01)
        case "endless-on-7" if hit:
            while True:
                os.write(1, b"x" * 65536)
        case "endless-lines-on-7" if hit:
            while True:
                os.write(1, b"{}\n" * 65536)
        case "unknown-id-on-7" if hit:
            return good.replace(ident, b"1") + b"\n"
        case "repeat-on-7" if hit:
            return (good + b"\n") * 2
        case "text-id-on-7" if hit:
            return good.replace(ident, b'"' + ident + b'"') + b"\n"
        case "wrong-on-7" if hit:
            return good.replace(b"107", b"108") + b"\n"
        case "flaky" if hit and not hasattr(toy, "told"):
            toy.told = True  # type: ignore[attr-defined]
            return good.replace(b"107", b"108") + b"\n"
        case _ if mode.startswith("say:") and hit:
            return mode[4:].encode().decode("unicode_escape").encode("latin-1").replace(b"ID", ident) + b"\n"
        case "accepts-all":
            if b'"error"' in good:
                return b'{"jsonrpc":"2.0","id":%s,"result":{"value":256}}\n' % ident
        case "wrong-reason":
            return good.replace(b"OVERFLOW", b"TOO_BIG") + b"\n"
        case "wrong-preimage":
            return good.replace(b'"preimage":"', b'"preimage":"00') + b"\n"
        case "spaces":
            return good.replace(b":", b" : ").replace(b",", b" , ") + b"\n"
        case "empty-wrong":
            return good.replace(b'{"value":""}', b'{"value":"?"}') + b"\n"
    return good + b"\n"


def main() -> None:
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    toy = Toy()
    prepare(toy, mode)
    out, held = sys.stdout.buffer, []
    for count, line in enumerate(sys.stdin.buffer):
        answer = respond(toy, line, count, mode)
        assert answer is not None
        if mode == "out-of-order" and b"describe" not in line:
            held.append(answer)
            if len(held) < 8 and count < 64:
                continue
            out.writelines(reversed(held))
            held.clear()
        else:
            out.write(answer)
        out.flush()
    if mode == "farewell":
        out.write(b"one more thing\n")
        out.flush()


def prepare(toy: Toy, mode: str) -> None:
    if mode == "ignore-sigterm-hang-on-7":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    match mode:
        case "salt":
            toy.salt = b"LEAF"
        case "sorted":
            toy.sort = True
        case "basic-only":
            toy.features = ["toy.basic"]
        case "unknown-feature":
            toy.features = ["toy.basic", "toy.wings"]
        case "twice":
            toy.features = ["toy.basic", "toy.basic"]
        case "unordered":
            toy.features = ["toy.root", "toy.basic"]
        case "no-features":
            toy.features = []
        case "window-0":
            toy.limits["window"] = 0
        case "window-true":
            toy.limits["window"] = True
        case "early":
            sys.stdout.write('{"jsonrpc":"2.0","id":1,"result":{"value":1}}\n')
            sys.stdout.flush()
        case "noisy":
            sys.stderr.write("noise\n" * 200_000)
            sys.stderr.flush()
        case "exit-now":
            sys.exit("no licence found")
        case "deaf":
            # Writes a lot before it reads anything.
            os.write(2, b"z" * 1_000_000)


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "marked":
        # Behaves as argv[3] at its first start, and as argv[4] once the file argv[2] is there.
        marker, first, later = sys.argv[2:5]
        sys.argv[1:] = [later if os.path.exists(marker) else first]
        open(marker, "a").close()
    if len(sys.argv) > 2 and sys.argv[1] == "grandchild":
        # A child in a session of its own, which outlives its parent and notes its number.
        pid_file, then = sys.argv[2:4]
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"], start_new_session=True)
        with open(pid_file, "w") as file:
            file.write(str(child.pid))
        sys.argv[1:] = [then]
    main()
