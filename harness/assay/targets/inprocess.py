"""An implementation in this process: for mutants and tests. A crash of it is one of ours only if the process dies."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from assay.suite import Handler
from assay.targets.base import BrokenError, Farewell, Lost


class InProcessTarget:
    """A factory of handlers, called by each `open`."""

    argv: tuple[str, ...] = ()

    def __init__(self, uri: str, factory: Callable[[], Handler]) -> None:
        self.uri = uri
        self._factory = factory

    def open(self) -> InProcessChannel:
        """A fresh handler."""
        return InProcessChannel(self._factory())


class InProcessChannel:
    """One handler; answers are computed when asked for, so that an exception falls on its own request."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._queue: deque[bytes] = deque()
        self._closed = False

    def put(self, requests: Sequence[tuple[int, bytes]]) -> None:
        """Queue requests."""
        self._queue.extend(line for _, line in requests)

    def poll(self, timeout: float) -> Sequence[bytes | Lost]:
        """Answer everything queued. There is no waiting: silence in this process lasts for ever."""
        lines: list[bytes | Lost] = []
        while self._queue:
            try:
                line = self._handler(self._queue[0])
            except BrokenError:
                if lines:
                    return lines
                raise
            except Exception as error:
                if lines:
                    return lines
                raise BrokenError("crashed", f"raised {type(error).__name__}: {error}") from error
            self._queue.popleft()
            if line is not None:
                # On a pipe a line feed would end the message (PROTO-1), and so it does here.
                lines.extend(line.split(b"\n"))
        if not lines:
            raise BrokenError("timed-out", "gave no answer")
        return lines

    def finish(self, grace: float) -> Farewell:
        """Close the handler."""
        self.kill()
        return Farewell(True, "")

    def kill(self) -> None:
        """Close the handler, once."""
        if not self._closed:
            self._closed = True
            self._handler.close()

    def log(self) -> str:
        """Nothing: there is no standard error of its own."""
        return ""
