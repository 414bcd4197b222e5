"""Reading the specification: requirements, operations, preimage tables, types, enums, errors and examples.

The Markdown is the source. Everything machine-readable (the registry, the schemas, the trace) is computed from what is
read here, so that no second copy of a rule exists that could drift from the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from conformance.paths import SPEC
from conformance.specification import Derivation, Profile, Requirement, Row, Specification, Variant

#: The chapters of cryptography, a noun each; each is a feature of its own, or several.
CRYPTOGRAPHY: tuple[str, ...] = (
    "blake3",
    "shamir",
    "threshold-bls",
    "dkg",
    "sealed-box",
    "frost",
    "ed25519",
    "threshold-ecdsa",
    "ecvrf",
    "tdx",
    "ra-tls",
    "recipe",
    "shuffle",
    "beacon",
    "tickets",
)

#: The chapters of what runs in a world, behind `worlds`: each adds variants, verbs, surfaces and refusals to it.
SYSTEMS: tuple[str, ...] = (
    "faults",
    "retirement-chains",
    "bonds",
    "compute",
    "chronicle",
    "atlas",
    "lattice-surfaces",
    "composites",
    "randomness",
    "rotations",
    "conditions",
)

#: The chapters in their order; `readings.md` and `README.md` hold no requirements.
CHAPTERS = (
    "encoding",
    "substrate",
    "identity",
    "surfaces",
    "retirement",
    "handshake",
    "worlds",
    *SYSTEMS,
    "stance",
    *CRYPTOGRAPHY,
    "errors",
    "driver-protocol",
)

_REQUIREMENT = re.compile(
    r"^\*\*(?P<id>[A-Z]+-\d+)\*\* \((?P<level>MUST|SHOULD)"
    r"(?:, untestable: (?P<untestable>[^)]+))?(?:, checked by (?P<checked>[^)]+))?\) (?P<text>.*)$"
)
_SOURCES = re.compile(r"\s*\[(?P<sources>[^\][]*)\]\s*$")
_DERIVATION = re.compile(
    r"^(?P<what>Operation|Derivation) `(?P<name>[^`]+)` \((?P<params>[^)]*)\) → `(?P<result>[^`]+)`"
    r"(?:; feature `(?P<feature>[^`]+)`)?"
    r"(?:, where `(?P<where>[^`]+)` is (?P<negated>not )?empty)?"
    r"(?:: the `(?P<hash>[^`]+)`(?: hash)? of)?"
)
_PARAMETER = re.compile(r"`(?P<name>\w+): (?P<type>[^`]+)`")
_TYPE = re.compile(r"^(?P<what>Type|Enum) `(?P<name>\w+)`(?P<further>, further variants)?$")
_EXAMPLE = re.compile(r"^<!-- example (?P<id>\S+) -->$")


class SpecTextError(Exception):
    """The text of a chapter cannot be read; the message names chapter and line."""


def _cells(line: str) -> list[str]:
    """The cells of a table row; an escaped bar is a bar."""
    cells = re.split(r"(?<!\\)\|", line.strip())[1:-1]
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _unquote(cell: str) -> str:
    return cell[1:-1] if cell.startswith("`") and cell.endswith("`") and cell.count("`") == 2 else cell


def _members(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((match["name"], match["type"]) for match in _PARAMETER.finditer(text))


class _Chapter:
    """One file, read line by line."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()

    def table(self, start: int) -> tuple[list[str], list[list[str]]] | None:
        """The table that begins at or after line `start`, blank lines between allowed: its header and rows."""
        at = start
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        if at >= len(self.lines) or not self.lines[at].startswith("|"):
            return None
        body = []
        while at < len(self.lines) and self.lines[at].startswith("|"):
            body.append(_cells(self.lines[at]))
            at += 1
        return body[0], body[2:]

    def paragraph(self, start: int) -> str:
        """The lines from `start` to the next blank one, joined."""
        at = start
        while at < len(self.lines) and self.lines[at].strip():
            at += 1
        return " ".join(line.strip() for line in self.lines[start:at])

    def fail(self, line: int, why: str) -> SpecTextError:
        return SpecTextError(f"spec/{self.name}.md:{line + 1}: {why}")


class _Reader:
    def __init__(self) -> None:
        self.requirements: dict[str, Requirement] = {}
        self.derivations: list[Derivation] = []
        self.types: dict[str, tuple[tuple[str, str], ...]] = {}
        self.enums: dict[str, tuple[Variant, ...]] = {}
        self.errors: dict[str, tuple[str, str]] = {}
        self.refusals: dict[str, str] = {}
        self.features: dict[str, tuple[tuple[str, ...], str]] = {}
        self.profiles: dict[str, Profile] = {}
        self.examples: list[tuple[str, str]] = []

    def read(self, chapter: _Chapter) -> None:
        heading = requirement = ""
        fenced = False
        for at, line in enumerate(chapter.lines):
            fenced ^= line.startswith("```")
            if fenced:
                continue
            if line.startswith("#"):
                heading = line.lstrip("# ")
            elif line.startswith("**") and _REQUIREMENT.match(line):
                requirement = self._requirement(chapter, at, heading)
            elif line.startswith(("Operation ", "Derivation ")):
                self._derivation(chapter, at, requirement)
            elif match := _TYPE.match(line):
                self._type(chapter, at, match)
            elif match := _EXAMPLE.match(line):
                self.examples.append((chapter.name, match["id"]))
            elif line.startswith("| error | stage |"):
                self._errors(chapter, at)
            elif line.startswith("| refusal | requirement |"):
                self._refusals(chapter, at)
            elif line.startswith("| feature | requires |"):
                self._features(chapter, at)
            elif line.startswith("| profile | kind |"):
                self._profiles(chapter, at)

    def _requirement(self, chapter: _Chapter, at: int, heading: str) -> str:
        match = _REQUIREMENT.match(chapter.paragraph(at))
        assert match is not None
        text: str = match["text"]
        sources: tuple[str, ...] = ()
        if found := _SOURCES.search(text):
            text = text[: found.start()]
            sources = tuple(part.strip() for part in re.split(r";", found["sources"]))
        if match["id"] in self.requirements:
            raise chapter.fail(at, f"{match['id']} stands twice")
        checked = tuple(part.strip() for part in (match["checked"] or "").split(",") if part.strip())
        self.requirements[match["id"]] = Requirement(
            match["id"], match["level"], text.strip(), chapter.name, heading, sources, match["untestable"], checked
        )
        return match["id"]

    def _derivation(self, chapter: _Chapter, at: int, requirement: str) -> None:
        match = _DERIVATION.match(chapter.lines[at])
        if match is None:
            raise chapter.fail(at, "an operation that cannot be read")
        rows: tuple[Row, ...] = ()
        if match["hash"]:
            table = chapter.table(at + 1)
            if table is None or table[0] != ["label", "encoding", "source"]:
                raise chapter.fail(at, f"{match['name']} has no preimage table")
            rows = tuple(Row(label, _unquote(encoding), _unquote(source)) for label, encoding, source in table[1])
        if (match["what"] == "Operation") != (match["feature"] is not None):
            raise chapter.fail(at, f"{match['name']}: an operation has a feature, a derivation has none")
        self.derivations.append(
            Derivation(
                match["name"],
                _members(match["params"]),
                match["result"],
                match["feature"],
                match["hash"],
                rows,
                chapter.name,
                requirement,
                match["where"],
                not match["negated"],
            )
        )

    def _type(self, chapter: _Chapter, at: int, match: re.Match[str]) -> None:
        table = chapter.table(at + 1)
        if table is None:
            raise chapter.fail(at, f"{match['name']} has no table")
        name = match["name"]
        if (name in self.types or name in self.enums) != bool(match["further"]):
            raise chapter.fail(at, f"{name} stands twice, or has further variants and stands nowhere before")
        if match["what"] == "Type":
            self.types[name] = tuple((row[0], _unquote(row[1])) for row in table[1])
            return
        variants = (
            *self.enums.get(name, ()),
            *(Variant(row[0], int(row[1]), _members(row[2])) for row in table[1]),
        )
        for what, found in (("name", [one.name for one in variants]), ("number", [one.number for one in variants])):
            if len(set(found)) != len(found):
                raise chapter.fail(at, f"two variants of {name} have one {what}")
        self.enums[name] = variants

    def _errors(self, chapter: _Chapter, at: int) -> None:
        table = chapter.table(at)
        assert table is not None
        self.errors = {_unquote(row[0]): (row[1], row[2]) for row in table[1]}

    def _refusals(self, chapter: _Chapter, at: int) -> None:
        table = chapter.table(at)
        assert table is not None
        for row in table[1]:
            name = _unquote(row[0])
            if name in self.refusals:
                raise chapter.fail(at, f"the refusal {name} stands twice")
            self.refusals[name] = row[1]

    def _features(self, chapter: _Chapter, at: int) -> None:
        table = chapter.table(at)
        assert table is not None
        self.features = {_unquote(row[0]): (tuple(re.findall(r"`([^`]+)`", row[1])), row[2]) for row in table[1]}

    def _profiles(self, chapter: _Chapter, at: int) -> None:
        table = chapter.table(at)
        assert table is not None
        for row in table[1]:
            name = _unquote(row[0])
            if name in self.profiles:
                raise chapter.fail(at, f"the profile {name} stands twice")
            if row[1] not in ("base", "optional"):
                raise chapter.fail(at, f"the profile {name} is neither base nor optional, but {row[1]!r}")
            self.profiles[name] = Profile(row[1], tuple(re.findall(r"`([^`]+)`", row[2])), row[3])


def _chapters(root: Path) -> Iterator[_Chapter]:
    for name in CHAPTERS:
        yield _Chapter(name, (root / f"{name}.md").read_text("utf-8"))


@cache
def specification(root: Path = SPEC) -> Specification:
    """The specification as its chapters state it.

    Raises `SpecTextError` for a passage that cannot be read.
    """
    reader = _Reader()
    for chapter in _chapters(root):
        reader.read(chapter)
    return Specification(
        reader.requirements,
        tuple(reader.derivations),
        reader.types,
        reader.enums,
        reader.errors,
        reader.refusals,
        reader.features,
        reader.profiles,
        tuple(reader.examples),
    )
