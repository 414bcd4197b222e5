"""The selected questions as rows, and grouped by what they cite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from assay.selection import Selection, cases
from assay.suite import Question, Scenario, Suite

Noun = Literal["operation", "requirement", "feature"]


class Row(msgspec.Struct, frozen=True):
    """One question. A scenario has the operations of its steps, in the order of their first call."""

    id: str
    operations: tuple[str, ...]
    requirements: tuple[str, ...]
    features: tuple[str, ...]
    unit: str
    source: str
    comment: str

    def of(self, noun: Noun) -> tuple[str, ...]:
        """The groups that the question stands in."""
        if noun == "operation":
            return self.operations
        return self.requirements if noun == "requirement" else self.features


def operations(question: Question) -> tuple[str, ...]:
    """The operations that a question calls."""
    steps = question.steps if isinstance(question, Scenario) else (question,)
    return tuple(dict.fromkeys(step.operation for step in steps))


def rows(selection: Selection, suite: Suite, seed: str) -> Iterator[Row]:
    """The selected questions, in the suite's order."""
    for each in cases(selection, suite, seed):
        yield Row(each.id, operations(each), each.requirements, each.features, each.unit, each.source, each.comment)


def grouped(found: Iterable[Row], noun: Noun, suite: Suite) -> dict[str, list[str]]:
    """Group → ids of its questions, groups in the suite's order. A question may stand in several."""
    known: dict[str, Callable[[], Mapping[str, object]]] = {
        "operation": suite.operations,
        "requirement": suite.requirements,
        "feature": suite.features,
    }
    groups: dict[str, list[str]] = {name: [] for name in known[noun]()}
    for row in found:
        for name in row.of(noun):
            groups.setdefault(name, []).append(row.id)
    return {name: ids for name, ids in groups.items() if ids}
