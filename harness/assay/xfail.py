"""Known failures: what a file lists, and whether a run bears it out.

One entry a line: a case or a requirement, then the reason. An entry is strict: where nothing fails that it covers, or
nothing is selected that it covers, the run is in error. The word ``flaky`` in front says that what it covers may pass
or fail. Empty lines and lines that start with ``#`` say nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import msgspec

from assay.suite import Question

#: The word in front of an entry that may pass or fail.
FLAKY = "flaky"
_PATTERN = frozenset("*?[]")


class XfailError(Exception):
    """The file is none; the text says where."""


class Entry(msgspec.Struct, frozen=True):
    """What is known of a case, or of all cases that cite a requirement."""

    name: str
    reason: str
    flaky: bool = False


class Known(msgspec.Struct, frozen=True):
    """Name → reason, of strict entries and of flaky ones. Nothing is known where both are empty: it is then false."""

    failures: Mapping[str, str] = {}
    flaky: Mapping[str, str] = {}

    @classmethod
    def of(cls, entries: Mapping[str, Entry]) -> Known:
        """The entries of a file."""
        return cls(
            {name: entry.reason for name, entry in entries.items() if not entry.flaky},
            {name: entry.reason for name, entry in entries.items() if entry.flaky},
        )

    def __bool__(self) -> bool:
        return bool(self.failures or self.flaky)

    def deciding(self, question: Question) -> Entry | None:
        """The entry that decides for a question, if one does."""
        return next(iter(self.covering(question)), None)

    def covering(self, question: Question) -> list[Entry]:
        """The entries that cover a question: its own first, which decides, then those of its requirements."""
        found = []
        for name in (question.id, *question.requirements):
            if name in self.failures:
                found.append(Entry(name, self.failures[name]))
            elif name in self.flaky:
                found.append(Entry(name, self.flaky[name], True))
        return found


class Ledger:
    """What came of every entry: how many questions it covers that passed, failed, or have no answer."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.fates: dict[str, Counter[str]] = {name: Counter() for name in (*known.failures, *known.flaky)}

    def note(self, question: Question, fate: str) -> None:
        """`fate` is one of ``passed``, ``failed``, ``open`` and ``skipped``."""
        for entry in self.known.covering(question):
            # A case that is listed itself has a verdict for what became of it.
            self.fates[entry.name]["own" if entry.name == question.id else fate] += 1

    def absorb(self, other: Ledger) -> None:
        """Add what came of the same entries elsewhere."""
        for name, fates in other.fates.items():
            self.fates.setdefault(name, Counter()).update(fates)

    def complaints(self) -> list[str]:
        """What is wrong with the entries themselves."""
        return [*self.unmatched(), *self.unexpected()]

    def unmatched(self) -> list[str]:
        """Complaints about the entries that cover no selected case."""
        names = sorted(name for name, fates in self.fates.items() if not fates.total())
        return [f"known failure {name} matches no selected case" for name in names]

    def unexpected(self) -> list[str]:
        """Complaints about the requirements whose cases all pass. That of a case is a verdict, and stands there."""
        found = []
        for name, fates in sorted(self.fates.items()):
            passed = fates["passed"]
            if name in self.known.failures and passed and not fates["failed"] and not fates["open"]:
                found.append(
                    f"unexpected-pass: all {passed} cases of {name} pass, though it is listed as a known failure: "
                    f"{self.known.failures[name]}"
                )
        return found


def read(path: Path) -> Known:
    """The entries of a file; raises XfailError."""
    return Known.of({entry.name: entry for entry in _lines(path) if entry is not None})


def parse(path: Path) -> list[tuple[str, Entry | None]]:
    """Every line with its entry, None where it says nothing; raises XfailError."""
    return list(zip(_text(path), _lines(path), strict=True))


def _text(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise XfailError(f"{path}: {error}") from None


def _lines(path: Path) -> list[Entry | None]:
    found: list[Entry | None] = []
    first: dict[str, int] = {}
    for number, line in enumerate(_text(path), 1):
        entry = _entry(line, f"{path}:{number}")
        found.append(entry)
        if entry is None:
            continue
        if entry.name in first:
            raise XfailError(f"{path}:{number}: {entry.name} is listed twice, first on line {first[entry.name]}")
        first[entry.name] = number
    return found


def _entry(line: str, where: str) -> Entry | None:
    words = line.split(None, 1)
    if not words or words[0].startswith("#"):
        return None
    flaky = words[0] == FLAKY
    if flaky:
        words = words[1].split(None, 1) if len(words) > 1 else []
        if not words:
            raise XfailError(f"{where}: {FLAKY} is followed by a case or a requirement, and a reason")
    if not _PATTERN.isdisjoint(words[0]):
        raise XfailError(f"{where}: {words[0]} is a pattern: list each case, or the requirement that they cite")
    if len(words) < 2 or not words[1].strip():
        raise XfailError(f"{where}: {words[0]} has no reason")
    return Entry(words[0], words[1].strip(), flaky)
