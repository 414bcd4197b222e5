"""The vector files: writing them from the casebooks, reading them as cases, and saying what moved between two sets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
from blake3 import blake3

from assay.suite import Case, NearMiss, Preimage, Question, Refusal, Scenario, VectorDiff
from conformance import scenario_files
from conformance.paths import VECTORS
from conformance.registry import SPEC_VERSION
from conformance.scenario_files import ScenarioFile, expectation
from conformance.spec_text import specification

SCHEMA: Final = "urn:coalition-conformance:vectors:1"
MANIFEST: Final = "manifest.json"
STRICT_INPUT: Final = "identity.strict-input"

#: The features whose operations are there to refuse what is wrong: a refusal belongs to the feature itself (ERR-1).
REFUSING: Final = "crypto."

#: Files of the folder that are not vectors.
_OTHERS: Final = ("README.md", "schema/")


class VectorError(Exception):
    """A vector file cannot be read; the message names it."""


def generate() -> Iterator[tuple[str, bytes]]:
    """Every vector file and the manifest: relative path and bytes, in a fixed order."""
    from conformance.cases import casebooks  # noqa: PLC0415 - defining the cases takes seconds, reading them does not

    digests = {}
    for book in casebooks():
        content = _document(book)
        digests[book.file] = blake3(content).hexdigest()
        yield book.file, content
    for name, content in scenario_files.documents():
        digests[name] = blake3(content).hexdigest()
        yield name, content
    yield MANIFEST, _manifest(digests)


def _manifest(digests: Mapping[str, str]) -> bytes:
    ordered = dict(sorted(digests.items()))
    over_all = blake3("".join(f"{digest}  {name}\n" for name, digest in ordered.items()).encode()).hexdigest()
    manifest = {"schema": "urn:coalition-conformance:manifest:1", "spec_version": SPEC_VERSION, "digest": over_all}
    return (json.dumps({**manifest, "files": ordered}, indent=2) + "\n").encode()


def _document(book: Any) -> bytes:
    from conformance.near_misses import note  # noqa: PLC0415 - with the cases

    flags = dict.fromkeys(flag for test in book.tests for flag in (*test.flags, *test.misses))
    notes = {flag: note(flag).__dict__ for flag in sorted(flags)}
    head = {
        "schema": SCHEMA,
        "spec_version": SPEC_VERSION,
        "chapter": book.chapter,
        "operation": book.operation,
        "features": list(book.features),
        "notes": notes,
    }
    lines = [f"  {_compact(name)}: {_compact(value)}," for name, value in head.items() if name != "notes"]
    lines.append('  "notes": {' + ("" if notes else "},"))
    if notes:
        lines.append(",\n".join(f"    {_compact(flag)}: {_compact(value)}" for flag, value in notes.items()))
        lines.append("  },")
    group = book.file.removesuffix(".json")
    lines.append(f'  "groups": [{{"name": {_compact(group)}, "params": {{}}, "tests": [')
    lines.append(",\n".join(_test(test) for test in book.tests))
    lines.append("  ]}]")
    return ("{\n" + "\n".join(lines) + "\n}\n").encode()


def _test(test: Any) -> str:
    members = {
        "id": test.id,
        "requirements": list(test.requirements),
        "comment": test.comment,
        "flags": list(test.flags),
        "input": test.params,
        "expect": test.expect,
    }
    if test.twin is not None:
        members["twin"] = test.twin
    if test.preimage is not None:
        members["preimage"] = test.preimage
    if test.misses:
        members["near_misses"] = [{"flag": flag, "value": value} for flag, value in test.misses.items()]
    body = ",\n".join(f"     {_compact(name)}: {_compact(value)}" for name, value in members.items())
    return "    {\n" + body + "}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


class VectorTest(msgspec.Struct, forbid_unknown_fields=True):
    """A test as its file has it."""

    id: str
    requirements: tuple[str, ...]
    comment: str
    flags: tuple[str, ...]
    input: dict[str, Any]
    expect: dict[str, Any]
    twin: str | None = None
    preimage: Preimage | None = None
    near_misses: tuple[NearMiss, ...] = ()


class Group(msgspec.Struct, forbid_unknown_fields=True):
    """A group of tests that share parameters."""

    name: str
    params: dict[str, Any]
    tests: tuple[VectorTest, ...]


class VectorFile(msgspec.Struct, forbid_unknown_fields=True):
    """A vector file."""

    schema: str
    spec_version: str
    chapter: str
    operation: str
    features: tuple[str, ...]
    notes: dict[str, dict[str, str]]
    groups: tuple[Group, ...]
    description: str = ""


class _Head(msgspec.Struct):
    """What a file says of itself."""

    schema: str


_DECODERS: Final[Mapping[str, msgspec.json.Decoder[Any]]] = {
    SCHEMA: msgspec.json.Decoder(VectorFile),
    scenario_files.SCHEMA: msgspec.json.Decoder(ScenarioFile),
}


def read(path: Path) -> VectorFile | ScenarioFile:
    """A file of vectors or of scenarios. Raises `VectorError` for one that is of neither schema."""
    return decode(path.read_bytes(), str(path))


def decode(content: bytes, name: str) -> VectorFile | ScenarioFile:
    """As `read`, of the bytes of a file."""
    try:
        schema = msgspec.json.decode(content, type=_Head).schema
        decoder = _DECODERS.get(schema)
        if decoder is None:
            raise VectorError(f"{name}: {schema} is none of {', '.join(_DECODERS)}")
        found: VectorFile | ScenarioFile = decoder.decode(content)
    except msgspec.MsgspecError as error:
        raise VectorError(f"{name}: {error}") from None
    return found


def files(root: Path = VECTORS) -> list[Path]:
    """The vector files of a folder, in order."""
    found = (path for path in root.rglob("*.json") if path.name != MANIFEST and path.parent.name != "schema")
    return sorted(found)


def questions(paths: Sequence[Path] = ()) -> Iterator[Question]:
    """The tests and scenarios of the files, in file order."""
    for path in paths or files():
        document = read(path)
        name = path.relative_to(VECTORS).as_posix() if path.is_relative_to(VECTORS) else str(path)
        if isinstance(document, ScenarioFile):
            for form in document.scenarios:
                yield scenario_files.scenario(form, name, document.spec_version)
            continue
        for group in document.groups:
            for test in group.tests:
                yield _case(document, group, test, name)


def cases(paths: Sequence[Path] = ()) -> Iterator[Case]:
    """The tests of the files alone: what is asked of no world."""
    return (question for question in questions(paths) if isinstance(question, Case))


def scenarios(paths: Sequence[Path] = ()) -> Iterator[Scenario]:
    """The scenarios of the files alone."""
    return (question for question in questions(paths) if isinstance(question, Scenario))


def _case(document: VectorFile, group: Group, test: VectorTest, source: str) -> Case:
    expect = expectation(test.expect)
    strict = strict_input(document.features) if isinstance(expect, Refusal) else ()
    return Case(
        id=test.id,
        operation=document.operation,
        params={**group.params, **test.input},
        expect=expect,
        requirements=test.requirements,
        features=(*document.features, *strict),
        unit=test.twin or test.id,
        source=source,
        comment=test.comment,
        flags=test.flags,
        preimage=test.preimage,
        near_misses=test.near_misses,
        since=document.spec_version,
    )


def strict_input(features: Sequence[str]) -> tuple[str, ...]:
    """What a target must claim, beside the features of an operation, to be asked what the operation refuses."""
    return () if any(each.startswith(REFUSING) for each in features) else (STRICT_INPUT,)


@cache
def manifest_digest() -> str:
    """The digest over all committed vector files, as the manifest says."""
    digest: str = json.loads((VECTORS / MANIFEST).read_text("utf-8"))["digest"]
    return digest


class Store:
    """The committed vectors of the suite."""

    root: Path = VECTORS

    def generate(self) -> Iterable[tuple[str, bytes]]:
        """Every file as it should be."""
        return generate()

    def moved(self, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> VectorDiff:
        """The tests that were added, removed or moved, with the requirements, operations and mutants they belong to."""
        from conformance.mutants import MUTANTS  # noqa: PLC0415 - needed for a difference alone

        old, new = _tests(before), _tests(after)
        added = tuple(name for name in new if name not in old)
        removed = tuple(name for name in old if name not in new)
        moved = tuple(name for name in new if name in old and old[name][1] != new[name][1])
        touched = [(new.get(name) or old[name])[0] for name in (*added, *removed, *moved)]
        requirements = {each for _, cited in touched for each in cited}
        return VectorDiff(
            added,
            removed,
            moved,
            tuple(name for name in specification().requirements if name in requirements),
            tuple(dict.fromkeys(operation for operations, _ in touched for operation in operations)),
            tuple(mutant.name for mutant in MUTANTS if requirements & set(mutant.requirements)),
        )


Tests = dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], Any]]


def _tests(contents: Mapping[str, bytes]) -> Tests:
    """What is asked, by id: its operations and requirements, and what makes it the question it is."""
    found: Tests = {}
    for name, content in contents.items():
        if name == MANIFEST or not name.endswith(".json") or name.startswith(_OTHERS):
            continue
        document = decode(content, name)
        found |= _scenarios(document) if isinstance(document, ScenarioFile) else _vectors(document)
    return found


def _vectors(document: VectorFile) -> Tests:
    return {
        test.id: (
            ((document.operation,), test.requirements),
            (group.params, test.input, test.expect, test.twin),
        )
        for group in document.groups
        for test in group.tests
    }


def _scenarios(document: ScenarioFile) -> Tests:
    found: Tests = {}
    for form in document.scenarios:
        operations = tuple(dict.fromkeys(step.operation for step in form.steps))
        requirements = tuple(dict.fromkeys(each for step in form.steps for each in step.requirements))
        asked = [(step.operation, step.input, step.expect) for step in form.steps]
        found[form.id] = ((operations, requirements), asked)
    return found
