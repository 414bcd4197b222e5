"""What one process asks: its shares of the cases, each at once, before the first of its verdicts is handed out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from assay.describe import closure
from assay.history import History
from assay.profiles import lacking
from assay.pytesting.options import Settings
from assay.pytesting.telling import Teller
from assay.runner import Options, Run, run
from assay.selection import cases
from assay.shard import Shard
from assay.suite import Question, Suite
from assay.tally import Result, Tally
from assay.verdict import Verdict

#: Something that shows progress while it is entered.
Showing = Callable[[], AbstractContextManager[Callable[[Tally], None]]]


class Word(msgspec.Struct, frozen=True):
    """The verdict on one question and what is to be said of it; `decides` as of a result."""

    verdict: Verdict
    text: str = ""
    decides: bool = True


def shards(options: Options, count: int) -> list[Shard]:
    """The selection, itself a share or not, in `count` shares."""
    return (options.selection.shard or Shard(1, 1)).split(count)


def part(history: Path, number: int, count: int) -> Path:
    """Where the history of one share of several is kept until they are put together."""
    return history if count == 1 else history.with_name(f"{history.stem}.{number}-of-{count}{history.suffix}")


class Inquiry:
    """The questions of this process. Without xdist there is one share, which is everything."""

    def __init__(self, settings: Settings, count: int, names: Sequence[str]) -> None:
        self._settings = settings
        self._names = names
        self.count = count
        self._shards = shards(settings.options, count)
        self._chosen: list[Question] = []
        self._options = settings.options
        self._answers: dict[int, Answers] = {}

    @property
    def runs(self) -> dict[int, Run]:
        """What each share came to that was asked here, by its number."""
        return {number: answers.run for number, answers in self._answers.items()}

    @property
    def wanted(self) -> frozenset[int]:
        """The numbers of the shares in which there is something to ask."""
        return frozenset(self._place(question)[0] for question in self._chosen)

    @property
    def options(self) -> Options:
        """Those of the command line; the selection says which cases pytest chose, where it did not take all."""
        return self._options

    def questions(self) -> list[Question]:
        """The selected questions, or those named of them; raises LookupError where there is none, or none so called."""
        options = self._settings.options
        found = list(cases(options.selection, self._settings.suite, options.seed))
        if not found:
            raise LookupError("nothing was asked: the selection is empty")
        if not self._names:
            return found
        by_name = {question.id: question for question in found}
        for name in self._names:
            if name not in by_name:
                raise LookupError(f"not found: {self._settings.suite.name}::{name}")
        return [by_name[name] for name in dict.fromkeys(self._names)]

    def choose(self, questions: Sequence[Question], *, whole: bool) -> None:
        """What is left after pytest has chosen; `whole` where it left nothing out of what was collected."""
        self._chosen = list(questions)
        if self._names or not whole:
            selection = msgspec.structs.replace(
                self._options.selection, cases=tuple(question.id for question in questions)
            )
            self._options = msgspec.structs.replace(self._options, selection=selection)

    def asked(self, question: Question) -> bool:
        """Whether the share that the question is in has been asked."""
        return self._place(question)[0] in self._answers

    def ask(self, question: Question, showing: Showing) -> Run:
        """Ask the share that the question is in, all of it."""
        number, shard = self._place(question)
        settings = self._settings
        options = self._options
        if self.count > 1:
            selection = msgspec.structs.replace(options.selection, shard=shard)
            options = msgspec.structs.replace(options, selection=selection)
        path = None if settings.history is None else part(settings.history, number, self.count)
        held = [each for each in self._chosen if shard.holds(each.unit)]
        with showing() as progress:
            came = run(settings.target, settings.suite, options, History(path), progress, held)
        self._answers[number] = Answers(came, settings.suite, settings.history)
        return came

    def answers(self, question: Question) -> Answers:
        """What came of the share that the question is in."""
        return self._answers[self._place(question)[0]]

    def _place(self, question: Question) -> tuple[int, Shard]:
        return next(pair for pair in enumerate(self._shards, 1) if pair[1].holds(question.unit))


class Answers:
    """The verdicts of one run, to be handed out one by one. The history is the one to be pointed to."""

    def __init__(self, run: Run, suite: Suite, history: Path | None) -> None:
        self.run = run
        self._teller = Teller(run, suite, history)
        self._passed = {question.id for question in run.tally.passed or ()}
        self._results = {result.case.id: result for result in run.tally.results}
        self._lacking = _lacking(run, suite)

    @property
    def unjudged(self) -> str | None:
        """Why there is no verdict at all: the target never said who it is."""
        run = self.run
        if run.header.describe is not None:
            return None
        words = [f"{run.header.target} could not be judged: {run.problem}"]
        if run.raw is not None:
            words.append(f"it sent: {run.raw[:2000].decode('utf-8', 'backslashreplace')}")
        if run.log:
            words.append(f"its standard error:\n{run.log[-2000:].rstrip()}")
        return "\n".join(words)

    def word(self, question: Question) -> Word:
        """The verdict on a question."""
        if question.id in self._passed:
            return Word("passed")
        result = self._results.get(question.id)
        if result is None:
            return Word("not-run", f"not-run: {self.run.stopped or 'the run did not come to it'}")
        if result.verdict == "skipped":
            return self._skipped(result)
        if result.verdict in ("known-failure", "known-flaky"):
            return Word(result.verdict, result.reason)
        return Word(result.verdict, self._teller.tell(result), result.decides)

    def _skipped(self, result: Result) -> Word:
        missing = sorted(self._lacking.intersection(result.case.features))
        if missing:
            return Word("failed", f"skipped, though the feature {missing[0]} is required: it is not claimed")
        return Word("skipped", result.reason)


def _lacking(run: Run, suite: Suite) -> frozenset[str]:
    """The features that are required and not claimed."""
    if run.header.describe is None:
        return frozenset()
    claimed = closure(run.header.describe.features, suite.features())
    wanted = (*run.header.require, *filter(None, [run.header.selection.profile]))
    return frozenset(name for each in wanted for name in lacking(suite, each, claimed))
