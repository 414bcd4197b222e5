"""Two judged histories side by side: what one passes and the other does not. Only questions put to both count."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

import msgspec

from assay.codec import encode, sorted_json
from assay.runner import Run
from assay.suite import Question, Scenario
from assay.verdict import COULD_NOT_JUDGE, EXIT, Verdict

SAME = 0
DIFFERENT = 1

#: Verdicts of a right answer: one to a case that is listed as a known failure is right all the same.
_RIGHT = frozenset({"passed", "unexpected-pass"})


class Fate(msgspec.Struct, frozen=True, gc=False):
    """What became of one case."""

    verdict: Verdict
    reason: str = ""

    @property
    def passes(self) -> bool:
        """Whether the case passed."""
        return self.verdict in _RIGHT

    @property
    def open(self) -> bool:
        """Whether the question has no answer yet."""
        return EXIT[self.verdict] == COULD_NOT_JUDGE


class Side(msgspec.Struct, frozen=True):
    """Every case of one history. Cases are told apart by what they ask, too: fresh ones share their names."""

    headline: str
    target: str
    problem: str | None
    interrupted: bool
    fates: dict[tuple[str, bytes], Fate]
    cites: dict[str, tuple[str, ...]]


class Difference(msgspec.Struct, frozen=True):
    """A case that one side passes and the other does not."""

    case: str
    requirements: tuple[str, ...]
    passes: str
    a: Verdict
    b: Verdict
    reason: str


class Disagreement(msgspec.Struct, frozen=True):
    """A requirement, and how many of its common cases each side alone passes."""

    requirement: str
    only_a: int
    only_b: int


class Comparison(msgspec.Struct, frozen=True):
    """What two histories have in common and what not. `open` cases were left without a verdict by either side."""

    a: str
    b: str
    exit: int
    common: int
    both_pass: int
    neither_passes: int
    open: int
    not_common: tuple[int, int]
    requirements: list[Disagreement]
    cases: list[Difference]
    troubles: list[str]


def side(run: Run, headline: str) -> Side:
    """The fates of a run that kept everything: the passed cases, and all that did not pass."""
    fates: dict[tuple[str, bytes], Fate] = {}
    cites: dict[str, tuple[str, ...]] = {}
    passed = Fate("passed")
    for case in run.tally.passed or ():
        fates[_key(case)] = passed
        cites[case.id] = case.requirements
    for result in run.tally.results:
        fates[_key(result.case)] = Fate(result.verdict, result.reason)
        cites[result.case.id] = result.case.requirements
    return Side(headline, run.header.target, run.problem, run.interrupted, fates, cites)


def _key(question: Question) -> tuple[str, bytes]:
    asked = question.steps if isinstance(question, Scenario) else (question,)
    digest = blake2b(digest_size=12)
    for case in asked:
        digest.update(encode(case.operation) + sorted_json(case.params))
    return question.id, digest.digest()


def compare(a: Side, b: Side) -> Comparison:
    """The differences, in the order of case ids. A proven difference stands, whatever else was left open."""
    common = sorted(a.fates.keys() & b.fates.keys())
    both = neither = unknown = 0
    differences: list[Difference] = []
    for key in common:
        mine, other = a.fates[key], b.fates[key]
        if mine.open or other.open:
            unknown += 1
        elif mine.passes and other.passes:
            both += 1
        elif mine.passes == other.passes:
            neither += 1
        else:
            differences.append(_difference(key[0], a.cites, mine, other))
    troubles = [f"{name}: {why}" for name, each in (("A", a), ("B", b)) if (why := _trouble(each))]
    if unknown:
        troubles.append(f"{unknown} cases were left without a verdict")
    if not common:
        troubles.append("no question was put to both")
    return Comparison(
        a=a.headline,
        b=b.headline,
        exit=DIFFERENT if differences else COULD_NOT_JUDGE if troubles else SAME,
        common=len(common),
        both_pass=both,
        neither_passes=neither,
        open=unknown,
        not_common=(len(a.fates) - len(common), len(b.fates) - len(common)),
        requirements=_disagreements(differences),
        cases=differences,
        troubles=troubles,
    )


def _trouble(side: Side) -> str | None:
    return side.problem or ("interrupted" if side.interrupted else None)


def _difference(name: str, cites: Mapping[str, tuple[str, ...]], mine: Fate, other: Fate) -> Difference:
    passes, reason = ("a", other.reason) if mine.passes else ("b", mine.reason)
    return Difference(name, cites[name], passes, mine.verdict, other.verdict, reason)


def _disagreements(differences: list[Difference]) -> list[Disagreement]:
    found: dict[str, list[int]] = {}
    for difference in differences:
        for name in difference.requirements:
            found.setdefault(name, [0, 0])[difference.passes == "b"] += 1
    return [Disagreement(name, *counts) for name, counts in sorted(found.items(), key=_numbered)]


def _numbered(item: tuple[str, list[int]]) -> tuple[str, int, str]:
    # ID-2 before ID-12.
    stem, _, number = item[0].rpartition("-")
    return stem, int(number) if number.isdecimal() else 0, item[0]
