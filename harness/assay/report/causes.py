"""Failures grouped by what they have in common, the likeliest root cause first.

A group is a deepest wrong part together with the near miss or the field of its preimage that gives it away. Where
neither shows, failures are grouped by what the target did: the refusal it gave, the rule it did not apply.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

import msgspec

from assay.alignment import ANOTHER_ORDER
from assay.answer import Error, Result, refusal
from assay.codec import encode
from assay.diagnosis import Diagnosis
from assay.difference import pointer
from assay.judging import METHOD_NOT_FOUND, WRONG_PREIMAGE, describe_error
from assay.runner import Run, weight
from assay.suite import RULE_ERROR, Case, Refusal, Scenario, Suite, Value
from assay.tally import Result as Tallied
from assay.units import Exchange

#: Verdicts that are listed by name and not told: they say nothing about the target.
UNTOLD = frozenset({"skipped", "not-run", "known-failure", "known-flaky"})

#: Operations from which on one near miss in all of them is told as one mistake.
HABIT = 3

Key = tuple[str, ...]


class Rank(IntEnum):
    """In which order groups are told: no answer, what is explained, what is wrong, wrong refusals, the rest."""

    BROKEN = 0
    EXPLAINED = 1
    WRONG = 2
    REFUSAL = 3
    OTHER = 4
    WARNING = 5


class Member(msgspec.Struct, frozen=True):
    """One failed case, with its diagnosis where there is one."""

    result: Tallied
    diagnosis: Diagnosis | None

    @property
    def exchange(self) -> Exchange | None:
        """The exchange that shows the cause: that of the deepest wrong part, or the case's own."""
        return self.diagnosis.exchange if self.diagnosis is not None else self.result.exchange

    @property
    def case(self) -> Case:
        """The case that shows the cause."""
        return self.exchange.case if self.exchange is not None else self.result.asked

    @property
    def broken(self) -> tuple[str, ...]:
        """The requirements that the cause breaks, the first before all."""
        return self.result.broken if self.diagnosis is None else self.case.requirements


class Group(msgspec.Struct):
    """Failures with one cause; the first member is the example. `twins` failed only because a member did."""

    rank: Rank
    key: Key
    members: list[Member]
    twins: list[str]

    @property
    def count(self) -> int:
        """How many failing cases it explains."""
        return len(self.members) + len(self.twins)


def group(run: Run, suite: Suite) -> list[Group]:
    """All failures that are told, by cause, in the order in which they are told."""
    known = {result.case.id: diagnosis for result, diagnosis in run.diagnoses}
    found: dict[Key, list[Member]] = {}
    twins: dict[str, list[str]] = {}
    for result in sorted(run.tally.results, key=lambda result: result.case.id):
        if result.mate is not None:
            twins.setdefault(result.mate, []).append(result.case.id)
        elif result.verdict not in UNTOLD:
            member = Member(result, known.get(result.case.id))
            found.setdefault(_key(member), []).append(member)
    _merge(found)
    groups = [_group(key, members, twins) for key, members in found.items()]
    return sorted(groups, key=lambda each: _order(each, suite))


def _group(key: Key, members: list[Member], twins: dict[str, list[str]]) -> Group:
    # The example is the case nearest to the cause, and the shortest to read; of two scenarios that which fails sooner.
    ordered = sorted(members, key=_distance)
    named = [name for member in ordered for name in twins.get(member.result.case.id, ())]
    return Group(_rank(key, ordered), key, ordered, named)


def _distance(member: Member) -> tuple[int, int, bool, int, str]:
    depth = len(member.diagnosis.path) if member.diagnosis is not None else 1
    question, case = member.result.case, member.result.asked
    before = question.steps.index(case) if isinstance(question, Scenario) else 0
    return depth, before, not isinstance(case.expect, Value), len(encode(case.params)), question.id


