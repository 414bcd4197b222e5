"""What the tests of the kit share: real child programs on pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Start = Callable[..., "Session"]

TOY = """
import sys
from assay_kit import Adapter, IllShaped, Refused
from assay_kit.shapes import text, u64

adapter = Adapter("toy", "1.2.3", "python", features=["toy.b", "toy.a"], window=7, deadline_ms=1234)

@adapter.operation("toy.echo")
def echo(params):
    return {"value": params}

@adapter.operation("toy.add", word=text, number=u64)
def add(word, number):
    return {"value": f"{word}{number + 1}"}

@adapter.operation("toy.refuse")
def refuse(params):
    raise Refused("NameEmpty", "validate", "a plain word")

@adapter.operation("toy.ill")
def ill(params):
    raise IllShaped("no such shape")

@adapter.operation("toy.crash")
def crash(params):
    raise KeyError("the dog ate it")

adapter.serve()
"""

DESCRIBE = {"protocol_versions": [1], "spec_versions": ["0.1"], "harness": {"name": "test", "version": "0"}}


class Session:
    """A child program, asked line by line."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._log = (folder / "stderr").open("w+b")
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, env=dict(os.environ)
        )

    def send(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def line(self, line: bytes) -> dict[str, Any]:
        """The answer to one line."""
        self.send(line + b"\n")
        return self.receive()

    def ask(self, method: str, params: Any, ident: Any = 1) -> dict[str, Any]:
        """The answer to one request."""
        request = {"jsonrpc": "2.0", "id": ident, "method": method, "params": params}
        return self.line(json.dumps(request).encode())

    def end(self) -> int:
        """Close its standard input; its exit status."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(timeout=30)

    def log(self) -> str:
        """What it wrote on standard error."""
        self._log.seek(0)
        return self._log.read().decode()

    def close(self) -> None:
        """End it, if it still runs."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=30)
        self._log.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a program: the toy, another source, or a command."""
    sessions: list[Session] = []

    def start(source: str = TOY, command: list[str] | None = None) -> Session:
        program = tmp_path / "program.py"
        program.write_text(textwrap.dedent(source), "utf-8")
        sessions.append(Session(command or [sys.executable, str(program)], tmp_path))
        return sessions[-1]

    yield start
    for session in sessions:
        session.close()


@pytest.fixture
def toy(start: Start) -> Session:
    return start()
