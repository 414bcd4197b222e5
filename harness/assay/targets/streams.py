"""What a channel over standard input and output does, be it the pipes of a process or the socket of a container."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Sequence

from assay.targets.base import BrokenError, Farewell, Lost

#: Lines after the last answer that are read before the target is taken to go on for ever.
_SURPLUS = 1000


class StreamChannel(ABC):
    """Requests queue up in `_queue` until `_write` can send them; the output is read by `poll`."""

    def __init__(self) -> None:
        self._queue = bytearray()
        self._input_open = True
        self._output_open = True
        self._writing = False

    def put(self, requests: Sequence[tuple[int, bytes]]) -> None:
        """Queue requests and write what is taken at once."""
        if self._input_open:
            self._queue += b"\n".join([line for _, line in requests])
            self._queue += b"\n"
            self._write()

    def finish(self, grace: float) -> Farewell:
        """End the input and wait for exit status 0 (PROTO-4)."""
        self._close_input()
        deadline = time.monotonic() + grace
        lines: list[bytes] = []
        try:
            while self._output_open and time.monotonic() < deadline and len(lines) <= _SURPLUS:
                lines.extend(line for line in self.poll(0.05) if isinstance(line, bytes))
        except BrokenError:
            # That it ended is what was waited for; how it ended is asked next.
            pass
        ended = self._ended(max(0.0, deadline - time.monotonic()))
        self.kill()
        if ended is None:
            return Farewell(False, f"still running {grace:g} s after its standard input ended", tuple(lines))
        status, words = ended
        return Farewell(status == 0, "" if status == 0 else words, tuple(lines))

    @abstractmethod
    def poll(self, timeout: float) -> Sequence[bytes | Lost]:
        """Complete lines; keeps standard error and writes queued requests on the way."""

    @abstractmethod
    def kill(self) -> None:
        """Remove the target, with everything it started."""

    @abstractmethod
    def _write(self) -> None:
        """Send of the queue what is taken at once."""

    @abstractmethod
    def _close_input(self) -> None:
        """End the input, once."""

    @abstractmethod
    def _ended(self, seconds: float) -> tuple[int, str] | None:
        """The exit status and how it reads; None where the target still runs after `seconds`."""
