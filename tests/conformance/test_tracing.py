"""The trace has no gap, and finds one where there is one: in a copy of the project whose text or code was doctored."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.agreement import disagreements
from conformance.spec_text import SpecTextError, specification
from conformance.suite import CoalitionSuite
from conformance.tracing import cited

Within = Callable[..., object]


def test_the_trace_has_no_problem(suite: CoalitionSuite) -> None:
    """Every requirement is cited, checked and has its mutant, or says why not."""
    trace = suite.trace()
    assert trace.problems == ()
    assert [row.requirement for row in trace.rows] == list(suite.requirements())
    for row in trace.rows:
        assert bool(row.untestable) != bool(row.checks)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


GAPS: list[tuple[str, str, str, str, str]] = [
    (
        "a MUST that nothing hangs on",
        "spec/surfaces.md",
        "**SURF-5**",
        "**SURF-99** (MUST) New.\n\n**SURF-5**",
        "SURF-99 (MUST) has no check; (MUST) is cited by nothing in the reference; SURF-99 (MUST) has no mutant",
    ),
    ("a requirement renamed", "spec/surfaces.md", "**SURF-4**", "**SURF-40**", "cites SURF-4, which"),
    (
        "a testable one called untestable",
        "spec/surfaces.md",
        "**SURF-4** (MUST)",
        "**SURF-4** (MUST, untestable: no)",
        "SURF-4 is called untestable",
    ),
    (
        "an error of another stage",
        "spec/errors.md",
        "| `ZeroId` | validate |",
        "| `ZeroId` | relate |",
        "error ZeroId is not in the reference as the table has it",
    ),
    (
        "an error that the text does not have",
        "reference/coalition/errors.py",
        "class ZeroId(RuleError)",
        'class Unheard(RuleError):\n    requirement = "ENC-4"\n    stage = "validate"\n\n\nclass ZeroId(RuleError)',
        "error Unheard of the reference is not in the table",
    ),
    (
        "a parameter of another type",
        "spec/surfaces.md",
        "(`surface: present id`,",
        "(`surface: id`,",
        "surface.commit takes",
    ),
    (
        "a mutant of nothing",
        "conformance/mutants/surfaces.py",
        '("SURF-1",',
        '("SURF-77",',
        "breaks SURF-77, which the specification does not have",
    ),
    (
        "an operation without vectors",
        "spec/surfaces.md",
        "**SURF-5**",
        "Operation `surface.unheard` (`address: id`) → `id`; feature `identity.surface`.\n\n**SURF-5**",
        "surface.unheard",
    ),
]


@pytest.mark.parametrize(("what", "path", "old", "new", "problem"), GAPS, ids=[gap[0] for gap in GAPS])
def test_a_doctored_copy_has_a_problem(
    copy: Path, within: Within, what: str, path: str, old: str, new: str, problem: str
) -> None:
    """`assay trace` exits 1 and names the gap that was made."""
    assert what
    _edit(copy / path, old, new)
    ran = within(copy, "-m", "assay", "trace")
    said = ran.stdout + ran.stderr  # type: ignore[attr-defined]
    assert ran.returncode != 0, said  # type: ignore[attr-defined]
    assert all(each in " ".join(said.split()) for each in problem.split("; "))


def test_an_untouched_copy_has_none(copy: Path, within: Within) -> None:
    """The copy itself is whole: what the doctored ones lack was taken from them."""
    ran = within(copy, "-m", "assay", "trace")
    assert ran.returncode == 0, ran.stdout  # type: ignore[attr-defined]


DISAGREEMENTS: list[tuple[str, str, str, str]] = [
    ("surfaces.md", "(`surface: present id`,", "(`surface: id`,", "surface.commit takes"),
    ("surfaces.md", "| clock_event | `u64` |", "| clock_event | `u32` |", "EvidencePointer has"),
    ("surfaces.md", "| commit | `present id` |\n", "", "EvidencePointer has"),
    ("retirement.md", "| Emergency | 3 | |", "| Emergency | 4 | |", "RetirementReason is numbered differently"),
    ("retirement.md", "`sequence: u64`", "`sequence: u128`", "RetirementInstant::AtSequence has"),
    ("identity.md", "| atlas | `OrganismRef?` |", "| atlas | `OrganismRef` |", "CoalitionConfig has"),
    ("identity.md", "| instance_name | `name` |", "| instance_name | `text` |", "has (instance_name: text"),
    ("identity.md", "`floor: ratio`", "`floor: text`", "AclClause::ReputationFloor has"),
    (
        "handshake.md",
        "(`document: text`, `published: [PublishedMember]`)",
        "(`document: text`)",
        "handshake.cross_check takes",
    ),
]


@pytest.mark.parametrize(("chapter", "old", "new", "word"), DISAGREEMENTS, ids=range(len(DISAGREEMENTS)))
def test_a_doctored_text_disagrees_with_the_reference(
    root: Path, tmp_path: Path, chapter: str, old: str, new: str, word: str
) -> None:
    """Another type, a member less, another number or parameter in the text is found by name."""
    made = tmp_path / "spec"
    shutil.copytree(root / "spec", made)
    assert list(disagreements(specification(made))) == []
    _edit(made / chapter, old, new)
    specification.cache_clear()
    found = list(disagreements(specification(made)))
    assert found
    assert any(word in each for each in found)


@pytest.mark.parametrize(
    ("chapter", "old", "new", "why"),
    [
        ("surfaces.md", "**SURF-5**", "**SURF-4** (MUST) Again.\n\n**SURF-5**", "SURF-4 stands twice"),
        ("surfaces.md", "Operation `surface.commit` (", "Operation surface.commit (", "cannot be read"),
        (
            "surfaces.md",
            "; feature `identity.surface`: the `hash_many`",
            ": the `hash_many`",
            "an operation has a feature",
        ),
    ],
)
def test_a_text_that_cannot_be_read_says_where(
    root: Path, tmp_path: Path, chapter: str, old: str, new: str, why: str
) -> None:
    """A broken chapter is refused with its file and line."""
    made = tmp_path / "spec"
    shutil.copytree(root / "spec", made)
    _edit(made / chapter, old, new)
    with pytest.raises(SpecTextError, match=rf"spec/{chapter}:\d+: .*{why}"):
        specification(made)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ENC-6 to ENC-10", [f"ENC-{number}" for number in range(6, 11)]),
        ("ENC-6 to 8, ID-1", ["ENC-6", "ENC-7", "ENC-8", "ID-1"]),
        ("(ID-1, ENC-4)", ["ID-1", "ENC-4"]),
        ("R-ID-10 is a reading", ["ID-10"]),
        ("UTF-8 and SHA-256", ["UTF-8", "SHA-256"]),
        ("none", []),
    ],
)
def test_what_a_docstring_cites(text: str, ids: list[str]) -> None:
    """Ranges are spelled out; what looks like an id is one, and the trace asks the text whether it exists."""
    assert list(cited(text)) == ids
