"""A wheel built from the checkout and installed elsewhere runs the suite from an empty directory."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment into which the wheel was installed."""
    made = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(made), str(root)], check=True)
    wheel = next(made.glob("coalition_conformance-*.whl"))
    environment = made / "environment"
    venv.create(environment, with_pip=True)
    subprocess.run([environment / "bin" / "pip", "install", "-q", str(wheel)], check=True)
    return environment / "bin"


def _assay(installed: Path, where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(installed / "assay"), *arguments]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)


def test_runs_from_an_empty_directory(installed: Path, tmp_path: Path) -> None:
    """The main job works without the checkout."""
    result = _assay(installed, tmp_path, "run")

    assert result.returncode == 0, result.stdout + result.stderr
    assert "coalition-python 0.1.0 conforms to coalition spec 0.1" in result.stdout


@pytest.mark.parametrize("command", [["vectors", "check"], ["trace"], ["explain", "ID-12"], ["--version"]])
def test_carries_what_the_commands_need(installed: Path, tmp_path: Path, command: list[str]) -> None:
    """Specification, vectors and definitions are in the wheel."""
    result = _assay(installed, tmp_path, *command)

    assert result.returncode == 0, result.stdout + result.stderr
