"""A container that reads requests from standard input and writes answers to standard output: `docker:IMAGE`.

The engine passes the three streams through one socket. What comes out of it is in frames, each with a head that says
which stream it belongs to; a read takes as many frames as there are.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
from collections.abc import Sequence

from assay.targets.base import BrokenError, Lost
from assay.targets.container import Image, confined, connect, ending, new_name, plainly, remove, sweep, unbroken
from assay.targets.lines import Lines, Tail
from assay.targets.streams import StreamChannel

_CHUNK = 1 << 18
_BUFFER = 1 << 20
_HEAD = 8
_STDOUT = 1


class DockerTarget:
    """An image, of which each `open` starts a new container."""

    def __init__(self, uri: str, image: Image, shown: Sequence[str]) -> None:
        self.uri = uri
        self.argv = tuple(shown)
        self._image = image
        self._swept = False

    def open(self) -> AttachedChannel:
        """Start a container; the first time, remove those that killed harnesses left. Raises BrokenError."""
        swept, self._swept = self._swept, True
        return AttachedChannel(self._image, clean=not swept)


class AttachedChannel(StreamChannel):
    """One running container."""

    def __init__(self, image: Image, *, clean: bool = False) -> None:
        super().__init__()
        self._client = connect()
        self._name = new_name()
        self._image = image
        self._gone = False
        try:
            if clean:
                sweep(self._client)
            self._socket = unbroken(self._start, lambda: remove(self._client, self._name))
        except BaseException:
            self._client.close()
            raise
        self._socket.setblocking(False)
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        self._poller = select.poll()
        self._poller.register(self._socket, select.POLLIN)
        self._rest = b""
        self._lines = Lines()
        self._tail = Tail()
        self._known_end: tuple[int, str] | None = None

    def poll(self, timeout: float) -> Sequence[bytes | Lost]:
        """Complete lines; keeps standard error and writes queued requests on the way."""
        if not self._output_open:
            raise BrokenError("crashed", self._epitaph())
        lines: list[bytes] = []
        for _, event in self._poller.poll(max(0, int(timeout * 1000) + 1)):
            if event & select.POLLOUT:
                self._write()
            if event & ~select.POLLOUT:
                self._read(lines)
        return lines

    def kill(self) -> None:
        """Kill and remove the container, and with it every process in it."""
        if self._gone:
            return
        self._gone = True
        with contextlib.suppress(BrokenError, OSError):
            # What it wrote to standard error last may still be on the way.
            if self._output_open and self._poller.poll(0):
                self._read([])
        self._input_open = self._output_open = False
        # Shut before it is removed: an engine that is still passing on what nobody reads does not come to remove it.
        # Closing is not enough, for the SDK holds the same connection.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        remove(self._client, self._name)
        self._client.close()

    def log(self) -> str:
        """The tail of standard error, undecodable bytes replaced."""
        return self._tail.text()

    def _start(self) -> socket.socket:
        with plainly():
            given = confined(self._client, self._image)
            self._client.containers.create(
                self._image.name, list(self._image.command) or None, name=self._name, stdin_open=True, **given
            )
            # Attached before it starts, so that nothing it says is lost.
            streams = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
            attached = self._client.api.attach_socket(self._name, params=streams)
            found = getattr(attached, "_sock", attached)
            if not isinstance(found, socket.socket) or isinstance(found, ssl.SSLSocket):
                raise BrokenError("unreachable", "docker: targets need an engine behind a plain socket, not TLS or SSH")
            # The file that the SDK wraps it in would close it when it is collected.
            mine = found.dup()
            attached.close()
            try:
                self._client.api.start(self._name)
            except BaseException:
                mine.close()
                raise
            return mine

    def _write(self) -> None:
        try:
            while self._queue:
                del self._queue[: self._socket.send(self._queue[:_BUFFER])]
        except BlockingIOError:
            pass
        except OSError:
            # It reads no more; whether it still answers is for standard output to show.
            self._queue.clear()
        if bool(self._queue) != self._writing:
            self._watch(writing=not self._writing)

    def _watch(self, *, writing: bool) -> None:
        self._writing = writing
        if self._output_open:
            self._poller.modify(self._socket, select.POLLIN | (select.POLLOUT if writing else 0))

    def _read(self, lines: list[bytes]) -> None:
        try:
            chunk = self._socket.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self._output_open = False
            self._poller.unregister(self._socket)
            if not lines:
                raise BrokenError("crashed", self._epitaph())
            return
        answers = self._frames(chunk)
        if answers:
            self._lines.feed(answers, lines)

    def _frames(self, chunk: bytes) -> bytes:
        """What the whole frames hold of standard output; standard error goes to the tail."""
        if self._rest:
            chunk = self._rest + chunk
        answers: list[bytes] = []
        at, size = 0, len(chunk)
        while size - at >= _HEAD:
            end = at + _HEAD + int.from_bytes(chunk[at + 4 : at + _HEAD], "big")
            if end > size:
                break
            if chunk[at] == _STDOUT:
                answers.append(chunk[at + _HEAD : end])
            else:
                self._tail.feed(chunk[at + _HEAD : end])
            at = end
        self._rest = chunk[at:]
        return b"".join(answers)

    def _close_input(self) -> None:
        if self._input_open:
            self._input_open = False
            self._queue.clear()
            self._watch(writing=False)
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_WR)

    def _ended(self, seconds: float) -> tuple[int, str] | None:
        # Asked once: where the container is gone, the engine knows no more.
        self._known_end = self._known_end or ending(self._client, self._name, seconds)
        return self._known_end

    def _epitaph(self) -> str:
        ended = self._ended(1.0)
        if ended is None:
            return "closed its standard output without exiting"
        return ended[1] + (" in the middle of a line" if self._lines.cut else "")
