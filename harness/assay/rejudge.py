"""Judging a history again, offline: the same functions over the bytes that were recorded.

Nothing of the first judgement is used. What is expected comes from the suite as it is now, which must be the suite that
was asked: its digests are compared first.
"""

from __future__ import annotations

from array import array
from hashlib import blake2b
from math import inf
from pathlib import Path
from typing import Any

import msgspec

from assay.answer import Ended
from assay.codec import encode, sorted_json
from assay.describe import closure
from assay.drill import Drill
from assay.history import Header, HistoryError, Record, records
from assay.judging import replayed
from assay.lookback import Heard, breached, ended, heard
from assay.release import digest, late
from assay.runner import EXPLAINED, Run, ask_claimed, conclude, explain, settle_again
from assay.selection import units
from assay.suite import Case, Question, Scenario, Suite
from assay.tally import KEPT, Incident, Tally
from assay.units import Exchange, Unit
from assay.verdict import COULD_NOT_JUDGE

#: Events that are breaches of the protocol, whoever is to blame.
_BREACHES = frozenset({"crashed", "timed-out", "garbled", "unreachable", "no-describe", "claims-changed"})


class _Question(msgspec.Struct, frozen=True):
    method: str
    params: msgspec.Raw


class _Recorded:
    """A history, indexed by what each line is for. Lines stay in the file until they are wanted: memory stays small."""

    def __init__(self, path: Path, suite: Suite) -> None:
        self._suite = suite
        self.header: Header | None = None
        self.finished = False
        self.interrupted = False
        self.stopped: str | None = None
        #: Case → number of the line, counted from 1, by kind of asking.
        self.first: dict[str, int] = {}
        self.again: dict[str, int] = {}
        self.repeats: dict[str, int] = {}
        self.replays: dict[str, list[int]] = {}
        self.breaches: list[Record] = []
        self.ended: set[str] = set()
        self._drills: dict[bytes, int] = {}
        self._starts = array("Q")
        self._decode = msgspec.json.Decoder(Record).decode
        for start, record in records(path):
            self._starts.append(start)
            self._add(record)
        self._file = path.open("rb")

    def exchange(self, case: Case, number: int) -> Exchange:
        """The exchange that a line records."""
        self._file.seek(self._starts[number - 1])
        record = self._decode(self._file.readline())
        exchange = Exchange(case, record.ident(), bytes(record.request) or None, record.outcome(), record.log)
        exchange.record = number
        return exchange

    def asked(self, question: Question) -> Exchange | None:
        """How the first asking ended; None where the run did not come to it."""
        if isinstance(question, Scenario):
            return self._played(question)
        number = self.first.get(question.id)
        exchange = None if number is None else self.exchange(question, number)
        repeat = self.repeats.get(question.id)
        if repeat is not None and exchange is not None and exchange.judged.verdict == "passed":
            return self.exchange(question, repeat)
        return exchange

    def asked_again(self, question: Question) -> Exchange | None:
        """How the second asking of a failure ended, if there was one."""
        steps = question.steps if isinstance(question, Scenario) else (question,)
        last: Exchange | None = None
        said: list[Heard] = []
        for step in steps:
            number = self.again.get(step.id)
            if number is None:
                return last if last is not None and last.judged.verdict != "passed" else None
            last = self.exchange(step, number)
            last.question = question
            if last.judged.verdict != "passed":
                return last
            said.append(heard(last))
        return (isinstance(question, Scenario) and breached(self._suite, question, said)) or last

    def _played(self, scenario: Scenario) -> Exchange | None:
        """The exchange that decided a scenario: of those that did not pass, the one that came first."""
        wrong: list[Exchange] = []
        last: Exchange | None = None
        for step in scenario.steps:
            numbers = [*self.replays.get(step.id, ()), *filter(None, [self.repeats.get(step.id)])]
            for number in numbers:
                again = self.exchange(step, number)
                if again.judged.verdict != "passed":
                    if number != self.repeats.get(step.id):
                        again.judged = replayed(again.judged)
                    wrong.append(again)
            first = self.first.get(step.id)
            if first is None:
                last = None
                break
            last = self.exchange(step, first)
            if last.judged.verdict != "passed":
                wrong.append(last)
                break
        decided = min(wrong, key=lambda exchange: exchange.record, default=last)
        if decided is None:
            return None
        decided.question = scenario
        if decided.judged.verdict == "passed":
            return breached(self._suite, scenario, [*self._heard(scenario, decided), heard(decided)]) or decided
        return ended(self._suite, decided, [each.value for each in self._heard(scenario, decided)])

    def _heard(self, scenario: Scenario, last: Exchange) -> list[Heard]:
        """The steps before an exchange, as the world in which it took place answered them: each time the latest."""
        found: list[Heard] = []
        for step in scenario.steps:
            if step.id == last.case.id:
                break
            numbers = (*self.replays.get(step.id, ()), *filter(None, [self.first.get(step.id)]))
            before = [number for number in numbers if number < last.record]
            if before:
                found.append(heard(self.exchange(step, max(before))))
        return found

    def drilled(self, case: Case) -> Exchange | None:
        """What was answered to a part."""
        number = self._drills.get(_digest(case.operation, case.params))
        return None if number is None else self.exchange(case, number)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _add(self, record: Record) -> None:
        if record.header is not None:
            self.header = record.header
        elif record.footer is not None:
            self.finished = True
            self.interrupted = record.footer.interrupted
        elif record.event is not None:
            if record.event in _BREACHES:
                self.breaches.append(record)
            elif record.event == "stopped":
                self.stopped = record.detail
        elif record.case is not None:
            self._exchange(record, record.case, len(self._starts))

    def _exchange(self, record: Record, case: str, number: int) -> None:
        if record.kind == "drill":
            if request := bytes(record.request):
                question = msgspec.json.decode(request, type=_Question)
                self._drills[_digest(question.method, msgspec.json.decode(question.params))] = number
        elif record.kind == "again":
            self.again[case] = number
        elif record.kind == "repeat":
            self.repeats[case] = number
        elif record.kind == "replay":
            self.replays.setdefault(case, []).append(number)
            if record.end is not None:
                self.ended.add(case)
        else:
            self.first[case] = number
            if record.end is not None:
                self.ended.add(case)


