"""Streams put together again: lines out of chunks, and the tail of a log."""

from __future__ import annotations

from collections import deque

from assay.codec import LINE_CAP
from assay.targets.base import BrokenError

#: Bytes of standard error kept for the report.
LOG_CAP = 64 * 1024


class Lines:
    """Chunks in, complete lines out; holds no more than one line under the cap and one chunk."""

    def __init__(self) -> None:
        self._partial: list[bytes] = []
        self._size = 0

    @property
    def cut(self) -> bool:
        """Whether a line has begun and not ended."""
        return self._size > 0

    def feed(self, chunk: bytes, lines: list[bytes]) -> None:
        """Append to `lines` those that end in `chunk`; raises BrokenError at the cap."""
        head, *rest = chunk.split(b"\n")
        self._partial.append(head)
        self._size += len(head)
        if rest:
            lines.append(b"".join(self._partial))
            lines.extend(rest[:-1])
            self._partial = [rest[-1]]
            self._size = len(rest[-1])
        if self._size > LINE_CAP:
            raise BrokenError("garbled", f"a line over the cap of {LINE_CAP} bytes", b"".join(self._partial)[:1024])


class Tail:
    """The last part of a stream."""

    def __init__(self) -> None:
        self._chunks: deque[bytes] = deque()
        self._size = 0

    def feed(self, chunk: bytes) -> None:
        """Append, and forget what is over the cap."""
        self._chunks.append(chunk)
        self._size += len(chunk)
        while self._size > LOG_CAP and len(self._chunks) > 1:
            self._size -= len(self._chunks.popleft())

    def text(self) -> str:
        """What is kept, undecodable bytes replaced."""
        return b"".join(self._chunks).decode("utf-8", "replace")
