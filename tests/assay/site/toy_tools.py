"""What the harness's tests say often."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from toy_suite import ARGV

from assay.runner import Run

Ask = Callable[..., Run]
Cli = Callable[..., "subprocess.CompletedProcess[str]"]


def toy_uri(*modes: str) -> str:
    return f"stdio:{shlex.join([*ARGV, *modes])}"


def verdicts(outcome: Run) -> dict[str, str]:
    """Case id → verdict of everything that did not pass."""
    return {result.case.id: result.verdict for result in outcome.tally.results}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def living(pids: Sequence[int]) -> list[int]:
    """Those of the processes that still run."""
    return [
        pid
        for pid in pids
        if Path(f"/proc/{pid}/stat").exists() and b") Z " not in Path(f"/proc/{pid}/stat").read_bytes()
    ]


VOID = frozenset({"meta", "input", "br", "img", "link"})


class Page(HTMLParser):
    """The tags of a page; fails where one is left open or closed out of turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["script"], ["style"]):
            self.text += data

    def with_attribute(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.attributes if name in attributes]
