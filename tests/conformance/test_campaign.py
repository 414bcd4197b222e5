"""The campaign of automatic mutants: what is made, and what a blind suite lets live."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from assay.suite import Case, Question, Value
from coalition import presence
from conformance.campaign.modules import read
from conformance.campaign.mutations import Mutant, mutants
from conformance.campaign.sample import drawn
from conformance.campaign.trial import Bench, ControlError, Fate

TOY = '''
"""A module."""


def check(value: str | None, limit: int = 3) -> bytes:
    """Not this."""
    if len(value) > limit:
        raise ValueError(value, f"over {limit}")
    return hash_many_of(ascii_text("tag", "toy"), part("inner", value, "bytes"))


class Toy:
    def __repr__(self) -> str:
        return "Toy" + "s"
'''


def _changes(source: str) -> set[tuple[str, str]]:
    return {(mutant.before, mutant.after) for mutant in mutants("toy", source)}


def test_the_tool_changes_what_an_answer_shows() -> None:
    """Literals, operators, defaults and arguments change."""
    assert {
        ("3", "4"),
        ("> limit", ">= limit"),
        ('"toy"', '"TOY"'),
        ('ascii_text(…, "toy")', "ascii_text(…, None)"),
        ('hash_many_of(ascii_text("tag", "toy"), …)', "hash_many_of(…)"),
        ("part(…, value, …)", "part(…, …)"),
    } <= _changes(TOY)


def test_the_rules_leave_out_what_no_answer_shows() -> None:
    """Annotations, the text of an error, the label and encoding of a row, `len`, and `__repr__` do not change."""
    for before, after in _changes(TOY):
        assert not before.startswith(("len(", "ValueError(", "Toy"))
        assert before not in {'"tag"', '"inner"', '"bytes"', '"Toy"', "str | None", 'f"over {limit}"'}
        assert not after.startswith(("ascii_text(None", "part(None"))
        assert (before, after) != ('part(…, "bytes")', "part(…)")
    # The same texts elsewhere are no labels.
    assert ('"tag"', '"TAG"') in _changes('NAME = "tag"\n')


def test_a_mutant_is_the_same_when_lines_move() -> None:
    """Lines above and between leave the names alone; each change stands where it stood, and can be compiled."""
    source = read("acl")
    moved = "# a line\n\n" + source.replace("\n@dataclass", "\n# another\n@dataclass")

    made, again = mutants("acl", source), mutants("acl", moved)

    assert [mutant.name for mutant in made] == [mutant.name for mutant in again]
    assert len({mutant.name for mutant in made}) == len(made) > 100
    for one, other in zip(made, again, strict=True):
        compile(one.applied(source), "acl", "exec")
        assert one.applied(source) != source
        assert other.applied(moved).replace("# a line\n\n", "").replace("# another\n", "") == one.applied(source)


def test_the_seed_draws_the_sample() -> None:
    """The same seed draws the same, another draws another, and a mutant more moves one place at most."""
    made = [mutant for module in ("acl", "oracle") for mutant in mutants(module, read(module))]
    first = drawn(made, 30, "a")

    assert drawn(list(made), 30, "a") == first
    assert len(first) == 30
    assert set(drawn(made, 30, "b")) != set(first)
    assert len(set(drawn(made[1:], 30, "a")) - set(first)) <= 1
    assert set(drawn(made, 10, "a")) <= set(first)
    assert drawn(made, len(made) + 1, "a") == made


def _only(questions: Iterable[Question], *areas: str) -> list[Question]:
    return [question for question in questions if question.id.startswith(areas)]


def _toy(module: str, source: str, text: str) -> Mutant:
    """A mutant by hand: the first `source` of the module becomes `text`."""
    start = read(module).index(source)
    return Mutant(module, "by hand", source, "hand", source, text, 1, start, start + len(source), text)


@pytest.fixture(scope="module")
def bench(questions: list[Question]) -> Bench:
    """A bench on which few questions are asked, for quick work."""
    return Bench(_only(questions, "encoding/present-id/", "identity/member-id/"), cpu=2)


CONDITION = "if identifier == ZERO_ID:"


@pytest.mark.parametrize(
    ("text", "end", "why"),
    [
        (CONDITION, "survived", ""),
        ("if identifier != ZERO_ID:", "killed", "refused with ZeroId at stage validate"),
        ("while True:\n        pass\n    if True:", "killed", "no end after 2 s"),
        ("import os\n    os._exit(0)\n    if True:", "killed", "the process ended with no result"),
        ("raise SystemExit\n    if True:", "killed", "the process ended with 1"),
        ("held = bytearray(1 << 40)\n    if True:", "killed", "MemoryError"),
        ("print('noise')\n    if identifier == ZERO_ID:", "survived", ""),
    ],
)
def test_every_end_is_an_end(bench: Bench, text: str, end: str, why: str) -> None:
    """A wrong answer, a loop, a way out of the process, too much memory: each is a death; printing is none."""
    (fate,) = bench.fates([_toy("presence", CONDITION, text)], 1)

    assert fate.end == end, fate
    assert why in fate.why


def test_what_cannot_be_imported_is_stillborn(bench: Bench) -> None:
    """A module that raises when it is read is no implementation that a suite could judge."""
    (fate,) = bench.fates([_toy("presence", "\ndef check_present", "\n1 / 0\n\ndef check_present")], 1)

    assert fate == Fate("stillborn", why="ZeroDivisionError: division by zero")


def test_a_mutant_leaves_nothing_behind(bench: Bench) -> None:
    """Mutants live beside each other and after each other, and this process never sees one."""
    check = presence.check_present
    wrong, right = "if identifier != ZERO_ID:", CONDITION

    fates = bench.fates([_toy("presence", CONDITION, text) for text in (wrong, right, wrong, right)], 2)

    assert [fate.end for fate in fates] == ["killed", "survived", "killed", "survived"]
    assert presence.check_present is check


def test_a_suite_that_the_reference_fails_judges_nothing(cases: list[Case]) -> None:
    """With a wrong expectation every mutant would die of it."""
    case = next(case for case in cases if isinstance(case.expect, Value))
    wrong = Case(case.id, case.operation, case.params, Value("no value"), case.requirements, case.features, case.unit)

    with pytest.raises(ControlError, match="another value"):
        Bench([wrong])


def test_a_blind_suite_lets_mutants_live(questions: list[Question]) -> None:
    """The clauses' own vectors kill what the vectors of names do not see."""
    changed = [mutant for mutant in mutants("acl", read("acl")) if mutant.where == "acl_clause"][::4]
    assert len(changed) > 2

    seeing = list(Bench(_only(questions, "identity/acl-clause/")).fates(changed, 1))
    blind = list(Bench(_only(questions, "encoding/name/")).fates(changed, 1))

    assert {fate.end for fate in seeing} == {"killed"}
    assert {fate.end for fate in blind} == {"survived"}
