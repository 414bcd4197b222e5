"""Checking an adapter before it is judged: whether it speaks the protocol at all.

Verdicts are for `assay run`. Here a wrong value is fine as long as it has the right shape.
"""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import time
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any, Literal

import msgspec

from assay.answer import Result, attribute, read
from assay.codec import GarbledError, encode
from assay.describe import SCHEMA, closure
from assay.judging import METHOD_NOT_FOUND
from assay.session import NoDescribeError, Session, connect, request_line
from assay.suite import INVALID_PARAMS, Case, Scenario, Suite, Value
from assay.targets.base import BrokenError, Lost, Target

#: Seconds to leave after the end of standard input (PROTO-4).
LEAVE = 5.0
Status = Literal["ok", "broken", "note"]


class Finding(msgspec.Struct, frozen=True):
    """One thing that was tried. Only `broken` counts against the adapter."""

    what: str
    status: Status
    detail: str = ""


class _BadError(Exception):
    pass


def smoke(target: Target, suite: Suite, seed: str, start_timeout: float) -> Iterator[Finding]:
    """Findings as they come; after one that ends the session there are no more."""
    rng = Random(seed)
    try:
        session = connect(target, suite, rng, start_timeout)
    except NoDescribeError as error:
        yield Finding("starts and answers describe", "broken", error.detail)
        return
    yield Finding("starts and answers describe", "ok", session.describe.title)
    probe = _Probe(session, suite, rng)
    try:
        for what, check in probe.checks():
            yield _try(what, check)
        farewell = session.channel.finish(LEAVE)
        yield Finding("leaves when standard input ends", "ok" if farewell.clean else "broken", farewell.detail)
    except BrokenError as broken:
        yield Finding("stays alive", "broken", f"the target {broken.detail}")
    finally:
        session.channel.kill()


def _try(what: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(what, "ok", check())
    except (_BadError, GarbledError) as error:
        return Finding(what, "broken", str(error))


class _Probe:
    """A session and the questions put to it."""

    def __init__(self, session: Session, suite: Suite, rng: Random) -> None:
        self._session = session
        self._suite = suite
        self._rng = rng
        self._deadline = session.describe.limits.deadline_ms / 1000
        self._window = session.describe.limits.window
        claimed = closure(session.describe.features, suite.features())
        self._kept: list[bytes] = []
        self._samples: dict[str, Case] = {}
        for case in suite.cases():
            if isinstance(case, Scenario):
                continue
            known = self._samples.get(case.operation)
            better = known is None or (isinstance(case.expect, Value) and not isinstance(known.expect, Value))
            if better and claimed.issuperset(case.features):
                self._samples[case.operation] = case

    def checks(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """What is tried, in order: (what, how)."""
        yield "describe has the published shape", self._describe
        yield "an unknown method is -32601", self._unknown_method
        for operation, case in sorted(self._samples.items()):
            yield f"{operation} answers in the right shape", partial(self._shape, case)
            yield f"{operation} refuses ill-shaped parameters with -32602", partial(self._ill, case)
        if self._samples:
            yield "the same question has the same answer", self._same
            yield f"{self._window} requests at a time are all answered", self._pipelined

    def _describe(self) -> str:
        import jsonschema

        result = msgspec.json.decode(self._session.answer)["result"]
        errors = [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(result)]
        if errors:
            raise _BadError(errors[0])
        return f"features: {', '.join(result['features']) or 'none'}"

    def _unknown_method(self) -> str:
        return self._expect_code("assay.no-such-method", {}, METHOD_NOT_FOUND)

    def _ill(self, case: Case) -> str:
        members = case.params if isinstance(case.params, dict) else {}
        tries: list[Any] = [[], {**members, "assay-no-such-member": 1}]
        for params in tries:
            self._expect_code(case.operation, params, INVALID_PARAMS)
        return "an array, and a member too many"

    def _expect_code(self, method: str, params: Any, code: int) -> str:
        answer = read(*self._ask(method, params))
        if isinstance(answer, Result):
            raise _BadError(f"answered a result to {encode(params).decode()[:200]}")
        if answer.code != code:
            raise _BadError(f"error {answer.code}, not {code}, to {encode(params).decode()[:200]}")
        return ""

    def _shape(self, case: Case) -> str:
        answer = read(*self._ask(case.operation, case.params))
        if not isinstance(case.expect, Value):
            return f"{case.id} (no accepted case to try)"
        if not isinstance(answer, Result):
            raise _BadError(f"{case.id}: error {answer.code} {answer.message:.200}")
        schema = self._suite.schema(case.operation)
        if schema is not None and "result" in schema:
            import jsonschema

            body = {"value": answer.value} | ({"preimage": answer.preimage} if answer.preimage is not None else {})
            for error in jsonschema.Draft202012Validator(schema["result"]).iter_errors(body):
                raise _BadError(f"{case.id}: {error.message:.300} at {error.json_path}")
        return case.id

    def _same(self) -> str:
        for case in self._samples.values():
            first, second = (read(*self._ask(case.operation, case.params)) for _ in range(2))
            if first != second:
                raise _BadError(f"{case.id}: two answers to one question")
        return ""

    def _pipelined(self) -> str:
        samples = list(self._samples.values())
        requests = [self._request(samples[n % len(samples)]) for n in range(self._window)]
        waiting = {ident for ident, _ in requests}
        self._session.channel.put(requests)
        order: list[int] = []
        while waiting:
            ident = attribute(line := self._next(f"{len(waiting)} of {len(requests)} requests have no answer"))
            if ident not in waiting:
                raise _BadError(f"an answer that nobody waits for: {line[:200]!r}")
            waiting.remove(ident)
            order.append(ident)
        return "in order" if order == [ident for ident, _ in requests] else "in another order, which is allowed"

    def _request(self, case: Case) -> tuple[int, bytes]:
        ident = self._rng.getrandbits(53)
        return ident, request_line(ident, case.operation, encode(case.params))

    def _ask(self, method: str, params: Any) -> tuple[bytes, int]:
        ident = self._rng.getrandbits(53)
        self._session.channel.put([(ident, request_line(ident, method, encode(params)))])
        return self._next(f"no answer to {method}"), ident

    def _next(self, silence: str) -> bytes:
        """The next line. Lines beyond it are kept for the next call."""
        deadline = time.monotonic() + self._deadline
        while not self._kept:
            left = deadline - time.monotonic()
            if left <= 0:
                raise BrokenError("timed-out", f"{silence} within {self._deadline:g} s")
            for arrival in self._session.channel.poll(left):
                if isinstance(arrival, Lost):
                    raise _BadError(arrival.detail)
                self._kept.append(arrival)
        return self._kept.pop(0)
