"""What a container is judged to be: the same verdicts as a child process, and nothing it does gets out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOSTILE = Path(__file__).parent / "programs" / "hostile.py"


@pytest.mark.parametrize("image", ["coalition-stdio", "coalition-python"])
@pytest.mark.parametrize("command", ["run", "smoke"])
def test_the_bundled_images_conform(images: str, image: str, command: str, assay: list[str], tmp_path: Path) -> None:
    result = subprocess.run(
        [*assay, command, "--suite", "coalition", "--target", f"docker:{image}:{images}"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert result.returncode == 0, result.stdout + result.stderr
    assert image in result.stdout


def test_a_right_program_conforms(judge, toy) -> None:
    result = judge(f"docker:{toy}")

    assert result.returncode == 0, result.stdout
    assert "72 passed" in result.stdout


@pytest.mark.parametrize(
    ("mode", "options", "said"),
    [
        ("crash-on-7", [], "killed by SIGSEGV"),
        ("crash-sometimes", [], "exited with status 4"),
        ("hang-on-7", ["--deadline", "1"], "gave no answer for 1 s"),
        ("half-a-line-on-7", [], "exited with status 0 in the middle of a line"),
        ("endless-on-7", ["--deadline", "20"], "a line over the cap"),
        ("endless-lines-on-7", [], "garbled"),
        ("unknown-id-on-7", [], "garbled"),
        ("wrong-on-7", [], "1 failed"),
    ],
)
def test_a_wrong_program_costs_the_one_case(judge, toy, mode: str, options: list[str], said: str) -> None:
    result = judge(f"docker:{toy} -m battery {mode}", "--all-failures", "--wide", *options)

    assert result.returncode == 1, result.stdout + result.stderr
    assert said in " ".join(result.stdout.split())
    if mode != "crash-sometimes":
        assert "71 passed" in result.stdout


def test_standard_error_is_told(judge, toy) -> None:
    assert "about to crash" in judge(f"docker:{toy} -m battery crash-on-7").stdout
    assert "no licence found" in judge(f"docker:{toy} -m battery exit-now").stdout


def test_standard_error_does_not_hold_up_the_answers(judge, toy) -> None:
    assert judge(f"docker:{toy} -m battery noisy").returncode == 0


def test_a_server_that_ends_at_once_is_not_judged(judge, toy) -> None:
    result = judge(f"docker+http:--port=80 {toy} -c pass")

    assert result.returncode == 3
    assert "no valid describe: exited with status 0" in result.stdout


@pytest.mark.parametrize("deed", ["writes", "connects", "forks", "is-root", "is-capable"])
def test_what_is_forbidden_fails(judge, toy, deed: str) -> None:
    """The program answers wrong where it is let."""
    result = judge(f"docker:--pids-limit=64 {toy} /programs/hostile.py {deed}")

    assert result.returncode == 0, result.stdout


def test_what_is_forbidden_works_outside(judge, environment: dict[str, str], root: Path, tmp_path: Path) -> None:
    """The same program as a child process is let, so that the test above can fail."""
    shutil.copytree(root / "harness" / "assay" / "battery", tmp_path / "battery")
    target = f"stdio:{sys.executable} {HOSTILE} forks"

    result = judge(target, PYTHONPATH=f"{environment['PYTHONPATH']}:{tmp_path}")

    assert result.returncode == 1, result.stdout
    assert "1 failed" in result.stdout


def test_too_much_memory_costs_the_one_case(judge, toy) -> None:
    result = judge(f"docker:--memory=64m {toy} /programs/hostile.py hoards")

    assert result.returncode == 1, result.stdout
    assert "killed by SIGKILL, out of memory" in " ".join(result.stdout.split())
    assert "71 passed" in result.stdout


def test_a_container_that_speaks_http(judge, toy) -> None:
    result = judge(f"docker+http:{toy} /programs/hostile.py serve")

    assert result.returncode == 0, result.stdout
    assert "72 passed" in result.stdout


def test_a_container_that_speaks_http_and_crashes(judge, toy) -> None:
    result = judge(f"docker+http:{toy} /programs/hostile.py serve crash", "--window", "1")

    assert result.returncode == 1, result.stdout
    assert "exited with status 3" in " ".join(result.stdout.split())
    assert "71 passed" in result.stdout


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("scheme", ["docker", "docker+http"])
def test_an_image_that_is_not_there(judge, scheme: str) -> None:
    result = judge(f"{scheme}:no-such-image:1")

    assert result.returncode == 3, result.stdout
    assert "the engine has no such image" in " ".join(result.stdout.split())
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("scheme", ["docker", "docker+http"])
def test_no_engine(judge, scheme: str, tmp_path: Path) -> None:
    result = judge(f"{scheme}:image", DOCKER_HOST=f"unix://{tmp_path}/none")

    assert result.returncode == 3, result.stdout
    assert "no container engine answers at unix://" in " ".join(result.stdout.split())
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "uri", ["docker:", "docker:--memory=1g", "docker:--cpus=x i", "docker:--name=x i", "docker:--memory=-1 i"]
)
def test_what_is_no_target_is_an_error_of_usage(judge, uri: str) -> None:
    assert judge(uri).returncode == 2