def _key(member: Member) -> Key:  # noqa: PLR0911 - one line a kind of failure
    result, diagnosis, exchange = member.result, member.diagnosis, member.exchange
    if result.verdict == "flaky":
        return ("flaky",)
    if exchange is None:
        return (result.verdict, result.asked.operation, result.reason)
    operation, judged = exchange.case.operation, exchange.judged
    if judged.breach is not None:
        return ("history", judged.breach.check)
    if judged.reason == WRONG_PREIMAGE:
        return ("preimage",)
    if diagnosis is not None and diagnosis.mistake is not None:
        return ("mistake", diagnosis.mistake.flag, operation)
    if diagnosis is not None and diagnosis.field is not None:
        if diagnosis.field.note == ANOTHER_ORDER:
            return ("order", operation)
        return ("field", diagnosis.field.label, operation)
    if isinstance(judged.answer, Error):
        return _refusal_key(exchange.case, judged.answer)
    if isinstance(judged.answer, Result):
        if isinstance(exchange.case.expect, Value):
            return _value_key(result, exchange.case.expect.value, judged.answer.value)
        return ("accepts", _wanted(exchange.case))
    return (judged.verdict, operation, judged.reason)


def _value_key(result: Tallied, due: Any, got: Any) -> Key:
    if not isinstance(result.case, Scenario):
        return ("value", result.asked.operation)
    refusal_due, refusal_got = refusal(due), refusal(got)
    if refusal_due is None and refusal_got is None:
        # A verb answers with many things, and the place tells them apart; which entry it is in does not.
        place = [each for each in (pointer(due, got) or "").split("/") if not each.isdecimal()]
        return ("value", result.asked.operation, "/".join(place))
    return ("outcome", refusal_due or "", refusal_got or "")


def _refusal_key(case: Case, answer: Error) -> Key:
    if answer.code == RULE_ERROR:
        if isinstance(case.expect, Refusal) and case.expect.error == answer.error:
            return ("stage", answer.stage or "", case.expect.stage)
        return ("refuses", answer.error or "")
    if answer.code == METHOD_NOT_FOUND:
        return ("unknown", case.operation)
    return ("error", str(answer.code))


def _wanted(case: Case) -> str:
    if isinstance(case.expect, Refusal):
        return case.expect.error
    # Ill shapes have no name; the first requirement is the one that the case is about.
    return f"-32602 {case.requirements[0] if case.requirements else ''}"


def _merge(found: dict[Key, list[Member]]) -> None:
    """Join what is the same mistake after all."""
    # A field that differs where the one near miss of its operation differs too.
    for key in [key for key in found if key[0] == "field"]:
        _, label, operation = key
        homes = [
            other
            for other, members in found.items()
            if (other[0], other[-1]) == ("mistake", operation)
            and any(member.diagnosis and _label(member.diagnosis) == label for member in members)
        ]
        if len(homes) == 1:
            found[homes[0]] += found.pop(key)
    # One near miss in many operations: a habit, such as writing integers big-endian.
    flags = Counter(key[1] for key in found if key[0] == "mistake")
    for flag in [flag for flag, count in flags.items() if count >= HABIT]:
        habit: list[Member] = []
        for key in [key for key in found if key[:2] == ("mistake", flag)]:
            habit += found.pop(key)
        found["mistake", flag] = habit


def _label(diagnosis: Diagnosis) -> str | None:
    return diagnosis.field.label if diagnosis.field is not None else None


def _rank(key: Key, members: Sequence[Member]) -> Rank:
    if not any(member.result.decides for member in members):
        return Rank.WARNING
    kind = key[0]
    if kind in ("crashed", "timed-out", "garbled"):
        return Rank.BROKEN
    if kind in ("mistake", "field", "order", "preimage", "flaky"):
        return Rank.EXPLAINED
    if kind in ("unreachable", "harness-fault", "unexpected-pass"):
        return Rank.OTHER
    if kind == "accepts" or (kind != "history" and not any(isinstance(each.case.expect, Value) for each in members)):
        return Rank.REFUSAL
    return Rank.WRONG


