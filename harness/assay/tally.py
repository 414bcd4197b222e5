"""Counting verdicts: twins, known failures, requirements. The live run and `assay judge` feed the same tally."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from assay.suite import Case, Question, Requirement, Scenario
from assay.units import Exchange, Unit
from assay.verdict import COULD_NOT_JUDGE, DOES_NOT_CONFORM, EXIT, Verdict
from assay.xfail import Known, Ledger

#: Results that did not pass are kept in full up to this many, then only counted.
KEPT = 5000
#: Bytes of their answers that are kept in full; of those that come later the verdict and the beginning are.
HELD = 64 * 1024 * 1024
#: Incidents kept in full.
INCIDENTS = 50


class Result(msgspec.Struct):
    """The final verdict on a question that did not plainly pass. `should` marks one that only breaks SHOULDs.

    `late` marks one that was added after the release; `decides` is false where the verdict takes no conformance away.
    """

    case: Question
    verdict: Verdict
    reason: str
    exchange: Exchange | None = None
    mate: str | None = None
    should: bool = False
    late: bool = False
    decides: bool = True

    @property
    def asked(self) -> Case:
        """The case itself; of a scenario the step that decided, or the first where none was asked."""
        if isinstance(self.case, Case):
            return self.case
        return self.case.steps[0] if self.exchange is None else self.exchange.case

    @property
    def broken(self) -> tuple[str, ...]:
        """What it shows to be broken: of a scenario, what the step cites that ended it, or the rule of its history."""
        if isinstance(self.case, Case) or self.exchange is None:
            return self.case.requirements
        breach = self.exchange.judged.breach
        return self.asked.requirements if breach is None else breach.requirements


class Incident(msgspec.Struct, frozen=True):
    """The target broke the protocol. `explained` says that a case carries the verdict for it."""

    kind: str
    detail: str
    explained: bool
    log: str = ""


class Tally:
    """Everything a report needs, in memory that does not grow with what passes."""

    def __init__(
        self,
        requirements: Mapping[str, Requirement],
        xfail: Mapping[str, str],
        *,
        strict: bool,
        flaky: Mapping[str, str] | None = None,
        keep: bool = False,
        kept: int | None = KEPT,
    ) -> None:
        self._levels = {name: requirement.level for name, requirement in requirements.items()}
        self.xfail = Known(xfail, flaky or {})
        self.ledger = Ledger(self.xfail)
        self.strict = strict
        self.kept = kept
        self._room = HELD
        self.counts: Counter[Verdict] = Counter()
        self.warnings: Counter[Verdict] = Counter()
        self.skipped: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.failing: Counter[str] = Counter()
        #: Requirement → those of its failing checks that are scenarios which another one ended.
        self.unshown: Counter[str] = Counter()
        self.warned: Counter[str] = Counter()
        #: Requirement → cases that cite it and whose feature is not claimed.
        self.unclaimed: Counter[str] = Counter()
        #: Requirement → verdicts of the cases that cite it and did not pass, however few of them are kept.
        self.ill: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
        self.results: list[Result] = []
        self.passed: list[Question] | None = [] if keep else None
        self.incidents: list[Incident] = []
        self.unexplained = 0
        self.seen = 0
        #: Ids of cases that were added after the release, as far as they were come to.
        self.late: set[str] = set()
        #: Their verdicts. Unless the run is strict, they are counted here alone.
        self.added: Counter[Verdict] = Counter()
        #: Requirement → checks that were added after its release, and those of them that fail.
        self.added_asked: Counter[str] = Counter()
        self.added_failing: Counter[str] = Counter()

    def skip(self, case: Question, missing: str) -> None:
        """A case that is not asked: the target does not claim the feature `missing`."""
        self.seen += 1
        self.counts["skipped"] += 1
        self.skipped[missing] += 1
        self.unclaimed.update(case.requirements)
        self.ledger.note(case, "skipped")
        if self.passed is not None:
            self._keep(Result(case, "skipped", f"the feature {missing} is not claimed"))

    def finish(self, units: Iterable[Unit]) -> None:
        """All cases of these units that are going to be asked were."""
        asked, passed = self.asked, 0
        # Looked up once: this is the hot path.
        known, late = bool(self.xfail), bool(self.late)
        for unit in units:
            cases = unit.cases
            if unit.wrong is not None or known or (late and self._has_late(unit)):
                self._finish_slowly(unit)
                continue
            passed += len(cases)
            if self.passed is not None:
                self.passed.extend(cases)
            cited = cases[0].requirements if len(cases) == 1 else {name for case in cases for name in case.requirements}
            for requirement in cited:
                asked[requirement] += 1
        if passed:
            self.seen += passed
            self.counts["passed"] += passed

    def retract(self, unit: Unit) -> None:
        """Take back a unit that was finished as passed; it is finished again with what came to light."""
        cases = unit.cases
        self.seen -= len(cases)
        decisive = self._decisive(cases)
        self.counts["passed"] -= len(decisive)
        self.added["passed"] -= sum(case.id in self.late for case in cases)
        if self.passed is not None:
            ids = {case.id for case in cases}
            self.passed = [case for case in self.passed if case.id not in ids]
        self.asked.subtract(_cited(decisive))
        self.added_asked.subtract(_cited(self._aside(cases)))

    def incident(self, incident: Incident) -> None:
        """Note a breach of the protocol."""
        self.unexplained += not incident.explained
        if len(self.incidents) < INCIDENTS:
            self.incidents.append(incident)

    def absorb(self, other: Tally) -> None:
        """Add what another tally counted of other units."""
        for mine, theirs in (
            (self.counts, other.counts),
            (self.warnings, other.warnings),
            (self.skipped, other.skipped),
            (self.asked, other.asked),
            (self.failing, other.failing),
            (self.unshown, other.unshown),
            (self.warned, other.warned),
            (self.unclaimed, other.unclaimed),
            (self.added, other.added),
            (self.added_asked, other.added_asked),
            (self.added_failing, other.added_failing),
        ):
            mine.update(theirs)  # type: ignore[arg-type] # both of a pair count the same
        for name, verdicts in other.ill.items():
            self.ill[name].update(verdicts)
        room = len(other.results) if self.kept is None else self.kept - len(self.results)
        self.results += other.results[: max(room, 0)]
        if self.passed is not None:
            self.passed += other.passed or []
        for incident in other.incidents:
            self.incident(incident)
        self.ledger.absorb(other.ledger)
        self.late |= other.late
        self.seen += other.seen

    def flaky(self, result: Result, reason: str) -> None:
        """A case that failed and, asked again, passed."""
        self._move(result, -1)
        result.verdict = "flaky"
        result.reason = reason
        self._move(result, 1)

    def should_only(self, case: Question) -> bool:
        """Whether the case cites nothing above a SHOULD, and SHOULDs only warn in this run."""
        return not self.strict and all(self._levels.get(name) == "SHOULD" for name in case.requirements)

    def _has_late(self, unit: Unit) -> bool:
        return any(case.id in self.late for case in unit.cases)

    def _decisive(self, cases: Sequence[Question]) -> list[Question]:
        """The cases that may take conformance away."""
        return [case for case in cases if self.strict or case.id not in self.late]

    def _aside(self, cases: Sequence[Question]) -> list[Question]:
        """The others, which were added after the release."""
        return [case for case in cases if not self.strict and case.id in self.late]

    def _finish_slowly(self, unit: Unit) -> None:
        self.seen += len(unit.cases)
        wrong: dict[str, Exchange] = {exchange.question.id: exchange for exchange in unit.wrong or ()}
        blocking = [
            exchange
            for exchange in wrong.values()
            if self.xfail.deciding(exchange.question) is None and not self.should_only(exchange.question)
        ]
        decisive, aside = self._decisive(unit.cases), self._aside(unit.cases)
        late = {case.id for case in aside}
        # What was added later takes nothing away from the twins it was added to.
        released = [exchange for exchange in blocking if exchange.question.id not in late]
        results = [self._result(case, wrong.get(case.id), released) for case in decisive]
        added = [self._result(case, wrong.get(case.id), blocking) for case in aside]
        must: set[str] = set()
        should: set[str] = set()
        for result in results:
            self._count(result)
            if result.verdict not in ("passed", "unexpected-pass"):
                (should if result.should else must).update(result.broken)
        for result in added:
            self._count(result)
            if result.verdict not in ("passed", "unexpected-pass"):
                self.added_failing.update(result.case.requirements)
        if must:
            # One wrong answer and nothing its unit cites holds: a right answer to half a question proves nothing.
            broken, must = must, _cited(decisive)
            if any(isinstance(case, Scenario) for case in decisive):
                self.unshown.update(must - broken)
        self.asked.update(_cited(decisive))
        self.added_asked.update(_cited(aside))
        self.failing.update(must)
        self.warned.update(should - must)

    def _result(self, case: Question, exchange: Exchange | None, blocking: list[Exchange]) -> Result:
        result = Result(case, "passed", "", exchange)
        if exchange is not None:
            result = Result(
                case, exchange.judged.verdict, exchange.judged.reason, exchange, None, self.should_only(case)
            )
        elif blocking:
            mate = next((other for other in blocking if EXIT[other.judged.verdict] == DOES_NOT_CONFORM), blocking[0])
            verdict: Verdict = "failed" if EXIT[mate.judged.verdict] == DOES_NOT_CONFORM else mate.judged.verdict
            reason = f"its own answer is right, but its twin {mate.question.id} is {mate.judged.verdict}"
            result = Result(case, verdict, reason, None, mate.question.id, self.should_only(case))
        return self._excuse(result) if self.xfail else result

    def _excuse(self, result: Result) -> Result:
        """The result as the known failures have it."""
        entry = self.xfail.deciding(result.case)
        if entry is None:
            return result
        passed, undecided = result.verdict == "passed", EXIT[result.verdict] == COULD_NOT_JUDGE
        self.ledger.note(result.case, "passed" if passed else "open" if undecided else "failed")
        if undecided:
            return result
        if entry.flaky:
            result.verdict = "known-flaky"
            result.reason = f"{entry.reason} ({'this time it passed' if passed else result.reason})"
        elif not passed:
            result.verdict = "known-failure"
            result.reason = f"{entry.reason} ({result.reason})"
        elif entry.name == result.case.id:
            result.verdict = "unexpected-pass"
            result.reason = f"listed as a known failure: {entry.reason}"
        return result

    def _count(self, result: Result) -> None:
        result.late = result.case.id in self.late
        result.decides = not result.should and not self._is_aside(result)
        self._move(result, 1)
        if result.verdict != "passed":
            self._keep(result)
        elif self.passed is not None:
            self.passed.append(result.case)

    def _move(self, result: Result, by: int) -> None:
        if result.late:
            self.added[result.verdict] += by
            if self._is_aside(result):
                return
        self._counter(result)[result.verdict] += by
        if result.verdict != "passed":
            for name in result.broken:
                self.ill[name][result.verdict] += by

    def _is_aside(self, result: Result) -> bool:
        # A file of known failures that does not hold is its writer's affair, whatever its lines are about.
        return result.late and not self.strict and result.verdict != "unexpected-pass"

    def _counter(self, result: Result) -> Counter[Verdict]:
        return self.warnings if result.should and EXIT[result.verdict] == DOES_NOT_CONFORM else self.counts

    def _keep(self, result: Result) -> None:
        if self.kept is None or len(self.results) < self.kept:
            self._hold(result.exchange)
            self.results.append(result)

    def _hold(self, exchange: Exchange | None) -> None:
        size = 0 if exchange is None else len(exchange.raw or b"")
        if exchange is not None and size > self._room:
            exchange.forget()
        else:
            self._room -= size


def _cited(cases: Iterable[Question]) -> set[str]:
    return {name for case in cases for name in case.requirements}
