"""Releases: the list of requirements and cases that a version of a specification was released with.

The list is written once and never changed. A version without a list is a draft. A case that is not in the list of its
version was added after the release: it is asked and judged, and takes no conformance away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import msgspec

from assay.codec import sorted_json
from assay.selection import Selection
from assay.suite import Case, Question, Requirement, Scenario, Suite
from assay.tally import Tally
from assay.units import Unit

FORMAT: Final = "assay-release:1"
_VERSION = re.compile(r"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))+$")


class ReleaseError(Exception):
    """A list cannot be read or written; the text says which and why."""


class FrozenRequirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A requirement as it was released: its level and a digest of its text."""

    level: str
    text: str


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list. `vectors` is the manifest's digest of that day; `cases` maps ids to digests (`question_digest`)."""

    format: str
    suite: str
    spec_version: str
    vectors: str
    requirements: dict[str, FrozenRequirement]
    cases: dict[str, str]


def path_of(suite: Suite, version: str) -> Path:
    """Where the list of a version stands, or would."""
    return suite.releases() / f"{version}.json"


def read(suite: Suite, version: str) -> Release | None:
    """The list of a version; None for a draft. Raises ReleaseError for a file that is none."""
    path = path_of(suite, version)
    if not path.is_file():
        return None
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Release)
    except msgspec.MsgspecError as error:
        raise ReleaseError(f"{path}: {error}") from None
    if (found.format, found.suite, found.spec_version) != (FORMAT, suite.name, version):
        raise ReleaseError(f"{path}: is not the list of {suite.name} {version} ({FORMAT})")
    return found


def versions(suite: Suite) -> list[str]:
    """The released versions, the oldest first; raises ReleaseError for a file that is named otherwise."""
    folder = suite.releases()
    found = sorted(path.stem for path in folder.glob("*.json")) if folder.is_dir() else []
    for name in found:
        if not _VERSION.match(name):
            raise ReleaseError(f"{folder / name}.json: {name!r} is no version")
    return sorted(found, key=_number)


def digest(suite: Suite, version: str) -> str | None:
    """A digest of the list of a version; None for a draft."""
    path = path_of(suite, version)
    return blake2b(path.read_bytes(), digest_size=32).hexdigest() if path.is_file() else None


def freeze(suite: Suite, version: str) -> tuple[Path, Release]:
    """Write the list of a version, once. Raises ReleaseError where there is one or the suite has problems."""
    if version not in suite.spec_versions:
        raise ReleaseError(f"the suite is of specification {', '.join(suite.spec_versions)}, not {version}")
    path = path_of(suite, version)
    if path.exists():
        raise ReleaseError(f"{version} is released: {path} is never written again")
    if found := (*suite.trace().problems, *problems(suite)):
        raise ReleaseError(f"assay trace finds {len(found)} problems, the first: {found[0]}")
    release = Release(
        FORMAT,
        suite.name,
        version,
        suite.digests()["manifest"],
        {name: _requirement(each) for name, each in suite.requirements().items()},
        {question.id: question_digest(question) for question in sorted(suite.cases(), key=lambda each: each.id)},
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    # Exclusively: two who freeze at once make one list.
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(msgspec.to_builtins(release), ensure_ascii=False, indent=1) + "\n")
    return path, release


def question_digest(question: Question) -> str:
    """A digest of everything that decides a verdict: what is asked and expected, for what, of whom and with which twin.

    Comments, flags, sources and near misses may change; no verdict moves with them.
    """
    asked: Any = [_asked(step) for step in question.steps] if isinstance(question, Scenario) else _asked(question)
    whole = {
        "asked": asked,
        "requirements": sorted(question.requirements),
        "features": sorted(question.features),
        "unit": question.unit,
    }
    return _digest(whole)


def late(found: Iterator[Unit], suite: Suite, version: str, selection: Selection, tally: Tally) -> Iterator[Unit]:
    """The units as they come; those of their cases that were added after the release are noted in the tally.

    Fresh cases and those of files from elsewhere are in no list, and were not added to one either.
    """
    release = None if selection.fresh else read(suite, version)
    if release is None:
        return found
    own = {question.id for question in suite.cases()} if selection.files else None
    return _noted(found, release, own, tally)


def _noted(found: Iterator[Unit], release: Release, own: set[str] | None, tally: Tally) -> Iterator[Unit]:
    for unit in found:
        for question in unit.cases:
            if question.id not in release.cases and (own is None or question.id in own):
                tally.late.add(question.id)
        yield unit


def problems(suite: Suite) -> tuple[str, ...]:
    """What was edited, removed or used again although it is frozen."""
    try:
        lists = {version: read(suite, version) for version in versions(suite)}
    except ReleaseError as error:
        return (str(error),)
    releases = {version: release for version, release in lists.items() if release is not None}
    if not releases:
        return ()
    now = {question.id: question_digest(question) for question in suite.cases()}
    known = suite.requirements()
    found: list[str] = []
    for version, release in releases.items():
        in_force = version in suite.spec_versions
        for name, frozen in release.cases.items():
            if name in now and now[name] != frozen:
                found.append(
                    f"the case {name} is not what {version} was released with: what is asked or expected moved"
                )
            elif name not in now and in_force:
                found.append(f"the case {name}, which {version} was released with, is gone")
        if in_force:
            found += _requirements_moved(version, release, known)
    return (*found, *_used_again(releases, set(known)))


def reworded(suite: Suite, release: Release) -> list[str]:
    """Requirements whose sentence is not the released one. A clearer sentence is no problem; a new meaning would be."""
    known = suite.requirements()
    return [
        name
        for name, frozen in release.requirements.items()
        if name in known and _requirement(known[name]).text != frozen.text
    ]


def _requirements_moved(version: str, release: Release, known: Any) -> Iterator[str]:
    for name, frozen in release.requirements.items():
        if name not in known:
            yield f"the requirement {name}, which {version} was released with, is gone"
        elif known[name].level != frozen.level:
            yield f"the requirement {name} was a {frozen.level} in {version} as released, and is a {known[name].level}"


def _used_again(releases: dict[str, Release], known: set[str]) -> Iterator[str]:
    """Requirement ids that a later list does not have and that stand for something all the same."""
    history = [(version, set(release.requirements)) for version, release in releases.items()]
    history.append(("the specification now", known))
    withdrawn: dict[str, str] = {}
    before: set[str] = set()
    for version, names in history:
        for name in sorted(names & withdrawn.keys()):
            yield f"the requirement id {name} was withdrawn with {withdrawn.pop(name)} and is used again in {version}"
        withdrawn |= dict.fromkeys(before - names, version)
        before = names


def _asked(case: Case) -> dict[str, Any]:
    return {
        "operation": case.operation,
        "params": case.params,
        "expect": msgspec.to_builtins(case.expect),
        "preimage": None if case.preimage is None else case.preimage.encode().hex(),
    }


def _requirement(each: Requirement) -> FrozenRequirement:
    return FrozenRequirement(each.level, _digest(each.text))


def _digest(value: Any) -> str:
    return blake2b(sorted_json(value), digest_size=16).hexdigest()


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
