"""The HTTP transport against real servers on loopback."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from toy_suite import Toy, ToySuite
from toy_tools import verdicts

from assay.history import History
from assay.runner import Options, Run, run
from assay.targets.uri import parse

Respond = Callable[[BaseHTTPRequestHandler, bytes, bytes], None]


def well(handler: BaseHTTPRequestHandler, _request: bytes, answer: bytes) -> None:
    send(handler, answer)


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"content-type": "application/json", **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def served(respond: Respond) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["content-length"]))
            answer = Toy()(request)
            assert answer is not None
            hit = b'{"a":7,"b":100}' in request
            (respond if hit else well)(self, request, answer)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # a whole window may connect at once

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(url: str, history: Path | None = None, **options: float) -> Run:
    return run(parse(url), ToySuite(), Options(seed="test", **options), History(history))  # type: ignore[arg-type]


def test_a_right_server_passes() -> None:
    with served(well) as url:
        outcome = ask(url)
    assert (outcome.exit, verdicts(outcome), outcome.tally.counts["passed"]) == (0, {}, 72)


@pytest.mark.parametrize(
    ("respond", "verdict", "reason"),
    [
        (lambda h, _, a: send(h, a, 500), "garbled", "HTTP status 500"),
        (lambda h, _, a: send(h, a, 302, location="/elsewhere"), "garbled", "HTTP status 302"),
        (lambda h, _, a: send(h, a, content_type="text/html"), "garbled", "content type"),
        (lambda h, _, a: send(h, gzip.compress(a), content_encoding="gzip"), "garbled", "compressed"),
        (lambda h, _, _a: send(h, b"<html>"), "garbled", "not JSON"),
        (lambda h, _, _a: send(h, b"x" * (17 * 1024 * 1024)), "garbled", "over the cap"),
        (lambda h, _, a: send(h, a.replace(b'"value":107', b'"value":108')), "failed", "another value"),
        (lambda h, _, _a: h.wfile.close(), "unreachable", ""),
    ],
)
def test_a_bad_response_costs_one_case(respond: Respond, verdict: str, reason: str) -> None:
    with served(respond) as url:
        outcome = ask(url)
    assert verdicts(outcome) == {"toy/sum/plain-7": verdict}
    assert reason in outcome.tally.results[0].reason


def test_a_response_that_never_comes_costs_one_case() -> None:
    free = threading.Event()
    with served(lambda *_: free.wait(30) and None) as url:  # type: ignore[func-returns-value]
        try:
            outcome = ask(url, deadline=0.4)
        finally:
            free.set()
    assert verdicts(outcome) == {"toy/sum/plain-7": "timed-out"}


def test_no_server_is_not_judged() -> None:
    with served(well) as url:
        pass
    assert ask(url).exit == 3


def test_credentials_are_not_recorded(tmp_path: Path) -> None:
    file = tmp_path / "history.ndjson"
    with served(well) as url:
        outcome = ask(url.replace("://", "://user:pass@") + "?api_token=abc&x=1", file)
    assert outcome.exit == 0
    assert outcome.header.target.endswith("/?api_token=***&x=1")
    text = file.read_text()
    assert "pass@" not in text
    assert "abc" not in text.replace("abababab", "")
