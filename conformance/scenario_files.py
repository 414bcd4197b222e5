"""The scenario files: writing them from the definitions, and reading them as scenarios."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from assay.suite import Case, Expect, InvalidParams, Refusal, Scenario, Value
from conformance.registry import SPEC_VERSION

SCHEMA: Final = "urn:coalition-conformance:scenarios:1"


class StepForm(msgspec.Struct, forbid_unknown_fields=True):
    """A step as its file has it."""

    operation: str
    requirements: tuple[str, ...]
    comment: str
    input: dict[str, Any]
    expect: dict[str, Any]


class ScenarioForm(msgspec.Struct, forbid_unknown_fields=True):
    """A scenario as its file has it."""

    id: str
    features: tuple[str, ...]
    comment: str
    flags: tuple[str, ...]
    steps: tuple[StepForm, ...]


class ScenarioFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file of scenarios."""

    schema: str
    spec_version: str
    chapter: str
    scenarios: tuple[ScenarioForm, ...]


def documents() -> Iterator[tuple[str, bytes]]:
    """Every scenario file as its definitions write it: relative path and bytes."""
    from conformance.scenarios import collections  # noqa: PLC0415 - playing them takes a second, reading them does not

    for collection in collections():
        yield collection.file, _document(collection)


def _document(collection: Any) -> bytes:
    head = {"schema": SCHEMA, "spec_version": SPEC_VERSION, "chapter": collection.chapter}
    lines = [f"  {_compact(name)}: {_compact(value)}," for name, value in head.items()]
    scenarios = ",\n".join(_scenario(script) for script in collection.scripts)
    return ("{\n" + "\n".join([*lines, '  "scenarios": [', scenarios, "  ]"]) + "\n}\n").encode()


def _scenario(script: Any) -> str:
    members = {"id": script.id, "features": list(script.features), "comment": script.comment, "flags": []}
    body = ",\n".join(f"     {_compact(name)}: {_compact(value)}" for name, value in members.items())
    steps = ",\n".join(f"      {_step(step)}" for step in script.steps)
    return f'    {{\n{body},\n     "steps": [\n{steps}]}}'


def _step(step: Any) -> str:
    return _compact(
        {
            "operation": step.operation,
            "requirements": list(step.requirements),
            "comment": step.comment,
            "input": step.params,
            "expect": step.expect,
        }
    )


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def expectation(form: Mapping[str, Any]) -> Expect:
    """What `expect` says in a file."""
    if "value" in form:
        return Value(form["value"])
    if "error" in form:
        return Refusal(form["error"], form["stage"])
    return InvalidParams()


def scenario(form: ScenarioForm, source: str, since: str) -> Scenario:
    """A scenario of a file, as the harness asks it."""
    steps = tuple(
        Case(
            id=f"{form.id}#{number}",
            operation=step.operation,
            params=step.input,
            expect=expectation(step.expect),
            requirements=step.requirements,
            features=form.features,
            unit=form.id,
            source=source,
            comment=step.comment,
            since=since,
        )
        for number, step in enumerate(form.steps, 1)
    )
    return Scenario(
        id=form.id,
        steps=steps,
        requirements=tuple(dict.fromkeys(each for step in steps for each in step.requirements)),
        features=form.features,
        unit=form.id,
        source=source,
        comment=form.comment,
        flags=form.flags,
        since=since,
    )
