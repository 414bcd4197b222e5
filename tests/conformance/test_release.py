"""A release of the coalition suite, in a copy of it: what moves afterwards is found, what is added decides nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Within = Callable[..., Any]
FILE = "vectors/identity/coalition-root.json"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_release_is_kept(copy: Path, within: Within) -> None:
    """Frozen in a copy: a sentence may be mended; a vector, a level or an id may not."""
    done = within(copy, "-m", "assay", "release", "freeze", "0.1")
    assert done.returncode == 0, done.stdout + done.stderr
    listed = copy / "spec" / "releases" / "0.1.json"
    frozen = json.loads(listed.read_text("utf-8"))
    assert len(frozen["requirements"]) > 50

    _edit(copy / "spec" / "surfaces.md", "**SURF-4** (MUST) ", "**SURF-4** (MUST) Indeed: ")
    done = within(copy, "-m", "assay", "release", "check")
    assert (done.returncode, "SURF-4" in done.stdout) == (0, True), done.stdout

    name = json.loads((copy / FILE).read_text("utf-8"))["groups"][0]["tests"][0]["id"]
    value = json.loads((copy / FILE).read_text("utf-8"))["groups"][0]["tests"][0]["expect"]["value"]
    _edit(copy / FILE, f'"expect": {{"value": "{value}"', f'"expect": {{"value": "{value[::-1]}"')
    done = within(copy, "-m", "assay", "trace")
    assert done.returncode == 1
    assert f"the case {name} is not what 0.1 was released with" in " ".join(done.stdout.split())
    _edit(copy / FILE, f'"expect": {{"value": "{value[::-1]}"', f'"expect": {{"value": "{value}"')

    # The same as a vector that is there and was not when the list was made.
    del frozen["cases"][name]
    listed.write_text(json.dumps(frozen), "utf-8")
    done = within(copy, "-m", "assay", "run")
    assert done.returncode == 0, done.stdout
    assert "conforms to coalition spec 0.1 (" in done.stdout
    assert "; added after the release: 1 passed" in done.stdout.splitlines()[-1]
