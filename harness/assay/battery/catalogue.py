"""What `battery.json` says of each program."""

from __future__ import annotations

import functools
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

CATALOGUE = Path(__file__).with_name("battery.json")
#: Stands in a command line for a folder that the caller names.
SCRATCH = "FOLDER"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a harness should say: verdicts with their numbers, the exit code of `assay run`, and a part of its words.

    `case` is the one case that does not pass, where it is one.
    """

    exit: int
    counts: dict[str, int] = field(default_factory=dict)
    case: str | None = None
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program that misbehaves.

    `words` are its behaviours, where they are not its name alone. `options` are those of `assay run` under which it is
    expected to be judged so. `seconds` and `mebibytes` bound the harness: the whole run, and its own resident memory.
    """

    name: str
    group: str
    what: str
    expect: Expected
    transport: Literal["stdio", "http"] = "stdio"
    words: tuple[str, ...] = ()
    scratch: bool = False
    options: dict[str, float] = field(default_factory=dict)
    seconds: int = 60
    mebibytes: int = 128

    def behaviours(self) -> tuple[str, ...]:
        """The words that make it what it is."""
        return self.words or (self.name,)

    def command(self, scratch: str = SCRATCH) -> list[str]:
        """The arguments that start it."""
        argv = [sys.executable, "-m", __package__ or "battery", self.name]
        return [*argv, "--scratch", scratch] if self.scratch else argv


@functools.cache
def programs() -> dict[str, Program]:
    """Every program, by name, in the order of the file."""
    rows = json.loads(CATALOGUE.read_text("utf-8"))["programs"]
    made = (
        Program(**{**row, "expect": Expected(**row["expect"]), "words": tuple(row.get("words", ()))}) for row in rows
    )
    return {program.name: program for program in made}
