"""The toy, which does something forbidden when it is asked for the sum of 7 and 100, and answers wrong if it may."""

from __future__ import annotations

import http.server
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from battery.toy import Toy


def writes() -> bool:
    """Leave a file anywhere but in memory."""
    for folder in ("/", "/etc", "/var/tmp", "/programs", str(Path.home())):
        try:
            Path(folder, "left-behind").write_text("here")
        except OSError:
            continue
        Path(folder, "left-behind").unlink()
        return True
    return False


def connects() -> bool:
    """Find a way out: any interface but the loopback, or a route to a public address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return len(socket.if_nameindex()) > 1
    return True


def forks() -> bool:
    """Have 400 children at a time."""
    children = []
    try:
        for _ in range(400):
            child = os.fork()
            if child == 0:
                os.read(GATE[0], 1)
                os._exit(0)
            children.append(child)
    except OSError:
        return False
    finally:
        os.write(GATE[1], b"x" * len(children))
        for child in children:
            os.waitpid(child, 0)
    return True


def is_root() -> bool:
    """Be root, or become it."""
    try:
        os.setuid(0)
    except OSError:
        return False
    return True


def is_capable() -> bool:
    """Hold a capability, or be able to gain one."""
    status = dict(line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":\t" in line)
    return any(int(status[name], 16) for name in ("CapPrm", "CapEff", "CapBnd")) or status["NoNewPrivs"] != "1"


def hoards() -> bool:
    """Take a gibibyte, and use it."""
    held = bytearray(1 << 30)
    held[:: 1 << 12] = b"x" * len(held[:: 1 << 12])
    return True


GATE = os.pipe()
DEEDS: dict[str, Callable[[], bool]] = {
    deed.__name__.replace("_", "-"): deed for deed in (writes, connects, forks, is_root, is_capable, hoards)
}


class Server(http.server.BaseHTTPRequestHandler):
    """The toy over HTTP."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        line = self.rfile.read(int(self.headers["content-length"]))
        if "crash" in sys.argv and json.loads(line)["params"] == {"a": 7, "b": 100}:
            os._exit(3)
        body = Toy()(line)
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(deed: str) -> None:
    if deed == "serve":
        http.server.ThreadingHTTPServer(("0.0.0.0", 8080), Server).serve_forever()
    toy = Toy()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if request["params"] == {"a": 7, "b": 100}:
            toy.add = int(DEEDS[deed]())
        sys.stdout.buffer.write(toy(line) + b"\n")
        sys.stdout.buffer.flush()
        toy.add = 0


if __name__ == "__main__":
    main(sys.argv[1])
