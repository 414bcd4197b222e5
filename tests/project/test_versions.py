"""The table of versions says the numbers that the files say."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import assay
from conformance.suite import CoalitionSuite


def _table(root: Path) -> dict[str, str]:
    text = (root / "docs" / "versions.md").read_text("utf-8").partition("## ")[0]
    return dict(re.findall(r"^\| ([\w ]+) \|.*\| ([\d.]+) \|$", text, re.MULTILINE))


def test_the_numbers_are_those_of_the_files(root: Path) -> None:
    """Package, specification, vectors, protocol and kits, each from where it stands."""
    table = _table(root)
    package = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    registry = json.loads((root / "spec" / "registry.json").read_text("utf-8"))
    manifest = json.loads((root / "vectors" / "manifest.json").read_text("utf-8"))
    kit = tomllib.loads((root / "implementations" / "rust" / "Cargo.toml").read_text("utf-8"))["workspace"]
    suite = CoalitionSuite()
    assert table == {
        "package": package,
        "specification": registry["spec_version"],
        "vectors": manifest["spec_version"],
        "driver protocol": str(registry["protocol_version"]),
        "kits": package,
    }
    assert (assay.__version__, suite.version) == (package, package)
    assert (suite.spec_versions, suite.protocol_version) == ((table["specification"],), registry["protocol_version"])
    assert kit["package"]["version"] == table["kits"]


def test_the_chapters_name_the_versions(root: Path) -> None:
    """The text and the registry made from it are of one version."""
    table = _table(root)
    assert f"Specification version **{table['specification']}**" in (root / "spec" / "README.md").read_text("utf-8")
    chapter = (root / "spec" / "driver-protocol.md").read_text("utf-8")
    assert f"Protocol version: **{table['driver protocol']}**" in chapter


def test_a_draft_is_called_so_and_a_release_is_not(root: Path) -> None:
    """The page and the frozen lists tell one story."""
    text = (root / "docs" / "versions.md").read_text("utf-8")
    version = _table(root)["specification"]
    frozen = (root / "spec" / "releases" / f"{version}.json").exists()
    assert (f"specification {version} is a draft" in text) is not frozen
    assert "not yet code" not in text
