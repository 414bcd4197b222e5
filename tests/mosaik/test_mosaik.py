"""The real crate `mosaik` confirms every substrate vector that it can express."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def crate(root: Path) -> Path:
    return root / "implementations" / "mosaik"


@pytest.fixture(scope="module")
def environment(cargo_target: Path) -> dict[str, str]:
    return {**os.environ, "CARGO_TARGET_DIR": str(cargo_target / "target-mosaik")}


@pytest.fixture(scope="module")
def program(cargo: str, crate: Path, environment: dict[str, str]) -> Path:
    subprocess.run([cargo, "build", "--locked"], cwd=crate, env=environment, check=True)
    return Path(environment["CARGO_TARGET_DIR"]) / "debug" / "coalition-mosaik"


def test_own_tests(cargo: str, crate: Path, environment: dict[str, str]) -> None:
    """The published constants of the substrate hold on the crate, live groups among them."""
    nextest = shutil.which("cargo-nextest") is not None
    tests = [cargo, "nextest", "run", "--locked"] if nextest else [cargo, "test", "--locked"]
    subprocess.run(tests, cwd=crate, env=environment, check=True)


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
