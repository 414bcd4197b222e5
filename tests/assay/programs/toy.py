"""A right implementation of the toy suite, and, by arguments, many wrong ones. Knows nothing of the harness."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Toy:
    """One line in, one out."""

    def __init__(self, *, add: int = 0) -> None:
        self.add = add
        self.salt = b"leaf"
        self.sort = False
        self.told = False
        self.features = ["toy.basic", "toy.root", "toy.strict"]
        self.limits = {"window": 16, "line": 65536, "deadline_ms": 10000}

    def close(self) -> None:
        pass

    def __call__(self, line: bytes) -> bytes | None:
        request = json.loads(line)
        return json.dumps({"jsonrpc": "2.0", "id": request["id"], **self.body(request)}, separators=(",", ":")).encode()

    def body(self, request: dict[str, Any]) -> dict[str, Any]:
        method = self.methods().get(request["method"])
        if method is None:
            return {"error": {"code": -32601, "message": "unknown method"}}
        try:
            return method(request["params"])
        except TypeError:
            return {"error": {"code": -32602, "message": "invalid params"}}

    def methods(self) -> dict[str, Callable[[Any], dict[str, Any]]]:
        return {
            "describe": lambda _: {"result": self.describe()},
            "toy.sum": self.sum,
            "toy.reverse": self.reverse,
            "toy.leaf": self.leaf_of,
            "toy.root": self.root,
        }

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

    def reverse(self, params: Any) -> dict[str, Any]:
        (text,) = self.shape(params, text=str)
        return {"result": {"value": text[::-1]}}

    def leaf_of(self, params: Any) -> dict[str, Any]:
        (text,) = self.shape(params, text=str)
        return {"result": {"value": self.leaf(text), "preimage": (self.salt + text.encode()).hex()}}

    def leaf(self, text: str) -> str:
        return hashlib.sha256(self.salt + text.encode()).hexdigest()

    def root(self, params: Any) -> dict[str, Any]:
        (texts,) = self.shape(params, texts=list)
        leaves = [bytes.fromhex(self.leaf(text)) for text in texts]
        if self.sort:
            leaves.sort()
        preimage = b"".join(len(part).to_bytes(8, "little") + part for part in [b"root", *leaves])
        return {"result": {"value": hashlib.sha256(preimage).hexdigest(), "preimage": preimage.hex()}}


Answer = bytes
#: What a mode writes: (toy, the right answer, how many requests came before) → bytes, line feeds included.
Mode = Callable[[Toy, bytes, int], Answer]
ON_7: dict[str, Mode] = {}
ALWAYS: dict[str, Mode] = {}
OTHERS = ("stay", "out-of-order", "farewell")
START: dict[str, Callable[[Toy], None]] = {}


def on_7(mode: Mode) -> Mode:
    """A mode that only misbehaves on the sum of 7 and 100."""
    ON_7[mode.__name__.replace("_", "-") + "-on-7"] = mode
    return mode


def always(mode: Mode) -> Mode:
    ALWAYS[mode.__name__.replace("_", "-")] = mode
    return mode


def at_start(mode: Callable[[Toy], None]) -> Callable[[Toy], None]:
    START[mode.__name__.replace("_", "-")] = mode
    return mode


def ident(good: bytes) -> bytes:
    return b"%d" % json.loads(good)["id"]


@on_7
def crash(_toy: Toy, good: bytes, _count: int) -> Answer:
    sys.stderr.write("about to crash\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.SIGSEGV)
    return good


@on_7
def hang(_toy: Toy, good: bytes, _count: int) -> Answer:
    time.sleep(3600)
    return good


@on_7
def half_a_line(_toy: Toy, good: bytes, _count: int) -> Answer:
    os.write(1, good[:10])
    os._exit(0)


@on_7
def drip(_toy: Toy, _good: bytes, _count: int) -> Answer:
    while True:
        os.write(1, b" ")
        time.sleep(0.01)


@on_7
def endless(_toy: Toy, _good: bytes, _count: int) -> Answer:
    while True:
        os.write(1, b"x" * 65536)


@on_7
def endless_lines(_toy: Toy, _good: bytes, _count: int) -> Answer:
    while True:
        os.write(1, b"{}\n" * 65536)


@on_7
def unknown_id(_toy: Toy, good: bytes, _count: int) -> Answer:
    return good.replace(ident(good), b"1") + b"\n"


@on_7
def text_id(_toy: Toy, good: bytes, _count: int) -> Answer:
    return good.replace(ident(good), b'"%s"' % ident(good)) + b"\n"


@on_7
def repeat(_toy: Toy, good: bytes, _count: int) -> Answer:
    return (good + b"\n") * 2


@on_7
def wrong(_toy: Toy, good: bytes, _count: int) -> Answer:
    return good.replace(b'"value":107', b'"value":108').replace(b'"sum":80', b'"sum":81') + b"\n"


@on_7
def flaky(toy: Toy, good: bytes, _count: int) -> Answer:
    toy.told, told = True, toy.told
    return good + b"\n" if told else wrong(toy, good, 0)


@always
def crash_always(_toy: Toy, _good: bytes, _count: int) -> Answer:
    os._exit(3)


@always
def crash_sometimes(_toy: Toy, good: bytes, count: int) -> Answer:
    if count == 40:
        os._exit(4)
    return good + b"\n"


@always
def accept_all(_toy: Toy, good: bytes, _count: int) -> Answer:
    accepted = b'{"jsonrpc":"2.0","id":%s,"result":{"value":256}}' % ident(good)
    return (accepted if b'"error"' in good else good) + b"\n"


@always
def wrong_reason(_toy: Toy, good: bytes, _count: int) -> Answer:
    return good.replace(b"OVERFLOW", b"TOO_BIG") + b"\n"


@always
def wrong_preimage(_toy: Toy, good: bytes, _count: int) -> Answer:
    return good.replace(b'"preimage":"', b'"preimage":"00') + b"\n"


@always
def spaces(_toy: Toy, good: bytes, _count: int) -> Answer:
    return good.replace(b":", b" : ").replace(b",", b" , ") + b"\n"


@always
def empty_wrong(_toy: Toy, good: bytes, _count: int) -> Answer:
    return good.replace(b'{"value":""}', b'{"value":"?"}') + b"\n"


@always
def wrong_value(_toy: Toy, good: bytes, _count: int) -> Answer:
    return good.replace(b'"value":"', b'"value":"?') + b"\n"


@always
def slow(_toy: Toy, good: bytes, _count: int) -> Answer:
    for byte in good + b"\n":
        os.write(1, bytes([byte]))
    return b""


@at_start
def salt(toy: Toy) -> None:
    toy.salt = b"LEAF"


@at_start
def sorted_leaves(toy: Toy) -> None:
    toy.sort = True


@at_start
def basic_only(toy: Toy) -> None:
    toy.features = ["toy.basic"]


@at_start
def unknown_feature(toy: Toy) -> None:
    toy.features = ["toy.basic", "toy.wings"]


@at_start
def no_features(toy: Toy) -> None:
    toy.features = []


@at_start
def early(_toy: Toy) -> None:
    os.write(1, b'{"jsonrpc":"2.0","id":1,"result":{"value":1}}\n')


@at_start
def noisy(_toy: Toy) -> None:
    for _ in range(100):
        os.write(2, b"noise\n" * 10_000)


@at_start
def exit_now(_toy: Toy) -> None:
    sys.exit("no licence found")


@at_start
def silent(_toy: Toy) -> None:
    time.sleep(3600)


@at_start
def ignore_sigterm(_toy: Toy) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def main(modes: list[str], kind: type[Toy] = Toy) -> None:
    """Serve, misbehaving in each of these ways."""
    toy = kind()
    for mode in modes:
        if not (mode in {**START, **ON_7, **ALWAYS} or mode in OTHERS or mode.startswith("say:")):
            sys.exit(f"no mode {mode!r}")
        START.get(mode, lambda _: None)(toy)
    if "stay" in modes:
        atexit.register(time.sleep, 3600)
    out, held = sys.stdout.buffer, []
    for count, line in enumerate(sys.stdin.buffer):
        good = toy(line)
        assert good is not None
        answer = good + b"\n"
        if b'"describe"' not in line:
            answer = misbehave(toy, line, good, count, modes)
        if "out-of-order" in modes and b'"describe"' not in line:
            held.append(answer)
            # The last of the 72 cases are answered at once, so that nothing is held for ever.
            if len(held) == 8 or count >= 64:
                out.writelines(reversed(held))
                held.clear()
        else:
            out.write(answer)
        out.flush()
    if "farewell" in modes:
        os.write(1, b"one more thing\n")


def misbehave(toy: Toy, line: bytes, good: bytes, count: int, modes: list[str]) -> Answer:
    params = json.loads(line)["params"]
    hit = params == {"a": 7, "b": 100} or (isinstance(params, dict) and params.get("number") == 77)
    for mode in modes:
        if hit and mode.startswith("say:"):
            said = mode[4:].encode().decode("unicode_escape").encode("latin-1")
            return said.replace(b"ID", ident(good)) + b"\n"
        table = ON_7 if hit and mode in ON_7 else ALWAYS
        if mode in table:
            return table[mode](toy, good, count)
    return good + b"\n"


def start(arguments: list[str]) -> list[str]:
    """The modes, after those that depend on earlier starts."""
    if arguments[:1] == ["marked"]:
        # Behaves as the second argument says at its first start, and as the third later; the first is a file.
        marker = Path(arguments[1])
        known = marker.exists()
        marker.touch()
        return arguments[3].split() if known else arguments[2].split()
    if arguments[:1] == ["grandchild"]:
        # A child in a session of its own, which outlives its parent and is known by a file that holds its number.
        code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(3600)"
        child = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
        Path(arguments[1]).write_text(str(child.pid))
        return arguments[2:]
    return arguments


if __name__ == "__main__":
    main(start(sys.argv[1:]))