def _order(each: Group, suite: Suite) -> tuple[int, int, int, int, Key]:
    if each.rank is not Rank.WRONG:
        return each.rank, -each.count, 0, 0, each.key
    # Nobody knows the cause: what folds nothing is the easier to look into, and what builds on it may follow from it.
    case = each.members[0].case
    return each.rank, weight(case, suite.features()), int(bool(_parts(case, suite))), -each.count, each.key


def _parts(case: Case, suite: Suite) -> Sequence[Case]:
    try:
        return suite.parts(case)
    except Exception:  # a suite that cannot help must not cost the report
        return ()


def _hashes(case: Case, suite: Suite) -> bool:
    try:
        return case.preimage is not None or suite.preimage(case) is not None
    except Exception:  # as above
        return False


def summary(each: Group, suite: Suite) -> str:  # noqa: PLR0911 - one line a kind of failure
    """The cause in a few words, without the operation."""
    example = each.members[0]
    case, diagnosis, exchange = example.case, example.diagnosis, example.exchange
    if each.key[0] == "flaky":
        return "The same question has another answer when it is asked again."
    if each.key[0] == "preimage":
        return "The value is right, but the preimage given with it is not what it hashes."
    if diagnosis is not None and diagnosis.mistake is not None:
        return diagnosis.mistake.description or f"It looks like the known mistake {diagnosis.mistake.flag}."
    if diagnosis is not None and diagnosis.field is not None:
        field = diagnosis.field
        if field.note == ANOTHER_ORDER:
            return f"The fields of the preimage are in another order, from `{field.label}` on."
        if field.label == "(no field)":
            return f"The preimage differs: {field.note}."
        return f"The field `{field.label}` of the preimage differs" + (f": {field.note}." if field.note else ".")
    if exchange is not None and (breach := exchange.judged.breach) is not None:
        return f"No single answer is wrong, and together they are: {breach.check}."
    answer = exchange.judged.answer if exchange is not None else None
    if each.key[0] == "outcome":
        return _outcome(*each.key[1:])
    if isinstance(answer, Error):
        return _refusal(each, answer)
    if isinstance(answer, Result) and not isinstance(case.expect, Value):
        return f"It accepts what must be refused with {_names(each.members)}."
    if isinstance(answer, Result):
        silent = answer.preimage is None and _hashes(case, suite)
        return f"It gives another value{', and no preimage to find the field by' if silent else ''}."
    reason = exchange.judged.reason if exchange is not None else example.result.reason
    return f"{example.result.verdict.capitalize()}: {reason}."


def _outcome(due: str, got: str) -> str:
    if not got:
        return f"It lets through what is to be refused with {due}."
    return f"It refuses with {got:.100}{f', though the reason is {due}' if due else ' what is to go through'}."


def _refusal(each: Group, answer: Error) -> str:
    if answer.code == METHOD_NOT_FOUND:
        return "The operation is unknown to it, though it claims the feature."
    if each.key[0] == "stage":
        _, got, due = each.key
        return f"It names the right error at another stage: {got:.100}, not {due}."
    said = describe_error(answer)
    if len({_said(member) for member in each.members}) > 1:
        said = said.partition(" at stage ")[0]
    said = said.replace("refused", "refuses", 1)
    values = sum(isinstance(member.case.expect, Value) for member in each.members)
    if values == len(each.members):
        return f"{_capital(said)}, though a value is due."
    if values:
        return f"{_capital(said)}, though a value or another reason is due."
    return f"{_capital(said)}, though the reason is {_names(each.members)}."


def _said(member: Member) -> str:
    answer = member.exchange.judged.answer if member.exchange is not None else None
    return describe_error(answer) if isinstance(answer, Error) else ""


def _names(members: Iterable[Member]) -> str:
    """The errors that are due, a few of them."""
    names = sorted({_due(member.case) for member in members})
    return ", ".join(names[:3]) + (f" and {len(names) - 3} others" if len(names) > 3 else "")


def _due(case: Case) -> str:
    return case.expect.error if isinstance(case.expect, Refusal) else "-32602 (invalid params)"


def _capital(words: str) -> str:
    return "It " + words if words.startswith("refuses") else words[:1].upper() + words[1:]
