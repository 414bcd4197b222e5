"""The real crate `mosaik` confirms every substrate vector that it can express."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def test_own_tests(cargo: str, crate: Path, environment: dict[str, str]) -> None:
    """The published constants of the substrate hold on the crate, live groups among them."""
    nextest = shutil.which("cargo-nextest") is not None
    tests = [cargo, "nextest", "run"] if nextest else [cargo, "test"]
    subprocess.run([*tests, "--locked", "--features", "tdx"], cwd=crate, env=environment, check=True)


def test_confirms_the_substrate(assay: list[str], program: Path, tmp_path: Path) -> None:
    """Every vector of the two features that the crate can answer passes; what it keeps to itself is not claimed."""
    command = [*assay, "run", "--target", f"stdio:{program}", "--feature", "substrate.mosaik-ids"]
    for feature in ("substrate.mosaik-ids", "substrate.mosaik-groups"):
        result = subprocess.run([*command[:-1], feature], cwd=tmp_path, capture_output=True, text=True, check=False)

        assert result.returncode == 0, result.stdout
        assert "coalition-mosaik" in result.stdout


def test_confirms_fresh_ids(assay: list[str], program: Path, tmp_path: Path) -> None:
    """Fresh substrate cases too."""
    command = [*assay, "run", "--target", f"stdio:{program}", "--fresh", "4000", "--seed", "mosaik"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout
