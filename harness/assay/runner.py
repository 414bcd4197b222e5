"""A run from start to finish: negotiate, ask, ask failures again, drill down, close; and what came of it."""

from __future__ import annotations

import gc
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import msgspec

import assay
from assay.answer import Answered
from assay.conversation import CRASH_BUDGET
from assay.describe import Describe, closure
from assay.diagnosis import Diagnosis, diagnose
from assay.drill import Drill
from assay.engine import Engine
from assay.history import Footer, Header, History
from assay.interruption import interruptible
from assay.profiles import lacking
from assay.release import digest, late
from assay.selection import Selection, units
from assay.session import START_TIMEOUT, NoDescribeError
from assay.suite import Feature, Question, Suite
from assay.tally import KEPT, Result, Tally
from assay.targets.base import Target
from assay.units import Exchange, Unit
from assay.verdict import COULD_NOT_JUDGE, DOES_NOT_CONFORM, EXIT, Verdict, excused, exit_code

#: Failures asked a second time, to tell a wrong implementation from an unsteady one.
AGAIN = 50
#: Failures explained, unless all are.
EXPLAINED = 5000


class Options(msgspec.Struct, frozen=True):
    """Everything that decides what a run asks and how it judges."""

    seed: str
    selection: Selection = Selection()
    strict: bool = False
    require: tuple[str, ...] = ()
    xfail: Mapping[str, str] = {}
    flaky: Mapping[str, str] = {}
    window: int | None = None
    deadline: float | None = None
    start_timeout: float = START_TIMEOUT
    budget: int = CRASH_BUDGET
    explain: int | None = EXPLAINED
    keep_passed: bool = False
    kept: int | None = KEPT
    suite_option: str | None = None

    def tally(self, suite: Suite) -> Tally:
        """A tally that judges as these options say."""
        return Tally(
            suite.requirements(),
            self.xfail,
            strict=self.strict,
            flaky=self.flaky,
            keep=self.keep_passed,
            kept=self.kept,
        )


class Run(msgspec.Struct):
    """What a run, or a judgement of its history, came to. `problem` says why nothing could be judged."""

    header: Header
    tally: Tally
    diagnoses: list[tuple[Result, Diagnosis]]
    complaints: list[str]
    interrupted: bool
    exit: int
    problem: str | None = None
    log: str = ""
    raw: bytes | None = None
    stopped: str | None = None
    history: str | None = None
    #: Why the history is not whole.
    unkept: str | None = None

    def exchanges(self) -> list[Exchange]:
        """Every exchange that a result or a diagnosis shows, each once."""
        shown = [result.exchange for result in self.tally.results if result.exchange is not None]
        shown += [diagnosis.exchange for _, diagnosis in self.diagnoses]
        return list({id(exchange): exchange for exchange in shown}.values())


def run(
    target: Target,
    suite: Suite,
    options: Options,
    history: History,
    progress: Callable[[Tally], None] = lambda _: None,
    held: Iterable[Question] | None = None,
) -> Run:
    """Ask and judge. Never raises for what a target does. `held` are the cases, where they were read already."""
    tally = options.tally(suite)
    engine = Engine(
        target,
        suite,
        tally,
        history,
        seed=options.seed,
        window=options.window,
        deadline=options.deadline,
        start_timeout=options.start_timeout,
        budget=options.budget,
        progress=lambda: progress(tally),
    )
    with interruptible(engine), _calm_collector():
        try:
            session = engine.negotiate()
        except (NoDescribeError, KeyboardInterrupt) as error:
            return _no_describe(target, suite, options, history=history, tally=tally, error=error)
        header = _header(target, suite, options, session.describe)
        history.header(header)
        history.exchange("describe", "case", session.request, Answered(session.answer))
        claimed = closure(session.describe.features, suite.features())
        found = units(options.selection, suite, options.seed, held)
        found = late(found, suite, session.describe.spec_version, options.selection, tally)
        source = engine.run(ask_claimed(found, claimed, tally))
        # A stream of fresh cases may be long: what was not reached of it is counted, not computed.
        if engine.stopped is not None and not options.selection.fresh:
            engine.abandon(source)
        _ask_again(engine, tally)
        drill = Drill(suite, claimed, lambda case: engine.ask(case, "drill"))
        diagnoses = explain(tally, suite, drill, options.explain)
        engine.close()
    outcome = conclude(header, tally, suite, claimed, interrupted=engine.interrupted, diagnoses=diagnoses)
    outcome.stopped = engine.stopped
    outcome.history = str(history.path) if history.path is not None else None
    history.close(Footer({str(k): v for k, v in tally.counts.items()}, outcome.exit, engine.interrupted))
    outcome.unkept = history.fault
    return unkept(outcome)


