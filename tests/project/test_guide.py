"""The guide for implementers is followed word by word: every fence, in order, in one empty directory."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

GUIDE = "docs/green-in-15-minutes.md"


class Step(NamedTuple):
    """A command of the guide and the lines of its output that the guide shows."""

    script: str
    shown: list[str]

    @property
    def fails(self) -> bool:
        return self.script.rstrip().endswith("# fails")


def steps(text: str) -> list[Step]:
    """The fences `sh`, each with the `text` that follows it before the next."""
    found: list[Step] = []
    for language, body in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        if language == "sh":
            found.append(Step(body, []))
        elif language == "text":
            found[-1].shown.extend(body.splitlines())
        else:
            raise AssertionError(f"nobody runs a fence of {language}")
    return found


def appears(line: str, output: str) -> bool:
    """Whether a shown line is in the output, up to white space; `…` is anything."""
    wanted = ".*".join(re.escape(" ".join(part.split())) for part in line.split("…"))
    return re.search(wanted.replace(r"\ .*", ".*").replace(r".*\ ", ".*"), " ".join(output.split())) is not None


@pytest.fixture
def path(unpacked: Callable[..., Path]) -> str:
    """A PATH that has `b3sum`: Debian's own, unpacked where it is not installed."""
    found = os.environ["PATH"]
    if shutil.which("b3sum") is None:
        found = f"{unpacked('b3sum') / 'root' / 'usr' / 'bin'}{os.pathsep}{found}"
    return found


def follow(page: Path, path: str, where: Path) -> None:
    """Each command of a page exits as the page says and prints what it shows."""
    environment = {**os.environ, "PATH": path, "SUITE": str(page.parents[1]), "NO_COLOR": "1", "COLUMNS": "80"}
    for step in steps(page.read_text("utf-8")):
        result = subprocess.run(
            ["sh", "-e", "-c", step.script],
            cwd=where, env=environment, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        output = result.stdout + result.stderr
        assert result.returncode == (1 if step.fails else 0), step.script + output
        missing = [line for line in step.shown if not appears(line, output)]
        assert not missing, step.script + output


def test_the_guide_works_word_by_word(root: Path, path: str, tmp_path: Path) -> None:
    """Each command exits as the guide says and prints what the guide shows."""
    follow(root / GUIDE, path, tmp_path)

    assert len((tmp_path / "adapter").read_text("utf-8").splitlines()) < 100


def test_the_page_on_scenarios_works_word_by_word(root: Path, tmp_path: Path) -> None:
    """So does the page on failing scenarios, with the environment of this process."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    follow(root / "docs" / "failing-scenarios.md", os.environ["PATH"], tmp_path)
