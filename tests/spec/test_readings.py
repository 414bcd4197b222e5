"""The register of readings against the chapters, the code and the vectors that it names."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REGISTER = ROOT / "spec" / "readings.md"
CHAPTERS = sorted(path for path in (ROOT / "spec").glob("*.md") if path.name not in {"readings.md", "README.md"})
CODE = sorted(path for room in ("reference", "conformance") for path in (ROOT / room).rglob("*.py"))

STATES = ("in force", "planned", "sample")
FIELDS = ["State", "Passages", "Reading", "Overrules", "Why", "Pinned by"]

READING = re.compile(r"\bR-[A-Z0-9]+-\d+\b")
#: The prefixes that the chapters use, so that a new one is known.
PREFIXES = "|".join(
    sorted(
        {found for path in CHAPTERS for found in re.findall(r"^\*\*([A-Z]+)-\d+\*\*", path.read_text("utf-8"), re.M)}
    )
)
REQUIREMENT = re.compile(rf"(?<![\w-])(?:{PREFIXES})-\d+\b")
HEADING = re.compile(r"^### (?P<id>R-[A-Z0-9]+-\d+) · (?P<subject>.+)$", re.MULTILINE)
FIELD = re.compile(r"^- \*\*(?P<name>[^*]+)\*\*: (?P<text>.+(?:\n  .+)*)$", re.MULTILINE)
ROW = re.compile(
    r"^\| \[(?P<id>R-[^]]+)\]\(#(?P<anchor>[^)]+)\) "
    r"\| (?P<subject>.+) \| (?P<state>[a-z ]+) \| (?P<requirements>.*?) ?\|$",
    re.MULTILINE,
)
CODED = re.compile(r"`([^`]+)`")
QUOTED = re.compile(r"ch\. (?P<chapter>\d+)|“(?P<quote>[^“”]*(?:“[^“”]*”[^“”]*)*)”")

#: A copy of the book, a file a chapter whose name begins with its number. It is no part of this repository.
BOOK = os.environ.get("COALITION_BOOK")


@dataclass(frozen=True)
class Entry:
    id: str
    subject: str
    names: list[str]
    fields: dict[str, str]

    @property
    def state(self) -> str:
        return next(state for state in STATES if self.fields["State"].startswith(state))

    @property
    def anchor(self) -> str:
        """The anchor that GitHub gives the heading."""
        return re.sub(r"[^\w\- ]", "", f"{self.id} · {self.subject}".lower()).replace(" ", "-")

    @property
    def requirements(self) -> list[str]:
        return REQUIREMENT.findall(self.fields["State"]) if self.state == "in force" else []


@cache
def register() -> str:
    return REGISTER.read_text(encoding="utf-8")


@cache
def entries() -> tuple[Entry, ...]:
    text = register()
    found = []
    for heading in HEADING.finditer(text):
        rest = text[heading.end() :]
        end = re.search(r"^##", rest, re.MULTILINE)
        body = rest[: end.start()] if end else rest
        fields = FIELD.findall(body)
        found.append(Entry(heading["id"], heading["subject"], [name for name, _ in fields], dict(fields)))
    return tuple(found)


@cache
def cited() -> dict[str, set[str]]:
    """Each reading a chapter names, with the requirements whose text or sources name it."""
    found: dict[str, set[str]] = {}
    for chapter in CHAPTERS:
        for paragraph in re.split(r"\n\s*\n", chapter.read_text(encoding="utf-8")):
            requirement = re.match(r"\*\*([A-Z]+-\d+)\*\* \(", paragraph)
            for reading in READING.findall(paragraph):
                found.setdefault(reading, set()).update([requirement[1]] if requirement else [])
    return found


@cache
def requirements() -> frozenset[str]:
    return frozenset(json.loads((ROOT / "spec" / "registry.json").read_text(encoding="utf-8"))["requirements"])


@cache
def vectors() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """The ids of the cases of each file, and its flags."""
    found = {}
    for path in sorted((ROOT / "vectors").glob("*/*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        if "groups" in content:
            ids = frozenset(test["id"] for group in content["groups"] for test in group["tests"])
            found[path.relative_to(ROOT / "vectors").as_posix()] = (ids, frozenset(content["notes"]))
        elif "scenarios" in content:
            ids = frozenset(scenario["id"] for scenario in content["scenarios"])
            found[path.relative_to(ROOT / "vectors").as_posix()] = (ids, frozenset())
    return found


def test_ids_are_unique() -> None:
    assert [each for each, count in Counter(entry.id for entry in entries()).items() if count > 1] == []


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_an_entry_has_its_fields_in_order(entry: Entry) -> None:
    assert entry.fields["State"].startswith(STATES)
    assert entry.names == [name for name in FIELDS if name in entry.names]
    assert set(FIELDS) - set(entry.names) <= {"Overrules"}
    if entry.state == "planned":
        assert entry.fields["State"].startswith("planned: becomes a requirement with its chapter")


def test_the_index_is_that_of_the_entries() -> None:
    rows = [row.groups() for row in ROW.finditer(register())]
    assert rows == [
        (each.id, each.anchor, each.subject, each.state, ", ".join(each.requirements)) for each in entries()
    ]


def test_every_reading_named_anywhere_has_an_entry() -> None:
    known = {entry.id for entry in entries()}
    for path in [*(ROOT / "spec").glob("*.md"), *CODE]:
        assert set(READING.findall(path.read_text(encoding="utf-8"))) <= known, path


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_a_reading_is_cited_exactly_when_it_is_in_force(entry: Entry) -> None:
    assert (entry.id in cited()) == (entry.state == "in force")
    assert bool(entry.requirements) == (entry.state == "in force")
    assert cited().get(entry.id, set()) <= set(entry.requirements)


def test_every_requirement_named_exists() -> None:
    assert set(REQUIREMENT.findall(register())) <= requirements()


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_what_pins_a_reading_exists(entry: Entry) -> None:
    pins = CODED.findall(entry.fields["Pinned by"])
    files = [pin for pin in pins if pin.endswith(".json")]
    cases = [pin for pin in pins if "/" in pin and pin not in files]
    flags = {pin for pin in pins if "/" not in pin}
    assert set(files) <= set(vectors())
    assert set(cases) <= {case for ids, _ in vectors().values() for case in ids}
    assert flags <= {flag for name in files for flag in vectors()[name][1]}
    assert pins or entry.fields["Pinned by"].startswith("nothing")


def test_every_question_has_its_line() -> None:
    """The questions are numbered from 1, none twice and none left out; there are never fewer than there were."""
    section = register().split("## Questions implementers asked")[1]
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 60


def _words(text: str) -> str:
    """Text without what a page adds to it: code spans, comment signs, bullets, runs of white space."""
    return " ".join(re.sub(r"`|^\s*//+|[•]", " ", text, flags=re.MULTILINE).replace("’", "'").split())


def _check_quotes(entry: Entry, book: Path) -> None:
    chapter = None
    for part in QUOTED.finditer(entry.fields["Passages"]):
        if part["chapter"]:
            (path,) = book.glob(f"{int(part['chapter']):02d}-*.md")
            chapter = _words(path.read_text(encoding="utf-8"))
        else:
            assert chapter is not None
            assert "".join(_words(part["quote"]).split()) in "".join(chapter.split()), part["quote"]


# The book is not part of the project. Whoever has a copy compares every quote with it: COALITION_BOOK=folder pytest.
if BOOK is not None:

    @pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
    def test_passages_are_in_the_book(entry: Entry) -> None:
        _check_quotes(entry, Path(BOOK))
