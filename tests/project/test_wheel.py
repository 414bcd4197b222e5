"""Wheels built from the checkout and installed elsewhere work from an empty directory: the suite, and the kit alone."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest


def _installed(project: Path, made: Path, *beside: str) -> Path:
    """The folder of programs of a new environment with nothing but a project's wheel, and packages beside it."""
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(made), str(project)], check=True)
    (wheel,) = made.glob("*.whl")
    environment = made / "environment"
    venv.create(environment, with_pip=True)
    subprocess.run([environment / "bin" / "pip", "install", "-q", str(wheel), *beside], check=True)
    return environment / "bin"


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the suite is installed."""
    return _installed(root, tmp_path_factory.mktemp("wheel"))


def _assay(installed: Path, where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(installed / "assay"), *arguments]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)


def test_runs_from_an_empty_directory(installed: Path, tmp_path: Path) -> None:
    """The main job works without the checkout."""
    result = _assay(installed, tmp_path, "run")

    assert result.returncode == 0, result.stdout + result.stderr
    assert "coalition-python 0.1.0 conforms to coalition spec 0.1" in result.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["vectors", "check"],
        ["trace"],
        ["explain", "ID-12"],
        ["--version"],
        ["battery", "run", "crash-on-7", "http-bad-certificate"],
    ],
)
def test_carries_what_the_commands_need(installed: Path, tmp_path: Path, command: list[str]) -> None:
    """Specification, vectors and definitions are in the wheel."""
    result = _assay(installed, tmp_path, *command)

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_kit_is_a_package_of_its_own(root: Path, assay: list[str], tmp_path: Path) -> None:
    """The README's adapter runs where the kit and a BLAKE3 are installed and the suite is not."""
    programs = _installed(root / "implementations" / "python" / "assay_kit", tmp_path, "blake3")
    adapter = re.search(r"```python\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    assert adapter is not None
    (tmp_path / "my_adapter.py").write_text(adapter[1], "utf-8")

    absent = subprocess.run([programs / "python", "-c", "import assay"], cwd=tmp_path, capture_output=True, check=False)
    target = f"stdio:{programs / 'python'} my_adapter.py"
    judged = subprocess.run(
        [*assay, "run", "--target", target], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert absent.returncode != 0
    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_the_kit_has_the_version_of_the_suite(root: Path) -> None:
    """Both packages carry the same modules, so they carry the same number."""
    suite, kit = (
        tomllib.loads((root / folder / "pyproject.toml").read_text("utf-8"))["project"]["version"]
        for folder in (".", "implementations/python/assay_kit")
    )

    assert kit == suite
