"""The README and CI say the same, and what the README shows is true."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path


def _commands(root: Path) -> list[str]:
    """The lines of the README's shell fences."""
    fences = re.findall(r"```sh\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    return [line for fence in fences for line in fence.splitlines() if line]


def test_ci_calls_the_test_command(root: Path) -> None:
    """`.ci/run` calls the README's second command, word by word."""
    test_command = next(line for line in _commands(root) if line.endswith("tox run"))

    assert test_command in (root / ".ci" / "run").read_text("utf-8").splitlines()


def test_documented_commands_exist(root: Path, assay: list[str]) -> None:
    """Every `assay` command the documents name is one."""
    names = set()
    for name in ("README.md", "CONTRIBUTING.md", "vectors/README.md"):
        names |= set(re.findall(r"(?:\.venv/bin/|`|^)assay ([a-z]+)", (root / name).read_text("utf-8"), re.MULTILINE))

    for name in sorted(names):
        result = subprocess.run([*assay, name, "--help"], capture_output=True, text=True, check=False)
        assert result.returncode == 0, name


def test_links_lead_somewhere(root: Path) -> None:
    """Relative links in the documents lead to files."""
    for document in [
        *root.glob("*.md"),
        *root.glob("spec/*.md"),
        *root.glob("docs/*.md"),
        root / "vectors" / "README.md",
    ]:
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
            if "://" not in link:
                assert (document.parent / link).exists(), f"{document.name}: {link}"