def _digest(method: str, params: Any) -> bytes:
    # Parts may be long and many, and only whether two questions are the same matters.
    return blake2b(encode(method) + sorted_json(params), digest_size=20).digest()


def rejudge(
    path: Path,
    suite: Suite,
    *,
    keep_passed: bool = False,
    limit: int | None = EXPLAINED,
    kept: int | None = KEPT,
    plainly: bool = False,
) -> Run:
    """The run that the history records; raises HistoryError where it cannot be judged by this suite.

    `plainly` forgets the known failures of the run, so that what they cover fails as any other case.
    """
    recorded = _Recorded(path, suite)
    try:
        if plainly and recorded.header is not None:
            recorded.header = msgspec.structs.replace(recorded.header, xfail={}, flaky={})
        return _rejudge(path, suite, recorded, keep_passed=keep_passed, limit=limit, kept=kept)
    finally:
        recorded.close()


def _rejudge(
    path: Path, suite: Suite, recorded: _Recorded, *, keep_passed: bool, limit: int | None, kept: int | None
) -> Run:
    header = recorded.header
    if header is None:
        raise HistoryError(f"{path} is empty")
    _check_suite(header, suite)
    tally = Tally(
        suite.requirements(), header.xfail, strict=header.strict, flaky=header.flaky, keep=keep_passed, kept=kept
    )
    interrupted = recorded.interrupted or not recorded.finished
    if header.describe is None:
        run = Run(header, tally, [], [], interrupted, COULD_NOT_JUDGE, header.problem, history=str(path))
        for breach in recorded.breaches:
            run.log, run.raw = breach.log, breach.raw()
        return run
    claimed = closure(header.describe.features, suite.features())
    found = units(header.selection, suite, header.seed)
    found = late(found, suite, header.describe.spec_version, header.selection, tally)
    for unit in ask_claimed(found, claimed, tally):
        if not _judge_unit(unit, recorded, stream=bool(header.selection.fresh)):
            continue
        tally.finish([unit])
    _replay_incidents(recorded, tally)
    for result in tally.results:
        if result.verdict in ("failed", "wrong-reason") and (again := recorded.asked_again(result.case)) is not None:
            settle_again(tally, result, again)
    drill = Drill(suite, claimed, recorded.drilled, patience=inf)
    diagnoses = explain(tally, suite, drill, limit)
    run = conclude(header, tally, suite, claimed, interrupted=interrupted, diagnoses=diagnoses)
    run.history = str(path)
    run.stopped = recorded.stopped if recorded.finished else "the history has no end"
    return run


def _check_suite(header: Header, suite: Suite) -> None:
    if header.suite != suite.name:
        raise HistoryError(f"the history is of the suite {header.suite}, not {suite.name}")
    now = dict(suite.digests())
    if header.describe is not None and (frozen := digest(suite, header.describe.spec_version)) is not None:
        now["release"] = frozen
    for name in ("manifest", "suite", "spec", "release"):
        if header.digests.get(name) != now.get(name):
            before, after = header.digests.get(name, "none")[:12], now.get(name, "none")[:12]
            raise HistoryError(f"the history was judged by other {name} ({before}) than is installed ({after})")


def _judge_unit(unit: Unit, recorded: _Recorded, *, stream: bool) -> bool:
    """Fill the unit from the records; False where the run never came to it and was not going to say so."""
    exchanges = [recorded.asked(question) for question in unit.cases]
    if stream and None in exchanges and (recorded.stopped is not None or not recorded.finished):
        return False
    for question, asked in zip(unit.cases, exchanges, strict=True):
        exchange = asked
        if exchange is None:
            case = question.steps[0] if isinstance(question, Scenario) else question
            why = Ended("not-run", recorded.stopped or "the history ends before it")
            exchange = Exchange(case, -1, None, why, question=question)
        if exchange.judged.verdict != "passed":
            unit.add(exchange)
    unit.left = 0
    return True


def _replay_incidents(recorded: _Recorded, tally: Tally) -> None:
    for record in recorded.breaches:
        suspects = record.suspects
        explained = len(suspects) == 1 or not recorded.ended.isdisjoint(suspects)
        tally.incident(Incident(record.event or "", record.detail, explained, record.log))
