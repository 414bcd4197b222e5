"""Traceability: what hangs on each requirement, generated from the text, the reference, the vectors and the mutants."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import coalition
from assay.suite import Scenario, Trace, TraceRow
from coalition.operations import RULE_ERRORS
from conformance.agreement import disagreements
from conformance.mutants import MUTANTS
from conformance.spec_text import specification
from conformance.specification import Requirement, Specification
from conformance.vectors import questions

_CITED = re.compile(r"\b([A-Z]{2,6})-(\d+)(?: to (?:[A-Z]{2,6}-)?(\d+))?")

#: Chapters whose rules live outside the reference: it has no wire, and no case of its own for errors at all.
_WITHOUT_REFERENCE = ("driver-protocol",)


def trace() -> Trace:
    """The table, and every gap in it."""
    spec = specification()
    references = _references()
    files: dict[str, dict[str, None]] = defaultdict(dict)
    checks: dict[str, list[str]] = defaultdict(list)
    problems: list[str] = []
    asked: dict[str, tuple[str, ...]] = {}
    for question in questions():
        steps = question.steps if isinstance(question, Scenario) else (question,)
        asked[question.id] = tuple(step.operation for step in steps)
        for requirement in question.requirements:
            files[requirement][question.source] = None
            checks[requirement].append(question.id)
            if requirement not in spec.requirements:
                problems.append(f"{question.id} cites {requirement}, which the specification does not have")
    mutants = _mutants(problems, spec)
    rows = tuple(
        TraceRow(
            each.id,
            "MUST" if each.level == "MUST" else "SHOULD",
            tuple(references.get(each.id, ())),
            tuple(files[each.id]),
            (*checks[each.id], *each.checked_by),
            tuple(mutants[each.id]),
            each.untestable,
        )
        for each in spec.requirements.values()
    )
    problems.extend(_gaps(spec, rows))
    problems.extend(_unshown(spec, asked))
    problems.extend(_errors(spec))
    problems.extend(_refusals(spec))
    problems.extend(disagreements(spec))
    problems.extend(profile_problems(spec))
    return Trace(rows, tuple(problems))


def _mutants(problems: list[str], spec: Specification) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    names: set[str] = set()
    for mutant in MUTANTS:
        if mutant.name in names:
            problems.append(f"two mutants are called {mutant.name}")
        names.add(mutant.name)
        for requirement in mutant.requirements:
            found[requirement].append(mutant.name)
            if requirement not in spec.requirements:
                problems.append(f"mutant {mutant.name} breaks {requirement}, which the specification does not have")
    return found


def _gaps(spec: Specification, rows: tuple[TraceRow, ...]) -> Iterator[str]:
    for row in rows:
        each = spec.requirements[row.requirement]
        if each.untestable:
            if row.checks:
                yield f"{row.requirement} is called untestable, and {row.checks[0]} checks it"
            continue
        if not row.checks:
            yield f"{row.requirement} ({row.level}) has no check"
        if not row.reference and each.chapter not in _WITHOUT_REFERENCE and not _is_about_errors(each):
            yield f"{row.requirement} ({row.level}) is cited by nothing in the reference"
        if row.level == "MUST" and not row.mutants and not each.checked_by:
            yield f"{row.requirement} ({row.level}) has no mutant"


def _unshown(spec: Specification, asked: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Operations without a vector, or without a worked example in the text."""
    shown = {name for _, example in spec.examples for name in asked.get(example, ())}
    known = {name for names in asked.values() for name in names}
    for name in spec.asked():
        if name not in known:
            yield f"operation {name} has no vectors"
        if name not in shown:
            yield f"operation {name} has no worked example in the text"


def profile_problems(spec: Specification) -> Iterator[str]:
    """What is wrong with the tables of features and of profiles."""
    for name, (requires, _) in spec.features.items():
        for other in requires:
            if other not in spec.features:
                yield f"the feature {name} requires {other}, which is no feature"
    sets: dict[frozenset[str], str] = {}
    in_base: set[str] = set()
    in_any: set[str] = set()
    for name, profile in spec.profiles.items():
        if name in spec.features:
            yield f"{name} is a feature and a profile"
        for feature in profile.features:
            if feature not in spec.features:
                yield f"the profile {name} has {feature}, which is no feature"
        own = frozenset(spec.whole(profile))
        if own in sets:
            yield f"the profiles {sets[own]} and {name} are the same"
        sets[own] = name
        in_any |= own
        in_base |= own if profile.kind == "base" else set()
    for name in spec.features:
        if name not in in_any:
            yield f"the feature {name} is in no profile"
    if in_base and frozenset(in_base) not in sets:
        yield "no profile is the widest of the base"


def _is_about_errors(requirement: Requirement) -> bool:
    return requirement.chapter == "errors"


def _errors(spec: Specification) -> Iterator[str]:
    """The table of errors against the classes of the reference."""
    classes = dict(RULE_ERRORS)
    for name, (stage, requirement) in spec.errors.items():
        each = classes.pop(name, None)
        if each is None or (each.stage, each.requirement) != (stage, requirement):
            yield f"error {name} is not in the reference as the table has it"
    for name in classes:
        yield f"error {name} of the reference is not in the table"


def _refusals(spec: Specification) -> Iterator[str]:
    """The table of refusals against the classes of the reference."""
    from coalition.runtime import refusals, repertoire  # noqa: PLC0415 - for this comparison alone

    assert repertoire.MODULES
    found = {each.__name__: each.requirement for each in refusals.Refusal.__subclasses__()}
    for name in spec.refusals.keys() | found.keys():
        if spec.refusals.get(name) != found.get(name):
            yield f"refusal {name} is not in the reference as the table has it"


def _references() -> dict[str, list[str]]:
    """Requirement id → the functions, classes and constants of the reference whose documentation cites it."""
    found: dict[str, list[str]] = defaultdict(list)
    root = Path(coalition.__file__).parent
    for path in sorted(root.rglob("*.py")):
        module = ".".join(path.relative_to(root).with_suffix("").parts)
        text = path.read_text("utf-8")
        for name, documentation in _documented(ast.parse(text), text):
            for requirement in cited(documentation):
                found[requirement].append(f"{module}.{name}")
    return found


def _documented(tree: ast.Module, text: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name, ast.get_docstring(node) or ""
    lines = text.splitlines()
    for node in tree.body:
        # A constant is documented by the `#:` comment above it.
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and lines[node.lineno - 2].startswith("#:"):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                yield target.id, lines[node.lineno - 2]


def cited(text: str) -> Iterator[str]:
    """The requirements that a text cites; `ENC-6 to ENC-10` are five."""
    for match in _CITED.finditer(text):
        first, last = int(match[2]), int(match[3] or match[2])
        for number in range(first, last + 1):
            yield f"{match[1]}-{number}"
