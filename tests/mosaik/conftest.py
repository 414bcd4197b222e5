"""The program on the real crate, built once, with mosaik's feature `tdx`: for the tests alone, see its README."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def crate(root: Path) -> Path:
    return root / "implementations" / "mosaik"


@pytest.fixture(scope="session")
def environment(cargo_target: Path) -> dict[str, str]:
    return {**os.environ, "CARGO_TARGET_DIR": str(cargo_target / "target-mosaik")}


@pytest.fixture(scope="session")
def program(cargo: str, crate: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: another checkout that is tested meanwhile has the same target folder, and replaces the file in it."""
    build = [cargo, "build", "--locked", "--features", "tdx"]
    subprocess.run(build, cwd=crate, env=environment, check=True)
    built = Path(environment["CARGO_TARGET_DIR"]) / "debug" / "coalition-mosaik"
    return Path(shutil.copy2(built, tmp_path_factory.mktemp("mosaik")))