def unkept(outcome: Run) -> Run:
    """The run, not judged where its history could not be written: nobody could judge it again."""
    if outcome.unkept is not None:
        outcome.exit, outcome.problem = COULD_NOT_JUDGE, f"the history could not be written: {outcome.unkept}"
    return outcome


def ask_claimed(found: Iterator[Unit], claimed: frozenset[str], tally: Tally) -> Iterator[Unit]:
    """The units without the cases whose features are not claimed; those are tallied as skipped."""
    covers = claimed.issuperset
    known: dict[tuple[str, ...], bool] = {}
    for unit in found:
        if unit.left == 1:
            features = unit.cases[0].features
            covered = known.get(features)
            if covered is None:
                covered = known[features] = covers(features)
            if covered:
                yield unit
                continue
        asked = [case for case in unit.cases if covers(case.features)]
        if len(asked) == unit.left:
            yield unit
            continue
        for case in unit.cases:
            if not covers(case.features):
                tally.skip(case, next(name for name in case.features if name not in claimed))
        if asked:
            yield Unit(asked, len(asked))


def explain(tally: Tally, suite: Suite, drill: Drill, limit: int | None) -> list[tuple[Result, Diagnosis]]:
    """Diagnoses of the failures that have an exchange of their own, `limit` of them at most."""
    found: list[tuple[Result, Diagnosis]] = []
    features = suite.features()
    for result in sorted(tally.results, key=lambda result: _rank(result, features)):
        if limit is not None and len(found) >= limit:
            break
        if result.exchange is not None and result.verdict in ("failed", "wrong-reason", "garbled", "flaky"):
            found.append((result, diagnose(result.exchange, suite, drill)))
    return found


def in_order(diagnoses: list[tuple[Result, Diagnosis]], suite: Suite) -> list[tuple[Result, Diagnosis]]:
    """Diagnoses of several runs in the order in which one would have made them."""
    features = suite.features()
    return sorted(diagnoses, key=lambda pair: _rank(pair[0], features))


def _rank(result: Result, features: Mapping[str, Feature]) -> tuple[int, str]:
    # By id, so that two runs of one target tell the same story whatever their seeds; what builds on least comes first,
    # for that is where causes are, should the questions run out.
    return weight(result.case, features), result.case.id


def weight(case: Question, features: Mapping[str, Feature]) -> int:
    """How many features a case builds on, its own included."""
    return len(closure(case.features, features))


