"""Cases and scenarios as items of pytest."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.pytesting.inquiry import Inquiry, Word
from assay.suite import Question
from assay.verdict import COULD_NOT_JUDGE, EXIT


class ConformanceWarning(pytest.PytestWarning):
    """Something is wrong that takes no conformance away: a SHOULD, or a case that was added after the release."""


class SuiteNode(pytest.Collector):
    """The suite. The node id of a case is the suite's name, ``::``, and the case's."""

    inquiry: Inquiry

    def collect(self) -> Iterator[pytest.Item]:
        """The selected cases in the suite's order; an empty selection is an error, as it is to `assay run`."""
        try:
            questions = self.inquiry.questions()
        except LookupError as error:
            raise self.CollectError(error.args[0]) from None
        for question in questions:
            item: QuestionItem = QuestionItem.from_parent(self, name=question.id)
            item.question, item.inquiry = question, self.inquiry
            yield item


class QuestionItem(pytest.Item):
    """One case, or one scenario with all of its steps."""

    question: Question
    inquiry: Inquiry
    word: Word

    def setup(self) -> None:
        """An error where there is no verdict on the target."""
        answers = self.inquiry.answers(self.question)
        if (unjudged := answers.unjudged) is not None:
            # Nothing was asked of it, so every other item would say the same.
            self.session.shouldfail = unjudged.partition("\n")[0]
            pytest.fail(unjudged, pytrace=False)
        word = self.word = answers.word(self.question)
        self.user_properties += [("verdict", word.verdict), ("requirements", ", ".join(self.question.requirements))]
        if EXIT[word.verdict] == COULD_NOT_JUDGE:
            pytest.fail(word.text, pytrace=False)

    def runtest(self) -> None:
        """The verdict, handed out."""
        word = self.word
        if word.verdict == "passed":
            return
        if word.decides:
            _hand_out(word)
        else:
            warnings.warn(ConformanceWarning(word.text), stacklevel=1)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands: in no file."""
        return self.path, None, self.name


def _hand_out(word: Word) -> None:
    if word.verdict == "skipped":
        pytest.skip(word.text)
    if word.verdict in ("known-failure", "known-flaky"):
        pytest.xfail(word.text)  # returns under --runxfail
    pytest.fail(word.text, pytrace=False)
