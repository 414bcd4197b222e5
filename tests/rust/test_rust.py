"""The independent Rust implementation: built, tested, linted and judged."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def workspace(root: Path) -> Path:
    return root / "implementations" / "rust"


@pytest.fixture(scope="module")
def environment(cargo_target: Path) -> dict[str, str]:
    return {**os.environ, "CARGO_TARGET_DIR": str(cargo_target / "target-rust")}


@pytest.fixture(scope="module")
def program(cargo: str, workspace: Path, environment: dict[str, str]) -> Path:
    subprocess.run([cargo, "build", "--release", "--locked"], cwd=workspace, env=environment, check=True)
    return Path(environment["CARGO_TARGET_DIR"]) / "release" / "coalition-stdio"


@pytest.fixture(scope="module")
def plain(environment: dict[str, str]) -> list[str]:
    """What cargo is asked about the program without cryptography, whose files stand apart."""
    target = Path(environment["CARGO_TARGET_DIR"]) / "plain"
    return ["--locked", "-p", "coalition-stdio", "--no-default-features", "--target-dir", str(target)]


def test_own_tests(cargo: str, workspace: Path, environment: dict[str, str]) -> None:
    """The crates' own tests pass."""
    nextest = shutil.which("cargo-nextest") is not None
    tests = [cargo, "nextest", "run", "--locked"] if nextest else [cargo, "test", "--locked", "--all-targets"]
    subprocess.run(tests, cwd=workspace, env=environment, check=True)
    subprocess.run([cargo, "test", "--locked", "--doc"], cwd=workspace, env=environment, check=True)


def test_the_kit_can_be_packaged(cargo: str, workspace: Path, environment: dict[str, str]) -> None:
    """The adapter kit and what it needs make crates: every file is in them, every dependency has a version."""
    kit = ["-p", "strict-json", "-p", "assay-kit"]
    command = [cargo, "package", "--locked", "--no-verify", "--allow-dirty", *kit]
    subprocess.run(command, cwd=workspace, env=environment, check=True)


def test_lint(cargo: str, workspace: Path, environment: dict[str, str]) -> None:
    """Formatter and linter have nothing to say."""
    subprocess.run([cargo, "fmt", "--all", "--check"], cwd=workspace, env=environment, check=True)
    clippy = [cargo, "clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]
    subprocess.run(clippy, cwd=workspace, env=environment, check=True)


def test_lint_without_cryptography(cargo: str, workspace: Path, environment: dict[str, str], plain: list[str]) -> None:
    """The linter has nothing to say of the program without cryptography."""
    clippy = [cargo, "clippy", *plain, "--", "-D", "warnings"]
    subprocess.run(clippy, cwd=workspace, env=environment, check=True)


def test_conforms(assay: list[str], program: Path, tmp_path: Path) -> None:
    """The suite passes the program, which claims every feature."""
    result = subprocess.run(
        [*assay, "run", "--target", f"stdio:{program}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout
    assert "not claimed" not in result.stdout
    assert "coalition-stdio" in result.stdout


def test_conforms_without_cryptography(
    assay: list[str],
    cargo: str,
    workspace: Path,
    environment: dict[str, str],
    plain: list[str],
    root: Path,
    tmp_path: Path,
) -> None:
    """The program without cryptography passes what stands on none of it, and claims nothing else."""
    subprocess.run([cargo, "build", "--release", *plain], cwd=workspace, env=environment, check=True)
    program = Path(plain[-1]) / "release" / "coalition-stdio"
    result = subprocess.run(
        [*assay, "run", "--target", f"stdio:{program}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout
    _, _, unclaimed = result.stdout.rstrip().rpartition("; not claimed: ")
    features = json.loads((root / "spec" / "registry.json").read_text(encoding="utf-8"))["features"]

    def stands_on_cryptography(name: str) -> bool:
        return name.startswith("crypto.") or any(map(stands_on_cryptography, features[name]["requires"]))

    assert set(unclaimed.split(", ")) == set(filter(stands_on_cryptography, features))


def test_conforms_to_fresh_cases(assay: list[str], program: Path, tmp_path: Path) -> None:
    """The program answers cases that no table of answers could know."""
    command = [*assay, "run", "--target", f"stdio:{program}", "--fresh", "20000", "--seed", "rust"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout


def test_adapter_is_sound(assay: list[str], program: Path, tmp_path: Path) -> None:
    """`assay smoke` finds nothing wrong with the adapter."""
    result = subprocess.run(
        [*assay, "smoke", "--target", f"stdio:{program}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout
