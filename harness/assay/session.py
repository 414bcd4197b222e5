"""A running target that has said who it is."""

from __future__ import annotations

import contextlib
import time
from random import Random

from assay.answer import Error, attribute, envelope, read
from assay.codec import GarbledError, encode
from assay.describe import Describe, DescribeError, check, offer
from assay.judging import describe_error
from assay.suite import Suite
from assay.targets.base import BrokenError, Channel, Lost, Target

#: Seconds a target has to start and to answer `describe`, unless the user gives another number.
START_TIMEOUT = 30.0


class NoDescribeError(Exception):
    """There is no valid `describe`: nothing can be judged. `log` is the tail of standard error."""

    def __init__(self, detail: str, raw: bytes | None = None, log: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.raw = raw
        self.log = log


class Session:
    """An open channel, with the `describe` exchange that opened it (two lines)."""

    def __init__(self, channel: Channel, describe: Describe, request: bytes, answer: bytes) -> None:
        self.channel = channel
        self.describe = describe
        self.request = request
        self.answer = answer


def connect(target: Target, suite: Suite, rng: Random, timeout: float = START_TIMEOUT) -> Session:
    """Start the target and negotiate; raises NoDescribeError, having removed the target again."""
    try:
        channel = target.open()
    except BrokenError as broken:
        raise NoDescribeError(broken.detail) from None
    ident = rng.getrandbits(53)
    request = request_line(ident, "describe", encode(offer(suite)))
    raw: bytes | None = None
    try:
        raw = _first_answer(channel, ident, request, timeout)
        return Session(channel, check(_result(raw, ident), suite), request, raw)
    except (BrokenError, GarbledError, DescribeError) as error:
        channel.kill()
        if isinstance(error, BrokenError):
            raise NoDescribeError(
                f"before it answered describe, the target {error.detail}", error.raw, channel.log()
            ) from None
        raise NoDescribeError(str(error), raw, channel.log()) from None
    except BaseException:
        channel.kill()
        raise


def request_line(ident: int, method: str, params: bytes) -> bytes:
    """One request, without the line feed; `params` is JSON."""
    return b'{"jsonrpc":"2.0","id":%d,"method":%s,"params":%s}' % (ident, encode(method), params)


def with_world(params: bytes, world: int | None) -> bytes:
    """The parameters of a step: the name of the world is the harness's, and stands in no vector (PROTO-15)."""
    if world is None:
        return params
    return b'{"world":"%d"%s%s' % (world, b"" if params == b"{}" else b",", params[1:])


def _first_answer(channel: Channel, ident: int, request: bytes, timeout: float) -> bytes:
    channel.put([(ident, request)])
    deadline = time.monotonic() + timeout
    while (left := deadline - time.monotonic()) > 0:
        for arrival in channel.poll(left):
            if isinstance(arrival, Lost):
                raise BrokenError(arrival.kind, arrival.detail, arrival.raw)
            return arrival
    raise BrokenError("timed-out", f"was silent for {timeout:g} s")


def _result(line: bytes, ident: int) -> object:
    message = envelope(line)
    if attribute(line) != ident:
        raise GarbledError("the answer to describe carries another id than the request")
    if "error" in message:
        with contextlib.suppress(GarbledError):
            answer = read(line, ident)
            if isinstance(answer, Error):
                raise DescribeError(f"describe: {describe_error(answer)}: {answer.message:.200}")
        raise DescribeError("describe: an error that is none")
    return message["result"]
