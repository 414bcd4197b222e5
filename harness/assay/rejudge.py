"""Judging a history again, offline: the same functions over the bytes that were recorded.

Nothing of the first judgement is used. What is expected comes from the suite as it is now, which must be the suite that
was asked: its digests are compared first.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from assay.answer import Ended
from assay.describe import closure
from assay.drill import Drill, Key
from assay.history import Header, HistoryError, Record, records
from assay.runner import EXPLAINED, Run, ask_claimed, conclude, explain, settle_again
from assay.selection import units
from assay.suite import Case, Suite
from assay.tally import Incident, Tally
from assay.units import Exchange, Unit
from assay.verdict import COULD_NOT_JUDGE

#: Events that are breaches of the protocol, whoever is to blame.
_BREACHES = frozenset({"crashed", "timed-out", "garbled", "unreachable", "no-describe", "claims-changed"})


class _Question(msgspec.Struct, frozen=True):
    method: str
    params: msgspec.Raw


class _Recorded:
    """A history, sorted by what each line is for."""

    def __init__(self, path: Path) -> None:
        self.header: Header | None = None
        self.finished = False
        self.interrupted = False
        self.stopped: str | None = None
        self.first: dict[str, Record] = {}
        self.again: dict[str, Record] = {}
        self.repeats: dict[str, Record] = {}
        self.drills: dict[Key, Record] = {}
        self.breaches: list[Record] = []
        self.ended: set[str] = set()
        for record in records(path):
            self._add(record)

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
            self._exchange(record, record.case)

    def _exchange(self, record: Record, case: str) -> None:
        if record.kind == "drill":
            if request := bytes(record.request):
                question = msgspec.json.decode(request, type=_Question)
                params = msgspec.json.encode(msgspec.json.decode(question.params), order="sorted")
                self.drills[question.method, params] = record
        elif record.kind == "again":
            self.again[case] = record
        elif record.kind == "repeat":
            self.repeats[case] = record
        else:
            self.first[case] = record
            if record.end is not None:
                self.ended.add(case)


def rejudge(path: Path, suite: Suite, *, keep_passed: bool = False, limit: int | None = EXPLAINED) -> Run:
    """The run that the history records; raises HistoryError where it cannot be judged by this suite."""
    recorded = _Recorded(path)
    header = recorded.header
    if header is None:
        raise HistoryError(f"{path} is empty")
    _check_suite(header, suite)
    tally = Tally(suite.requirements(), header.xfail, strict=header.strict, keep=keep_passed)
    interrupted = recorded.interrupted or not recorded.finished
    if header.describe is None:
        run = Run(header, tally, [], [], interrupted, COULD_NOT_JUDGE, header.problem)
        for breach in recorded.breaches:
            run.log, run.raw = breach.log, breach.raw()
        return run
    claimed = closure(header.describe.features, suite.features())
    for unit in ask_claimed(units(header.selection, suite, header.seed), claimed, tally):
        if not _judge_unit(unit, recorded, stream=bool(header.selection.fresh)):
            continue
        tally.finish([unit])
    _replay_incidents(recorded, tally)
    for result in tally.results:
        record = recorded.again.get(result.case.id)
        if record is not None and result.verdict in ("failed", "wrong-reason"):
            settle_again(tally, result, _exchange(result.case, record))
    drill = Drill(suite, claimed, lambda case: _drilled(case, recorded))
    diagnoses = explain(tally, suite, drill, limit)
    run = conclude(header, tally, suite, claimed, interrupted=interrupted, diagnoses=diagnoses)
    run.stopped = recorded.stopped if recorded.finished else "the history has no end"
    return run


def _check_suite(header: Header, suite: Suite) -> None:
    if header.suite != suite.name:
        raise HistoryError(f"the history is of the suite {header.suite}, not {suite.name}")
    now = suite.digests()
    for name in ("manifest", "suite", "spec"):
        if header.digests.get(name) != now.get(name):
            before, after = header.digests.get(name, "none")[:12], now.get(name, "none")[:12]
            raise HistoryError(f"the history was judged by other {name} ({before}) than is installed ({after})")


def _judge_unit(unit: Unit, recorded: _Recorded, *, stream: bool) -> bool:
    """Fill the unit from the records; False where the run never came to it and was not going to say so."""
    reached = all(case.id in recorded.first for case in unit.cases)
    if stream and not reached and (recorded.stopped is not None or not recorded.finished):
        return False
    for case in unit.cases:
        record = recorded.first.get(case.id)
        exchange = (
            _exchange(case, record)
            if record is not None
            else Exchange(case, -1, None, Ended("not-run", recorded.stopped or "the history ends before it"))
        )
        repeat = recorded.repeats.get(case.id)
        if repeat is not None and exchange.judged.verdict == "passed":
            exchange = _exchange(case, repeat)
        if exchange.judged.verdict != "passed":
            unit.add(exchange)
    unit.left = 0
    return True


def _replay_incidents(recorded: _Recorded, tally: Tally) -> None:
    for record in recorded.breaches:
        suspects = record.suspects
        explained = len(suspects) == 1 or not recorded.ended.isdisjoint(suspects)
        tally.incident(Incident(record.event or "", record.detail, explained, record.log))


def _drilled(case: Case, recorded: _Recorded) -> Exchange | None:
    params = msgspec.json.encode(case.params, order="sorted")
    record = recorded.drills.get((case.operation, params))
    return _exchange(case, record) if record is not None else None


def _exchange(case: Case, record: Record) -> Exchange:
    return Exchange(case, record.ident(), bytes(record.request) or None, record.outcome(), record.log)
