"""The HTTP transport against real servers on loopback."""

from __future__ import annotations

import threading
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from toy_suite import ToySuite
from toy_tools import verdicts

from assay.battery.web import BAD_CERTIFICATE, BOMB, CERTIFICATE, RIGHT, Server
from assay.history import History
from assay.runner import Options, Run, run
from assay.targets.uri import parse

QUESTION = b'{"jsonrpc":"2.0","id":5,"method":"toy.sum","params":{"a":7,"b":100}}'
ANSWER = b'{"jsonrpc":"2.0","id":5,"result":{"value":107}}'


@contextmanager
def served(word: str = RIGHT) -> Iterator[str]:
    """A server of the battery, in this process."""
    server = Server(word)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(url: str, history: Path | None = None, **options: float) -> Run:
    return run(parse(url), ToySuite(), Options(seed="test", **options), History(history))  # type: ignore[arg-type]


def test_a_right_server_passes() -> None:
    with served() as url:
        outcome = ask(url)
    assert (outcome.exit, verdicts(outcome), outcome.tally.counts["passed"]) == (0, {}, 72)


def test_no_server_is_not_judged() -> None:
    with served() as url:
        pass
    assert ask(url).exit == 3


def test_credentials_are_not_recorded(tmp_path: Path) -> None:
    file = tmp_path / "history.ndjson"
    with served() as url:
        outcome = ask(url.replace("://", "://user:pass@") + "?api_token=abc&x=1", file)
    assert outcome.exit == 0
    assert outcome.header.target.endswith("/?api_token=***&x=1")
    text = file.read_text()
    assert "pass@" not in text
    assert "abc" not in text.replace("abababab", "")


def test_the_certificate_is_all_that_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    with served(BAD_CERTIFICATE) as url:
        assert ask(url).exit == 3
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert ask(url).exit == 0, "who trusts it has nothing to complain of"


def test_a_redirect_leads_to_the_right_answer() -> None:
    with served("http-redirect-on-7") as url:
        assert verdicts(ask(url)) == {"toy/sum/plain-7": "garbled"}
        assert ask(f"{url}elsewhere").exit == 0, "who follows it passes"


def test_the_bomb_is_a_bomb() -> None:
    with served("http-bomb-on-7") as url:
        request = urllib.request.Request(url, QUESTION)
        with urllib.request.urlopen(request) as response:
            packed = response.read()
    assert len(packed) < 1 << 21
    gzip = zlib.decompressobj(31)
    head = gzip.decompress(packed, len(ANSWER))
    size = len(head)
    while not gzip.eof:
        size += len(gzip.decompress(gzip.unconsumed_tail, 1 << 24))
    assert (head, size) == (ANSWER, len(ANSWER) + (BOMB << 20))


@pytest.mark.parametrize("window", [1, 16])
def test_a_second_response_costs_no_other_case(window: int) -> None:
    """It comes on the connection of another request, which is asked again on a new one."""
    with served("http-second-response-on-7") as url:
        outcome = ask(url, window=window)
    assert (verdicts(outcome), outcome.tally.counts["passed"]) == ({"toy/sum/plain-7": "garbled"}, 71)
