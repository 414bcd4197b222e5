"""A child process that reads requests from standard input and writes answers to standard output.

Nothing here blocks on the target: its three streams are non-blocking, so a target that writes without reading, or reads
without writing, only loses its own time. What is held of it is bounded by the line cap and the window.
"""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import subprocess
from collections.abc import Sequence

from assay.interruption import undisturbed
from assay.targets.base import BrokenError, Lost
from assay.targets.lines import Lines, Tail
from assay.targets.streams import StreamChannel
from assay.targets.tree import TOKEN, adopt_orphans, kill_tree

#: Seconds between SIGTERM and SIGKILL.
TERM_GRACE = 0.5
_CHUNK = 1 << 18
#: Linux F_SETPIPE_SZ: a wider pipe lets a whole window pass without a context switch.
_F_SETPIPE_SZ = 1031
_PIPE_BYTES = 1 << 20


class StdioTarget:
    """A command, started anew by each `open`."""

    def __init__(self, uri: str, argv: Sequence[str], *, secret: Sequence[str] | None = None) -> None:
        self.uri = uri
        self.argv = tuple(argv)
        self._command = tuple(secret if secret is not None else argv)

    def open(self) -> StdioChannel:
        """Start the process; raises BrokenError where the system cannot."""
        return StdioChannel(self._command)


class StdioChannel(StreamChannel):
    """One running process."""

    def __init__(self, command: Sequence[str]) -> None:
        super().__init__()
        adopt_orphans()
        self._token = secrets.token_hex(16)
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,
                env={**os.environ, TOKEN: self._token},
            )
        except (OSError, ValueError) as error:
            raise BrokenError("unreachable", f"cannot start {command[0]!r}: {error}") from None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._in = self._process.stdin.fileno()
        self._out = self._process.stdout.fileno()
        self._err = self._process.stderr.fileno()
        for descriptor in (self._in, self._out, self._err):
            os.set_blocking(descriptor, False)
        for descriptor in (self._in, self._out):
            _widen(descriptor)
        self._poller = select.poll()
        self._poller.register(self._out, select.POLLIN)
        self._poller.register(self._err, select.POLLIN)
        self._lines = Lines()
        self._tail = Tail()
        self._gone = False
        # A grandchild may hold the pipes open when the target itself is gone, so its end is watched too.
        self._leader = _watch(self._process.pid)
        if self._leader is not None:
            self._poller.register(self._leader, select.POLLIN)
        self._leader_gone = False

    def poll(self, timeout: float) -> Sequence[bytes | Lost]:
        """Complete lines; reads standard error and writes queued requests on the way."""
        if not self._output_open:
            raise BrokenError("crashed", self._epitaph())
        lines: list[bytes] = []
        readable = False
        for descriptor, _ in self._poller.poll(0 if self._leader_gone else max(0, int(timeout * 1000) + 1)):
            if descriptor == self._out:
                readable = True
                self._read(lines)
            elif descriptor == self._err:
                self._read_log()
            elif descriptor == self._leader:
                self._leader_gone = True
                self._poller.unregister(descriptor)
            else:
                self._write()
        if self._leader_gone and not readable:
            self._output_open = False
            raise BrokenError("crashed", self._epitaph())
        return lines

    def kill(self) -> None:
        """End the whole tree and close the pipes."""
        if self._gone:
            return
        with undisturbed():
            self._gone = True
            self._close_input()
            kill_tree(self._process.pid, self._token, TERM_GRACE, reaped=self._process.poll() is not None)
            self._process.wait()
        with contextlib.suppress(OSError):
            self._read_log()
        if self._leader is not None:
            os.close(self._leader)
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()
        self._output_open = False

    def log(self) -> str:
        """The tail of standard error, undecodable bytes replaced."""
        return self._tail.text()

    def _write(self) -> None:
        try:
            while self._queue:
                del self._queue[: os.write(self._in, self._queue[:_PIPE_BYTES])]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            # It reads no more; whether it still answers is for standard output to show.
            self._close_input()
            return
        if bool(self._queue) != self._writing:
            self._writing = not self._writing
            if self._writing:
                self._poller.register(self._in, select.POLLOUT)
            else:
                self._poller.unregister(self._in)

    def _read(self, lines: list[bytes]) -> None:
        try:
            chunk = os.read(self._out, _CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            self._output_open = False
            self._poller.unregister(self._out)
            if not lines:
                raise BrokenError("crashed", self._epitaph())
            return
        self._lines.feed(chunk, lines)

    def _read_log(self) -> None:
        try:
            chunk = os.read(self._err, 1 << 16)
        except BlockingIOError:
            return
        if not chunk:
            with contextlib.suppress(KeyError):
                self._poller.unregister(self._err)
            return
        self._tail.feed(chunk)

    def _close_input(self) -> None:
        if self._input_open:
            self._input_open = False
            if self._writing:
                self._poller.unregister(self._in)
                self._writing = False
            self._queue.clear()
            assert self._process.stdin is not None
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _wait(self, seconds: float) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def _ended(self, seconds: float) -> tuple[int, str] | None:
        status = self._wait(seconds)
        return None if status is None else (status, _status(status))

    def _epitaph(self) -> str:
        with contextlib.suppress(OSError, ValueError):
            self._read_log()
        status = self._wait(1.0)
        if status is None:
            return "closed its standard output without exiting"
        cut = " in the middle of a line" if self._lines.cut else ""
        return _status(status) + cut


def _status(status: int) -> str:
    if status >= 0:
        return f"exited with status {status}"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"


def _watch(pid: int) -> int | None:
    """A descriptor that becomes readable when the process ends; None where the system has no such thing."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def _widen(descriptor: int) -> None:
    import fcntl

    with contextlib.suppress(OSError):
        fcntl.fcntl(descriptor, _F_SETPIPE_SZ, _PIPE_BYTES)
