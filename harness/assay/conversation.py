"""One target, spoken to through as many sessions as it takes: single questions, second answers, and when to give up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from random import Random

from assay.answer import Answered, Ended, Outcome, attribute, envelope
from assay.codec import GarbledError, encode
from assay.describe import Describe
from assay.history import History, Kind
from assay.lookback import breached, ended, heard
from assay.play import Play
from assay.session import START_TIMEOUT, NoDescribeError, Session, connect, with_world
from assay.suite import Case, Question, Scenario, Suite
from assay.tally import Incident, Tally
from assay.targets.base import BrokenError, Lost, Target
from assay.units import Exchange, Unit

#: Restarts after which the target is given up: what is left is `not-run`.
CRASH_BUDGET = 20
#: Seconds a target has to leave when its input ends (PROTO-4).
LEAVE = 5.0
#: A request in flight: its case and unit, and its line.
Pending = tuple[Case, Unit, bytes]


class Conversation:
    """What a run has with its target, apart from the run itself."""

    def __init__(
        self,
        target: Target,
        suite: Suite,
        tally: Tally,
        history: History,
        *,
        seed: str,
        window: int | None = None,
        deadline: float | None = None,
        start_timeout: float = START_TIMEOUT,
        budget: int = CRASH_BUDGET,
        progress: Callable[[], None] = lambda: None,
    ) -> None:
        self._target = target
        self._suite = suite
        self._tally = tally
        self._history = history
        self._rng = Random(f"ids {seed}")
        self._window_cap = window
        self._deadline_cap = deadline
        self._start_timeout = start_timeout
        self._budget = budget
        self._progress = progress
        self._session: Session | None = None
        self._describe: Describe | None = None
        self._pending: dict[int, Pending] = {}
        self._recent: dict[int, Pending] = {}
        self._older: dict[int, Pending] = {}
        self._prefixes: dict[str, bytes] = {}
        #: Why no more is asked, once that is so.
        self.stopped: str | None = None
        self.interrupted = False
        #: True while an interruption may raise: nothing half-counted is on the way.
        self.waiting = False

    def negotiate(self) -> Session:
        """Start the target for the first time; raises NoDescribeError."""
        session = self._connect()
        self._describe = session.describe
        limits = session.describe.limits
        self._window = min(limits.window, self._window_cap or limits.window)
        self._deadline = min(limits.deadline_ms / 1000, self._deadline_cap or float("inf"))
        self._line = limits.line
        self._session = session
        return session

    def ask(self, question: Question, kind: Kind) -> Exchange | None:
        """Ask one question outside the run proper; None where nothing can be asked any more.

        Of a scenario it is the exchange that decides: the first that does not pass, or the last.
        """
        if self.stopped is not None:
            return None
        try:
            if isinstance(question, Scenario):
                return self._play_through(question, kind)
            return self._recorded(self._solo(question, kind), kind)
        except KeyboardInterrupt:
            self.interrupted = True
            self._stop("interrupted")
            return None

    def close(self) -> None:
        """Let the target leave by itself, and remove it where it does not."""
        session = self._session
        if session is None:
            return
        farewell = session.channel.finish(0.0 if self.stopped else LEAVE)
        self._session = None
        for line in farewell.lines[:1]:
            self._history.event("garbled", detail="a line after the last answer", raw=line[:4096])
            self._tally.incident(Incident("garbled", "a line after the last answer", False))
        if not farewell.clean and not self.stopped:
            # A verdict of its own is given by `assay smoke`; here it would turn a slow machine into a failure.
            self._history.event("farewell", detail=farewell.detail)

    def discard(self) -> None:
        """Kill the target, where one is left: an interruption takes no time for a farewell."""
        self._drop()

    def _recorded(self, exchange: Exchange, kind: Kind) -> Exchange:
        exchange.record = self._history.exchange(
            exchange.case.id, kind, exchange.request, exchange.outcome, exchange.log
        )
        return exchange

    def _play_through(self, scenario: Scenario, kind: Kind) -> Exchange:
        """A whole scenario with no other request in flight."""
        play = Play(scenario, Unit([scenario], 1))
        while True:
            exchange = self._recorded(self._solo_step(play, kind), kind)
            exchange.question = scenario
            if exchange.judged.verdict != "passed":
                return exchange
            if not play.advance(heard(exchange)):
                return breached(self._suite, scenario, play.heard) or exchange

    def _solo_step(self, play: Play, kind: Kind) -> Exchange:
        """The step a play is at, with no other request in flight; what came before it first, if its world is gone."""
        try:
            session = self._ensure()
        except BrokenError as broken:
            return Exchange(play.step, -1, None, Ended("unreachable", broken.detail))
        if play.session is not session:
            wanted = play.at
            play.enter(session)
            while play.at < wanted:
                exchange = self._solo(play.step, "replay", play.world)
                if exchange.judged.verdict != "passed":
                    return exchange
                self._recorded(exchange, "replay")
                play.advance(heard(exchange))
        return self._solo(play.step, kind, play.world)

    def _solo(self, case: Case, kind: Kind, world: int | None = None, *, again: bool = False) -> Exchange:
        """One request with no other in flight, in a session that may have to be started."""
        try:
            channel = self._ensure().channel
        except BrokenError as broken:
            return Exchange(case, -1, None, Ended("unreachable", broken.detail))
        ident, request = self._request(case, world)
        if len(request) > self._line:
            return Exchange(case, ident, None, Ended("harness-fault", "the request is longer than the target reads"))
        sent = time.monotonic()
        self.waiting = True
        try:
            channel.put([(ident, request)])
            while True:
                arrivals = channel.poll(sent + self._deadline - time.monotonic())
                if not arrivals:
                    self._check_silence(time.monotonic() - sent)
                outcome = self._solo_outcome(arrivals, ident)
                if outcome is not None:
                    self._recent[ident] = (case, Unit([case], 1), request)
                    return Exchange(case, ident, request, outcome)
        except BrokenError as broken:
            log = self._drop()
            if broken.innocent and world is None and not again:
                return self._solo(case, kind, again=True)
            if kind != "drill":
                self._spend()
            return Exchange(case, ident, request, Ended(broken.kind, broken.detail, broken.raw), log)
        finally:
            self.waiting = False

    def _solo_outcome(self, arrivals: Iterable[bytes | Lost], ident: int) -> Outcome | None:
        outcome: Outcome | None = None
        for arrival in arrivals:
            if isinstance(arrival, Lost):
                outcome = Ended(arrival.kind, arrival.detail, arrival.raw)
                continue
            found = attribute(arrival)
            if found == ident:
                if outcome is not None:
                    raise BrokenError("garbled", "was answered more than once", arrival[:4096])
                outcome = Answered(arrival)
            elif found is not None and (entry := self._recent.get(found) or self._older.get(found)) is not None:
                self._repeat(entry, arrival)
            else:
                raise BrokenError("garbled", why_odd(arrival, found), arrival[:4096])
        return outcome

    def _repeat(self, entry: Pending, line: bytes) -> None:
        """A second answer (PROTO-2): the case that had passed is garbled after all."""
        case, unit, request = entry
        outcome = Ended("garbled", "was answered more than once", line[:4096])
        exchange = Exchange(case, -1, request, outcome)
        self._recorded(exchange, "repeat")
        if (play := unit.play) is not None:
            exchange.question, unit = play.scenario, play.unit
        if any(other.question.id == exchange.question.id for other in unit.wrong or ()):
            return
        if play is not None and not play.over:
            self._end(play, exchange)
            self._spend()
            return
        finished = not unit.left
        if finished and unit.wrong is None and not self._tally.xfail:
            self._tally.retract(unit)
            unit.add(exchange)
            self._tally.finish([unit])
        elif finished:
            self._tally.incident(Incident("garbled", f"{case.id} was answered more than once", False))
        else:
            unit.add(exchange)
        self._spend()

    def _end(self, play: Play, exchange: Exchange) -> None:
        """The verdict on a scenario, given by an exchange that did not pass."""
        play.over = True
        exchange.question = play.scenario
        self._conclude(play.unit, ended(self._suite, exchange, [each.value for each in play.heard]))

    def _conclude(self, unit: Unit, exchange: Exchange) -> None:
        """The verdict on one question of a unit."""
        if exchange.judged.verdict != "passed":
            unit.add(exchange)
        unit.left -= 1
        if not unit.left:
            self._tally.finish([unit])

    def _request(self, case: Case, world: int | None = None) -> tuple[int, bytes]:
        ident = self._rng.getrandbits(53)
        prefix = self._prefixes.get(case.operation)
        if prefix is None:
            prefix = self._prefixes[case.operation] = b',"method":' + encode(case.operation) + b',"params":'
        params = encode(case.params)
        if world is not None:
            params = with_world(params, world)
        return ident, b'{"jsonrpc":"2.0","id":%d%s%s}' % (ident, prefix, params)

    def _check_silence(self, seconds: float) -> None:
        if seconds >= self._deadline:
            raise BrokenError("timed-out", f"gave no answer for {self._deadline:g} s")

    def _connect(self) -> Session:
        self.waiting = True
        try:
            return connect(self._target, self._suite, self._rng, self._start_timeout)
        finally:
            self.waiting = False

    def _ensure(self) -> Session:
        """The session, started again where it was lost; raises BrokenError and stops the run where that fails."""
        if self._session is None:
            try:
                session = self._connect()
            except NoDescribeError as error:
                self._stop(f"the target did not start again: {error.detail}")
                self._history.event("no-describe", detail=error.detail, raw=error.raw, log=error.log)
                self._tally.incident(Incident("unreachable", self.stopped or "", False, error.log))
                raise BrokenError("unreachable", error.detail) from None
            self._session = session
            self._history.event("respawn")
            if session.describe != self._describe:
                self._stop("started again, the target claims something else (PROTO-10)")
                self._history.event("claims-changed", detail=self.stopped, raw=session.answer)
                self._tally.incident(Incident("garbled", self.stopped or "", False))
                raise BrokenError("garbled", self.stopped or "")
        return self._session

    def _drop(self) -> str:
        """Kill the session; the tail of its standard error."""
        session = self._session
        if session is None:
            return ""
        # Forgotten only when it is dead: an interruption may come before every line.
        session.channel.kill()
        self._session = None
        return session.channel.log()

    def _spend(self) -> None:
        self._budget -= 1
        if self._budget <= 0:
            self._stop("the crash budget is spent")

    def _stop(self, why: str) -> None:
        if self.stopped is None:
            self.stopped = why
            self._history.event("stopped", detail=why)


def why_odd(line: bytes, ident: int | None) -> str:
    """What is wrong with a line that answers no request in flight."""
    try:
        envelope(line)
    except GarbledError as error:
        return str(error)
    return "an answer without a usable id" if ident is None else f"an answer to the id {ident}, which nobody asked"
