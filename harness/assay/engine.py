"""The loop that asks: one thread, a window of requests in flight, and a plan for every way a target can misbehave.

A crash, a hang or a line that cannot be attributed ends the session. All requests in flight are then suspects; each is
asked again alone in a fresh session, so that the misbehaviour costs the one case that causes it.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from assay.answer import Answered, Ended, attribute
from assay.codec import encode, quick
from assay.conversation import Conversation, Pending, why_odd
from assay.history import Kind
from assay.judging import passes, plainly_passes, replayed
from assay.lookback import Heard, breached, heard
from assay.play import Play
from assay.suite import Case, Question, Scenario, Value
from assay.tally import Incident
from assay.targets.base import BrokenError, Lost
from assay.units import Exchange, Unit

#: Answered ids remembered, so that a second answer is laid at the right door.
_RECENT = 2048
#: How a line begins whose author writes it as we would.
_HEAD = b'{"jsonrpc":"2.0","id":'
_HEAD_SIZE = len(_HEAD)
#: Ids are below 2⁵³: a longer number is none of ours.
_ID_DIGITS = 17
#: Seconds that may go into making requests while others wait to be sent: fresh cases take their time.
_MAKING = 0.2
#: Requests made between two looks at the clock.
_BATCH = 16


class Engine(Conversation):
    """One run against one target.

    Of a scenario one step is in flight at a time; other worlds and other cases fill the window meanwhile.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        #: Scenarios whose next step may be asked.
        self._ready: deque[Play] = deque()

    def run(self, units: Iterable[Unit]) -> Iterator[tuple[Question, Unit]]:
        """Ask all cases; returns what was not come to where the run was stopped."""
        source = ((case, unit) for unit in units for case in unit.cases)
        try:
            while self.stopped is None:
                try:
                    self._pump(source)
                    break
                except BrokenError as broken:
                    if self.stopped is None:
                        self._recover(broken)
        except KeyboardInterrupt:
            self.interrupted = True
        if self.interrupted:
            self._stop("interrupted")
        return source

    def abandon(self, source: Iterator[tuple[Question, Unit]]) -> None:
        """Note everything in flight, and left in `source`, as not run."""
        outcome = Ended("not-run", self.stopped or "")
        in_flight = [(case, unit) for case, unit, _ in self._pending.values()]
        in_flight += [(play.step, Unit([play.step], 1, None, play)) for play in self._ready if not play.over]
        self._pending.clear()
        self._ready.clear()
        for case, unit in in_flight:
            self._settle(case, unit, Exchange(case, -1, None, outcome), "case")
        for question, unit in source:
            case = question.steps[0] if isinstance(question, Scenario) else question
            self._conclude(unit, Exchange(case, -1, None, outcome, question=question))

    def _pump(self, source: Iterator[tuple[Question, Unit]]) -> None:
        channel = self._ensure().channel
        pending, window = self._pending, self._window
        arrivals: Sequence[bytes | Lost] = ()
        exhausted = False
        #: Seconds of listening since the last answer: what the harness does meanwhile is not the target's time.
        silence = 0.0
        while not self.interrupted and self.stopped is None:
            # Refilling at half the window makes few large writes of many small ones; doing it before the arrivals are
            # judged keeps the target busy meanwhile.
            in_flight = len(pending) - len(arrivals)
            if (self._ready or not exhausted) and in_flight <= window // 2:
                if not pending:
                    silence = 0.0
                exhausted = not self._fill(source, window - in_flight)
            if arrivals:
                self._judge(arrivals)
                self._history.settle()
                self._progress()
            if pending:
                began = time.monotonic()
                self.waiting = True
                arrivals = channel.poll(self._deadline - silence)
                self.waiting = False
                silence = 0.0 if arrivals else silence + time.monotonic() - began
                self._check_silence(silence)
            elif exhausted and not self._ready:
                return
            else:
                arrivals = ()

    def _fill(self, source: Iterator[tuple[Question, Unit]], room: int) -> bool:
        """Send as many requests as there is room and time for; False when the source has no more."""
        pending, new_request = self._pending, self._request
        out: list[tuple[int, bytes]] = []
        more = True
        until = time.monotonic() + _MAKING
        while room and self._ready:
            room -= self._send_step(self._ready.popleft(), out)
        while room and more and time.monotonic() < until:
            batch = min(room, _BATCH)
            room -= batch
            taken = 0
            for case, unit in islice(source, batch):
                taken += 1
                if isinstance(case, Scenario):
                    self._send_step(Play(case, unit), out)
                    continue
                ident, request = new_request(case)
                if len(request) > self._line:
                    self._too_long(case, unit)
                    continue
                pending[ident] = (case, unit, request)
                out.append((ident, request))
            more = taken == batch
        if out and self._session is not None:
            self._session.channel.put(out)
        return more

    def _send_step(self, play: Play, out: list[tuple[int, bytes]]) -> bool:
        """Queue the next step of a scenario; False where there is none to send."""
        session = self._session
        if play.over or session is None:
            return False
        if play.session is not session:
            play.enter(session)
        step = play.step
        unit = Unit([step], 1, None, play)
        ident, request = self._request(step, play.world)
        if len(request) > self._line:
            self._too_long(step, unit)
            return False
        self._pending[ident] = (step, unit, request)
        out.append((ident, request))
        return True

    def _judge(self, arrivals: Sequence[bytes | Lost]) -> None:  # noqa: PLR0912 - a call a line costs what it saves
        """The hot path: an answer in canonical form that is right. Everything else goes elsewhere."""
        pending, recent, history = self._pending, self._recent, self._history
        finish, recording = self._tally.finish, history.on
        passed: list[Unit] = []
        # Most targets answer in order, and then the oldest request needs no id to be read.
        in_order = True
        for line in arrivals:
            if type(line) is bytes and line.startswith(_HEAD):
                number = next(iter(pending), -1) if in_order else _ident(line)
                entry = pending.get(number)
                if in_order and not (entry is not None and plainly_passes(entry[0], number, line)):
                    in_order = False
                    number = _ident(line)
                    entry = pending.get(number)
                if entry is not None and (in_order or plainly_passes(entry[0], number, line)):
                    del pending[number]
                    recent[number] = entry
                    case, unit, request = entry
                    if unit.play is not None:
                        self._plain_step(case, unit.play, request, line)
                        continue
                    if recording:
                        history.passed(encode(case.id), request, line)
                    unit.left -= 1
                    if not unit.left:
                        passed.append(unit)
                    continue
            message = quick(line) if isinstance(line, bytes) else None
            ident = message.get("id") if type(message) is dict else None
            entry = pending.pop(ident, None) if type(ident) is int else None
            if entry is None or type(ident) is not int or not isinstance(line, bytes):
                # It may concern a unit that has just passed, or end the session: the books have to be up to date.
                finish(passed)
                passed.clear()
                self._odd(line)
                continue
            recent[ident] = entry
            case, unit, request = entry
            if unit.play is None and passes(case, message):
                if recording:
                    history.passed(encode(case.id), request, line)
                unit.left -= 1
                if not unit.left:
                    passed.append(unit)
            else:
                self._settle(case, unit, Exchange(case, ident, request, Answered(line)), "case")
        finish(passed)
        if len(recent) > _RECENT:
            self._older, self._recent = recent, {}

    def _odd(self, arrival: bytes | Lost) -> None:
        """An arrival that `quick` does not read or that nobody waits for; raises BrokenError where it has no owner."""
        if isinstance(arrival, Lost):
            entry = self._pending.pop(arrival.ident, None)
            if entry is not None:
                case, unit, request = entry
                outcome = Ended(arrival.kind, arrival.detail, arrival.raw)
                self._settle(case, unit, Exchange(case, arrival.ident, request, outcome), "case")
                self._spend()
            return
        ident = attribute(arrival)
        if ident is not None and (entry := self._pending.pop(ident, None)) is not None:
            case, unit, request = entry
            self._recent[ident] = entry
            self._settle(case, unit, Exchange(case, ident, request, Answered(arrival)), "case")
        elif ident is not None and (entry := self._recent.get(ident) or self._older.get(ident)) is not None:
            self._repeat(entry, arrival)
        else:
            raise BrokenError("garbled", why_odd(arrival, ident), arrival[:4096])

    def _plain_step(self, case: Case, play: Play, request: bytes, line: bytes) -> None:
        """A step whose answer is right, in canonical form."""
        if self._history.on:
            if play.again:
                self._history.exchange(case.id, "replay", request, Answered(line))
            else:
                self._history.passed(encode(case.id), request, line)
        value = case.expect.value if isinstance(case.expect, Value) else None
        self._next(play, Heard(request, line, value, self._history.last))

    def _next(self, play: Play, step: Heard) -> None:
        """On to the step after one that passed; after the last, a look back at all of them."""
        if play.over:
            return
        if play.advance(step):
            self._ready.append(play)
            return
        if (wrong := breached(self._suite, play.scenario, play.heard)) is not None:
            self._conclude(play.unit, wrong)
            return
        play.unit.left -= 1
        if not play.unit.left:
            self._tally.finish([play.unit])

    def _recover(self, broken: BrokenError) -> None:
        self.waiting = False
        suspects = [entry for entry in self._pending.items() if entry[1][1].play is None or not entry[1][1].play.over]
        self._pending.clear()
        log = self._drop()
        named = [] if broken.innocent else [entry[0].id for _, entry in suspects]
        self._history.event(broken.kind, detail=broken.detail, suspects=named, log=log, raw=broken.raw)
        if len(suspects) == 1 and not broken.innocent:
            ident, (case, unit, request) = suspects[0]
            outcome = Ended(broken.kind, broken.detail, broken.raw)
            self._settle(case, unit, Exchange(case, ident, request, outcome, log), "case")
            self._spend()
            explained = True
        else:
            explained = self._try_alone([entry for _, entry in suspects]) and not broken.innocent
        if not explained:
            self._spend()
        self._tally.incident(Incident(broken.kind, broken.detail, explained, log))

    def _try_alone(self, suspects: list[Pending]) -> bool:
        """Ask each suspect alone; whether one of them did it."""
        explained = False
        left = deque(suspects)
        try:
            while left and not self.interrupted and self.stopped is None:
                case, unit, _ = left[0]
                exchange = self._solo(case, "alone") if unit.play is None else self._solo_step(unit.play, "alone")
                left.popleft()
                explained |= isinstance(exchange.outcome, Ended)
                self._settle(exchange.case, unit, exchange, "alone")
        finally:
            # What was not asked again is still in flight as far as the end of the run is concerned.
            self._pending.update({-1 - n: entry for n, entry in enumerate(left)})
        return explained

    def _settle(self, case: Case, unit: Unit, exchange: Exchange, kind: Kind) -> None:
        play: Play | None = unit.play
        if play is not None and play.over:
            return
        again = play is not None and play.again
        if exchange.judged.verdict != "not-run":
            kind = "replay" if again else kind
            exchange.record = self._history.exchange(case.id, kind, exchange.request, exchange.outcome, exchange.log)
        if play is None:
            self._conclude(unit, exchange)
        elif exchange.judged.verdict == "passed":
            self._next(play, heard(exchange))
        else:
            if again:
                exchange.judged = replayed(exchange.judged)
            self._end(play, exchange)

    def _too_long(self, case: Case, unit: Unit) -> None:
        outcome = Ended("harness-fault", "the request is longer than the target reads")
        self._settle(case, unit, Exchange(case, -1, None, outcome), "case")


def _ident(line: bytes) -> int:
    """The id of a line that begins as we would write it; -1 where it has none of ours."""
    digits = line[_HEAD_SIZE : line.find(b",", _HEAD_SIZE)]
    return int(digits) if digits.isdigit() and len(digits) < _ID_DIGITS else -1