def conclude(
    header: Header,
    tally: Tally,
    suite: Suite,
    claimed: frozenset[str],
    *,
    interrupted: bool,
    diagnoses: list[tuple[Result, Diagnosis]],
) -> Run:
    """Exit code and complaints, from the tally alone."""
    selection = header.selection
    complaints: list[str] = []
    if selection.fresh and (missing := selection.fresh - tally.seen) > 0 and not selection.filtered():
        tally.counts["not-run"] += missing
    # A share says nothing of what is in the others, and what was picked by hand nothing of the rest.
    if selection.shard is None and not selection.cases:
        complaints += tally.ledger.complaints()
    required = dict.fromkeys((*header.require, *filter(None, [selection.profile])))
    lacks = {name: each for name in required if (each := lacking(suite, name, claimed))}
    complaints += [not_claimed(name, each) for name, each in lacks.items()]
    complaints += [
        f"the target broke the protocol, and no single case answers for it: {incident.kind}: {incident.detail}"
        for incident in tally.incidents
        if not incident.explained
    ]
    answered: list[Verdict] = [verdict for verdict, code in EXIT.items() if code == DOES_NOT_CONFORM]
    warned = tally.warnings.total() + sum(tally.added[verdict] for verdict in ("passed", *answered))
    code = exit_code(tally.counts, warned=warned, interrupted=interrupted, faulty=bool(complaints))
    problem = None
    if not interrupted and tally.seen == 0:
        code, problem = COULD_NOT_JUDGE, "nothing was asked: the selection is empty"
    elif not interrupted and tally.seen == tally.counts["skipped"]:
        problem = "nothing was asked: the target claims none of the features selected"
        code = DOES_NOT_CONFORM if lacks else COULD_NOT_JUDGE
    elif code == COULD_NOT_JUDGE and not interrupted and (but := excused(tally.counts)) and _nothing_else(tally):
        problem = f"nothing passed: there are {but}, and nothing else was asked"
    return Run(header, tally, diagnoses, complaints, interrupted, code, problem)


def _nothing_else(tally: Tally) -> bool:
    return not any(count for verdict, count in tally.counts.items() if not verdict.startswith(("known-", "skipped")))


def not_claimed(name: str, missing: list[str]) -> str:
    """The complaint about a required feature or profile."""
    if missing == [name]:
        return f"the required feature {name} is not claimed"
    return f"the required profile {name} is not held: {', '.join(missing)} not claimed"


def _ask_again(engine: Engine, tally: Tally) -> None:
    wrong = [result for result in tally.results if result.verdict in ("failed", "wrong-reason") and result.exchange]
    for result in wrong[:AGAIN]:
        exchange = engine.ask(result.case, "again")
        if exchange is None:
            return
        settle_again(tally, result, exchange)


def settle_again(tally: Tally, result: Result, exchange: Exchange) -> None:
    """Make a failure that passes the second time flaky (PROTO-12)."""
    if exchange.judged.verdict == "passed":
        tally.flaky(result, f"asked again alone it passes; first: {result.reason}")


def _header(
    target: Target, suite: Suite, options: Options, describe: Describe | None, problem: str | None = None
) -> Header:
    frozen = None if describe is None else digest(suite, describe.spec_version)
    return Header(
        format="assay-history:1",
        assay=assay.__version__,
        python=platform.python_version(),
        suite=suite.name,
        suite_version=suite.version,
        digests={**suite.digests(), **({} if frozen is None else {"release": frozen})},
        target=target.uri,
        argv=tuple(target.argv),
        seed=options.seed,
        selection=options.selection,
        strict=options.strict,
        require=options.require,
        xfail=dict(options.xfail),
        flaky=dict(options.flaky),
        describe=describe,
        problem=problem,
        suite_option=options.suite_option,
        recorded=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _no_describe(
    target: Target, suite: Suite, options: Options, *, history: History, tally: Tally, error: BaseException
) -> Run:
    interrupted = not isinstance(error, NoDescribeError)
    problem = "interrupted before describe" if interrupted else f"no valid describe: {error}"
    header = _header(target, suite, options, None, problem)
    history.header(header)
    raw, log = (error.raw, error.log) if isinstance(error, NoDescribeError) else (None, "")
    history.event("no-describe", detail=problem, raw=raw, log=log)
    history.close(Footer({}, COULD_NOT_JUDGE, interrupted))
    outcome = Run(header, tally, [], [], interrupted, COULD_NOT_JUDGE, problem, log, raw)
    outcome.history = str(history.path) if history.path is not None else None
    return outcome


@contextmanager
def _calm_collector() -> Iterator[None]:
    """Look for cycles seldom: a run makes many objects and no cycles, and the suite's cases need no looking through."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
