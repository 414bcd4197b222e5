"""Each chapter of cryptography says what confirms it, and which crates of the implementation in Rust do."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from conformance.spec_text import CRYPTOGRAPHY

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = {name: (ROOT / "spec" / f"{name}.md").read_text("utf-8") for name in CRYPTOGRAPHY}
CRATES = ROOT / "implementations" / "rust" / "crates" / "coalition-crypto" / "Cargo.toml"
#: How a chapter begins that confirms itself: everything before its first requirement.
FIRST = re.compile(r"^\*\*[A-Z]+-1\*\*", re.M)


def _opening(name: str) -> str:
    """What a chapter says before its first requirement."""
    return FIRST.split(CHAPTERS[name], maxsplit=1)[0]


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_says_what_confirms_it(name: str) -> None:
    assert re.search(r"\bconfirm(ed|s)?\b", _opening(name), re.I)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_names_the_implementation_in_rust_and_its_crates(name: str) -> None:
    """All of them are ones that it depends on."""
    said = re.search(r"[^.]*\bin Rust\b(?:[^.]|\.(?!\s))*", _opening(name))
    assert said
    named = set(re.findall(r"`([a-z0-9_-]+)`", said[0]))
    assert named
    assert named <= set(tomllib.loads(CRATES.read_text("utf-8"))["dependencies"])
