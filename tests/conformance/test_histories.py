"""Whole histories of worlds: what is right in them without any expected value, and what each check finds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assay.history import History
from assay.rejudge import rejudge
from assay.report.model import build
from assay.runner import Options, Run, run
from assay.suite import Handler, Question, Scenario, Value
from assay.targets.inprocess import InProcessTarget
from coalition.runtime.component import Running
from coalition.runtime.compute_records import ClearedRecord
from coalition.runtime.log import Entry, SurfaceRecord
from coalition.runtime.upstream import Upstream, clock_event
from coalition.surface import EvidencePointer, log_digest
from coalition.unique_id import UniqueId
from conformance.histories import CHECKS, breach, loosened
from conformance.mutants import MUTANTS
from conformance.mutants.breaking import Mutant, method, replaced
from conformance.spec_text import specification
from conformance.suite import CoalitionSuite

Json = Any
Edit = Callable[[str, Json, Json], Json]


class Loose(CoalitionSuite):
    """The scenarios as they are asked of a live deployment: no value is expected, the history decides."""

    def cases(self, files: Sequence[Path] = ()) -> Iterator[Question]:
        for question in _scenarios():
            yield loosened(question)


class Blind(Loose):
    """The same without a look at the history: nothing but errors is judged."""

    def breach(self, scenario: Scenario, values: Sequence[Json]) -> None:
        return None


@cache
def _scenarios() -> tuple[Scenario, ...]:
    return tuple(each for each in CoalitionSuite().cases() if isinstance(each, Scenario))


def _mutant(name: str) -> Mutant:
    return next(each for each in MUTANTS if each.name == name)


def _editing(make: Callable[[], Edit]) -> Mutant:
    """The reference, whose values are changed on their way out by verb and parameters."""
    edit = make()

    def line(request: bytes, answer: Callable[[bytes], bytes]) -> bytes:
        form, message = json.loads(request), json.loads(answer(request))
        value = message.get("result", {}).get("value")
        if form["method"].startswith("world.") and isinstance(value, dict) and "refused" not in value:
            message["result"]["value"] = edit(form["method"], form["params"], value)
        return json.dumps(message).encode()

    return Mutant("edited", (), "", line=line)


def _later_pages_differ() -> Edit:
    """Whoever reads from a cursor sees another record than whoever reads from the start."""

    def edit(verb: str, params: Json, value: Json) -> Json:
        if verb == "world.read" and params["after"] is not None:
            for entry in value["entries"]:
                entry["commit"] = entry["commit"][::-1]
        return value

    return edit


def _repeats_itself() -> Edit:
    """Every other command is answered with the commits of the one before it."""
    last: dict[str, Json] = {}

    def edit(verb: str, params: Json, value: Json) -> Json:
        if verb != "world.submit":
            return value
        return last.pop(params["world"], None) or last.setdefault(params["world"], value)

    return edit


def _stale() -> Edit:
    """The first page that was read is kept, and shown to whoever asks for it again."""
    pages: dict[str, Json] = {}

    def edit(verb: str, params: Json, value: Json) -> Json:
        return pages.setdefault(json.dumps(params), value) if verb == "world.read" else value

    return edit


def _other_commits() -> Edit:
    """Commits are other hashes than their records have, the same ones everywhere, and digests follow from them."""
    logs: dict[tuple[str, str, str], list[UniqueId]] = {}

    def turned(commit: str) -> str:
        return commit[2:] + commit[:2]

    def edit(verb: str, params: Json, value: Json) -> Json:
        world, component = params["world"], params.get("component", "")
        for each in value.get("commits", ()):
            each["commit"] = turned(each["commit"])
            logs.setdefault((world, component, each["surface"]), []).append(UniqueId(bytes.fromhex(each["commit"])))
        for each in value.get("entries", ()):
            each["commit"] = turned(each["commit"])
        if verb == "world.read":
            value["digest"] = log_digest(tuple(logs.get((world, component, params["surface"]), ()))).hex()
        for each in value.get("logs", ()):
            each["digest"] = log_digest(tuple(logs.get((world, each["deployment"], each["surface"]), ()))).hex()
        return value

    return edit


def _young_for_ever() -> Edit:
    def edit(verb: str, _params: Json, value: Json) -> Json:
        return {**value, "phase": {"kind": "Active"}} if verb == "world.status" else value

    return edit


def _points_elsewhere() -> Mutant:
    """Evidence is of the record, and not of its commit."""

    def make(right: Callable[..., Json]) -> Callable[..., Json]:
        def pointer(self: Upstream, entry: Entry) -> EvidencePointer:
            return EvidencePointer(self.address, clock_event(entry.record), entry.record.digest().id())

        return pointer

    return Mutant("points-elsewhere", (), "", (method(Upstream, "pointer", make),))


def _counts_twice() -> Mutant:
    """A refund counts as often as it comes."""
    never = replaced("runtime.ledger.is_counted", lambda _right: lambda *_values: False)
    return Mutant("counts-twice", (), "", (never,))


def _numbers_left_out() -> Mutant:
    """An entry has any number that leaves room above it."""

    def make(right: Callable[..., None]) -> Callable[..., None]:
        return lambda chronicle, seq: None if seq < 2**32 else right(chronicle, seq)

    return Mutant("numbers-left-out", (), "", (replaced("runtime.chronicle.check_sequence", make),))


def _rounds_left() -> Mutant:
    """What a round cleared bears how many rounds are left, not which one it was."""

    def backwards(record: SurfaceRecord) -> SurfaceRecord:
        if not isinstance(record, ClearedRecord):
            return record
        return replace(record, record=replace(record.record, round=2**64 - 1 - record.record.round))

    def make(right: Callable[..., Json]) -> Callable[..., Json]:
        def committed(self: Running, surface: str, *records: SurfaceRecord) -> Json:
            return right(self, surface, *map(backwards, records))

        return committed

    return Mutant("rounds-left", (), "", (method(Running, "committed", make),))


def _digest_of_length() -> Edit:
    """The digest says how long the log is, and nothing of what is in it."""

    def edit(verb: str, _params: Json, value: Json) -> Json:
        return {**value, "digest": f"{int(value['length']):064x}"} if verb == "world.read" else value

    return edit


def _short_numbers() -> Edit:
    def edit(verb: str, _params: Json, value: Json) -> Json:
        return {**value, "length": int(value["length"])} if verb == "world.read" else value

    return edit


#: For each check an implementation that it finds out, of which no single answer is known to be wrong.
BROKEN: dict[str, Callable[[], Mutant]] = {
    "answers have their shape": lambda: _editing(_short_numbers),
    "what is committed stays": lambda: _editing(_later_pages_differ),
    "every commit has one place": lambda: _editing(_repeats_itself),
    "logs only grow": lambda: _editing(_stale),
    "nothing comes after the marker": lambda: _mutant("second-marker"),
    "pages follow their cursor": lambda: _mutant("cursor-included"),
    "one log has one digest": lambda: _editing(_digest_of_length),
    "commits follow from their records": lambda: _editing(_other_commits),
    "time only goes on": lambda: _mutant("time-back"),
    "a life goes one way": lambda: _editing(_young_for_ever),
    "nobody answers for what was stopped": lambda: _mutant("stop-answers"),
    "ticks only rise": lambda: _mutant("slots-taken-twice"),
    "observed clocks do not go back": lambda: _mutant("clocks-forgotten"),
    "peers are answered while bonded": lambda: _mutant("bond-not-needed"),
    "a Chronicle leaves no number out": _numbers_left_out,
    "a Chronicle bears an audit": lambda: _mutant("anchor-of-the-last-entry"),
    "rounds that are cleared go forward": _rounds_left,
    "rounds of a beacon go forward": lambda: _mutant("beacon-round-back"),
    "each key is committed once": lambda: _mutant("never-late"),
    "evidence points at what was brought": _points_elsewhere,
    "no refund is counted twice": _counts_twice,
    "nothing is committed without a majority": lambda: _mutant("no-quorum"),
}


def _ask(handler: Callable[[], Handler], suite: CoalitionSuite, path: Path | None = None) -> Run:
    return run(InProcessTarget("broken", handler), suite, Options(seed="histories"), History(path))


def _checks_of(outcome: Run) -> set[str]:
    """The checks that failed a scenario by themselves."""
    exchanges = [each.exchange for each in outcome.tally.results if each.exchange is not None]
    return {each.judged.breach.check for each in exchanges if each.judged.breach is not None}


def test_each_check_has_a_broken_implementation_and_requirements() -> None:
    assert [check.name for check in CHECKS] == list(BROKEN)
    for check in CHECKS:
        assert check.requirements
        assert set(check.requirements) <= set(specification().requirements)


@pytest.mark.parametrize("name", BROKEN)
def test_a_check_finds_what_no_step_shows(name: str, tmp_path: Path) -> None:
    """With no value expected the history alone decides; judged again from its file it says the same, word for word."""
    history = tmp_path / "history.ndjson"
    live = _ask(BROKEN[name]().handler, Loose(), history)
    assert name in _checks_of(live)
    assert live.exit == 1
    assert build(rejudge(history, Loose()), Loose()) == build(live, Loose())
    assert _ask(BROKEN[name]().handler, Blind()).exit == 0


@pytest.mark.parametrize("suite", [CoalitionSuite, Loose])
def test_the_reference_agrees_with_every_check(suite: type[CoalitionSuite]) -> None:
    right = Mutant("right", (), "")
    found = [each for each in suite().cases() if isinstance(each, Scenario)]
    handler = right.handler()
    for world, scenario in enumerate(found):
        values = []
        for step in scenario.steps:
            request = {
                "jsonrpc": "2.0",
                "id": 1,
                "method": step.operation,
                "params": {"world": str(world), **step.params},
            }
            answer = json.loads(handler(json.dumps(request).encode()) or b"{}")
            values.append(answer.get("result", {}).get("value"))
        assert breach(scenario, values) is None, scenario.id
    handler.close()


def test_fresh_scenarios_agree_with_every_check() -> None:
    asked = 0
    for question in CoalitionSuite().fresh(40, "histories", lambda features: "world" in features):
        if isinstance(question, Scenario):
            values = [each.expect.value if isinstance(each.expect, Value) else None for each in question.steps]
            assert breach(question, values) is None, question.id
            asked += 1
    assert asked > 10


def test_a_clock_that_runs_by_itself_is_right_of_a_live_deployment() -> None:
    """What its values are nobody can say beforehand; the history holds all the same."""
    runs_on = _mutant("time-goes-by")
    assert _ask(runs_on.handler, Loose()).exit == 0
    assert breach(_scenarios()[0], []) is None


def test_a_failing_step_is_told_with_what_its_history_shows(tmp_path: Path) -> None:
    """The exact suite fails at the step; the reason says which law of histories it breaks too."""

    class Scenarios(CoalitionSuite):
        def cases(self, files: Sequence[Path] = ()) -> Iterator[Question]:
            yield from _scenarios()

    history = tmp_path / "history.ndjson"
    live = _ask(_mutant("second-marker").handler, Scenarios(), history)
    report = build(live, Scenarios())
    told = next(each for each in report.failures if each.timeline)
    assert "nothing comes after the marker (WORLD-11, WORLD-12)" in told.reason
    assert build(rejudge(history, Scenarios()), Scenarios()) == report
    last = told.timeline[-1]
    assert last.failed
    assert [moment.failed for moment in told.timeline[:-1]] == [False] * (len(told.timeline) - 1)
    assert last.line().startswith(f"{last.when} world.submit operator: ")
    assert "Retire(" in last.line()
    assert "→ commits Ticks#" in last.line()
    assert f"--until {last.number}" in told.rerun
