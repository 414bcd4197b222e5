"""What became of mutants, kept in a file, so that a campaign that was stopped goes on where it was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from conformance.campaign.mutations import Mutant
from conformance.campaign.trial import Fate


class _Head(msgspec.Struct, frozen=True):
    """The first line: the digests of what is tried, and of what it is asked."""

    digests: dict[str, str]


class _Row(msgspec.Struct, frozen=True):
    """A line for each mutant."""

    mutant: str
    fate: Fate


class Journal:
    """An NDJSON file. One of another reference, or of other questions, is begun anew."""

    def __init__(self, path: Path, digests: Mapping[str, str]) -> None:
        self._path = path
        self._known: dict[str, Fate] = {}
        head = msgspec.json.encode(_Head(dict(digests)))
        lines = path.read_bytes().split(b"\n") if path.exists() else []
        if lines and lines[0] == head:
            # The last line may be half a line, of a campaign that was killed.
            for line in lines[1:-1]:
                row = msgspec.json.decode(line, type=_Row)
                self._known[row.mutant] = row.fate
        path.write_bytes(b"\n".join([head, *map(_line, self._known.items()), b""]))

    def known(self, mutant: Mutant) -> Fate | None:
        """What became of the mutant, if it was tried."""
        return self._known.get(mutant.name)

    def add(self, mutant: Mutant, fate: Fate) -> None:
        """Note what became of a mutant."""
        with self._path.open("ab") as file:
            file.write(_line((mutant.name, fate)) + b"\n")


def _line(row: tuple[str, Fate]) -> bytes:
    return msgspec.json.encode(_Row(*row))
