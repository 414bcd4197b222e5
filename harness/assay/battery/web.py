"""Programs over HTTP: each request one POST. They listen on a port of their own and print its URL."""

from __future__ import annotations

import json
import ssl
import sys
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .answers import wrong
from .behaviours import hit
from .processes import FOR_EVER
from .toy import Toy

#: A certificate that nobody signed, and its key, which is no secret.
CERTIFICATE = Path(__file__).with_name("self-signed.pem")
#: How much the bomb swells to, in MiB.
BOMB = 1 << 10

#: What is done at the one question: (the request's handler, the right answer).
Respond = Callable[[BaseHTTPRequestHandler, bytes], None]
RESPONSES: dict[str, Respond] = {}


def on_7(respond: Respond) -> Respond:
    """A response that is given to the sum of 7 and 100 alone."""
    RESPONSES[f"http-{respond.__name__.replace('_', '-')}-on-7"] = respond
    return respond


def well(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """The right response."""
    send(handler, answer)


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """A response with these headers, underscores for hyphens; its length is the body's unless one is given."""
    handler.send_response(status)
    told = {"content-type": "application/json", "content-length": str(len(body))}
    for name, value in {**told, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


@on_7
def stall(_handler: BaseHTTPRequestHandler, _answer: bytes) -> None:
    """No response."""
    time.sleep(FOR_EVER)


@on_7
def stall_inside(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """Half a body."""
    send(handler, answer[:10], content_length=str(len(answer)))
    time.sleep(FOR_EVER)


@on_7
def drip(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """The right body, a byte a second."""
    send(handler, b"", content_length=str(len(answer)))
    for byte in answer:
        time.sleep(1)
        handler.wfile.write(bytes([byte]))


@on_7
def hang_up(handler: BaseHTTPRequestHandler, _answer: bytes) -> None:
    """A closed connection."""
    handler.close_connection = True


@on_7
def redirect(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """A redirect to where the answer is right."""
    if handler.path == "/elsewhere":
        well(handler, answer)
    else:
        send(handler, b"", 307, location="/elsewhere")


@on_7
def redirect_loop(handler: BaseHTTPRequestHandler, _answer: bytes) -> None:
    """A redirect to itself."""
    send(handler, b"", 307, location=handler.path)


@on_7
def bomb(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """The right answer and a gibibyte of spaces, compressed to a mebibyte."""
    spaces = b" " * (1 << 20)
    gzip = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = gzip.compress(answer) + gzip.flush(zlib.Z_FULL_FLUSH)
    block = gzip.compress(spaces) + gzip.flush(zlib.Z_FULL_FLUSH)
    crc = zlib.crc32(answer)
    for _ in range(BOMB):
        crc = zlib.crc32(spaces, crc)
    size = (len(answer) + (BOMB << 20)) & 0xFFFFFFFF
    tail = gzip.flush() + crc.to_bytes(4, "little") + size.to_bytes(4, "little")
    packed = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + head + block * BOMB + tail
    send(handler, packed, content_encoding="gzip")


@on_7
def endless(handler: BaseHTTPRequestHandler, _answer: bytes) -> None:
    """A body without end, in chunks."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"10000\r\n" + b" " * 65536 + b"\r\n")


@on_7
def endless_headers(handler: BaseHTTPRequestHandler, _answer: bytes) -> None:
    """Headers without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"x-noise: noise\r\n" * 4096)


@on_7
def length_too_long(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """A length that is more than what comes."""
    send(handler, answer, content_length=str(len(answer) + 10))
    handler.close_connection = True


@on_7
def length_too_short(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """A length that is less than what comes."""
    send(handler, answer, content_length=str(len(answer) - 10))


@on_7
def second_response(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """The right response, and behind it another that nobody asked for."""
    well(handler, answer)
    send(handler, wrong(Toy(), answer, 0))


@on_7
def status_500(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """The right body under the status of a failure."""
    send(handler, answer, 500)


@on_7
def content_type(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """The right body as HTML."""
    send(handler, answer, content_type="text/html")


@on_7
def page(handler: BaseHTTPRequestHandler, _answer: bytes) -> None:
    """A page for people."""
    send(handler, b"<html>")


@on_7
def no_http(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """The answer without any HTTP around it."""
    handler.wfile.write(answer + b"\r\n\r\n")
    handler.close_connection = True


@on_7
def wrong_value(handler: BaseHTTPRequestHandler, answer: bytes) -> None:
    """Another value."""
    send(handler, wrong(Toy(), answer, 0))


#: What is shown from the start on.
RIGHT, BAD_CERTIFICATE = "http-right", "http-bad-certificate"


def known(word: str) -> bool:
    """Whether a word is a program over HTTP."""
    return word in RESPONSES or word in (RIGHT, BAD_CERTIFICATE)


class Server(ThreadingHTTPServer):
    """A server that misbehaves in one way. `url` is where."""

    daemon_threads = True
    request_queue_size = 128  # a whole window may connect at once

    def __init__(self, word: str, host: str = "127.0.0.1", port: int = 0) -> None:
        self.respond = RESPONSES.get(word, well)
        super().__init__((host, port), Handler)
        scheme = "http"
        if word == BAD_CERTIFICATE:
            scheme = "https"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            # The handshake is left to the request's own thread: a client that stalls in it holds up nobody else.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"{scheme}://{host}:{self.server_address[1]}/"

    def handle_error(self, *_: object) -> None:
        """Nothing: a client may hang up."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        """Answer, rightly but for the one question."""
        request = self.rfile.read(int(self.headers["content-length"]))
        answer = Toy()(request)
        (self.server.respond if hit(json.loads(request)["params"]) else well)(self, answer)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def serve(word: str, host: str, port: int) -> None:
    """Listen and answer until it is ended; the URL is the first line of standard output."""
    server = Server(word, host, port)
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    server.serve_forever()
