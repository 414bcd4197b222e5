"""An HTTP(S) endpoint: each request one `POST`, the answer its response (PROTO-1).

The network is not the target: no redirects are followed, no compression is accepted (a small body could otherwise swell
without bound), and a body is read no further than the line cap. A server that sends more than one response to a request
has its connections closed: what comes next on them would be taken for the answers to other requests.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Sequence
from typing import Literal

import httpx

from assay.answer import attribute
from assay.codec import LINE_CAP
from assay.targets.base import BrokenError, Farewell, Lost

#: Seconds for a connection to be made.
CONNECT_TIMEOUT = 10.0
#: Threads: more than this many POSTs at a time help no target.
THREADS_CAP = 64
_HEADERS = {"content-type": "application/json", "accept": "application/json", "accept-encoding": "identity"}


class HttpTarget:
    """A URL; `uri` is the same without credentials."""

    argv: tuple[str, ...] = ()

    def __init__(self, uri: str, url: str) -> None:
        self.uri = uri
        self._url = url

    def open(self) -> HttpChannel:
        """A fresh connection pool."""
        return HttpChannel(self._url)


class HttpChannel:
    """Daemon threads that post; they are grown with the number of requests in flight."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = httpx.Client(
            headers=_HEADERS,
            follow_redirects=False,
            # The session's own clock decides when an answer is late; this one only frees the thread afterwards.
            timeout=httpx.Timeout(600.0, connect=CONNECT_TIMEOUT),
            limits=httpx.Limits(max_connections=THREADS_CAP, max_keepalive_connections=THREADS_CAP),
        )
        self._requests: queue.SimpleQueue[tuple[int, bytes] | None] = queue.SimpleQueue()
        self._arrivals: queue.SimpleQueue[bytes | Lost | BrokenError] = queue.SimpleQueue()
        self._broken: BrokenError | None = None
        self._threads: list[threading.Thread] = []
        self._waiting = 0
        self._closed = threading.Event()

    def put(self, requests: Sequence[tuple[int, bytes]]) -> None:
        """Hand requests to the threads."""
        self._waiting += len(requests)
        while len(self._threads) < min(self._waiting, THREADS_CAP):
            thread = threading.Thread(target=self._work, daemon=True, name="assay-http")
            self._threads.append(thread)
            thread.start()
        for request in requests:
            self._requests.put(request)

    def poll(self, timeout: float) -> Sequence[bytes | Lost]:
        """Bodies and losses; raises BrokenError when what came before it is taken."""
        if self._broken is not None:
            raise self._broken
        taken: list[bytes | Lost] = []
        try:
            self._take(taken, self._arrivals.get(timeout=max(0.0, timeout)))
            while self._broken is None:
                self._take(taken, self._arrivals.get_nowait())
        except queue.Empty:
            pass
        if self._broken is not None and not taken:
            raise self._broken
        self._waiting -= len(taken)
        return taken

    def _take(self, taken: list[bytes | Lost], arrival: bytes | Lost | BrokenError) -> None:
        if isinstance(arrival, BrokenError):
            self._broken = arrival
        else:
            taken.append(arrival)

    def finish(self, grace: float) -> Farewell:
        """Close the connections; a server stays."""
        self.kill()
        return Farewell(True, "")

    def kill(self) -> None:
        """Close the connections, also those that are waiting for an answer."""
        if self._closed.is_set():
            return
        self._closed.set()
        for _ in self._threads:
            self._requests.put(None)
        if self._waiting == 0:
            for thread in self._threads:
                thread.join(1.0)
        with contextlib.suppress(Exception):
            self._client.close()

    def log(self) -> str:
        """Nothing: a server's log is elsewhere."""
        return ""

    def _work(self) -> None:
        while (request := self._requests.get()) is not None and not self._closed.is_set():
            ident, line = request
            try:
                body = self._post(ident, line)
                self._arrivals.put(body)
                if isinstance(body, bytes) and b"%d" % ident not in body and attribute(body) not in (None, ident):
                    # Its own answer is still to come, under the next request: the connection is out of step.
                    detail = "a response to another request"
                    self._arrivals.put(BrokenError("garbled", detail, body[:1024], innocent=True))
            except httpx.RemoteProtocolError as error:
                self._arrivals.put(Lost(ident, _fault(error), f"{type(error).__name__}: {error}"))
            except Exception as error:
                if self._closed.is_set() and not isinstance(error, httpx.HTTPError):
                    return
                self._arrivals.put(Lost(ident, "unreachable", f"{type(error).__name__}: {error}"))

    def _post(self, ident: int, line: bytes) -> bytes | Lost:
        with self._client.stream("POST", self._url, content=line) as response:
            body = bytearray()
            for chunk in response.iter_raw():
                body += chunk
                if len(body) > LINE_CAP:
                    return Lost(ident, "garbled", f"a body over the cap of {LINE_CAP} bytes", bytes(body[:1024]))
                if self._closed.is_set():
                    raise BrokenError("unreachable", "closed")
        raw = bytes(body[:1024])
        if response.status_code != 200:
            return Lost(ident, "garbled", f"HTTP status {response.status_code}, not 200", raw)
        if response.headers.get("content-encoding", "identity") != "identity":
            return Lost(ident, "garbled", "a compressed body where none was accepted", raw)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            return Lost(ident, "garbled", f"content type {kind!r:.60}, not application/json", raw)
        return bytes(body)


def _fault(error: httpx.RemoteProtocolError) -> Literal["garbled", "unreachable"]:
    """Whose a broken response is: the network may end a connection; whatever else is no HTTP is the target's."""
    ended = "disconnected" in str(error) or "closed connection" in str(error)
    return "unreachable" if ended else "garbled"
