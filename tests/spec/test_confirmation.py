"""Each chapter of cryptography says what confirms it, and which crates of the implementation in Rust do."""

from __future__ import annotations

import json
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
#: A file of the project that a chapter names.
FILE = re.compile(r"`((?:implementations|tests)/[\w/]+\.\w+)`")


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


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_files_that_confirm_are_there(name: str) -> None:
    for path in FILE.findall(_opening(name)):
        assert (ROOT / path).is_file(), path


def test_the_crate_is_asked_what_the_chapter_tickets_says_of_tdx() -> None:
    """The text names every requirement of which the crate's feature `tdx` has something, and the vectors are asked."""
    said = next(line for line in _opening("tickets").splitlines() if "feature `tdx`" in line)
    operations = json.loads((ROOT / "spec" / "registry.json").read_text("utf-8"))["operations"]
    of_tdx = {
        name: each["requirement"]
        for name, each in operations.items()
        if each["chapter"] == "tickets" and name.startswith("crypto.tdx_")
    }
    assert set(re.findall(r"TICK-\d+", said)) == set(of_tdx.values())
    (asking,) = (path for path in FILE.findall(said) if path.endswith(".py"))
    for name in of_tdx:
        assert f'"{name.removeprefix("crypto.").replace("_", "-")}"' in (ROOT / asking).read_text("utf-8")
