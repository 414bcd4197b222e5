"""Which questions come first: those that enter the function that a mutant changes.

A few questions of every operation and every outcome are asked once of the reference as it is, and what each enters is
noted. It is a matter of speed alone: what does not die of those is asked all the others.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Final

from assay.suite import Case, Question, Refusal, Value
from conformance.campaign.judge import Asked
from conformance.campaign.loading import Answer
from conformance.campaign.modules import source_root

#: Questions of one operation with one outcome that are looked at.
_ALIKE: Final = 5

#: Function → the places of the questions that enter it.
Touches = Mapping[str, list[int]]


def touches(answer: Answer, asked: Sequence[Asked]) -> dict[str, list[int]]:
    """For functions (`acl:AclClause.parameters`) and modules (`acl`): the questions that enter them, by place."""
    root = source_root()
    found: dict[str, list[int]] = defaultdict(list)
    for place in _samples(asked):
        entered: set[Any] = set()

        def note(frame: FrameType, event: str, _argument: Any, entered: set[Any] = entered) -> None:
            if event == "call":
                entered.add(frame.f_code)

        for _, _, line in asked[place].lines:
            sys.setprofile(note)
            try:
                answer(line)
            finally:
                sys.setprofile(None)
        for name in _names(entered, root):
            found[name].append(place)
    return dict(found)


def order(module: str, where: str, known: Touches, asked: Sequence[Asked]) -> list[Asked]:
    """All questions: those that enter the function, then those its module, those of the same operations, the rest."""
    first = [*known.get(f"{module}:{where}", ()), *known.get(module, ())]
    operations = {_operation(asked[place].question) for place in first}
    alike = (place for place, each in enumerate(asked) if _operation(each.question) in operations)
    return [asked[place] for place in dict.fromkeys([*first, *alike, *range(len(asked))])]


def _samples(asked: Sequence[Asked]) -> Iterable[int]:
    seen: Counter[tuple[str, str]] = Counter()
    for place, each in enumerate(asked):
        kind = (_operation(each.question), _outcome(each.question))
        seen[kind] += 1
        if seen[kind] <= _ALIKE:
            yield place


def _operation(question: Question) -> str:
    return question.operation if isinstance(question, Case) else "scenario"


def _outcome(question: Question) -> str:
    if not isinstance(question, Case) or isinstance(question.expect, Value):
        return question.source
    # What is ill-shaped has no name; the last word of its id says in which way.
    return question.expect.error if isinstance(question.expect, Refusal) else question.id.rsplit("-", 1)[-1]


def _names(entered: Iterable[Any], root: Path) -> set[str]:
    names = set()
    for code in entered:
        path = Path(code.co_filename)
        if path.is_relative_to(root):
            module = ".".join(path.relative_to(root).with_suffix("").parts)
            function = ".".join(part for part in code.co_qualname.split(".") if not part.startswith("<"))
            names |= {module, f"{module}:{function}"}
    return names
